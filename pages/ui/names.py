"""Names of regions, key areas, tasks and bodies by id in the page's language, and example terms."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import data
from pages.ui.codes import DEPTHS, STATUSES, name_of
from pages.ui.html import answer_html
from pages.ui.text import (
    add_brackets,
    current_language,
    fill_both,
    fill_text,
    join_first,
    join_words,
    localized,
    t,
)
from pages.ui.theme import MARKS
from pipeline.schema.errors import plural

EXAMPLES: Final = 6
_MAX_LEADERS: Final = 3
_TABLES: Final[dict[str, Callable[[], pd.DataFrame]]] = {
    "region_id": data.regions,
    "area_id": data.areas,
    "task_id": data.tasks,
    "department_id": partial(data.query, "bodies"),
}


# Cached, because every row of a list needs them.
@st.cache_resource(show_spinner=False, max_entries=64)
def _shared_names(build: data.BuiltKey, key: str, column: str, numbered: bool) -> dict[str, str]:
    frame = _TABLES[key]()
    pairs = zip(frame[key], frame[column], strict=True)
    return {code: f"{code} {name}" if numbered else name for code, name in pairs}


def _names_by_id(key: str, stem: str = "short", *, numbered: bool = False) -> dict[str, str]:
    return dict(_shared_names(data.built_key(), key, localized(stem), numbered))


region_names: Final = partial(_names_by_id, "region_id")
"""Returns the short names of all regions by id, in official order."""
body_names: Final = partial(_names_by_id, "department_id")
"""Returns the short names of departments by id; with the argument ``name``, the full ones."""
task_names: Final = partial(_names_by_id, "task_id", numbered=True)
"""Returns number and name of the standard tasks by id, in template order; the stem is short or name."""
area_names: Final = partial(_names_by_id, "area_id", numbered=True)
"""As `task_names`, for the key areas."""


def region_labels() -> dict[str, str]:
    """Return the option labels of regions by id; those without a plan come last, with their status."""
    regions = data.regions().sort_values("status", key=lambda status: status != "plan", kind="stable")
    rows = zip(regions["region_id"], regions[localized("short")], regions["status"], strict=True)
    return {
        code: name if status == "plan" else add_brackets(name, name_of(STATUSES, status))
        for code, name, status in rows
    }


def metric_names() -> dict[str, str]:
    """Return what targets count in English, by its name as printed; empty on a Chinese page."""
    found: dict[str, str] = data.query("metric_names") if current_language() == "en" else {}
    return found


def join_tasks(task_ids: str) -> str:
    """Join numbers and names of the tasks of a measure from ids joined by ``;``; empty for a local task."""
    names = task_names()
    return join_words(names.get(code, code) for code in task_ids.split(";") if code)


def depth_label(depth: str) -> str:
    """Return the mark and the name of a depth."""
    return f"{MARKS[depth]} {name_of(DEPTHS, depth)}"


def depth_labels() -> dict[str, str]:
    """Return the labels of all depths by code, the shallowest first."""
    return {depth: depth_label(depth) for depth in DEPTHS}


def regions_with_plan() -> list[str]:
    """Return the ids of the regions with a plan, in official order."""
    regions = data.regions()
    return regions.loc[regions["status"] == "plan", "region_id"].tolist()


def distinctive_terms() -> list[str]:
    """Return example terms: those of 4 characters or more that 30 to 70 % of the regions use, else any."""
    vocabulary = data.query("vocabulary")
    share = vocabulary["regions"] / max(len(regions_with_plan()), 1)
    distinctive = vocabulary[share.between(0.3, 0.7) & (vocabulary["term"].str.len() >= 4)]
    return (distinctive if len(distinctive) else vocabulary)["term"].head(EXAMPLES).tolist()


def describe_leaders(task_ids: Sequence[str], region_id: str) -> dict[str, str]:
    """Return a sentence per task on its lead departments in regions other than ``region_id``.

    Few plans print roles. If none names a lead, the sentence says so and lists the departments that most
    regions make responsible. It is empty if no other region names any.
    """
    if not task_ids:
        return {}
    assigned = data.query("list_assignments", task_ids=tuple(task_ids)).query("region_id != @region_id")
    bodies, found = body_names(), dict.fromkeys(task_ids, "")
    for task_id, charges in assigned.groupby("task_id"):
        leads = charges[charges["role"] == "lead"]
        counts = (charges if leads.empty else leads)["department_id"].map(bodies).value_counts()
        words = join_words(
            t(f"{name}（{count} 个地区）", f"{name} ({plural(count, 'region')})")
            for name, count in counts.head(_MAX_LEADERS).items()
        )
        found[str(task_id)] = fill_text("ui", "no_leads" if leads.empty else "leads", bodies=words)
    return found


def name_extremes(values: pd.Series, write: Callable[[Any], str] = str) -> list[str]:
    """Name those with the highest and those with the lowest of ``values``, which are indexed by name.

    ``write`` formats the value, which follows in brackets.
    """
    ends = (
        (join_first(values.index[values == end].tolist()), write(end)) for end in values.agg(["max", "min"])
    )
    return [add_brackets(names, value) for names, value in ends]


def no_plan_answer(topic: str, region: pd.Series, *more: str) -> str:
    """Answer that a region has no plan, what follows and what to do, as HTML; see `answer_html`.

    Both are those of the text ``no_plan`` of the topic.
    """
    state = escape(f"{region[localized('name')]}{t('：', ': ')}{name_of(STATUSES, region['status'])}")
    so, to_do = fill_both(topic, "no_plan")
    return answer_html(f"<b>{state}</b>{so}", to_do, *more)
