"""A table of a page as a file: its rows and columns as they are shown, and what is known of it.

CSV holds the rows only, because it has no place for more: what is known of it goes beside it, in the file
that *CSV on the Web* asks for. The other formats hold both.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.export.citations import LICENCE, LICENCE_URL
from pipeline.export.csv_text import write_csv
from pipeline.export.exported_values import exported_column
from pipeline.export.taken import Origin, Taken, column_names, explained
from pipeline.export.workbook import Sheet, Tint, write_workbook

NOTES_NAME: Final = "notes 说明"
CODEBOOK_SHEET: Final = "codebook 字段"
METADATA_KEY: Final = b"plan_atlas"
"""Under which a Parquet file holds all that is known of it, as JSON."""


def frame_to_csv(frame: pd.DataFrame) -> bytes:
    """A table of a page as CSV: its columns and rows as they are, without the index."""
    stream = io.BytesIO()
    write_csv(stream, [str(column) for column in frame.columns], [frame])
    return stream.getvalue()


def frame_to_xlsx(frame: pd.DataFrame, sheet: str, notes: Sequence[tuple[str, str]] = ()) -> bytes:
    """A table as a workbook: the table, without the index, and a sheet of notes.

    Parameters
    ----------
    frame
        The table.
    sheet
        Name of its sheet; what a sheet's name can't hold is left out.
    notes
        What is told and what it says: the source, the filters, how to cite.
    """
    return _workbook([Sheet(sheet, [str(column) for column in frame.columns], [frame])], notes)


def taken_to_xlsx(taken: Taken) -> bytes:
    """A table of a page as a workbook, with a codebook of its columns and notes of what is known of it."""
    codebook = pd.DataFrame([asdict(line) for line in explained(taken)])
    columns = [str(column) for column in taken.frame.columns]
    table = Sheet(taken.name, columns, [taken.frame], _number_formats(taken), _tints_by_column(taken))
    sheets = [table, Sheet(CODEBOOK_SHEET, list(codebook.columns), [codebook])]
    return _workbook(sheets, notes_of(taken.origin))


def notes_of(origin: Origin) -> list[tuple[str, str]]:
    """The lines of the sheet of notes: what was chosen, how to cite, from which sources, when."""
    notes = [
        ("表 Table", origin.title),
        *((f"筛选 Filter · {what}", chosen) for what, chosen in origin.filters_told),
        *([] if origin.filters_told else [("筛选 Filter", "无 none")]),
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
    return [(what, value) for what, value in notes if value]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _workbook(sheets: Sequence[Sheet], notes: Sequence[tuple[str, str]]) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, sheets, NOTES_NAME, notes)
    return stream.getvalue()


def taken_to_parquet(taken: Taken) -> bytes:
    """A table of a page as Parquet, typed; what is known of it stands in its metadata.

    The keys are `title`, `cite`, `link`, `version`, `source_sha256`, `filters` (JSON), `exported_at`, and
    `plan_atlas` with everything as JSON; each column has its label and its meaning in both languages.
    """
    about, codebook = _about(taken), explained(taken)
    fields = [
        pa.field(line.column, line.dtype, metadata={"label": line.label, "zh": line.zh, "en": line.en})
        for line in codebook
    ]
    columns = [
        _typed(exported_column(taken.frame.iloc[:, place]), part.type) for place, part in enumerate(fields)
    ]
    told = {
        "title": taken.origin.title,
        "cite": taken.origin.cite,
        "link": taken.origin.link,
        "version": taken.origin.version,
        "source_sha256": " ".join(source.sha256 for source in taken.origin.sources),
        "filters": json.dumps(about["filters"], ensure_ascii=False),
        "exported_at": about["exported_at"],
        METADATA_KEY: json.dumps(about, ensure_ascii=False),
    }
    stream = io.BytesIO()
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=told))
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def taken_to_json(taken: Taken) -> bytes:
    """A table of a page as one JSON object: `about`, `columns` and `rows`, a row a line."""
    names = column_names(taken.frame)
    columns_of_values = [exported_column(taken.frame.iloc[:, place]) for place in range(len(names))]
    rows = ",\n".join(
        json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, allow_nan=False)
        for values in zip(*columns_of_values, strict=True)
    )
    about = json.dumps(_about(taken), ensure_ascii=False, indent=1)
    columns = json.dumps([asdict(line) for line in explained(taken)], ensure_ascii=False, indent=1)
    return f'{{"about": {about},\n"columns": {columns},\n"rows": [\n{rows}\n]}}\n'.encode()


def taken_to_metadata(taken: Taken) -> bytes:
    """What is known of a table's CSV, to lie beside it as ``<name>.csv-metadata.json``.

    References
    ----------
    W3C, Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/
    """
    columns = [
        {
            "name": line.column,
            "titles": [line.column],
            "datatype": {"int64": "integer", "float64": "number", "bool": "boolean"}.get(
                line.dtype, "string"
            ),
            "dc:title": line.label,
            "dc:description": [
                {"@value": line.zh, "@language": "zh"},
                {"@value": line.en, "@language": "en"},
            ],
        }
        for line in explained(taken)
    ]
    about = _about(taken)
    told = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{taken.name}.csv",
        "dc:title": taken.origin.title,
        "dc:bibliographicCitation": taken.origin.cite,
        "dc:license": LICENCE_URL,
        "dc:source": [f"{source.file} sha256:{source.sha256}" for source in taken.origin.sources],
        "dc:date": about["exported_at"],
        "tableSchema": {"columns": columns},
        "plan_atlas": about,
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _about(taken: Taken) -> dict[str, Any]:
    """All that is known of a table, as JSON can hold it."""
    origin = asdict(taken.origin)
    return {
        **origin,
        "filters": {name: list(codes) for name, codes in taken.origin.filters.items()},
        "filters_told": dict(taken.origin.filters_told),
        "rows": len(taken.frame),
        "exported_at": _now(),
    }


def _number_formats(taken: Taken) -> dict[str, str]:
    """The formats that were asked for; shares from 0 to 1 are written as per cent in any case."""
    shares = {
        str(name): "0.0%"
        for name in taken.frame.columns
        if str(name) == "share" or str(name).startswith("share_")
    }
    return {**shares, **taken.formats}


def _tints_by_column(taken: Taken) -> dict[str, Mapping[str, Tint]]:
    """The tints of the columns in which every text is one that has a tint."""
    found = {}
    for place, name in enumerate(taken.frame.columns):
        column = taken.frame.iloc[:, place]
        if not pd.api.types.is_numeric_dtype(column.dtype):
            texts = {value for value in column if isinstance(value, str) and value}
            if texts and texts <= taken.tints.keys():
                found[str(name)] = taken.tints
    return found


def _typed(values: Sequence[Any], dtype: pa.DataType) -> pa.Array:
    """The values of a column with one type: where words and numbers are mixed, all are words."""
    if dtype == pa.string():
        values = [value if value is None else str(value) for value in values]
    return pa.array(values, dtype)
