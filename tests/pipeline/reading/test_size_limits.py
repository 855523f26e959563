"""What is larger than any plan is refused before time and memory are spent on it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.readers.document import Document, DocumentBuilder
from pipeline.readers.records import TextCell
from pipeline.reading.cells.cell_rows import split_cell
from pipeline.reading.columns.rows import Cell, PlanRows, Row
from pipeline.reading.size_limits import (
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_GRID_CELLS,
    MAX_ROW_CHARACTERS,
    MAX_ROWS,
    require_rows,
    require_size,
)
from pipeline.schema.errors import SourceError
from tests.pipeline.sample_plans import read_plans, small_plan


def document_of(cells: Sequence[tuple[int, int, int, int]]) -> Document:
    """A document of one table, whose cells are rows, columns and what they span."""
    builder = DocumentBuilder()
    for row, column, row_span, column_span in cells:
        builder.add_cell(row, column, ["字"], row_span, column_span)
    builder.end_table()
    return builder.build(Path("plan.docx"), b"", "docx")


@pytest.mark.parametrize(
    "cells, named",
    [
        ([(row, 0, 1, 1) for row in range(MAX_ROWS + 1)], f"{MAX_ROWS + 1:,} rows"),
        ([(0, column, 1, 1) for column in range(MAX_COLUMNS + 1)], f"{MAX_COLUMNS + 1:,} columns"),
        ([*((row, 0, 1, 1) for row in range(2001)), (0, MAX_GRID_CELLS // 2000, 1, 1)], "cells"),
        ([(row, 0, 1000, 1000) for row in range(2)], f"{2 * MAX_GRID_CELLS:,} cells"),
    ],
    ids=["rows", "columns", "wide rows", "cells that overlap"],
)
def test_a_table_that_no_plan_has(cells: Sequence[tuple[int, int, int, int]], named: str) -> None:
    with pytest.raises(SourceError, match=named) as caught:
        require_size(document_of(cells))
    assert caught.value.source == Path("plan.docx")


def test_a_table_up_to_the_limits() -> None:
    require_size(document_of([(row, 0, 1, MAX_GRID_CELLS // MAX_ROWS) for row in range(MAX_ROWS)]))


def test_text_that_many_rows_share_counts_in_each() -> None:
    cell = Cell(split_cell(TextCell("字" * (MAX_ROW_CHARACTERS // 10), ((1, 0, MAX_ROW_CHARACTERS // 10),))))
    row = Row(Cell(), Cell(), cell, Cell(), merged=("measure",))
    require_rows(PlanRows((row,) * 10, ()))
    with pytest.raises(SourceError, match="in each row that shares a cell"):
        require_rows(PlanRows((row,) * 11, ()))


def test_more_text_than_a_file_may_hold_is_refused_before_it_is_parted_into_plans() -> None:
    line = "开展专项行动，" * 1000
    with pytest.raises(SourceError, match="split it into several, such as one a year"):
        read_plans(small_plan() + (line + "\n") * (MAX_CHARACTERS // len(line) + 1))
