"""What is exported opens in other programs, says the same in every format, and loses nothing on its way."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pipeline.export import export, workbook
from pipeline.export.exported_values import escape_formula
from pipeline.export.table_files import DEPTH_TINTS, NOTES_NAME, frame_to_csv
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import BuiltError, PlanAtlasError
from pipeline.schema.model import EXPORT_FORMATS
from pipeline.store import store
from tests.pipeline.built_fixture import SMALL, write_built

SIGNS = "=+-@＝＋－＠\t\r\n"
TEXTS = st.text(st.one_of(st.sampled_from(SIGNS + "' \ufeff\u3000\"，,;中文3"), st.characters(codec="utf-8")))
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return write_built(tmp_path / "built")


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@lru_cache(maxsize=1)
def read_xlsx(content: bytes | Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)


def frame_to_xlsx(frame: pd.DataFrame, sheet: str, notes: Sequence[tuple[str, str]] = ()) -> bytes:
    stream = io.BytesIO()
    sheets = [workbook.Sheet(sheet, list(map(str, frame.columns)), [frame])]
    workbook.write_workbook(stream, sheets, NOTES_NAME, notes)
    return stream.getvalue()


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def as_it_was(cell: str) -> str:
    """What a program does that reads the CSV: take off the apostrophe that `escape_formula` put there."""
    return cell[1:] if cell.startswith("'") and escape_formula(cell) != cell else cell


@pytest.mark.property
@given(TEXTS)
@example("=cmd|' /C calc'!A0")
@example("\u3000＝1")
@example("'")
def test_formulas_are_escaped_and_can_be_restored(text: str) -> None:
    safe = escape_formula(text)
    seen = unicodedata.normalize("NFKC", re.sub(r"^[\s\x00-\x1f\ufeff]+", "", safe))
    assert not seen.startswith(("=", "+", "-", "@"))
    assert not safe.startswith(("\t", "\r", "\n"))
    assert as_it_was(safe) == text
    assert safe in (text, f"'{text}")


@pytest.mark.parametrize(
    "text", ["", "2018年", "完成1-2家", "a=b", "（+）", "·-", "'quoted'", "3.10", "—", "－"[:0]]
)
def test_other_texts_are_not_escaped(text: str) -> None:
    assert escape_formula(text) == text


@pytest.mark.property
@given(st.lists(st.tuples(TEXTS, st.integers(-(2**40), 2**40), FINITE), min_size=1))
@example([("\ufffe", 0, 0.0)])
def test_csv_round_trip(rows: list[tuple[str, int, float]]) -> None:
    frame = pd.DataFrame(rows, columns=["text", "whole", "=real"]).astype({"text": "str"})
    header, *found = read_csv(frame_to_csv(frame))
    assert header == ["text", "whole", "'=real"]
    # XML, and so a workbook, cannot hold these two; every format replaces them.
    replaced = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")
    wanted = [(text.translate(replaced), whole, real) for text, whole, real in rows]
    assert [(as_it_was(text), int(whole), float(real)) for text, whole, real in found] == wanted


def test_numbers_stay_numbers(built: Path) -> None:
    frame = pd.DataFrame(
        {
            "whole": [-5],
            "real": [-0.5],
            "flag": [True],
            "mixed": pd.Series([-7], dtype="object"),
            "text": ["-5"],
        }
    )
    assert read_csv(frame_to_csv(frame))[1] == ["-5", "-0.5", "True", "-7", "'-5"]
    found = rows_of(read_xlsx(frame_to_xlsx(frame, "t"))["t"])[1]
    assert found == (-5, -0.5, True, -7, "-5")
    assert [type(value) for value in found] == [int, float, bool, int, str]


def test_missing_values_are_empty_cells() -> None:
    frame = pd.DataFrame(
        {"text": ["a", None], "real": [None, 1.5], "when": [pd.NaT, pd.Timestamp("2018-01-02")]}
    )
    assert read_csv(frame_to_csv(frame))[1:] == [["a", "", ""], ["", "1.5", "2018-01-02 00:00:00"]]
    found = rows_of(read_xlsx(frame_to_xlsx(frame, "t"))["t"])
    assert found[1:] == [("a", None, None), (None, 1.5, "2018-01-02 00:00:00")]


def test_a_page_s_table_may_repeat_a_column_and_have_no_rows() -> None:
    frame = pd.DataFrame([["-a", "b"]], columns=["同名", "同名"])
    assert read_csv(frame_to_csv(frame)) == [["同名", "同名"], ["'-a", "b"]]
    assert rows_of(read_xlsx(frame_to_xlsx(frame, "t"))["t"]) == [("同名", "同名"), ("-a", "b")]
    assert read_csv(frame_to_csv(frame.iloc[:0])) == [["同名", "同名"]]
    assert rows_of(read_xlsx(frame_to_xlsx(frame.iloc[:0], "t"))["t"]) == [("同名", "同名")]


def test_csv_lines_end_as_the_standard_says() -> None:
    assert frame_to_csv(pd.DataFrame({"a": ["x\ny", "z"]})) == b'\xef\xbb\xbfa\r\n"x\ny"\r\nz\r\n'


def test_a_sheet_can_be_read_as_it_opens() -> None:
    frame = pd.DataFrame({"id": ["3.10"], "text": ["举措" * 100]})
    sheet = read_xlsx(frame_to_xlsx(frame, "t", [("来源", "=SUM(A1)")]))["t"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width <= 61
    assert sheet["A2"].value == "3.10"


def test_notes_are_texts_in_their_own_sheet() -> None:
    book = read_xlsx(frame_to_xlsx(pd.DataFrame({"a": [1]}), "t", [("来源", "=1"), ("link", "https://x.cn")]))
    notes = book[NOTES_NAME]
    assert rows_of(notes) == [("来源", "=1"), ("link", "https://x.cn")]
    assert notes["B1"].data_type == "s"
    assert notes["B2"].hyperlink is None


@pytest.mark.parametrize(
    "name", ["a/b:c*[d]?\\e", "'quoted'", "History", "", "缺口清单" * 20, "🀄" * 20, NOTES_NAME]
)
def test_sheet_names_are_made_valid(name: str) -> None:
    book = read_xlsx(frame_to_xlsx(pd.DataFrame({"a": [1]}), name))
    assert len(book.sheetnames) == 2
    assert all(len(sheet.encode("utf-16-le")) // 2 <= 31 for sheet in book.sheetnames)


@pytest.mark.parametrize("text", ["举" * 40_000, "🀄" * 20_000, "a" + "🀄" * 20_000])
def test_a_text_too_long_for_a_cell_is_cut_and_the_notes_say_where(text: str) -> None:
    book = read_xlsx(frame_to_xlsx(pd.DataFrame({"short": ["a", "b"], "long": ["c", text]}), "t"))
    cell = book["t"]["B3"].value
    kept = cell.removesuffix(workbook.TRUNCATION_MARK)
    assert len(cell.encode("utf-16-le")) // 2 in (workbook.CELL_LIMIT, workbook.CELL_LIMIT - 1)
    assert kept != cell
    assert text.startswith(kept)
    place, note = rows_of(book[NOTES_NAME])[0]
    assert place == "t · long · 3"
    assert f"first {len(kept)} are kept" in note
    assert str(len(text)) in note


def test_a_text_that_just_fits_is_whole() -> None:
    text = "举" * workbook.CELL_LIMIT
    book = read_xlsx(frame_to_xlsx(pd.DataFrame({"long": [text]}), "t"))
    assert book["t"]["A2"].value == text
    assert rows_of(book[NOTES_NAME]) == []


def test_control_characters_are_shown() -> None:
    book = read_xlsx(frame_to_xlsx(pd.DataFrame({"a": ["x\x00\x1by\r\nz\ufffe"]}), "t"))
    assert book["t"]["A2"].value == "x␀␛y\nz\ufffd"


def test_a_whole_number_too_large_for_a_sheet_keeps_its_digits() -> None:
    book = read_xlsx(frame_to_xlsx(pd.DataFrame({"a": [2**53 + 1]}), "t"))
    assert book["t"]["A2"].value == str(2**53 + 1)


def test_more_rows_than_a_sheet_holds_continue_on_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROW_LIMIT", 4)
    book = read_xlsx(frame_to_xlsx(pd.DataFrame({"a": range(7)}), "t"))
    assert book.sheetnames == ["t", "t (2)", "t (3)", NOTES_NAME]
    assert [rows_of(book[name]) for name in book.sheetnames[:3]] == [
        [("a",), (0,), (1,), (2,)],
        [("a",), (3,), (4,), (5,)],
        [("a",), (6,)],
    ]


def exported(out: Path, format: str, name: str) -> pd.DataFrame:
    """A table read back from an export, with the codebook's types."""
    columns = TABLES[name].columns
    if format == "parquet":
        frame = pq.read_table(out / f"{name}.parquet").to_pandas()
    elif format == "json":
        rows = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        frame = pd.DataFrame(rows, columns=TABLES[name].column_names)
    elif format == "xlsx":
        header, *rows = rows_of(read_xlsx(out / "plan-atlas.xlsx")[name])
        frame = pd.DataFrame(rows, columns=header).fillna("")
    else:
        names, *records = read_csv((out / f"{name}.csv").read_bytes())
        frame = pd.DataFrame(records, columns=names)
    return frame.astype({c.name: "str" if c.dtype == "string" else c.dtype for c in columns})


@pytest.mark.parametrize(
    ("format", "filters"),
    [
        *((format, {"region_ids": ["110000"], "depths": ["generic", "none"]}) for format in EXPORT_FORMATS),
        ("csv", {}),
        ("json", {"area_ids": []}),
        ("xlsx", {"area_ids": []}),
    ],
)
def test_every_format_has_the_same_columns_and_rows(
    built: Path, tmp_path: Path, format: str, filters: dict[str, Any]
) -> None:
    out = tmp_path / "deep" / "out"
    written = export.export_tables(built, out, format, **filters)
    assert written == sorted(out.iterdir())
    for name in TABLES:
        wanted = store.table(built, name, **filters)
        assert_frame_equal(exported(out, format, name), wanted, check_column_type=False)


def test_filters_accept_names(built: Path, tmp_path: Path) -> None:
    export.export_tables(
        built, tmp_path / "out", "csv", region_ids=["江苏", "all of BEIJING", "320000"], area_ids=["保护"]
    )
    assert exported(tmp_path / "out", "csv", "coverage").region_id.tolist() == ["320000"] * 2 + ["110000"] * 2
    reported = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    assert reported["export"]["filters"] == {"region_ids": ["320000", "110000"], "area_ids": ["2"]}
    assert reported["export"]["rows"]["coverage"] == 4
    assert reported["fingerprint"] == "abc"
    assert reported["sources"][0]["sha256"] == "def"


@pytest.mark.parametrize("format", ["csv", "json", "parquet"])
def test_a_file_for_each_table_and_their_codebook(built: Path, tmp_path: Path, format: str) -> None:
    written = export.export_tables(built, tmp_path / "out", format)
    names = [*(f"{name}.{format}" for name in (*TABLES, "codebook")), "build.json", "README.md"]
    assert [file.name for file in written] == sorted(names)


def test_the_codebook_explains_every_column() -> None:
    codebook = export.codebook_frame()
    reported = list(zip(codebook.table, codebook.column, strict=True))
    assert reported == [(table.name, column.name) for table in TABLES.values() for column in table.columns]
    assert not codebook.isin([""]).any(axis=None)


def test_a_workbook_says_where_it_comes_from(built: Path, tmp_path: Path) -> None:
    [file] = export.export_tables(built, tmp_path / "out", "xlsx", region_ids=["110000"])
    book = read_xlsx(file)
    assert book.sheetnames == [*TABLES, "codebook", NOTES_NAME]
    notes = dict(rows_of(book[NOTES_NAME]))
    assert notes["来源 Source · plans.txt"] == "SHA-256 def"
    assert notes["筛选 Filter · region_ids"] == "110000"
    assert notes["许可 Licence"].startswith("CC BY 4.0 https://")
    assert notes["如何引用 How to cite · RIS"].startswith("TY  - DATA")
    assert len(rows_of(book["codebook"])) == 1 + len(export.codebook_frame())


def test_depths_and_levels_are_coloured_and_marked(built: Path, tmp_path: Path) -> None:
    [file] = export.export_tables(built, tmp_path / "out", "xlsx")
    book = read_xlsx(file)
    for table, column in (("coverage", "depth"), ("measures", "level")):
        header, *rows = book[table].iter_rows()
        place = [cell.value for cell in header].index(column)
        looks = {(row[place].value, row[place].fill.fgColor.rgb, row[place].number_format) for row in rows}
        tints = {code: DEPTH_TINTS[code] for code, _, _ in looks}
        assert looks == {
            (code, f"FF{tint.fill[1:].upper()}", f'"{tint.mark} "@') for code, tint in tints.items()
        }
    assert all(cell.fill.fill_type is None for row in book["departments"].iter_rows() for cell in row)


def test_all_tables_in_one_zip(built: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(export.export_archive(built, "csv"))) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            *(f"{name}.csv" for name in TABLES),
            *("codebook.csv", "build.json", "README.md"),
        }
        header, *rows = read_csv(archive.read("measures.csv"))
    assert header == list(TABLES["measures"].column_names)
    assert len(rows) == len(SMALL["measures"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"format": "ods"}, "no format 'ods'; use one of csv, xlsx, parquet, json"),
        ({"region_ids": ["Jiansu"]}, "no region 'Jiansu'; use one of jiangsu"),
        ({"area_ids": ["9"]}, "no key area '9'; use one of 1, 2"),
        ({"task_ids": ["2.1 "]}, "no standard task '2.1 '; use one of 2.1"),
        ({"depths": ["deep"]}, "no depth 'deep'; use one of absent"),
    ],
)
def test_unknown_values_are_reported(
    built: Path, tmp_path: Path, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlanAtlasError, match=re.escape(message)):
        export.export_tables(built, tmp_path / "out", **{"format": "csv", **asked})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_a_failure_leaves_the_last_export_whole(built: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "out"
    export.export_tables(built, out, format)
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    (built / "findings.parquet").write_bytes(b"broken")
    with pytest.raises(BuiltError):
        export.export_tables(built, out, format)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    with pytest.raises(BuiltError):
        export.export_tables(built, tmp_path / "new", format)
    assert not (tmp_path / "new").exists()


def test_an_output_path_that_is_a_file_is_refused(built: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(PlanAtlasError, match="can't be written"):
        export.export_tables(built, tmp_path / "out", "csv")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_the_built_tables_are_never_exported_over_themselves(built: Path) -> None:
    before = {file.name: file.read_bytes() for file in built.iterdir()}
    with pytest.raises(PlanAtlasError, match="would overwrite the built tables"):
        export.export_tables(built, built / "." / ".." / "built", "parquet", region_ids=["110000"])
    assert {file.name: file.read_bytes() for file in built.iterdir()} == before


def test_a_missing_build_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BuiltError, match="run `plan-atlas build` first"):
        export.export_tables(tmp_path / "nowhere", tmp_path / "out", "csv")
    assert not (tmp_path / "out").exists()
