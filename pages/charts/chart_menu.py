"""The menu of a chart: it leaves as a picture, data, a page or a slide, is shown alone, and is cited.

What the menu holds is made when it is opened, and a file when it is pressed: a page costs no more for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from pages.charts import slide_deck, stage
from pages.charts.browser import read_assets
from pages.charts.plot import web_page
from pages.ui import address, conditions, links
from pages.ui.evidence.sources import view_origin
from pages.ui.guard import fragment
from pages.ui.tables import exported_table, offer_file
from pages.ui.text import current_language, t
from pipeline.export.export import Origin, frame_to_csv, table_to_metadata, table_to_xlsx
from pipeline.schema.chart import Chart

_WIDE: Final = 320
_CODE: Final = 96
"""Pixels."""

_SAVE: Final = st.components.v2.component(
    "plan_atlas_save",
    html='<div class="row" role="group"></div>',
    css=read_assets("save.css"),
    js=read_assets("save.js"),
)


def holder_key(file_name: str) -> str:
    """The key of what holds a chart, from which the browser saves it."""
    return f"plot_{file_name}"


def key_class(key: str) -> str:
    """The CSS selector of what Streamlit draws under a key."""
    return f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key.strip())}"


def show_menu(
    file_name: str,
    make: Callable[[], Chart],
    *,
    decided_by: Sequence[str] | None = None,
) -> None:
    """Draw the menu of a chart: one button, and behind it its files, its links and its citation.

    Parameters
    ----------
    file_name
        The chart's; also the key of the menu.
    make
        Gives the chart; called when the menu is opened.
    decided_by
        As in `pages.ui.conditions.current_conditions`.
    """
    # What was chosen before the chart was drawn has decided it, and nothing that is chosen below it.
    _show_menu(file_name, make, conditions.current_conditions(decided_by))


@fragment
def _show_menu(file_name: str, make: Callable[[], Chart], in_force: tuple[conditions.Condition, ...]) -> None:
    menu = st.popover(
        t("导出", "Export"),
        icon=":material/ios_share:",
        key=f"menu_{file_name}",
        type="tertiary",
        on_change=address.record_input,
    )
    if menu.open:
        chart = make()
        origin = view_origin(in_force, chart.title)
        with menu, st.container(key=f"ways_{file_name}", gap="small", width=_WIDE):
            _offer(file_name, replace(chart, cite=origin.cite, link=origin.link), origin)


def _offer(file_name: str, chart: Chart, origin: Origin) -> None:
    _SAVE(
        data={
            "selector": key_class(holder_key(file_name)),
            "file": file_name,
            "cite": chart.cite,
            "png": t("PNG（3 倍）", "PNG (3×)"),
            "svg": "SVG",
            "pngHelp": t("存为 PNG（3 倍）", "Save as PNG (3×)"),
            "svgHelp": t("存为 SVG", "Save as SVG"),
            "failed": t("没能保存图片", "The picture could not be saved"),
        },
        key=f"save_{file_name}",
    )
    _offer_files(file_name, chart, origin)
    if st.button(
        t("加入演示文稿", "Add to the deck"),
        icon=":material/add_to_queue:",
        key=f"collect_{file_name}",
        width="stretch",
        help=t(
            "收集几张图，在侧栏一起下载为一份 PPTX，或逐张投影",
            "Collect charts; from the sidebar, download them as one PPTX or present them one by one",
        ),
    ):
        slide_deck.collect(chart)
        address.rerun()
    alone = stage.link(file_name)
    st.link_button(
        t("投影模式", "Present"),
        alone,
        icon=":material/slideshow:",
        width="stretch",
        help=t(
            "单独显示这张图，16:9，用于投影或截图", "This chart alone, 16:9, for a projector or a screenshot"
        ),
    )
    frame = f'<iframe src="{escape(alone)}" title="{escape(chart.title)}" width="1280" height="720"></iframe>'
    for name, words in (
        (t("引用", "Cite"), chart.cite),
        (t("复制链接", "Copy link"), links.link()),
        (t("嵌入代码", "Embed code"), frame),
    ):
        st.caption(name)
        st.code(words, language=None, wrap_lines=True, height=_CODE)


def _offer_files(file_name: str, chart: Chart, origin: Origin) -> None:
    language = current_language()

    def slides() -> bytes:
        from pipeline.export.office.slides import make_deck

        return make_deck([chart], language)

    table = exported_table(chart.frame, file_name, origin)
    with st.container(horizontal=True, gap="small"):
        offer_file("CSV", file_name, "csv", lambda: frame_to_csv(table().frame))
        offer_file("XLSX", file_name, "xlsx", lambda: table_to_xlsx(table()))
    about = t(
        "CSV 只有数据；字段、筛选、出处与引用在这个文件里，放在它旁边",
        "The CSV holds the data only; columns, filters, source and citation are in this file, to lie beside"
        " it",
    )
    name = t("CSV 的说明与引用", "About the CSV, how to cite it")
    offer_file(name, file_name, "csv-metadata.json", lambda: table_to_metadata(table()), about)
    with st.container(horizontal=True, gap="small"):
        about = t("可交互的网页，不联网也能打开", "An interactive page that opens without a network")
        offer_file(t("网页 HTML", "HTML"), file_name, "html", lambda: web_page(chart, language), about)
        about = t(
            "各部分都可编辑；一张放不下的图分成几张",
            "Slides whose parts can be edited; a chart too large for one takes several",
        )
        offer_file(t("幻灯片 PPTX", "Slide (PPTX)"), file_name, "pptx", slides, about)
