"""Queries of the targets page, with the columns that its charts and tables need."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd

from pages.charts.parts import fill_hints
from pages.ui import data
from pages.ui.codes import STATUSES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.filters import Filters
from pages.ui.html import answer_html
from pages.ui.names import join_tasks, metric_names, name_extremes, region_names
from pages.ui.target_values import COMPARATORS, value_text
from pages.ui.text import (
    LANGUAGES,
    add_brackets,
    capitalize,
    fill_text,
    join_first,
    join_words,
    localized,
    source_lines,
    t,
)

FILE: Final = "plan-atlas-targets"
MEDIAN_FROM: Final = 3
"""The smallest number of values with a median."""

_EXPORTED: Final = (
    "target_id", "measure_id", "region_id", "region_zh", "region_en", "year", "area_id", "task_id",
    "indicator_id", "indicator_zh", "indicator_en", "metric", "metric_en", "quote", "comparator", "value_min",
    "value_max", "unit", "kind", "repeat_of", "sentence", "task_text", "first_line", "last_line", "counted",
)  # fmt: skip


def find_targets(
    chosen: Filters, indicators: Sequence[str] | None = None, *, facts: bool = False
) -> pd.DataFrame:
    """Return rows of `pipeline.store.store.targets`, of these indicators if any are given."""
    indicator_ids = None if indicators is None else tuple(indicators)
    kinds = None if facts else ("target",)
    return data.query("targets", **chosen.arguments(), indicator_ids=indicator_ids, kinds=kinds)


def load_indicators() -> dict[str, dict[str, Any]]:
    """Return the indicators with targets by id, those of most regions first."""
    return {row["indicator_id"]: row for row in records(data.query("indicators")) if row["targets"]}


def add_names(targets: pd.DataFrame) -> pd.DataFrame:
    """Add names, texts and bounds to targets, in the language of the page.

    The new columns are region, indicator (its name, or ""), value (with its unit), comparator_name,
    metric_name, task, lines and row_hint (str); low, high and middle (float64), where an open bound is
    replaced by the other one.
    """
    known = data.query("indicators").set_index("indicator_id")
    units = targets["indicator_id"].map(known[localized("unit")]).fillna(targets["unit"])
    ends = targets[["value_min", "value_max"]].astype("float64")
    low, high = ends.bfill(axis=1)["value_min"], ends.ffill(axis=1)["value_max"]
    rows, local, metrics = records(targets), t("自设任务：", "local task: "), metric_names()
    named = targets.assign(
        region=targets["region_id"].map(region_names()),
        indicator=targets["indicator_id"].map(known[localized("name")]).fillna(""),
        value=[value_text(row, unit) for row, unit in zip(rows, units, strict=True)],
        comparator_name=[name_of(COMPARATORS, code) for code in targets["comparator"]],
        metric_name=[metrics.get(metric, metric) for metric in targets["metric"]],
        task=[join_tasks(row["task_id"]) or local + row["task_text"] for row in rows],
        low=low,
        high=high,
        middle=(low + high) / 2,
        lines=[source_lines(row["first_line"], row["last_line"]) for row in rows],
    )
    spans = zip(*(named[name] - named["sentence_start"] for name in ("char_start", "char_end")), strict=True)
    cut = named.assign(sentence=list(map(cut_sentence, named["sentence"], spans)))
    return named.assign(row_hint=fill_hints("targets", "target_hint", cut))


def counted_targets(targets: pd.DataFrame) -> pd.DataFrame:
    """Return `add_names` of targets without those that a plan repeats."""
    return add_names(targets[targets["counted"]])


def export_table(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the table for downloads: the codebook's columns, and names in both languages."""
    regions = data.regions().set_index("region_id")
    known = data.query("indicators").set_index("indicator_id")
    english = data.query("metric_names")
    names: dict[str, Any] = {"metric_en": [english.get(metric, "") for metric in targets["metric"]]}
    for language in LANGUAGES:
        names[f"region_{language}"] = targets["region_id"].map(regions[f"short_{language}"])
        names[f"indicator_{language}"] = targets["indicator_id"].map(known[f"name_{language}"]).fillna("")
    return targets.assign(**names)[list(_EXPORTED)]


def median_of(values: pd.Series) -> float | None:
    """Return the median of the middles of targets, or of plans; None for fewer than `MEDIAN_FROM`."""
    return float(values.median()) if len(values) >= MEDIAN_FROM and values.count() else None


def sort_by_value(targets: pd.DataFrame) -> pd.DataFrame:
    """Sort regions by their largest target, and the targets of a region together, by value."""
    keys = targets.assign(
        largest=targets.groupby("region_id")["middle"].transform("max"),
        place=pd.Categorical(targets["region_id"], list(region_names())),
    )
    by = {"largest": False, "place": True, "middle": False, "high": False}
    order = keys.sort_values(list(by), ascending=list(by.values()), kind="stable").index
    return targets.loc[order].reset_index(drop=True)


def cut_sentence(sentence: str, mark: tuple[int, int], most: int = 110) -> str:
    """Cut a long sentence to the context of its target."""
    if len(sentence) <= most:
        return sentence
    start, end = mark
    first = max(0, min(start - (most - (end - start)) // 2, len(sentence) - most))
    last = min(len(sentence), max(first + most, end))
    return f"{'…' if first else ''}{sentence[first:last]}{'…' if last < len(sentence) else ''}"


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
    target = {"value_min": value, "value_max": value, "comparator": "=", "unit": found["unit"].iloc[0]}
    return "" if value is None else value_text(target, indicator[localized("unit")])


def list_missing(found: pd.DataFrame, regions: pd.DataFrame, *, narrowed: bool) -> tuple[str, ...]:
    """List the selected regions that are not in the plot, a line of text for each reason."""
    missing = regions[~regions["region_id"].isin(found["region_id"])]
    planned = missing.loc[missing["status"] == "plan", localized("short")].tolist()
    values = {"names": join_words(planned), "count": len(planned)}
    lines = [fill_text("targets", "missing", narrowed=narrowed, **values)] if planned else []
    return (*lines, *map(capitalize, regions_by_status(missing)))


def summarize_region(
    name: str, found: pd.DataFrame, plan: Mapping[str, Any], shares: pd.Series, *, narrowed: bool
) -> str:
    """Describe how many targets a region sets, and how quantified its plan is.

    ``plan`` is its row of `pipeline.store.store.quantified_plans`, ``shares`` are those of all plans.
    """
    local, every = int((found["task_id"] == "").sum()), len(found)
    place = int((shares > plan["share"]).sum()) + 1
    values = {"share": f"{plan['share']:.0%}" if plan["specific"] else "", "plans": shares.count()}
    values |= {"joint": (shares == plan["share"]).sum() > 1, "place": t(str(place), ordinal(place))}
    values |= {"all_local": local and local == every, "local": local if local < every else 0}
    values |= {"who": escape(name), "narrowed": narrowed}
    sentence = fill_text("targets", "region_answer", **{**plan, **values, "targets": every})
    to_do = fill_text("targets", "repeats_note" if every else "choose_region", repeats=plan["repeats"])
    return answer_html(sentence, to_do)


def summarize_plans(ranked: pd.DataFrame, order: str) -> str:
    """Describe how quantified the plans are, and which are first and last."""
    sums = ranked[["repeats", "specific", "quantified", "targets"]].sum()
    share = f"{sums['quantified'] / sums['specific']:.0%}" if sums["specific"] else "–"
    sentence = fill_text("targets", "plans_answer", **sums, plans=len(ranked), share=share)
    if ranked[order].count() > 1:
        write = ("{:.0%}" if order == "share" else "{:g}").format
        most, least = map(escape, name_extremes(ranked.set_index("region")[order], write))
        sentence += t("", " ") + fill_text("targets", f"ends_{order}", most=most, least=least)
    repeats = fill_text("targets", "repeats_note", repeats=sums["repeats"])
    return answer_html(sentence, repeats, fill_text("targets", "definition"))


def count_targets(same: pd.DataFrame) -> str:
    """Count the targets of an indicator and their regions, with their median, as text."""
    regions = same["region_id"].nunique()
    median = median_text(load_indicators()[same["indicator_id"].iloc[0]], same)
    return fill_text("targets", "counted", regions=regions, count=len(same), median=median)


def _name_targets(found: pd.DataFrame, value: float) -> str:
    """List the targets with this middle as they are written (2–4 counts as 3), with their regions."""
    regions = found[found["middle"] == value].groupby("value", sort=False)["region"].unique()
    return escape(join_words(add_brackets(str(label), join_first([*who])) for label, who in regions.items()))


def regions_by_status(regions: pd.DataFrame) -> list[str]:
    """List the regions without a plan, a phrase of text for each status."""
    without = regions[regions["status"] != "plan"]
    names = without.groupby("status", sort=False)[localized("short")].agg(join_words)
    return [f"{name_of(STATUSES, str(status))}{t('：', ': ')}{listed}" for status, listed in names.items()]


def ordinal(place: int) -> str:
    """Return an English ordinal: ``1st``, ``2nd``, ``11th``, ``23rd``."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
