"""Entry point of the dashboard: registers the pages and sets language, edition and page style."""

from typing import Any

import streamlit as st

from pages.frame import shell
from pages.ui import address, conditions, data
from pages.ui.text import t


def page_list() -> list[st.Page]:
    """Return the pages in sidebar order; the first one is the default page."""
    overview = _page(t("总览", "Overview"), "map", "overview/page.py", shell.HOME, default=True)
    has_change = data.editions().duplicated("collection").any()
    change = _page(t("变化", "Change"), "compare_arrows", "change/page.py", url_path="change")
    return [
        overview,
        _page(t("覆盖矩阵", "Coverage"), "grid_on", "coverage/page.py", url_path="coverage"),
        _page(t("缺口清单", "Gaps"), "rule", "gaps/page.py", url_path="gaps"),
        _page(t("并排比较", "Compare"), "compare", "compare/page.py", url_path="compare"),
        *([change] if has_change else []),
        _page(t("量化目标", "Targets"), "straighten", "targets/page.py", url_path="targets"),
        _page(t("关键词", "Keywords"), "text_fields", "keywords/page.py", url_path="keywords"),
        _page(t("责任部门", "Departments"), "account_balance", "departments/page.py", url_path="departments"),
        _page(t("自设任务", "Local tasks"), "add_location_alt", "local/page.py", url_path="local"),
        _page(t("地区与任务概况", "Profiles"), "article", "profiles/region_page.py", url_path="region"),
        _page(
            t("任务概况", "Profile of a task"),
            "article",
            "profiles/task_page.py",
            url_path="task",
            visibility="hidden",
        ),
        _page(t("全文检索", "Search"), "search", "search/page.py", url_path="search"),
        _page(t("导入", "Import"), "upload_file", "imports/page.py", url_path="import"),
        _page(t("数据与方法", "Data and methods"), "menu_book", "methods/page.py", url_path="methods"),
        shell.add_alias(overview, url_path="overview"),
    ]


def _page(title: str, icon: str, script: str, url_path: str, **settings: Any) -> st.Page:
    icon = f":material/{icon}:"
    return st.Page(f"pages/{script}", title=title, icon=icon, url_path=url_path, **settings)


def main() -> None:
    """Draw the frame and the current page in it."""
    with conditions.track_part(()), address.sync_address(), data.pin_build(newest=True):
        shell.choose_language()
        shell.add_page_style()
        pages = page_list()
        page = st.navigation([*pages, *shell.unknown_pages(pages)], expanded=True)
        address.start_page(page.url_path, page.title)
        shell.set_tab_title(page.title)
        if page not in pages:
            conditions.record_problem("", (page.url_path,), (page.title,))
        if page.url_path != "import":  # this page reads other documents than those of the tables
            shell.choose_edition()
        page.run()


if __name__ == "__main__":
    main()
