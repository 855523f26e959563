"""The charts of the gaps page: bars of gaps, maps of one square per region, and a region's gaps elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.depths import DEEP_FIRST, depth_colours, depth_legend, depths_of, long_by_depth, tasks_chart
from pages.charts.parts import Heading, labelled, make_chart, unique
from pages.ui.cards.cards import Gap
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, STATUSES, column, joined, named, plural, t
from pages.ui.theme import LIGHT, readable_on
from pipeline.schema.chart import Chart, Entry, bars, tiles
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.schema.model import GAP_DEPTHS

_COVERED: Final = [depth for depth in DEPTH_ORDER if depth not in GAP_DEPTHS]


def gaps_chart(
    counts: pd.DataFrame,
    key: str,
    labels: Mapping[str, str],
    heading: Heading,
    frame: pd.DataFrame,
    *,
    file_name: str,
    listed: int | None = None,
) -> Chart:
    """A bar of gaps for each region or task, parted by depth; a bar opens its region or task.

    Parameters
    ----------
    counts
        As `pipeline.store.gap_tables.gap_counts` counts them, in the order in which they are to stand.
    key
        The column of ``counts`` that holds the ids of regions or tasks.
    labels
        What is written before a bar, by id.
    frame
        All of ``counts`` as they are read; bars are drawn of the first ``listed``.
    """
    rows = counts.head(len(counts) if listed is None else listed).drop(columns=_COVERED)
    rows = rows.assign(
        category=unique([labels[code] for code in rows[key]]),
        note=rows["gaps"].astype("str"),
        key=rows[key],
        row_hint=["\n".join(_gaps_hint(row, labels[row[key]])) for row in records(rows)],
    )
    long = long_by_depth(rows, ("category", "note", "key", "row_hint"))
    long["text"] = (long["mark"] + " " + long["count"].astype("str")).where(long["count"] > 0, "")
    # What is missing most stands next to the names, where lengths can be compared.
    colours = dict(reversed(depth_colours(rows).items()))
    body = bars(long, colours, value="count", series="series", stacked=True, number_format="0")
    legend = depth_legend(reversed(depths_of(rows)))
    return make_chart(
        heading, body, frame, alt=heading.title, file_name=file_name, legend=legend, keys=counts[key]
    )


def map_chart(
    regions: pd.DataFrame, kinds: Mapping[str, Entry], heading: Heading, *, alt: str, file_name: str
) -> Chart:
    """One square per region on a grid; a square opens its ``key``.

    Parameters
    ----------
    regions
        As in the codebook, with the columns kind (a code of ``kinds``) and key (empty for nothing).
    kinds
        In the order of the legend; those that no region has are left out of it.
    """
    frame = labelled(
        regions.assign(state=[kinds[kind].name for kind in regions["kind"]]),
        {column("name"): t("地区", "Region"), "state": t("状态", "State")},
    )
    shown = pd.DataFrame([_tile(region, kinds[region["kind"]]) for region in records(regions)])
    legend = [entry for kind, entry in kinds.items() if (regions["kind"] == kind).any()]
    keys = regions["key"] if regions["key"].any() else ()
    return make_chart(heading, tiles(shown), frame, alt=alt, file_name=file_name, legend=legend, keys=keys)


def elsewhere_chart(gaps: Sequence[Gap], heading: Heading, *, file_name: str) -> Chart:
    """How the other regions answer the tasks that one region lacks; a task opens who lacks it."""
    tasks = pd.DataFrame(
        [
            {
                "task_id": gap.own.task_id,
                column("name"): gap.name,
                "cells": gap.others,
                # The number beside a bar is that of the list: those that say what they will do.
                "covered": gap.specific,
                **dict.fromkeys(DEPTH_ORDER, 0),
                **{depth: len(found) for depth, found in gap.elsewhere},
            }
            for gap in gaps
        ]
    )
    answers = {(gap.own.task_id, depth): found for gap in gaps for depth, found in gap.elsewhere}
    return tasks_chart(
        tasks,
        answers,
        heading,
        alt=heading.title,
        file_name=file_name,
        counted=t("具体及以上", "Specific or deeper"),
        opens=t("点击看谁缺这项任务", "Click to see who lacks it"),
    )


def depth_kinds() -> dict[str, Entry]:
    """The depths as kinds of squares, the deepest first."""
    return dict(zip(DEEP_FIRST, depth_legend(), strict=True))


def match_kinds() -> dict[str, Entry]:
    """Whether a region meets all conditions, as kinds of squares."""
    return {
        "yes": Entry(t("符合", "meets them"), LIGHT.accent, "✓"),
        "no": Entry(t("不符合", "does not"), LIGHT.paper, "×"),
    }


def status_kinds() -> dict[str, Entry]:
    """Why a region has no square of its own colour."""
    return {
        "left_out": Entry(t("未选入", "not chosen"), LIGHT.panel),
        "no_plan": Entry(named(STATUSES, "no_plan"), LIGHT.outside),
        "outside": Entry(named(STATUSES, "outside"), LIGHT.paper, dashed=True),
    }


def _tile(region: Mapping[str, Any], kind: Entry) -> dict[str, Any]:
    hint = [region[column("name")], kind.name]
    if region["key"]:
        hint.append(t("点击看原文", "click for its words"))
    return {
        "label": region[column("short")],
        "text": kind.mark,
        "column": region["tile_column"],
        "row": region["tile_row"],
        "fill": kind.colour,
        "ink": readable_on(kind.colour) if kind.mark else LIGHT.quiet,
        "dashed": kind.dashed,
        "hatched": region["kind"] == "no_plan",
        "key": region["key"],
        "hint": "\n".join(hint),
    }


def _gaps_hint(row: Mapping[str, Any], name: str) -> list[str]:
    gaps = t(f"{row['gaps']} 个缺口", plural(int(row["gaps"]), "gap", "gaps"))
    parts = joined(f"{named(DEPTHS, depth)} {row[depth]}" for depth in GAP_DEPTHS if row[depth])
    return [name, gaps, parts] if parts else [name, gaps]
