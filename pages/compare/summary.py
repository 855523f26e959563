"""Summary of a comparison: charts, tasks by who covers them, similarity of each pair."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.depths import DEEP_FIRST, depth_parts, format_depth_counts, mark_and_count
from pages.charts.parts import label_columns, make_chart, stacked_bars
from pages.charts.show import show_chart
from pages.compare import words as compare_words
from pages.compare.data import Choice, Depths
from pages.reports.comparison import group_tasks
from pages.ui import data
from pages.ui.cards.cards import chips_html, show_cards
from pages.ui.codes import name_of
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import capitalize, number, plural, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, make_bars

FILE: Final = "plan-atlas-compare"
MAX_SUGGESTED: Final = 5
"""Regions suggested for comparison with a single one."""


def show_charts(totals: pd.DataFrame, *, table: bool = True) -> str | None:
    """Show the charts of `pages.compare.data.find_totals` as small multiples; return the code to open.

    With ``table``, the data of the first chart, which has all numbers, is shown below it.
    """
    charts = [depth_chart(totals), *(number_chart(totals, kind) for kind in compare_words.NUMBERS)]
    opened = None
    for row in (charts[:2], charts[2:]):
        for place, chart in zip(st.columns(2, gap="large"), row, strict=True):
            with place:
                opened = show_chart(chart, table=table and chart is charts[0]) or opened
    return opened


def depth_chart(totals: pd.DataFrame) -> Chart:
    """Draw the tasks of each region by depth; a bar opens its region."""
    notes = totals["covered"].astype("str") + "/" + totals["tasks"].astype("str")
    colon, parts = t("：", ": "), depth_parts(totals)
    depths = [format_depth_counts(row).replace("  ", "\n") for row in records(totals)]
    hints = totals["region"] + colon + notes + "\n" + depths
    rows = totals.assign(note=notes, key=totals["region_id"], row_hint=hints)
    return make_chart(
        compare_words.chart_heading(totals, "covered", "depths"),
        stacked_bars(rows, parts, mark_and_count, category="region", number_format="0"),
        rows,
        labels("region", "tasks", "covered", *DEEP_FIRST, measures="all_measures", **compare_words.NUMBERS),
        values=rows["region"] + " " + notes,
        file_name=f"{FILE}-depth",
        legend=parts.values(),
    )


def number_chart(totals: pd.DataFrame, kind: str) -> Chart:
    """Draw one column of ``totals``, a key of `NUMBERS`; a bar opens its region."""
    columns, texts = labels("region", **{kind: compare_words.NUMBERS[kind]}), totals[kind].map(number)
    hints = totals["region"] + t("：", ": ") + texts
    rows = totals.assign(note=texts, key=totals["region_id"], row_hint=hints)
    colours = {columns[kind]: LIGHT.depth_fills["specific"]}
    body = make_bars(rows, colours, category="region", value=kind, number_format="#,##0")
    heading, values = compare_words.chart_heading(totals, kind, kind), rows["region"] + " " + texts
    return make_chart(heading, body, rows, columns, values=values, file_name=f"{FILE}-{kind}")


def _pair_labels() -> dict[str, str]:
    return labels("region", "other_region", words="words_cosine", depths="depths_gower")


def show_pairs(pairs: pd.DataFrame) -> None:
    shown, name = _pair_labels(), f"{FILE}-pairs"
    formats, decided_by = dict.fromkeys(("words", "depths"), "%.2f"), ("region",)
    table = pairs[list(shown)]
    show_table(table, name, labels=shown, export=pairs, formats=formats, decided_by=decided_by)


def pairs_html(pairs: pd.DataFrame) -> str:
    """Return the table of `show_pairs` as HTML for printing."""
    table = label_columns(pairs, _pair_labels())
    html = table.to_html(index=False, border=0, classes="printed", float_format="{:.2f}".format, na_rep="–")
    return html.replace("<th>", '<th scope="col">')


def groups_html(depths: Depths, *, opened: bool = False) -> str:
    """Return the tasks that all, some, one and none of the regions cover, in foldable sections."""
    parts = []
    for group, tasks in group_tasks(depths).items():
        if not tasks and group == "some":
            continue
        title = capitalize(name_of(compare_words.TASK_KINDS, group))
        count = t(f"{len(tasks)} 项", plural(len(tasks), "task"))
        inside = _chips_by_region(depths, tasks) if group == "one" else _chips(tasks)
        summary = f"<summary><b>{escape(title)}</b> · {escape(count)}</summary>{inside if tasks else ''}"
        is_open = " open" if (opened or group == "one") and tasks else ""
        parts.append(f'<details data-key="group-{group}"{is_open}>{summary}</details>')
    return f'<div class="groups">{"".join(parts)}</div>'


def _chips_by_region(depths: Depths, tasks: Sequence[str]) -> str:
    names = region_names()
    owners = {task: compare_words.covering_regions(depths[task])[0] for task in tasks}
    groups = {code: [task for task in tasks if owners[task] == code] for code in next(iter(depths.values()))}
    return "".join(
        f'<p class="by">{escape(t(f"只有{names[code]}", f"{names[code]} only"))}</p>{_chips(own)}'
        for code, own in groups.items()
        if own
    )


def _chips(tasks: Sequence[str]) -> str:
    names, title = task_names(), t("只比较这项任务", "Compare this task only")
    return chips_html(((names[task], f"?task={task}") for task in tasks), title, "chosen")


def suggest_regions(choice: Choice) -> str | None:
    """Explain that there is nothing to compare, and suggest regions similar to a single one."""
    st.html(compare_words.too_few(choice))
    if len(choice.regions) != 1 or not choice.tasks:
        return None
    [region] = choice.regions
    near = data.query("nearest_plans", plan_id=str(data.region(region)["plan_id"])).head(MAX_SUGGESTED)
    names, title = region_names(), t("与它比较", "Compare with it")
    found = ((names[code], f"?region={region},{code}") for code in near["region_id"])
    return show_cards([chips_html(found, title)], "compare_nearest")
