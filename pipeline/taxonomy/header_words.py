"""Identifies the columns of tables by the words of their header cells."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.schema.folding import fold_compatibility, fold_traditional
from pipeline.taxonomy import toml_files
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import Texts

COLUMN_IDS: Final = (
    *("serial", "area", "task", "measure", "deliverable", "departments"),
    *("lead", "support", "deadline", "note"),
)
"""The columns allowed in ``columns.toml``."""

REQUIRED: Final = ("task", "measure", "departments")
_ROW_COLUMNS: Final = {"deliverable": "measure", "lead": "departments", "support": "departments"}
_EXTRA: Final = ("deadline", "note")
_MAX_NAME_CHARACTERS, _MAX_UNKNOWN_CHARACTERS = 24, 12
_SENTENCE_MARK: Final = re.compile("[。，；！？]")
_MIN_COLUMNS: Final = 3
_MIN_LABEL_CHARACTERS: Final = 4
_MAX_DOUBT: Final = 0.5
"""Maximum uncertainty of a column that a cell names more likely than not."""

SERIAL_PATTERN: Final = re.compile(
    r"第?[（(]?(?:\d{1,3}(?:\.\d{1,2})?|[一二三四五六七八九十]{1,3}|[①-⒛㈠-㈩Ⅰ-ⅿ])[)）]?[.、．]?"
)
"""The text of a cell in the column of serials."""

_SPACES: Final = re.compile(r"\s+")
_CONJUNCTIONS: Final = re.compile("以及|[及和与、/]")
_REMARK: Final = re.compile(r"[（(][^（）()]*[）)]?$")
_COUNT: Final = re.compile(r"(?<=\D)[1-9一二三四]$")
"""A number at the end of a header cell, in tables with several columns of one kind: 责任单位2."""
_EXACT, _BY_WORDS, _BY_ENDING = 0.0, 0.2, 0.6
"""The uncertainty of a column by how its header was recognised."""


@dataclass(frozen=True)
class SourceColumn:
    """A kind of column: the header cells that name it, and words that indicate it within other cells.

    ``also`` are the columns that such a header can mean if the table has another column of this kind.
    """

    id: str
    name_zh: str
    name_en: str
    names: Texts
    words: Texts
    also: Texts


@dataclass(frozen=True)
class ColumnNames:
    """Known header cells and words by column, and words that indicate no column."""

    columns: tuple[SourceColumn, ...]
    other_words: tuple[str, ...]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The column of each known complete header cell."""
        return {normalise_header(name): column.id for column in self.columns for name in column.names}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The column that each word indicates; '' for none."""
        meanings = {normalise_header(word): column.id for column in self.columns for word in column.words}
        return dict.fromkeys(map(normalise_header, self.other_words), "") | meanings

    @cached_property
    def also(self) -> Mapping[str, tuple[str, ...]]:
        return {column.id: column.also for column in self.columns}

    def labels(self, row_columns: Container[str]) -> tuple[str, ...]:
        """Return the folded names of columns that are long enough to tell a header from other words."""
        labels = (name for name, column in self.names.items() if row_column(column) in row_columns)
        return tuple(name for name in labels if len(name) >= _MIN_LABEL_CHARACTERS)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.words, key=len, reverse=True))))

    def find_columns(self, text: str) -> list[str] | None:
        """Return the columns that the words of a folded text indicate, in order; None for an unknown word."""
        named, position = [], 0
        while position < len(text):
            match = self._pattern.match(text, position)
            if match is None:
                return None
            if self.words[match.group()]:
                named.append(self.words[match.group()])
            position = match.end()
        return named

    def starts_with_word(self, text: str) -> bool:
        """Whether a folded text begins with a header word."""
        return self._pattern.match(text) is not None

    def row_columns(self, text: str) -> set[str] | None:
        """Return the row columns that a folded text of header words alone names; None for other texts."""
        named = self.find_columns(text)
        return None if named is None else {row_column(column) for column in named if column not in _EXTRA}

    def is_name(self, cell: str) -> bool:
        """Whether a header cell is known, ignoring a remark in brackets at its end."""
        text = normalise_header(cell)
        return text in self.names or _REMARK.sub("", text) in self.names

    def is_plain_name(self, cell: str) -> bool:
        """Whether a header cell is known and its words indicate its own column alone."""
        match, text = self.match_column(cell), _COUNT.sub("", normalise_header(cell))
        named = self.find_columns(_REMARK.sub("", text)) if self.is_name(text) else None
        return match is not None and set(map(row_column, named or ())) == {row_column(match[0])}

    def named_columns(self, cells: Iterable[str]) -> set[str]:
        """Return the row columns that header cells name more likely than not."""
        named = [match for cell in cells if cell and (match := self.match_column(cell))]
        return {row_column(column) for column, doubt in named if doubt < _MAX_DOUBT}

    def is_header(self, cells: Sequence[str]) -> bool:
        """Whether cells are short, and at least three of them name columns of a plan."""
        is_short = max(map(len, cells), default=0) <= _MAX_NAME_CHARACTERS
        return is_short and len(self.named_columns(cells).difference(_EXTRA)) >= _MIN_COLUMNS

    def names_duties(self, cells: Sequence[str]) -> bool:
        """Whether cells name departments and what they do."""
        named = self.named_columns(cells)
        return "departments" in named and not named.isdisjoint(("area", "task", "measure"))

    def is_short_header(self, cells: Sequence[str], *, may_repeat: bool = False) -> bool:
        """Whether all cells name different columns, with departments and what they do among them.

        With ``may_repeat``, cells can name the same one if it has other meanings: 重点任务, 工作内容.
        """
        if max(map(len, cells), default=0) > _MAX_NAME_CHARACTERS:
            return False
        columns = Counter(named[0] for cell in cells if (named := self.match_column(cell)))
        most = {column: 1 + may_repeat * len(self.also[column]) for column in columns}
        is_different = columns.total() == len(cells) and columns <= Counter(most)
        return is_different and self.names_duties(cells)

    def match_column(self, cell: str) -> tuple[str, float] | None:
        """Return the column that a header cell names, and its uncertainty (0 to 1); None for no column."""
        text = _COUNT.sub("", normalise_header(cell))
        shorter = _REMARK.sub("", text)
        if self.is_name(text):
            return self.names.get(text) or self.names[shorter], _EXACT
        if (column := self._column_beside_extra(shorter)) is not None:
            return column, _BY_WORDS
        for candidate in dict.fromkeys((text, shorter)):
            named = self.find_columns(candidate)
            if named and _choose_column(named) in _EXTRA and self._starts_with_other(candidate):
                return None
            if named:
                return _choose_column(named), _BY_WORDS
        for start in range(1, len(shorter) - 1):
            ending = shorter[start:]
            if ending in self.names:
                return self.names[ending], _BY_ENDING
            if named := self.find_columns(ending):
                return _choose_column(named), _BY_ENDING
        return None

    def _starts_with_other(self, text: str) -> bool:
        """Whether a cell names something before what it names beside it: 工作要求及完成时限."""
        first, *others = _CONJUNCTIONS.split(text)
        return bool(others) and self.find_columns(first) == []

    def _column_beside_extra(self, text: str) -> str | None:
        """Return the column that a cell names beside a deadline or remarks (责任单位及完成时限), if any."""
        parts = [part for part in _CONJUNCTIONS.split(text) if part]
        named = [self.names.get(part) or _choose_column(self.find_columns(part) or [""]) for part in parts]
        own = [column for column in named if column and column not in _EXTRA]
        return _choose_column(own) if all(named) and 0 < len(own) < len(named) else None


def normalise_header(text: str) -> str:
    """Normalise a header cell for comparison: folded, simplified, lower case, without white space."""
    return _SPACES.sub("", fold_traditional(fold_compatibility(text))).casefold()


def may_be_name(text: str) -> bool:
    """Return whether a cell may be one of a header, whatever its words: a short text, but no serial."""
    is_short = 0 < len(text) <= _MAX_UNKNOWN_CHARACTERS and not _SENTENCE_MARK.search(text)
    return is_short and not SERIAL_PATTERN.fullmatch(text)


def row_column(column: str) -> str:
    """Return the column of a row that holds a column's text, such as ``departments`` for ``lead``."""
    return _ROW_COLUMNS.get(column, column)


def map_task_to_measure(columns: Iterable[str]) -> Mapping[str, str]:
    """Map columns to their meaning: in a table without measures, the task column holds the measures."""
    named = list(columns)
    return {name: "measure" if name == "task" and "measure" not in named else name for name in named}


def _choose_column(named: Sequence[str]) -> str:
    """Choose the column of a cell whose words indicate several: the last, unless one takes precedence."""
    if "deadline" in named:
        return "deadline"
    bodies = [column for column in named if row_column(column) == "departments"]
    if bodies and row_column(named[-1]) == "departments":
        roles = set(bodies) - {"departments"}
        return roles.pop() if len(roles) == 1 and bodies[0] != "departments" else "departments"
    return "measure" if "measure" in named else named[-1]


@cache
def load_column_names(folder: Path = DEFAULT) -> ColumnNames:
    """Read ``columns.toml``; raises TaxonomyError where it is invalid or two columns share a name."""
    source, document = toml_files.open_file(folder, "columns.toml")
    columns = toml_files.read_entries(source, document, "column", SourceColumn)
    for column in columns:
        for column_id in (column.id, *column.also):
            toml_files.require_known(source, "column", column.id, "column", column_id, COLUMN_IDS)
    missing = [name for name in COLUMN_IDS if all(column.id != name for column in columns)]
    if missing:
        raise TaxonomyError.of("columns_missing", source=source, missing=[*missing])
    for key in ("names", "words"):
        wordings = (
            (normalise_header(text), text, column) for column in columns for text in getattr(column, key)
        )
        toml_files.index_wordings(source, "column", wordings)
    return ColumnNames(columns, toml_files.read_words(source, document, "other.words"))
