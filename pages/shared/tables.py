"""A table with its downloads beside it; the files are made when they are asked for, not on every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.sources import workbook_notes
from pages.shared.text import t
from pipeline.export import frame_to_csv, frame_to_xlsx

Frame = pd.DataFrame | Callable[[], pd.DataFrame]

XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_table(
    frame: pd.DataFrame,
    file_name: str,
    *,
    labels: Mapping[str, str] | None = None,
    export: Frame | None = None,
    height: int | None = None,
    column_config: Mapping[str, Any] | None = None,
) -> None:
    """Show ``frame`` and offer it as CSV and XLSX.

    Parameters
    ----------
    frame
        What is shown; its index is not.
    file_name
        Of the downloads, without ending; also the key of the widgets, so it is unique on a page.
    labels
        From a column's name to what stands above it.
    export
        What the downloads hold, if not ``frame`` itself; as in `downloads`.
    height
        In pixels; by default as many rows as fit ten or so.
    column_config
        Streamlit's settings by column, over ``labels``.
    """
    config: dict[str, Any] = {**(labels or {}), **(column_config or {})}
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height=height or "auto",
        column_config=config,
        key=f"table_{file_name}",
    )
    downloads(frame if export is None else export, file_name)


def downloads(frame: Frame, file_name: str, name: str = "") -> None:
    """Two buttons: ``frame`` as CSV (opens in Excel with Chinese intact) and as XLSX.

    ``name`` tells the buttons of several tables apart.
    A function that makes the frame is called when a button is pressed, outside the session: it can't ask for
    the language or for anything else of the page.
    """
    told = workbook_notes()

    def made() -> pd.DataFrame:
        return frame() if callable(frame) else frame

    with st.container(horizontal=True, gap="small", width="content"):
        st.download_button(
            f"{name} CSV".strip(),
            data=lambda: frame_to_csv(made()),
            file_name=f"{file_name}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"csv_{file_name}",
            on_click="ignore",
            help=t("下载上表（CSV，可用 Excel 打开）", "Download this table (CSV, opens in Excel)"),
        )
        st.download_button(
            f"{name} XLSX".strip(),
            data=lambda: frame_to_xlsx(made(), file_name, told),
            file_name=f"{file_name}.xlsx",
            mime=XLSX_MIME,
            icon=":material/download:",
            key=f"xlsx_{file_name}",
            on_click="ignore",
            help=t("下载上表（XLSX）", "Download this table (XLSX)"),
        )
