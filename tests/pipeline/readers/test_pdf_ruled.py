"""PDF: what is drawn on a page beside the lines of its tables is not taken for these."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers import read_document

LEFT, RIGHT, MIDDLE, TOP, ROW = 100, 500, 250, 700, 40


def write_table(path: Path, draw: Callable[[Canvas], None] | None = None) -> Path:
    """Four rows of two cells, and what a function draws on the page."""
    canvas = Canvas(str(path))
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


def draw_frame(canvas: Canvas) -> None:
    canvas.rect(LEFT - 7, TOP - 4 * ROW - 7, RIGHT - LEFT + 14, 4 * ROW + 14)


@pytest.mark.parametrize("draw", [draw_underline, draw_picture, draw_frame])
def test_what_is_drawn_in_cells_and_round_tables_changes_none(
    tmp_path: Path, draw: Callable[[Canvas], None]
) -> None:
    plain = read_document(write_table(tmp_path / "plain.pdf"))
    drawn = read_document(write_table(tmp_path / "drawn.pdf", draw))
    assert drawn.tables == plain.tables
    assert drawn.lines == plain.lines


def test_a_table_within_a_cell_is_text_of_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([MIDDLE + 120, MIDDLE + 160, MIDDLE + 200], [TOP - 35, TOP - 20, TOP - 5])
        canvas.drawString(MIDDLE + 125, TOP - 16, "ab")

    (table,) = read_document(write_table(tmp_path / "nested.pdf", draw)).tables
    assert len(table.cells) == 8
