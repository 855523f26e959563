"""Measures with words marked in them, as HTML; text from documents and from users is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pages.ui import data
from pages.ui.evidence import evidence
from pages.ui.evidence.marks import Mark, MarkKind
from pages.ui.names import region_names
from pages.ui.text import MATCH_METHODS, name_of, t

STYLE: Final = f"<style>{Path(__file__).with_name('cards.css').read_text(encoding='utf-8')}</style>"
"""The rules of lines and pairs, which stand apart from the page's own rules."""


def marks_of(found: pd.DataFrame, kind: MarkKind = "term") -> dict[str, list[Mark]]:
    """Marks by the id of the measure, from measure_id, char_start and char_end of each."""
    marks: dict[str, list[Mark]] = {}
    for row in evidence.records(found):
        marks.setdefault(str(row["measure_id"]), []).append(Mark(row["char_start"], row["char_end"], kind))
    return marks


def place_of(measure: Mapping[str, Any]) -> str:
    """Which task a measure answers, in words."""
    if tasks := evidence.task_names(str(measure["task_id"])):
        return tasks
    local, printed = name_of(MATCH_METHODS, "local"), str(measure["task_text"])
    return t(f"{local}：{printed}", f"{local}: {printed}") if printed else local


def marked_measure(measure: dict[str, Any], marks: Sequence[Mark], *, unfolded: bool = False) -> str:
    """A measure with its region, its task, what is marked in it, its departments and its source text."""
    return evidence.measure_html(
        measure,
        evidence.source_lines_html(measure),
        heading=f"{region_names()[str(measure['region_id'])]} · {place_of(measure)}",
        with_level=False,
        template=str(measure["task_text"]),
        found=marks,
        unfolded=unfolded,
    )


def measures_in_order(measure_ids: Iterable[str]) -> list[dict[str, Any]]:
    """These measures in the official order of their regions."""
    order = {code: place for place, code in enumerate(region_names())}
    return sorted(evidence.records(data.measures(*measure_ids)), key=lambda row: order[str(row["region_id"])])
