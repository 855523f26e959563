"""The targets that a view shows, with what is needed to write and to draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.ui import data
from pages.ui.evidence.evidence import records, task_names
from pages.ui.filters import Filters
from pages.ui.names import metric_name, region_names
from pages.ui.target_values import COMPARATORS, bounds, value_text
from pages.ui.text import column, current_language, named, source_lines, t

FILE: Final = "plan-atlas-targets"
INDICATOR: Final = "indicator"
REGION: Final = "of"
"""The names in the address of the indicator and of the region that a view is about."""

FEWEST: Final = 3
"""Targets that a median is taken of."""

_ADDED: Final = (
    "region", "indicator", "value", "comparator_name", "metric_name", "task", "low", "high", "middle",
    "lines", "row_hint",
)  # fmt: skip


def find_targets(
    chosen: Filters, indicators: Sequence[str] | None = None, *, facts: bool = False
) -> pd.DataFrame:
    """Targets as `pipeline.store.store.targets` gives them, of some indicators if any are given."""
    indicator_ids = None if indicators is None else tuple(indicators)
    kinds = None if facts else ("target",)
    return data.ask("targets", **chosen.arguments(), indicator_ids=indicator_ids, kinds=kinds)


def indicators() -> dict[str, dict[str, Any]]:
    """The indicators that any region sets a target for, by id, those of most regions first."""
    return {row["indicator_id"]: row for row in records(data.ask("indicators")) if row["targets"]}


def with_names(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets with how they are written and drawn, in the language of the page.

    Returns
    -------
    DataFrame
        The columns of `find_targets`; region, indicator (its name, if it has one), value (with its unit),
        comparator_name, metric_name, task, lines, row_hint (what appears beside the pointer; all str); low,
        high and middle (float64), where one bound is open the other in its place.
    """
    known = {row["indicator_id"]: row for row in records(data.ask("indicators"))}
    regions, rows = region_names(), []
    for row in records(targets):
        indicator, (low, high) = known.get(row["indicator_id"]), bounds(row)
        unit = indicator[column("unit")] if indicator else row["unit"]
        first = row["sentence_start"]
        task = task_names(row["task_id"]) or t(
            f"自设任务：{row['task_text']}", f"local task: {row['task_text']}"
        )
        region, value = regions[row["region_id"]], value_text(row, unit, current_language())
        lines = source_lines(row["first_line"], row["last_line"])
        hint = (
            f"{region}{t('：', ': ')}{value}",
            shortened(row["sentence"], (row["char_start"] - first, row["char_end"] - first)),
            f"{task} · {lines}",
            t("点击看举措与原文", "click for the measure and its source"),
        )
        rows.append(
            {
                **row,
                "region": region,
                "indicator": indicator[column("name")] if indicator else "",
                "value": value,
                "comparator_name": named(COMPARATORS, row["comparator"]),
                "metric_name": metric_name(row["metric"]),
                "task": task,
                "low": low,
                "high": high,
                "middle": (low + high) / 2,
                "lines": lines,
                "row_hint": "\n".join(hint),
            }
        )
    return pd.DataFrame(rows, columns=[*targets.columns, *_ADDED])


def counted(targets: pd.DataFrame) -> pd.DataFrame:
    """As `with_names`, of those that count; a target that a plan repeats is left out."""
    return with_names(targets[targets["counted"]])


def median_of(found: pd.DataFrame) -> float | None:
    """The median of what targets count as, all of them; none where there are too few for a middle."""
    return float(found["middle"].median()) if len(found) >= FEWEST else None


def by_value(found: pd.DataFrame) -> pd.DataFrame:
    """Targets with those of a region together: regions by their largest target, and so within a region."""
    place = found["region_id"].map({code: number for number, code in enumerate(region_names())})
    largest = found.groupby("region_id")["middle"].transform("max")
    order = found.assign(largest=-largest, place=place, least=-found["middle"], end=-found["high"])
    order = order.sort_values(["largest", "place", "least", "end"], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def value_in(indicator: Mapping[str, Any], value: float, printed: str) -> str:
    """A number with the unit of an indicator; ``printed`` is the unit of its targets as printed."""
    target = {"value_min": value, "value_max": value, "comparator": "=", "unit": printed}
    return value_text(target, indicator[column("unit")], current_language())


def shortened(sentence: str, mark: tuple[int, int], most: int = 110) -> str:
    """A sentence, cut to what stands around its target where it is long."""
    if len(sentence) <= most:
        return sentence
    start, end = mark
    first = max(0, min(start - (most - (end - start)) // 2, len(sentence) - most))
    last = min(len(sentence), max(first + most, end))
    return f"{'…' if first else ''}{sentence[first:last]}{'…' if last < len(sentence) else ''}"
