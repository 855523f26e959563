"""Finds regions, tasks, bodies and other entities by their Chinese or English names.

The text that `pipeline.search.hits` searches is Chinese; a reader who types the English name of a task
means that task. A name is found where it equals the query or starts with it, or where each word of the query
equals or starts a word of the name. Chinese has no spaces between words: there, a word may occur anywhere in
a name.
"""

from __future__ import annotations

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
"""How many names are found at most."""

_SHORTEST: Final = 2
"""Fewest characters of a word that is searched inside names; shorter ones occur in too many."""

_EXACT, _BEGINS, _WHOLE_WORDS, _PARTS = range(4)
_WORD: Final = re.compile(r"[^\W_]+")

Kind = Literal["region", "task", "area", "indicator", "department", "group", "macro", "depth", "doubt"]


@dataclass(frozen=True)
class Named:
    """An entity: its kind, its id, and its names, the two short ones for display first."""

    kind: Kind
    code: str
    zh: str
    en: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, short and in full, in both languages."""
        return (self.zh, self.en, *self.others)


def all_named(built: Path) -> tuple[Named, ...]:
    """All that can be found by name; of names that match alike, the first is the better.

    Indicators and bodies are those that the plans have, groups of regions those of which any has a plan.
    """
    regions, indicators = store.regions(built), store.indicators(built)
    macros = regions[["macro_id", "macro_zh", "macro_en"]].set_axis(
        ["macro_id", "name_zh", "name_en"], axis=1
    )
    return (
        *named_rows("region", regions.sort_values("official_order"), "region_id"),
        *named_rows("task", store.tasks(built).sort_values("official_order"), "task_id"),
        *named_rows("area", store.areas(built), "area_id"),
        *named_rows("group", store.region_groups(built), "group_id"),
        *named_rows("macro", macros, "macro_id"),
        *named_rows("indicator", indicators[indicators["targets"] > 0], "indicator_id"),
        *named_rows("department", store.bodies(built), "department_id"),
    )


def find_names(named: Iterable[Named], text: str) -> list[Named]:
    """The `MOST` entities that a query names best, the best match first.

    Parameters
    ----------
    named
        What there is, as `all_named` gives it.
    text
        A query as it was typed. Its fields and the words that it leaves out name nothing.
    """
    query = parse(text)
    plain = not query.conditions and not query.unwanted
    words = _words(query.text if plain else " ".join(word.text for word in query.wanted))
    if not words:
        return []
    ranked = [(best, one) for one in named if (best := _rank(one, words)) is not None]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])[:MOST]]


def named_rows(kind: Kind, frame: pd.DataFrame, key: str) -> list[Named]:
    """The rows of a table, each id once, by their short names where they have any."""
    found = []
    for row in frame.drop_duplicates(key).to_dict("records"):
        whole = row["name_zh"], row["name_en"]
        short = row.get("short_zh") or whole[0], row.get("short_en") or whole[1]
        found.append(Named(kind, row[key], *short, () if short == whole else whole))
    return found


def _rank(one: Named, words: Sequence[str]) -> tuple[int, int] | None:
    """The rank of a match, lower is better: the kind of match, and how much of the name remains."""
    if words == _words(one.code):
        return _EXACT, 0
    ranks = [rank for name in one.names if (rank := _rank_of_name(_words(name), words)) is not None]
    return min(ranks, default=None)


def _rank_of_name(name: Sequence[str], words: Sequence[str]) -> tuple[int, int] | None:
    whole, sought = "".join(name), "".join(words)
    rest = len(whole) - len(sought)
    if whole == sought:
        return _EXACT, 0
    if len(sought) < _SHORTEST:
        return None
    if whole.startswith(sought):
        return _BEGINS, rest
    if all(word in name for word in words):
        return _WHOLE_WORDS, rest
    if all(any(_part_of(part, word) for part in name) for word in words):
        return _PARTS, rest
    return None


def _part_of(part: str, word: str) -> bool:
    return part.startswith(word) or (len(word) >= _SHORTEST and not word.isascii() and word in part)


# The names are the same for every query that is typed.
@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared; 、（） and the like part words of Chinese."""
    return tuple(fold_text(word) for word in _WORD.findall(text))
