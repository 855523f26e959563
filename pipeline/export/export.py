"""Export the built tables to CSV, XLSX, Parquet or JSON files with the same columns.

`pipeline.store.selection` describes which rows each filter keeps.
"""

import difflib
import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Unpack, cast

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.export.citations import LICENCE, LICENCE_URL, NAME_EN, NAME_ZH, cite_tables
from pipeline.export.exported_values import column_type, exported_column, write_csv
from pipeline.export.table_files import NOTES_NAME, TABLE_TINTS, json_records
from pipeline.export.workbook import Sheet, write_workbook
from pipeline.schema.codebook import TABLES, is_code
from pipeline.schema.errors import PlanAtlasError
from pipeline.schema.model import DEPTHS, EXPORT_FORMATS, Column, Edition
from pipeline.store import store
from pipeline.store.selection import Filters
from pipeline.store.store import BuildInfo

CODEBOOK_NAME: Final = "codebook"
WORKBOOK_FILE: Final = "plan-atlas.xlsx"
CHUNK_ROWS: Final = 4_000
"""Rows converted and written at a time, so that the memory needed does not grow with the table."""

README_FILE: Final = "README.md"

ABOUT_TABLES: Final = {
    "zh": "各省级地区的工作要点按同一份国家模板作答。这些数据表逐地区、逐任务记录谁写了什么、写得多深、"
    "由谁负责，每一条都可追溯到来源文件中的行。"
    "`codebook` 说明每一列，`build.json` 记录来源、版本和校验和。\n\n"
    f"数据表以 [{LICENCE}]({LICENCE_URL}) 许可使用（须署名），代码以 MIT 许可使用；工作要点的原文"
    "属于发布机关。",
    "en": "Provincial work plans answer one national template. These tables record, region by region and "
    "task by task, who wrote what, how deep it goes and who is in charge, each entry traceable to its lines "
    "in the source. `codebook` explains every column; `build.json` holds sources, version and checksums."
    f"\n\nThe tables are licensed under [{LICENCE}]({LICENCE_URL}) (give credit), the code under MIT; the "
    "wording of the plans belongs to the bodies that issued them.",
}
"""Description and licence of the tables, as Markdown, by language."""

_FILTERED: Final = (
    "A part of the rows only: `build.json` holds the filters. · 导出时作了筛选，条件见 `build.json`。"
)
ReadChunks = Callable[[str], Iterator[pd.DataFrame]]
"""From a table's name to its rows in chunks."""


def export_tables(
    built: Path,
    out: Path,
    format: str,
    *,
    collection: str | None = None,
    year: int | None = None,
    **filters: Unpack[Filters],
) -> list[Path]:
    """Write the built tables, their codebook and their origin into a folder; returns the files written.

    Files are written to a temporary folder and moved at the end, so a failure keeps older ones. ``out`` is
    created if missing; other files in it are kept. ``format`` is one of `EXPORT_FORMATS`: `xlsx` is one
    workbook with a sheet per table; the others are one file per table, `build.json` and a README.

    ``collection``, ``year`` and the filters keep a part of the rows, None all. Ids may also be names or short
    names in either language; measures below a confidence, 0 to 1, are kept with their facts, findings and
    spans.

    Raises BuiltError where `built` has no complete tables, and PlanAtlasError where the format or a filter is
    unknown, or `out` can't be written.
    """
    with store.pin_snapshot(store.snapshot(built)):
        if collection is None and year is None:
            return _export_one_build(built, out, format, filters)
        with tempfile.TemporaryDirectory() as folder:
            store.write_edition(built, _select_edition(built, collection, year), Path(folder))
            return _export_one_build(Path(folder), out, format, filters)


def _select_edition(built: Path, collection: str | None, year: int | None) -> Edition:
    editions = [Edition(*pair) for pair in store.editions(built)[["collection", "year"]].to_numpy()]
    matching = [one for one in editions if collection in (None, one.collection) and year in (None, one.year)]
    if len(matching) == 1:
        return matching[0]
    listed = ", ".join(f"{edition.collection} {edition.year}" for edition in editions)
    raise PlanAtlasError.of("edition_not_named", source=built, listed=listed)


def _export_one_build(built: Path, out: Path, format: str, requested: Filters) -> list[Path]:
    _require_known(format, EXPORT_FORMATS, "格式", "format")
    filters = _resolve_filters(built, requested)
    if os.path.realpath(out) == os.path.realpath(built):
        raise PlanAtlasError.of("export_over_built_tables", source=out)
    with _replace_files(out) as folder:
        read_chunks = partial(_read_chunks, built, filters)
        if format == "xlsx":
            _write_workbook_file(built, folder, filters, read_chunks)
        else:
            _write_files(built, folder, format, filters, read_chunks)
        names = sorted(file.name for file in folder.iterdir())
    return [out / name for name in names]


def export_archive(built: Path, format: str) -> bytes:
    """All tables in one file: a workbook, or a ZIP archive of the files that `export_tables` writes."""
    with tempfile.TemporaryDirectory() as folder:
        files = export_tables(built, Path(folder), format)
        if len(files) == 1:
            return files[0].read_bytes()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.name)
        return stream.getvalue()


def codebook_frame() -> pd.DataFrame:
    """The codebook as a table: table, table_zh, table_en, column, dtype, zh, en (str), csv_guarded (bool).

    ``csv_guarded`` is whether CSV files prefix an apostrophe to texts that look like formulas.
    """
    rows = [
        (table.name, table.zh, table.en, column.name, column.dtype, column.zh, column.en)
        for table in TABLES.values()
        for column in table.columns
    ]
    names = ["table", "table_zh", "table_en", "column", "dtype", "zh", "en"]
    guarded = [row[4] == "string" and not is_code(row[3]) for row in rows]
    return pd.DataFrame(rows, columns=names).assign(csv_guarded=guarded)


def _read_chunks(built: Path, filters: Filters, name: str) -> Iterator[pd.DataFrame]:
    frame = store.table(built, name, **filters)
    for start in range(0, len(frame), CHUNK_ROWS):
        yield frame.iloc[start : start + CHUNK_ROWS]


def _write_files(built: Path, folder: Path, format: str, filters: Filters, read_chunks: ReadChunks) -> None:
    write = _WRITERS[format]
    rows = {
        name: write(folder / f"{name}.{format}", table.columns, read_chunks(name))
        for name, table in TABLES.items()
    }
    codebook = codebook_frame()
    columns = [Column(str(name), column_type(codebook[name]), "", "") for name in codebook]
    write(folder / f"{CODEBOOK_NAME}.{format}", columns, iter([codebook]))
    _write_origin(built, folder, rows, filters)


def _write_csv_file(file: Path, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> int:
    with file.open("wb") as stream:
        return write_csv(stream, [column.name for column in columns], frames)


def _write_json_file(file: Path, _columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> int:
    """Write frames as a JSON list, one record per line so that versions can be diffed; returns row count."""
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
            values = [pa.array(exported_column(frame[field.name]), field.type) for field in schema]
            writer.write_table(pa.Table.from_arrays(values, schema=schema))
            rows += len(frame)
    return rows


_WRITERS: Final[dict[str, Callable[[Path, Sequence[Column], Iterator[pd.DataFrame]], int]]] = {
    "csv": _write_csv_file,
    "parquet": _write_parquet_file,
    "json": _write_json_file,
}


def _write_workbook_file(built: Path, folder: Path, filters: Filters, read_chunks: ReadChunks) -> None:
    codebook = codebook_frame()
    sheets = [
        Sheet(name, table.column_names, read_chunks(name), tints=TABLE_TINTS.get(name, {}))
        for name, table in TABLES.items()
    ]
    sheets.append(Sheet(CODEBOOK_NAME, list(codebook.columns), [codebook]))
    info = store.build_info(built)
    filter_notes = [
        (f"筛选 Filter · {name}", "; ".join(value) if isinstance(value, list) else str(value))
        for name, value in filters.items()
    ]
    notes = [
        ("版本 Version", info.version),
        ("构建时间 Built", info.built_at.isoformat()),
        ("指纹 Fingerprint", info.fingerprint),
        ("字符台账相符 Ledger holds", "是 yes" if info.clean else "否 no"),
        *((f"来源 Source · {source.file}", f"SHA-256 {source.sha256}") for source in info.sources),
        *(filter_notes or [("筛选 Filter", "无 none")]),
        ("许可 Licence", f"{LICENCE} {LICENCE_URL}"),
    ]
    for style, citation in cite_tables(info, date.today()).by_style():
        notes.append((f"如何引用 How to cite · {style}", citation))
    with (folder / WORKBOOK_FILE).open("wb") as stream:
        write_workbook(stream, sheets, NOTES_NAME, notes)


def _write_origin(built: Path, folder: Path, rows: dict[str, int], filters: Filters) -> None:
    """Write `build.json` (the build, filters and row counts) and the README."""
    info = store.build_info(built)
    export = {"filters": filters, "rows": rows}
    record = {**asdict(info), "built_at": info.built_at.isoformat(), "export": export}
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    (folder / "build.json").write_text(text, encoding="utf-8")
    readme = readme_text(info, rows, filtered=bool(filters), today=date.today())
    (folder / README_FILE).write_text(readme, encoding="utf-8")


def _resolve_filters(built: Path, requested: Filters) -> Filters:
    """The filters that are set, with names resolved to ids; raises where one is unknown."""
    values: dict[str, Any] = dict(requested)
    filters = {name: values[name] for name in Filters.__annotations__ if values.get(name) is not None}
    for name, (table, zh, en) in _ID_FILTERS.items():
        if name in filters:
            known = store.table(built, table)
            filters[name] = _resolve_ids(filters[name], known, name.removesuffix("s"), zh, en)
    if "depths" in filters:
        for depth in filters["depths"]:
            _require_known(depth, DEPTHS, "深度", "depth")
        filters["depths"] = list(filters["depths"])
    return cast("Filters", filters)


_ID_FILTERS: Final = {
    "region_ids": ("regions", "地区", "region"),
    "area_ids": ("areas", "工作重点", "key area"),
    "task_ids": ("tasks", "标准任务", "standard task"),
}


def _resolve_ids(values: Sequence[str], known: pd.DataFrame, key: str, zh: str, en: str) -> list[str]:
    ids = {
        str(name).casefold(): str(row[key])
        for _, row in known.iterrows()
        for name in (row["name_en"], row["short_en"], row["name_zh"], row["short_zh"], row[key])
    }
    for value in values:
        if value.casefold() not in ids:
            similar = difflib.get_close_matches(value.casefold(), ids, n=3)
            _require_known(value, similar or list(known[key]), zh, en)
    return list(dict.fromkeys(ids[value.casefold()] for value in values))


def _require_known(value: str, known: Sequence[str], zh: str, en: str) -> None:
    if value not in known:
        raise PlanAtlasError.of("unknown_filter_value", what=(zh, en), value=value, known=[*known])


@contextmanager
def _replace_files(out: Path) -> Iterator[Path]:
    """Yield a temporary folder whose files are moved to `out` when all are complete."""
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".export-", dir=out))
        try:
            yield folder
            for file in sorted(folder.iterdir()):
                file.replace(out / file.name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except BaseException as error:
        if is_new and out.is_dir() and not any(out.iterdir()):
            out.rmdir()
        if isinstance(error, OSError):
            raise PlanAtlasError.of("export_not_written", source=out, reason=error.strerror) from error
        raise


def readme_text(info: BuildInfo, rows: Mapping[str, int], *, filtered: bool, today: date) -> str:
    """The README of exported tables as Markdown, in both languages; ``rows`` are row counts by table."""
    sources = [
        f"- {source.title} · {source.title_zh}: `{source.file}`, SHA-256 `{source.sha256}`"
        for source in info.sources
    ]
    tables = [
        f"- `{name}` ({count:,}): {TABLES[name].en} · {TABLES[name].zh}" for name, count in rows.items()
    ]
    citations = [f"{style}\n\n```\n{text}\n```" for style, text in cite_tables(info, today).by_style()]
    parts = [
        f"# {NAME_EN} · {NAME_ZH}",
        ABOUT_TABLES["en"],
        ABOUT_TABLES["zh"],
        *([_FILTERED] if filtered else []),
        "## Sources · 来源",
        "\n".join(sources),
        "## Tables, with their rows · 数据表及行数",
        "\n".join(tables),
        "## How to cite · 如何引用",
        *citations,
    ]
    return "\n\n".join(parts) + "\n"
