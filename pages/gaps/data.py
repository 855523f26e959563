"""What the gaps page asks of the built tables, put together as gaps and answers, and these as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.parts import label_columns
from pages.gaps.words import unanswered_line
from pages.ui import data, filters
from pages.ui.cards.cards import Answer, Gap, answers_of
from pages.ui.evidence.evidence import records
from pages.ui.names import leaders_of, region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.text import DEPTHS, STATUSES, localized, name_of, t
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.schema.model import GAP_DEPTHS
from pipeline.store.gap_tables import answers_to, gaps_of

FILE: Final = "plan-atlas-gaps"


Leading = dict[str, Any]
"""The first columns of a row of a table, by the names of their headings."""


def chosen_cells(chosen: filters.Filters) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    """What the filters leave: the regions, the ids of the standard tasks, and the coverage cells of both."""
    regions = filters.chosen_regions(data.regions(), chosen)
    task_ids = filters.chosen_tasks(data.tasks(), chosen)["task_id"]
    cells = data.coverage()
    kept = cells["region_id"].isin(regions["region_id"]) & cells["task_id"].isin(task_ids)
    return regions, task_ids, cells[kept]


def without_plan(regions: pd.DataFrame) -> dict[str, str]:
    """The names by id of the regions in the source's scope without a plan, with whether one is unreadable."""
    rows = regions[regions["status"].isin(("unread", "no_plan"))]
    unread = t(f"（{name_of(STATUSES, 'unread')}）", f" ({name_of(STATUSES, 'unread')})")
    return {
        code: f"{name}{unread if status == 'unread' else ''}"
        for code, name, status in zip(
            rows["region_id"], rows[localized("short")], rows["status"], strict=True
        )
    }


def region_gaps(region_id: str, task_ids: Sequence[str], way: str, pool: Sequence[str]) -> list[Gap]:
    """The gaps of a region that has a plan, and what it declares none, with what comparable regions wrote.

    ``way`` and ``pool`` are how the comparable regions were chosen, and which they are: those that are
    counted and that order the gaps; without any, all others with a plan are. Those chosen by hand are shown
    at any depth.
    """
    coverage = data.coverage()
    found = gaps_of(coverage, region_id, task_ids, compared=pool)
    counted = set(pool or coverage["region_id"]) - {region_id}
    cells = {
        task_id: answers_to(coverage, task_id, pool, all_depths=way == "chosen")
        for task_id in found["task_id"]
    }
    answers = {
        (answer.region_id, answer.task_id): answer
        for answer in answers_of(pd.concat([found.assign(region_id=region_id), *cells.values()]))
    }
    leaders, names = leaders_of(found["task_id"].tolist(), region_id), task_names("name", numbered=False)
    return [
        Gap(
            own=answers[region_id, row["task_id"]],
            name=names[row["task_id"]],
            elsewhere=_elsewhere(row["task_id"], counted),
            specific=row["elsewhere"],
            others=row["others"],
            answers=tuple(answers[code, row["task_id"]] for code in cells[row["task_id"]]["region_id"]),
            aside=unanswered_line(row["task_id"], way, pool),
            leaders=leaders[row["task_id"]],
        )
        for row in records(found)
    ]


def task_answers(task_id: str, region_ids: Collection[str]) -> list[Answer]:
    """What each of the regions with a plan has at a task, the deepest first, then in official order."""
    cells = data.coverage()
    cells = cells[(cells["task_id"] == task_id) & cells["region_id"].isin(region_ids)]
    place = list(region_names()).index
    return sorted(answers_of(cells), key=lambda one: (-DEPTH_ORDER.index(one.depth), place(one.region_id)))


def region_answers(region_id: str, task_ids: Sequence[str]) -> list[Answer]:
    """What a region with a plan has at each of some tasks, in their order."""
    cells = data.coverage()
    cells = cells[(cells["region_id"] == region_id) & cells["task_id"].isin(task_ids)]
    return sorted(answers_of(cells), key=lambda answer: task_ids.index(answer.task_id))


def _elsewhere(task_id: str, region_ids: Collection[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names of some regions by their depth at a task, the deepest first."""
    depths = {
        name: data.depths().get((code, task_id))
        for code, name in region_names().items()
        if code in region_ids
    }
    return tuple(
        (depth, tuple(name for name, found in depths.items() if found == depth))
        for depth in reversed(DEPTH_ORDER)
    )


def gaps_table(gaps: Iterable[Gap]) -> pd.DataFrame:
    """A row for each measure of a comparable region beside a gap; and one for a gap that has none."""
    return _table(
        (
            {
                "task_id": gap.own.task_id,
                "standard_task": gap.name,
                "depth": name_of(DEPTHS, gap.own.depth),
                "own_text": "\n".join(measure["measure_text"] for measure in gap.own.measures),
                "compared_specific": gap.specific,
                "compared_regions": gap.others,
                "compared_region": answer.region if answer else "",
                "compared_depth": name_of(DEPTHS, answer.depth) if answer else "",
            },
            answer,
        )
        for gap in gaps
        for answer in gap.answers or (None,)
    )


def task_table(answers: Iterable[Answer], without: Iterable[str]) -> pd.DataFrame:
    """A row for each measure of a region at a task, one for a region without a measure or without a plan.

    ``without`` are the names of the regions that have no plan.
    """
    yes, no = t("是", "yes"), t("否", "no")
    rows: list[tuple[str, str, str, Answer | None]] = [
        (one.region, name_of(DEPTHS, one.depth), yes if one.depth in GAP_DEPTHS else no, one)
        for one in answers
    ]
    rows += [(name, name_of(STATUSES, "no_plan"), "", None) for name in without]
    return _table(
        ({"region": region, "depth": depth, "is_gap": gap}, answer) for region, depth, gap, answer in rows
    )


def query_table(found: Iterable[Sequence[Answer]], conditions: Mapping[str, str]) -> pd.DataFrame:
    """A row for each measure that answers a condition, in each region that meets them all.

    ``found`` are the answers of each region, ``conditions`` what was asked of each task, in words.
    """
    names = task_names("name", numbered=False)
    return _table(
        (
            {
                "region": answer.region,
                "condition": conditions[answer.task_id],
                "task_id": answer.task_id,
                "standard_task": names[answer.task_id],
                "depth": name_of(DEPTHS, answer.depth),
            },
            answer,
        )
        for answers in found
        for answer in answers
    )


def _table(rows: Iterable[tuple[Leading, Answer | None]]) -> pd.DataFrame:
    """A row for each measure of an answer after its first columns; one for an answer without measures."""
    lines = ["first_line", "last_line"]
    columns = ["measure_text", "departments_text", *lines, "measure_id"]
    frame = pd.DataFrame(
        leading | {name: measure.get(name) for name in columns}
        for leading, answer in rows
        for measure in (answer.measures if answer else ()) or ({},)
    )
    texts = frame.columns.difference(lines)
    frame = frame.astype(dict.fromkeys(lines, "Int64")).fillna(dict.fromkeys(texts, ""))
    return label_columns(frame, labels(*frame.columns))
