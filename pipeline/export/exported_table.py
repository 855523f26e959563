"""A page's table for export: its rows, their origin, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.export.exported_values import column_type, exported_text
from pipeline.export.workbook import Tint
from pipeline.schema.codebook import TABLES, is_code
from pipeline.schema.model import Column


@dataclass(frozen=True)
class SourceFile:
    """A source file of a table."""

    title: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Origin:
    """Where a table comes from.

    `filters` holds the chosen codes by URL parameter; `filter_labels` the same as pairs of readable texts.
    """

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
    """A table with all that its exports need.

    By column, `labels` are the headings on the page, `meanings` describe columns that the page computed
    (Chinese, English), and `formats` are number formats for a workbook. `tints` are cell colours by text,
    for columns that hold only such texts.
    """

    frame: pd.DataFrame
    name: str
    origin: Origin = field(default_factory=Origin)
    labels: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    tints: Mapping[str, Tint] = field(default_factory=dict)


def describe_columns(exported: ExportedTable) -> pd.DataFrame:
    """The codebook of a table; columns of the built tables are described as in their codebook.

    Returns
    -------
    DataFrame
        column, label, dtype, zh, en, table (str), the last empty for a column that the page computed;
        csv_guarded (bool), whether CSV files put an apostrophe before texts that a spreadsheet would run.
    """
    names = [str(name) for name in exported.frame.columns]
    types = [column_type(exported.frame.iloc[:, place]) for place in range(len(names))]
    rows = [
        (shown, exported.labels.get(name, ""), dtype, *_describe_column(name, names, exported))
        for name, shown, dtype in zip(names, column_names(exported.frame), types, strict=True)
    ]
    described = pd.DataFrame(rows, columns=["column", "label", "dtype", "zh", "en", "table"], dtype="str")
    guarded = [dtype == "string" and not is_code(name) for name, dtype in zip(names, types, strict=True)]
    return described.assign(csv_guarded=pd.Series(guarded, dtype="bool"))


def _describe_column(name: str, names: Sequence[str], exported: ExportedTable) -> tuple[str, str, str]:
    """What a column means in both languages, and the built table that it belongs to.

    Where several tables have a column of this name with different meanings, the table that shares most
    columns with this one decides, if it shares more than the name. An id means the same everywhere.
    """
    found: list[tuple[int, str, Column]] = [
        (len(set(table.column_names) & set(names)), table.name, column)
        for table in TABLES.values()
        for column in table.columns
        if column.name == name
    ]
    meanings = {(column.zh, column.en) for _, _, column in found}
    shared, table, column = max(found, key=lambda entry: entry[0], default=(0, "", Column("", "", "", "")))
    if found and (len(meanings) == 1 or shared > 1 or name.endswith("_id")):
        return column.zh, column.en, table
    label = exported.labels.get(name, name)
    return *exported.meanings.get(name, (label, label)), ""


def column_names(frame: pd.DataFrame) -> list[str]:
    """Unique column names: a repeated name gets a number."""
    names: list[str] = []
    for column in (exported_text(str(name)) for name in frame.columns):
        free, number = column, 1
        while free in names:
            number += 1
            free = f"{column} ({number})"
        names.append(free)
    return names
