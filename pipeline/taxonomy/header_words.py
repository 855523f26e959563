"""The columns that tables of plans have, named by the meaning of their header cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import (
    Texts,
    entries_of,
    find_file,
    index_wordings,
    read_toml,
    read_words,
    require_distinct,
)

COLUMN_IDS: Final = (
    "serial",
    "area",
    "task",
    "measure",
    "deliverable",
    "departments",
    "lead",
    "support",
    "deadline",
    "note",
)
"""The columns allowed in ``columns.toml``; the first six in their usual order."""

REQUIRED: Final = ("task", "measure", "departments")
_FAMILIES: Final = {"deliverable": "measure", "lead": "departments", "support": "departments"}
_NOT_OURS: Final = ("deadline", "note")

SERIAL_PATTERN: Final = re.compile(
    r"第?[（(]?(?:\d{1,3}(?:\.\d{1,2})?|[一二三四五六七八九十]{1,3}|[①-⒛㈠-㈩Ⅰ-ⅿ])[)）]?[.、．]?"
)
"""The content of a cell in the column of serials."""

_FILE: Final = "columns.toml"
_NO_TEXT: Final = re.compile(r"\s+")
_JOINTS: Final = re.compile("以及|[及和与、/]")
_REMARK: Final = re.compile(r"[（(][^（）()]*[）)]?$")
_EXACT, _BY_WORDS, _BY_ENDING = 0.0, 0.2, 0.6


@dataclass(frozen=True)
class SourceColumn:
    """A kind of column: the header cells that name it, and words that indicate it within other cells.

    ``also`` are the columns that such a header can mean where the table has another column of this kind.
    """

    id: str
    name_zh: str
    name_en: str
    names: Texts
    words: Texts
    also: Texts


@dataclass(frozen=True)
class ColumnNames:
    """The known header cells and words by column, and words that indicate no column."""

    columns: tuple[SourceColumn, ...]
    other_words: tuple[str, ...]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The column of each header cell known as a complete text."""
        return {plain(name): column.id for column in self.columns for name in column.names}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The column that each word indicates; '' for a word that indicates none."""
        meanings = {plain(word): column.id for column in self.columns for word in column.words}
        return dict.fromkeys(map(plain, self.other_words), "") | meanings

    @cached_property
    def also(self) -> Mapping[str, tuple[str, ...]]:
        return {column.id: column.also for column in self.columns}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.words, key=len, reverse=True))))

    def columns_named(self, text: str) -> list[str] | None:
        """The columns that the words of a folded text indicate, in order; None if a word is unknown."""
        named, position = [], 0
        while position < len(text):
            match = self._pattern.match(text, position)
            if match is None:
                return None
            if self.words[match.group()]:
                named.append(self.words[match.group()])
            position = match.end()
        return named

    def begins(self, text: str) -> bool:
        """Whether a folded text begins with a header word."""
        return self._pattern.match(text) is not None

    def families(self, text: str) -> set[str] | None:
        """The columns of a plan that a folded text names if it is made of header words only, else None."""
        named = self.columns_named(text)
        return None if named is None else {family(column) for column in named if column not in _NOT_OURS}

    def is_name(self, cell: str) -> bool:
        """Whether a complete header cell is known, apart from a remark in brackets at its end."""
        text = plain(cell)
        return text in self.names or _REMARK.sub("", text) in self.names

    def names_a_short_header(self, cells: Sequence[str]) -> bool:
        """Whether all cells are known names, each of another column, with departments and what they do."""
        columns = [named[0] for cell in cells if self.is_name(cell) and (named := self.column_of(cell))]
        families = set(map(family, columns))
        is_content = "departments" in families and bool(families & {"task", "measure"})
        return is_content and len(set(columns)) == len(cells)

    def column_of(self, cell: str) -> tuple[str, float] | None:
        """The column that a header cell names, and how far that is from certain (0 to 1); None if none."""
        text = plain(cell)
        shorter = _REMARK.sub("", text)
        if self.is_name(cell):
            return self.names.get(text) or self.names[shorter], _EXACT
        if (joined := self._column_of_parts(shorter)) is not None:
            return joined, _BY_WORDS
        for candidate in dict.fromkeys((text, shorter)):
            named = self.columns_named(candidate)
            if named and _deciding_column(named) in _NOT_OURS and self._begins_with_another(candidate):
                return None
            if named:
                return _deciding_column(named), _BY_WORDS
        ending = self._column_of_ending(shorter)
        return None if ending is None else (ending, _BY_ENDING)

    def _column_of_parts(self, text: str) -> str | None:
        """What a cell holds beside a deadline or remarks (责任单位及完成时限); None if it names only one."""
        parts = [part for part in _JOINTS.split(text) if part]
        named = [self.names.get(part) or _deciding_column(self.columns_named(part) or [""]) for part in parts]
        ours = [column for column in named if column and column not in _NOT_OURS]
        return _deciding_column(ours) if all(named) and 0 < len(ours) < len(named) else None

    def _begins_with_another(self, text: str) -> bool:
        """Whether a cell names something before what it names beside it: 工作要求及完成时限."""
        first, *others = _JOINTS.split(text)
        return bool(others) and self.columns_named(first) == []

    def _column_of_ending(self, text: str) -> str | None:
        """The column of the longest ending of a text that consists of header words and indicates one."""
        for start in range(1, len(text) - 1):
            rest = text[start:]
            if rest in self.names:
                return self.names[rest]
            named = self.columns_named(rest)
            if named:
                return _deciding_column(named)
        return None


def plain(text: str) -> str:
    """A header cell as it is compared: folded, without white space, Latin letters in lower case."""
    return _NO_TEXT.sub("", fold_compatibility(text)).casefold()


def family(column: str) -> str:
    """The column of a row into which a column's text goes: departments for those who lead."""
    return _FAMILIES.get(column, column)


def one_content(columns: Iterable[str]) -> Mapping[str, str]:
    """What a table calls a task is its measure where no column has measures: the meaning of each column."""
    named = list(columns)
    is_only = "measure" not in named
    return {column: "measure" if is_only and column == "task" else column for column in named}


def _deciding_column(named: Sequence[str]) -> str:
    """The column of a cell whose words indicate several: the last, unless one takes precedence."""
    if "deadline" in named:
        return "deadline"
    bodies = [column for column in named if family(column) == "departments"]
    if bodies and family(named[-1]) == "departments":
        roles = set(bodies) - {"departments"}
        return roles.pop() if len(roles) == 1 and bodies[0] != "departments" else "departments"
    return "measure" if "measure" in named else named[-1]


@cache
def load_column_names(folder: Path = DEFAULT) -> ColumnNames:
    """Read ``columns.toml``.

    Raises
    ------
    TaxonomyError
        The file is missing or no TOML, an entry lacks a key or names a column that is not known, or two
        columns have one name.
    """
    source = find_file(folder, _FILE)
    document = read_toml(source)
    columns = entries_of(source, document, "column", SourceColumn)
    require_distinct(source, "column", columns, "id", "name_zh", "name_en")
    named = {column.id for column in columns}
    for column in columns:
        for column_id in (column.id, *column.also):
            if column_id not in COLUMN_IDS:
                raise TaxonomyError(
                    f"[[column]] {column.id} 中的 {column_id} 不是可用的列；"
                    f"可用的有：{'、'.join(COLUMN_IDS)}。",
                    f"[[column]] {column.id}: there is no column {column_id}; "
                    f"use one of {', '.join(COLUMN_IDS)}.",
                    source=source,
                )
    lacking = [column_id for column_id in COLUMN_IDS if column_id not in named]
    if lacking:
        raise TaxonomyError(
            f"缺少 [[column]] {'、'.join(lacking)}；请补上。",
            f"There is no [[column]] {', '.join(lacking)}; add what is missing.",
            source=source,
        )
    for key in ("names", "words"):
        index_wordings(
            source,
            "column",
            ((plain(text), text, column) for column in columns for text in getattr(column, key)),
        )
    return ColumnNames(columns, read_words(source, document, "other.words"))
