"""Display names that are in no table: groups of regions, and English names of what targets count.

They are read from the taxonomy of this installation and restricted to what the tables hold, so that they
can be edited without changing any table.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.store.query import frame_of
from pipeline.taxonomy.loading import DEFAULT, SHARED
from pipeline.taxonomy.metric_names import load_metric_names
from pipeline.taxonomy.region_groups import load_region_groups


def region_groups(built: Path) -> pd.DataFrame:
    """The groups of regions of which any has a plan, in the order of the taxonomy, a row for each member.

    Returns
    -------
    DataFrame
        group_id, name_zh, name_en, region_id (all str).

    Raises
    ------
    BuiltError
        Where there are no built tables.
    TaxonomyError
        Where the file of groups can't be read.
    """
    regions = frame_of(built, "SELECT region_id, status FROM regions")
    known, planned = set(regions["region_id"]), set(regions.loc[regions["status"] == "plan", "region_id"])
    rows = [
        (group.id, group.name_zh, group.name_en, region_id)
        for group in load_region_groups(_taxonomy_of(built))
        if planned & set(group.regions)
        for region_id in group.regions
        if region_id in known
    ]
    return pd.DataFrame(rows, columns=["group_id", "name_zh", "name_en", "region_id"], dtype="str")


def metric_names(built: Path) -> dict[str, str]:
    """The English names of the metrics in the table `targets` that have one, by the metric."""
    metrics = frame_of(built, "SELECT DISTINCT metric FROM targets")["metric"]
    names = load_metric_names(_taxonomy_of(built))
    return {metric: names[metric] for metric in sorted(metrics) if metric in names}


def _taxonomy_of(built: Path) -> Path:
    """The folder of the collection of these tables; that of the shipped one, where it is gone."""
    found = frame_of(built, "SELECT DISTINCT collection FROM plans")["collection"]
    folders = [SHARED / str(collection) for collection in found]
    return next((folder for folder in folders if folder.is_dir()), DEFAULT)
