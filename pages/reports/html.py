"""A document of texts and tables as HTML: what a profile looks like on a page and on paper.

Text from documents is data: everything here is escaped before it becomes HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from pages.ui.text import t
from pages.ui.written import escape_text
from pipeline.export.reports.document import (
    Block,
    Heading,
    Paragraph,
    Run,
    Section,
    Table,
    TableCell,
    TableColumn,
)


def sections_html(sections: Iterable[Section]) -> str:
    """Sections as HTML: the wide ones one under the other, the others beside each other under them."""
    kept = list(sections)
    wide = "".join(_section(section) for section in kept if section.wide)
    narrow = "".join(_section(section) for section in kept if not section.wide)
    beside = ' class="profile-narrow"' if sum(not section.wide for section in kept) > 1 else ""
    return f'<div class="profile">{wide}<div{beside}>{narrow}</div></div>'


def runs_html(runs: Iterable[Run]) -> str:
    """Runs as HTML."""
    return "".join(map(_run, runs))


def _section(section: Section) -> str:
    way = ""
    if section.link:
        sentence = escape(t("打开对应页面", "Open the page"))
        way = (
            f' <a class="way" href="{escape(section.link)}" title="{sentence}" '
            f'aria-label="{sentence}{escape(t("：", ": "))}{escape(section.title)}">→</a>'
        )
    blocks = "".join(map(_block, section.blocks))
    head = f"<h2>{escape(section.title)}{way}</h2>"
    return f'<section class="part part-{escape(section.key)}">{head}{blocks}</section>'


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h3>{escape(block.text)}</h3>"
    if isinstance(block, Paragraph):
        kind = ' class="quiet"' if block.kind == "quiet" else ""
        return f"<p{kind}>{runs_html(block.runs)}</p>"
    return _table(block) if isinstance(block, Table) else ""


def _table(table: Table) -> str:
    shown = table.rows if table.shown is None else table.rows[: table.shown]
    folded = table.rows[len(shown) :]
    whole = _rows(table.columns, shown)
    if not folded:
        return whole
    return (
        f'{whole}<details class="rest"><summary>{escape(table.more)}</summary>'
        f"{_rows(table.columns, folded)}</details>"
    )


def _rows(columns: Sequence[TableColumn], rows: Sequence[tuple[TableCell, ...]]) -> str:
    all_wide = sum(column.width for column in columns)
    widths = "".join(f'<col style="width:{column.width / all_wide:.1%}">' for column in columns)
    head = ""
    if any(column.name for column in columns):
        names = "".join(f'<th scope="col"{_numeric(column)}>{escape(column.name)}</th>' for column in columns)
        head = f"<thead><tr>{names}</tr></thead>"
    body = "".join(f"<tr>{_cells(columns, row, headed=bool(head))}</tr>" for row in rows)
    kind = "listed" if head else "pairs"
    return f'<table class="{kind}"><colgroup>{widths}</colgroup>{head}<tbody>{body}</tbody></table>'


def _cells(columns: Sequence[TableColumn], row: Sequence[TableCell], *, headed: bool) -> str:
    made = [f"<td{_numeric(column)}>{_cell(cell)}</td>" for column, cell in zip(columns, row, strict=True)]
    if not headed:
        made[0] = f'<th scope="row">{_cell(row[0])}</th>'
    return "".join(made)


def _cell(cell: TableCell) -> str:
    inside = runs_html(cell.runs)
    return f'<span class="chip depth-{escape(cell.code)}">{inside}</span>' if cell.code else inside


def _numeric(column: TableColumn) -> str:
    return ' class="number"' if column.numeric else ""


def _run(run: Run) -> str:
    words = escape_text(run.text)
    if run.bold:
        words = f"<strong>{words}</strong>"
    marks = (' class="quiet"' if run.quiet else "") + (' lang="zh"' if run.quoted else "")
    if run.link:
        return f'<a href="{escape(run.link)}"{marks}>{words}</a>'
    return f"<span{marks}>{words}</span>" if marks else words
