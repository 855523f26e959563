"""并排比较 · Compare: numbers and texts of two to six regions."""

from collections.abc import Iterable
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.depths import DEEP_FIRST, depth_parts, format_depth_counts, mark_and_count
from pages.charts.parts import label_columns, make_chart, stacked_bars
from pages.charts.show import show_chart
from pages.compare import data as compare_data
from pages.compare import texts as compare_texts
from pages.compare.data import FILE, Choice, Depths
from pages.frame.shell import show_page
from pages.reports.comparison import comparison_report, group_tasks
from pages.ui import address, data, links
from pages.ui.cards.cards import chips_html, show_cards
from pages.ui.codes import name_of
from pages.ui.evidence import details
from pages.ui.evidence.evidence import records
from pages.ui.evidence.sources import source_note
from pages.ui.guard import page_fragment
from pages.ui.links import page_address
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import offer_file, show_table
from pages.ui.text import capitalize, current_language, fill_text, number, t, whole_percent
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, make_bars
from pipeline.schema.errors import plural

CSS: Final = Path(__file__).with_name("compare.css")
PRINT: Final = "print"  # URL parameter of the print view
PRINT_CSS: Final = Path(__file__).with_name("print.css")
MAX_SUGGESTED: Final = 5  # regions to compare with a single one


@page_fragment
def show() -> None:
    st.html(CSS)
    if address.read_state(PRINT, ("1",)):
        show_print_view()
        return
    st.title(t("并排比较", "Compare"), anchor=False)
    choice = compare_data.choose()
    picked = show_comparison(choice) if choice.comparable else suggest_regions(choice)
    details.show_drawer(picked)


def show_comparison(choice: compare_data.Choice) -> str | None:
    depths = compare_data.select_depths(choice)
    pairs = compare_data.find_similarities(choice.regions)
    st.html(compare_data.answer(choice, depths, pairs))
    show_links(choice)
    in_charts = show_charts(compare_data.find_totals(depths))
    st.header(t("谁覆盖哪些任务", "Who covers which tasks"), anchor=False)
    in_groups = show_cards([compare_texts.style(), groups_html(depths)], "compare_groups")
    st.header(t("两两相似度", "Similarity by pair"), anchor=False)
    st.html(f'<p class="quiet">{fill_text("compare", "alike")}</p>')
    show_pairs(pairs)
    st.header(t("逐项对照", "Task by task"), anchor="texts")
    in_texts = compare_texts.show_texts(choice, depths)
    st.header(t("深度的表", "The depths as a table"), anchor=False)
    compare_texts.show_depths(choice, depths)
    return in_charts or in_groups or in_texts


def show_links(choice: compare_data.Choice) -> None:
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
        make = partial(comparison_report, folder, codes["region"], choice.tasks, language, base=base)
        label, name = t("报告 DOCX", "Report (DOCX)"), f"plan-atlas-compare-{'-'.join(choice.regions)}"
        look = {"icon": ":material/description:", "width": "content"}
        offer_file(label, name, "docx", make, fill_text("compare", "report"), **look)


def show_print_view() -> None:
    """Show the page without sidebar and buttons, with no page break within a task."""
    st.html(PRINT_CSS)
    choice = compare_data.read_choice()
    st.title(t("并排比较", "Compare"), anchor=False)
    if not choice.comparable:
        st.html(compare_data.too_few(choice))
        return
    depths = compare_data.select_depths(choice)
    pairs = compare_data.find_similarities(choice.regions)
    tasks = compare_texts.select_tasks(depths, compare_texts.read_kind(len(choice.regions)))
    st.html(f'<p class="on-screen">{fill_text("compare", "print_view")}</p>')
    st.html(compare_data.answer(choice, depths, pairs))
    show_charts(compare_data.find_totals(depths), table=False)
    parts = [
        _heading(t("谁覆盖哪些任务", "Who covers which tasks")),
        groups_html(depths, opened=True),
        f'<section class="together">{_heading(t("两两相似度", "Similarity by pair"))}',
        pairs_html(pairs),
        f'<p class="meta">{fill_text("compare", "alike")}</p></section>',
        _heading(t(f"逐项对照（{number(len(tasks))} 项）", f"Task by task ({number(len(tasks))})")),
        f'<p class="meta">{compare_data.explain_marks()}</p>',
        *compare_texts.texts_html(choice.regions, tasks),
    ]
    show_cards(parts, "compare_printed")
    st.html(f'<p class="quiet">{source_note()}</p>')


def _heading(words: str) -> str:
    return f'<h2 class="printed">{words}</h2>'


def show_charts(totals: pd.DataFrame, *, table: bool = True) -> str | None:
    """Show the charts of `pages.compare.data.find_totals` as small multiples; return the code to open."""
    charts = [depth_chart(totals), *(number_chart(totals, kind) for kind in compare_data.NUMBERS)]
    opened = None
    for row in (charts[:2], charts[2:]):
        for place, chart in zip(st.columns(2, gap="large"), row, strict=True):
            with place:
                opened = show_chart(chart, table=table) or opened
    return opened


def depth_chart(totals: pd.DataFrame) -> Chart:
    """Draw the tasks of each region by depth; a bar opens its region."""
    notes = totals["covered"].astype("str") + "/" + totals["tasks"].astype("str")
    colon, parts = t("：", ": "), depth_parts(totals)
    depths = [format_depth_counts(row).replace("  ", "\n") for row in records(totals)]
    hints = totals["region"] + colon + notes + "\n" + depths
    rows = totals.assign(note=notes, key=totals["region_id"], row_hint=hints)
    return make_chart(
        compare_data.chart_heading(totals, "covered", "depths"),
        stacked_bars(rows, parts, mark_and_count, category="region", number_format="0"),
        rows,
        labels("region", "tasks", "covered", *DEEP_FIRST, measures="all_measures", **compare_data.NUMBERS),
        file_name=f"{FILE}-depth",
        legend=parts.values(),
    )


def number_chart(totals: pd.DataFrame, kind: str) -> Chart:
    """Draw one column of ``totals``, a key of `NUMBERS`; a bar opens its region."""
    columns, texts = labels("region", **{kind: compare_data.NUMBERS[kind]}), totals[kind].map(number)
    hints = totals["region"] + t("：", ": ") + texts
    rows = totals.assign(note=texts, key=totals["region_id"], row_hint=hints)
    colours = {columns[kind]: LIGHT.depth_fills["specific"]}
    body = make_bars(rows, colours, category="region", value=kind, number_format="#,##0")
    heading = compare_data.chart_heading(totals, kind, kind)
    return make_chart(heading, body, rows, columns, file_name=f"{FILE}-{kind}")


def _pair_labels() -> dict[str, str]:
    return labels("region", "other_region", words="words_cosine", depths="depths_gower")


def show_pairs(pairs: pd.DataFrame) -> None:
    shown, formats = _pair_labels(), {"words": "%.2f", "depths": "%.1f%%"}
    table = pairs[list(shown)].assign(depths=pairs["depths"] * 100)
    show_table(table, f"{FILE}-pairs", labels=shown, export=pairs, formats=formats, decided_by=("region",))


def pairs_html(pairs: pd.DataFrame) -> str:
    table = label_columns(pairs.assign(depths=pairs["depths"].map(whole_percent)), _pair_labels())
    html = table.to_html(index=False, border=0, classes="printed", float_format="{:.2f}".format, na_rep="–")
    return html.replace("<th>", '<th scope="col">')


def groups_html(depths: Depths, *, opened: bool = False) -> str:
    """Return the tasks that all, some, one and none of the regions cover, in foldable sections."""
    parts, names = [], region_names()
    for group, tasks in group_tasks(depths).items():
        if not tasks and group == "some":
            continue
        title = capitalize(name_of(compare_data.TASK_KINDS, group))
        count = t(f"{len(tasks)} 项", plural(len(tasks), "task"))
        inside = _chips(tasks)
        if group == "one":
            owners = pd.Series({task: compare_data.covering_regions(depths[task])[0] for task in tasks})
            by_owner = {code: owners.index[owners == code] for code in next(iter(depths.values()))}
            inside = "".join(
                f'<p class="by">{escape(fill_text("compare", "only", name=names[code]))}</p>{_chips(own)}'
                for code, own in by_owner.items()
                if len(own)
            )
        summary = f"<summary><b>{escape(title)}</b> · {escape(count)}</summary>{inside if tasks else ''}"
        is_open = " open" if (opened or group == "one") and tasks else ""
        parts.append(f'<details data-key="group-{group}"{is_open}>{summary}</details>')
    return f'<div class="groups">{"".join(parts)}</div>'


def _chips(tasks: Iterable[str]) -> str:
    names, title = task_names(), t("只比较这项任务", "Compare this task only")
    return chips_html(((names[task], address.choices_code(task=task)) for task in tasks), title, "chosen")


def suggest_regions(choice: Choice) -> str | None:
    st.html(compare_data.too_few(choice))
    if len(choice.regions) != 1 or not choice.tasks:
        return None
    [region] = choice.regions
    near = data.query("nearest_plans", plan_id=str(data.region(region)["plan_id"])).head(MAX_SUGGESTED)
    names, title = region_names(), t("与它比较", "Compare with it")
    found = ((names[code], address.choices_code(region=(region, code))) for code in near["region_id"])
    return show_cards([chips_html(found, title)], "compare_nearest")


show_page(show)
