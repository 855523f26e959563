"""Measures as HTML with words highlighted; text from documents and users is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pages.ui import data
from pages.ui.evidence import evidence
from pages.ui.evidence.marks import Mark, MarkKind
from pages.ui.names import region_names
from pages.ui.text import MATCH_METHODS, name_of, t


def marks_by_measure(found: pd.DataFrame, kind: MarkKind = "term") -> dict[str, list[Mark]]:
    """Group the spans of ``found`` (measure_id, char_start, char_end) as marks by measure_id."""
    marks: dict[str, list[Mark]] = {}
    for row in evidence.records(found):
        marks.setdefault(str(row["measure_id"]), []).append(Mark(row["char_start"], row["char_end"], kind))
    return marks


def task_label(measure: Mapping[str, Any]) -> str:
    """Return the names of a measure's standard tasks, or the printed name of its local task."""
    if tasks := evidence.task_names(str(measure["task_id"])):
        return tasks
    local, printed = name_of(MATCH_METHODS, "local"), str(measure["task_text"])
    return t(f"{local}：{printed}", f"{local}: {printed}") if printed else local


def marked_measure(measure: dict[str, Any], marks: Sequence[Mark], *, unfolded: bool = False) -> str:
    """Return a measure as HTML: region, task, marked text, departments and source text."""
    return evidence.measure_html(
        measure,
        heading=f"{region_names()[str(measure['region_id'])]} · {task_label(measure)}",
        with_level=False,
        template=str(measure["task_text"]),
        found=marks,
        unfolded=unfolded,
    )


def load_measures(measure_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Load measures in the official order of their regions."""
    order = {code: place for place, code in enumerate(region_names())}
    return sorted(evidence.records(data.measures(*measure_ids)), key=lambda row: order[str(row["region_id"])])
