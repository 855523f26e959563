"""Summary of a comparison: charts, tasks by who covers them, similarity of each pair."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import label_columns
from pages.charts.show import show_chart
from pages.compare import words as compare_words
from pages.compare.charts import depth_chart, number_chart
from pages.compare.data import Choice, Depths
from pages.reports.comparison import group_tasks
from pages.ui import data
from pages.ui.cards.cards import chips_html, show_cards
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import capitalize, name_of, plural, t

FILE: Final = "plan-atlas-compare"
MAX_SUGGESTED: Final = 5
"""Regions suggested for comparison with a single one."""


def show_charts(totals: pd.DataFrame, *, table: bool = True) -> str | None:
    """Show the charts as small multiples; return the code to open.

    With ``table``, the data of the first chart, which has all numbers, is shown below it.
    """
    first = depth_chart(totals, f"{FILE}-depth")
    charts = [first, *(number_chart(totals, kind, f"{FILE}-{kind}") for kind in compare_words.NUMBERS)]
    opened = None
    for row in (charts[:2], charts[2:]):
        for place, chart in zip(st.columns(2, gap="large"), row, strict=True):
            with place:
                opened = show_chart(chart, table=table and chart is first) or opened
    return opened


def _pair_labels() -> dict[str, str]:
    return labels("region", "other_region", words="words_cosine", depths="depths_gower")


def show_pairs(pairs: pd.DataFrame) -> None:
    """Show the similarity of each pair of plans as a table."""
    shown = _pair_labels()
    show_table(
        pairs[list(shown)],
        f"{FILE}-pairs",
        labels=shown,
        export=pairs,
        formats=dict.fromkeys(("words", "depths"), "%.2f"),
        decided_by=("region",),
    )


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
        is_open = " open" if (opened or group == "one") and tasks else ""
        parts.append(
            f'<details data-key="group-{group}"{is_open}>'
            f"<summary><b>{escape(title)}</b> · {escape(count)}</summary>"
            f"{inside if tasks else ''}</details>"
        )
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
    return chips_html(((names[task], f"task={task}") for task in tasks), title, "chosen")


def suggest_regions(choice: Choice) -> str | None:
    """Explain that there is nothing to compare, and suggest regions similar to a single one."""
    st.html(compare_words.too_few(choice))
    if len(choice.regions) != 1 or not choice.tasks:
        return None
    [region] = choice.regions
    near = data.query("nearest_plans", plan_id=str(data.region(region)["plan_id"])).head(MAX_SUGGESTED)
    names, title = region_names(), t("与它比较", "Compare with it")
    found = ((names[code], f"region={region},{code}") for code in near["region_id"])
    return show_cards([chips_html(found, title)], "compare_nearest")
