"""The patterns and word lists of ``patterns.toml``, word lists in general, and the spans of matches."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED
from pipeline.taxonomy.toml_files import read_toml, require_section

PATTERNS_FILE: Final = SHARED / "patterns.toml"

_REFERENCE: Final = re.compile(r"\{([a-z_]+)\}")
_LINE_BREAK: Final = re.compile(r"(?:\A|\n) *")


class Patterns:
    """The patterns of a section, as attributes; each is compiled when it is first used."""

    def __init__(self, section: str, source: Path, texts: Mapping[str, str]) -> None:
        self._section, self._source, self._texts = section, source, texts

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Compile a pattern; raises :class:`TaxonomyError` where it is missing or no regular expression."""
        text = {name: self._texts[name]} if name in self._texts else {}
        require_section(self._source, f"[{self._section}]", text, "pattern", [name])
        pattern = re.compile(text[name])
        setattr(self, name, pattern)
        return pattern


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


def load_lists(section: str, source: Path = PATTERNS_FILE) -> dict[str, list[str]]:
    """Read the lists of a section; a text is a list of one. Raises :class:`TaxonomyError`."""
    content = _read_sections(source).get(section)
    if isinstance(content, dict):
        content = {name: [value] if isinstance(value, str) else value for name, value in content.items()}
    return require_section(source, f"[{section}]", content, "texts")


def load_patterns(
    section: str, parts: Mapping[str, str] = MappingProxyType({}), source: Path = PATTERNS_FILE
) -> Patterns:
    """Read the patterns of a section: a list has alternatives, and line breaks are ignored.

    ``{name}`` stands for a pattern above it in its section, or for one of ``parts``. Raises
    :class:`TaxonomyError` where it is neither.
    """
    known, texts = dict(parts), {}
    for name, alternatives in load_lists(section, source).items():
        text = _LINE_BREAK.sub("", "|".join(alternatives))
        if unknown := [reference for reference in _REFERENCE.findall(text) if reference not in known]:
            raise TaxonomyError.of(
                "pattern_reference_unknown", source=source, section=section, name=name, unknown=unknown[0]
            )
        texts[name] = _REFERENCE.sub(lambda reference: known[reference[1]], text)
        known[name] = f"(?:{texts[name]})" if len(alternatives) > 1 else texts[name]
    return Patterns(section, source, texts)


@cache
def _read_sections(source: Path) -> dict[str, Any]:
    return read_toml(source)


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
