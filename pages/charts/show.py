"""Show a chart with its data and its export menu: pictures, files, deck, presentation link and citation.

A menu is filled when it is opened, and a file made when its button is pressed, so that pages stay fast.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from pages.charts import slide_deck, stage
from pages.charts.browser import component
from pages.charts.plot import draw_chart, web_page
from pages.ui import address, conditions, links
from pages.ui.evidence.sources import view_origin
from pages.ui.guard import fragment
from pages.ui.tables import MISSING, integer_columns, offer_file, open_selected, table_writer
from pages.ui.text import add_brackets, current_language, fill_text, t
from pipeline.export.table_files import Origin
from pipeline.schema.chart import Chart

_TABLE_HEIGHT: Final = 420
_MENU_WIDTH: Final = 320
_CODE_HEIGHT: Final = 96
"""Pixels."""

_SAVE_BUTTONS: Final = component("save", '<div class="row" role="group"></div>', "save.js", "save.css")


def show_chart(
    chart: Chart,
    *,
    decided_by: Sequence[str] | None = None,
    table: bool = True,
    menu: bool = True,
    selected: str | None = None,
) -> str | None:
    """Show a chart with its menu and its folded data; return the key of the mark or row just opened, if any.

    In presentation mode nothing opens. The chart's file name is the key, so unique on a page; ``decided_by``
    is as in `pages.ui.conditions.current_conditions`. Without ``table`` or ``menu`` the page shows the data
    or the menu elsewhere. ``selected`` is the key of the highlighted cell of a grid.
    """
    with stage.chart_container(chart.file_name) as alone:
        opened = draw_chart(chart, opens=not alone, selected=selected)
        if alone:
            return None
        opened = opened or st.session_state.pop(f"opened_in_{chart.file_name}", None)
        if menu:
            show_menu(chart.file_name, lambda: chart, decided_by=decided_by)
        if table and not chart.frame.empty:
            _show_frame(chart)
    return opened


@fragment
def _show_frame(chart: Chart) -> None:
    """Show a chart's data, folded; a selected row opens the same as its mark."""
    label, icon, key = t("数据", "Data"), ":material/table:", f"data_{chart.file_name}"
    folded = st.expander(label, icon=icon, key=key, on_change=address.record_input)
    if not folded.open:
        return
    key, opened = f"data_rows_{chart.file_name}", f"opened_in_{chart.file_name}"
    keep_key = partial(st.session_state.__setitem__, opened)
    folded.dataframe(
        chart.frame,
        hide_index=True,
        placeholder=MISSING,
        column_config=integer_columns(chart.frame, {}),
        height=min(38 + 35 * len(chart.frame), _TABLE_HEIGHT),
        on_select=partial(open_selected, key, chart.keys, keep_key) if chart.keys else "ignore",
        selection_mode="single-row",
        key=key,
    )
    if st.session_state.get(opened):
        st.rerun()


def key_class(key: str) -> str:
    """Return the CSS selector of the element that Streamlit draws for a key."""
    return f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key.strip())}"


def show_menu(file_name: str, make: Callable[[], Chart], *, decided_by: Sequence[str] | None = None) -> None:
    """Draw a chart's export menu.

    ``make`` returns the chart when the menu is opened; ``file_name`` is the chart's, and the key.
    ``decided_by`` is as in `pages.ui.conditions.current_conditions`.
    """
    # Read here: choices made below the chart do not affect it.
    _show_menu(file_name, make, conditions.current_conditions(decided_by))


@fragment
def _show_menu(file_name: str, make: Callable[[], Chart], active: tuple[conditions.Condition, ...]) -> None:
    label, icon, key = t("导出", "Export"), ":material/ios_share:", f"menu_{file_name}"
    menu = st.popover(label, icon=icon, key=key, type="tertiary", on_change=address.record_input)
    if menu.open:
        chart = make()
        origin = view_origin(active, chart.title)
        with menu, st.container(key=f"ways_{file_name}", gap="small", width=_MENU_WIDTH):
            _fill_menu(replace(chart, cite=origin.cite, link=origin.link), origin)


def _fill_menu(chart: Chart, origin: Origin) -> None:
    file_name, language = chart.file_name, current_language()
    pictures = {
        "selector": key_class(f"plot_{file_name}"),
        "file": file_name,
        "cite": chart.cite,
        "names": {"png": add_brackets("PNG", t("3 倍", "3×")), "svg": "SVG"},
        "help": t("存为 ", "Save as "),
        "failed": t("没能保存图片", "The picture could not be saved"),
    }
    _SAVE_BUTTONS(data=pictures, key=f"save_{file_name}")
    write = table_writer(chart.frame, file_name, origin)
    with st.container(horizontal=True, gap="small"):
        for ending in ("csv", "xlsx"):
            offer_file(ending.upper(), file_name, ending, partial(write, ending))
    about, name = fill_text("ui", "csv_metadata"), t("CSV 的说明与引用", "About the CSV, how to cite it")
    offer_file(name, file_name, "csv-metadata.json", partial(write, "csv-metadata.json"), about)
    with st.container(horizontal=True, gap="small"):
        about = fill_text("ui", "web_page")
        offer_file(t("网页 HTML", "HTML"), file_name, "html", lambda: web_page(chart, language), about)
        label = t("幻灯片 PPTX", "Slide (PPTX)")
        slide_deck.offer_slides(label, file_name, [chart], fill_text("ui", "slides"))
    label, icon = t("加入演示文稿", "Add to the deck"), ":material/add_to_queue:"
    about = fill_text("ui", "collect_chart")
    if st.button(label, icon=icon, key=f"collect_{file_name}", width="stretch", help=about):
        slide_deck.add_chart(chart)
        address.rerun()
    alone = stage.link(file_name)
    label, about = t("投影模式", "Present"), fill_text("ui", "present_chart")
    st.link_button(label, alone, icon=":material/slideshow:", width="stretch", help=about)
    frame = f'<iframe src="{escape(alone)}" title="{escape(chart.title)}" width="1280" height="720"></iframe>'
    for name, words in (
        (t("引用", "Cite"), chart.cite),
        (t("复制链接", "Copy link"), links.link()),
        (t("嵌入代码", "Embed code"), frame),
    ):
        st.caption(name)
        st.code(words, language=None, wrap_lines=True, height=_CODE_HEIGHT)
