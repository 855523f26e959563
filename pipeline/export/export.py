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
from typing import Any, Final, Unpack, cast

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
from pipeline.export.exported_values import column_type, exported_column
from pipeline.export.readme import README_FILE, readme_text
from pipeline.export.table_files import NOTES_NAME as NOTES_NAME
from pipeline.export.table_files import frame_to_csv as frame_to_csv
from pipeline.export.table_files import json_records
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
from pipeline.store.selection import Filters

CODEBOOK_NAME: Final = "codebook"
WORKBOOK_FILE: Final = "plan-atlas.xlsx"
CHUNK_ROWS: Final = 4_000
"""Rows that are written between two reports of progress, so that there are a few a second."""

Progress = Callable[[float, str], None]
ReadChunks = Callable[[str], Iterator[pd.DataFrame]]
"""From the name of a table to its rows, in pieces."""


def export_tables(
    built: Path,
    out: Path,
    format: str,
    *,
    collection: str | None = None,
    year: int | None = None,
    progress: Progress = lambda part, table: None,
    **filters: Unpack[Filters],
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
    collection, year
        Keeps the plans of one collection and one year; without either, all are written.
    progress
        Called with the part that is done, from 0 to 1, and the name of the table that is being written.
    region_ids, area_ids, task_ids
        Ids, or names and short names in either language; None for all.
    depths
        Some of `DEPTHS`; None for all.
    confidence_below
        Keeps the measures whose confidence is below it, from 0 to 1, with their facts, findings and spans;
        None for all.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    BuiltError
        Where there are no whole tables in `built`.
    PlanAtlasError
        Where a format or a filter is unknown, or `out` can't be written.
    """
    with store.pinned(store.snapshot(built)):
        if collection is None and year is None:
            return _export_one_build(built, out, format, filters, progress)
        with tempfile.TemporaryDirectory() as folder:
            store.write_edition(built, _select_edition(built, collection, year), Path(folder))
            return _export_one_build(Path(folder), out, format, filters, progress)


def _select_edition(built: Path, collection: str | None, year: int | None) -> Edition:
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


def _export_one_build(built: Path, out: Path, format: str, asked: Filters, progress: Progress) -> list[Path]:
    _require_known(format, EXPORT_FORMATS, "格式", "format")
    filters = _resolve_filters(built, asked)
    if os.path.realpath(out) == os.path.realpath(built):
        raise PlanAtlasError(
            "导出会覆盖已建的数据表；请用 --out 指定另一个文件夹。",
            "The export would overwrite the built tables; name another folder with --out.",
            source=out,
        )
    with _replace_files(out) as aside:
        pieces = _chunk_reader(built, filters, progress)
        if format == "xlsx":
            _write_workbook_file(built, aside, filters, pieces)
        else:
            _write_files(built, aside, format, filters, pieces)
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


def codebook_frame() -> pd.DataFrame:
    """The codebook as a table: table, table_zh, table_en, column, dtype, zh, en (str), csv_guarded (bool).

    ``csv_guarded`` is whether CSV files put an apostrophe before texts that a spreadsheet would run.
    """
    rows = [
        (
            *(table.name, table.zh, table.en, column.name, column.dtype, column.zh, column.en),
            column.dtype == "string" and not is_code(column.name),
        )
        for table in TABLES.values()
        for column in table.columns
    ]
    names = ["table", "table_zh", "table_en", "column", "dtype", "zh", "en", "csv_guarded"]
    return pd.DataFrame(rows, columns=names)


def _chunk_reader(built: Path, filters: Filters, progress: Progress) -> ReadChunks:
    """The rows that a selection keeps of a table, in pieces after each of which ``progress`` is called.

    A table counts with all its cells, also where the selection keeps only some of its rows.
    """
    build = store.snapshot(built)
    sizes = [build.table(name).num_rows * len(table.columns) for name, table in TABLES.items()]
    starts = dict(zip(TABLES, accumulate(sizes, initial=0), strict=False))
    total = max(1, sum(sizes))

    def pieces(name: str) -> Iterator[pd.DataFrame]:
        done = starts[name]
        progress(done / total, name)
        frame = store.table(built, name, **filters)
        for start in range(0, len(frame), CHUNK_ROWS):
            piece = frame.iloc[start : start + CHUNK_ROWS]
            yield piece
            done += piece.size
            progress(done / total, name)

    return pieces


def _write_files(built: Path, folder: Path, format: str, filters: Filters, pieces: ReadChunks) -> None:
    """Write a file for each table, the codebook, the origin and the README."""
    write, rows = _WRITERS[format], {}
    for name, table in TABLES.items():
        rows[name] = write(folder / f"{name}.{format}", table.columns, pieces(name))
    codebook = codebook_frame()
    columns = [Column(str(name), column_type(codebook[name]), "", "") for name in codebook]
    write(folder / f"{CODEBOOK_NAME}.{format}", columns, iter([codebook]))
    _write_origin(built, folder, rows, filters)


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


def _write_workbook_file(built: Path, folder: Path, filters: Filters, pieces: ReadChunks) -> None:
    codebook = codebook_frame()
    sheets = [
        *(
            Sheet(name, table.column_names, pieces(name), tints=tints_of_table(name))
            for name, table in TABLES.items()
        ),
        Sheet(CODEBOOK_NAME, list(codebook.columns), [codebook]),
    ]
    info = store.build_info(built)
    chosen = [
        (f"筛选 Filter · {name}", "; ".join(value) if isinstance(value, list) else str(value))
        for name, value in filters.items()
    ]
    notes = [
        ("版本 Version", info.version),
        ("构建时间 Built", info.built_at.isoformat()),
        ("指纹 Fingerprint", info.fingerprint),
        ("字符台账相符 Ledger holds", "是 yes" if info.clean else "否 no"),
        *((f"来源 Source · {source.file}", f"SHA-256 {source.sha256}") for source in info.sources),
        *(chosen or [("筛选 Filter", "无 none")]),
        ("许可 Licence", f"{LICENCE} {LICENCE_URL}"),
        *(
            (f"如何引用 How to cite · {style}", cited)
            for style, cited in cite_tables(info, date.today()).by_style()
        ),
    ]
    with (folder / WORKBOOK_FILE).open("wb") as stream:
        write_workbook(stream, sheets, NOTES_NAME, notes)


def _write_origin(built: Path, folder: Path, rows: dict[str, int], filters: Filters) -> None:
    """Write `build.json` (the build, and which part of it was exported) and the README."""
    info = store.build_info(built)
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


def _resolve_filters(built: Path, asked: Filters) -> Filters:
    """The filters that are set, with ids only, all of them known."""
    depths = asked.get("depths")
    for depth in depths or ():
        _require_known(depth, DEPTHS, "深度", "depth")
    found: dict[str, Any] = {
        "region_ids": _resolve_ids(
            asked.get("region_ids"), store.regions(built), "region_id", "地区", "region"
        ),
        "area_ids": _resolve_ids(
            asked.get("area_ids"), store.areas(built), "area_id", "工作重点", "key area"
        ),
        "task_ids": _resolve_ids(
            asked.get("task_ids"), store.tasks(built), "task_id", "标准任务", "standard task"
        ),
        "depths": None if depths is None else list(depths),
        "confidence_below": asked.get("confidence_below"),
    }
    return cast("Filters", {name: value for name, value in found.items() if value is not None})


def _resolve_ids(
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
def _replace_files(out: Path) -> Iterator[Path]:
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
