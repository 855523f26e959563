"""The charts of the deck on the stage, one after the other."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.charts import slide_deck, stage
from pages.charts.browser import read_assets
from pages.charts.plot import draw_chart
from pages.ui import address
from pages.ui.text import t

SLIDE: Final = "slide"
"""The name in the address; it holds the number of the chart that is shown, from 1."""

_KEY: Final = "slides"
_BUTTONS: Final = st.components.v2.component(
    "plan_atlas_slides",
    html='<div class="slides"><button>←</button><span aria-live="polite"></span><button>→</button>'
    "<button></button></div>",
    css=read_assets("slides.css"),
    js=read_assets("slides.js"),
)


def present_deck() -> None:
    """Show a chart of the deck alone; keys and buttons lead to the others."""
    charts = tuple(slide_deck.collected().values())
    with st.container(key=stage.KEY, gap="small"):
        if not charts:
            st.info(
                t(
                    "演示文稿里没有图。请在图表的“导出”菜单中选“加入演示文稿”，再刷新。",
                    "There is no chart in the deck. Add some from a chart's menu “Export”, then reload.",
                ),
                icon=":material/slideshow:",
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
            key=_KEY,
            on_turned_change=_turn,
        )
        draw_chart(charts[slide - 1], opens=False)


def _turn() -> None:
    address.write_state(SLIDE, (str(st.session_state[_KEY].turned),), ("1",))
    address.touched()
