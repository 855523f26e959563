"""A table of a page as it is taken away: its rows, where they come from, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.export.exported_values import column_type, exported_text
from pipeline.export.workbook import Tint
from pipeline.schema.codebook import TABLES
from pipeline.schema.codebook_columns import is_code
from pipeline.schema.model import Column


@dataclass(frozen=True)
class Part:
    """A source of a table."""

    title: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Origin:
    """Where a table comes from.

    `filters` holds what was chosen by its name in the address, as codes; `filters_told` says the same to a
    reader, choice by choice.
    """

    title: str = ""
    cite: str = ""
    link: str = ""
    version: str = ""
    built_at: str = ""
    fingerprint: str = ""
    sources: tuple[Part, ...] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    filters_told: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Taken:
    """A table as it is taken away.

    `labels` holds what stands above a column on the page, `meanings` what a column of the page's own making
    means in Chinese and English, `formats` a number format for a workbook, and `tints` how some words are set
    off in the columns that hold nothing else.
    """

    frame: pd.DataFrame
    name: str
    origin: Origin = field(default_factory=Origin)
    labels: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    tints: Mapping[str, Tint] = field(default_factory=dict)


@dataclass(frozen=True)
class Explained:
    """A line of the codebook of one table; `table` is empty where the page has made the column.

    `csv_guarded` tells that a CSV has an apostrophe before texts of the column that a spreadsheet would run.
    """

    column: str
    label: str
    dtype: str
    zh: str
    en: str
    table: str
    csv_guarded: bool


def explained(taken: Taken) -> list[Explained]:
    """The codebook of a table: its own words where it is one of the built tables' columns."""
    names = [str(name) for name in taken.frame.columns]
    types = [column_type(taken.frame.iloc[:, place]) for place in range(len(names))]
    return [
        Explained(
            *(shown, taken.labels.get(name, ""), dtype),
            *_meaning(name, names, taken),
            csv_guarded=dtype == "string" and not is_code(name),
        )
        for name, shown, dtype in zip(names, column_names(taken.frame), types, strict=True)
    ]


def _meaning(name: str, names: Sequence[str], taken: Taken) -> tuple[str, str, str]:
    """What a column means in both languages, and the built table that it belongs to.

    Several tables may have a column of one name that counts different things: then the table speaks that
    shares most columns with this one, if it shares more than the name. An id means the same everywhere.
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
    label = taken.labels.get(name, name)
    return *taken.meanings.get(name, (label, label)), ""


def column_names(frame: pd.DataFrame) -> list[str]:
    """The names of the columns, a repeated one with its number: keys can't repeat."""
    names: list[str] = []
    for column in (exported_text(str(name)) for name in frame.columns):
        free, number = column, 1
        while free in names:
            number += 1
            free = f"{column} ({number})"
        names.append(free)
    return names
