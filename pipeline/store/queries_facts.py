"""Queries over targets and their indicators, and over local tasks.

Exposed by `pipeline.store.store`, which documents the filters.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Unpack

import pandas as pd

from pipeline.schema.model import SPECIFIC_DEPTHS
from pipeline.store.query import query_frame
from pipeline.store.selection import Filters, conditions, distinct_condition, in_list, join_and

_FIRST_STATED: Final = "coalesce(nullif(repeat_of, ''), target_id)"
"""In SQL, the id shared by a target and those that repeat it."""

_SENTENCE_END: Final = re.compile("[。；;！？]")


def indicators(built: Path) -> pd.DataFrame:
    """Return the table `indicators`, those that most regions set a target for first."""
    sql = """
        SELECT * EXCLUDE (file_row_number) FROM indicators
        ORDER BY regions DESC, targets DESC, file_row_number
    """
    return query_frame(built, sql)


def targets(
    built: Path,
    *,
    target_ids: Sequence[str] | None = None,
    region_ids: Sequence[str] | None = None,
    area_ids: Sequence[str] | None = None,
    indicator_ids: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return targets with their measures.

    Columns: those of the codebook's table `targets`; task_text, measure_text (str), first_line, last_line
    (int64) of the measure; counted (bool), false where an earlier row of the result has the same target;
    sentence (str), the sentence of the target, and sentence_start (int64), its offset in `measure_text`.
    """
    filters = {
        "target_id": target_ids,
        "region_id": region_ids,
        "area_id": area_ids,
        "indicator_id": indicator_ids,
        "kind": kinds,
    }
    where = [in_list(f"targets.{name}", name) for name, values in filters.items() if values is not None]
    sql = f"""
        SELECT targets.* EXCLUDE (file_row_number), task_text, measure_text, first_line, last_line,
               row_number() OVER (
                   PARTITION BY {_FIRST_STATED} ORDER BY targets.file_row_number
               ) = 1 AS counted
        FROM targets JOIN measures ON measures.measure_id = targets.measure_id
        WHERE {join_and(where)}
        ORDER BY targets.file_row_number
    """
    found = query_frame(built, sql, **filters)
    quotes = list(zip(found["measure_text"], found["char_start"], found["char_end"], strict=True))
    spans = [sentence_around(*quote) for quote in quotes]
    sentences = [text[slice(*span)] for (text, *_), span in zip(quotes, spans, strict=True)]
    starts = pd.Series([start for start, _ in spans], dtype="int64")
    return found.assign(sentence=pd.Series(sentences, dtype="str"), sentence_start=starts)


def quantified_plans(
    built: Path, *, region_ids: Sequence[str] | None = None, area_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return how much of each region's plans is quantified, in the official order of the regions.

    Columns: plan_id, region_id (str); specific (int64), the standard tasks that are answered specifically,
    including the quantified ones; quantified (int64), those with at least one target; share (float64, 0 to
    1), missing where nothing is specific; targets (int64), in standard and local tasks, each counted once;
    repeats (int64), further rows that repeat one of them.
    """
    areas = f"AND {in_list('area_id', 'area_ids')}" if area_ids is not None else ""
    chosen = f"AND {in_list('regions.region_id', 'region_ids')}" if region_ids is not None else ""
    sql = f"""
        SELECT regions.plan_id, regions.region_id,
               coalesce(specific, 0) AS specific, coalesce(quantified, 0) AS quantified,
               quantified / nullif(specific, 0) AS share,
               coalesce(counted_once, 0) AS targets, coalesce(counted - counted_once, 0) AS repeats
        FROM regions LEFT JOIN (
            SELECT region_id, count(*) AS specific, count(*) FILTER (depth = 'quantified') AS quantified
            FROM coverage WHERE list_contains($depths::VARCHAR[], depth) {areas} GROUP BY region_id
        ) AS cells ON cells.region_id = regions.region_id
        LEFT JOIN (
            SELECT region_id, count(*) AS counted, count(DISTINCT {_FIRST_STATED}) AS counted_once
            FROM targets WHERE kind = 'target' {areas} GROUP BY region_id
        ) AS stated ON stated.region_id = regions.region_id
        WHERE regions.status = 'plan' {chosen}
        ORDER BY official_order
    """
    return query_frame(built, sql, depths=SPECIFIC_DEPTHS, region_ids=region_ids, area_ids=area_ids)


def answer_totals(
    built: Path, *, region_ids: Sequence[str] | None = None, task_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """Count the measures, their characters, and the targets of regions for some standard tasks.

    Columns: region_id (str); measures, characters, targets (int64). A merged measure and a repeated target
    count once; a region without measures has no row.
    """
    filters = {"region_ids": region_ids, "task_ids": task_ids}
    kept = join_and(conditions("targets", filters))
    sql = f"""
        SELECT wrote.region_id, measures, characters, coalesce(set_out.targets, 0) AS targets FROM (
            SELECT region_id, count(*) AS measures, sum(characters) AS characters,
                   min(file_row_number) AS place
            FROM measures WHERE {distinct_condition(filters)} GROUP BY region_id
        ) AS wrote LEFT JOIN (
            SELECT region_id, count(DISTINCT {_FIRST_STATED}) AS targets
            FROM targets WHERE kind = 'target' AND {kept} GROUP BY region_id
        ) AS set_out ON set_out.region_id = wrote.region_id
        ORDER BY place
    """
    return query_frame(built, sql, **filters)


def find_measure_targets(built: Path, measure_ids: Sequence[str]) -> pd.DataFrame:
    """Return the targets and facts in measures.

    Columns: those of the codebook's table `targets`; name_zh, name_en, unit_zh and unit_en (str) of the
    indicator, empty for a target without one.
    """
    sql = f"""
        SELECT targets.* EXCLUDE (file_row_number), name_zh, name_en, unit_zh, unit_en
        FROM targets LEFT JOIN indicators ON indicators.indicator_id = targets.indicator_id
        WHERE {in_list("measure_id", "measure_ids")} ORDER BY targets.file_row_number
    """
    return query_frame(built, sql, measure_ids=measure_ids)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence that contains the characters from ``start`` to ``end``."""
    before = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
    after = _SENTENCE_END.search(text, end)
    return before[-1] if before else 0, after.end() if after else len(text)


def local_tasks(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the table `local_tasks`, regions in the official order.

    Further columns: task_text, measure_text, departments_text (str), first_line and last_line (int64) of the
    measure.
    """
    chosen = join_and(conditions("local_tasks", filters))
    return _query_local_tasks(built, chosen, "official_order, place", filters)


def shared_ideas(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return all tasks of the groups that span several regions and include a selected task.

    Columns as of `local_tasks`; groups of most regions first, a group's rows together.
    """
    chosen = join_and(conditions("local_tasks", filters))
    where = f"group_regions > 1 AND group_id IN (SELECT group_id FROM local_tasks WHERE {chosen})"
    return _query_local_tasks(built, where, "group_regions DESC, group_id, official_order, place", filters)


def _query_local_tasks(built: Path, where: str, order: str, filters: Filters) -> pd.DataFrame:
    sql = f"""
        SELECT added.* EXCLUDE (file_row_number, place),
               task_text, measure_text, departments_text, first_line, last_line
        FROM (SELECT *, file_row_number AS place FROM local_tasks WHERE {where}) AS added
        JOIN measures ON measures.measure_id = added.measure_id
        JOIN regions ON regions.region_id = added.region_id
        ORDER BY {order}
    """
    return query_frame(built, sql, **filters)
