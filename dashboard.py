"""The entry of the dashboard: its pages, its language, its edition, its theme."""

from __future__ import annotations

import streamlit as st

from pages.frame import shell
from pages.ui import address, conditions, data, link_problems
from pages.ui.text import t


def page_list() -> list[st.Page]:
    """The pages, in the order in which they stand in the sidebar; the first one opens first."""
    overview = st.Page(
        "pages/overview/page.py",
        title=t("总览", "Overview"),
        icon=":material/map:",
        url_path=shell.HOME,
        default=True,
    )
    return [
        overview,
        st.Page(
            "pages/coverage/page.py",
            title=t("覆盖矩阵", "Coverage"),
            icon=":material/grid_on:",
            url_path="coverage",
        ),
        st.Page("pages/gaps/page.py", title=t("缺口清单", "Gaps"), icon=":material/rule:", url_path="gaps"),
        st.Page(
            "pages/compare/page.py",
            title=t("并排比较", "Compare"),
            icon=":material/compare:",
            url_path="compare",
        ),
        *change_page(),
        st.Page(
            "pages/targets/page.py",
            title=t("量化目标", "Targets"),
            icon=":material/straighten:",
            url_path="targets",
        ),
        st.Page(
            "pages/keywords/page.py",
            title=t("关键词", "Keywords"),
            icon=":material/text_fields:",
            url_path="keywords",
        ),
        st.Page(
            "pages/departments/page.py",
            title=t("责任部门", "Departments"),
            icon=":material/account_balance:",
            url_path="departments",
        ),
        st.Page(
            "pages/local/page.py",
            title=t("自设任务", "Local tasks"),
            icon=":material/add_location_alt:",
            url_path="local",
        ),
        st.Page(
            "pages/profiles/region_page.py",
            title=t("地区与任务概况", "Profiles"),
            icon=":material/article:",
            url_path="region",
        ),
        st.Page(
            "pages/profiles/task_page.py",
            title=t("任务概况", "Profile of a task"),
            icon=":material/article:",
            url_path="task",
            visibility="hidden",
        ),
        st.Page(
            "pages/search/page.py", title=t("全文检索", "Search"), icon=":material/search:", url_path="search"
        ),
        st.Page(
            "pages/methods/page.py",
            title=t("数据与方法", "Data and methods"),
            icon=":material/menu_book:",
            url_path="methods",
        ),
        shell.add_alias(overview, url_path="overview"),
    ]


def change_page() -> list[st.Page]:
    """The page of what changed between years, where a collection has two or more."""
    found = data.editions()
    if not found.duplicated("collection").any():
        return []
    return [
        st.Page(
            "pages/change/page.py",
            title=t("变化", "Change"),
            icon=":material/compare_arrows:",
            url_path="change",
        )
    ]


def main() -> None:
    """Draw the frame and the page in it."""
    with conditions.track_part(()), address.sync_address(), data.one_build(newest=True):
        shell.choose_language()
        shell.add_page_style()
        pages = page_list()
        page = st.navigation([*pages, *shell.unknown_pages(pages)])
        address.start_page(page.url_path, page.title)
        shell.set_tab_title(page.title)
        if page not in pages:
            link_problems.record_problem("", (page.url_path,), (page.title,))
        shell.choose_edition()
        page.run()


if __name__ == "__main__":
    main()
