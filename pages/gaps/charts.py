"""Charts of the gaps page: bars of gaps, tile maps, and how others answer the gaps of a region."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts import depths as depth_charts
from pages.charts.depths import DEEP_FIRST, depth_legend, depth_parts, mark_and_count
from pages.charts.parts import (
    Heading,
    fill_heading,
    label_columns,
    make_chart,
    number_duplicates,
    stacked_bars,
)
from pages.charts.tiles import region_tiles, status_legend
from pages.gaps.data import FILE
from pages.gaps.words import extremes
from pages.ui import data
from pages.ui.cards.cards import Answer, Gap
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.text import DEPTHS, capitalize, fill_text, join_words, localized, name_of, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, Entry
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.schema.model import GAP_DEPTHS

MAX_TASKS: Final = 20
"""Tasks in the chart of tasks; its data has all."""

_COVERED: Final = [depth for depth in DEPTH_ORDER if depth not in GAP_DEPTHS]


def regions_chart(counts: pd.DataFrame, tasks: int) -> Chart:
    """Draw the gaps of each region, of a number of ``tasks``; a bar opens its region.

    ``counts`` is the result of `pipeline.store.gap_tables.gap_counts`.
    """
    names = region_names()
    heading = fill_heading("gaps", "by_region", extremes=extremes(counts, "region_id", names), tasks=tasks)
    rows = counts.assign(key=counts["region_id"], name=counts["region_id"].map(names))
    return _gaps_chart(rows, names, t("地区", "Region"), heading, f"{FILE}-regions-picture")


def tasks_chart(counts: pd.DataFrame, regions: int) -> Chart:
    """Draw the gaps of the most lacking tasks, of a number of ``regions``; a bar opens its task.

    ``counts`` as in `regions_chart`.
    """
    names, few = task_names(), min(len(counts), MAX_TASKS)
    values = {"most": names[counts["task_id"].iloc[0]], "lacks": counts["gaps"].iloc[0]}
    heading = fill_heading("gaps", "by_task", **values, regions=regions, few=few)
    short = counts["task_id"].map(task_names(numbered=False))
    rows = counts.assign(key=counts["task_id"], name=short)
    label, file_name = t("标准任务", "Standard task"), f"{FILE}-tasks-picture"
    return _gaps_chart(rows, names, label, heading, file_name, most=MAX_TASKS)


def task_map(task_id: str, found: Sequence[Answer]) -> Chart:
    """Draw the depth of a task by region as a tile map; a tile opens the cell.

    ``found`` are the answers of the chosen regions with a plan.
    """
    lacks = sum(answer.depth in GAP_DEPTHS for answer in found)
    heading = fill_heading("gaps", "map", task=task_names()[task_id], lacks=lacks)
    counts = (f"{name_of(DEPTHS, depth)} {sum(one.depth == depth for one in found)}" for depth in DEEP_FIRST)
    return _map_chart(
        {answer.region_id: answer.depth for answer in found},
        depth_legend(),
        heading,
        keys={answer.region_id: answer.cell for answer in found},
        values=counts,
        file_name=f"{FILE}-{task_id}-map",
    )


def query_map(conditions: str, found: Collection[str], planned: Collection[str]) -> Chart:
    """Draw which of the regions ``planned`` meet all conditions as a tile map.

    ``conditions`` is their description for several regions, ``found`` are the regions that meet them.
    """
    heading = fill_heading("gaps", "query_map", count=len(found), conditions=conditions)
    return _map_chart(
        {code: "yes" if code in found else "no" for code in planned},
        {
            "yes": Entry(t("符合", "meets them"), LIGHT.accent, "✓"),
            "no": Entry(t("不符合", "does not"), LIGHT.paper, "×"),
        },
        heading,
        keys={},
        file_name=f"{FILE}-query-map",
    )


def elsewhere_chart(region: str, gaps: Sequence[Gap], peers: str, file_name: str) -> Chart:
    """Draw how the regions compared, named ``peers``, answer the gaps of a region; a bar opens its task."""
    tasks = pd.DataFrame(
        [
            {
                "task_id": gap.own.task_id,
                localized("name"): gap.name,
                "cells": gap.others,
                # The number beside a bar is that of the list.
                "covered": gap.specific,
                **{depth: len(found) for depth, found in gap.elsewhere},
            }
            for gap in gaps
        ]
    )
    heading = fill_heading("gaps", "elsewhere", region=region, count=len(gaps), peers=capitalize(peers))
    return depth_charts.tasks_chart(
        tasks,
        {(gap.own.task_id, depth): found for gap in gaps for depth, found in gap.elsewhere},
        heading,
        file_name=file_name,
        counted=t("具体及以上", "Specific or deeper"),
        opens=t("点击看谁缺这项任务", "Click to see who lacks it"),
    )


def _gaps_chart(
    counts: pd.DataFrame,
    names: Mapping[str, str],
    label: str,
    heading: Heading,
    file_name: str,
    *,
    most: int | None = None,
) -> Chart:
    """Draw the gaps by depth for each ``key`` of ``counts``, or of its first ``most`` rows.

    ``names`` label the bars by key; the data has the column ``name``, headed by ``label``.
    """
    rows = counts.head(most or len(counts)).drop(columns=_COVERED)
    rows = rows.assign(
        category=number_duplicates([names[code] for code in rows["key"]]),
        note=rows["gaps"].astype("str"),
        row_hint=[_gaps_hint(row, names[row["key"]]) for row in records(rows)],
    )
    # The most lacking depth is next to the labels, where lengths can be compared.
    parts = dict(reversed(depth_parts(rows).items()))
    columns = labels(key="task_no") | {"name": label} | labels("gaps", *DEPTHS)
    return make_chart(
        heading,
        stacked_bars(rows, parts, mark_and_count, number_format="0"),
        label_columns(counts, columns),
        file_name=file_name,
        values=rows["category"] + " " + rows["note"],
        legend=parts.values(),
        keys=counts["key"],
    )


def _map_chart(
    kind_of: Mapping[str, str],
    kinds: Mapping[str, Entry],
    heading: Heading,
    *,
    keys: Mapping[str, str],
    file_name: str,
    values: Iterable[str] = (),
) -> Chart:
    """Draw a tile map of the regions.

    ``kind_of`` maps the regions that are chosen and have a plan to a key of ``kinds``, the legend, from which
    unused kinds are left out; ``keys`` are what the tiles open.
    """
    kinds = {**kinds, **status_legend(t("未选入", "not chosen"))}
    regions = data.regions()
    kind = regions["region_id"].map(kind_of).fillna(regions["status"])
    entries = [kinds[code] for code in kind]
    states = [entry.name for entry in entries]
    regions = regions.assign(state=states, key=[keys.get(code, "") for code in regions["region_id"]])
    opens = regions["key"].where(regions["key"] == "", "\n" + t("点击看原文", "click for its words"))
    regions["hint"] = regions[localized("name")] + "\n" + regions["state"] + opens
    return make_chart(
        heading,
        region_tiles(regions, entries, kind.isin(kind_of.values())),
        label_columns(regions, {localized("name"): t("地区", "Region"), "state": t("状态", "State")}),
        values=values,
        file_name=file_name,
        legend=[entry for code, entry in kinds.items() if (kind == code).any()],
        keys=regions["key"] if keys else (),
    )


def _gaps_hint(row: Mapping[str, Any], name: str) -> str:
    parts = join_words(f"{name_of(DEPTHS, depth)} {row[depth]}" for depth in GAP_DEPTHS if row[depth])
    return fill_text("gaps", "gaps_hint", name=name, gaps=row["gaps"], parts=parts)
