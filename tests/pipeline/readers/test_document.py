"""Documents as readers build them: the places of lines, and what becomes of characters that nobody sees."""

import pickle
from pathlib import Path

import pytest

from pipeline.readers.document import Document, DocumentBuilder, Loss, Place, cell_address, format_places

SHEET = Place((("sheet", "山东"),))


def document_of(place: Place) -> Document:
    """A paragraph, a table with cells of no, one and two lines, another paragraph, and a table."""
    builder = DocumentBuilder()
    builder.add_line("首", Place((("paragraph", 1),)))
    builder.add_cell(0, 0, [])
    builder.add_cell(0, 1, ["一"])
    builder.add_cell(2, 0, ["二", "三"], 2)
    builder.add_cell(2, 27, [])
    builder.end_table(place)
    builder.add_line("中", Place((("paragraph", 2),)), "comment")
    builder.add_cell(0, 0, ["四"])
    builder.end_table()
    return builder.build(Path("plan.xlsx"), b"", "xlsx")


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        (SHEET, ["sheet 山东 · B1", "sheet 山东 · A3", "sheet 山东 · A3"]),
        (Place((("table", 1),)), ["table 1 · row 1", "table 1 · row 3", "table 1 · row 3"]),
        (Place((("page", 2), ("table", 1))), ["page 2 · table 1 · row 1", *["page 2 · table 1 · row 3"] * 2]),
    ],
    ids=["sheet", "table", "page"],
)
def test_the_place_of_a_line_is_that_of_its_cell(place: Place, cells: list[str]) -> None:
    document = document_of(place)
    assert [document.place(line).format("en") for line in range(1, 7)] == [
        "paragraph 1",
        *cells,
        "paragraph 2",
        "line 6",
    ]
    assert format_places(document, 2, 4, "en") == f"{cells[0]} – {cells[1].rsplit(' · ')[-1]}"


@pytest.mark.parametrize(
    ("row", "column", "address"),
    [(0, 0, "A1"), (9, 25, "Z10"), (0, 26, "AA1"), (0, 701, "ZZ1"), (1_048_575, 16_383, "XFD1048576")],
)
def test_addresses_of_cells(row: int, column: int, address: str) -> None:
    assert cell_address(row, column) == address


def test_a_document_is_the_same_after_pickling() -> None:
    for document in (document_of(SHEET), DocumentBuilder().build(Path("plan.docx"), b"", "docx")):
        assert pickle.loads(pickle.dumps(document)) == document


def test_lines_have_no_breaks_and_nothing_invisible() -> None:
    builder = DocumentBuilder()
    for text in ("一\r\n二", "三\n四", "五\u200b六", "\ufeff", "\ue000"):
        builder.add_line(text, SHEET)
    document = builder.build(Path("plan.docx"), b"", "docx")
    assert document.lines == ("一 二", "三 四", "五六", "", "\ue000")
    assert document.losses == (Loss("characters_lost", text="U+E000", line=5),)
    assert document.starts == (0, 4, 8, 11, 12)
