"""How a profile is shown: its choice and exports, its answer, a chart, and its sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.reports.html import runs_html, sections_html
from pages.ui import address, data, links
from pages.ui.text import Language, current_language, t, tab_title
from pages.ui.written import answer_html
from pipeline.export.reports.document import Document, Figure
from pipeline.export.reports.report import DOCX_MIME, write_document

Make = Callable[[Path, str, Language], Document]

FACTS: Final = "facts"
"""The key of the section that stands beside a profile's figure."""

_HERE: Final = Path(__file__).parent
_PRINT: Final = st.components.v2.component(
    "plan_atlas_print",
    html='<button type="button"></button>',
    css=(_HERE / "print.css").read_text(encoding="utf-8"),
    # What paper doesn't need is hidden by the rules in `profile.css`.
    js="""export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = () => window.print()
}""",
)


def show_profile(label: str, name: str, names: Mapping[str, str], make: Make, other: tuple[str, str]) -> None:
    """The page of one kind of profile, from top to bottom; what is opened in its figure leads to the matrix.

    ``label``, ``name`` and ``names`` are what is chosen, its name in the address, and the options by code;
    ``make`` makes the profile of a code; ``other`` is the page of the other profiles, and its name.
    """
    st.html(_HERE / "profile.css")
    with st.container(key="profile_controls", horizontal=True, vertical_alignment="bottom"):
        code = address.choose_one(label, name, names)
        document = _cached_profile(data.built_key(), make.__name__, code, current_language(), make)
        show_exports(document)
        st.page_link(other[0], label=other[1], icon=":material/arrow_forward:")
    st.title(document.title, anchor=False)
    st.set_page_config(page_title=tab_title(names[code]))
    if opened := show_document(document):
        within = {"region": "area", "task": "macro"}[name]
        query = {name: code, within: opened, "lang": current_language()}
        st.switch_page("pages/coverage/page.py", query_params=query)


def show_document(document: Document) -> str | None:
    """The profile below its title; returns what the reader opens in its figure."""
    st.html(answer_html(runs_html(document.answer), runs_html(document.aside)))
    opened, rest = None, document.sections
    figures = [block for section in rest for block in section.blocks if isinstance(block, Figure)]
    if figures:
        with st.container(key="profile_pair"):
            left, right = st.columns([5, 6], gap="large")
        with left:
            st.html(sections_html([section for section in rest if section.key == FACTS]))
        with right:
            opened = show_chart(figures[0].exhibit)
        rest = tuple(
            section
            for section in rest
            if section.key != FACTS and not any(isinstance(block, Figure) for block in section.blocks)
        )
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


# Kept until the tables change.
@st.cache_resource(show_spinner=False, max_entries=64)
def _cached_profile(key: data.BuiltKey, name: str, code: str, language: Language, _make: Make) -> Document:
    return _make(data.built_folder(), code, language)
