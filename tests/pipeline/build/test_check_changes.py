"""``check`` finds any change in built tables and reports its place."""

import json
import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import cli
from pipeline.build import check
from pipeline.build.build import build, read_all
from pipeline.build.built import fingerprint
from pipeline.build.check import check_built
from pipeline.schema.codebook import TABLES
from pipeline.schema.manifest import INFO_FILE, make_manifest
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import small_plan

REGIONS = ("河北省", "四川省", "新疆生产建设兵团")
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pristine")
    text = "".join(small_plan(Habit(region=region)) for region in REGIONS)
    (folder / "plans.txt").write_text(text, encoding="utf-8")
    build([folder / "plans.txt"], folder / "built")
    return folder / "built"


@pytest.fixture
def built(pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to change; its sources are read, and their tables made, once for all tests."""
    monkeypatch.setattr(check, "read_all", lambda paths: _read_once(tuple(paths)))
    monkeypatch.setattr(check, "fingerprint", lambda paths: _fingerprint_once(tuple(paths)))
    return shutil.copytree(pristine, tmp_path / "built")


_fingerprint_once = cache(fingerprint)


@cache
def _read_once(paths: tuple[Path, ...]) -> Any:
    reading = read_all(paths)
    return SimpleNamespace(info_entries=reading.info_entries, tables=cache(reading.tables))


def change(built: Path, table: str, edit: Callable[[Rows], object]) -> None:
    """Edit the rows of a table and update the manifest, as a forger would."""
    file = built / f"{table}.parquet"
    old = pq.read_table(file)
    rows = old.to_pylist()
    edit(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=old.schema), file)


def sign(built: Path, **changes: Any) -> None:
    info = json.loads((built / INFO_FILE).read_bytes())
    del info["files"], info["sha256"]
    files = {path.name: path.read_bytes() for path in built.iterdir() if path.name != INFO_FILE}
    (built / INFO_FILE).write_bytes(make_manifest({**info, **changes}, files))


def other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case str():
            return value + "改"
        case None:
            return 1.5
        case _:
            return value + 1


def test_tables_as_they_were_built_agree(built: Path) -> None:
    report = check_built(built)
    assert report.holds
    assert report.read_again
    assert report.disagreements == ()


@pytest.mark.parametrize("resigned", [False, True])
@pytest.mark.parametrize("table", TABLES)
def test_any_value_of_any_column_that_is_changed_is_named(built: Path, table: str, resigned: bool) -> None:
    size = pq.read_metadata(built / f"{table}.parquet").num_rows
    if not size:
        pytest.skip("no rows")
    choice = random.Random(table)
    places = {column: choice.randrange(size) for column in TABLES[table].column_names}

    def edit(rows: Rows) -> None:
        for column, place in places.items():
            rows[place][column] = other(rows[place][column])

    change(built, table, edit)
    if resigned:
        sign(built)
    report = check_built(built)
    assert not report.holds
    named = {(odd.row - 1, odd.what.split(" is ")[0]) for odd in report.disagreements if odd.table == table}
    assert {(place, column) for column, place in places.items()} <= named
    file_named = any(odd.table == f"{table}.parquet" for odd in report.disagreements)
    assert file_named is not resigned


def drop(rows: Rows, place: int) -> int:
    del rows[place]
    return place + 1


def duplicate(rows: Rows, place: int) -> int:
    rows.insert(place, dict(rows[place]))
    return place + 2


def reorder(rows: Rows, place: int) -> int:
    rows.append(rows.pop(place))
    return place + 1


@pytest.mark.parametrize("edit", [drop, duplicate, reorder])
@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_dropped_doubled_or_moved_is_named(
    built: Path, table: str, edit: Callable[[Rows, int], int]
) -> None:
    size = pq.read_metadata(built / f"{table}.parquet").num_rows
    if size < 2:
        pytest.skip("too few rows")
    place = random.Random(table).randrange(size - 1)
    rows: list[int] = []
    change(built, table, lambda found: rows.append(edit(found, place)))
    sign(built)
    report = check_built(built)
    assert not report.holds
    assert (table, rows[0]) in {(odd.table, odd.row) for odd in report.disagreements}


@pytest.mark.parametrize("table", TABLES)
def test_two_values_that_are_swapped_are_named(built: Path, table: str) -> None:
    found = pq.read_table(built / f"{table}.parquet").to_pylist()
    pairs = [
        (column, place)
        for column in TABLES[table].column_names
        for place, row in enumerate(found)
        if row[column] != found[0][column]
    ]
    if not pairs:
        pytest.skip("all rows are the same")
    column, place = random.Random(table).choice(pairs)

    def swap(rows: Rows) -> None:
        rows[0][column], rows[place][column] = rows[place][column], rows[0][column]

    change(built, table, swap)
    sign(built)
    report = check_built(built)
    assert {(table, 1), (table, place + 1)} <= {(odd.table, odd.row) for odd in report.disagreements}


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_invented_is_named(built: Path, table: str) -> None:
    empty = {"string": "改", "int64": 1, "float64": 1.0, "bool": True}
    change(built, table, lambda rows: rows.append({c.name: empty[c.dtype] for c in TABLES[table].columns}))
    sign(built)
    report = check_built(built)
    assert table in {odd.table for odd in report.disagreements if odd.row}


@pytest.mark.parametrize(
    ("table", "column", "line"),
    [
        ("measures", "measure_text", True),
        ("measures", "task_text", True),
        ("measures", "departments_text", True),
        ("measures", "first_line", True),
        ("measures", "last_line", True),
        ("measures", "characters", True),
        ("measures", "targets", True),
        ("ledger", "text", True),
        ("ledger", "offset", True),
        ("ledger", "char_start", True),
        ("ledger", "characters", True),
        ("targets", "quote", True),
        ("targets", "char_start", True),
        ("departments", "quote", True),
        ("departments", "task_id", True),
        ("coverage", "depth", True),
        ("coverage", "measure_ids", True),
        ("coverage", "targets", True),
        ("plans", "measures", True),
        ("plans", "characters", True),
    ],
)
def test_tables_of_another_version_are_checked_by_the_ledger(
    built: Path, table: str, column: str, line: bool
) -> None:
    def edit(rows: Rows) -> None:
        rows[1][column] = "quantified" if column == "depth" else other(rows[1][column])

    change(built, table, edit)
    sign(built, fingerprint="of another version")
    report = check_built(built)
    assert not report.read_again
    named = [odd for odd in report.disagreements if (odd.table, odd.row) == (table, 2)]
    assert named
    assert bool(named[0].line) is line


def test_many_changed_measures_are_reported_in_a_few_lines(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(built, "measures", lambda rows: [row.update(measure_text="FORGED") for row in rows])
    assert cli.main(["check", "--built", str(built)]) == 1
    message = capsys.readouterr().out
    assert "measures.parquet: the file is not as the build wrote it" in message
    assert "measures row 1 (source line " in message
    assert "'FORGED'" in message
    assert "do NOT agree" in message
    assert "与来源不符" in message
    assert len(message.splitlines()) < 40


def test_a_file_that_is_added_is_named(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (built / "notes.txt").write_text("mine", encoding="utf-8")
    assert cli.main(["check", "--built", str(built)]) == 1
    assert "notes.txt: no build wrote this file" in capsys.readouterr().out


@pytest.mark.parametrize("table", TABLES)
def test_a_file_that_is_removed_is_named(built: Path, table: str, capsys: pytest.CaptureFixture[str]) -> None:
    (built / f"{table}.parquet").unlink()
    assert cli.main(["check", "--built", str(built)]) == 2
    assert f"{table}.parquet" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["version", "built_at", "fingerprint", "clean", "asked", "left_out", "files"])
def test_what_is_changed_in_the_info_is_named(built: Path, key: str) -> None:
    info = json.loads((built / INFO_FILE).read_bytes())
    other_info = {
        "clean": False,
        "built_at": "2020-01-01T00:00:00+00:00",
        "left_out": [],
        "asked": [],
        "files": {},
    }
    info[key] = other_info.get(key, "改")
    if key == "left_out":
        info[key] = [{"file": "plans.txt", "first_line": 1, "last_line": 9, "region_id": ""}]
    (built / INFO_FILE).write_text(json.dumps(info), encoding="utf-8")
    report = check_built(built)
    assert INFO_FILE in {odd.table for odd in report.disagreements}


def test_forged_left_out_lines_are_reported(built: Path) -> None:
    change(built, "ledger", lambda rows: rows.pop(0))
    sign(built, left_out=[{"file": "plans.txt", "first_line": 1, "last_line": 9, "region_id": ""}])
    report = check_built(built)
    assert not report.holds
    assert any(odd.table == INFO_FILE and "left_out" in odd.what for odd in report.disagreements)


@pytest.mark.parametrize("table", ["measures", "ledger", "targets"])
@pytest.mark.parametrize("dtype", [pa.list_(pa.int64()), pa.binary(), pa.bool_(), pa.date32()])
def test_a_table_of_other_types_is_named(
    built: Path, table: str, dtype: pa.DataType, capsys: pytest.CaptureFixture[str]
) -> None:
    file = built / f"{table}.parquet"
    old = pq.read_table(file)
    odd = pa.array(
        [None] * (old.num_rows - 1)
        + [{pa.list_(pa.int64()): [1], pa.binary(): b"x", pa.bool_(): True}.get(dtype, 1)],
        dtype,
    )
    pq.write_table(old.set_column(0, old.column_names[0], odd), file)
    for command in (["check", "--built", str(built)], ["export", "--built", str(built), "--format", "csv"]):
        out = ["--out", str(built.parent / "out")] if command[0] == "export" else []
        assert cli.main([*command, *out]) == 2
        message = capsys.readouterr().err
        assert f"{table}.parquet" in message
        assert "Traceback" not in message
