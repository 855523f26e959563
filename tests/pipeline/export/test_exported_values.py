"""CSV, XLSX, Parquet and JSON hold the same values, cell by cell, whatever the cells hold."""

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.export import export
from pipeline.export.exported_values import escape_formula, exported_text, office_text
from pipeline.export.table_files import (
    ExportedTable,
    frame_to_csv,
    table_to_json,
    table_to_parquet,
    table_to_xlsx,
)
from pipeline.export.workbook import EXACT_LIMIT, truncate_text
from pipeline.schema.codebook import CODES, TABLES, is_code
from tests.pipeline.built_fixture import write_built
from tests.pipeline.export.test_export import as_it_was

SIGNS = "=+-@＝＋－＠\t\r\n'\"<>&,;_x0041_<r></r>\x00\x07\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff\u3000 中3."
TEXTS = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(), st.characters(categories=["Cs"])))
NUMBERS = st.one_of(st.integers(-(2**53), 2**53), st.floats())
VALUES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
HOSTILE = [
    "<r>&</r>",
    "<r><t>x</t></r>",
    "_x0041_x0042_",
    "_x005F_",
    "__x0041_",
    "3.10",
    "007",
    "1e5",
    "TRUE",
]


def in_csv(frame: pd.DataFrame) -> list[list[str]]:
    text = frame_to_csv(frame).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]


def in_xlsx(frame: pd.DataFrame) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(table_to_xlsx(ExportedTable(frame, "table"))))
    rows = book["table"].iter_rows(2, 1 + len(frame), max_col=frame.shape[1])
    return [[cell.value for cell in row] for row in rows]


def in_json(frame: pd.DataFrame) -> list[list[Any]]:
    found = json.loads(table_to_json(ExportedTable(frame, "table")), parse_constant=pytest.fail)
    return [list(row.values()) for row in found["rows"]]


def in_parquet(frame: pd.DataFrame) -> list[list[Any]]:
    table = pq.read_table(io.BytesIO(table_to_parquet(ExportedTable(frame, "table"))))
    return [list(row.values()) for row in table.to_pylist()]


def found(value: Any) -> str:
    """A value of any format as a CSV has it."""
    return "" if value is None else str(value)


def in_a_sheet(value: Any) -> Any:
    """A value of JSON as the documentation says that a workbook holds it."""
    if isinstance(value, str):
        return truncate_text(office_text(value)) or None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= EXACT_LIMIT:
        return str(value)
    return value


@pytest.mark.property
@settings(max_examples=20)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=6))
@example([("=", ">="), ("-5", float("-inf")), (float("nan"), 2**63), (0.1 + 0.2, 3.10)])
@example([(text, "x") for text in HOSTILE])
@example([("举" * 40_000, "\U0001f004" * 20_000)])
@example([("\ud800", "a\ufffeb\uffff"), ("\x07\r\n", "\r")])
@example([(None, None), (None, 0), (2**63, -(2**63) - 1)])
@example([(True, 1), (1, 1.0), (1.0, True)])
def test_all_formats_hold_the_same_values(rows: list[tuple[Any, Any]]) -> None:
    frame = pd.DataFrame(rows, columns=["text", "comparator"], dtype="object")
    records = in_json(frame)
    assert [[in_a_sheet(value) for value in row] for row in records] == in_xlsx(frame)
    assert [[type(in_a_sheet(value)) for value in row] for row in records if "" not in row] == [
        [type(value) for value in row]
        for row, record in zip(in_xlsx(frame), records, strict=True)
        if "" not in record
    ]
    assert [list(map(found, row)) for row in records] == [
        [as_it_was(text), code] for text, code in in_csv(frame)
    ]
    for place, values in enumerate(zip(*in_parquet(frame), strict=True)):
        wanted = [row[place] for row in records]
        if any(isinstance(value, str) for value in values):
            assert list(values) == [None if value is None else str(value) for value in wanted]
        else:
            assert list(values) == wanted


@pytest.mark.parametrize("dtype", ["float64", "Float64", "object"])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_missing(number: float, dtype: str) -> None:
    frame = pd.DataFrame({"keyness": pd.Series([number, 1.5], dtype=dtype)})
    assert in_json(frame) == in_xlsx(frame) == in_parquet(frame) == [[None], [1.5]]
    assert in_csv(frame) == [[""], ["1.5"]]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_built_table_is_exported_without_infinite_numbers(tmp_path: Path, number: float) -> None:
    built = write_built(tmp_path / "built", {"keywords": [{"term": "词", "keyness": number}]})
    for format in ("json", "csv", "parquet", "xlsx"):
        export.export_tables(built, tmp_path / format, format)
    [record] = json.loads(
        (tmp_path / "json" / "keywords.json").read_text("utf-8"), parse_constant=pytest.fail
    )
    [row] = pq.read_table(tmp_path / "parquet" / "keywords.parquet").to_pylist()
    header, line = csv.reader((tmp_path / "csv" / "keywords.csv").read_text("utf-8-sig").splitlines())
    names, cells = openpyxl.load_workbook(tmp_path / "xlsx" / "plan-atlas.xlsx")["keywords"].values
    assert record["keyness"] is row["keyness"] is cells[names.index("keyness")] is None
    assert line[header.index("keyness")] == ""
    assert record["term"] == "词"


def test_codes_are_never_changed_and_texts_are_guarded() -> None:
    signs = ["=", ">=", "<=", "~", "range", "-1", "+a", "@b"]
    frame = pd.DataFrame({"comparator": signs, "plan_id": signs, "measure_ids": signs, "quote": signs})
    found = list(zip(*in_csv(frame), strict=True))
    assert found[0] == found[1] == found[2] == tuple(signs)
    assert found[3] == tuple(map(escape_formula, signs))
    assert found[3][0] == "'="


def test_the_codebook_says_which_columns_a_csv_guards() -> None:
    codebook = export.codebook_frame()
    guarded = set(codebook.loc[codebook["csv_guarded"], "column"])
    assert {"measure_text", "task_text", "quote", "unit", "title", "term", "text", "name"} <= guarded
    assert not guarded & {"comparator", "depth", "level", "plan_id", "measure_ids", "value_min", "year"}


def test_every_code_is_a_text_column_of_the_codebook() -> None:
    texts = {c.name for table in TABLES.values() for c in table.columns if c.dtype == "string"}
    assert texts >= CODES
    assert all(map(is_code, CODES))


def test_no_code_of_the_corpus_is_free_text(corpus: Path) -> None:
    for table in TABLES.values():
        frame = pd.read_parquet(corpus / f"{table.name}.parquet")
        for column in table.columns:
            if column.dtype == "string" and is_code(column.name):
                assert frame[column.name].str.fullmatch(r"[\w.,;:+<>=~/ -]*").all(), (table.name, column.name)


@pytest.mark.property
@given(TEXTS)
def test_a_replaced_character_is_one_character(text: str) -> None:
    shown = exported_text(text)
    assert len(shown) == len(text)
    shown.encode()
    assert exported_text(shown) == shown
    assert office_text(office_text(text)) == office_text(text)
