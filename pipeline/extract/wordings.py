"""Closed lists of words, and patterns that find them in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


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


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """What finds each of the words, the longest that fits; nothing where there are none."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")
