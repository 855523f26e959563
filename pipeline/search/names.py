"""Finds regions, tasks, bodies and other entities by their Chinese or English names.

A name matches where it equals the query or starts with it, or where each word of the query equals or starts a
word of the name. A Chinese word may occur anywhere in a name, as Chinese has no spaces between words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from pipeline.search.fold import fold_text
from pipeline.search.query import parse
from pipeline.store import store

MOST: Final = 6
"""The most names to return."""

_SHORTEST: Final = 2
"""Fewest characters of a word that is searched inside names; shorter ones occur in too many."""

_EXACT, _PREFIX, _WORDS, _WORD_PARTS = range(4)
_WORD: Final = re.compile(r"[^\W_]+")

Kind = Literal["region", "task", "area", "indicator", "department", "group", "macro", "depth", "doubt"]


@dataclass(frozen=True)
class Entity:
    """An entity: its kind, its id, its two display names, and further names."""

    kind: Kind
    code: str
    zh: str
    en: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, short and in full, in both languages."""
        return (self.zh, self.en, *self.others)


def list_entities(built: Path) -> tuple[Entity, ...]:
    """Return all entities with names, the preferred ones first.

    Indicators and bodies are those in the plans, groups of regions those with a plan.
    """
    regions, indicators = store.table(built, "regions"), store.indicators(built)
    macros = regions[["macro_id", "macro_zh", "macro_en"]].set_axis(
        ["macro_id", "name_zh", "name_en"], axis=1
    )
    return (
        *make_entities("region", regions.sort_values("official_order"), "region_id"),
        *make_entities("task", store.table(built, "tasks").sort_values("official_order"), "task_id"),
        *make_entities("area", store.table(built, "areas"), "area_id"),
        *make_entities("group", store.region_groups(built), "group_id"),
        *make_entities("macro", macros, "macro_id"),
        *make_entities("indicator", indicators[indicators["targets"] > 0], "indicator_id"),
        *make_entities("department", store.bodies(built), "department_id"),
    )


def find_names(named: Iterable[Entity], text: str) -> list[Entity]:
    """Return the `MOST` best matches of a query among entities, the best first; fields are ignored."""
    query = parse(text)
    is_plain = not query.conditions and not query.unwanted
    words = _split_words(query.text if is_plain else " ".join(word.text for word in query.wanted))
    if not words:
        return []
    ranked = [(rank, entity) for entity in named if (rank := _rank(entity, words)) is not None]
    return [entity for _, entity in sorted(ranked, key=lambda pair: pair[0])[:MOST]]


def make_entities(kind: Kind, frame: pd.DataFrame, key: str) -> list[Entity]:
    """Make the names of the rows of a table, each id once, with the short names for display if any."""
    found = []
    for row in frame.drop_duplicates(key).to_dict("records"):
        full = row["name_zh"], row["name_en"]
        short = row.get("short_zh") or full[0], row.get("short_en") or full[1]
        found.append(Entity(kind, row[key], *short, () if short == full else full))
    return found


def _rank(entity: Entity, words: Sequence[str]) -> tuple[int, int] | None:
    """Return the kind of match and the length of the unmatched rest, lower is better."""
    if words == _split_words(entity.code):
        return _EXACT, 0
    ranks = [rank for name in entity.names if (rank := _rank_name(_split_words(name), words)) is not None]
    return min(ranks, default=None)


def _rank_name(name: Sequence[str], words: Sequence[str]) -> tuple[int, int] | None:
    joined, sought = "".join(name), "".join(words)
    rest = len(joined) - len(sought)
    if joined == sought:
        return _EXACT, 0
    # Most names have nothing of the query.
    if len(sought) < _SHORTEST or words[0] not in joined:
        return None
    if joined.startswith(sought):
        return _PREFIX, rest
    if all(word in name for word in words):
        return _WORDS, rest
    if all(any(_matches_part(part, word) for part in name) for word in words):
        return _WORD_PARTS, rest
    return None


def _matches_part(part: str, word: str) -> bool:
    return part.startswith(word) or (len(word) >= _SHORTEST and not word.isascii() and word in part)


# The names are the same for every query.
@lru_cache(maxsize=8192)
def _split_words(text: str) -> tuple[str, ...]:
    """Split a text at punctuation and spaces into folded words."""
    return tuple(fold_text(word) for word in _WORD.findall(text))
