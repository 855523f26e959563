"""PDF: notes at the foot of a page and their marks in the text are in no row."""

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers import Document, read_document
from tests.documents.line_breaks import CHINESE, WESTERN

LEFT, MIDDLE, RIGHT, TOP, ROW = 100, 250, 500, 700, 40
NOTE = "指上一年度。"


def write_text(canvas: Canvas, x: float, y: float, text: str, size: float = 12) -> float:
    """Print a text, letters in the font of letters; returns where it ends."""
    for letter in text:
        font = WESTERN if letter.isascii() or letter in "¹²" else CHINESE
        canvas.setFont(font, size)
        canvas.drawString(x, y, letter)
        x += canvas.stringWidth(letter, font, size)
    return x


def read_pages(
    path: Path, mark: str, size: float = 7, rise: float = 4, note: str = NOTE, before: str = "增长"
) -> Document:
    """Two pages of a table; a mark stands within a measure of the first page, its note below the table."""
    canvas = Canvas(str(path))
    for page in range(2):
        canvas.grid([LEFT, MIDDLE, RIGHT], [TOP - row * ROW for row in range(4)])
        for row in range(3):
            write_text(canvas, LEFT + 6, TOP - row * ROW - 25, f"任务{3 * page + row}")
            write_text(canvas, MIDDLE + 6, TOP - row * ROW - 25, "新增专利百件。")
        if not page:
            end = write_text(canvas, MIDDLE + 6, TOP - ROW - 37, before)
            end = write_text(canvas, end, TOP - ROW - 37 + rise, mark, size)
            write_text(canvas, end, TOP - ROW - 37, "一成。")
            if note:
                canvas.line(LEFT, 100, LEFT + 120, 100)
                write_text(canvas, write_text(canvas, LEFT, 88 + rise / 2, mark, size / 2), 88, note, 9)
        write_text(canvas, 300, 40, f"- {page + 1} -", 9)
        canvas.showPage()
    canvas.save()
    return read_document(path)


@pytest.mark.parametrize(
    ("mark", "size", "rise"), [("1", 7, 4), ("①", 7, 4), ("注1", 7, 4), ("*", 7, 4), ("¹", 12, 0)]
)
def test_notes_and_their_marks_leave_the_cells(tmp_path: Path, mark: str, size: float, rise: float) -> None:
    plain = read_pages(tmp_path / "plain.pdf", "", note="")
    noted = read_pages(tmp_path / "noted.pdf", mark, size, rise)
    assert noted.tables == plain.tables
    assert noted.lines[: len(plain.lines)] == plain.lines
    own = [noted.lines[line - 1] for line, kind in noted.classes.items() if kind == "footnote"]
    assert own == [mark + NOTE, mark]
    assert [(loss.kind, loss.number) for loss in noted.losses] == [("footnotes_left_out", 1)]


def test_a_piece_of_a_long_line_has_no_notes_below(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "pieces.pdf"))
    for row in range(4):
        canvas.line(LEFT, TOP - row * ROW, LEFT + 60, TOP - row * ROW)
        canvas.line(LEFT + 60, TOP - row * ROW, RIGHT, TOP - row * ROW)
        write_text(canvas, LEFT + 6, TOP - row * ROW + 15, "任务")
        write_text(canvas, MIDDLE + 6, TOP - row * ROW + 15, "新增专利百件。")
    write_text(canvas, LEFT, TOP - 3 * ROW - 12, "由浏览器打印", 7)
    canvas.save()
    assert not read_document(tmp_path / "pieces.pdf").losses


def test_a_mark_whose_note_stands_elsewhere_is_no_text(tmp_path: Path) -> None:
    noted = read_pages(tmp_path / "endnote.pdf", "ii", note="")
    assert list(noted.classes.values()).count("footnote") == 1


def test_exponents_are_text(tmp_path: Path) -> None:
    for exponent, size, rise in (("²", 12, 0), ("2", 7, 4)):
        read = read_pages(tmp_path / "exponent.pdf", exponent, size, rise, note="", before="10km")
        assert any(f"10km{exponent}一成" in line for line in read.lines)
        assert not read.losses


def test_a_line_under_text_begins_no_notes(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "underlined.pdf"))
    canvas.grid([LEFT, MIDDLE, RIGHT], [TOP - row * ROW for row in range(4)])
    for row in range(3):
        write_text(canvas, LEFT + 6, TOP - row * ROW - 25, f"任务{row}")
        write_text(canvas, MIDDLE + 6, TOP - row * ROW - 25, "新增专利百件。")
    canvas.line(LEFT, 100, write_text(canvas, LEFT, 102, "联系人：某某"), 100)
    write_text(canvas, LEFT, 84, "二〇一八年三月")
    canvas.save()
    assert not read_document(tmp_path / "underlined.pdf").losses


def test_a_row_below_a_border_beside_a_merged_cell_is_no_note(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "rows.pdf"))
    for row, serial in enumerate(["（一）", "（二）", "（三）"]):
        y = TOP - row * ROW
        canvas.line(LEFT, y, LEFT + 60, y)
        canvas.line(MIDDLE, y, RIGHT, y)
        write_text(canvas, LEFT + 6, y - 14, serial, 9)
        write_text(canvas, MIDDLE + 6, y - 32, "新增专利百件。")
    canvas.save()
    assert "footnote" not in read_document(tmp_path / "rows.pdf").classes.values()
