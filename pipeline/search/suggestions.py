"""Suggestions for a query without hits: fewer words, other spellings, or the whole corpus."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import Final, Literal, Unpack

from pipeline.extract.patterns import WordList
from pipeline.search.fields import find_fields
from pipeline.search.fold import fold_text
from pipeline.search.hits import PageFilters, count_words, search
from pipeline.search.query import (
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

_SIMILAR: Final = 0.6
_MOST_FIELDS: Final = 2
_SHORTEST: Final = 4
"""The fewest Latin letters looked up as part of a name; shorter strings occur in too many names."""

_SPACE: Final = re.compile(r"\s")
_MOST_SPELLINGS: Final = 3
_MOST_QUERIES: Final = 8
"""The most alternative queries that are run, to bound the waiting time."""

Kind = Literal["everywhere", "field", "spelling", "apart", "dropped"]


@dataclass(frozen=True)
class Suggestion:
    """An alternative query and its number of hits.

    ``kind`` is the change: ``everywhere`` drops the filters, ``field`` reads ``word`` as the field query
    ``other``, ``spelling`` replaces ``word`` by ``other``, ``apart`` splits it, ``dropped`` omits it.
    """

    kind: Kind
    text: str
    hits: int
    word: str = ""
    other: str = ""


def suggest_queries(
    built: Path, text: str, *, most: int = 4, **filters: Unpack[PageFilters]
) -> tuple[Suggestion, ...]:
    """Suggest up to ``most`` similar queries that have hits; the other parameters are those of `search`."""
    others = _keep_with_hits(built, islice(_alternatives(built, parse(text)), _MOST_QUERIES), filters)
    if any(value is not None for value in filters.values()):
        others = chain(_keep_with_hits(built, [("everywhere", text, "", "")], {}), others)
    return tuple(islice(others, most))


def _keep_with_hits(
    built: Path, queries: Iterable[tuple[Kind, str, str, str]], filters: PageFilters
) -> Iterator[Suggestion]:
    """Run distinct queries and yield those with hits."""
    seen = {""}
    for kind, text, word, other in queries:
        if text not in seen and (count := search(built, text, **filters).measures):
            yield Suggestion(kind, text, count, word, other)
        seen.add(text)


def _alternatives(built: Path, query: Query) -> Iterator[tuple[Kind, str, str, str]]:
    """Yield queries with names as fields, unknown words respelt or split, the rarest words dropped."""
    rows = count_words(built, query.wanted).rows
    for word in query.wanted:
        yield from _read_as_fields(built, query, word, unknown=not rows[word.folded])
    terms = WordList.of({fold_text(term): term for term in vocabulary(built)["term"]})
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
    """Replace a region's name by a region field, and a word without hits by any field with such a value."""
    value = word.text.strip(QUOTES).partition(":")[2] or word.text.strip(QUOTES)
    if len(value) < (_SHORTEST if value.isascii() else 2):
        return
    fields = [name for name in find_fields(built, value) if unknown or name == "region"]
    for field in fields[:_MOST_FIELDS]:
        name = FIELDS[field][0 if value.isascii() else -1]
        written = f"{name}:“{value}”" if _SPACE.search(value) else f"{name}:{value}"
        yield "field", replace_word(query, word, written), word.text, written


def _respell(query: Query, word: Word, terms: WordList) -> Iterator[tuple[Kind, str, str, str]]:
    """Split an unknown word into terms, replace it by similar terms, and by the longest term in it."""
    parts = list(dict.fromkeys(terms.words(word.folded)))
    if len(parts) > 1:
        yield "apart", replace_word(query, word, " ".join(parts)), word.text, " ".join(parts)
    for other in get_close_matches(word.folded, list(terms.values), n=_MOST_SPELLINGS, cutoff=_SIMILAR):
        yield "spelling", replace_word(query, word, terms.values[other]), word.text, terms.values[other]
    for part in sorted(parts, key=len, reverse=True)[:1]:
        yield "spelling", replace_word(query, word, terms.values[part]), word.text, terms.values[part]
