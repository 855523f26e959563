"""Query suggestions where a query finds nothing: fewer words, other spellings, or the whole corpus."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import Final, Literal, Unpack

from pipeline.search.fields import fields_naming
from pipeline.search.fold import fold_text
from pipeline.search.hits import Narrowed, count_words, search
from pipeline.search.query import (
    CHINESE_FIELDS,
    FIELDS,
    QUOTES,
    Condition,
    Query,
    Word,
    parse,
    remove_part,
    replace_word,
)
from pipeline.store.queries_keywords import vocabulary

_ALIKE: Final = 0.6
_FIELDS_TRIED: Final = 2
_SHORTEST: Final = 4
"""The fewest Latin letters looked up as part of a name; shorter strings occur in too many names."""

_SPACED: Final = re.compile(r"\s")
_SPELLINGS: Final = 3
_TRIED: Final = 8
"""The most alternative queries that are run, to bound the waiting time."""

Kind = Literal["everywhere", "field", "spelling", "apart", "dropped"]


@dataclass(frozen=True)
class Suggestion:
    """An alternative query and its number of hits.

    ``kind`` is what differs: ``everywhere`` drops the filters, ``field`` reads ``word`` as the field query
    ``other``, ``spelling`` replaces ``word`` by ``other``, ``apart`` splits it, ``dropped`` omits it.
    """

    kind: Kind
    text: str
    hits: int
    word: str = ""
    other: str = ""


def suggest_queries(
    built: Path,
    text: str,
    *,
    most: int = 4,
    **narrowed: Unpack[Narrowed],
) -> tuple[Suggestion, ...]:
    """Suggest queries similar to one that finds nothing, each with at least one hit; most similar first.

    Parameters
    ----------
    built, text, region_ids, area_ids, depths, doubts
        As for `pipeline.search.hits.search`.
    most
        The most suggestions to return.
    """
    others = _find_working(built, islice(_alternatives(built, parse(text)), _TRIED), narrowed)
    if any(value is not None for value in narrowed.values()):
        others = chain(_find_working(built, [("everywhere", text, "", "")], {}), others)
    return tuple(islice(others, most))


def _find_working(
    built: Path, tried: Iterable[tuple[Kind, str, str, str]], narrowed: Narrowed
) -> Iterator[Suggestion]:
    """Run queries and yield those with hits, each once."""
    seen: set[str] = set()
    for kind, text, word, other in tried:
        if text in seen:
            continue
        seen.add(text)
        count = search(built, text, **narrowed).measures if text else 0
        if count:
            yield Suggestion(kind, text, count, word, other)


def _alternatives(built: Path, query: Query) -> Iterator[tuple[Kind, str, str, str]]:
    """Alternative queries: names as fields, unknown words respelt or split, the rarest words dropped."""
    rows = count_words(built, query.wanted).rows
    for word in query.wanted:
        yield from _read_as_fields(built, query, word, unknown=not rows[word.folded])
    terms = {fold_text(term): term for term in vocabulary(built)["term"]}
    for word in query.wanted:
        if not rows[word.folded]:
            yield from _respell(query, word, terms)
    parts: list[Word | Condition] = [*sorted(query.wanted, key=lambda word: rows[word.folded])]
    if len(query.words) + len(query.conditions) > 1:
        for part in [*parts, *query.unwanted, *query.conditions]:
            yield "dropped", remove_part(query, part), query.text[part.start : part.end].strip(), ""


def _read_as_fields(
    built: Path, query: Query, word: Word, *, unknown: bool
) -> Iterator[tuple[Kind, str, str, str]]:
    """A region's name as the region field, and a word without hits as any field that has such a value."""
    value = word.text.strip(QUOTES).partition(":")[2] or word.text.strip(QUOTES)
    if len(value) < (_SHORTEST if value.isascii() else 2):
        return
    fields = [name for name in fields_naming(built, value) if unknown or name == "region"]
    for field in fields[:_FIELDS_TRIED]:
        name = FIELDS[field][0] if value.isascii() else CHINESE_FIELDS[field]
        written = f"{name}:“{value}”" if _SPACED.search(value) else f"{name}:{value}"
        yield "field", replace_word(query, word, written), word.text, written


def _respell(query: Query, word: Word, terms: Mapping[str, str]) -> Iterator[tuple[Kind, str, str, str]]:
    """An unknown word split into terms, respelt as similar terms, and cut down to the longest term in it."""
    parts = split_into_terms(word.folded, terms, max(map(len, terms), default=0))
    if len(parts) > 1:
        yield "apart", replace_word(query, word, " ".join(parts)), word.text, " ".join(parts)
    for other in get_close_matches(word.folded, list(terms), n=_SPELLINGS, cutoff=_ALIKE):
        yield "spelling", replace_word(query, word, terms[other]), word.text, terms[other]
    for part in sorted(parts, key=len, reverse=True)[:1]:
        yield "spelling", replace_word(query, word, terms[part]), word.text, terms[part]


def split_into_terms(word: str, terms: Container[str], longest: int) -> list[str]:
    """Split a string into known terms by longest match from left to right."""
    found: list[str] = []
    place = 0
    while place < len(word):
        ends = range(min(place + longest, len(word)), place + 1, -1)
        end = next((end for end in ends if word[place:end] in terms), None)
        if end:
            found.append(word[place:end])
        place = end or place + 1
    return list(dict.fromkeys(found))
