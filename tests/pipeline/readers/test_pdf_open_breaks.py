"""PDF: tables whose cells no line closes where a page ends, and headers that are printed again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table

from pipeline.readers import read_document
from pipeline.readers.document import Document, Place
from pipeline.readers.pdf.page import PageCell
from pipeline.readers.pdf.page_breaks import CellBreak, JoinedCell, merge_over_breaks

FONT: Final = "STSong-Light"
EDGES: Final = (60, 160, 400, 530)
TOP, ROW, POINTS = 700, 60, 10
HEADER: Final = ("重点任务", "工作举措", "责任部门")
WHOLE: Final = ("完善运营体系", "建设运营中心。", "省知识产权局")
FIRST: Final = ("加强知识产权保护", "开展专项行动。", "省公安厅")
SECOND: Final = ("强化行政执法", "举办培训班三期。", "省司法厅")

Row = Sequence[str]


def write_pages(
    path: Path, pages: Sequence[Sequence[Row]], *, sides: str = "", is_ruled: bool = True
) -> Document:
    """Pages of rows of cells, cell by cell.

    ``sides`` names the columns (0, 1, 2) whose first page no line closes below, and whose second none closes
    above.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path))
    for page, rows in enumerate(pages):
        canvas.setFont(FONT, POINTS)
        bottom = TOP - ROW * len(rows)
        for x in EDGES if is_ruled else ():
            canvas.line(x, TOP, x, bottom)
        for number in range(len(rows) + 1) if is_ruled else ():
            is_open = (page == 0 and number == len(rows)) or (page == 1 and number == 0)
            for column in range(3):
                if not (is_open and str(column) in sides):
                    y = TOP - ROW * number
                    canvas.line(EDGES[column], y, EDGES[column + 1], y)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                for place, line in enumerate(text.split("\n")):
                    canvas.drawString(EDGES[column] + 5, TOP - ROW * number - 15 - 13 * place, line)
        canvas.showPage()
    canvas.save()
    return read_document(path)


def write_merged(path: Path, rows: Sequence[Row], spans: Sequence[tuple[tuple[int, int], ...]]) -> Document:
    """A table of merged cells (column and row of the first and the last), with a header of two rows."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, POINTS)]
    table = Table(rows, repeatRows=2, style=[*style, *(("SPAN", *span) for span in spans)])
    SimpleDocTemplate(str(path)).build([table])
    return read_document(path)


def texts_of(document: Document) -> list[list[str]]:
    """The texts of each row of a document's only table."""
    (table,) = document.tables
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        lines = document.lines[cell.first_line - 1 : cell.last_line]
        rows.setdefault(cell.row, []).append("".join("".join(lines).split()))
    return [rows[row] for row in sorted(rows)]


def test_a_row_that_no_line_closes_at_the_end_of_a_page_goes_on(tmp_path: Path) -> None:
    pages = [[HEADER, WHOLE, FIRST], [SECOND, WHOLE]]
    closed = write_pages(tmp_path / "closed.pdf", pages)
    opened = write_pages(tmp_path / "opened.pdf", pages, sides="012")
    assert len(texts_of(closed)) == 5
    assert texts_of(opened)[2] == [a + b for a, b in zip(FIRST, SECOND, strict=True)]
    assert len(texts_of(opened)) == 4


def test_a_cell_that_no_line_closes_is_merged_with_the_one_on_the_next_page(tmp_path: Path) -> None:
    pages = [[HEADER, WHOLE, FIRST], [("与运用", *SECOND[1:]), WHOLE]]
    document = write_pages(tmp_path / "merged.pdf", pages, sides="0")
    assert texts_of(document)[2:4] == [[FIRST[0] + "与运用", *FIRST[1:]], list(SECOND[1:])]
    (cell,) = [one for one in document.tables[0].cells if one.row_span == 2]
    assert cell.row == 2


def test_headers_are_left_out_wherever_they_are_repeated(tmp_path: Path) -> None:
    with_header = [f"{name}\n{text}" for name, text in zip(HEADER, SECOND, strict=True)]
    pages: list[list[Row]] = [[HEADER, WHOLE, FIRST], [with_header, WHOLE, HEADER], [FIRST, SECOND]]
    document = write_pages(tmp_path / "headers.pdf", pages)
    assert texts_of(document) == [list(row) for row in (HEADER, WHOLE, FIRST, SECOND, WHOLE, FIRST, SECOND)]


def test_both_rows_of_a_header_are_left_out_where_it_is_repeated(tmp_path: Path) -> None:
    header = [["工作内容", "具体举措", "责任单位", ""], ["", "", "牵头单位", "配合单位"]]
    rows = [[f"第{number}项工作", "开展行动。", "省公安厅", "省司法厅"] for number in range(60)]
    spans = [((0, 0), (0, 1)), ((1, 0), (1, 1)), ((2, 0), (3, 0))]
    document = write_merged(tmp_path / "storeys.pdf", [*header, *rows], spans)
    assert texts_of(document)[2:] == rows


@pytest.mark.parametrize("every", [2, 100])
def test_rows_are_found_where_lines_part_groups_of_them_or_none(tmp_path: Path, every: int) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(tmp_path / "groups.pdf"))
    canvas.setFont(FONT, POINTS)
    rows = [(f"第{number}项工作", "开展专项行动。", "省公安厅") for number in range(6)]
    ends = [0, *range(1, 7, every), 7]
    for x in EDGES:
        canvas.line(x, TOP, x, TOP - 40 * 7)
    for level in ends:
        canvas.line(EDGES[0], TOP - 40 * level, EDGES[-1], TOP - 40 * level)
    for number, row in enumerate((HEADER, *rows)):
        for x, text in zip(EDGES, row, strict=False):
            canvas.drawString(x + 5, TOP - 40 * number - 15, text)
            canvas.drawString(x + 5, TOP - 40 * number - 28, "" if number == 0 else "等。")
    canvas.save()
    document = read_document(tmp_path / "groups.pdf")
    assert texts_of(document)[1:] == [[text + "等。" for text in row] for row in rows]


def test_a_blank_row_at_the_end_of_a_page_takes_no_text_of_the_next(tmp_path: Path) -> None:
    pages = [[HEADER, WHOLE, ("", "", "")], [FIRST, SECOND]]
    document = write_pages(tmp_path / "blank.pdf", pages)
    assert list(FIRST) in texts_of(document)


def test_rows_of_two_lines_of_cells_as_in_their_header_are_doubted(tmp_path: Path) -> None:
    rows = [["工作内容", "责任部门"], ["具体举措", ""]]
    rows += [
        [f"第{number // 2}项工作", "省公安厅"] if number % 2 else ["开展行动。", ""] for number in range(1, 9)
    ]
    spans = [((0, row), (1, row)) for row in range(1, 10, 2)]
    document = write_merged(tmp_path / "forms.pdf", rows, spans)
    assert [loss.kind for loss in document.losses] == ["rows_unsure"] * 8


@pytest.mark.parametrize("is_ruled", [True, False])
def test_two_tables_side_by_side_are_read_one_after_the_other(tmp_path: Path, is_ruled: bool) -> None:
    """The title stands across both; the right half of the last page is empty."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(tmp_path / "wide.pdf"), pagesize=(1190, 842))
    halves = [[WHOLE, FIRST, SECOND], [SECOND, FIRST, WHOLE], [FIRST, WHOLE, SECOND]]
    for number, rows in enumerate(halves):
        canvas.setFont(FONT, POINTS)
        if not number:
            canvas.drawCentredString(595, 760, "湖南省二〇一八年知识产权战略实施工作要点任务分工一览")
        edges = [x + 540 * (number % 2) for x in EDGES]
        if is_ruled:
            canvas.grid(edges, [TOP - ROW * row for row in range(5)])
        for row, texts in enumerate([HEADER, *rows]):
            for x, text in zip(edges, texts, strict=False):
                canvas.drawString(x + 5, TOP - ROW * row - 15, text)
        if number % 2:
            canvas.showPage()
    canvas.save()
    document = read_document(tmp_path / "wide.pdf")
    assert texts_of(document) == [list(row) for row in (HEADER, *halves[0], *halves[1], *halves[2])]
    assert document.place(document.lines.index(SECOND[0], 13) + 1).parts == (
        ("page", 1),
        ("table", 2),
        ("row", 2),
    )
    assert not document.losses


def test_without_lines_a_row_without_a_measure_and_the_one_above_are_doubted(tmp_path: Path) -> None:
    rows = [HEADER, WHOLE, FIRST, ("加大打击力度", "", "省法院"), SECOND]
    document = write_pages(tmp_path / "blank.pdf", [rows], is_ruled=False)
    doubted = [loss.place for loss in document.losses if loss.kind == "rows_unsure"]
    assert [dict(place.parts)["row"] for place in doubted if place] == [3, 4]


@pytest.mark.parametrize(("column", "doubted"), [("departments", {24}), ("area", set())])
def test_text_below_a_break_alone_is_doubted_however_many_cells_are_merged(
    column: str, doubted: set[int]
) -> None:
    def cell(row: int, row_span: int, text: str) -> JoinedCell:
        part = PageCell(1, row_span, 0, 100, text, 0, 0)
        return JoinedCell(row, row_span, [(text, Place(()))] if text else [], part, part)

    above, below = cell(24, 1, ""), cell(25, 1, "省知识产权局")
    cells = [*(cell(2 * row, 2, "省公安厅") for row in range(12)), above, below]
    assert merge_over_breaks(cells, [CellBreak(above, below, 0.0)], lambda _: column) == doubted
    assert above.text == "省知识产权局"


@pytest.mark.parametrize("above", ["", "开展专项行动；"], ids=["no text", "the start of a cell"])
@pytest.mark.parametrize("sides", ["012", ""], ids=["open", "closed"])
def test_a_row_whose_serial_is_on_the_next_page_is_one(tmp_path: Path, sides: str, above: str) -> None:
    rows = [("序号", *HEADER[1:]), ("1", *WHOLE[1:]), ("2", *FIRST[1:]), ("", above, "")]
    document = write_pages(tmp_path / "cut.pdf", [rows, [("3", *SECOND[1:]), ("4", *WHOLE[1:])]], sides=sides)
    *_, last, _ = (["".join(text.split()) for text in row if text] for row in texts_of(document))
    assert last == ["3", (above if sides else "") + SECOND[1], SECOND[2]]
    assert len(texts_of(document)) == (5 if sides else 6)
