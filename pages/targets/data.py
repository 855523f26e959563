"""The targets that a view shows, with what is needed to write and to draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import pandas as pd

from pages.ui import data, filters
from pages.ui.evidence.evidence import records, task_names
from pages.ui.names import metric_name
from pages.ui.target_values import bounds, middle, value_text
from pages.ui.text import column, current_language, source_lines, t

TARGETS_ONLY: Final = ("target",)
FEWEST: Final = 3
"""Targets that a median is taken of."""


@dataclass(frozen=True)
class Entry:
    """A target as it is written and drawn; ``unit`` is the printed one, ``standard`` whether its task is."""

    target_id: str
    measure_id: str
    region_id: str
    region: str
    area_id: str
    indicator_id: str
    indicator: str
    label: str
    what: str
    task: str
    standard: bool
    low: float
    high: float
    middle: float
    comparator: str
    unit: str
    sentence: str
    mark: tuple[int, int]
    place: str

    @property
    def hint(self) -> list[str]:
        """What appears beside the pointer."""
        return [
            f"{self.region}{t('：', ': ')}{self.label}",
            shortened(self.sentence, self.mark),
            f"{self.task} · {self.place}",
            t("点击看举措与原文", "click for the measure and its source"),
        ]


@dataclass(frozen=True)
class Rank:
    """A place among so many plans, from 1; equal ones share it."""

    place: int
    shared: bool
    plans: int


def find_targets(
    regions: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    *,
    facts: bool = False,
) -> pd.DataFrame:
    """Targets as `pipeline.store.store.targets` gives them out, those that filters leave."""
    asked = {
        "region_ids": tuple(regions) if regions is not None else None,
        "area_ids": tuple(areas) if areas else None,
        "indicator_ids": tuple(indicators) if indicators is not None else None,
        "kinds": None if facts else TARGETS_ONLY,
    }
    return data.ask("targets", **asked)


def chosen_region_ids(chosen: filters.Filters) -> list[str]:
    """The regions that macro-regions and regions leave, with a plan or without."""
    return filters.chosen_regions(data.regions(), chosen)["region_id"].tolist()


def indicators() -> dict[str, dict[str, Any]]:
    """The indicators that any region sets a target for, by id, those of most regions first."""
    found = records(data.ask("indicators"))
    return {str(row["indicator_id"]): row for row in found if row["targets"]}


def entries(targets: pd.DataFrame) -> list[Entry]:
    """Targets one by one, those that count; a target said again in the same plan is left out."""
    known = {str(row["indicator_id"]): row for row in records(data.ask("indicators"))}
    regions = data.regions().set_index("region_id")[column("short")]
    counted = targets[targets["counted"]]
    return [_entry(row, known.get(row["indicator_id"]), regions) for row in records(counted)]


def unit_of(target: Mapping[str, Any], indicator: Mapping[str, Any] | None) -> str:
    """What is written after a target's number: its indicator's unit, else its own as printed."""
    return str(indicator[column("unit")]) if indicator else str(target["unit"])


def regions_of(found: Sequence[Entry]) -> int:
    """How many regions have these targets."""
    return len({entry.region_id for entry in found})


def median_of(found: Sequence[Entry]) -> float | None:
    """The median of what targets count as, all of them; none where there are too few for a middle."""
    return median(entry.middle for entry in found) if len(found) >= FEWEST else None


def by_value(found: Sequence[Entry]) -> list[Entry]:
    """Entries with those of a region together: regions by their largest target, and so within a region."""
    largest: dict[str, float] = {}
    for entry in found:
        largest[entry.region_id] = max(entry.middle, largest.get(entry.region_id, entry.middle))
    place = {region_id: number for number, region_id in enumerate(data.regions()["region_id"])}
    return sorted(
        found,
        key=lambda entry: (-largest[entry.region_id], place[entry.region_id], -entry.middle, -entry.high),
    )


def rank_of(region_id: str, area_ids: Sequence[str]) -> Rank:
    """Which place a region's plan has by the share that is quantified; plans without a share have none."""
    plans = data.ask("quantified_plans", area_ids=tuple(area_ids) or None).set_index("region_id")
    shares = plans["share"].dropna()
    own = shares.get(region_id, 0.0)
    return Rank(int((shares > own).sum()) + 1, int((shares == own).sum()) > 1, len(shares))


def written(value: float, printed: str, unit: str) -> str:
    """A number of an indicator with its unit."""
    target = {"value_min": value, "value_max": value, "comparator": "=", "unit": printed}
    return value_text(target, unit, current_language())


def shortened(sentence: str, mark: tuple[int, int], most: int = 110) -> str:
    """A sentence, cut to what stands around its target where it is long."""
    if len(sentence) <= most:
        return sentence
    start, end = mark
    first = max(0, min(start - (most - (end - start)) // 2, len(sentence) - most))
    last = min(len(sentence), max(first + most, end))
    return f"{'…' if first else ''}{sentence[first:last]}{'…' if last < len(sentence) else ''}"


def task_label(task_id: str, task_text: str) -> str:
    """The standard task with its short name, or that it is a local one, in its own words."""
    if task_id:
        return task_names(task_id)
    return t(f"自设任务：{task_text}", f"local task: {task_text}")


def _entry(row: dict[str, Any], indicator: dict[str, Any] | None, regions: pd.Series) -> Entry:
    low, high = bounds(row)
    first = int(row["sentence_start"])
    return Entry(
        target_id=str(row["target_id"]),
        measure_id=str(row["measure_id"]),
        region_id=str(row["region_id"]),
        region=str(regions[row["region_id"]]),
        area_id=str(row["area_id"]),
        indicator_id=str(row["indicator_id"]) if indicator else "",
        indicator=str(indicator[column("name")]) if indicator else "",
        label=value_text(row, unit_of(row, indicator), current_language()),
        what=metric_name(str(row["metric"])),
        task=task_label(str(row["task_id"]), str(row["task_text"])),
        standard=bool(row["task_id"]),
        low=low,
        high=high,
        middle=middle(row),
        comparator=str(row["comparator"]),
        unit=str(row["unit"]),
        sentence=str(row["sentence"]),
        mark=(int(row["char_start"]) - first, int(row["char_end"]) - first),
        place=source_lines(int(row["first_line"]), int(row["last_line"])),
    )
