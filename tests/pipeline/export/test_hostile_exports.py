"""Text that would like to be more than text leaves the command line as the characters that it is."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from pipeline.export import export
from pipeline.export.exported_values import escape_formula, office_text
from pipeline.store import store
from tests.hostile import PLANTED, build_hostile

COLUMNS = ("task_text", "measure_text", "departments_text")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def out(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables, in every format."""
    folder = tmp_path_factory.mktemp("out")
    for format in ("csv", "xlsx", "parquet", "json"):
        export.export_tables(built, folder / format, format)
    return folder


def wanted(built: Path) -> list[tuple[str, ...]]:
    measures = store.measures(built)[list(COLUMNS)]
    return [tuple(map(str, row)) for row in measures.itertuples(index=False, name=None)]


def test_what_was_planted_is_read_whole_and_the_ledger_holds(built: Path) -> None:
    texts = {text for row in wanted(built) for text in row}
    assert [planted for planted in PLANTED if planted not in texts] == []
    assert store.build_info(built).clean


def test_csv_has_every_text_and_none_runs(built: Path, out: Path) -> None:
    for file in sorted((out / "csv").glob("*.csv")):
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), strict=True))
        places = [place for place, name in enumerate(rows[0]) if name.endswith(("_text", "quote", "title"))]
        cells = [row[place] for row in rows[1:] for place in places]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    header, *records = csv.reader(
        io.StringIO((out / "csv" / "measures.csv").read_text(encoding="utf-8-sig"), newline="")
    )
    found = [tuple(row[header.index(name)] for name in COLUMNS) for row in records]
    assert found == [tuple(map(escape_formula, row)) for row in wanted(built)]


def test_a_workbook_has_every_text_as_a_text(built: Path, out: Path) -> None:
    file = out / "xlsx" / "plan-atlas.xlsx"
    book = openpyxl.load_workbook(file)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert not any(cell.hyperlink for cell in cells)
    rows = list(book["measures"].iter_rows(values_only=True))
    found = [tuple(row[rows[0].index(name)] or "" for name in COLUMNS) for row in rows[1:]]
    assert found == [tuple(map(office_text, row)) for row in wanted(built)]
    with zipfile.ZipFile(file) as parts:
        assert not any("externalLink" in name for name in parts.namelist())


def test_parquet_and_json_have_every_text_as_it_is(built: Path, out: Path) -> None:
    texts = ", ".join(COLUMNS)
    parquet = duckdb.execute(f"SELECT {texts} FROM '{out / 'parquet' / 'measures.parquet'}'").fetchall()
    records: list[dict[str, Any]] = json.loads((out / "json" / "measures.json").read_text(encoding="utf-8"))
    assert parquet == wanted(built)
    assert [tuple(record[name] for name in COLUMNS) for record in records] == wanted(built)
