"""Queries over facts extracted from measures: targets, citations and campaigns with their spans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline.store.query import frame_of
from pipeline.store.selection import among, select_all


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
