"""Errors in inputs, with messages in both languages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import category


class PlanAtlasError(Exception):
    """A problem that the reader of a page or a terminal can act on.

    Parameters
    ----------
    message_zh, message_en
        One sentence each: what is wrong and what to do.
    source
        The file at fault, if there is one.
    line
        The 1-based line at fault, if there is one.
    """

    def __init__(
        self,
        message_zh: str,
        message_en: str,
        *,
        source: Path | None = None,
        line: int | None = None,
    ) -> None:
        self.message_zh = message_zh
        self.message_en = message_en
        self.source = source
        self.line = line
        super().__init__(self.sentence("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Picklable, so that it can be raised in a process that reads plans."""
        rebuild = partial(type(self), source=self.source, line=self.line)
        return rebuild, (self.message_zh, self.message_en)

    def sentence(self, language: str) -> str:
        """The message in ``zh`` or ``en``, led by the file and the line."""
        message = self.message_zh if language == "zh" else self.message_en
        place = printable(str(self.source)) if self.source else ""
        if place and self.line is not None:
            place += f":{self.line}"
        return f"{place}: {message}" if place else message


def printable(path: str) -> str:
    """A path on one line: a name can hold line breaks, terminal codes, and bytes of no encoding."""
    return "".join(
        c if c.isprintable() or category(c) == "Zs" else c.encode("unicode_escape").decode("ascii")
        for c in path
    )


class NothingToShowError(PlanAtlasError):
    """A selection without rows: no fault, and the message says what to do next."""


class SourceError(PlanAtlasError):
    """A source that can't be read as work plans."""


class BuiltError(PlanAtlasError):
    """Built tables that are missing or incomplete."""


class TaxonomyError(PlanAtlasError):
    """A file under ``data/taxonomy`` with invalid content."""
