"""Text with delimiters is parted into cells as the csv module does it, each character in its place."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.delimited import blank_delimiters, find_delimiter, find_delimiter_spans, read_records
from pipeline.readers.document import split_lines
from pipeline.taxonomy.header_words import load_column_names
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import small_plan

NAMES = load_column_names()
HEADER = "序号,工作重点,工作内容,具体举措,责任部门"
CELLS = st.text(st.sampled_from('中国 ab",;\t\n1'), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=5)


@given(TABLES, st.sampled_from(",;\t"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_cells_come_back_and_every_character_has_a_place(
    table: list[list[str]], delimiter: str, quoting: int
) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(table)  # type: ignore[arg-type]
    lines, _ = split_lines(stream.getvalue())
    records = read_records(lines, delimiter)
    assert [[cell.text for cell in record.cells] for record in records] == [
        ["".join(cell.split()) for cell in row] for row in table
    ]
    runs = [run for record in records for cell in record.cells for run in cell.runs]
    claimed = [*runs, *find_delimiter_spans(lines, 1, delimiter, runs)]
    places = [(line, place) for line, start, end in claimed for place in range(start, end)]
    solid = [(n, p) for n, line in enumerate(lines, 1) for p, c in enumerate(line) if not c.isspace()]
    assert sorted(places) == solid
    for record in records:
        for cell in record.cells:
            assert "".join(lines[line - 1][start:end] for line, start, end in cell.runs) == cell.text


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"互联网+"行动,b', ['"互联网+"行动', "b"]),
        ('a"b"c,d', ['a"b"c', "d"]),
        ('"没有关,b', ['"没有关', "b"]),
        ('"a""b",""', ['a"b', ""]),
        ('"""a""",b', ['"a"', "b"]),
        ("", [""]),
        (",", ["", ""]),
    ],
)
def test_marks_that_quote_nothing_are_text(line: str, cells: list[str]) -> None:
    (record,) = read_records([line], ",")
    assert [cell.text for cell in record.cells] == cells


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_shows_the_delimiter(delimiter: str) -> None:
    lines = [HEADER, "1,重点,任务甲,建设A;B平台,省知识产权局", "2,,任务乙,办展会,省知识产权局"]
    swapped = str.maketrans(",;", delimiter + ("," if delimiter == ";" else ";"))
    assert find_delimiter([line.translate(swapped) for line in lines], NAMES) == delimiter


WITHOUT_CELLS = {
    "plain": small_plan(),
    "tabs at ends": small_plan(Habit(separator="\t", shares="ends", shares_lines=1.0)),
    "tabs in rows": small_plan(Habit(separator="\t", shares="rows", shares_lines=1.0)),
    "a sentence of header words": "本表包括序号,工作内容,具体举措,责任部门四列。\n" + small_plan(),
    "a line of commas": "一,二,三\n" + small_plan(),
    "nothing": "",
}


@pytest.mark.parametrize("text", WITHOUT_CELLS.values(), ids=WITHOUT_CELLS)
def test_text_without_cells_has_no_delimiter(text: str) -> None:
    assert find_delimiter(split_lines(text)[0], NAMES) == ""


def test_blanked_lines_keep_their_characters_in_place() -> None:
    assert blank_delimiters(['1,"a",b'], ",") == ("1  a  b",)


def test_marks_without_counterparts_cost_no_more_than_their_number() -> None:
    lines = ['"a,b""c,"d'] * 20_000
    assert len(read_records(lines, ",")) == len(lines)
