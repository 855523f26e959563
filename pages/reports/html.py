"""A report as HTML for the page and for print; all text is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from pages.ui.html import escape_text
from pages.ui.text import t
from pipeline.export.reports import document as doc


def sections_html(sections: Iterable[doc.Section]) -> str:
    """Sections as HTML: wide ones in one column, followed by the others in several columns."""
    listed = list(sections)
    wide, narrow = ([_section_html(one) for one in listed if one.wide == kind] for kind in (True, False))
    columns = ' class="profile-narrow"' if len(narrow) > 1 else ""
    return f'<div class="profile">{"".join(wide)}<div{columns}>{"".join(narrow)}</div></div>'


def runs_html(runs: Iterable[doc.Run]) -> str:
    """Runs as HTML."""
    html = ""
    for run in runs:
        text = f"<strong>{escape_text(run.text)}</strong>" if run.bold else escape_text(run.text)
        attributes = (' class="quiet"' if run.muted else "") + (' lang="zh"' if run.quoted else "")
        if run.link:
            text = f'<a href="{escape(run.link)}"{attributes}>{text}</a>'
        html += f"<span{attributes}>{text}</span>" if attributes and not run.link else text
    return html


def _section_html(section: doc.Section) -> str:
    title, hint = escape(section.title), t("打开对应页面", "Open the page")
    label = f'title="{hint}" aria-label="{hint}{t("：", ": ")}{title}"'
    link = section.link and f' <a class="way" href="{escape(section.link)}" {label}>→</a>'
    blocks = "".join(map(_block, section.blocks))
    return f'<section class="part part-{escape(section.key)}"><h2>{title}{link}</h2>{blocks}</section>'


def _block(block: doc.Block) -> str:
    if isinstance(block, doc.Heading):
        return f"<h3>{escape(block.text)}</h3>"
    if isinstance(block, doc.Paragraph):
        kind = ' class="quiet"' if block.kind == "quiet" else ""
        return f"<p{kind}>{runs_html(block.runs)}</p>"
    if not isinstance(block, doc.Table):
        return ""
    shown = block.rows[: block.shown]
    html = _rows(block.columns, shown)
    if folded := block.rows[len(shown) :]:
        rest = _rows(block.columns, folded)
        html += f'<details class="rest"><summary>{escape(block.more)}</summary>{rest}</details>'
    return html


def _rows(columns: Sequence[doc.TableColumn], rows: Sequence[tuple[doc.TableCell, ...]]) -> str:
    total = sum(column.width for column in columns)
    widths = "".join(f'<col style="width:{column.width / total:.1%}">' for column in columns)
    kinds = [' class="number"' if column.numeric else "" for column in columns]
    names = [escape(column.name) for column in columns]
    head, body = "", ""
    if any(names):
        cells = [f'<th scope="col"{kind}>{name}</th>' for kind, name in zip(kinds, names, strict=True)]
        head = f"<thead><tr>{''.join(cells)}</tr></thead>"
    for row in rows:
        cells = [f"<td{kind}>{_cell(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)]
        if not head:
            cells[0] = f'<th scope="row">{_cell(row[0])}</th>'
        body += f"<tr>{''.join(cells)}</tr>"
    kind = "listed" if head else "pairs"
    return f'<table class="{kind}"><colgroup>{widths}</colgroup>{head}<tbody>{body}</tbody></table>'


def _cell(cell: doc.TableCell) -> str:
    inside = runs_html(cell.runs)
    return f'<span class="chip depth-{escape(cell.code)}">{inside}</span>' if cell.code else inside
