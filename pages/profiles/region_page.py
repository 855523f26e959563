"""地区概况 · Profile of a region: the contents of its plan, on one or two printed pages."""

from pages.frame.shell import show_page
from pages.profiles.page import show_profile
from pages.reports.region import region_profile
from pages.ui.guard import page_fragment
from pages.ui.names import region_labels
from pages.ui.text import t


@page_fragment
def show() -> None:
    page, other = "pages/profiles/task_page.py", t("任务概况", "Profiles of tasks")
    show_profile(t("地区", "Region"), "region", region_labels(), region_profile, page, other)


show_page(show)
