"""A page's table as a file with metadata: its rows, its origin, and descriptions of its columns.

The metadata of a CSV file are in a second file in *CSV on the Web* format.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import chain, count
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.export.citations import LICENCE, LICENCE_URL
from pipeline.export.exported_values import column_type, exported_column, exported_text, write_csv
from pipeline.export.workbook import Sheet, Tint, write_workbook
from pipeline.schema.codebook import TABLES, is_code
from pipeline.schema.model import Column

NOTES_NAME: Final = "notes 说明"
CODEBOOK_SHEET: Final = "codebook 字段"
_CSVW_TYPES: Final = {"int64": "integer", "float64": "number", "bool": "boolean"}

DEPTH_TINTS: Final[Mapping[str, Tint]] = {
    "absent": Tint("#f3f5f7", "#566472", "·"),
    "blank": Tint("#fdfdfe", "#46525e", "○"),
    "none": Tint("#ead9b5", "#5c4a1e", "–"),
    "generic": Tint("#b9d8ee", "#174a75", "◐"),
    "specific": Tint("#3578b0", "#ffffff", "●"),
    "quantified": Tint("#123a66", "#ffffff", "◆"),
}
"""Workbook formats by depth, or by level of the same name, as in the pages' light theme."""

TABLE_TINTS: Final = {"coverage": {"depth": DEPTH_TINTS}, "measures": {"level": DEPTH_TINTS}}
"""Cell formats by built table and column."""


@dataclass(frozen=True)
class SourceFile:
    """A source file of a table."""

    title: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Origin:
    """Where a table comes from: `filters` are codes by URL parameter, `filter_labels` readable texts."""

    title: str = ""
    cite: str = ""
    link: str = ""
    version: str = ""
    built_at: str = ""
    fingerprint: str = ""
    sources: tuple[SourceFile, ...] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    filter_labels: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class ExportedTable:
    """A table with everything its exports need.

    By column: `labels` are the page's headings, `meanings` describe computed columns (Chinese, English),
    `formats` are the workbook's number formats. `tints` are cell formats by text, for columns that hold only
    such texts.
    """

    frame: pd.DataFrame
    name: str
    origin: Origin = field(default_factory=Origin)
    labels: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    tints: Mapping[str, Tint] = field(default_factory=dict)


def frame_to_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV, without its index."""
    stream = io.BytesIO()
    write_csv(stream, [str(column) for column in frame.columns], [frame])
    return stream.getvalue()


def table_to_xlsx(exported: ExportedTable) -> bytes:
    """A page's table as a workbook, with sheets for its codebook and notes."""
    codebook, frame = describe_columns(exported), exported.frame
    columns = [str(column) for column in frame.columns]
    table = Sheet(exported.name, columns, [frame], _number_formats(exported), _tints_by_column(exported))
    sheets = [table, Sheet(CODEBOOK_SHEET, list(codebook.columns), [codebook])]
    stream = io.BytesIO()
    write_workbook(stream, sheets, NOTES_NAME, table_notes(exported.origin))
    return stream.getvalue()


def table_notes(origin: Origin) -> list[tuple[str, str]]:
    """Rows of the sheet of notes: filters, citation, licence, sources and dates."""
    filters = [(f"筛选 Filter · {label}", value) for label, value in origin.filter_labels]
    notes = [
        ("表 Table", origin.title),
        *(filters or [("筛选 Filter", "无 none")]),
        ("链接 Link", origin.link),
        ("如何引用 How to cite", origin.cite),
        ("许可 Licence", f"{LICENCE} {LICENCE_URL}"),
        *((f"来源 Source · {source.file}", source.title) for source in origin.sources),
        *((f"来源 Source · {source.file}", f"SHA-256 {source.sha256}") for source in origin.sources),
        ("版本 Version", origin.version),
        ("构建时间 Built", origin.built_at),
        ("指纹 Fingerprint", origin.fingerprint),
        ("导出时间 Exported", _now()),
    ]
    return [(label, value) for label, value in notes if value]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def table_to_parquet(exported: ExportedTable) -> bytes:
    """A page's table as typed Parquet, with its origin in the schema metadata.

    `filters` and `plan_atlas`, which has everything, are JSON. Each field has a label and a description in
    both languages.
    """
    about = _describe_table(exported)
    fields = [
        pa.field(row.column, row.dtype, metadata={"label": row.label, "zh": row.zh, "en": row.en})
        for row in describe_columns(exported).itertuples()
    ]
    columns = [_to_array(exported.frame.iloc[:, index], field.type) for index, field in enumerate(fields)]
    metadata = {
        **{name: about[name] for name in ("title", "cite", "link", "version")},
        "source_sha256": " ".join(source.sha256 for source in exported.origin.sources),
        "filters": json.dumps(about["filters"], ensure_ascii=False),
        "exported_at": about["exported_at"],
        "plan_atlas": json.dumps(about, ensure_ascii=False),
    }
    stream = io.BytesIO()
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=metadata))
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def table_to_json(exported: ExportedTable) -> bytes:
    """A page's table as a JSON object with `about`, `columns` and `rows`, one row per line."""
    rows = ",\n".join(json_records(exported.frame))
    about = json.dumps(_describe_table(exported), ensure_ascii=False, indent=1)
    columns = json.dumps(describe_columns(exported).to_dict("records"), ensure_ascii=False, indent=1)
    return f'{{"about": {about},\n"columns": {columns},\n"rows": [\n{rows}\n]}}\n'.encode()


def json_records(frame: pd.DataFrame) -> Iterator[str]:
    """The rows of a table as JSON objects, without its index."""
    names = column_names(frame)
    columns = [exported_column(frame.iloc[:, index]) for index in range(len(names))]
    for values in zip(*columns, strict=True):
        yield json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, allow_nan=False)


def table_to_metadata(exported: ExportedTable) -> bytes:
    """The metadata of a CSV file, ``<name>.csv-metadata.json`` (https://www.w3.org/TR/tabular-metadata/)."""
    columns = [
        {
            "name": row.column,
            "titles": [row.column],
            "datatype": _CSVW_TYPES.get(str(row.dtype), "string"),
            "dc:title": row.label,
            "dc:description": [{"@value": row.zh, "@language": "zh"}, {"@value": row.en, "@language": "en"}],
        }
        for row in describe_columns(exported).itertuples()
    ]
    about = _describe_table(exported)
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{exported.name}.csv",
        "dc:title": exported.origin.title,
        "dc:bibliographicCitation": exported.origin.cite,
        "dc:license": LICENCE_URL,
        "dc:source": [f"{source.file} sha256:{source.sha256}" for source in exported.origin.sources],
        "dc:date": about["exported_at"],
        "tableSchema": {"columns": columns},
        "plan_atlas": about,
    }
    return (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode()


def _describe_table(exported: ExportedTable) -> dict[str, Any]:
    """Origin and number of rows of a table as JSON-compatible values."""
    return {
        **asdict(exported.origin),
        "filters": {name: list(codes) for name, codes in exported.origin.filters.items()},
        "filter_labels": dict(exported.origin.filter_labels),
        "rows": len(exported.frame),
        "exported_at": _now(),
    }


def _number_formats(exported: ExportedTable) -> dict[str, str]:
    """Number formats by column; shares, 0 to 1, are percentages by default."""
    names = map(str, exported.frame.columns)
    shares = {name: "0.0%" for name in names if name == "share" or name.startswith("share_")}
    return {**shares, **exported.formats}


def _tints_by_column(exported: ExportedTable) -> dict[str, Mapping[str, Tint]]:
    """The tints of columns whose texts all have one."""
    tints = {}
    for name, column in exported.frame.items():
        if not pd.api.types.is_numeric_dtype(column.dtype):
            texts = {value for value in column if isinstance(value, str) and value}
            if texts and texts <= exported.tints.keys():
                tints[str(name)] = exported.tints
    return tints


def _to_array(column: pd.Series, dtype: pa.DataType) -> pa.Array:
    """Convert a column to Arrow; numbers in a string column become text."""
    values: list[Any] = exported_column(column)
    if dtype == pa.string():
        values = [value if value is None else str(value) for value in values]
    return pa.array(values, dtype)


def describe_columns(exported: ExportedTable) -> pd.DataFrame:
    """The codebook of a table: column, label, dtype, zh, en, table (str), csv_guarded (bool).

    Columns of built tables are described as in their codebook; ``table`` is empty for computed columns.
    ``csv_guarded`` is whether CSV files prefix an apostrophe to texts that look like formulas.
    """
    names = [str(name) for name in exported.frame.columns]
    types = [column_type(exported.frame.iloc[:, index]) for index in range(len(names))]
    rows = [
        (unique, exported.labels.get(name, ""), dtype, *_describe_column(name, names, exported))
        for name, unique, dtype in zip(names, column_names(exported.frame), types, strict=True)
    ]
    codebook = pd.DataFrame(rows, columns=["column", "label", "dtype", "zh", "en", "table"], dtype="str")
    guarded = [dtype == "string" and not is_code(name) for name, dtype in zip(names, types, strict=True)]
    return codebook.assign(csv_guarded=pd.Series(guarded, dtype="bool"))


def _describe_column(name: str, names: Sequence[str], exported: ExportedTable) -> tuple[str, str, str]:
    """Description of a column in Chinese and English, and the built table that it belongs to.

    Where tables describe the name differently, the table that shares most columns with this one counts, if
    it shares more than one. An id means the same everywhere.
    """
    matches: list[tuple[int, str, Column]] = [
        (len(set(table.column_names) & set(names)), table.name, column)
        for table in TABLES.values()
        for column in table.columns
        if column.name == name
    ]
    meanings = {(column.zh, column.en) for _, _, column in matches}
    shared, table, column = max(matches, key=lambda match: match[0], default=(0, "", Column("", "", "", "")))
    if matches and (len(meanings) == 1 or shared > 1 or name.endswith("_id")):
        return column.zh, column.en, table
    label = exported.labels.get(name, name)
    return *exported.meanings.get(name, (label, label)), ""


def column_names(frame: pd.DataFrame) -> list[str]:
    """Unique column names: repeated names are numbered."""
    names: list[str] = []
    for column in (exported_text(str(name)) for name in frame.columns):
        numbered = chain([column], (f"{column} ({number})" for number in count(2)))
        names.append(next(name for name in numbered if name not in names))
    return names
