"""The content of a report, apart from its format: texts, tables and figures in sections.

A page shows the same values as HTML, so that the page and the file agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.schema.chart import Chart


@dataclass(frozen=True)
class Run:
    """A stretch of text; ``link`` leads to a page of the dashboard, as ``gaps?for_region=320000``.

    ``quoted`` where the words are a document's own, so Chinese whatever the language of the page.
    """

    text: str
    link: str = ""
    bold: bool = False
    quiet: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class TableCell:
    """A cell; ``code`` is the depth that it shows, if any, and ``fill`` and ``ink`` its colours."""

    runs: tuple[Run, ...]
    code: str = ""
    fill: str = ""
    ink: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class TableColumn:
    """A column: its heading, its share of the table's width, and whether it holds numbers."""

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
    """A paragraph, as the answer that a section begins with, or an aside in small letters."""

    runs: tuple[Run, ...]
    kind: str = "body"


@dataclass(frozen=True)
class Table:
    """A table; without column names it has no header, and its first column names the rows.

    A page shows the first ``shown`` rows and folds the others under the label ``more``; a file has them
    all.
    """

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    shown: int | None = None
    more: str = ""

    def __post_init__(self) -> None:
        """Refuse a row that has more or fewer cells than there are columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells, the table {len(self.columns)} columns")


@dataclass(frozen=True)
class Figure:
    """A chart; ``row`` is the height of one of its bars in points."""

    exhibit: Chart
    row: float = 17.0


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Section:
    """A section of a report with its heading; a ``wide`` one takes the whole width of a page."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    link: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Document:
    """A report: its title and answer, its sections, and its origin."""

    title: str
    answer: tuple[Run, ...]
    sections: tuple[Section, ...]
    source: str
    cite: str
    file_name: str
    language: str
    aside: tuple[Run, ...] = ()


def runs(*parts: str | Run) -> tuple[Run, ...]:
    """Texts and runs in a row."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts if part)


def cell(*parts: str | Run) -> TableCell:
    """A cell of texts and runs."""
    return TableCell(runs(*parts))


def joined_runs(parts: Sequence[Run], between: str) -> tuple[Run, ...]:
    """Runs with the same words between them."""
    found: list[Run] = []
    for part in parts:
        if found:
            found.append(Run(between))
        found.append(part)
    return tuple(found)
