"""数据与方法 · Data and methods: what became of every character, how it was told, what the tables hold."""

from __future__ import annotations

import streamlit as st

from pages.frame.shell import present
from pages.methods import download as methods_download
from pages.methods import explain as methods_explain
from pages.methods import findings as methods_findings
from pages.methods import ledger as methods_ledger
from pages.methods import reading as methods_reading
from pages.methods import take as methods_take
from pages.methods.style import style
from pages.ui import data, filters
from pages.ui.guard import page_fragment
from pages.ui.text import current_language, t
from pipeline.export.readme import about_tables


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    sections = {
        "ledger": t("字符台账", "The ledger"),
        "source": t("来源文本", "Source text"),
        "findings": t("存疑与说明", "Findings"),
        "method": t("方法与定义", "Method and definitions"),
        "codebook": t("数据字典", "Codebook"),
        "provenance": t("出处", "Provenance"),
        "cite": t("如何引用", "How to cite"),
        "download": t("全部数据表", "All tables"),
    }
    contents(sections)
    chosen = filters.sidebar(("macro", "group", "region"))
    with st.sidebar:
        st.caption(t("筛选作用于字符台账和存疑与说明。", "The filters narrow the ledger and the findings."))
    regions = filters.chosen_regions(data.regions(), chosen)
    st.html(style())
    st.title(t("数据与方法", "Data and methods"), anchor=False)
    st.markdown(about_tables(current_language()))
    methods_ledger.answer()
    parts = {
        "ledger": lambda: methods_ledger.picture(regions),
        "source": methods_reading.source,
        "findings": lambda: methods_findings.findings(regions, narrowed=chosen.any),
        "method": methods_explain.method,
        "codebook": methods_explain.codebook,
        "provenance": methods_take.provenance,
        "cite": methods_take.cite,
        "download": methods_download.download,
    }
    for name, part in parts.items():
        with st.container(key=f"section_{name}"):
            st.header(sections[name], anchor=name)
            part()


def contents(sections: dict[str, str]) -> None:
    """Links to the sections, on the left."""
    links = "".join(f'<a href="#{name}">{label}</a>' for name, label in sections.items())
    with st.sidebar:
        st.html(f'<nav class="contents" aria-label="{t("本页内容", "On this page")}">{links}</nav>')


present(show)
