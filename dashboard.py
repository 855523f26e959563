"""The entry of the dashboard: its pages, its language, its theme."""

from __future__ import annotations

import streamlit as st

from pages.shared import address, shell
from pages.shared.text import t

with address.followed():
    shell.choose_language()
    shell.dress()
    overview = st.Page(
        "pages/overview.py", title=t("总览", "Overview"), icon=":material/map:", default=True, url_path="home"
    )
    coverage = st.Page(
        "pages/coverage.py", title=t("覆盖矩阵", "Coverage"), icon=":material/grid_on:", url_path="coverage"
    )
    gaps = st.Page("pages/gaps.py", title=t("缺口清单", "Gaps"), icon=":material/rule:", url_path="gaps")
    methods = st.Page(
        "pages/methods.py",
        title=t("数据与方法", "Data and methods"),
        icon=":material/menu_book:",
        url_path="methods",
    )
    page = st.navigation([overview, coverage, gaps, methods, shell.alias(overview, "overview")])
    address.arrive(page.url_path)
    page.run()
