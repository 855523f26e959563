"""A page's table as a file with metadata.

The metadata of a CSV file are in a second file in *CSV on the Web* format.
"""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.export.citations import LICENCE, LICENCE_URL
from pipeline.export.exported_table import ExportedTable, Origin, column_names, describe_columns
from pipeline.export.exported_values import exported_column, write_csv
from pipeline.export.workbook import Sheet, Tint, write_workbook

NOTES_NAME: Final = "notes 说明"
CODEBOOK_SHEET: Final = "codebook 字段"
_CSVW_TYPES: Final = {"int64": "integer", "float64": "number", "bool": "boolean"}


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
