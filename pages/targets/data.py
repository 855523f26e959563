"""The targets that a view shows, with what is needed to write and to draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.ui import data
from pages.ui.evidence.evidence import records, task_names
from pages.ui.filters import Filters
from pages.ui.names import metric_name, region_names
from pages.ui.target_values import COMPARATORS, value_text
from pages.ui.text import current_language, localized, name_of, source_lines, t

FILE: Final = "plan-atlas-targets"
MEDIAN_FROM: Final = 3
"""Targets that a median is taken of."""


def find_targets(
    chosen: Filters, indicators: Sequence[str] | None = None, *, facts: bool = False
) -> pd.DataFrame:
    """Targets as `pipeline.store.store.targets` gives them, of some indicators if any are given."""
    indicator_ids = None if indicators is None else tuple(indicators)
    kinds = None if facts else ("target",)
    return data.query("targets", **chosen.arguments(), indicator_ids=indicator_ids, kinds=kinds)


def load_indicators() -> dict[str, dict[str, Any]]:
    """The indicators that any region sets a target for, by id, those of most regions first."""
    return {row["indicator_id"]: row for row in records(data.query("indicators")) if row["targets"]}


def add_names(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets with how they are written and drawn, in the language of the page.

    Returns
    -------
    DataFrame
        The columns of `find_targets`; region, indicator (its name, if it has one), value (with its unit),
        comparator_name, metric_name, task, lines, row_hint (what appears beside the pointer; all str); low,
        high and middle (float64), where one bound is open the other in its place.
    """
    known = data.query("indicators").set_index("indicator_id")
    units = targets["indicator_id"].map(known[localized("unit")]).fillna(targets["unit"])
    low, high = (
        targets[name].fillna(targets[other]).astype("float64")
        for name, other in (("value_min", "value_max"), ("value_max", "value_min"))
    )
    rows, local = records(targets), t("自设任务：", "local task: ")
    found = targets.assign(
        region=targets["region_id"].map(region_names()),
        indicator=targets["indicator_id"].map(known[localized("name")]).fillna(""),
        value=[value_text(row, unit, current_language()) for row, unit in zip(rows, units, strict=True)],
        comparator_name=[name_of(COMPARATORS, code) for code in targets["comparator"]],
        metric_name=[metric_name(metric) for metric in targets["metric"]],
        task=[task_names(row["task_id"]) or local + row["task_text"] for row in rows],
        low=low,
        high=high,
        middle=(low + high) / 2,
        lines=[source_lines(row["first_line"], row["last_line"]) for row in rows],
    )
    opens = t("点击看举措与原文", "click for the measure and its source")
    return found.assign(
        row_hint=[
            f"{row['region']}{t('：', ': ')}{row['value']}\n{_excerpt(row)}\n"
            f"{row['task']} · {row['lines']}\n{opens}"
            for row in records(found)
        ]
    )


def counted_targets(targets: pd.DataFrame) -> pd.DataFrame:
    """As `add_names`, of those that count; a target that a plan repeats is left out."""
    return add_names(targets[targets["counted"]])


def median_of(found: pd.DataFrame) -> float | None:
    """The median of what targets count as, all of them; none where there are too few for a middle."""
    return float(found["middle"].median()) if len(found) >= MEDIAN_FROM else None


def sort_by_value(found: pd.DataFrame) -> pd.DataFrame:
    """Targets with those of a region together: regions by their largest target, and so within a region."""
    place = found["region_id"].map({code: number for number, code in enumerate(region_names())})
    largest = found.groupby("region_id")["middle"].transform("max")
    order = found.assign(largest=-largest, place=place, least=-found["middle"], end=-found["high"])
    order = order.sort_values(["largest", "place", "least", "end"], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def format_value(indicator: Mapping[str, Any], value: float, printed: str) -> str:
    """A number with the unit of an indicator; ``printed`` is the unit of its targets as printed."""
    target = {"value_min": value, "value_max": value, "comparator": "=", "unit": printed}
    return value_text(target, indicator[localized("unit")], current_language())


def _excerpt(target: Mapping[str, Any]) -> str:
    """The sentence of a target, shortened."""
    start, end = (target[name] - target["sentence_start"] for name in ("char_start", "char_end"))
    return cut_sentence(target["sentence"], (start, end))


def cut_sentence(sentence: str, mark: tuple[int, int], most: int = 110) -> str:
    """A sentence, cut to what stands around its target where it is long."""
    if len(sentence) <= most:
        return sentence
    start, end = mark
    first = max(0, min(start - (most - (end - start)) // 2, len(sentence) - most))
    last = min(len(sentence), max(first + most, end))
    return f"{'…' if first else ''}{sentence[first:last]}{'…' if last < len(sentence) else ''}"
