"""The sentences (HTML) of the targets page, and the headings of its charts."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from pages.charts.parts import Heading, fill_heading
from pages.targets.data import MEDIAN_FROM, format_value, load_indicators, median_of
from pages.ui.html import answer_html
from pages.ui.names import name_extremes
from pages.ui.text import (
    STATUSES,
    add_brackets,
    capitalize,
    fill_text,
    join_first,
    join_words,
    localized,
    name_of,
    percent,
    t,
    whole_percent,
)


def summarize_indicator(indicator: Mapping[str, Any], found: pd.DataFrame, repeats: int, planned: int) -> str:
    """Describe how many regions set targets for an indicator, with median, largest and smallest."""
    high, low = found["middle"].max(), found["middle"].min()
    sentence = fill_text(
        "targets",
        "indicator_answer",
        planned=planned,
        regions=found["region_id"].nunique(),
        name=escape(indicator[localized("name")]),
        count=len(found),
        median=escape(median_text(indicator, found)),
        most=_name_targets(found, high),
        least=_name_targets(found, low) if low < high else "",
    )
    return answer_html(sentence, fill_text("targets", "repeats_note", repeats=repeats))


def median_text(indicator: Mapping[str, Any], found: pd.DataFrame) -> str:
    """Return the median of targets with its unit; empty if there are too few."""
    value = median_of(found)
    return "" if value is None else format_value(indicator, value, found["unit"].iloc[0])


def indicator_heading(
    indicator: Mapping[str, Any], found: pd.DataFrame, *, logarithmic: bool, unit: str
) -> Heading:
    """Return the heading of the dot plot; ``unit`` is that of its axis."""
    name, median = indicator[localized("name")], median_text(indicator, found)
    values = {"counted": count_targets(found), "unit": unit, "log": logarithmic, "count": len(found)}
    return fill_heading("targets", "indicator_chart", name=name, median=median, **values)


def list_missing(found: pd.DataFrame, regions: pd.DataFrame, *, narrowed: bool) -> tuple[str, ...]:
    """List the selected regions that are not in the plot, a line for each reason."""
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
    sentence = fill_text(
        "targets",
        "region_answer",
        who=escape(name),
        narrowed=narrowed,
        targets=every,
        all_local=local and local == every,
        local=local if local < every else 0,
        specific=plan["specific"],
        quantified=plan["quantified"],
        share=percent(plan["share"]) if plan["specific"] else "",
        plans=shares.count(),
        joint=(shares == plan["share"]).sum() > 1,
        place=t(str(place), ordinal(place)),
    )
    to_do = fill_text("targets", "repeats_note" if every else "choose_region", repeats=plan["repeats"])
    return answer_html(sentence, to_do)


def summarize_plans(ranked: pd.DataFrame, order: str) -> str:
    """Describe how quantified the plans are, and which are first and last."""
    sums = ranked[["repeats", "specific", "quantified", "targets"]].sum()
    share = percent(sums["quantified"] / sums["specific"]) if sums["specific"] else "–"
    sentence = fill_text("targets", "plans_answer", **sums, plans=len(ranked), share=share)
    note = fill_text("targets", "repeats_note", repeats=sums["repeats"])
    return answer_html(
        sentence + _name_plan_extremes(ranked, order), note, fill_text("targets", "definition")
    )


def plans_heading(ranked: pd.DataFrame, order: str) -> Heading:
    """Return the heading of the ranking."""
    median = ranked[order].median() if ranked[order].count() and len(ranked) >= MEDIAN_FROM else None
    shown = "" if median is None else percent(median) if order == "share" else f"{median:g}"
    return fill_heading("targets", "by_share" if order == "share" else "by_number", median=shown)


def plan_note(plan: Mapping[str, Any], order: str) -> str:
    """Return the note at the end of a plan's bar: the share quantified and the number of targets."""
    parts = (f"{plan_share(plan)} ({plan['quantified']}/{plan['specific']})", f"{plan['targets']}")
    return " · ".join(parts if order == "share" else reversed(parts))


def count_targets(same: pd.DataFrame) -> str:
    """Count the targets of an indicator and their regions, with their median."""
    regions = same["region_id"].nunique()
    median = median_text(load_indicators()[same["indicator_id"].iloc[0]], same)
    return fill_text("targets", "counted", regions=regions, count=len(same), median=median)


def _name_plan_extremes(ranked: pd.DataFrame, order: str) -> str:
    if ranked[order].count() < 2:
        return ""
    write = percent if order == "share" else "{:g}".format
    most, least = map(escape, name_extremes(ranked.set_index("region")[order], write))
    return t("", " ") + fill_text("targets", f"ends_{order}", most=most, least=least)


def _name_targets(found: pd.DataFrame, value: float) -> str:
    """List the targets with this middle as they are written (2–4 counts as 3), with their regions."""
    regions = found[found["middle"] == value].groupby("value", sort=False)["region"].unique()
    pairs = ((escape(str(label)), escape(join_first(names.tolist()))) for label, names in regions.items())
    return join_words(add_brackets(label, names) for label, names in pairs)


def regions_by_status(regions: pd.DataFrame) -> list[str]:
    """List the regions without a plan, a phrase for each status."""
    without = regions[regions["status"] != "plan"]
    names = without.groupby("status", sort=False)[localized("short")].agg(join_words)
    return [f"{name_of(STATUSES, str(status))}{t('：', ': ')}{listed}" for status, listed in names.items()]


def plan_share(plan: Mapping[str, Any]) -> str:
    """Return the share of a plan's specific tasks that are quantified."""
    return whole_percent(plan["quantified"] / plan["specific"]) if plan["specific"] else "–"


def ordinal(place: int) -> str:
    """Return an English ordinal: ``1st``, ``2nd``, ``11th``, ``23rd``."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
