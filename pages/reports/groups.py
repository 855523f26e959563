"""Tasks grouped by who of the compared regions covers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.schema.model import COVERED_DEPTHS

GROUPS: Final = ("everyone", "some", "one", "nobody")
"""Tasks that all of the chosen regions cover, several but not all, only one, none of them."""


def group_of(depths: Mapping[str, str]) -> str:
    """Which of `GROUPS` a task belongs to, from its depths by region."""
    covering = sum(depth in COVERED_DEPTHS for depth in depths.values())
    if covering == len(depths):
        return "everyone"
    return ("nobody", "one")[covering] if covering < 2 else "some"


def grouped(depths: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """The tasks by group, in their order."""
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for task, by_region in depths.items():
        found[group_of(by_region)].append(task)
    return found
