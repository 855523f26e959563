"""数据与方法 · Data and methods: the class of every character, and the contents of the tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from pages.frame.shell import show_page
from pages.methods import explain, exports, findings, ledger, source
from pages.ui import address, data, filters
from pages.ui.guard import page_fragment
from pages.ui.text import current_language, fill_text, t
from pipeline.export.export import ABOUT_TABLES

# The address parameter of the section. (A comment: Streamlit would print a docstring of a page's module.)
SECTION: Final = "section"

# The section that a link without one opens, by its other parameters.
_SECTION_OF: Final = {"line": "source", "plan": "source", "severity": "findings", "kind": "findings"}


@page_fragment
def show() -> None:
    """Draw the page, one section at a time, since all of them at once are slow to draw."""
    chosen = filters.draw_filters(("macro", "group", "region"))
    with st.sidebar:
        st.caption(fill_text("methods", "narrowed"))
    regions = filters.filter_regions(data.regions(), chosen)
    st.html(Path(__file__).with_name("methods.css"))
    st.title(name := t("数据与方法", "Data and methods"), anchor=False)
    address.start_page("methods", name)
    st.markdown(ABOUT_TABLES[current_language()])
    ledger.show_summary()
    sections: dict[str, tuple[str, Callable[[], None]]] = {
        "ledger": (t("字符台账", "The ledger"), lambda: ledger.show_ledger(regions)),
        "source": (t("来源文本", "Source text"), source.show_source),
        "findings": (
            t("存疑与说明", "Data-quality notes"),
            lambda: findings.show_findings(regions, narrowed=chosen.any),
        ),
        "method": (t("方法与定义", "Method and definitions"), explain.show_method),
        "codebook": (t("数据字典", "Codebook"), explain.show_codebook),
        "provenance": (t("出处", "Provenance"), exports.show_provenance),
        "cite": (t("如何引用", "How to cite"), exports.show_how_to_cite),
        "download": (t("全部数据表", "All tables"), exports.show_downloads),
    }
    asked = next((section for name, section in _SECTION_OF.items() if address.read_state(name)), "")
    if asked and not address.read_state(SECTION):
        address.write_state(SECTION, (asked,))
    titles = {name: title for name, (title, _) in sections.items()}
    label = t("本页内容", "On this page")
    section = address.choose_segment(label, SECTION, titles, label_visibility="collapsed")
    title, draw = sections[section]
    with st.container(key=f"section_{section}"):
        st.header(title, anchor=False)
        draw()


show_page(show)
