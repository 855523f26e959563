"""Queries of the targets page, with the columns that its charts and tables need."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.ui import data
from pages.ui.codes import name_of
from pages.ui.evidence.evidence import records
from pages.ui.filters import Filters
from pages.ui.names import join_tasks, metric_name, region_names
from pages.ui.target_values import COMPARATORS, value_text
from pages.ui.text import LANGUAGES, fill_text, localized, source_lines, t

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
    rows, local = records(targets), t("自设任务：", "local task: ")
    named = targets.assign(
        region=targets["region_id"].map(region_names()),
        indicator=targets["indicator_id"].map(known[localized("name")]).fillna(""),
        value=[value_text(row, unit) for row, unit in zip(rows, units, strict=True)],
        comparator_name=[name_of(COMPARATORS, code) for code in targets["comparator"]],
        metric_name=[metric_name(metric) for metric in targets["metric"]],
        task=[join_tasks(row["task_id"]) or local + row["task_text"] for row in rows],
        low=low,
        high=high,
        middle=(low + high) / 2,
        lines=[source_lines(row["first_line"], row["last_line"]) for row in rows],
    )
    spans = zip(*(named[name] - named["sentence_start"] for name in ("char_start", "char_end")), strict=True)
    cut = named.assign(sentence=list(map(cut_sentence, named["sentence"], spans)))
    return named.assign(row_hint=[fill_text("targets", "target_hint", **row) for row in records(cut)])


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


def format_value(indicator: Mapping[str, Any], value: float, printed: str) -> str:
    """Format a number with the unit of an indicator; ``printed`` is the unit of its targets as printed."""
    target = {"value_min": value, "value_max": value, "comparator": "=", "unit": printed}
    return value_text(target, indicator[localized("unit")])


def cut_sentence(sentence: str, mark: tuple[int, int], most: int = 110) -> str:
    """Cut a long sentence to the context of its target."""
    if len(sentence) <= most:
        return sentence
    start, end = mark
    first = max(0, min(start - (most - (end - start)) // 2, len(sentence) - most))
    last = min(len(sentence), max(first + most, end))
    return f"{'…' if first else ''}{sentence[first:last]}{'…' if last < len(sentence) else ''}"
