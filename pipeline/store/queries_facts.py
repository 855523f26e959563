"""Queries over the facts in measures: targets and their indicators, citations, campaigns.

Exposed by `pipeline.store.store`, which documents the filters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from pipeline.schema.model import SPECIFIC_DEPTHS
from pipeline.store.query import frame_of
from pipeline.store.selection import all_hold, among, conditions, once, select_all

_FIRST_STATED: Final = "coalesce(nullif(repeat_of, ''), target_id)"
"""In SQL, what a target and those that repeat it have in common."""

_END_OF_SENTENCE: Final = re.compile("[。；;！？]")


def indicators(built: Path) -> pd.DataFrame:
    """The indicators as in the codebook, those that most regions set a target for first."""
    sql = """
        SELECT * EXCLUDE (file_row_number) FROM indicators
        ORDER BY regions DESC, targets DESC, file_row_number
    """
    return frame_of(built, sql)


def targets(
    built: Path,
    *,
    target_ids: Sequence[str] | None = None,
    region_ids: Sequence[str] | None = None,
    area_ids: Sequence[str] | None = None,
    indicator_ids: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Targets with the rows that hold them, in document order.

    Returns
    -------
    DataFrame
        The columns of the codebook's table `targets`; task_text, measure_text (str), first_line, last_line
        (int64) of the measure; counted (bool), false where an earlier row of the result has the same
        target; sentence (str), the sentence that holds the target, and sentence_start (int64), its offset
        in `measure_text`.
    """
    asked = {
        "target_id": target_ids,
        "region_id": region_ids,
        "area_id": area_ids,
        "indicator_id": indicator_ids,
        "kind": kinds,
    }
    where = [among(f"targets.{name}", name) for name, values in asked.items() if values is not None]
    sql = f"""
        SELECT targets.* EXCLUDE (file_row_number), task_text, measure_text, first_line, last_line,
               row_number() OVER (
                   PARTITION BY {_FIRST_STATED} ORDER BY targets.file_row_number
               ) = 1 AS counted
        FROM targets JOIN measures ON measures.measure_id = targets.measure_id
        WHERE {all_hold(where)}
        ORDER BY targets.file_row_number
    """
    found = frame_of(built, sql, **asked)
    texts = found["measure_text"]
    spans = zip(texts, found["char_start"], found["char_end"], strict=True)
    places = [sentence_around(text, start, end) for text, start, end in spans]
    sentences = [text[slice(*place)] for text, place in zip(texts, places, strict=True)]
    return found.assign(
        sentence=pd.Series(sentences, dtype="str"),
        sentence_start=pd.Series([start for start, _ in places], dtype="int64"),
    )


def quantified_plans(
    built: Path, *, region_ids: Sequence[str] | None = None, area_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """How much of the plans of each region is quantified, in the official order of the regions.

    Returns
    -------
    DataFrame
        plan_id, region_id (str); specific (int64), the standard tasks that are answered specifically,
        the quantified ones among them; quantified (int64), those with at least one target; share (float64,
        0 to 1), missing where nothing is specific; targets (int64), in standard and in local tasks, each
        counted once; repeats (int64), further rows that repeat one of them.
    """
    areas = f"AND {among('area_id', 'area_ids')}" if area_ids is not None else ""
    chosen = f"AND {among('regions.region_id', 'region_ids')}" if region_ids is not None else ""
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
    return frame_of(built, sql, depths=SPECIFIC_DEPTHS, region_ids=region_ids, area_ids=area_ids)


def answer_totals(
    built: Path, *, region_ids: Sequence[str] | None = None, task_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """How much regions wrote for some standard tasks, and to how many targets they commit themselves there.

    Returns
    -------
    DataFrame
        region_id (str); measures, characters (of the measures), targets (int64), in the order of the
        documents. A merged measure and a target that is repeated count once; a region that wrote nothing has
        no row.
    """
    filters = {"region_ids": region_ids, "task_ids": task_ids}
    kept = all_hold(conditions("targets", filters))
    sql = f"""
        SELECT wrote.region_id, measures, characters, coalesce(set_out.targets, 0) AS targets FROM (
            SELECT region_id, count(*) AS measures, sum(characters) AS characters,
                   min(file_row_number) AS place
            FROM measures WHERE {once(filters)} GROUP BY region_id
        ) AS wrote LEFT JOIN (
            SELECT region_id, count(DISTINCT {_FIRST_STATED}) AS targets
            FROM targets WHERE kind = 'target' AND {kept} GROUP BY region_id
        ) AS set_out ON set_out.region_id = wrote.region_id
        ORDER BY place
    """
    return frame_of(built, sql, **filters)


def targets_in(built: Path, measure_ids: Sequence[str]) -> pd.DataFrame:
    """The targets in these measures, facts among them, in the order of the documents.

    Returns
    -------
    DataFrame
        The columns of the codebook's table `targets`; name_zh, name_en, unit_zh and unit_en (str) of the
        indicator, empty where the target belongs to none.
    """
    sql = f"""
        SELECT targets.* EXCLUDE (file_row_number), name_zh, name_en, unit_zh, unit_en
        FROM targets LEFT JOIN indicators ON indicators.indicator_id = targets.indicator_id
        WHERE {among("measure_id", "measure_ids")} ORDER BY targets.file_row_number
    """
    return frame_of(built, sql, measure_ids=measure_ids)


def citations_in(built: Path, measure_ids: Sequence[str]) -> pd.DataFrame:
    """The documents that these measures cite, as the codebook's table `citations`."""
    return _in(built, "citations", measure_ids)


def campaigns_in(built: Path, measure_ids: Sequence[str]) -> pd.DataFrame:
    """The campaigns that these measures name, as the codebook's table `campaigns`."""
    return _in(built, "campaigns", measure_ids)


def _in(built: Path, name: str, measure_ids: Sequence[str]) -> pd.DataFrame:
    sql = select_all(name, [among("measure_id", "measure_ids")])
    return frame_of(built, sql, measure_ids=measure_ids)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where in a text the sentence begins and ends that holds the characters from ``start`` to ``end``."""
    before = [found.end() for found in _END_OF_SENTENCE.finditer(text, 0, start)]
    after = _END_OF_SENTENCE.search(text, end)
    return before[-1] if before else 0, after.end() if after else len(text)
