"""Tells whether a reworded text says the opposite of what it said: 开展 and 不再开展, 不少于 and 不超过."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from pipeline.taxonomy.loading import SHARED
from pipeline.taxonomy.toml_files import read_toml, require_section

_SAME_WORDS: Final = 85
"""Likeness, in %, from which two clauses speak of the same, but for the words that turn them."""
_CLAUSE_END: Final = re.compile(r"[，。；、！？：,;!?:\s]+")
_NUMBER: Final = re.compile(r"[\d.%％]+")


@dataclass(frozen=True)
class _Clause:
    """What a clause speaks of, how many words negate it, and the directions of others: ``up0``, ``down2``."""

    about: str
    negations: int
    directions: frozenset[str]

    def is_opposite(self, other: _Clause) -> bool:
        own, others = self.directions - other.directions, other.directions - self.directions
        turned = any(name.replace("up", "down") in others for name in own if "up" in name) or any(
            name.replace("down", "up") in others for name in own if "down" in name
        )
        return turned != bool((self.negations - other.negations) % 2)


def is_reversed(before: str, after: str) -> bool:
    """Whether a clause of a text says the opposite of one of the other in nearly the same words."""
    old, new = (dict.fromkeys(_CLAUSE_END.split(text)) for text in (before, after))
    gone = [clause for text in old if text not in new and (clause := _read_clause(text)).about]
    for text in new:
        if text not in old and (clause := _read_clause(text)).about:
            found = process.extractOne(
                clause.about, [other.about for other in gone], scorer=fuzz.ratio, score_cutoff=_SAME_WORDS
            )
            if found and clause.is_opposite(gone[found[2]]):
                return True
    return False


def _read_clause(text: str) -> _Clause:
    words = load_opposites()
    kinds = [str(match.lastgroup) for match in words.finditer(text)]
    directions = frozenset(kinds) - {"negation", "neutral"}
    return _Clause(_NUMBER.sub("", words.sub("", text)), kinds.count("negation"), directions)


@cache
def load_opposites(source: Path = SHARED / "opposites.toml") -> re.Pattern[str]:
    """The words of ``data/taxonomy/opposites.toml``, in a group for each of its lists.

    Raises
    ------
    TaxonomyError
        The file is missing or no TOML, or a list is missing or holds anything but regular expressions.
    """
    content = read_toml(source)
    pairs = content.pop("pair", None)
    lists = require_section(source, "", content, "patterns", ("negation", "neutral"))
    for number, pair in enumerate(pairs if isinstance(pairs, list) else [pairs], 1):
        pair = require_section(source, f"[[pair]] {number}", pair, "patterns", ("up", "down"))
        lists |= {f"{name}{number}": pair[name] for name in ("up", "down")}
    return re.compile("|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in lists.items()))
