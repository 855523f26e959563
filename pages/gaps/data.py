"""Data of the gaps page: gaps, answers, and tables of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.parts import label_columns
from pages.gaps.words import WITHOUT_PLAN, explain_unanswered
from pages.ui import data
from pages.ui.cards.cards import Answer, Gap, to_answers
from pages.ui.codes import DEPTHS, STATUSES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.names import describe_leaders, region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.text import localized, t
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.schema.model import GAP_DEPTHS
from pipeline.store.gap_tables import find_answers, list_gaps

FILE: Final = "plan-atlas-gaps"


def find_region_gaps(region_id: str, task_ids: Sequence[str], method: str, pool: Sequence[str]) -> list[Gap]:
    """Return the gaps and ``none`` cells of a region with the answers of the regions in ``pool``.

    The ``pool``, by default all others with a plan, is counted and orders the gaps. With the ``method``
    ``chosen`` its answers are shown at any depth.
    """
    coverage = data.coverage()
    found = list_gaps(coverage, region_id, task_ids, compared=pool)
    counted = set(pool or coverage["region_id"]) - {region_id}
    all_depths = method == "chosen"
    cells = {code: find_answers(coverage, code, pool, all_depths=all_depths) for code in found["task_id"]}
    answers = {
        (answer.region_id, answer.task_id): answer
        for answer in to_answers(pd.concat([found.assign(region_id=region_id), *cells.values()]))
    }
    leaders = describe_leaders(found["task_id"].tolist(), region_id)
    names = task_names("name", numbered=False)
    return [
        Gap(
            own=answers[region_id, row["task_id"]],
            name=names[row["task_id"]],
            elsewhere=_names_by_depth(row["task_id"], counted),
            specific=row["elsewhere"],
            others=row["others"],
            answers=tuple(answers[code, row["task_id"]] for code in cells[row["task_id"]]["region_id"]),
            aside=explain_unanswered(row["task_id"], method, pool),
            leaders=leaders[row["task_id"]],
        )
        for row in records(found)
    ]


def _names_by_depth(task_id: str, region_ids: Collection[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the names of some regions by their depth at a task, the deepest first."""
    names, depths = region_names(), data.depths()
    of_region = {name: depths.get((code, task_id)) for code, name in names.items() if code in region_ids}
    return tuple(
        (depth, tuple(name for name, found in of_region.items() if found == depth))
        for depth in reversed(DEPTH_ORDER)
    )


def gaps_table(gaps: Iterable[Gap]) -> pd.DataFrame:
    """Return a row for each measure of the regions compared, and one for each gap without any."""
    return _table(
        (
            {
                "task_id": gap.own.task_id,
                "standard_task": gap.name,
                "depth": name_of(DEPTHS, gap.own.depth),
                "compared_region": answer.region if answer else "",
                "compared_depth": name_of(DEPTHS, answer.depth) if answer else "",
                "own_text": "\n".join(measure["measure_text"] for measure in gap.own.measures),
                "compared_specific": gap.specific,
                "compared_regions": gap.others,
            },
            answer,
        )
        for gap in gaps
        for answer in gap.answers or (None,)
    )


def task_table(answers: Iterable[Answer], regions: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each measure at a task, and one for each of the ``regions`` without any."""
    without = regions[regions["status"].isin(WITHOUT_PLAN)]
    is_gap = {True: t("是", "yes"), False: t("否", "no")}
    rows: list[tuple[str, str, str, Answer | None]] = [
        (one.region, name_of(DEPTHS, one.depth), is_gap[one.depth in GAP_DEPTHS], one) for one in answers
    ]
    for name, status in zip(without[localized("short")], without["status"], strict=True):
        rows.append((name, name_of(STATUSES, status), "", None))
    columns = ("region", "depth", "is_gap")
    return _table((dict(zip(columns, row, strict=True)), answer) for *row, answer in rows)


def query_table(found: Iterable[Sequence[Answer]], conditions: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each measure of the cells of a query.

    ``found`` are the answers of each region, ``conditions`` describe the condition for each task.
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


def _table(rows: Iterable[tuple[dict[str, Any], Answer | None]]) -> pd.DataFrame:
    """Return the leading columns and a row for each measure of an answer, or a single row without any."""
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
