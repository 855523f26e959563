"""缺口清单 · Gaps: what a region lacks, who lacks a task, and who meets a combination of conditions."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.frame.shell import present
from pages.gaps import query, region, task
from pages.gaps.data import REGION, TASK
from pages.ui import address
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

DEFAULT: Final = "region"
VIEWS: Final = {"region": region.show, "task": task.show, "query": query.show}
RULES: Final = Path(__file__).with_name("gap.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    st.title(t("缺口清单", "Gaps"), anchor=False)
    labels = {
        "region": t("一个地区缺什么", "What a region lacks"),
        "task": t("一项任务谁缺", "Who lacks a task"),
        "query": t("组合查询", "Combine conditions"),
    }
    view = address.choose_segment(t("看什么", "View"), "view", labels, label_visibility="collapsed")
    picked = VIEWS[view]()
    if picked:
        follow(picked)
    if code := picked or details.opened():
        details.show_details(code)


def follow(code: str) -> None:
    """Turn to a cell, as ``320000:3.4``, to a region's list, as ``320000``, or to a task's, as ``3.4``."""
    if ":" in code:
        details.open_code(code)
        return
    view, name = ("task", TASK) if "." in code else ("region", REGION)
    address.write_state("view", (view,), (DEFAULT,))
    address.write_state(name, (code,), ("",))
    address.start_again("fragment")


present(show)
