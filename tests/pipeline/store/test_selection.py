"""Filters on each table, and their description in exports."""

import json
from pathlib import Path

import openpyxl
import pytest

from pipeline.export import export
from pipeline.export.table_files import NOTES_NAME
from tests.pipeline.built_fixture import JIANGSU, SMALL, write_built


@pytest.mark.parametrize(("below", "numbers"), [(0.0, []), (0.5, [9]), (0.9, [9, 11]), (1, [9, 10, 11])])
def test_rows_of_little_confidence_can_be_exported_alone(
    tmp_path: Path, below: float, numbers: list[int]
) -> None:
    sure = {f"{JIANGSU}-9": 0.4, f"{JIANGSU}-10": 0.95, f"{JIANGSU}-11": 0.8}
    measures = [{**row, "confidence": sure.get(row["measure_id"], 1.0)} for row in SMALL["measures"]]
    built, out = write_built(tmp_path / "built", {"measures": measures}), tmp_path / "out"
    export.export_tables(built, out, "json", confidence_below=below)

    def ids(table: str, column: str) -> list[str]:
        return [row[column] for row in json.loads((out / f"{table}.json").read_text(encoding="utf-8"))]

    kept = [f"{JIANGSU}-{number}" for number in numbers]
    assert ids("measures", "measure_id") == kept
    assert set(ids("coverage", "measure_ids")) == set(kept)
    assert set(ids("ledger", "measure_id")) <= set(kept)
    assert len(ids("regions", "region_id")) == len(SMALL["regions"])
    reported = json.loads((out / "build.json").read_text(encoding="utf-8"))["export"]["filters"]
    assert reported == {"confidence_below": below}
    assert export.export_tables(built, out, "xlsx", confidence_below=below)
    notes = dict(openpyxl.load_workbook(out / export.WORKBOOK_FILE)[NOTES_NAME].iter_rows(values_only=True))
    assert notes["筛选 Filter · confidence_below"] == str(below)
