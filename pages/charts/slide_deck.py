"""A deck of slides collected from charts: managed in the sidebar, presented one by one."""

from collections.abc import Sequence
from functools import partial
from html import escape
from secrets import token_urlsafe
from typing import Any, Final

import streamlit as st

from pages.charts import stage
from pages.charts.browser import component
from pages.charts.plot import draw_chart
from pages.ui import address
from pages.ui.guard import fragment
from pages.ui.tables import offer_file
from pages.ui.text import current_language, fill_text, t
from pipeline.schema.chart import Chart

MAX_CHARTS: Final = 60
"""Most charts in a deck."""

_SLIDE: Final = "slide"
"""URL parameter of the number of the current slide, from 1."""

_DECK: Final = "slide_deck"
_COOKIE: Final = "plan_atlas_deck"
_LONGEST_LIST: Final = 4
_LIST_HEIGHT: Final = 180
"""In pixels, of a list of more charts than the longest that does not scroll."""

_BUTTONS_KEY: Final = "slides"

_Key = tuple[str, str]
_SET_COOKIE: Final = st.components.v2.component(
    "plan_atlas_deck",
    js="""export default function ({ data }) {
  document.cookie = `${data.name}=${data.id}; path=/; SameSite=Lax`
}""",
)
_SLIDE_BUTTONS: Final = component("slides", '<div class="slides"></div>', "slides.js", "slides.css")


def deck_charts() -> dict[_Key, Chart]:
    """Return the charts of the user's deck by file name and link of their view.

    A cookie identifies the deck, so that it survives a reload and is shared by all tabs, until the browser or
    the server is closed.
    """
    deck_id = st.session_state.get(_DECK) or st.context.cookies.get(_COOKIE)
    return _deck(deck_id) if deck_id else {}


# Of more decks than these, the cache evicts the oldest.
@st.cache_resource(show_spinner=False, max_entries=64)
def _deck(deck_id: str) -> dict[_Key, Chart]:
    return {}


def add_chart(chart: Chart) -> None:
    """Add a chart at the end of the deck; the same chart of the same view is replaced in its place."""
    cookie = st.context.cookies.get(_COOKIE)
    st.session_state[_DECK] = cookie or st.session_state.get(_DECK) or token_urlsafe()
    deck, key = deck_charts(), (chart.file_name, chart.link)
    if key not in deck and len(deck) >= MAX_CHARTS:
        st.toast(fill_text("ui", "deck_full", most=MAX_CHARTS), icon=":material/block:")
        return
    deck[key] = chart
    st.toast(fill_text("ui", "chart_added", charts=len(deck)), icon=":material/add_to_queue:")


def offer_slides(label: str, file_name: str, charts: Sequence[Chart], about: str | None = None) -> None:
    """Draw a button that makes a PPTX of charts; ``about`` is its tooltip."""
    language = current_language()

    def make() -> bytes:
        from pipeline.export.office.slides import make_deck

        return make_deck(charts, language)

    offer_file(label, file_name, "pptx", make, about)


def show_deck() -> None:
    """Draw the deck in the sidebar, if it has charts; called before the page, which adds its filters."""
    if deck_charts():
        with st.sidebar.container(key="deck"):
            _draw_deck()


@fragment
def _draw_deck() -> None:
    if not (deck := dict(deck_charts())):
        return
    st.divider()
    st.markdown(fill_text("ui", "deck", charts=len(deck)))
    listed = st.container(height=_LIST_HEIGHT if len(deck) > _LONGEST_LIST else "content", border=False)
    for number, (key, chart) in enumerate(deck.items(), 1):
        with listed.container(horizontal=True, gap=None, vertical_alignment="center", key=f"deck_{number}"):
            title = escape(f"{number}. {chart.title}")
            st.html(f'<p class="quiet" title="{title}">{title}</p>')
            up, down = partial(_swap, number - 2), partial(_swap, number - 1)
            drop: Any = partial(deck_charts().pop, key, None)
            for name, icon, words, change, disabled in (
                ("up", "arrow_upward", t("上移", "Move up"), up, number == 1),
                ("down", "arrow_downward", t("下移", "Move down"), down, number == len(deck)),
                ("drop", "close", t("移除", "Take out"), drop, False),
            ):
                place, icon = f"{name}_{number}", f":material/{icon}:"
                about = t(f"{words}第 {number} 张图", f"{words} chart {number}")
                st.button("", place, about, change, type="tertiary", icon=icon, disabled=disabled)
    label, link = t("全部投影", "Present all"), stage.link(stage.DECK)
    about = fill_text("ui", "present_deck")
    st.link_button(label, link, icon=":material/slideshow:", width="stretch", help=about)
    with st.container(horizontal=True, gap="small"):
        offer_slides(t("下载 PPTX", "Download PPTX"), "plan-atlas-deck", tuple(deck.values()))
        st.button(t("清空", "Clear"), key="clear_deck", on_click=lambda: deck_charts().clear())
    if deck_id := st.session_state.get(_DECK):
        _SET_COOKIE(data={"name": _COOKIE, "id": deck_id}, key="deck_cookie")


def _swap(place: int) -> None:
    """Swap the chart at a position, from 0, with the next one."""
    deck, keys = deck_charts(), list(deck_charts())
    keys[place : place + 2] = reversed(keys[place : place + 2])
    for key in keys:
        deck[key] = deck.pop(key)


def present_deck() -> None:
    """Present one chart of the deck, with buttons and keys to turn slides."""
    charts = tuple(deck_charts().values())
    with st.container(key=stage.KEY, gap="small"):
        if not charts:
            st.info(fill_text("ui", "empty_deck"), icon=":material/slideshow:")
            return
        slide = int(address.read_state(_SLIDE, [str(number + 1) for number in range(len(charts))], ("1",))[0])
        address.write_state(_SLIDE, (str(slide),), ("1",))
        view = {"slide": slide, "count": len(charts), "full": t("全屏（F）", "Full screen (F)")}
        view["before"] = t("上一张（←）", "Previous chart (←)")
        view["after"] = t("下一张（→）", "Next chart (→)")
        _SLIDE_BUTTONS(data=view, key=_BUTTONS_KEY, on_turned_change=_turn_slide)
        draw_chart(charts[slide - 1], opens=False)


def _turn_slide() -> None:
    address.write_state(_SLIDE, (str(st.session_state[_BUTTONS_KEY].turned),), ("1",))
    address.record_input()
