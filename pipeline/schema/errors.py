"""Errors in inputs, with messages in both languages."""

from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import category


class PlanAtlasError(Exception):
    """A problem that the user can act on.

    Parameters
    ----------
    message_zh, message_en
        One sentence each: what is wrong and what to do.
    source, line
        The file and the 1-based line at fault, if known.
    """

    def __init__(
        self, message_zh: str, message_en: str, *, source: Path | None = None, line: int | None = None
    ) -> None:
        self.message_zh = message_zh
        self.message_en = message_en
        self.source = source
        self.line = line
        super().__init__(self.sentence("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling: worker processes raise these errors."""
        create = partial(type(self), source=self.source, line=self.line)
        return create, (self.message_zh, self.message_en)

    def sentence(self, language: str) -> str:
        """Return the message in ``zh`` or ``en``, prefixed with the file and the line."""
        message = self.message_zh if language == "zh" else self.message_en
        place = printable(str(self.source)) if self.source else ""
        if place and self.line is not None:
            place += f":{self.line}"
        return f"{place}: {message}" if place else message


def printable(path: str) -> str:
    """Escape line breaks, terminal codes and undecodable bytes in a path."""
    return "".join(
        c if c.isprintable() or category(c) == "Zs" else c.encode("unicode_escape").decode("ascii")
        for c in path
    )


class SourceError(PlanAtlasError):
    """A source that can't be read, or an output folder that can't be written."""


class BuiltError(PlanAtlasError):
    """Built tables that are missing or incomplete."""


class TaxonomyError(PlanAtlasError):
    """A file under ``data/taxonomy`` with invalid content."""
