"""What to try where a query finds nothing: fewer words, other spellings, or the whole corpus."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, Literal

from pipeline.search.fields import fields_naming
from pipeline.search.fold import folded
from pipeline.search.hits import counted, search
from pipeline.search.query import (
    CHINESE_FIELDS,
    FIELDS,
    QUOTES,
    Condition,
    Query,
    Word,
    instead,
    parse,
    without,
)
from pipeline.store.queries_keywords import vocabulary

_ALIKE: Final = 0.6
_FIELDS_TRIED: Final = 2
_SHORTEST: Final = 4
"""So many Latin letters make a name; with fewer, too many names hold them."""

_SPACED: Final = re.compile(r"\s")
_SPELLINGS: Final = 3
_TRIED: Final = 8
"""How many other queries are run at most, so that nothing found costs no long wait."""

Kind = Literal["everywhere", "field", "spelling", "apart", "dropped"]


@dataclass(frozen=True)
class WayOn:
    """Another query and how much it finds.

    ``kind`` says what is other about it: asked of the whole corpus, ``word`` taken for the value of a field
    as ``other`` writes it, ``word`` spelt as ``other``, ``word`` taken apart, or ``word`` dropped.
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
    doubts: Sequence[str] | None = None,
    most: int = 4,
) -> tuple[WayOn, ...]:
    """Queries near one that finds nothing, which find something; the nearest first.

    Parameters
    ----------
    built, text, region_ids, area_ids, depths, doubts
        As for `pipeline.search.hits.search`.
    most
        How many to give at most.
    """
    narrowed: dict[str, Any] = {
        "region_ids": region_ids,
        "area_ids": area_ids,
        "depths": depths,
        "doubts": doubts,
    }
    others = _working(built, islice(_others(built, parse(text)), _TRIED), narrowed)
    if any(value is not None for value in narrowed.values()):
        others = chain(_working(built, [("everywhere", text, "", "")], {}), others)
    return tuple(islice(others, most))


def _working(
    built: Path, tried: Iterable[tuple[Kind, str, str, str]], narrowed: Mapping[str, Any]
) -> Iterator[WayOn]:
    """Those of some queries that find anything, each once."""
    seen: set[str] = set()
    for kind, text, word, other in tried:
        if text in seen:
            continue
        seen.add(text)
        count = search(built, text, **narrowed).measures if text else 0
        if count:
            yield WayOn(kind, text, count, word, other)


def _others(built: Path, query: Query) -> Iterator[tuple[Kind, str, str, str]]:
    """Other queries: names as fields, unknown words spelt otherwise or apart, the rarest words dropped."""
    rows = counted(built, query.wanted).rows
    for word in query.wanted:
        yield from _as_fields(built, query, word, unknown=not rows[word.folded])
    terms = {folded(term): term for term in vocabulary(built)["term"]}
    for word in query.wanted:
        if not rows[word.folded]:
            yield from _respelt(query, word, terms)
    parts: list[Word | Condition] = [*sorted(query.wanted, key=lambda word: rows[word.folded])]
    if len(query.words) + len(query.conditions) > 1:
        for part in [*parts, *query.unwanted, *query.conditions]:
            yield "dropped", without(query, part), query.text[part.start : part.end].strip(), ""


def _as_fields(
    built: Path, query: Query, word: Word, *, unknown: bool
) -> Iterator[tuple[Kind, str, str, str]]:
    """The name of a region as that field, and a word that stands nowhere as any field that knows it."""
    value = word.text.strip(QUOTES).partition(":")[2] or word.text.strip(QUOTES)
    if len(value) < (_SHORTEST if value.isascii() else 2):
        return
    fields = [name for name in fields_naming(built, value) if unknown or name == "region"]
    for field in fields[:_FIELDS_TRIED]:
        name = FIELDS[field][0] if value.isascii() else CHINESE_FIELDS[field]
        written = f"{name}:“{value}”" if _SPACED.search(value) else f"{name}:{value}"
        yield "field", instead(query, word, written), word.text, written


def _respelt(query: Query, word: Word, terms: Mapping[str, str]) -> Iterator[tuple[Kind, str, str, str]]:
    """An unknown word taken apart, spelt as words that are known, and cut down to the longest one in it."""
    parts = parted(word.folded, terms, max(map(len, terms), default=0))
    if len(parts) > 1:
        yield "apart", instead(query, word, " ".join(parts)), word.text, " ".join(parts)
    for other in get_close_matches(word.folded, list(terms), n=_SPELLINGS, cutoff=_ALIKE):
        yield "spelling", instead(query, word, terms[other]), word.text, terms[other]
    for part in sorted(parts, key=len, reverse=True)[:1]:
        yield "spelling", instead(query, word, terms[part]), word.text, terms[part]


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
