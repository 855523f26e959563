"""Lists of words and of wordings in the files of the taxonomy, and patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipeline.schema.errors import TaxonomyError

_Named = TypeVar("_Named")


@dataclass(frozen=True)
class WordList:
    """A closed list of words, with a value for each where it has one; the longest word that fits counts."""

    values: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    """By first character, how long the words are that begin with it, the longest first."""

    @classmethod
    def of(cls, words: Mapping[str, str] | Iterable[str]) -> WordList:
        """Index words by their first character."""
        values = words if isinstance(words, Mapping) else dict.fromkeys(words, "")
        lengths: dict[str, set[int]] = {}
        for word in values:
            lengths.setdefault(word[0], set()).add(len(word))
        return cls(values, {sign: tuple(sorted(found, reverse=True)) for sign, found in lengths.items()})

    def at(self, text: str, start: int) -> Iterator[str]:
        """The words at a position of a text, longest first."""
        for length in self.lengths.get(text[start : start + 1], ()):
            word = text[start : start + length]
            if len(word) == length and word in self.values:
                yield word

    def longest(self, text: str, start: int) -> str:
        """The longest of them, or ''."""
        return next(self.at(text, start), "")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where words are in a text, from left to right, none within another."""
        found, place = [], 0
        for start, sign in enumerate(text):
            if start >= place and sign in self.lengths and (word := self.longest(text, start)):
                place = start + len(word)
                found.append((start, place))
        return found

    def words(self, text: str) -> list[str]:
        """The words in a text, from left to right."""
        return [text[start:end] for start, end in self.spans(text)]


def read_words(source: Path, table: Any, name: str) -> tuple[str, ...]:
    """The list of words under a key of a file or of one of its tables; raises :class:`TaxonomyError`."""
    listed = table.get(name) if isinstance(table, dict) else None
    if not isinstance(listed, list) or not all(isinstance(word, str) and word.strip() for word in listed):
        raise TaxonomyError(
            f'{name} 应为词的列表；请写成 {name} = ["…", "…"]。',
            f'{name} should be a list of words; write {name} = ["…", "…"].',
            source=source,
        )
    return tuple(listed)


def index_wordings(
    source: Path, table: str, wordings: Iterable[tuple[str, str, _Named]]
) -> Mapping[str, _Named]:
    """Entries by the key of each of their wordings.

    Parameters
    ----------
    source, table
        The file and its table, for messages.
    wordings
        A key, the wording that it is made from, and its entry, which is named by its ``id``.

    Raises
    ------
    TaxonomyError
        Two entries have one wording.
    """
    known: dict[str, _Named] = {}
    for key, wording, entry in wordings:
        other: Any = known.setdefault(key, entry)
        one: Any = entry
        if other is not one:
            raise TaxonomyError(
                f"[[{table}]] {other.id} 与 {one.id} 都有“{wording}”；请只留一处。",
                f"[[{table}]] {other.id} and {one.id} both have “{wording}”; keep one.",
                source=source,
            )
    return known


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds each of the words, the longest that fits; nothing where there are none."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")
