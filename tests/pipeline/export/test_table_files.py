"""A table of a page as a file: other programs read what the page shows, and the file says what it is."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest

from pipeline.export.table_files import (
    CODEBOOK_SHEET,
    DEPTH_TINTS,
    NOTES_NAME,
    ExportedTable,
    Origin,
    SourceFile,
    table_to_json,
    table_to_metadata,
    table_to_parquet,
    table_to_xlsx,
)
from pipeline.schema.codebook import TABLES
from tests.hostile import PLANTED

FRAME = pd.DataFrame(
    {
        "region_id": ["320000", "110000"],
        "depth": ["specific", "absent"],
        "measure_text": [PLANTED[1], PLANTED[0]],
        "measures": [2, 0],
        "share": [0.256, 0.5],
        "tags": ["词", None],
    }
)
ORIGIN = Origin(
    title="=Table",
    cite="Cite <b>so</b>",
    link="https://atlas.example/coverage?region=320000",
    version="9.9",
    built_at="2018-01-02T03:04:05+00:00",
    fingerprint="f" * 64,
    sources=(SourceFile("Plans", "plans.txt", "ab" * 32),),
    filters={"region": ("320000",), "term": ("+1",)},
    filter_labels=(("regions", "Jiangsu"), ("term", "+1")),
)
TABLE = ExportedTable(
    FRAME,
    "cells",
    ORIGIN,
    labels={"measure_text": "Measure", "tags": "Tags"},
    meanings={"tags": ("标签", "What it is tagged with")},
    formats={"measures": "0.00"},
    tints=DEPTH_TINTS,
)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def metadata_of(file: Path) -> dict[str, str]:
    rows = duckdb.execute(f"SELECT key, value FROM parquet_kv_metadata('{file}')").fetchall()
    return {bytes(key).decode(): bytes(value).decode() for key, value in rows}


def test_a_workbook_is_typed_and_set_for_reading_and_for_print() -> None:
    sheet = opened(table_to_xlsx(TABLE))["cells"]
    assert rows_of(sheet)[0] == tuple(FRAME.columns)
    assert rows_of(sheet)[1] == ("320000", "specific", PLANTED[1], 2, 0.256, "词")
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s", "n", "n", "s"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet["C2"].alignment.wrap_text
    assert (sheet["D2"].number_format, sheet["E2"].number_format) == ("0.00", "0.0%")


def test_a_wide_table_takes_whole_pages_in_print() -> None:
    wide = replace(TABLE, frame=pd.DataFrame({str(column): ["x" * 58] for column in range(9)}))
    sheet, *_, notes = opened(table_to_xlsx(wide)).worksheets
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (3, 0)
    assert (sheet.page_setup.pageOrder, sheet.print_title_cols) == ("overThenDown", "$A:$A")
    assert (notes.page_setup.orientation, notes.page_setup.fitToHeight) == ("landscape", 0)


@pytest.mark.parametrize(("cell", "depth"), [("B2", "specific"), ("B3", "absent")])
def test_a_depth_has_its_colours_and_its_mark(cell: str, depth: str) -> None:
    found, tint = opened(table_to_xlsx(TABLE))["cells"][cell], DEPTH_TINTS[depth]
    assert found.value == depth
    assert found.fill.fgColor.rgb == f"FF{tint.fill[1:].upper()}"
    assert found.font.color.rgb == f"FF{tint.ink[1:].upper()}"
    assert found.number_format == f'"{tint.mark} "@'


def test_a_column_with_other_texts_has_no_tints() -> None:
    mixed = replace(TABLE, frame=pd.DataFrame({"text": ["specific", "none of it"]}))
    assert opened(table_to_xlsx(mixed))["cells"]["A2"].fill.fill_type is None


def test_a_codebook_explains_the_columns_that_are_there() -> None:
    header, *lines = rows_of(opened(table_to_xlsx(TABLE))[CODEBOOK_SHEET])
    metadata = {line[0]: dict(zip(header, line, strict=True)) for line in lines}
    depth = next(column for column in TABLES["coverage"].columns if column.name == "depth")
    assert list(metadata) == list(FRAME.columns)
    assert (metadata["depth"]["zh"], metadata["depth"]["en"], metadata["depth"]["table"]) == (
        depth.zh,
        depth.en,
        "coverage",
    )
    assert metadata["measure_text"]["label"] == "Measure"
    assert not metadata["depth"]["csv_guarded"]
    assert metadata["tags"] == {
        "column": "tags",
        "label": "Tags",
        "dtype": "string",
        "zh": "标签",
        "en": "What it is tagged with",
        "table": None,
        "csv_guarded": True,
    }


def test_a_column_of_one_name_in_several_tables_is_recognised_by_its_neighbours() -> None:
    alone = replace(TABLE, frame=pd.DataFrame({"regions": [1]}), labels={"regions": "Regions that use it"})
    indicators = replace(TABLE, frame=pd.DataFrame({"indicator_id": ["a"], "regions": [1]}))
    metadata = [json.loads(table_to_json(exported))["columns"][-1]["en"] for exported in (alone, indicators)]
    assert metadata == ["Regions that use it", "Regions that set one"]


def test_the_notes_say_what_was_chosen_from_what_and_how_to_cite() -> None:
    sheet = opened(table_to_xlsx(TABLE))[NOTES_NAME]
    notes = rows_of(sheet)
    assert ("筛选 Filter · regions", "Jiangsu") in notes
    assert ("来源 Source · plans.txt", f"SHA-256 {'ab' * 32}") in notes
    assert ("如何引用 How to cite", ORIGIN.cite) in notes
    assert ("链接 Link", ORIGIN.link) in notes
    assert {what for what, _ in notes} >= {"版本 Version", "构建时间 Built", "导出时间 Exported"}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    unfiltered = replace(TABLE, origin=replace(ORIGIN, filters={}, filter_labels=()))
    assert ("筛选 Filter", "无 none") in rows_of(opened(table_to_xlsx(unfiltered))[NOTES_NAME])


def test_parquet_is_typed_and_knows_where_it_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "cells.parquet"
    file.write_bytes(table_to_parquet(TABLE))
    table = duckdb.from_parquet(str(file))
    assert list(map(str, table.types)) == ["VARCHAR", "VARCHAR", "VARCHAR", "BIGINT", "DOUBLE", "VARCHAR"]
    assert table.fetchall() == [
        ("320000", "specific", PLANTED[1], 2, 0.256, "词"),
        ("110000", "absent", PLANTED[0], 0, 0.5, None),
    ]
    metadata = metadata_of(file)
    assert metadata["source_sha256"] == "ab" * 32
    assert json.loads(metadata["filters"]) == {"region": ["320000"], "term": ["+1"]}
    assert metadata["cite"] == ORIGIN.cite
    assert json.loads(metadata["plan_atlas"])["fingerprint"] == "f" * 64


def test_json_has_rows_columns_and_what_is_known_of_them() -> None:
    metadata = json.loads(table_to_json(TABLE))
    assert list(metadata) == ["about", "columns", "rows"]
    assert metadata["rows"][1] == {
        "region_id": "110000",
        "depth": "absent",
        "measure_text": PLANTED[0],
        "measures": 0,
        "share": 0.5,
        "tags": None,
    }
    assert metadata["about"]["filter_labels"] == {"regions": "Jiangsu", "term": "+1"}
    assert metadata["about"]["sources"][0]["sha256"] == "ab" * 32


def test_the_metadata_of_a_csv_names_its_file_and_its_columns() -> None:
    metadata = json.loads(table_to_metadata(TABLE))
    assert metadata["url"] == "cells.csv"
    assert metadata["dc:bibliographicCitation"] == ORIGIN.cite
    columns = metadata["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(FRAME.columns)
    assert [column["datatype"] for column in columns][3:5] == ["integer", "number"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame([["a", 1, 2]], columns=["同名", "同名", "同名 (2)"]),
        pd.DataFrame({"real": [1.5, float("inf"), float("nan")], "text": ["a", "b", "c"]}),
        pd.DataFrame({"mixed": [None, "具体", 3]}),
        pd.DataFrame({"a": pd.Series([], dtype="str")}),
        pd.DataFrame({"a": [1]}, index=[7]),
    ],
)
def test_any_table_of_a_page_is_exported_in_every_format(frame: pd.DataFrame, tmp_path: Path) -> None:
    exported = replace(TABLE, frame=frame)
    (tmp_path / "t.parquet").write_bytes(table_to_parquet(exported))
    counts = {
        "parquet": len(duckdb.from_parquet(str(tmp_path / "t.parquet")).fetchall()),
        "json": len(json.loads(table_to_json(exported), parse_constant=pytest.fail)["rows"]),
        "xlsx": len(rows_of(opened(table_to_xlsx(exported))["cells"])) - 1,
    }
    assert set(counts.values()) == {len(frame)}
