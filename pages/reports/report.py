"""The parts of profiles and reports: tables, names with links, depths with colours.

A report can be made in a thread without a session: it reads the tables and the language of `report_context`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from pages.ui import data
from pages.ui.evidence.sources import source_titles
from pages.ui.links import page_address
from pages.ui.names import depth_label, region_names, task_names
from pages.ui.page_columns import NUMERIC, heading_of
from pages.ui.text import (
    Language,
    current_language,
    fill_both,
    fill_parts,
    fill_text,
    in_language,
    join_words,
    source_place,
    t,
)
from pages.ui.theme import LIGHT
from pipeline.export.citations import cite_tables
from pipeline.export.reports import document as doc
from pipeline.store import store

Value = doc.TableCell | doc.Run | str | Sequence[doc.Run | str]
"""What a table cell holds: a cell, or the parts of its text."""

SHOWN: Final = 10
"""The number of rows of a long table that a page shows unfolded."""


@contextmanager
def report_context(built: Path, language: Language) -> Iterator[None]:
    """Make reports from the tables in the folder ``built``, in this language."""
    with data.query_snapshot(store.snapshot(built)), in_language(language):
        yield


def join_links(parts: Iterable[doc.Run], between: str = "") -> tuple[doc.Run, ...]:
    """Join runs, by default with the list separator of the language."""
    return doc.join_runs(list(parts), between or t("、", ", "))


def head(words: str, count: object = "") -> doc.Run:
    """The first words of a paragraph, in bold, with a count and a colon."""
    return doc.Run(f"{words} {count}".rstrip() + t("：", ": "), bold=True)


def fill_answer(topic: str, /, *links: str, **values: object) -> tuple[doc.Run, ...]:
    """Return a text of the reports, bold between ``**``; each bold part has the next of the links, if any."""
    parts = fill_parts("reports", topic, **values)
    bold = map(partial(doc.Run, bold=True), parts[1::2], links or ("",) * len(parts))
    return doc.make_runs(parts[0], *(run for pair in zip(bold, parts[2::2], strict=True) for run in pair))


def region_link(region_id: str) -> doc.Run:
    """The short name of a region, linked to its profile."""
    return doc.Run(region_names()[region_id], page_address("region", region=region_id))


def cell_links(region_ids: Iterable[str], task_id: str) -> tuple[doc.Run, ...]:
    """A list of regions, each linked to its coverage cell of a task."""
    names = region_names()
    return join_links(
        doc.Run(names[code], page_address("coverage", open=f"{code}:{task_id}")) for code in region_ids
    )


def task_link(task_id: str) -> doc.Run:
    """The number and short name of a task, linked to its profile."""
    return doc.Run(task_names()[task_id], page_address("task", task=task_id))


def depth_cell(code: str, link: str = "") -> doc.TableCell:
    """A cell with the mark, the name and the colours of a depth."""
    label = (doc.Run(depth_label(code), link),)
    return doc.TableCell(label, code, LIGHT.depth_fills[code], LIGHT.depth_inks[code])


def lines_link(row: Any) -> doc.Run:
    """The place of a row in its source, linked to the source text; rows of measures may lack a plan_id."""
    first, last = int(row["first_line"]), int(row["last_line"])
    line = f"{first}" if first == last else f"{first}-{last}"
    plan_id = row["plan_id"] if "plan_id" in row else row["measure_id"].rpartition("-")[0]
    link = page_address("methods", plan=str(plan_id), line=line, section="source")
    return doc.Run(source_place(row), link, muted=True)


def source_note() -> str:
    """The sources of the tables, and their version."""
    info, titles = data.build_info(), join_words(source_titles())
    return fill_text("reports", "source", titles=titles, version=info.version, built=info.built_at)


def make_document(
    title: str,
    answer: tuple[doc.Run, ...],
    sections: Iterable[doc.Section | None],
    file_name: str,
    aside: tuple[doc.Run, ...] = (),
) -> doc.Document:
    """A document of the sections that are not None, with its source and citation."""
    kept, source = tuple(filter(None, sections)), source_note()
    cited = cite_tables(data.build_info(), date.today())
    citation = t(f"引用：{cited.gb7714}", f"Cite as: {cited.apa}")
    return doc.Document(title, answer, kept, source, citation, file_name, current_language(), aside)


def table_columns(**widths: float) -> tuple[doc.TableColumn, ...]:
    """Table columns by the names of their headings in `headings.csv`, with relative widths."""
    return tuple(doc.TableColumn(heading_of(name), width, name in NUMERIC) for name, width in widths.items())


def make_section(
    key: str, *blocks: doc.Block, link: str = "", wide: bool = False, note: str = "", **values: object
) -> doc.Section:
    """A section titled as in the texts of the reports, with that text or another ``note`` in small print."""
    title, text = fill_both("reports", key, **values)
    small = [doc.Paragraph(doc.make_runs(note or text), "quiet")] if note or text else []
    return doc.Section(key, title, (*blocks, *small), link, wide)


def table_section(
    key: str,
    columns: Sequence[doc.TableColumn],
    rows: Sequence[Sequence[Value]],
    *,
    shown: int | None = SHOWN,
    empty: str = "",
    **settings: Any,
) -> doc.Section:
    """A section of one table; without rows, the text ``empty``. ``settings`` are those of `make_section`.

    A page shows the first ``shown`` rows unfolded, all of them if it is None.
    """
    settings = {"count": len(rows), **settings}
    if not rows:
        section = make_section(key, paragraph(fill_text("reports", empty)), **settings)
        return replace(section, blocks=section.blocks[:1], wide=False)
    left = len(rows) - (shown or len(rows))
    more = fill_text("reports", "more", rows=left) if left > 0 else ""
    return make_section(key, make_table(columns, rows, shown=shown, more=more), **settings)


def make_table(
    columns: Sequence[doc.TableColumn], rows: Iterable[Sequence[Value]], **settings: Any
) -> doc.Table:
    """A table of values; ``settings`` are further fields of `doc.Table`."""

    def make_cell(value: Value) -> doc.TableCell:
        if isinstance(value, doc.TableCell):
            return value
        return doc.make_cell(*([value] if isinstance(value, (str, doc.Run)) else value))

    return doc.Table(tuple(columns), tuple(tuple(map(make_cell, row)) for row in rows), **settings)


def paragraph(*parts: str | doc.Run) -> doc.Paragraph:
    """A paragraph of texts and runs."""
    return doc.Paragraph(doc.make_runs(*parts))
