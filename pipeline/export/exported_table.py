"""A page's table for export: its rows, its origin, and descriptions of its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Final

import pandas as pd

from pipeline.export.exported_values import column_type, exported_text
from pipeline.export.workbook import Tint
from pipeline.schema.codebook import TABLES, is_code
from pipeline.schema.model import Column

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
