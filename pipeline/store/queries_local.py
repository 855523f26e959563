"""Queries over local tasks; exposed by `pipeline.store.store`, which documents the filters."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import pandas as pd

from pipeline.store.query import frame_of
from pipeline.store.selection import Filters, Selection, all_hold, conditions


def local_tasks(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """The local tasks, regions in the official order.

    Returns
    -------
    DataFrame
        As the codebook's table `local_tasks`, with task_text, measure_text, departments_text (str),
        first_line and last_line (int64) of the measure.
    """
    selection = Selection(**filters)
    chosen = all_hold(conditions("local_tasks", selection))
    return _query_rows(built, chosen, "official_order, place", selection)


def shared_ideas(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """All local tasks of the groups that reach over several regions and have one that is chosen.

    Returns
    -------
    DataFrame
        As `local_tasks`: groups of the most regions first, a group's rows together.
    """
    selection = Selection(**filters)
    chosen = all_hold(conditions("local_tasks", selection))
    where = f"group_regions > 1 AND group_id IN (SELECT group_id FROM local_tasks WHERE {chosen})"
    return _query_rows(built, where, "group_regions DESC, group_id, official_order, place", selection)


def _query_rows(built: Path, where: str, order: str, selection: Selection) -> pd.DataFrame:
    sql = f"""
        SELECT added.* EXCLUDE (file_row_number, place),
               task_text, measure_text, departments_text, first_line, last_line
        FROM (SELECT *, file_row_number AS place FROM local_tasks WHERE {where}) AS added
        JOIN measures ON measures.measure_id = added.measure_id
        JOIN regions ON regions.region_id = added.region_id
        ORDER BY {order}
    """
    return frame_of(built, sql, **selection.parameters())
