"""Queries that compare regions; exposed by `pipeline.store.store`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline.store.query import frame_of
from pipeline.store.selection import Selection, all_hold, conditions, once


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
    selection = Selection(region_ids=region_ids, task_ids=task_ids)
    kept = all_hold(conditions("targets", selection))
    sql = f"""
        SELECT wrote.region_id, measures, characters, coalesce(set_out.targets, 0) AS targets FROM (
            SELECT region_id, count(*) AS measures, sum(characters) AS characters,
                   min(file_row_number) AS place
            FROM measures WHERE {once(selection)} GROUP BY region_id
        ) AS wrote LEFT JOIN (
            SELECT region_id,
                   count(DISTINCT CASE WHEN repeat_of = '' THEN target_id ELSE repeat_of END) AS targets
            FROM targets WHERE kind = 'target' AND {kept} GROUP BY region_id
        ) AS set_out ON set_out.region_id = wrote.region_id
        ORDER BY place
    """
    return frame_of(built, sql, **selection.parameters())


def terms_in(built: Path, measure_ids: Sequence[str]) -> pd.DataFrame:
    """The terms in some measures, and how many regions use each of them anywhere.

    Returns
    -------
    DataFrame
        measure_id, region_id, term (str); char_start, char_end, regions (int64), in the order of the
        documents.
    """
    sql = """
        SELECT uses.measure_id, uses.region_id, uses.term, char_start, char_end, known.regions
        FROM terms AS uses
        JOIN (SELECT term, count(DISTINCT region_id) AS regions FROM terms GROUP BY term) AS known
          ON known.term = uses.term
        WHERE measure_id IN (SELECT unnest($measure_ids::VARCHAR[]))
        ORDER BY uses.file_row_number
    """
    return frame_of(built, sql, measure_ids=measure_ids)
