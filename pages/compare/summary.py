"""The summary of a comparison: numbers as small multiples, tasks by who covers them, likeness by pairs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import label_columns
from pages.charts.show import show_chart
from pages.compare import words as compare_words
from pages.compare.charts import depth_chart, number_chart
from pages.compare.choice import Choice
from pages.compare.data import Depths
from pages.reports.comparison import group_tasks
from pages.ui import data
from pages.ui.cards.cards import chips, show_cards
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import capitalize, name_of, plural, t

FILE: Final = "plan-atlas-compare"
NEAREST: Final = 5
"""How many regions are offered beside a single one."""


def show_charts(totals: pd.DataFrame, *, table: bool = True) -> str | None:
    """Small multiples of coverage and depth, targets, departments and length; returns what is opened.

    ``table`` is whether their numbers stand under the first, which has all of them.
    """
    first = depth_chart(totals, f"{FILE}-depth")
    charts = [first, *(number_chart(totals, kind, f"{FILE}-{kind}") for kind in compare_words.NUMBERS)]
    opened = None
    with st.container(key="compare_charts"):
        for row in (charts[:2], charts[2:]):
            for place, chart in zip(st.columns(2, gap="large"), row, strict=True):
                with place:
                    opened = show_chart(chart, table=table and chart is first) or opened
    return opened


def pair_labels() -> dict[str, str]:
    """The columns of the table of pairs, with what stands above them."""
    return labels("region", "other_region", words="words_cosine", depths="depths_gower")


def pairs_table(alike: pd.DataFrame) -> None:
    """How alike each pair of plans is, in words and in depths."""
    shown = pair_labels()
    show_table(
        alike[list(shown)],
        f"{FILE}-pairs",
        labels=shown,
        export=alike,
        column_config=dict.fromkeys(("words", "depths"), st.column_config.NumberColumn(format="%.2f")),
        decided_by=("region",),
    )


def pairs_html(alike: pd.DataFrame) -> str:
    """The same for paper, as HTML."""
    table = label_columns(alike, pair_labels())
    html = table.to_html(index=False, border=0, classes="printed", float_format="{:.2f}".format, na_rep="–")
    return html.replace("<th>", '<th scope="col">')


def groups_html(depths: Depths, *, opened: bool = False) -> str:
    """The tasks that all, some, only one and none of the regions cover, to unfold and to click."""
    parts = []
    for group, tasks in group_tasks(depths).items():
        if not tasks and group == "some":
            continue
        title = capitalize(name_of(compare_words.GROUP_NAMES, group))
        count = t(f"{len(tasks)} 项", plural(len(tasks), "task"))
        inside = _by_region(depths, tasks) if group == "one" else _chips(tasks)
        unfold = " open" if (opened or group == "one") and tasks else ""
        parts.append(
            f'<details data-key="group-{group}"{unfold}>'
            f"<summary><b>{escape(title)}</b> · {escape(count)}</summary>"
            f"{inside if tasks else ''}</details>"
        )
    return f'<div class="groups">{"".join(parts)}</div>'


def _by_region(depths: Depths, tasks: Sequence[str]) -> str:
    """The tasks that one region alone covers, under its name."""
    regions = next(iter(depths.values()))
    alone = {
        code: [task for task in tasks if compare_words.covering(depths[task]) == [code]] for code in regions
    }
    names = region_names()
    return "".join(
        f'<p class="by">{escape(t(f"只有{names[code]}", f"{names[code]} only"))}</p>{_chips(own)}'
        for code, own in alone.items()
        if own
    )


def _chips(tasks: Sequence[str]) -> str:
    names, title = task_names(), t("只比较这项任务", "Compare this task only")
    return chips(((names[task], f"task={task}") for task in tasks), title, "chosen")


def show_nearest(choice: Choice) -> str | None:
    """What to do where there is nothing to compare; of one region, those nearest to it, to be clicked."""
    st.html(compare_words.too_few(choice))
    if len(choice.regions) != 1 or not choice.tasks:
        return None
    [region] = choice.regions
    near = data.query("nearest_plans", plan_id=str(data.region(region)["plan_id"])).head(NEAREST)
    names, title = region_names(), t("与它比较", "Compare with it")
    found = ((names[code], f"region={region},{code}") for code in near["region_id"])
    return show_cards([chips(found, title)], "compare_nearest")
