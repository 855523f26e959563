"""The plans that the page on data and methods lists."""

from __future__ import annotations

import pandas as pd

from pages.ui import data
from pages.ui.text import column


def labelled_plans(regions: pd.DataFrame) -> pd.DataFrame:
    """The plans of these regions in official order, with a label each.

    Returns
    -------
    DataFrame
        The columns of the table ``plans``; label (str): the region's short name, with a number where it is
        not the region's first plan.
    """
    plans = data.plans().merge(regions[["region_id", "official_order", column("short")]], on="region_id")
    plans = plans.sort_values("official_order", kind="stable", ignore_index=True)
    numbers = plans.groupby("region_id").cumcount() + 1
    plans["label"] = plans[column("short")].astype("str")
    plans.loc[numbers > 1, "label"] += " (" + numbers.astype("str") + ")"
    return plans.drop(columns=["official_order", column("short")])
