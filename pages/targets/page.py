"""量化目标 · Targets: who sets which figure, what a region commits to, and how quantified each plan is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.frame.shell import present
from pages.targets import drawer, indicator, plans, region
from pages.targets.data import REGION
from pages.ui import address
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.text import t

DEFAULT: Final = "indicator"
VIEWS: Final = {"indicator": indicator.show, "region": region.show, "plans": plans.show}
RULES: Final = Path(__file__).with_name("targets.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    st.title(t("量化目标", "Targets"), anchor=False)
    labels = {
        "indicator": t("一个指标各地定多少", "By indicator"),
        "region": t("一个地区定了什么", "By region"),
        "plans": t("谁量化得多", "How quantified"),
    }
    view = address.choose_segment(t("看什么", "View"), "see", labels, label_visibility="collapsed")
    picked = VIEWS[view]()
    if picked:
        follow(picked)
    if code := picked or drawer.opened():
        drawer.show_target(code)


def follow(code: str) -> None:
    """Open a target; or turn to a region's targets, by its code."""
    if "-" in code:
        details.open_code(code)
        return
    address.write_state("see", ("region",), (DEFAULT,))
    address.write_state(REGION, (code,))
    address.start_again("fragment")


present(show)
