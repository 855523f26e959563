"""Measures with words marked in them, as HTML; text from documents and from users is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pages.ui import data
from pages.ui.evidence import evidence
from pages.ui.evidence.marks import INKS, TINTS, Mark, MarkKind, marked
from pages.ui.names import region_names
from pages.ui.text import MATCH_METHODS, named, source_place, t
from pages.ui.written import written

STYLE: Final = (
    f"<style>{Path(__file__).with_name('cards.css').read_text(encoding='utf-8')}"
    f".kwic mark{{background:light-dark({','.join(TINTS['term'])});"
    f"border-bottom-color:light-dark({','.join(INKS['term'])})}}</style>"
)
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
    local, printed = named(MATCH_METHODS, "local"), str(measure["task_text"])
    return t(f"{local}：{printed}", f"{local}: {printed}") if printed else local


def marked_measure(measure: dict[str, Any], marks: Sequence[Mark], *, unfolded: bool = False) -> str:
    """A measure with its region, its task, what is marked in it, its departments and its source text."""
    said = str(measure["measure_text"])
    text = marked(said, marks) if said else f"<em>{escape(t('（本格为空）', '(left blank)'))}</em>"
    departments = str(measure["departments_text"]) or t("未填", "none given")
    who = escape(t("责任部门：", "Departments: "))
    place = source_place(measure)
    summary = escape(t(f"原文{place}", f"Source text, {place}"))
    opened = " open" if unfolded else ""
    return (
        f'<div class="measure"><strong>{escape(region_names()[str(measure["region_id"])])}</strong> '
        f'<span class="quiet">{escape(place_of(measure))}</span>'
        f'<div class="said" lang="zh">{text}</div>'
        f'<div class="meta">{who}<span lang="zh">{written(departments)}</span></div>'
        f'<details class="source"{opened}><summary>{summary}</summary>'
        f"{evidence.source_of(measure)}</details></div>"
    )


def measures_in_order(measure_ids: Iterable[str]) -> list[dict[str, Any]]:
    """These measures in the official order of their regions."""
    found = data.measures(*measure_ids)
    order = {code: place for place, code in enumerate(region_names())}
    return sorted(evidence.records(found), key=lambda row: order.get(str(row["region_id"]), len(order)))
