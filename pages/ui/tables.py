"""A table with its downloads beside it; the files are made when they are asked for, not on every run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from pages.ui import address, conditions, page_columns
from pages.ui.evidence.sources import view_origin
from pages.ui.text import DEPTHS, LANGUAGES, STATUSES, name_of, t
from pages.ui.theme import LIGHT, MARKS
from pages.ui.written import show_unseen
from pipeline.export.export import (
    DEPTH_TINTS,
    ExportedTable,
    Origin,
    Tint,
    frame_to_csv,
    table_to_json,
    table_to_metadata,
    table_to_parquet,
    table_to_xlsx,
)

Frame = pd.DataFrame | Callable[[], pd.DataFrame]

MISSING: Final = "–"
"""What stands on a page where a table has no value."""

XLSX_MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MIME_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": XLSX_MIME,
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "csv-metadata.json": "application/json",
    "html": "text/html",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""By the ending of a file's name."""

_NUMBER: Final = re.compile(r"%\.(\d)f(%%)?")


def show_table(
    frame: pd.DataFrame,
    file_name: str,
    *,
    labels: Mapping[str, str] | None = None,
    export: Frame | None = None,
    height: int | None = None,
    column_config: Mapping[str, Any] | None = None,
    decided_by: Sequence[str] | None = None,
) -> None:
    """Show ``frame`` without its index, and offer it as a file.

    Parameters
    ----------
    file_name
        Of the downloads, without ending; also the key of the widgets, so it is unique on a page.
    labels, column_config
        From a column's name to what stands above it, and to Streamlit's settings, whose label goes first.
    export, decided_by
        As ``frame`` and ``decided_by`` of `downloads`, which holds ``frame`` itself by default. A column that
        is shown in per cent holds shares from 0 to 1 there.
    height
        In pixels; by default as many rows as fit ten or so.
    """
    config: dict[str, Any] = {**(labels or {}), **(column_config or {})}
    for name in set(labels or ()) & set(column_config or ()):
        if isinstance(config[name], dict) and not config[name].get("label"):
            config[name] = {**config[name], "label": (labels or {})[name]}
    st.dataframe(
        _legible(frame),
        hide_index=True,
        width="stretch",
        height=height or "auto",
        column_config=config,
        placeholder=MISSING,
        key=f"table_{file_name}",
    )
    downloads(
        frame if export is None else export,
        file_name,
        labels=_labels(config),
        formats=_formats(config, shares=export is not None),
        decided_by=decided_by,
    )


def open_selected(key: str, codes: Sequence[str], open_code: Callable[[str], None]) -> None:
    """Open what the selected row of a table stands for, and select nothing again; a callback.

    Rows are selected rather than cells: the browser's table selects its first cell by itself whenever it gets
    the focus, by the click on a heading that sorts it or by the Tab key.
    """
    rows = st.session_state[key].selection.rows
    if rows:
        open_code(codes[rows[0]])
        st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}


def _legible(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as it is read on a page: with the characters in its texts that nobody would see."""
    texts = frame.select_dtypes(["str", "object"])
    read = {
        str(name): [show_unseen(value) if isinstance(value, str) else value for value in text]
        for name, text in texts.items()
    }
    return frame.assign(**read)


def downloads(
    frame: Frame,
    file_name: str,
    name: str = "",
    *,
    labels: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    decided_by: Sequence[str] | None = None,
) -> None:
    """A menu that offers ``frame`` as CSV, XLSX, Parquet and JSON; nothing is in it before it is opened.

    Parameters
    ----------
    frame
        The table, or a function that makes it. The function is called when a button is pressed, outside the
        session: it can't ask for the language or for anything else of the page.
    file_name
        Without ending, unique on a page.
    name
        Tells the menus of several tables apart.
    labels, formats
        From a column's name to what stands above it on the page, for the codebook that goes with the table,
        and to its number format in a workbook.
    decided_by
        As in `pages.ui.conditions.current_conditions`, where not all of these decide which rows there are.
    """
    menu = st.popover(
        name or t("下载表格", "Download table"),
        icon=":material/download:",
        key=f"take_{file_name}",
        on_change=address.record_input,
    )
    if not menu.open:
        return
    title = " · ".join(filter(None, (address.page_title(), name or file_name)))
    origin = view_origin(conditions.current_conditions(decided_by), title)
    table = exported_table(frame, file_name, origin, labels=labels, formats=formats)
    whole = t("含字段说明、筛选与出处", "with codebook, filters and source")
    beside = t("字段、筛选与出处，放在 CSV 旁边", "columns, filters and source, to lie beside it")
    files: tuple[tuple[str, str, Callable[[], bytes], str], ...] = (
        ("CSV", "csv", lambda: frame_to_csv(table().frame), t("可用 Excel 打开", "opens in Excel")),
        ("XLSX", "xlsx", lambda: table_to_xlsx(table()), whole),
        (
            "Parquet",
            "parquet",
            lambda: table_to_parquet(table()),
            t("有类型，出处在元数据中", "typed, its source in the metadata"),
        ),
        ("JSON", "json", lambda: table_to_json(table()), whole),
        (t("CSV 的说明", "About the CSV"), "csv-metadata.json", lambda: table_to_metadata(table()), beside),
    )
    with menu.container(horizontal=True, gap="small", width="content"):
        for label, ending, make, what in files:
            offer_file(label, file_name, ending, make, what, width="content")
    menu.html(f'<p class="quiet" style="overflow-wrap:anywhere">{escape(origin.cite)}</p>')


def exported_table(
    frame: Frame,
    file_name: str,
    origin: Origin,
    labels: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
) -> Callable[[], ExportedTable]:
    """A function that makes a table as files hold it, and asks for nothing of the session.

    The parameters are those of `downloads`; ``origin`` gives what the file says of itself.
    """
    tints, regions = depth_tints(), page_columns.region_names()

    def make() -> ExportedTable:
        made = frame() if callable(frame) else frame
        meanings = page_columns.meanings(made, regions)
        return ExportedTable(made, file_name, origin, labels or {}, meanings, formats or {}, tints)

    return make


def offer_file(
    label: str,
    file_name: str,
    ending: str,
    make: Callable[[], bytes],
    what: str | None = None,
    *,
    width: Literal["content", "stretch"] = "stretch",
) -> None:
    """A button that makes a file when it is pressed; ``what`` explains it."""
    st.download_button(
        label,
        data=make,
        file_name=f"{file_name}.{ending}",
        mime=MIME_TYPES[ending],
        key=f"{ending}_of_{file_name}",
        on_click="ignore",
        help=what,
        width=width,
    )


def depth_tints() -> dict[str, Tint]:
    """How the names of depths are set off, with their marks before them or without, in either language."""
    found = {
        status[language]: Tint(LIGHT.outside, LIGHT.ink, "")
        for status in STATUSES.values()
        for language in LANGUAGES
    }
    for code, tint in DEPTH_TINTS.items():
        found[code] = tint
        for language in LANGUAGES:
            found[name_of(DEPTHS, code, language)] = tint
            found[f"{MARKS[code]} {name_of(DEPTHS, code, language)}"] = Tint(tint.fill, tint.ink, "")
    return found


def _labels(config: Mapping[str, Any]) -> dict[str, str]:
    """What stands above the columns, by Streamlit's settings."""
    found = {
        name: setting if isinstance(setting, str) else (setting or {}).get("label")
        for name, setting in config.items()
    }
    return {name: label for name, label in found.items() if label}


def _formats(config: Mapping[str, Any], *, shares: bool) -> dict[str, str]:
    """How a workbook writes the numbers that Streamlit's settings format, ``shares`` being from 0 to 1."""
    found = {}
    for name, setting in config.items():
        asked = (setting.get("type_config") or {}).get("format") if isinstance(setting, Mapping) else None
        if match := _NUMBER.fullmatch(asked or ""):
            decimals = f"0.{'0' * int(match[1])}".rstrip(".")
            found[name] = decimals + (("%" if shares else '"%"') if match[2] else "")
    return found
