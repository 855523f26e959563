"""The summary of a comparison: numbers as small multiples, tasks by who covers them, likeness by pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.compare import words as compare_words
from pages.compare.charts import depth_chart, number_chart
from pages.compare.choice import Choice
from pages.compare.data import Pair, Total, frame_of_totals, task_names
from pages.reports.groups import group_of, grouped
from pages.ui import data
from pages.ui.cards.cards import show_cards
from pages.ui.names import region_names
from pages.ui.tables import show_table
from pages.ui.text import DEPTHS, current_language, named, number, plural, t
from pages.ui.theme import MARKS

FILE: Final = "plan-atlas-compare"
NEAREST: Final = 5
"""How many regions are offered beside a single one."""

Depths = Mapping[str, Mapping[str, str]]


def show_charts(choice: Choice, totals: Sequence[Total], *, table: bool = True) -> str | None:
    """Small multiples of coverage and depth, targets, departments and length; returns what is opened.

    ``table`` is whether their numbers stand under the first, which has all of them.
    """
    frame = frame_of_totals(totals, region_names())
    first = depth_chart(frame, compare_words.depth_heading(choice, totals), f"{FILE}-depth")
    charts = [first]
    for kind in compare_words.VALUES:
        heading = compare_words.number_heading(totals, kind)
        charts.append(number_chart(frame, kind, heading, f"{FILE}-{kind}"))
    opened = None
    with st.container(key="compare_charts"):
        for row in (charts[:2], charts[2:]):
            for place, chart in zip(st.columns(2, gap="large"), row, strict=True):
                with place:
                    opened = show_chart(chart, table=table and chart is first) or opened
    return opened


def pair_frame(alike: Sequence[Pair]) -> pd.DataFrame:
    """The pairs: region_id, region, other_region_id, other_region (str); words, depths (float64)."""
    names = region_names()
    return pd.DataFrame(
        [
            {
                "region_id": pair.one,
                "region": names[pair.one],
                "other_region_id": pair.other,
                "other_region": names[pair.other],
                "words": pair.words,
                "depths": pair.depths,
            }
            for pair in alike
        ]
    ).astype({"words": "float64"})


def pair_labels() -> dict[str, str]:
    """The columns of the table of pairs, with what stands above them."""
    return {
        "region": t("地区", "Region"),
        "other_region": t("另一地区", "Other region"),
        "words": t("用词相似度（余弦）", "Similarity of wording (cosine)"),
        "depths": t("深度相似度（Gower）", "Similarity of depth (Gower)"),
    }


def pairs_table(alike: Sequence[Pair]) -> None:
    """How alike each pair of plans is, in words and in depths."""
    frame, labels = pair_frame(alike), pair_labels()
    show_table(
        frame[list(labels)],
        f"{FILE}-pairs",
        labels=labels,
        export=frame,
        column_config={
            name: st.column_config.NumberColumn(labels[name], format="%.2f") for name in ("words", "depths")
        },
        decided_by=("region",),
    )


def groups_html(depths: Depths, *, opened: bool = False) -> str:
    """The tasks that all, some, only one and none of the regions cover, to unfold and to click."""
    parts = []
    for group, tasks in grouped(depths).items():
        if not tasks and group == "some":
            continue
        name = compare_words.GROUP_NAMES[group][current_language()]
        title = name[:1].upper() + name[1:]
        count = t(f"{len(tasks)} 项", plural(len(tasks), "task", "tasks"))
        inside = _by_region(depths, tasks) if group == "one" else f'<p class="chips">{_chips(tasks)}</p>'
        unfold = " open" if (opened or group == "one") and tasks else ""
        parts.append(
            f'<details data-key="group-{group}"{unfold}>'
            f"<summary><b>{escape(title)}</b> · {escape(count)}</summary>"
            f"{inside if tasks else ''}</details>"
        )
    return f'<div class="groups">{"".join(parts)}</div>'


def cell_frame(choice: Choice, depths: Depths) -> pd.DataFrame:
    """Every task with the depth of every region, in words.

    Returns
    -------
    DataFrame
        area_id, task_id, task (str), one column by the name of each region with mark and depth, covered_by
        (str).
    """
    areas = dict(zip(data.tasks()["task_id"], data.tasks()["area_id"], strict=True))
    names, regions = task_names(), region_names()
    return pd.DataFrame(
        [
            {
                "area_id": areas[task],
                "task_id": task,
                "task": names[task],
                **{
                    regions[code]: f"{MARKS[depth]} {named(DEPTHS, depth)}"
                    for code, depth in by_region.items()
                },
                "covered_by": compare_words.group_line(by_region),
            }
            for task, by_region in depths.items()
        ]
    )


def _by_region(depths: Depths, tasks: Sequence[str]) -> str:
    """The tasks that one region alone covers, under its name."""
    names = region_names()
    found: dict[str, list[str]] = {}
    for task in tasks:
        alone = next(code for code, depth in depths[task].items() if group_of({code: depth}) == "everyone")
        found.setdefault(alone, []).append(task)
    order = [code for code in next(iter(depths.values())) if code in found]
    return "".join(
        f'<p class="by">{escape(t(f"只有{names[code]}", f"{names[code]} only"))}</p>'
        f'<p class="chips">{_chips(found[code])}</p>'
        for code in order
    )


def _chips(tasks: Sequence[str]) -> str:
    names, title = task_names(), escape(t("只比较这项任务", "Compare this task only"))
    return "".join(
        f'<button class="chosen" data-open="task={escape(task)}" title="{title}">'
        f"{escape(f'{task} {names[task]}')}</button>"
        for task in tasks
    )


def html_table(frame: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """A small table as HTML, for paper; shares are written as they are on the screen."""
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in labels.values())
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(_written(row[name]))}</td>' for name in labels)}</tr>"
        for row in frame.to_dict("records")
    )
    return f'<table class="printed"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return number(value) if isinstance(value, int) else str(value)


def show_nearest(choice: Choice) -> str | None:
    """What to do where there is nothing to compare; of one region, those nearest to it, to be clicked."""
    st.html(compare_words.too_few(choice))
    if len(choice.regions) != 1 or not choice.tasks:
        return None
    [region] = choice.regions
    near = data.ask("nearest_plans", plan_id=str(data.region(region)["plan_id"])).head(NEAREST)
    names, title = region_names(), escape(t("与它比较", "Compare with it"))
    buttons = "".join(
        f'<button class="region" data-open="region={escape(region)},{escape(code)}" title="{title}">'
        f"{escape(names[code])}</button>"
        for code in near["region_id"]
    )
    return show_cards([f'<p class="chips">{buttons}</p>'], "compare_nearest")
