"""Tables with a download menu; files are made when a button is pressed, not on every run."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from html import escape
from math import ceil
from typing import Any, Final, cast
from zlib import crc32

import pandas as pd
import streamlit as st

from pages.ui import address, conditions, page_columns
from pages.ui.codes import DEPTHS, STATUSES
from pages.ui.evidence.sources import view_origin
from pages.ui.html import show_unseen
from pages.ui.text import fill_text, t
from pages.ui.theme import LIGHT, MARKS
from pipeline.export import table_files
from pipeline.export.office.measure import text_width
from pipeline.export.table_files import DEPTH_TINTS, ExportedTable, Origin
from pipeline.export.workbook import Tint

Frame = pd.DataFrame | Callable[[], pd.DataFrame]

Headings = Mapping[str, str] | None
"""Headings, or formats, by column."""

Columns = dict[str, tuple[Iterable[Any], str, int]]
"""Values, heading and width in pixels of columns by name."""

MISSING: Final = "–"
"""Placeholder of missing values on a page."""

_MIME_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "csv-metadata.json": "application/json",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_WRITERS: Final[dict[str, Callable[[ExportedTable], bytes]]] = {
    "csv": lambda table: table_files.frame_to_csv(table.frame),
    "xlsx": table_files.table_to_xlsx,
    "parquet": table_files.table_to_parquet,
    "json": table_files.table_to_json,
    "csv-metadata.json": table_files.table_to_metadata,
}

_WIDEST: Final = 320
_WRAPPED_ROW: Final = 62
"""Height in pixels of a row of three lines, the least at which Streamlit wraps texts."""


def show_table(
    frame: pd.DataFrame,
    file_name: str,
    *,
    labels: Headings = None,
    export: Frame | None = None,
    height: int | None = None,
    formats: Headings = None,
    decided_by: Sequence[str] | None = None,
) -> None:
    """Show ``frame`` without its index, with a download menu.

    ``file_name``, ``labels`` and ``decided_by`` are those of `downloads`, and so is ``export``, the table for
    files; per cent columns hold shares from 0 to 1 in it. ``formats`` are a width (``large``) or a number
    format (``%.2f``) by column, or by the name of its heading; ``height`` in pixels, by default that of about
    ten rows, is for more rows than it holds.
    """
    headings, numbers = labels or {}, {}
    config: dict[str, Any] = {**headings, **integer_columns(frame, headings)}
    for column, texts in frame.select_dtypes(["str", "object"]).items():
        filled = texts[texts.fillna("") != ""]
        # Streamlit takes a few texts among blank cells for outliers, and makes their column too narrow.
        if 0 < 2 * len(filled) < len(texts):
            width = min(24 + max(ceil(text_width(str(text), 14)) for text in filled), _WIDEST)
            config[str(column)] = st.column_config.TextColumn(headings.get(str(column)), width=width)
    for name, setting in (formats or {}).items():
        column = name if name in frame else page_columns.heading_of(name)
        if "%" in setting:
            config[column] = st.column_config.NumberColumn(headings.get(column), format=setting)
            numbers[column] = workbook_format(setting, shares=export is not None)
        else:
            config[column] = st.column_config.TextColumn(headings.get(column), width=cast(Any, setting))
    st.dataframe(
        _show_invisible(frame),
        hide_index=True,
        width="stretch",
        height=height if height and height < 38 + 35 * len(frame) else "auto",
        column_config=config,
        placeholder=MISSING,
        key=f"table_{file_name}",
    )
    whole = frame if export is None else export
    downloads(whole, file_name, labels=headings, formats=numbers, decided_by=decided_by)


def integer_columns(frame: pd.DataFrame, headings: Mapping[str, str]) -> dict[str, Any]:
    """Return settings that show integers with thousands separators, by column."""
    columns = map(str, frame.select_dtypes("integer"))
    return {name: st.column_config.NumberColumn(headings.get(name), format="%,d") for name in columns}


def open_selected(key: str, codes: Sequence[str], open_code: Callable[[str], None]) -> None:
    """Open the code of the selected row, and clear the selection; a callback.

    Rows are selected, not cells: the table selects its first cell by itself when it gets the focus, by a
    click on a heading or by the Tab key.
    """
    if rows := st.session_state[key].selection.rows:
        open_code(codes[rows[0]])
        st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}


def choose_row(columns: Columns, name: str, ids: Iterable[str], **settings: Any) -> int | None:
    """Show a table of wrapped texts with a name that is unique on a page; return the selected row's position.

    A selection is kept for rows of the same ``ids`` only. ``settings`` are arguments of the widget.
    """
    frame = pd.DataFrame({column: list(values) for column, (values, _, _) in columns.items()})
    event = st.dataframe(
        _show_invisible(frame),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"table_{name}_{crc32(' '.join(ids).encode())}",
        column_config={
            column: st.column_config.TextColumn(heading, width=width)
            for column, (_, heading, width) in columns.items()
        },
        **{"row_height": _WRAPPED_ROW} | settings,
    )
    rows = event.selection.rows
    return rows[0] if rows and rows[0] < len(frame) else None


def fit_rows(texts: Iterable[str], width: int) -> int:
    """Return the height of rows that show texts of up to eight lines in a column of ``width`` pixels."""
    # Lines of 20 pixels break between words, and cells have margins of 8 pixels.
    lines = max(ceil(1.1 * text_width(text, 14) / (width - 16)) for text in texts)
    return _WRAPPED_ROW + 20 * (min(max(lines, 3), 8) - 3)


def _show_invisible(frame: pd.DataFrame) -> pd.DataFrame:
    texts = frame.select_dtypes(["str", "object"])
    return frame.assign(**texts.map(lambda value: show_unseen(value) if isinstance(value, str) else value))


def downloads(
    frame: Frame,
    file_name: str,
    name: str = "",
    *,
    labels: Headings = None,
    formats: Headings = None,
    decided_by: Sequence[str] | None = None,
) -> None:
    """Draw a menu that offers ``frame`` as CSV, XLSX, Parquet and JSON; it is empty until opened.

    A function in place of the frame is called when a button is pressed, outside the session, so it has no
    access to the language or any other state of the page. ``file_name`` has no extension and is unique on a
    page; ``name`` is the menu's label, to distinguish several tables. ``labels`` are headings on the page by
    column, for the codebook, ``formats`` number formats for a workbook; ``decided_by`` is as in
    `pages.ui.conditions.current_conditions`, if not all conditions apply.
    """
    label, icon = name or t("下载表格", "Download table"), ":material/download:"
    menu = st.popover(label, icon=icon, key=f"take_{file_name}", on_change=address.record_input)
    if not menu.open:
        return
    title = " · ".join(filter(None, (address.page_title(), name or file_name)))
    origin = view_origin(conditions.current_conditions(decided_by), title)
    write = table_writer(frame, file_name, origin, labels=labels, formats=formats)
    whole = t("含字段说明、筛选与出处", "with codebook, filters and source")
    kinds = (
        ("CSV", "csv", t("可用 Excel 打开", "opens in Excel")),
        ("XLSX", "xlsx", whole),
        ("Parquet", "parquet", t("有类型，出处在元数据中", "typed, its source in the metadata")),
        ("JSON", "json", whole),
        (t("CSV 的说明", "About the CSV"), "csv-metadata.json", fill_text("ui", "beside_csv")),
    )
    with menu.container(horizontal=True, gap="small", width="content"):
        for label, ending, what in kinds:
            offer_file(label, file_name, ending, partial(write, ending), what, width="content")
    menu.html(f'<p class="quiet" style="overflow-wrap:anywhere">{escape(origin.cite)}</p>')


def table_writer(
    frame: Frame, file_name: str, origin: Origin, labels: Headings = None, formats: Headings = None
) -> Callable[[str], bytes]:
    """Return a function that makes a file of the table by its ending, without access to the session.

    The parameters are those of `downloads`; ``origin`` holds title, filters and source of the file.
    """
    tints, regions = depth_tints(), page_columns.region_names()

    def write(ending: str) -> bytes:
        made = frame() if callable(frame) else frame
        meanings = page_columns.meanings(made, regions)
        table = ExportedTable(made, file_name, origin, labels or {}, meanings, formats or {}, tints)
        return _WRITERS[ending](table)

    return write


def offer_file(
    label: str,
    file_name: str,
    ending: str,
    make: Callable[[], bytes],
    what: str | None = None,
    **settings: Any,
) -> None:
    """Draw a button that makes a file when pressed; ``what`` is its tooltip.

    ``settings`` are further arguments of the widget, which by default is as wide as its container.
    """
    st.download_button(
        label,
        data=make,
        file_name=f"{file_name}.{ending}",
        mime=_MIME_TYPES[ending],
        key=f"{ending}_of_{file_name}",
        on_click="ignore",
        help=what,
        **{"width": "stretch"} | settings,
    )


def depth_tints() -> dict[str, Tint]:
    """Return cell styles by depth: by code and by name in either language, with or without its mark."""
    outside = Tint(LIGHT.outside, LIGHT.ink, "")
    tints = {name: outside for status in STATUSES.values() for name in status.values()}
    for code, tint in DEPTH_TINTS.items():
        tints[code] = tint
        for name in DEPTHS[code].values():
            tints |= {name: tint, f"{MARKS[code]} {name}": Tint(tint.fill, tint.ink, "")}
    return tints


def workbook_format(printf: str, *, shares: bool) -> str:
    """Translate a format such as ``%.1f%%`` to that of a workbook; ``shares``: per cent holds 0 to 1."""
    decimals = re.search(r"\.(\d)f", printf)
    digits = f"0.{'0' * int(decimals[1])}".rstrip(".") if decimals else "0"
    return digits + (("%" if shares else '"%"') if printf.endswith("%%") else "")
