"""Display names that are in no table: groups of regions, and English names of metrics.

They are read from the installed taxonomy, so they can be edited without a new build.
"""

from pathlib import Path

import pandas as pd

from pipeline.store.query import query_frame
from pipeline.taxonomy.loading import DEFAULT, SHARED, load_metric_names, load_region_groups


def region_groups(built: Path) -> pd.DataFrame:
    """Return the groups with a plan of any member, in the order of the taxonomy, with one row per member.

    Columns: group_id, name_zh, name_en, region_id (str). Raises BuiltError and TaxonomyError.
    """
    regions = query_frame(built, "SELECT region_id, status FROM regions")
    statuses = dict(zip(regions["region_id"], regions["status"], strict=True))
    rows = [
        (group.id, group.name_zh, group.name_en, region_id)
        for group in load_region_groups(_taxonomy_folder(built))
        if any(statuses.get(region_id) == "plan" for region_id in group.regions)
        for region_id in group.regions
        if region_id in statuses
    ]
    return pd.DataFrame(rows, columns=["group_id", "name_zh", "name_en", "region_id"], dtype="str")


def metric_names(built: Path) -> dict[str, str]:
    """Return the English names of the metrics in the table `targets` that have one, by the metric."""
    metrics = query_frame(built, "SELECT DISTINCT metric FROM targets")["metric"]
    names = load_metric_names(_taxonomy_folder(built))
    return {metric: names[metric] for metric in sorted(metrics) if metric in names}


def _taxonomy_folder(built: Path) -> Path:
    """Return the folder of the tables' collection, or of the shipped one where that does not exist."""
    found = query_frame(built, "SELECT DISTINCT collection FROM plans")["collection"]
    folders = [SHARED / str(collection) for collection in found]
    return next((folder for folder in folders if folder.is_dir()), DEFAULT)
