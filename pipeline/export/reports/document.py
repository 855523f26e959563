"""The content of a report in sections of texts, tables and figures, shown as HTML and written as DOCX."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.schema.chart import Chart


@dataclass(frozen=True)
class Run:
    """A span of formatted text; ``link`` is relative to the dashboard, as ``gaps?for_region=320000``.

    ``quoted`` text is that of a source document, so Chinese in any page language.
    """

    text: str
    link: str = ""
    bold: bool = False
    muted: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class TableCell:
    """A table cell with its depth (``code``), if any, and its colours."""

    runs: tuple[Run, ...]
    code: str = ""
    fill: str = ""
    ink: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class TableColumn:
    """A table column: heading, relative width, and whether it holds numbers."""

    name: str
    width: float = 1.0
    numeric: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading within a section, one level below the section's own."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``kind`` is ``body``, or ``quiet`` for small print."""

    runs: tuple[Run, ...]
    kind: str = "body"


@dataclass(frozen=True)
class Table:
    """A table; without column names it has no header, and its first column is the row header.

    Pages collapse rows after the first ``shown`` under the label ``more``; files show all rows.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    shown: int | None = None
    more: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError where a row's length differs from the number of columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells, the table {len(self.columns)} columns")


@dataclass(frozen=True)
class Figure:
    """A chart; ``row`` is the height of a bar in points."""

    chart: Chart
    row: float = 17.0


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Section:
    """A section of a report; ``wide`` ones take the full width of a page."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    link: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Document:
    """A report: title, summary (``answer``), sections, source and citation."""

    title: str
    answer: tuple[Run, ...]
    sections: tuple[Section, ...]
    source: str
    cite: str
    file_name: str
    language: str
    aside: tuple[Run, ...] = ()


def make_runs(*parts: str | Run) -> tuple[Run, ...]:
    """Convert texts and runs to runs; empty ones are left out."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts if part)


def make_cell(*parts: str | Run) -> TableCell:
    """A table cell of texts and runs."""
    return TableCell(make_runs(*parts))


def join_runs(parts: Sequence[Run], between: str) -> tuple[Run, ...]:
    """Runs with a separator between them."""
    return tuple(run for part in parts for run in (Run(between), part))[1:]
