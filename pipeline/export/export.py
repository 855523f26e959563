"""The built tables as files that other programs open, with the same columns in every format.

Which rows a filter keeps of each table: see `pipeline.store.selection`.
"""

from __future__ import annotations

import difflib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.export.citations import LICENCE, LICENCE_URL, cite_tables
from pipeline.export.csv_text import write_csv
from pipeline.export.depth_tints import DEPTH_TINTS as DEPTH_TINTS
from pipeline.export.depth_tints import tints_of_table
from pipeline.export.exported_table import ExportedTable as ExportedTable
from pipeline.export.exported_table import Origin as Origin
from pipeline.export.exported_table import SourceFile as SourceFile
from pipeline.export.exported_values import exported_column
from pipeline.export.readme import README_FILE, readme_text
from pipeline.export.table_files import NOTES_NAME as NOTES_NAME
from pipeline.export.table_files import frame_to_csv as frame_to_csv
from pipeline.export.table_files import json_records
from pipeline.export.table_files import notes_of as notes_of
from pipeline.export.table_files import table_to_json as table_to_json
from pipeline.export.table_files import table_to_metadata as table_to_metadata
from pipeline.export.table_files import table_to_parquet as table_to_parquet
from pipeline.export.table_files import table_to_xlsx as table_to_xlsx
from pipeline.export.workbook import Sheet, write_workbook
from pipeline.export.workbook import Tint as Tint
from pipeline.schema.codebook import TABLES, is_code
from pipeline.schema.errors import PlanAtlasError
from pipeline.schema.model import DEPTHS, EXPORT_FORMATS, Column, Edition
from pipeline.store import store
from pipeline.store.selection import Selection

CODEBOOK_NAME: Final = "codebook"
WORKBOOK_FILE: Final = "plan-atlas.xlsx"
ROWS: Final = 4_000
"""Rows that are written between two reports of progress, so that there are a few a second."""

_CODEBOOK_COLUMNS: Final = (
    *(
        Column(name, "string", "", "")
        for name in ("table", "table_zh", "table_en", "column", "dtype", "zh", "en")
    ),
    Column("csv_guarded", "bool", "", ""),
)

Progress = Callable[[float, str], None]


def export_tables(
    built: Path,
    out: Path,
    format: str,
    *,
    region_ids: Sequence[str] | None = None,
    area_ids: Sequence[str] | None = None,
    task_ids: Sequence[str] | None = None,
    depths: Sequence[str] | None = None,
    confidence_below: float | None = None,
    tables: Sequence[str] | None = None,
    collection: str | None = None,
    year: int | None = None,
    progress: Progress = lambda part, table: None,
) -> list[Path]:
    """Write the built tables, their codebook and their origin into a folder.

    Files are written to a temporary folder and moved at the end, so a failure keeps older ones.

    Parameters
    ----------
    built
        Folder of the built tables.
    out
        Folder to write into; made if it isn't there. Other files in it stay.
    format
        One of `EXPORT_FORMATS`. `xlsx` is one workbook with a sheet for each table; the others are one
        file for each table, `build.json` and a README.
    region_ids, area_ids, task_ids
        Ids, or names and short names in either language; None for all.
    depths
        Some of `DEPTHS`; None for all.
    confidence_below
        Keeps the measures whose confidence is below it, from 0 to 1, with their facts, findings and spans;
        None for all.
    tables
        Names of the codebook's tables; None for all.
    collection, year
        Keeps the plans of one collection and one year; without either, all are written.
    progress
        Called with the part that is done, from 0 to 1, and the name of the table that is being written.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    BuiltError
        Where there are no whole tables in `built`.
    PlanAtlasError
        Where a format, a table or a filter is unknown, or `out` can't be written.
    """
    with store.pinned(store.snapshot(built)):
        asked = Selection(region_ids, area_ids, task_ids, depths, confidence_below)
        if collection is None and year is None:
            return _export_one_build(built, out, format, asked, tables, progress)
        with tempfile.TemporaryDirectory() as folder:
            store.write_edition(built, _require_edition(built, collection, year), Path(folder))
            return _export_one_build(Path(folder), out, format, asked, tables, progress)


def _require_edition(built: Path, collection: str | None, year: int | None) -> Edition:
    there = [Edition(*found) for found in store.editions(built)[["collection", "year"]].to_numpy()]
    asked = [one for one in there if collection in (None, one.collection) and year in (None, one.year)]
    if len(asked) == 1:
        return asked[0]
    listed = ", ".join(f"{edition.collection} {edition.year}" for edition in there)
    raise PlanAtlasError(
        f"请用 --collection 和 --year 指定其中一个：{listed}。",
        f"Name one of these with --collection and --year: {listed}.",
        source=built,
    )


def _export_one_build(
    built: Path,
    out: Path,
    format: str,
    asked: Selection,
    tables: Sequence[str] | None,
    progress: Progress,
) -> list[Path]:
    _require_known(format, EXPORT_FORMATS, "格式", "format")
    names = list(TABLES) if tables is None else list(tables)
    for name in names:
        _require_known(name, tuple(TABLES), "数据表", "table")
    selection = _resolved(built, asked)
    if os.path.realpath(out) == os.path.realpath(built):
        raise PlanAtlasError(
            "导出会覆盖已建的数据表；请用 --out 指定另一个文件夹。",
            "The export would overwrite the built tables; name another folder with --out.",
            source=out,
        )
    with _swapped_in(out) as aside:
        pieces = _pieces(built, names, selection, progress)
        if format == "xlsx":
            _write_workbook_file(built, aside, names, selection, pieces)
        else:
            _write_files(built, aside, format, names, selection, pieces)
        written = sorted(file.name for file in aside.iterdir())
    return [out / name for name in written]


def all_tables(built: Path, format: str, progress: Progress = lambda part, table: None) -> bytes:
    """All tables in one file: a workbook, or else a ZIP file of what `export_tables` writes."""
    with tempfile.TemporaryDirectory() as folder:
        written = export_tables(built, Path(folder), format, progress=progress)
        if len(written) == 1:
            return written[0].read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in written:
                archive.write(file, file.name)
        return packed.getvalue()


def codebook_frame(tables: Sequence[str] | None = None) -> pd.DataFrame:
    """The codebook as a table: table, table_zh, table_en, column, dtype, zh, en (str), csv_guarded (bool).

    ``csv_guarded`` is whether CSV files put an apostrophe before texts that a spreadsheet would run.
    """
    rows = [
        (
            *(table.name, table.zh, table.en, column.name, column.dtype, column.zh, column.en),
            column.dtype == "string" and not is_code(column.name),
        )
        for table in TABLES.values()
        if tables is None or table.name in tables
        for column in table.columns
    ]
    return pd.DataFrame(rows, columns=[column.name for column in _CODEBOOK_COLUMNS])


Pieces = Callable[[str], Iterator[pd.DataFrame]]
"""From the name of a table to its rows, in pieces."""


def _pieces(built: Path, names: Sequence[str], selection: Selection, progress: Progress) -> Pieces:
    """The rows that a selection keeps of a table, in pieces after each of which ``progress`` is called.

    A table counts with all its cells, also where the selection keeps only some of its rows.
    """
    sizes = store.table_sizes(built)
    ends = list(accumulate(sizes[name] * len(TABLES[name].columns) for name in names))
    total = max([1, *ends[-1:]])

    def pieces(name: str) -> Iterator[pd.DataFrame]:
        at = names.index(name)
        done = ends[at - 1] if at else 0
        progress(done / total, name)
        frame = store.selected_rows(built, name, selection)
        for start in range(0, len(frame), ROWS):
            piece = frame.iloc[start : start + ROWS]
            yield piece
            done += piece.size
            progress(done / total, name)
        progress(ends[at] / total, name)

    return pieces


def _write_files(
    built: Path,
    folder: Path,
    format: str,
    names: Sequence[str],
    selection: Selection,
    pieces: Pieces,
) -> None:
    """Write a file for each table, the codebook, the origin and the README."""
    write, rows = _WRITERS[format], {}
    for name in names:
        rows[name] = write(folder / f"{name}.{format}", TABLES[name].columns, pieces(name))
    write(folder / f"{CODEBOOK_NAME}.{format}", _CODEBOOK_COLUMNS, iter([codebook_frame(names)]))
    _write_origin(built, folder, rows, selection)


def _write_csv_file(file: Path, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> int:
    with file.open("wb") as stream:
        return write_csv(stream, [column.name for column in columns], frames)


def _write_json_file(file: Path, _columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> int:
    """Write frames as one JSON list, a record a line so that versions can be compared; returns the rows."""
    rows = 0
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        for frame in frames:
            for record in json_records(frame):
                stream.write(("[\n" if rows == 0 else ",\n") + record)
                rows += 1
        stream.write("\n]\n" if rows else "[]\n")
    return rows


def _write_parquet_file(file: Path, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> int:
    schema = pa.schema(
        pa.field(column.name, column.dtype, metadata={"zh": column.zh, "en": column.en}) for column in columns
    )
    rows = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for frame in frames:
            values = [pa.array(exported_column(frame[part.name]), part.type) for part in schema]
            writer.write_table(pa.Table.from_arrays(values, schema=schema))
            rows += len(frame)
    return rows


_WRITERS: Final[dict[str, Callable[[Path, Sequence[Column], Iterator[pd.DataFrame]], int]]] = {
    "csv": _write_csv_file,
    "parquet": _write_parquet_file,
    "json": _write_json_file,
}


def _write_workbook_file(
    built: Path,
    folder: Path,
    names: Sequence[str],
    selection: Selection,
    pieces: Pieces,
) -> None:
    codebook = codebook_frame(names)
    sheets = [
        *(Sheet(name, TABLES[name].column_names, pieces(name), tints=tints_of_table(name)) for name in names),
        Sheet(CODEBOOK_NAME, list(codebook.columns), [codebook]),
    ]
    info = store.build_info(built)
    filters = [
        (f"筛选 Filter · {name}", "; ".join(value) if isinstance(value, list) else str(value))
        for name, value in selection.parameters().items()
    ]
    notes = [
        ("版本 Version", info.version),
        ("构建时间 Built", info.built_at.isoformat()),
        ("指纹 Fingerprint", info.fingerprint),
        ("字符台账相符 Ledger holds", "是 yes" if info.clean else "否 no"),
        *((f"来源 Source · {source.file}", f"SHA-256 {source.sha256}") for source in info.sources),
        *(filters or [("筛选 Filter", "无 none")]),
        ("许可 Licence", f"{LICENCE} {LICENCE_URL}"),
        *(
            (f"如何引用 How to cite · {style}", cited)
            for style, cited in cite_tables(info, date.today()).by_style()
        ),
    ]
    with (folder / WORKBOOK_FILE).open("wb") as stream:
        write_workbook(stream, sheets, NOTES_NAME, notes)


def _write_origin(built: Path, folder: Path, rows: dict[str, int], selection: Selection) -> None:
    """Write `build.json` (the build, and which part of it was exported) and the README."""
    info, filters = store.build_info(built), selection.parameters()
    about: dict[str, Any] = {
        **asdict(info),
        "built_at": info.built_at.isoformat(),
        "export": {"filters": filters, "rows": rows},
    }
    (folder / "build.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    readme = readme_text(info, rows, filtered=bool(filters), today=date.today())
    (folder / README_FILE).write_text(readme, encoding="utf-8")


def _resolved(built: Path, selection: Selection) -> Selection:
    """The selection with ids only, all of them known."""
    for depth in selection.depths or ():
        _require_known(depth, DEPTHS, "深度", "depth")
    return Selection(
        _ids(selection.region_ids, store.regions(built), "region_id", "地区", "region"),
        _ids(selection.area_ids, store.areas(built), "area_id", "工作重点", "key area"),
        _ids(selection.task_ids, store.tasks(built), "task_id", "标准任务", "standard task"),
        selection.depths,
        selection.confidence_below,
    )


def _ids(
    asked: Sequence[str] | None, known: pd.DataFrame, key: str, what_zh: str, what_en: str
) -> list[str] | None:
    if asked is None:
        return None
    id_of = {
        str(name).casefold(): str(row[key])
        for _, row in known.iterrows()
        for name in (row["name_en"], row["short_en"], row["name_zh"], row["short_zh"], row[key])
    }
    for value in asked:
        if value.casefold() not in id_of:
            near = difflib.get_close_matches(value.casefold(), id_of, n=3)
            raise _unknown(value, near or list(known[key]), what_zh, what_en)
    return list(dict.fromkeys(id_of[value.casefold()] for value in asked))


def _require_known(value: str, known: Sequence[str], what_zh: str, what_en: str) -> None:
    if value not in known:
        raise _unknown(value, known, what_zh, what_en)


def _unknown(value: str, known: Sequence[str], what_zh: str, what_en: str) -> PlanAtlasError:
    return PlanAtlasError(
        f"没有{what_zh}“{value}”；可用的有：{'、'.join(known)}。",
        f"There is no {what_en} {value!r}; use one of {', '.join(known)}.",
    )


@contextmanager
def _swapped_in(out: Path) -> Iterator[Path]:
    """A temporary folder to write into, whose files are moved to `out` when all are complete."""
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".export-", dir=out))
        try:
            yield aside
            written = sorted(aside.iterdir())
            for file in written:
                file.replace(out / file.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except BaseException as error:
        if made and out.is_dir() and not any(out.iterdir()):
            out.rmdir()
        if isinstance(error, OSError):
            raise PlanAtlasError(
                f"无法写入该文件夹（{error.strerror}）；请检查权限与磁盘空间，并关闭正在打开的导出文件。",
                f"The folder can't be written ({error.strerror}); check permissions and disk space, and close"
                " exported files that are open.",
                source=out,
            ) from error
        raise
