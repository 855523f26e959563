"""One chart alone, for a projector: a link shows it on a 16:9 stage, with nothing around it.

The page is drawn as ever and only its chart is seen: what hides the rest also keeps it from the keyboard and
from those who have the page read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from pages.charts.browser import read_assets
from pages.ui import filters, links
from pages.ui.text import t

NAME: Final = "present"
"""The name in the address; it holds a chart's file name."""

DECK: Final = "deck"
"""Stands there for all charts of the deck."""

KEY: Final = "stage"
"""The key of the container that holds the chart."""

_SET: Final = "stage_set"
_STYLE: Final = f"<style>{read_assets('stage.css')}</style>"


def presented_name() -> str:
    """The file name of the chart that is to be shown alone; empty where the whole page is."""
    return str(st.query_params.get(NAME, ""))


def style() -> str:
    """The rules that hide everything but the stage, where one is asked for."""
    return _STYLE if presented_name() else ""


def link(file_name: str) -> str:
    """The address that shows a chart of this view alone."""
    return links.link(embed="true", **{NAME: file_name})


@contextmanager
def chart_container(file_name: str, otherwise: str) -> Iterator[bool]:
    """The container of a chart, with the key ``otherwise`` unless it is the one to be shown alone.

    Yields whether it is shown alone.
    """
    alone = presented_name() == file_name
    if alone:
        st.session_state[_SET] = True
    with st.container(key=KEY if alone else otherwise, gap="small"):
        yield alone


def reset() -> None:
    """Forget what an earlier run showed; at the start of a page."""
    st.session_state.pop(_SET, None)


def explain_empty() -> None:
    """Say what to do where the address asks for a chart that the page doesn't have."""
    if presented_name() and not st.session_state.get(_SET):
        with st.container(key=KEY):
            filters.explain(
                "这一页在当前筛选下没有这张图。请回到页面，从图表的“导出”菜单重新打开投影模式。",
                "With these filters the page has no such chart. Go back to the page and open the "
                "presentation again from the chart's menu “Export”.",
                "slideshow",
            )
            st.link_button(t("回到页面", "Back to the page"), links.link(), icon=":material/arrow_back:")
