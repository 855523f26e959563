"""任务概况 · Profile of a standard task: who answers it, how deeply and in which words."""

from pages.frame.shell import show_page
from pages.profiles.page import show_profile
from pages.reports.task import task_profile
from pages.ui.guard import page_fragment
from pages.ui.names import task_names
from pages.ui.text import t


@page_fragment
def show() -> None:
    page, other = "pages/profiles/region_page.py", t("地区概况", "Profiles of regions")
    show_profile(t("标准任务", "Standard task"), "task", task_names(), task_profile, page, other)


show_page(show)
