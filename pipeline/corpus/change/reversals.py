"""Detects rewordings that reverse the meaning: 开展 and 不再开展, 不少于 and 不超过."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from pipeline.taxonomy.loading import SHARED
from pipeline.taxonomy.toml_files import read_toml, require_section

_MIN_RATIO: Final = 85
"""Minimum similarity, in %, of two clauses about the same thing, without negations and directions."""
_CLAUSE_END: Final = re.compile(r"[，。；、！？：,;!?:\s]+")
_NUMBER: Final = re.compile(r"[\d.%％]+")


@dataclass(frozen=True)
class _Clause:
    """A clause: its topic, its number of negations, and its directions such as ``up0``, ``down2``."""

    topic: str
    negations: int
    directions: frozenset[str]

    def is_opposite(self, other: _Clause) -> bool:
        opposites = {
            name.replace("up", "down") if "up" in name else name.replace("down", "up")
            for name in self.directions - other.directions
        }
        has_turned = not opposites.isdisjoint(other.directions - self.directions)
        return has_turned != bool((self.negations - other.negations) % 2)


def is_reversed(before: str, after: str) -> bool:
    """Whether a clause of a text says the opposite of one of the other in nearly the same words."""
    old, new = (dict.fromkeys(_CLAUSE_END.split(text)) for text in (before, after))
    gone = [clause for text in old if text not in new and (clause := _parse_clause(text)).topic]
    for text in new:
        if text not in old and (clause := _parse_clause(text)).topic:
            match = process.extractOne(
                clause.topic, [other.topic for other in gone], scorer=fuzz.ratio, score_cutoff=_MIN_RATIO
            )
            if match and clause.is_opposite(gone[match[2]]):
                return True
    return False


def _parse_clause(text: str) -> _Clause:
    words = load_opposites()
    kinds = [str(match.lastgroup) for match in words.finditer(text)]
    directions = frozenset(kinds) - {"negation", "neutral"}
    return _Clause(_NUMBER.sub("", words.sub("", text)), kinds.count("negation"), directions)


@cache
def load_opposites(source: Path = SHARED / "opposites.toml") -> re.Pattern[str]:
    """Read the patterns of ``data/taxonomy/opposites.toml``, one group per list; raises TaxonomyError."""
    content = read_toml(source)
    pairs = content.pop("pair", None)
    lists = require_section(source, "", content, "patterns", ("negation", "neutral"))
    for number, pair in enumerate(pairs if isinstance(pairs, list) else [pairs], 1):
        pair = require_section(source, f"[[pair]] {number}", pair, "patterns", ("up", "down"))
        lists |= {f"{name}{number}": pair[name] for name in ("up", "down")}
    return re.compile("|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in lists.items()))
