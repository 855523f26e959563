"""How a profile is shown: its answer, a chart, its sections, and its exports."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.reports.html import answer_html, sections_html
from pages.ui import data, links
from pages.ui.text import Language, current_language, t
from pipeline.export.reports.document import Document, Figure, Section
from pipeline.export.reports.report import DOCX_MIME, write_document

Make = Callable[[Path, str, Language], Document]


_HERE: Final = Path(__file__).parent
_PRINT: Final = st.components.v2.component(
    "plan_atlas_print",
    html='<button type="button"></button>',
    css=(_HERE / "print.css").read_text(encoding="utf-8"),
    js=(_HERE / "print.js").read_text(encoding="utf-8"),
)


def add_style() -> None:
    """Add the style sheet of profiles, which has rules for paper too."""
    st.html(_HERE / "profile.css")


def show_document(document: Document, beside: str) -> str | None:
    """The profile, from top to bottom.

    Parameters
    ----------
    document
        What it says.
    beside
        The key of the section that stands beside the document's figure, if it has one.

    Returns
    -------
    str or None
        What the reader opens in the figure.
    """
    st.html(answer_html(document.answer, document.aside))
    opened = None
    rest = document.sections
    figures = [block for section in rest for block in section.blocks if isinstance(block, Figure)]
    if figures:
        first = [section for section in rest if section.key == beside]
        rest = tuple(section for section in rest if section.key != beside and not _is_figure(section))
        with st.container(key="profile_pair"):
            left, right = st.columns([5, 6], gap="large")
        with left:
            st.html(sections_html(first))
        with right:
            opened = show_chart(figures[0].exhibit)
    st.html(sections_html(rest))
    st.html(
        f'<div class="profile"><p class="quiet">{escape(document.source)} {escape(document.cite)}</p></div>'
    )
    return opened


def show_exports(document: Document) -> None:
    """A button that makes the report when it is pressed, and one that prints the page."""
    st.download_button(
        t("报告 DOCX", "Report (DOCX)"),
        data=partial(write_document, document, links.file_base()),
        file_name=f"{document.file_name}.docx",
        mime=DOCX_MIME,
        icon=":material/description:",
        key=f"report_{document.file_name}",
        on_click="ignore",
        help=t(
            "Word 文档：标题、表格和可编辑的图，可以接着修改；比页面多出折叠起来的各行",
            "A Word document with headings, tables and charts that can be edited; it also has the rows that "
            "the page folds away",
        ),
    )
    _PRINT(data={"label": t("打印（A4）", "Print (A4)")}, key="profile_print", width="content")


def profile_of(make: Make, code: str) -> Document:
    """A profile in the language of the pages, kept until the tables change."""
    return _kept(data.built_key(), make.__name__, code, current_language(), make)


@st.cache_resource(show_spinner=False, max_entries=64)
def _kept(key: data.BuiltKey, name: str, code: str, language: Language, _make: Make) -> Document:
    return _make(data.built_folder(), code, language)


def _is_figure(section: Section) -> bool:
    return any(isinstance(block, Figure) for block in section.blocks)
