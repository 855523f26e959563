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
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.export.citations import LICENCE, LICENCE_URL, cite_tables
from pipeline.export.csv_text import write_csv
from pipeline.export.depth_tints import DEPTH_TINTS as DEPTH_TINTS
from pipeline.export.depth_tints import tints_of_table
from pipeline.export.export_progress import Batches, Progress, counted_batches, no_progress
from pipeline.export.exported_table import ExportedTable as ExportedTable
from pipeline.export.exported_table import Origin as Origin
from pipeline.export.exported_table import SourceFile as SourceFile
from pipeline.export.exported_values import exported_column
from pipeline.export.readme import README_FILE, readme_text
from pipeline.export.table_files import NOTES_NAME as NOTES_NAME
from pipeline.export.table_files import frame_to_csv as frame_to_csv
from pipeline.export.table_files import frame_to_xlsx as frame_to_xlsx
from pipeline.export.table_files import notes_of as notes_of
from pipeline.export.table_files import table_to_json as table_to_json
from pipeline.export.table_files import table_to_metadata as table_to_metadata
from pipeline.export.table_files import table_to_parquet as table_to_parquet
from pipeline.export.table_files import table_to_xlsx as table_to_xlsx
from pipeline.export.workbook import Sheet, write_workbook
from pipeline.export.workbook import Tint as Tint
from pipeline.schema.codebook import TABLES, is_code
from pipeline.schema.errors import PlanAtlasError
from pipeline.schema.model import DEPTHS, EXPORT_FORMATS, Edition
from pipeline.store import store
from pipeline.store.selection import Selection

CODEBOOK_NAME: Final = "codebook"
WORKBOOK_FILE: Final = "plan-atlas.xlsx"


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
    progress: Progress = no_progress,
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
        As in `pipeline.export.export_progress`.

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
    there = [
        Edition(*found)
        for found in store.editions(built)[["collection", "year"]].itertuples(index=False, name=None)
    ]
    asked = [
        edition
        for edition in there
        if collection in (None, edition.collection) and year in (None, edition.year)
    ]
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
        batches = counted_batches(built, names, selection, progress)
        _WRITERS[format](built, aside, names, selection, batches)
        written = sorted(file.name for file in aside.iterdir())
    return [out / name for name in written]


def all_tables(built: Path, format: str, progress: Progress = no_progress) -> bytes:
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
    names = ["table", "table_zh", "table_en", "column", "dtype", "zh", "en", "csv_guarded"]
    return pd.DataFrame(rows, columns=names)


def _write_csv_files(
    built: Path, folder: Path, names: Sequence[str], selection: Selection, batches: Batches
) -> None:
    rows = {}
    for name in names:
        with (folder / f"{name}.csv").open("wb") as stream:
            rows[name] = write_csv(stream, TABLES[name].column_names, batches(name))
    (folder / f"{CODEBOOK_NAME}.csv").write_bytes(frame_to_csv(codebook_frame(names)))
    _write_origin(built, folder, rows, selection)


def _write_json_files(
    built: Path, folder: Path, names: Sequence[str], selection: Selection, batches: Batches
) -> None:
    rows = {}
    for name in names:
        with (folder / f"{name}.json").open("w", encoding="utf-8", newline="\n") as stream:
            rows[name] = _write_records(stream, batches(name))
    with (folder / f"{CODEBOOK_NAME}.json").open("w", encoding="utf-8", newline="\n") as stream:
        _write_records(stream, iter([codebook_frame(names)]))
    _write_origin(built, folder, rows, selection)


def _write_records(stream: io.TextIOWrapper, frames: Iterator[pd.DataFrame]) -> int:
    """Write frames as one JSON list, a record a line so that versions can be compared; returns the rows."""
    rows = 0
    for frame in frames:
        names = [str(name) for name in frame.columns]
        for values in zip(*(exported_column(frame[name]) for name in names), strict=True):
            stream.write("[\n" if rows == 0 else ",\n")
            stream.write(
                json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, allow_nan=False)
            )
            rows += 1
    stream.write("\n]\n" if rows else "[]\n")
    return rows


def _write_parquet_files(
    built: Path, folder: Path, names: Sequence[str], selection: Selection, batches: Batches
) -> None:
    rows = {}
    for name in names:
        schema = pa.schema(
            pa.field(column.name, column.dtype, metadata={"zh": column.zh, "en": column.en})
            for column in TABLES[name].columns
        )
        with pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as writer:
            rows[name] = 0
            for frame in batches(name):
                columns = [pa.array(exported_column(frame[part.name]), part.type) for part in schema]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
                rows[name] += len(frame)
    codebook_frame(names).to_parquet(folder / f"{CODEBOOK_NAME}.parquet", index=False)
    _write_origin(built, folder, rows, selection)


def _write_workbook_file(
    built: Path, folder: Path, names: Sequence[str], selection: Selection, batches: Batches
) -> None:
    codebook = codebook_frame(names)
    sheets = [
        *(
            Sheet(
                name,
                TABLES[name].column_names,
                batches(name),
                tints=tints_of_table(name),
            )
            for name in names
        ),
        Sheet(CODEBOOK_NAME, list(codebook.columns), [codebook]),
    ]
    info = store.build_info(built)
    citations = cite_tables(info, date.today())
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
        *((f"如何引用 How to cite · {style}", cited) for style, cited in citations.by_style()),
    ]
    with (folder / WORKBOOK_FILE).open("wb") as stream:
        write_workbook(stream, sheets, NOTES_NAME, notes)


_WRITERS: Final[dict[str, Callable[[Path, Path, Sequence[str], Selection, Batches], None]]] = {
    "csv": _write_csv_files,
    "xlsx": _write_workbook_file,
    "parquet": _write_parquet_files,
    "json": _write_json_files,
}


def _write_origin(built: Path, folder: Path, rows: dict[str, int], selection: Selection) -> None:
    """Write `build.json` (the build, and which part of it was exported) and the README."""
    built_info = asdict(store.build_info(built))
    info: dict[str, Any] = {
        **built_info,
        "built_at": built_info["built_at"].isoformat(),
        "export": {"filters": selection.parameters(), "rows": rows},
    }
    (folder / "build.json").write_text(
        json.dumps(info, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    filtered = bool(selection.parameters())
    readme = readme_text(store.build_info(built), rows, filtered=filtered, today=date.today())
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
