"""并排比较 · Compare: numbers and texts of two to six regions."""

from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

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
from pages.ui.links import page_address
from pages.ui.tables import offer_file
from pages.ui.text import current_language, fill_text, number, t

CSS: Final = Path(__file__).with_name("compare.css")
PRINT: Final = "print"  # URL parameter of the print view
PRINT_CSS: Final = Path(__file__).with_name("print.css")


@page_fragment
def show() -> None:
    st.html(CSS)
    if address.read_state(PRINT, ("1",)):
        show_print_view()
        return
    st.title(t("并排比较", "Compare"), anchor=False)
    choice = compare_data.choose()
    picked = show_comparison(choice) if choice.comparable else compare_summary.suggest_regions(choice)
    details.show_drawer(picked)


def show_comparison(choice: compare_data.Choice) -> str | None:
    depths = compare_data.select_depths(choice)
    pairs = compare_data.find_similarities(choice.regions)
    st.html(compare_words.answer(choice, depths, pairs))
    show_links(choice)
    in_charts = compare_summary.show_charts(compare_data.find_totals(depths))
    st.header(t("谁覆盖哪些任务", "Who covers which tasks"), anchor=False)
    in_groups = show_cards([compare_texts.style(), compare_summary.groups_html(depths)], "compare_groups")
    st.header(t("两两相似度", "Similarity by pair"), anchor=False)
    st.html(f'<p class="quiet">{fill_text("compare", "alike")}</p>')
    compare_summary.show_pairs(pairs)
    st.header(t("逐项对照", "Task by task"), anchor="texts")
    in_texts = compare_texts.show_texts(choice, depths)
    st.header(t("深度的表", "The depths as a table"), anchor=False)
    compare_texts.show_depths(choice, depths)
    return in_charts or in_groups or in_texts


def show_links(choice: compare_data.Choice) -> None:
    """Show links to the texts and to the print view, and the download of the report."""
    codes = {"region": choice.regions + choice.without_plan, "area": choice.areas, "task": choice.named_tasks}
    kind = compare_texts.read_kind(len(choice.regions))
    with st.container(horizontal=True, vertical_alignment="center", key="compare_ways"):
        st.html(f'<a href="#texts">{t("直接看逐项对照 ↓", "Go to the texts ↓")}</a>', width="content")
        st.link_button(
            t("打印视图", "Print view"),
            page_address("compare", **codes, only=kind, print="1"),
            icon=":material/print:",
            help=fill_text("compare", "print_link"),
        )
        folder, language, base = data.built_folder(), current_language(), links.file_base()
        make = partial(comparison_report, folder, choice.regions, choice.tasks, language, base=base)
        label, name = t("报告 DOCX", "Report (DOCX)"), f"plan-atlas-compare-{'-'.join(choice.regions)}"
        look = {"icon": ":material/description:", "width": "content"}
        offer_file(label, name, "docx", make, fill_text("compare", "report"), **look)


def show_print_view() -> None:
    """Show the page without sidebar and buttons, with no page break within a task."""
    st.html(PRINT_CSS)
    choice = compare_data.read_choice()
    st.title(t("并排比较", "Compare"), anchor=False)
    if not choice.comparable:
        st.html(compare_words.too_few(choice))
        return
    depths = compare_data.select_depths(choice)
    pairs = compare_data.find_similarities(choice.regions)
    tasks = compare_texts.select_tasks(depths, compare_texts.read_kind(len(choice.regions)))
    how = fill_text("compare", "print_view")
    st.html(f'<p class="on-screen">{how}</p>')
    st.html(compare_words.answer(choice, depths, pairs))
    compare_summary.show_charts(compare_data.find_totals(depths), table=False)
    parts = [
        _heading(t("谁覆盖哪些任务", "Who covers which tasks")),
        compare_summary.groups_html(depths, opened=True),
        f'<section class="together">{_heading(t("两两相似度", "Similarity by pair"))}',
        compare_summary.pairs_html(pairs),
        f'<p class="meta">{fill_text("compare", "alike")}</p></section>',
        _heading(t(f"逐项对照（{number(len(tasks))} 项）", f"Task by task ({number(len(tasks))})")),
        f'<p class="meta">{compare_words.explain_marks()}</p>',
        *compare_texts.texts_html(choice.regions, tasks),
    ]
    show_cards(parts, "compare_printed")
    st.html(f'<p class="quiet">{source_note()}</p>')


def _heading(words: str) -> str:
    return f'<h2 class="printed">{words}</h2>'


show_page(show)
