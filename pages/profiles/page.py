"""The page of a profile: its controls and exports, its answer, a chart, and its sections."""

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from pages.charts.browser import component
from pages.charts.show import show_chart
from pages.reports.html import runs_html, sections_html
from pages.ui import address, data, links
from pages.ui.html import answer_html
from pages.ui.tables import offer_file
from pages.ui.text import Language, current_language, fill_text, t, tab_title
from pipeline.export.reports.document import Document, Figure
from pipeline.export.reports.report import write_document

MakeProfile = Callable[[Path, str, Language], Document]

FACTS: Final = "facts"  # key of the section beside the chart

# `profile.css` hides what is not printed.
_PRINT: Final = component("print", '<div class="row"></div>', "print.js", "save.css")


def show_profile(
    label: str, name: str, names: Mapping[str, str], make_profile: MakeProfile, other_page: str, other: str
) -> None:
    """Draw the page of one kind of profile; a click on its chart opens the matrix.

    ``label``, ``name`` and ``names`` are those of `address.choose_one`: label, address parameter, options;
    ``other_page`` and ``other`` are the file and the name of the page of the other kind.
    """
    st.html(Path(__file__).with_name("profile.css"))
    with st.container(key="profile_controls", horizontal=True, vertical_alignment="bottom"):
        code = address.choose_one(label, name, names)
        key, language = data.built_key(), current_language()
        document = _cached_profile(key, make_profile.__name__, code, language, make_profile)
        make, about = partial(write_document, document, links.file_base()), fill_text("ui", "report")
        look = {"icon": ":material/description:", "width": "content"}
        offer_file(t("报告 DOCX", "Report (DOCX)"), document.file_name, "docx", make, about, **look)
        _PRINT(data={"label": t("打印（A4）", "Print (A4)")}, key="profile_print", width="content")
        st.page_link(other_page, label=other, icon=":material/arrow_forward:")
    st.title(document.title, anchor=False)
    st.set_page_config(page_title=tab_title(names[code]))
    if opened := show_document(document):
        filter_name = {"region": "area", "task": "macro"}[name]
        query = {name: code, filter_name: opened, "lang": language}
        st.switch_page("pages/coverage/page.py", query_params=query)


def show_document(document: Document) -> str | None:
    """Draw the profile below its title; return the code that the reader opened in its chart."""
    st.html(answer_html(runs_html(document.answer), runs_html(document.aside)))
    opened, sections = None, list(document.sections)
    figures = {part.key: block for part in sections for block in part.blocks if isinstance(block, Figure)}
    if figures:
        with st.container(key="profile_pair"):
            left, right = st.columns([5, 6], gap="large")
        with left:
            st.html(sections_html(section for section in sections if section.key == FACTS))
        with right:
            opened = show_chart(next(iter(figures.values())).chart)
        sections = [section for section in sections if section.key not in (FACTS, *figures)]
    st.html(sections_html(sections))
    origin = f"{escape(document.source)} {escape(document.cite)}"
    st.html(f'<div class="profile"><p class="quiet">{origin}</p></div>')
    return opened


@st.cache_resource(show_spinner=False, max_entries=64)
def _cached_profile(
    key: data.BuiltKey, kind: str, code: str, language: Language, _make: MakeProfile
) -> Document:
    return _make(data.built_folder(), code, language)
