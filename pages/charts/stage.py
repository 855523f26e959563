"""Presentation mode: a link that shows one chart in 16:9, with nothing around it.

The page is drawn as usual, and CSS hides all but the chart, also from keyboard and screen readers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from pages.charts.browser import read_assets
from pages.ui import links
from pages.ui.text import fill_text, t

_PRESENT: Final = "present"
"""The URL parameter: a chart's file name, or `DECK` for the deck."""

DECK: Final = "deck"

KEY: Final = "stage"
"""Key of the chart's container."""

_FOUND: Final = "stage_set"


def presented_name() -> str:
    """Return the file name of the chart to present; empty outside presentation mode."""
    return str(st.query_params.get(_PRESENT, ""))


def style() -> str:
    """Return the CSS of presentation mode, if it is on."""
    return f"<style>{read_assets('stage.css')}</style>" if presented_name() else ""


def link(file_name: str) -> str:
    """Return the URL that presents a chart of the current view."""
    return links.link(embed="true", **{_PRESENT: file_name})


@contextmanager
def chart_container(file_name: str) -> Iterator[bool]:
    """Draw into a chart's container, from which the browser saves pictures; yield whether it is presented."""
    if alone := presented_name() == file_name:
        st.session_state[_FOUND] = True
    with st.container(key=KEY if alone else f"plot_{file_name}", gap="small"):
        yield alone


def reset() -> None:
    """Reset at the start of a run of a page."""
    st.session_state.pop(_FOUND, None)


def explain_empty() -> None:
    """Explain what to do if the page does not have the chart to present."""
    if presented_name() and not st.session_state.get(_FOUND):
        with st.container(key=KEY):
            st.info(fill_text("ui", "not_presented"), icon=":material/slideshow:")
            st.link_button(t("回到页面", "Back to the page"), links.link(), icon=":material/arrow_back:")
