"""The sentences of the targets page, as HTML where not said otherwise."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from pages.targets.data import format_value, load_indicators, median_of
from pages.ui.codes import STATUSES, name_of
from pages.ui.html import answer_html
from pages.ui.names import name_extremes
from pages.ui.text import (
    add_brackets,
    capitalize,
    fill_text,
    join_first,
    join_words,
    localized,
    percent,
    t,
    whole_percent,
)


def summarize_indicator(indicator: Mapping[str, Any], found: pd.DataFrame, repeats: int, planned: int) -> str:
    """Describe how many regions set targets for an indicator, with median, largest and smallest."""
    high, low = found["middle"].max(), found["middle"].min()
    ends = {"most": _name_targets(found, high), "least": _name_targets(found, low) if low < high else ""}
    values = {"name": escape(indicator[localized("name")]), "median": escape(median_text(indicator, found))}
    counts = {"planned": planned, "regions": found["region_id"].nunique(), "count": len(found)}
    sentence = fill_text("targets", "indicator_answer", **counts, **values, **ends)
    return answer_html(sentence, fill_text("targets", "repeats_note", repeats=repeats))


def median_text(indicator: Mapping[str, Any], found: pd.DataFrame) -> str:
    """Return the median of targets with its unit, as text; empty if there are too few."""
    value = median_of(found["middle"])
    return "" if value is None else format_value(indicator, value, found["unit"].iloc[0])


def list_missing(found: pd.DataFrame, regions: pd.DataFrame, *, narrowed: bool) -> tuple[str, ...]:
    """List the selected regions that are not in the plot, a line of text for each reason."""
    missing = regions[~regions["region_id"].isin(found["region_id"])]
    planned = missing.loc[missing["status"] == "plan", localized("short")].tolist()
    names, count = join_words(planned), len(planned)
    line = fill_text("targets", "missing", narrowed=narrowed, count=count, names=names)
    return (*([line] if planned else []), *map(capitalize, regions_by_status(missing)))


def summarize_region(
    name: str, found: pd.DataFrame, plan: Mapping[str, Any], shares: pd.Series, *, narrowed: bool
) -> str:
    """Describe how many targets a region sets, and how quantified its plan is.

    ``plan`` is its row of `pipeline.store.store.quantified_plans`, ``shares`` are those of all plans.
    """
    local, every = int((found["task_id"] == "").sum()), len(found)
    place = int((shares > plan["share"]).sum()) + 1
    values = {"share": percent(plan["share"]) if plan["specific"] else "", "plans": shares.count()}
    values |= {"joint": (shares == plan["share"]).sum() > 1, "place": t(str(place), ordinal(place))}
    values |= {"all_local": local and local == every, "local": local if local < every else 0}
    values |= {"who": escape(name), "narrowed": narrowed}
    sentence = fill_text("targets", "region_answer", **{**plan, **values, "targets": every})
    to_do = fill_text("targets", "repeats_note" if every else "choose_region", repeats=plan["repeats"])
    return answer_html(sentence, to_do)


def summarize_plans(ranked: pd.DataFrame, order: str) -> str:
    """Describe how quantified the plans are, and which are first and last."""
    sums = ranked[["repeats", "specific", "quantified", "targets"]].sum()
    share = percent(sums["quantified"] / sums["specific"]) if sums["specific"] else "–"
    sentence = fill_text("targets", "plans_answer", **sums, plans=len(ranked), share=share)
    if ranked[order].count() > 1:
        write = percent if order == "share" else "{:g}".format
        most, least = map(escape, name_extremes(ranked.set_index("region")[order], write))
        sentence += t("", " ") + fill_text("targets", f"ends_{order}", most=most, least=least)
    notes = (
        fill_text("targets", "repeats_note", repeats=sums["repeats"]),
        fill_text("targets", "definition"),
    )
    return answer_html(sentence, *notes)


def count_targets(same: pd.DataFrame) -> str:
    """Count the targets of an indicator and their regions, with their median, as text."""
    regions = same["region_id"].nunique()
    median = median_text(load_indicators()[same["indicator_id"].iloc[0]], same)
    return fill_text("targets", "counted", regions=regions, count=len(same), median=median)


def _name_targets(found: pd.DataFrame, value: float) -> str:
    """List the targets with this middle as they are written (2–4 counts as 3), with their regions."""
    regions = found[found["middle"] == value].groupby("value", sort=False)["region"].unique()
    pairs = ((escape(str(label)), escape(join_first(names.tolist()))) for label, names in regions.items())
    return join_words(add_brackets(label, names) for label, names in pairs)


def regions_by_status(regions: pd.DataFrame) -> list[str]:
    """List the regions without a plan, a phrase of text for each status."""
    without = regions[regions["status"] != "plan"]
    names = without.groupby("status", sort=False)[localized("short")].agg(join_words)
    return [f"{name_of(STATUSES, str(status))}{t('：', ': ')}{listed}" for status, listed in names.items()]


def plan_share(plan: Mapping[str, Any]) -> str:
    """Return the share of a plan's specific tasks that are quantified, as text."""
    return whole_percent(plan["quantified"] / plan["specific"]) if plan["specific"] else "–"


def ordinal(place: int) -> str:
    """Return an English ordinal: ``1st``, ``2nd``, ``11th``, ``23rd``."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
