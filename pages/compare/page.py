"""并排比较 · Compare: two to six regions over chosen tasks, in numbers and then in their own words."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from pages.compare import choice as compare_choice
from pages.compare import data as compare_data
from pages.compare import summary as compare_summary
from pages.compare import texts as compare_texts
from pages.compare import words as compare_words
from pages.frame.shell import show_page
from pages.reports.comparison import comparison_report
from pages.ui import address, data, links
from pages.ui.cards.cards import show_cards
from pages.ui.evidence import details
from pages.ui.evidence.sources import source_note
from pages.ui.guard import page_fragment
from pages.ui.text import current_language, fill_text, number, t
from pipeline.export.reports.report import DOCX_MIME

RULES: Final = Path(__file__).with_name("compare.css")
# The name in the address that turns the page into what is printed.
PRINT: Final = "print"
PRINT_RULES: Final = Path(__file__).with_name("print.css")


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(RULES)
    if address.read_state(PRINT, ("1",)):
        show_printed()
        return
    st.title(t("并排比较", "Compare"), anchor=False)
    choice = compare_choice.choose()
    picked = compared(choice) if choice.comparable else compare_summary.show_nearest(choice)
    if picked:
        name, _, codes = picked.partition("=")
        if codes:  # as ``task=3.4`` and ``region=110000,320000``: to be chosen
            address.write_state(name, codes.split(","))
            address.rerun("fragment")
    details.show_opened(picked)


def compared(choice: compare_choice.Choice) -> str | None:
    """Summary, texts and tables; returns what the reader opens."""
    depths = compare_data.depths_of(choice)
    alike = compare_data.pairs_of(choice.regions)
    st.html(compare_words.answer(choice, depths, alike))
    show_links(choice)
    opened = compare_summary.show_charts(compare_data.totals_of(depths))
    st.header(t("谁覆盖哪些任务", "Who covers which tasks"), anchor=False)
    turned = show_cards([compare_texts.style(), compare_summary.groups_html(depths)], "compare_groups")
    st.header(t("两两有多像", "How alike, pair by pair"), anchor=False)
    st.html(f'<p class="quiet">{fill_text("compare", "alike")}</p>')
    compare_summary.pairs_table(alike)
    st.header(t("逐项对照", "Task by task"), anchor="texts")
    read = compare_texts.read(choice, depths)
    st.header(t("深度的表", "The depths as a table"), anchor=False)
    compare_texts.task_table(choice, depths)
    return opened or turned or read


def show_links(choice: compare_choice.Choice) -> None:
    """To the texts further down, to the page as it is printed, and to a report to go on editing."""
    with st.container(horizontal=True, vertical_alignment="center", key="compare_ways"):
        st.html(f'<a href="#texts">{t("直接看逐项对照 ↓", "Straight to the texts ↓")}</a>', width="content")
        st.link_button(
            t("打印视图", "Print view"),
            compare_choice.link(choice, only=compare_texts.read_kind(len(choice.regions)), print="1"),
            icon=":material/print:",
            help=t(
                "在新标签页打开：没有侧栏和按钮，含全部所选任务的文字，可打印或存为 PDF。",
                "Opens in a new tab: no sidebar and no buttons, the texts of all tasks chosen, to print or "
                "to save as PDF.",
            ),
        )
        folder, language, base = data.built_folder(), current_language(), links.file_base()
        st.download_button(
            t("报告 DOCX", "Report (DOCX)"),
            data=partial(comparison_report, folder, choice.regions, choice.tasks, language, base=base),
            file_name=f"plan-atlas-compare-{'-'.join(choice.regions)}.docx",
            mime=DOCX_MIME,
            icon=":material/description:",
            key="report_compare",
            on_click="ignore",
            help=t(
                "Word 文档：对照的数字、可编辑的图和所选任务的文字，可以接着修改。",
                "A Word document with the numbers, an editable chart and the texts of the tasks chosen, "
                "to go on editing.",
            ),
        )


def show_printed() -> None:
    """The page as it is printed: no sidebar, no menus, no buttons, a page break never within a task."""
    st.html(PRINT_RULES)
    choice = compare_choice.read()
    st.title(t("并排比较", "Compare"), anchor=False)
    if not choice.comparable:
        st.html(compare_words.too_few(choice))
        return
    depths = compare_data.depths_of(choice)
    alike = compare_data.pairs_of(choice.regions)
    tasks = compare_texts.kept(depths, compare_texts.read_kind(len(choice.regions)))
    how = t(
        "打印视图：按 Ctrl+P（Mac：⌘P）打印或存为 PDF，建议横向。",
        "Print view: press Ctrl+P (Mac: ⌘P) to print or to save as PDF; landscape suits it best.",
    )
    st.html(f'<p class="on-screen">{how}</p>')
    st.html(compare_words.answer(choice, depths, alike))
    compare_summary.show_charts(compare_data.totals_of(depths), table=False)
    parts = [
        _heading(t("谁覆盖哪些任务", "Who covers which tasks")),
        compare_summary.groups_html(depths, opened=True),
        f'<section class="together">{_heading(t("两两有多像", "How alike, pair by pair"))}',
        compare_summary.pairs_html(alike),
        f'<p class="meta">{fill_text("compare", "alike")}</p></section>',
        _heading(t(f"逐项对照（{number(len(tasks))} 项）", f"Task by task ({number(len(tasks))})")),
        f'<p class="meta">{compare_words.how_marked()}</p>',
        *compare_texts.texts_html(choice.regions, tasks),
    ]
    show_cards(parts, "compare_printed")
    st.html(f'<p class="quiet">{source_note()}</p>')


def _heading(words: str) -> str:
    """A heading within the page that is printed."""
    return f'<h2 class="printed">{words}</h2>'


show_page(show)
