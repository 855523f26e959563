"""Who leads a standard task: the bodies that other regions' measures charge with it, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.names import body_names
from pages.ui.text import joined, plural, t

NAMED: Final = 3
"""How many bodies are named."""


def leaders_of(task_ids: Sequence[str], region_id: str) -> dict[str, str]:
    """A sentence for each task on who leads it in the other regions than ``region_id``.

    Few plans print roles. Where none names a lead, the bodies that most regions charge are named, and that no
    plan calls them leads is said. The sentence is empty where no other region charges anybody.
    """
    if not task_ids:
        return {}
    assigned = data.ask("assigned", task_ids=tuple(task_ids))
    assigned = assigned[assigned["region_id"] != region_id]
    by_task = dict(list(assigned.groupby("task_id")))
    return {task_id: _sentence(by_task.get(task_id, assigned.head(0))) for task_id in task_ids}


def _sentence(charges: pd.DataFrame) -> str:
    leads = charges[charges["role"] == "lead"]
    if not leads.empty:
        return t(
            f"其他地区的牵头部门：{_counted(leads)}。", f"Lead bodies in other regions: {_counted(leads)}."
        )
    if charges.empty:
        return ""
    return t(
        f"其他地区没有写明牵头部门；最常列为责任部门的是：{_counted(charges)}。",
        f"No other region names a lead; most often charged with it: {_counted(charges)}.",
    )


def _counted(charges: pd.DataFrame) -> str:
    names = body_names()
    counts = charges["department_id"].map(names).value_counts(sort=True).head(NAMED)
    return joined(
        t(f"{name}（{count} 个地区）", f"{name} ({plural(count, 'region', 'regions')})")
        for name, count in counts.items()
    )
