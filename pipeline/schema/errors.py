"""Errors in inputs, with messages in both languages, and the placeholders in texts and messages.

In English, ``{count:region}`` is a count with its noun, ``{count:body|bodies}`` one with an irregular plural
(`plural`), and ``{count:=is|are}`` the word alone. ``{count:?words}`` are words for a value that is neither
zero nor empty, ``{count:!words}`` those for one that is; they may contain placeholders, and are filled even
if they are not shown. Any other format is one of Python's.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from string import Formatter
from typing import Any, Final, Self
from unicodedata import category

from pipeline.schema.codebook import MESSAGES


class PlanAtlasError(Exception):
    """A problem that the user can act on: in each language one sentence, what is wrong and what to do.

    ``source`` and ``line`` are the file and the 1-based line at fault, if known, ``place`` that of the line
    in Chinese and English, where the format has better ones than line numbers.
    """

    def __init__(
        self,
        message_zh: str,
        message_en: str,
        *,
        source: Path | None = None,
        line: int | None = None,
        place: tuple[str, str] | None = None,
    ) -> None:
        self.message_zh = message_zh
        self.message_en = message_en
        self.source = source
        self.line = line
        self.place = place
        super().__init__(self.sentence("en"))

    @classmethod
    def of(
        cls,
        kind: str,
        *,
        source: Path | None = None,
        line: int | None = None,
        place: tuple[str, str] | None = None,
        **values: Any,
    ) -> Self:
        """Make an error of a kind of ``messages.csv`` with these values, see `fill_templates`."""
        return cls(*fill_templates(MESSAGES[kind], values), source=source, line=line, place=place)

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling: worker processes raise these errors."""
        create = partial(type(self), source=self.source, line=self.line, place=self.place)
        return create, (self.message_zh, self.message_en)

    def sentence(self, language: str) -> str:
        """Return the message in ``zh`` or ``en``, prefixed with the file and the line or the place."""
        message = self.message_zh if language == "zh" else self.message_en
        if not self.source:
            return message
        # As compilers write it in all languages, so that terminals and editors open the line.
        return f"{format_location(self.source, self.line, self.place, language)}: {message}"

    def place_words(self, language: str) -> str:
        """Return the place, or else the line, in ``zh`` or ``en``."""
        if self.place:
            return self.place[language != "zh"]
        return format_lines(self.line or 0, self.line or 0, language)


class SourceError(PlanAtlasError):
    """A source that can't be read, or an output folder that can't be written."""


class BuiltError(PlanAtlasError):
    """Built tables that are missing or incomplete."""


class TaxonomyError(PlanAtlasError):
    """A file under ``data/taxonomy`` with invalid content."""


class _TextFormatter(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        kind, words = format_spec[:1], format_spec[1:]
        if kind in ("?", "!"):
            return words if bool(value) == (kind == "?") else ""
        if kind == "=":
            return words.split("|")[0 if value == 1 else 1]
        if words and kind.isalpha():
            return plural(value, *format_spec.split("|"))
        return format(value, format_spec)


TEXT_FORMATTER: Final = _TextFormatter()


def fill_templates(templates: tuple[str, str], values: Mapping[str, Any]) -> tuple[str, str]:
    """Fill the templates of a message in Chinese and English.

    Lists are joined as each language does; a tuple has the text in Chinese and in English.
    """
    zh, en = (
        TEXT_FORMATTER.vformat(
            template, (), {n: _in_language(value, language) for n, value in values.items()}
        )
        for language, template in enumerate(templates)
    )
    return zh, en


def _in_language(value: Any, language: int) -> Any:
    """A value in Chinese (0) or English (1)."""
    if isinstance(value, list):
        return ("、", ", ")[language].join(value)
    return value[language] if isinstance(value, tuple) else value


def format_location(source: Path, line: int | None, place: tuple[str, str] | None, language: str) -> str:
    """Format a file with a place in it, if known: ``plan.txt:12`` or ``plan.xlsx (sheet 1 · A12)``."""
    name = printable(str(source))
    if place:
        return f"{name}（{place[0]}）" if language == "zh" else f"{name} ({place[1]})"
    return name if line is None else f"{name}:{line}"


def format_lines(first: int, last: int, language: str) -> str:
    """Format lines in ``zh`` or ``en``: ``第 4327–4333 行``, ``line 12``."""
    lines = f"{first}" if first == last else f"{first}–{last}"
    return f"第 {lines} 行" if language == "zh" else f"line{'s' * (first != last)} {lines}"


def printable(path: str) -> str:
    """Escape line breaks, terminal codes and undecodable bytes in a path."""
    return "".join(
        c if c.isprintable() or category(c) == "Zs" else c.encode("unicode_escape").decode("ascii")
        for c in path
    )


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its English noun: ``3 regions``; ``many`` is an irregular plural."""
    return f"{count:,.0f} {one if count == 1 else many or one + 's'}"
