"""Names of regions, key areas and tasks by their codes, and terms to begin with, in the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.text import STATUSES, current_language, join_words, localized, name_of, plural, t

EXAMPLES: Final = 6
LEADERS: Final = 3
"""How many bodies are named that lead a task."""


def region_names() -> dict[str, str]:
    """Short names of all regions by id, in official order."""
    return _names(data.regions(), "region_id")


def region_labels() -> dict[str, str]:
    """The regions to choose from, by id; those without a plan say so."""
    regions = data.regions()
    rows = zip(regions["region_id"], regions[localized("short")], regions["status"], strict=True)
    return {
        code: name if status == "plan" else f"{name}{t('（', ' (')}{name_of(STATUSES, status)}{t('）', ')')}"
        for code, name, status in rows
    }


def metric_name(metric: str) -> str:
    """What a target counts: by its English name on an English page, if it has one, else as printed."""
    names: dict[str, str] = data.query("metric_names") if current_language() == "en" else {}
    return names.get(metric, metric)


def task_names(stem: str = "short", *, numbered: bool = True) -> dict[str, str]:
    """The standard tasks by id, in the order of the template: number and short (or whole) ``name``."""
    return _names(data.tasks(), "task_id", stem, numbered=numbered)


def area_names(stem: str = "short", *, numbered: bool = True) -> dict[str, str]:
    """The key areas by id, as `task_names`."""
    return _names(data.areas(), "area_id", stem, numbered=numbered)


def regions_with_plan() -> list[str]:
    """The regions that have a plan, in official order."""
    regions = data.regions()
    return regions.loc[regions["status"] == "plan", "region_id"].tolist()


def distinctive_terms() -> list[str]:
    """Common terms that some regions use and others don't; long ones, which say more."""
    vocabulary, among = data.query("vocabulary"), max(len(regions_with_plan()), 1)
    share = vocabulary["regions"] / among
    distinctive = vocabulary[share.between(0.3, 0.7) & (vocabulary["term"].str.len() >= 4)]
    return (distinctive if len(distinctive) else vocabulary)["term"].head(EXAMPLES).tolist()


def body_names() -> dict[str, str]:
    """The short names of the bodies that plans name, by id."""
    return _names(data.query("bodies"), "department_id")


def leaders_of(task_ids: Sequence[str], region_id: str) -> dict[str, str]:
    """A sentence for each task on who leads it in the other regions than ``region_id``.

    Few plans print roles. Where none names a lead, the bodies that most regions charge are named, and that no
    plan calls them leads is said. The sentence is empty where no other region charges anybody.
    """
    if not task_ids:
        return {}
    assigned = data.query("assigned", task_ids=tuple(task_ids)).query("region_id != @region_id")
    return {task_id: _leaders(assigned[assigned["task_id"] == task_id]) for task_id in task_ids}


def _leaders(charges: pd.DataFrame) -> str:
    if charges.empty:
        return ""
    leads = charges[charges["role"] == "lead"]
    counts = (charges if leads.empty else leads)["department_id"].map(body_names()).value_counts(sort=True)
    sentence = join_words(
        t(f"{name}（{count} 个地区）", f"{name} ({plural(count, 'region', 'regions')})")
        for name, count in counts.head(LEADERS).items()
    )
    if leads.empty:
        return t(
            f"其他地区没有写明牵头部门；最常列为责任部门的是：{sentence}。",
            f"No other region names a lead; most often charged with it: {sentence}.",
        )
    return t(f"其他地区的牵头部门：{sentence}。", f"Lead bodies in other regions: {sentence}.")


def _names(frame: pd.DataFrame, key: str, stem: str = "short", *, numbered: bool = False) -> dict[str, str]:
    pairs = zip(frame[key], frame[localized(stem)], strict=True)
    return {code: f"{code} {name}" if numbered else name for code, name in pairs}
