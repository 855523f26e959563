"""Charts collected into one deck of slides: in the sidebar as long as there is one, and on the stage."""

from __future__ import annotations

from functools import partial
from secrets import token_urlsafe
from typing import Final

import streamlit as st

from pages.charts import stage
from pages.charts.browser import read_assets
from pages.charts.plot import draw_chart
from pages.ui import address, filters
from pages.ui.guard import fragment
from pages.ui.tables import offer_file
from pages.ui.text import current_language, escape_markdown, plural, shorten, t
from pipeline.schema.chart import Chart

MOST: Final = 60
"""How many charts a deck can have."""

FILE: Final = "plan-atlas-deck"

SLIDE: Final = "slide"
"""The name in the address; it holds the number of the chart that is shown, from 1."""

_DECK: Final = "slide_deck"
_COOKIE: Final = "plan_atlas_deck"
_SHOWN: Final = 17
"""How many characters of a title the narrow sidebar shows."""

_SLIDES: Final = "slides"
"""The key of the buttons on the stage."""

Key = tuple[str, str]

_SET_COOKIE: Final = st.components.v2.component(
    "plan_atlas_deck",
    js="""export default function ({ data }) {
  document.cookie = `${data.name}=${data.id}; path=/; SameSite=Lax`
}""",
)
_BUTTONS: Final = st.components.v2.component(
    "plan_atlas_slides",
    html='<div class="slides"><button>←</button><span aria-live="polite"></span><button>→</button>'
    "<button></button></div>",
    css=read_assets("slides.css"),
    js=read_assets("slides.js"),
)


def collected() -> dict[Key, Chart]:
    """The charts of the reader's deck by file name and link of their view.

    A cookie tells whose deck it is, so that it outlasts a reload and is found in every tab, until the browser
    or the server is closed.
    """
    deck_id = st.session_state.get(_DECK) or st.context.cookies.get(_COOKIE)
    return _deck_of(deck_id) if deck_id else {}


# Of more readers than these at a time, the decks that have waited longest go.
@st.cache_resource(show_spinner=False, max_entries=64)
def _deck_of(deck_id: str) -> dict[Key, Chart]:
    return {}


def collect(chart: Chart) -> None:
    """Put a chart at the end of the deck; the same chart of the same view takes its old place."""
    st.session_state[_DECK] = (
        st.context.cookies.get(_COOKIE) or st.session_state.get(_DECK) or token_urlsafe()
    )
    deck = collected()
    key = (chart.file_name, chart.link)
    if key not in deck and len(deck) >= MOST:
        st.toast(
            t(f"演示文稿最多 {MOST} 张图。", f"A deck holds {MOST} charts at most."), icon=":material/block:"
        )
        return
    deck[key] = chart
    st.toast(
        t(
            f"已加入演示文稿，共 {len(deck)} 张图",
            f"Added: {plural(len(deck), 'chart', 'charts')} in the deck",
        ),
        icon=":material/add_to_queue:",
    )


def show_deck() -> None:
    """Draw the deck in the sidebar, if there is one."""
    if collected():
        with st.sidebar.container(key="deck"):
            _show()


@fragment
def _show() -> None:
    deck, language = dict(collected()), current_language()
    if not deck:
        return

    def slides() -> bytes:
        from pipeline.export.office.slides import make_deck

        return make_deck(tuple(deck.values()), language)

    count = plural(len(deck), "chart", "charts")
    st.divider()
    st.markdown(t(f"**演示文稿** · {len(deck)} 张图", f"**Deck** · {count}"))
    for number, (key, chart) in enumerate(deck.items(), 1):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(
                escape_markdown(f"{number}. {shorten(chart.title, _SHOWN)}"),
                help=escape_markdown(chart.title),
            )
            for name, icon, words, change, usable in (
                ("up", "arrow_upward", t("上移", "Move up"), partial(_swap, number - 2), number > 1),
                (
                    "down",
                    "arrow_downward",
                    t("下移", "Move down"),
                    partial(_swap, number - 1),
                    number < len(deck),
                ),
                ("drop", "close", t("移除", "Take out"), partial(_drop, key), True),
            ):
                st.button(
                    "",
                    icon=f":material/{icon}:",
                    key=f"{name}_{number}",
                    type="tertiary",
                    disabled=not usable,
                    help=t(f"{words}第 {number} 张图", f"{words} chart {number}"),
                    on_click=change,
                )
    st.link_button(
        t("全部投影", "Present all"),
        stage.link(stage.DECK),
        icon=":material/slideshow:",
        width="stretch",
        help=t(
            "在新标签页中逐张显示，用方向键翻页", "One chart after the other in a new tab, by the arrow keys"
        ),
    )
    offer_file(t("下载 PPTX", "Download PPTX"), FILE, "pptx", slides)
    st.button(
        t("清空", "Clear"),
        icon=":material/delete_sweep:",
        key="clear_deck",
        width="stretch",
        on_click=lambda: collected().clear(),
    )
    if deck_id := st.session_state.get(_DECK):
        _SET_COOKIE(data={"name": _COOKIE, "id": deck_id}, key="deck_cookie")


def _swap(place: int) -> None:
    """Put the chart at a place, counted from 0, behind the one after it."""
    deck, keys = collected(), list(collected())
    keys[place : place + 2] = reversed(keys[place : place + 2])
    for key in keys:
        deck[key] = deck.pop(key)


def _drop(key: Key) -> None:
    collected().pop(key, None)


def present_deck() -> None:
    """Show a chart of the deck alone; keys and buttons lead to the others."""
    charts = tuple(collected().values())
    with st.container(key=stage.KEY, gap="small"):
        if not charts:
            filters.explain(
                "演示文稿里没有图。请在图表的“导出”菜单中选“加入演示文稿”，再刷新。",
                "There is no chart in the deck. Add some from a chart's menu “Export”, then reload.",
                "slideshow",
            )
            return
        slide = int(address.read_state(SLIDE, [str(number + 1) for number in range(len(charts))], ("1",))[0])
        address.write_state(SLIDE, (str(slide),), ("1",))
        _BUTTONS(
            data={
                "slide": slide,
                "count": len(charts),
                "before": t("上一张（←）", "Previous chart (←)"),
                "after": t("下一张（→）", "Next chart (→)"),
                "full": t("全屏（F）", "Full screen (F)"),
            },
            key=_SLIDES,
            on_turned_change=_turn,
        )
        draw_chart(charts[slide - 1], opens=False)


def _turn() -> None:
    address.write_state(SLIDE, (str(st.session_state[_SLIDES].turned),), ("1",))
    address.record_input()
