"""What to try where a query finds nothing: fewer words, other spellings, or the whole corpus."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, Literal

from pipeline.queries_keywords import vocabulary
from pipeline.search import counted, search
from pipeline.search_fold import folded
from pipeline.search_query import Condition, Query, Word, instead, parse, without

_ALIKE: Final = 0.6
_SPELLINGS: Final = 3
_TRIED: Final = 8
"""How many other queries are run at most, so that nothing found costs no long wait."""

Kind = Literal["everywhere", "spelling", "apart", "dropped"]


@dataclass(frozen=True)
class WayOn:
    """Another query and how much it finds.

    ``kind`` says what is other about it: asked of the whole corpus, ``word`` spelt as ``other``, ``word``
    taken apart, or ``word`` dropped.
    """

    kind: Kind
    text: str
    hits: int
    word: str = ""
    other: str = ""


def ways_on(
    built: Path,
    text: str,
    *,
    region_ids: Sequence[str] | None = None,
    area_ids: Sequence[str] | None = None,
    depths: Sequence[str] | None = None,
    most: int = 4,
) -> tuple[WayOn, ...]:
    """Queries near one that finds nothing, which find something; the nearest first.

    Parameters
    ----------
    built, text, region_ids, area_ids, depths
        As for `pipeline.search.search`.
    most
        How many to give at most.
    """
    narrowed: dict[str, Any] = {"region_ids": region_ids, "area_ids": area_ids, "depths": depths}
    others = _working(built, islice(_others(built, parse(text)), _TRIED), narrowed)
    if any(value is not None for value in narrowed.values()):
        others = chain(_working(built, [("everywhere", text, "", "")], {}), others)
    return tuple(islice(others, most))


def _working(
    built: Path, tried: Iterable[tuple[Kind, str, str, str]], narrowed: Mapping[str, Any]
) -> Iterator[WayOn]:
    """Those of some queries that find anything."""
    for kind, text, word, other in tried:
        count = search(built, text, **narrowed).measures if text else 0
        if count:
            yield WayOn(kind, text, count, word, other)


def _others(built: Path, query: Query) -> Iterator[tuple[Kind, str, str, str]]:
    """Other queries: unknown words spelt otherwise or taken apart, then the rarest words dropped."""
    rows = counted(built, query.wanted).rows
    terms = {folded(term): term for term in vocabulary(built)["term"]}
    longest = max(map(len, terms), default=0)
    for word in query.wanted:
        if not rows[word.folded]:
            apart = " ".join(parted(word.folded, terms, longest))
            if " " in apart:
                yield "apart", instead(query, word, apart), word.text, apart
            for other in get_close_matches(word.folded, list(terms), n=_SPELLINGS, cutoff=_ALIKE):
                yield "spelling", instead(query, word, terms[other]), word.text, terms[other]
    parts: list[Word | Condition] = [*sorted(query.wanted, key=lambda word: rows[word.folded])]
    if len(query.words) + len(query.conditions) > 1:
        for part in [*parts, *query.unwanted, *query.conditions]:
            yield "dropped", without(query, part), query.text[part.start : part.end].strip(), ""


def parted(word: str, terms: Container[str], longest: int) -> list[str]:
    """The terms in a run of words, one after the other, the longest one at each place."""
    found: list[str] = []
    place = 0
    while place < len(word):
        ends = range(min(place + longest, len(word)), place + 1, -1)
        end = next((end for end in ends if word[place:end] in terms), None)
        if end:
            found.append(word[place:end])
        place = end or place + 1
    return list(dict.fromkeys(found))
