"""Word lists, patterns that match them in texts, and the spans of matches."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class WordList:
    """A list of words with optional values, matched longest first."""

    values: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    """By first character, the lengths of words, longest first."""

    @classmethod
    def of(cls, words: Mapping[str, str] | Iterable[str]) -> WordList:
        """Index words by their first character."""
        values = words if isinstance(words, Mapping) else dict.fromkeys(words, "")
        lengths: dict[str, set[int]] = {}
        for word in values:
            lengths.setdefault(word[0], set()).add(len(word))
        return cls(values, {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()})

    def at(self, text: str, start: int) -> Iterator[str]:
        """The words at a position of a text, longest first."""
        for length in self.lengths.get(text[start : start + 1], ()):
            word = text[start : start + length]
            if len(word) == length and word in self.values:
                yield word

    def longest(self, text: str, start: int) -> str:
        """The longest word at a position, or ''."""
        return next(self.at(text, start), "")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Spans (start, end) of words in a text, from left to right, without overlaps."""
        spans, end = [], 0
        for start, char in enumerate(text):
            if start >= end and char in self.lengths and (word := self.longest(text, start)):
                end = start + len(word)
                spans.append((start, end))
        return spans

    def words(self, text: str) -> list[str]:
        """The words in a text, from left to right."""
        return [text[start:end] for start, end in self.spans(text)]


def is_free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps none of others, which are sorted and disjoint."""
    before = bisect_left(taken, (end,))
    return before == 0 or taken[before - 1][1] <= start


def split_lists(
    text: str, spans: Iterable[tuple[int, int]], separator: re.Pattern[str]
) -> list[list[tuple[int, int]]]:
    """Split spans in text order into lists, whose members have just a separator between them."""
    lists: list[list[tuple[int, int]]] = []
    for start, end in spans:
        if lists and separator.fullmatch(text, lists[-1][-1][1], start):
            lists[-1].append((start, end))
        else:
            lists.append([(start, end)])
    return lists


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """Pattern of words, longest first; matches nothing if there are none."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")
