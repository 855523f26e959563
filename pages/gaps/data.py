"""What the gaps page asks of the built tables, put together as gaps and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pages.ui import data, filters
from pages.ui.cards.cards import Answer, Gap
from pages.ui.names import leaders_of, region_names
from pages.ui.text import DEPTHS, column, joined, named, t
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.store.gap_tables import MOST_COMPARABLE, answers_to, comparable_regions, gaps_of

WAYS = ("macro", "similar", "chosen", "all")
"""How comparable regions are chosen."""


def task_names(kind: str = "short") -> dict[str, str]:
    """The names of all standard tasks by id, in the order of the template; ``kind`` is short or name."""
    tasks = data.tasks()
    return dict(zip(tasks["task_id"], tasks[column(kind)], strict=True))


def chosen_cells(chosen: filters.Filters) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    """What the filters leave: the regions, the ids of the standard tasks, and the coverage cells of both."""
    regions = filters.chosen_regions(data.regions(), chosen)
    task_ids = filters.chosen_tasks(data.tasks(), chosen)["task_id"]
    cells = data.coverage()
    return (
        regions,
        task_ids,
        cells[cells["region_id"].isin(regions["region_id"]) & cells["task_id"].isin(task_ids)],
    )


def similar_to(region_id: str) -> pd.DataFrame:
    """The other regions with a plan, the most similar to one that has a plan first: region_id, similarity."""
    plan_id = data.regions().set_index("region_id").at[region_id, "plan_id"]
    return data.ask("similar_plans", plan_id=plan_id)[["region_id", "similarity"]]


def region_gaps(region_id: str, task_ids: Sequence[str], way: str, by_hand: Sequence[str] = ()) -> list[Gap]:
    """The gaps of a region that has a plan, and what it declares none, with what comparable regions wrote.

    The regions that ``way`` and ``by_hand`` choose are also those that are counted and that order the gaps.
    """
    coverage, regions = data.coverage(), data.regions()
    pool = comparable_regions(regions, similar_to(region_id), region_id, way, by_hand)
    found = gaps_of(coverage, region_id, task_ids, compared=pool)
    counted = coverage[coverage["region_id"].isin(pool) if pool else coverage["region_id"] != region_id]
    names, full = region_names(), task_names("name")
    cells = {
        task_id: answers_to(coverage, task_id, pool, all_depths=way == "chosen")
        for task_id in found["task_id"]
    }
    measures = _measures(
        pd.concat([found[["measure_ids"]], *[frame[["measure_ids"]] for frame in cells.values()]])
    )
    leaders = leaders_of(found["task_id"].tolist(), region_id)
    gaps = []
    for row in found.to_dict("records"):
        task_id = str(row["task_id"])
        gaps.append(
            Gap(
                own=Answer(
                    region_id, names[region_id], task_id, row["depth"], _of(row["measure_ids"], measures)
                ),
                name=full[task_id],
                elsewhere=_elsewhere(counted, task_id, names),
                specific=int(row["elsewhere"]),
                others=int(row["others"]),
                answers=tuple(_answers(cells[task_id], names, measures)),
                aside=_aside(coverage, task_id, pool, way, names),
                leaders=leaders[task_id],
            )
        )
    return gaps


def task_answers(task_id: str, region_ids: Sequence[str]) -> list[Answer]:
    """What each of the regions with a plan has at a task, the deepest first, then in official order."""
    cells = data.coverage()
    cells = cells[(cells["task_id"] == task_id) & cells["region_id"].isin(region_ids)]
    names = region_names()
    found = _answers(cells, names, _measures(cells))
    place = {region_id: number for number, region_id in enumerate(names)}
    return sorted(found, key=lambda answer: (-DEPTH_ORDER.index(answer.depth), place[answer.region_id]))


def region_answers(region_id: str, task_ids: Sequence[str]) -> list[Answer]:
    """What a region with a plan has at each of some tasks, in their order."""
    cells = data.coverage()
    cells = cells[(cells["region_id"] == region_id) & cells["task_id"].isin(task_ids)]
    found = {answer.task_id: answer for answer in _answers(cells, region_names(), _measures(cells))}
    return [found[task_id] for task_id in task_ids if task_id in found]


def _answers(
    cells: pd.DataFrame, names: Mapping[str, str], measures: Mapping[str, Mapping[str, Any]]
) -> list[Answer]:
    return [
        Answer(
            row["region_id"],
            names[row["region_id"]],
            row["task_id"],
            row["depth"],
            _of(row["measure_ids"], measures),
        )
        for row in cells.to_dict("records")
    ]


def _measures(cells: pd.DataFrame) -> dict[str, Mapping[str, Any]]:
    ids = sorted(
        {
            measure_id
            for joined_ids in cells["measure_ids"]
            for measure_id in joined_ids.split(";")
            if measure_id
        }
    )
    if not ids:
        return {}
    return {str(row["measure_id"]): row for row in data.measures(*ids).to_dict("records")}  # type: ignore[misc]


def _of(measure_ids: str, measures: Mapping[str, Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(measures[measure_id] for measure_id in measure_ids.split(";") if measure_id)


def _elsewhere(
    coverage: pd.DataFrame, task_id: str, names: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    cells = coverage[coverage["task_id"] == task_id]
    by_depth = dict(zip(cells["region_id"], cells["depth"], strict=True))
    return tuple(
        (depth, tuple(name for code, name in names.items() if by_depth.get(code) == depth))
        for depth in reversed(DEPTH_ORDER)
    )


def _aside(
    coverage: pd.DataFrame, task_id: str, pool: Sequence[str], way: str, names: Mapping[str, str]
) -> str:
    """A sentence on the regions that are looked at and have no specific answer, where that needs saying."""
    cells = coverage[(coverage["task_id"] == task_id) & coverage["region_id"].isin(pool)]
    depths = dict(zip(cells["region_id"], cells["depth"], strict=True))
    answered = [code for code in pool if depths[code] in ("specific", "quantified")]
    if way == "chosen":
        return "" if pool else t("在上面选要对照的地区。", "Choose regions to compare with, above.")
    if way != "macro":
        return (
            "" if answered else t("这些地区也没有具体举措。", "None of these regions has a specific measure.")
        )
    lacking = [
        f"{names[code]}{t('（', ' (')}{named(DEPTHS, depths[code])}{t('）', ')')}"
        for code in pool
        if code not in answered
    ]
    more = answered[MOST_COMPARABLE:]
    said = []
    if more:
        said.append(
            t(
                f"同大区还有 {joined(names[code] for code in more)} 写了具体举措。",
                f"Specific in the macro-region as well: {joined(names[code] for code in more)}.",
            )
        )
    if lacking:
        said.append(
            t(
                f"同大区没有具体举措的：{joined(lacking)}。",
                f"Not specific in the macro-region: {joined(lacking)}.",
            )
        )
    if not answered:
        said.append(
            t("可以改用“最相近”看别处如何落实。", "Switch to “most similar” to see what others wrote.")
        )
    return t("", " ").join(said)
