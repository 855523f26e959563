"""PDF: what is drawn on a page beside the lines of its tables is not taken for these."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers import read_document
from pipeline.schema.errors import SourceError
from tests.documents.scoring import read_file

LEFT, RIGHT, MIDDLE, TOP, ROW = 100, 500, 250, 700, 40


def write_table(path: Path, draw: Callable[[Canvas], None] | None = None, turn: int = 0) -> Path:
    """Four rows of two cells, and what a function draws on the page; all turned about the table's middle."""
    canvas = Canvas(str(path))
    canvas.translate(300, 400)
    canvas.rotate(turn)
    canvas.translate(-300, -400)
    for row in range(5):
        canvas.line(LEFT, TOP - row * ROW, RIGHT, TOP - row * ROW)
    for x in (LEFT, MIDDLE, RIGHT):
        canvas.line(x, TOP, x, TOP - 4 * ROW)
    for row in range(4):
        canvas.drawString(LEFT + 6, TOP - row * ROW - 25, f"task {row}")
        canvas.drawString(MIDDLE + 6, TOP - row * ROW - 25, f"measure {row} " + "of this plan " * 3)
    if draw is not None:
        draw(canvas)
    canvas.save()
    return path


def draw_underline(canvas: Canvas) -> None:
    canvas.rect(MIDDLE + 3, TOP - ROW - 27, RIGHT - MIDDLE - 14, 0.5, stroke=0, fill=1)


def draw_picture(canvas: Canvas) -> None:
    canvas.rect(MIDDLE + 210, TOP - 2 * ROW - 28, 20, 20)
    canvas.rect(MIDDLE + 215, TOP - 2 * ROW - 23, 10, 10)


def draw_table_beside_the_lines(canvas: Canvas) -> None:
    canvas.rect(MIDDLE + 3, TOP - ROW - 37, RIGHT - MIDDLE - 6, 34)
    canvas.line(MIDDLE + 3, TOP - ROW - 12, RIGHT - 3, TOP - ROW - 12)


def draw_frame(canvas: Canvas) -> None:
    canvas.rect(LEFT - 7, TOP - 4 * ROW - 7, RIGHT - LEFT + 14, 4 * ROW + 14)


@pytest.mark.parametrize("draw", [draw_underline, draw_picture, draw_table_beside_the_lines, draw_frame])
def test_what_is_drawn_in_cells_and_round_tables_changes_none(
    tmp_path: Path, draw: Callable[[Canvas], None]
) -> None:
    plain = read_document(write_table(tmp_path / "plain.pdf"))
    drawn = read_document(write_table(tmp_path / "drawn.pdf", draw))
    assert drawn.tables == plain.tables
    assert drawn.lines == plain.lines


def draw_slanted(canvas: Canvas) -> None:
    canvas.translate(150, 560)
    canvas.rotate(20)
    canvas.drawString(0, 0, "DRAFT " * 6)


def draw_tiles(canvas: Canvas) -> None:
    for x in range(60, 560, 60):
        for y in range(60, 800, 60):
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(54)
            canvas.drawString(0, 0, "DRAFT")
            canvas.restoreState()


def draw_pale(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(LEFT + 20, TOP - 120, "DRAFT")


@pytest.mark.parametrize("draw", [draw_slanted, draw_tiles, draw_pale])
def test_text_printed_over_a_table_is_not_in_its_cells(
    tmp_path: Path, draw: Callable[[Canvas], None]
) -> None:
    plain = read_document(write_table(tmp_path / "plain.pdf"))
    drawn = read_document(write_table(tmp_path / "drawn.pdf", draw))
    assert drawn.tables == plain.tables
    assert drawn.lines[:-1] == plain.lines
    assert drawn.classes == {len(drawn.lines): "running_head"}
    assert [loss.kind for loss in drawn.losses] == ["running_heads_left_out"]


def _draw_correction(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 0, 0)
    canvas.drawString(LEFT + 6, TOP - ROW - 25, "R")


def _draw_over_the_border(canvas: Canvas) -> None:
    canvas.drawString(MIDDLE - 12, TOP - ROW - 37, "over the border")


def _draw_between_lines(canvas: Canvas) -> None:
    for level in (12, 24):
        canvas.drawString(LEFT + 50, TOP - ROW - level, "two lines")
    canvas.drawString(LEFT + 50, TOP - ROW - 18, "added")


@pytest.mark.parametrize("draw", [_draw_correction, _draw_over_the_border, _draw_between_lines])
def test_text_that_may_correct_a_row_is_a_doubt_about_it(
    tmp_path: Path, draw: Callable[[Canvas], None]
) -> None:
    losses = read_document(write_table(tmp_path / "corrected.pdf", draw)).losses
    places = {loss.place.format("en") for loss in losses if loss.kind == "text_overlaid" and loss.place}
    assert places == {"page 1 · table 1 · row 2"}


def test_text_across_the_border_of_two_rows_is_a_doubt_about_both(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 50, TOP - 2 * ROW - 2, "no room")

    losses = read_document(write_table(tmp_path / "full.pdf", draw)).losses
    places = {loss.place.format("en") for loss in losses if loss.kind == "text_overlaid" and loss.place}
    assert places == {"page 1 · table 1 · row 2", "page 1 · table 1 · row 3"}


def test_text_over_text_in_most_rows_is_refused(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(1, 4):
            canvas.drawString(LEFT + 50, TOP - row * ROW - 2, "no room")

    with pytest.raises(SourceError, match="make the rows higher"):
        read_document(write_table(tmp_path / "low.pdf", draw))


def test_a_color_that_is_over_one_character_stays_with_a_doubt(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 1)
        for row, text in enumerate(("blue remark", "blue too", "another", "last")):
            canvas.drawString(LEFT + 60, TOP - row * ROW - 25, text)
        canvas.drawString(LEFT + 6, TOP - 25, "T")

    document = read_document(write_table(tmp_path / "blue.pdf", draw))
    assert "task 1 blue too" in document.lines
    assert [loss.kind for loss in document.losses] == ["text_overlaid"]


def test_text_with_a_line_through_it_is_deleted_with_a_doubt(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 50, TOP - ROW - 25, "deleted")
        end = LEFT + 50 + canvas.stringWidth("deleted")
        canvas.line(LEFT + 50, TOP - ROW - 21, end, TOP - ROW - 21)

    plain = read_document(write_table(tmp_path / "plain.pdf"))
    struck = read_document(write_table(tmp_path / "struck.pdf", draw))
    assert struck.tables == plain.tables
    assert struck.classes == {len(struck.lines): "deleted"}
    assert {loss.kind for loss in struck.losses} == {"text_overlaid", "struck_left_out"}


def _draw_gradient(canvas: Canvas) -> None:
    box = canvas.beginPath()
    box.rect(LEFT + 45, TOP - ROW - 30, 60, 20)
    canvas.saveState()
    canvas.clipPath(box, stroke=0)
    canvas.linearGradient(LEFT, TOP, LEFT + 200, TOP, (Color(0, 0, 0.4), Color(0, 0, 0.6)))
    canvas.restoreState()


def _draw_wide_line(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setLineWidth(20)
    canvas.line(LEFT + 45, TOP - ROW - 20, LEFT + 105, TOP - ROW - 20)
    canvas.restoreState()


@pytest.mark.parametrize(
    ("draw_background", "is_seen"),
    [
        (lambda _: None, False),
        (lambda canvas: canvas.rect(LEFT + 45, TOP - ROW - 30, 60, 20, stroke=1, fill=0), False),
        (lambda canvas: canvas.rect(LEFT + 45, TOP - ROW - 30, 60, 20, stroke=0, fill=1), True),
        (lambda canvas: canvas.rect(LEFT + 45, TOP - ROW - 30, 60, 20, stroke=1, fill=1), True),
        (_draw_gradient, True),
        (_draw_wide_line, True),
    ],
)
def test_white_text_is_invisible_but_on_a_colored_area(
    tmp_path: Path, draw_background: Callable[[Canvas], None], is_seen: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        draw_background(canvas)
        canvas.setFillGray(1)
        canvas.drawString(LEFT + 50, TOP - ROW - 25, "white")

    document = read_document(write_table(tmp_path / "white.pdf", draw))
    shown = [line for n, line in enumerate(document.lines, 1) if n not in document.classes]
    assert any("white" in line for line in shown) is is_seen
    assert ("invisible_left_out" in [loss.kind for loss in document.losses]) is not is_seen


def test_a_small_raised_character_stays_in_its_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 6, TOP - 12, "another line")
        canvas.drawString(LEFT + 50, TOP - 25, "m  of it")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(LEFT + 60.5, TOP - 19, "2")

    lines = read_document(write_table(tmp_path / "raised.pdf", draw)).lines
    assert "another line task 0 m2 of it" in lines


def test_words_tiled_upright_over_a_page_are_not_in_its_cells(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x in range(60, 560, 90):
            for y in range(50, 800, 50):
                canvas.drawString(x, y, "COPY")

    plain = read_document(write_table(tmp_path / "plain.pdf"))
    assert read_document(write_table(tmp_path / "tiled.pdf", draw)).tables == plain.tables


def test_a_circle_over_a_table_holds_no_lines(tmp_path: Path) -> None:
    plain = read_document(write_table(tmp_path / "plain.pdf"))
    seal = read_document(write_table(tmp_path / "seal.pdf", lambda canvas: canvas.circle(400, 640, 58)))
    assert seal.tables == plain.tables


def test_text_in_another_color_that_is_over_nothing_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 0, 0)
        canvas.drawString(LEFT + 6, TOP - 37, "red")

    assert "red" in " ".join(read_document(write_table(tmp_path / "red.pdf", draw)).lines)


@pytest.mark.parametrize(("before", "word", "after"), [("see ", "a.html", ", and"), ("item (", "i", ")")])
def test_text_in_another_color_beside_a_narrow_letter_stays(
    tmp_path: Path, before: str, word: str, after: str
) -> None:
    def draw(canvas: Canvas) -> None:
        x = LEFT + 6
        for text, color in ((before, 0), (word, 1), (after, 0)):
            canvas.setFillColorRGB(0, 0, color)
            canvas.drawString(x, TOP - 37, text)
            x += canvas.stringWidth(text)

    document = read_document(write_table(tmp_path / "link.pdf", draw))
    assert before + word + after in " ".join(document.lines)
    assert not document.losses


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_tables_drawn_up_or_down_the_page_are_turned_upright(tmp_path: Path, turn: int) -> None:
    plain = read_document(write_table(tmp_path / "plain.pdf"))
    assert read_document(write_table(tmp_path / "turned.pdf", turn=turn)).lines == plain.lines


def test_a_table_within_a_cell_is_text_of_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([MIDDLE + 120, MIDDLE + 160, MIDDLE + 200], [TOP - 35, TOP - 20, TOP - 5])
        canvas.drawString(MIDDLE + 125, TOP - 16, "ab")

    (table,) = read_document(write_table(tmp_path / "nested.pdf", draw)).tables
    assert len(table.cells) == 8


@pytest.mark.parametrize("lined", [{0, 1, 3}, {0}])
def test_cells_with_no_line_between_them_are_parted_by_white_space(tmp_path: Path, lined: set[int]) -> None:
    """A line is missing beside one cell, or beside all below the header and on the next page."""
    cells = []
    for drawn in (set(range(5)), lined):
        path = tmp_path / f"lines_{len(drawn)}.pdf"
        canvas = Canvas(str(path))
        for page in range(2):
            for row in range(5):
                canvas.line(LEFT, TOP - row * ROW, RIGHT, TOP - row * ROW)
            for x in (LEFT, MIDDLE + 150, RIGHT):
                canvas.line(x, TOP, x, TOP - 4 * ROW)
            for row in range(4):
                if row + 4 * page in drawn or (len(drawn) > 1 and row in drawn):
                    canvas.line(MIDDLE, TOP - row * ROW, MIDDLE, TOP - (row + 1) * ROW)
                canvas.drawString(LEFT + 6, TOP - row * ROW - 25, f"task {row + 4 * page}")
                for line in range(2):
                    canvas.drawString(MIDDLE + 6, TOP - row * ROW - 18 - 14 * line, "measure of this plan")
            canvas.showPage()
        canvas.save()
        (table,) = read_document(path).tables
        cells.append(table.cells)
    assert cells[0] == cells[1]
    assert len(cells[0]) == 24


def test_a_heading_across_a_table_without_lines_at_its_sides_is_the_area_of_the_rows_below(
    tmp_path: Path,
) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "open.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(LEFT, TOP + 20, "江苏省2018年知识产权工作要点")
    row = ("建设信用体系", "认真开展工作。", "省知识产权局")
    areas = ("一、推进改革", "二、严格保护")
    for number, texts in enumerate([("工作内容", "具体举措", "责任部门"), *((area,) for area in areas)]):
        for place, own in enumerate([texts] if number == 0 else [texts, row]):
            top = TOP - (2 * number - (number > 0) + place) * ROW
            canvas.line(LEFT, top, RIGHT, top)
            canvas.line(LEFT, top - ROW, RIGHT, top - ROW)
            for x, text in zip((LEFT, MIDDLE, MIDDLE + 150), own, strict=False):
                canvas.drawString(x + 6, top - 25, text)
            for x in (MIDDLE, MIDDLE + 150) if len(own) > 1 else ():
                canvas.line(x, top, x, top - ROW)
    canvas.save()
    _, (plan,) = read_file(path)
    assert [measure.row.area.text for measure in plan.measures] == [*areas]
    assert [measure.row.task.text for measure in plan.measures] == [row[0]] * 2


def test_an_outer_column_without_lines_goes_on_over_the_page_break(tmp_path: Path) -> None:
    path = tmp_path / "outer.pdf"
    canvas = Canvas(str(path))
    for left in (LEFT, MIDDLE):
        for row in range(5):
            canvas.line(left, TOP - row * ROW, RIGHT, TOP - row * ROW)
            canvas.drawString(MIDDLE + 6, TOP - max(row, 1) * ROW + 15, f"task {row}")
        for x in (MIDDLE, MIDDLE + 100, RIGHT):
            canvas.line(x, TOP, x, TOP - 4 * ROW)
        canvas.showPage()
    canvas.save()
    (table,) = read_document(path).tables
    assert max(cell.column + cell.column_span for cell in table.cells) == 3


@pytest.mark.parametrize("size", [0.75, 1.5, 2.25])
def test_ruling_lines_of_dots_are_lines_however_thick(tmp_path: Path, size: float) -> None:
    path = tmp_path / "dots.pdf"
    canvas = Canvas(str(path))

    def draw_dots(x: float, y: float, right: float, up: float, length: float) -> None:
        for place in range(int(length / size / 2) + 1):
            step = 2 * size * place
            canvas.rect(x + right * step, y + up * step, size, size, stroke=0, fill=1)

    for row in range(5):
        draw_dots(LEFT, TOP - row * ROW, 1, 0, RIGHT - LEFT)
    for x in (LEFT, MIDDLE, RIGHT):
        draw_dots(x, TOP - 4 * ROW, 0, 1, 4 * ROW)
    for row in range(4):
        canvas.drawString(LEFT + 6, TOP - row * ROW - 25, f"task {row}")
    canvas.save()
    assert len(read_document(path).tables[0].cells) == 8


def test_ruling_lines_drawn_as_pictures_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "pictures.pdf"
    canvas = Canvas(str(path), pageCompression=0)
    dot = "BI /W 1 /H 1 /BPC 1 /IM true ID 0 EI"
    for row in range(5):
        canvas._code.append(f"q {RIGHT - LEFT} 0 0 0.5 {LEFT} {TOP - row * ROW} cm {dot} Q")
    for x in (LEFT, MIDDLE, RIGHT):
        canvas._code.append(f"q 0.5 0 0 {4 * ROW} {x} {TOP - 4 * ROW} cm {dot} Q")
    for row in range(4):
        canvas.drawString(LEFT + 6, TOP - row * ROW - 25, f"task {row}")
    canvas.save()
    document = read_document(path)
    assert len(document.tables[0].cells) == 8
    assert not document.losses


def test_a_mark_that_hangs_over_the_last_line_of_a_table_is_in_its_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(RIGHT - 14, TOP - 38, "厅、")

    document = read_document(write_table(tmp_path / "hanging.pdf", draw))
    assert document.lines[-7].endswith("厅、")


def test_a_hyphen_at_the_end_of_a_line_is_kept(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, 200)
        for line in ("from province to city-", "county"):
            text.textLine(line)
        canvas.drawText(text)

    lines = read_document(write_table(tmp_path / "hyphen.pdf", draw)).lines
    assert "from province to city-" in lines
