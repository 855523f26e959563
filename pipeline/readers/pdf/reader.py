"""Read PDF in separate processes: tables by cell, and files without tables as lines in columns."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from pipeline.readers.document import Document, DocumentBuilder, Loss, Place
from pipeline.readers.pdf.joining import JoinedTable
from pipeline.readers.pdf.lines import PAGE_NUMBER
from pipeline.readers.pdf.page import Page, PageLine, PageTable
from pipeline.readers.pdf.processes import read_pages
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.header_words import load_column_names

_MIN_IMAGE_SHARE: Final = 0.6
_MIN_CHARACTERS: Final = 30
_MAX_UNMAPPED_SHARE: Final = 0.05
_MARGIN: Final = 0.12
"""Share of the page height, at top and bottom, for page numbers and running heads."""
_MIN_COLUMNS, _MIN_COLUMN_LINES = 3, 3
"""Minimum number of pieces of text on a line in columns, and of such lines on a page."""
_DIGITS: Final = re.compile(r"\d+")


def read_pdf(path: Path, data: bytes) -> Document:
    """Read a PDF.

    Invisible text, running heads and page numbers are lines of their own class. If neither lines nor print
    order give the cells of tables, the document has only lines, with spaces for the gaps between columns.
    Raises SourceError if the file is damaged, has a password, is scanned, has fonts without Unicode values,
    or exceeds a limit on time, memory or pages.
    """
    pages = read_pages(path, len(data))
    _require_text(path, pages)
    builder = DocumentBuilder()
    with_tables = [page for page in pages if page.tables]
    lacks_cells = any(page.lacks_cells for page in pages) and all(page.aligned for page in with_tables)
    if with_tables and not lacks_cells:
        _add_blocks(builder, pages)
    else:
        _add_lines(builder, pages)
    _add_losses(builder, pages)
    return builder.build(path, data, "pdf")


def _require_text(path: Path, pages: Sequence[Page]) -> None:
    """Raise SourceError if pages are scanned, have fonts without Unicode values, or rows that are too low.

    A few scanned pages before or after the tables, such as a cover, only cause findings.
    """
    scanned = [n for n, page in enumerate(pages, 1) if _is_scanned(page)]
    with_tables = [n for n, page in enumerate(pages, 1) if page.tables]
    within = range(with_tables[0], with_tables[-1] + 1) if with_tables else range(0)
    if len(scanned) > len(with_tables) or not set(scanned).isdisjoint(within):
        where = ", ".join(str(pages[n - 1].number) for n in scanned[:10]) + ("…" if len(scanned) > 10 else "")
        raise SourceError.of("pdf_scanned", source=path, where=where)
    unmapped = sum((page.unmapped for page in pages), Counter[str]())
    readable = sum(page.characters for page in pages)
    if unmapped.total() > _MAX_UNMAPPED_SHARE * max(readable, 1):
        fonts = "、".join(font for font, _ in unmapped.most_common(3))
        raise SourceError.of("pdf_font_unmapped", source=path, fonts=fonts)
    if not readable:
        raise SourceError.of("pdf_without_text", source=path)
    tables = [table for page in pages if not page.overlays for table in page.tables]
    overlaid = sum(len({row for kind, row in table.doubts if kind == "text_overlaid"}) for table in tables)
    if 2 * overlaid > sum(table.rows for table in tables):
        raise SourceError.of("pdf_rows_too_low", source=path)


def _is_scanned(page: Page) -> bool:
    """Return whether a picture covers the page and its text is invisible, or there is hardly any."""
    without_text = bool(page.invisible) or page.characters < _MIN_CHARACTERS
    return page.image_share >= _MIN_IMAGE_SHARE and without_text and not page.tables


def _add_blocks(builder: DocumentBuilder, pages: Sequence[Page]) -> None:
    names = load_column_names()
    classes = _classify_lines(pages)
    table: JoinedTable | None = None
    items: list[JoinedTable | tuple[str, Place, str]] = []
    last_page = 0
    bottoms = _page_bottoms(pages)
    has_open_breaks = _has_open_breaks(pages)
    for number, page in enumerate(pages, 1):
        tables, lines = page.half, 0
        for index, block in enumerate(page.blocks):
            if isinstance(block, PageTable):
                tables += 1
                may_continue = table is not None and tables == 1 + page.half and last_page == number - 1
                if table is None or not (may_continue and table.is_continued_by(block)):
                    table = JoinedTable(block.width, block.has_rules, has_open_breaks)
                    items.append(table)
                table.add(block, page.number, tables, names)
                table.gap = (bottoms[round(page.height)] - block.bottom) / block.pitch
                last_page = number
                continue
            lines += 1
            character_class = classes.get((number, index), "")
            if not character_class:
                table = None
            # Lines between the parts of a table are added after it.
            items.append((block.text, Place((("page", page.number), ("paragraph", lines))), character_class))
    for item in items:
        if isinstance(item, JoinedTable):
            item.add_to(builder)
        else:
            builder.add_line(*item)


def _has_open_breaks(pages: Sequence[Page]) -> bool:
    """Return whether any table that continues on the next page has no line at its end."""
    tables = pairwise(page.tables for page in pages)
    ends = (above[-1] for above, below in tables if above and below)
    return any(cell.is_open_below for end in ends for cell in end.cells)


def _page_bottoms(pages: Sequence[Page]) -> dict[int, float]:
    """Return where tables of full pages end, by page height: the third quartile of their ends."""
    ends: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        ends[round(page.height)] += [table.bottom for table in page.tables[-1:]]
    return {height: sorted(own)[3 * (len(own) - 1) // 4] for height, own in ends.items() if own}


def _classify_lines(pages: Sequence[Page]) -> dict[tuple[int, int], str]:
    """Return the class of each page number and running head, by page (from 1) and index of the block."""
    found: dict[tuple[int, int], str] = {}
    by_text: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages, 1):
        lines = [(i, block) for i, block in enumerate(page.blocks) if isinstance(block, PageLine)]
        for index, line in lines:
            at_top, at_bottom = line.bottom < _MARGIN * page.height, line.top > (1 - _MARGIN) * page.height
            if not (at_top or at_bottom):
                continue
            if PAGE_NUMBER.fullmatch(line.text):
                found[number, index] = "page_number"
            by_text[_DIGITS.sub("#", "".join(line.text.split())), round(line.top / 4)].append((number, index))
    for places in by_text.values():
        if len({number for number, _ in places}) > max(1, len(pages) // 3):
            for place in places:
                found.setdefault(place, "running_head")
    return found


def _add_lines(builder: DocumentBuilder, pages: Sequence[Page]) -> None:
    """Add all lines of pages without ruled tables; a form feed begins each later page, as in text dumps."""
    for number, page in enumerate(pages, 1):
        for index, text in enumerate(page.aligned, 1):
            feed = "\f" if number > 1 and index == 1 else ""
            builder.add_line(feed + text, Place((("page", page.number), ("line", index))))


def _has_columns_outside(page: Page) -> bool:
    """Return whether text outside the tables of a page is in columns, as of rows without lines."""
    lines = [block.text.split() for block in page.blocks if isinstance(block, PageLine)]
    return sum(len(pieces) >= _MIN_COLUMNS for pieces in lines) >= _MIN_COLUMN_LINES


def _add_losses(builder: DocumentBuilder, pages: Sequence[Page]) -> None:
    with_tables = [n for n, page in enumerate(pages, 1) if page.tables and builder.tables]
    for number, page in enumerate(pages, 1):
        place = Place((("page", page.number),))
        among = bool(with_tables) and with_tables[0] < number < with_tables[-1]
        lacks_table = (among or page.lacks_cells) and number not in with_tables and page.characters
        if builder.tables and (lacks_table or (page.tables and _has_columns_outside(page))):
            builder.add_loss(Loss("page_without_table", place))
        invisible = sum(len("".join(text.split())) for text in page.invisible)
        for texts, character_class, kind, count in (
            (page.invisible, "invisible", "invisible_left_out", invisible),
            (page.footnotes, "footnote", "footnotes_left_out", page.note_count),
            ((page.overlays,), "running_head", "running_heads_left_out", 1),
            ((page.struck,), "deleted", "struck_left_out", 1),
        ):
            builder.add_left_out(kind, character_class, [(text, place) for text in texts if text], count)
        if not (page.characters or page.images or page.invisible or page.unmapped):
            builder.add_loss(Loss("page_empty", place))
        builder.add_loss(Loss("images_left_out", place, page.images))
        fonts = ", ".join(page.unmapped)
        builder.add_loss(Loss("characters_unmapped", place, page.unmapped.total(), fonts))
