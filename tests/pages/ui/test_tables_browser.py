"""The download menu of a table in Chromium: files have the rows that the page shows."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
from playwright.sync_api import expect

from pages.ui.codes import DEPTHS
from pipeline.export.table_files import DEPTH_TINTS
from pipeline.store import store
from tests.pages.charts.saving import take_table
from tests.pages.conftest import Windows

SHOWN = ("specific", "quantified")
QUERY = "region=320000&region=330000&depth=specific&depth=quantified"


def rows_in(files: dict[str, Path]) -> dict[str, list[tuple[Any, ...]]]:
    """Header and rows of each file, as a reader of its kind sees them."""
    table = duckdb.from_parquet(str(files["Parquet"]))
    records = json.loads(files["JSON"].read_text(encoding="utf-8"))["rows"]
    text = files["CSV"].read_text(encoding="utf-8-sig")
    return {
        "CSV": [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)],
        "XLSX": list(openpyxl.load_workbook(files["XLSX"]).worksheets[0].iter_rows(values_only=True)),
        "Parquet": [tuple(table.columns), *table.fetchall()],
        "JSON": [tuple(records[0]), *(tuple(record.values()) for record in records)],
    }


def test_four_formats_hold_the_cells_that_are_shown(windows: Windows, corpus: Path, tmp_path: Path) -> None:
    page = windows(f"coverage?lang=zh&{QUERY}", ".st-key-take_plan-atlas-coverage-cells button")
    files = take_table(page, "plan-atlas-coverage-cells", tmp_path)
    cells = store.coverage(corpus)
    kept = cells[cells["region_id"].isin(["320000", "330000"]) & cells["depth"].isin(SHOWN)]
    wanted = sorted(zip(kept["region_id"], kept["task_id"], kept["depth"], kept["characters"], strict=True))
    found = rows_in(files)
    assert found["XLSX"] == found["Parquet"] == found["JSON"]
    assert [tuple(map(str, row)) for row in found["XLSX"]] == found["CSV"]
    header, *rows = found["XLSX"]
    places = [header.index(name) for name in ("region_id", "task_id", "depth", "characters")]
    assert sorted(tuple(row[place] for place in places) for row in rows) == wanted
    notes = dict(openpyxl.load_workbook(files["XLSX"]).worksheets[-1].iter_rows(values_only=True))
    chosen = " ".join(str(value) for what, value in notes.items() if str(what).startswith("筛选"))
    assert all(DEPTHS[depth]["zh"] in chosen for depth in SHOWN)
    assert "江苏" in chosen
    assert "region=320000" in notes["链接 Link"]
    assert store.build_info(corpus).version == notes["版本 Version"]


def test_the_matrix_in_a_workbook_is_coloured_and_marked(windows: Windows, tmp_path: Path) -> None:
    page = windows(f"coverage?lang=en&{QUERY}", ".st-key-take_plan-atlas-coverage-matrix button")
    sheet = openpyxl.load_workbook(
        take_table(page, "plan-atlas-coverage-matrix", tmp_path)["XLSX"]
    ).worksheets[0]
    cells = [cell for row in sheet.iter_rows(2, 3, 3) for cell in row if isinstance(cell.value, str)]
    looks = {cell.value: (cell.fill.fgColor.rgb, cell.number_format) for cell in cells}
    assert looks == {
        depth: (f"FF{DEPTH_TINTS[depth].fill[1:].upper()}", f'"{DEPTH_TINTS[depth].mark} "@')
        for depth in SHOWN
    }
    assert sheet.freeze_panes == "A2"


def test_the_menu_is_empty_until_opened(windows: Windows) -> None:
    page = windows("coverage?lang=en", ".st-key-take_plan-atlas-coverage-cells button")
    expect(page.locator('[data-testid="stDownloadButton"]')).to_have_count(0)


def test_a_table_offers_no_csv_with_unescaped_formulas(windows: Windows) -> None:
    page = windows("gaps?lang=en&view=task&for_task=1.4", '[data-testid="stDataFrame"]')
    page.locator('[data-testid="stDataFrame"]').first.hover()
    page.locator('[data-testid="stElementToolbarButton"] [aria-label="Search"]').first.wait_for()
    own = page.locator('[data-testid="stElementToolbarButton"] [aria-label="Download as CSV"]')
    expect(own).not_to_have_count(0)
    expect(own.locator("visible=true")).to_have_count(0)
