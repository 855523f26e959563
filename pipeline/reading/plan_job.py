"""What is known of a plan before its rows are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.readers.records import Record
from pipeline.reading.plans.headers import HeaderColumns
from pipeline.reading.plans.split import PlanText
from pipeline.schema.model import Edition

if TYPE_CHECKING:
    from pipeline.reading.columns.rows import PlanRows


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one line and one class; ``start`` and ``end`` are offsets in the line."""

    line: int
    start: int
    end: int
    offset: int
    character_class: str
    measure_id: str
    cell_start: int
    text: str


@dataclass(frozen=True)
class PlanJob:
    """Everything a worker process needs to read one plan.

    ``taxonomy_folder`` is that of its collection. ``columns`` are the columns its headers name. ``delimiter``
    separates its cells; '' if there is none.
    """

    plan_id: str
    plan: PlanText
    collection: str
    year: int
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    furniture_lines: Mapping[int, str]
    taxonomy_folder: Path
    possible_page_numbers: Mapping[int, int] = field(default_factory=dict)
    header_ends: Mapping[int, int] = field(default_factory=dict)
    """The offsets at which text of a cell starts behind a header on its line."""
    preface: tuple[Span, ...] = ()
    """The text before the first plan of a source, recorded with that plan."""
    stated_year: int | None = None
    """The year in source.toml or in the name of the folder; a year in the plan's title has precedence."""
    columns: tuple[HeaderColumns, ...] = ()
    delimiter: str = ""
    records: tuple[Record, ...] = ()
    """The rows of the plan's tables and the paragraphs between them, if the document has tables."""
    prose: "PlanRows | None" = None
    """Its numbered items as rows, if it has no table."""

    @property
    def is_prose(self) -> bool:
        """Whether it has no table: its rows are numbered items."""
        return self.prose is not None

    @property
    def first_line(self) -> int:
        """The number of its first line."""
        return self.plan.first_line

    @property
    def edition(self) -> Edition:
        """The collection and the year of the plan."""
        return Edition(self.collection, self.year)

    @property
    def has_cells(self) -> bool:
        """Whether the document states where each cell ends."""
        return bool(self.delimiter or self.records or self.is_prose)

    @property
    def has_areas(self) -> bool:
        """Whether the table has a column of key areas, or prose has headings."""
        return self.is_prose or any(header.has("area") for header in self.columns)

    @property
    def has_tasks(self) -> bool:
        """Whether the table has a column of tasks; without one, the measures name the tasks."""
        return not self.is_prose and (not self.columns or any(header.has("task") for header in self.columns))
