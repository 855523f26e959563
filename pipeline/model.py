"""The words of the project as values: depths, levels, fates, and the columns of every table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DEPTHS: Final = ("absent", "blank", "none", "generic", "specific", "quantified")
"""How deeply a region answers a standard task, from least to most."""

LEVELS: Final = ("blank", "none", "generic", "specific")
"""What one measure says, from least to most; a coverage cell takes its deepest measure."""

GAP_DEPTHS: Final = ("absent", "blank", "generic")
"""The depths that make a coverage cell a gap."""

COVERED_DEPTHS: Final = ("generic", "specific", "quantified")
"""The depths at which a region covers a task: it says that it will do something."""

CELL_FATES: Final = ("task", "measure", "departments")
FURNITURE_FATES: Final = ("title", "header", "serial", "area", "page_number", "overprint")
FATES: Final = CELL_FATES + FURNITURE_FATES
"""What a source character can be part of: a cell of a row, or a named kind of furniture."""

SEVERITIES: Final = ("note", "doubt", "error")
"""note: done as a rule says, worth knowing; doubt: please look; error: the build is not clean."""


@dataclass(frozen=True)
class Column:
    """One column of a table, as the codebook tells it."""

    name: str
    dtype: str
    zh: str
    en: str


@dataclass(frozen=True)
class Table:
    """One table, as the codebook tells it; the order of the columns is the order in every export."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
