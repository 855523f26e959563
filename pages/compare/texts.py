"""What regions wrote, task by task, in columns that become cards where there is little room.

Text from documents is data: everything here is escaped before it becomes HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from pages.compare.data import ComparedCell, task_names
from pages.compare.sentences import Alike, Likeness, alike_sentences, own_terms
from pages.compare.words import group_line
from pages.ui import data
from pages.ui.evidence import evidence
from pages.ui.evidence.evidence import records
from pages.ui.evidence.fact_marks import marks_in
from pages.ui.evidence.marks import Mark, legend, marked
from pages.ui.names import region_names
from pages.ui.profile_links import anchor, region_address
from pages.ui.text import DEPTH_MEANINGS, joined, named, source_place, t, whole_percent
from pages.ui.written import written

Marks = Mapping[str, Sequence[Mark]]

_RULES: Final = Path(__file__).with_name("texts.css").read_text(encoding="utf-8")
_NARROWEST: Final = 11.5
"""The least width of a column, in letters' heights."""


def style(columns: int) -> str:
    """The rules of the texts; cards instead of columns where these would be too narrow."""
    narrow = max(_NARROWEST * columns, 40.0)
    return (
        f"<style>{_RULES}.columns{{grid-template-columns:repeat({columns},minmax(0,1fr))}}"
        f"@container (max-width:{narrow:g}rem){{.columns{{grid-template-columns:minmax(0,1fr)}}"
        ".columns .cell{border:1px solid var(--st-border-color);border-radius:8px;padding:.6rem .8rem}}"
        "</style>"
    )


def task_sections(cells: Mapping[str, Sequence[ComparedCell]]) -> list[str]:
    """Every task with what each region wrote for it, as HTML.

    Parameters
    ----------
    cells
        By task, a cell for each region in the order of the columns.
    """
    ids = [measure["measure_id"] for row in cells.values() for cell in row for measure in cell.measures]
    facts = marks_in(list(dict.fromkeys(ids)))
    terms = terms_by_measure(list(dict.fromkeys(ids)))
    return [task_section(task, row, facts, terms) for task, row in cells.items()]


def terms_by_measure(measure_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The uses of terms in measures, by measure."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(data.ask("terms_in", measure_ids=tuple(measure_ids))):
        found.setdefault(row["measure_id"], []).append(row)
    return found


def task_section(
    task: str, cells: Sequence[ComparedCell], facts: Marks, terms: Mapping[str, Sequence[Mapping[str, Any]]]
) -> str:
    """One task: its name, who covers it, and the columns."""
    alike = alike_sentences(measure for cell in cells for measure in cell.measures)
    texts = {
        cell.region_id: "\n".join(str(measure["measure_text"]) for measure in cell.measures) for cell in cells
    }
    uses = {
        cell.region_id: {
            str(use["term"]): int(use["regions"])
            for measure in cell.measures
            for use in terms.get(measure["measure_id"], ())
        }
        for cell in cells
    }
    own = own_terms(texts, uses, str(data.task(task)["name_zh"]), len(data.plans()))
    columns = "".join(column(cell, own.get(cell.region_id, ()), alike, facts, terms) for cell in cells)
    who = group_line({cell.region_id: cell.depth for cell in cells})
    return (
        f'<section class="task" id="{escape(task)}"><header><h3><button data-open="{escape(task)}" '
        f'title="{escape(t("打开任务概况", "Open the profile of the task"))}">{escape(task)} '
        f"{escape(task_names('name')[task])}</button></h3>"
        f'<span class="who-covers">{escape(who)}</span></header>'
        f'<div class="columns">{columns}</div></section>'
    )


def column(
    cell: ComparedCell,
    own: Sequence[str],
    alike: Alike,
    facts: Marks,
    terms: Mapping[str, Sequence[Mapping[str, Any]]],
) -> str:
    """One region at one task."""
    name = anchor(region_address(cell.region_id), region_names()[cell.region_id])
    said = "".join(
        measure_html(measure, own_marks(measure, own, facts, terms), alike, cell.code)
        for measure in cell.measures
    )
    said = said or f'<p class="none">{escape(named(DEPTH_MEANINGS, cell.depth))}</p>'
    listed = ""
    if own:
        words = " ".join(f'<mark class="mark-term">{written(term)}</mark>' for term in own)
        listed = f'<p class="own-terms">{escape(t("独有：", "Own: "))}<span lang="zh">{words}</span></p>'
    return (
        f'<article class="cell" id="{escape(cell.code)}"><header><b>{name}</b>'
        f"{evidence.depth_chip(cell.depth)}</header>{said}{listed}</article>"
    )


def own_marks(
    measure: Mapping[str, Any],
    own: Sequence[str],
    facts: Marks,
    terms: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[Mark]:
    """What is marked in a measure: facts, and the terms that are the region's own."""
    title = t("其他所选地区在这项任务中没有这个词", "No other chosen region has this term for this task")
    return [
        *facts.get(str(measure["measure_id"]), ()),
        *(
            Mark(int(use["char_start"]), int(use["char_end"]), "term", title)
            for use in terms.get(str(measure["measure_id"]), ())
            if use["term"] in own
        ),
    ]


def measure_html(measure: Mapping[str, Any], found: Sequence[Mark], alike: Alike, code: str) -> str:
    """One measure with its marks, its departments and its source lines."""
    said = str(measure["measure_text"])
    body = marked_text(str(measure["measure_id"]), said, found, alike)
    body = body or f"<em>{escape(t('（本格为空）', '(left blank)'))}</em>"
    departments = str(measure["departments_text"]) or t("未填", "none given")
    place = source_place(measure)
    return (
        f'<div class="one"><p class="said" lang="zh">{body}</p>'
        f'<p class="meta">{escape(t("责任部门：", "Departments: "))}'
        f'<span lang="zh">{written(departments)}</span></p>'
        f'<p class="meta"><button class="lines" data-open="{escape(code)}:source" '
        f'title="{escape(t("看原文", "See the source text"))}">{escape(place)}</button></p></div>'
    )


def marked_text(measure_id: str, text: str, found: Sequence[Mark], alike: Alike) -> str:
    """A text with its marks, its sentences that are nearly another's set off, everything escaped."""
    places = sorted((start, end) for known, start, end in alike if known == measure_id)
    parts, at = [], 0
    for start, end in places:
        parts.append(_slice(text, at, start, found))
        parts.append(_set_off(_slice(text, start, end, found), alike[measure_id, start, end]))
        at = end
    return "".join([*parts, _slice(text, at, len(text), found)])


def legends(kinds: Iterable[str]) -> str:
    """What all marks mean, in one or two lines, as HTML."""
    own, same = t("独有的词", "own term"), t("近同的句子", "nearly the same sentence")
    more = (
        f'<p class="mark-legend">{escape(t("比较标出：", "Marked by comparison: "))}'
        f'<span><mark class="mark-term">{escape(own)}</mark></span>'
        f'<span><span class="alike">{escape(same)}</span>'
        f'<small class="like">≈ {escape(t("地区", "region"))} 92%</small></span></p>'
    )
    return legend(kinds) + more


def _slice(text: str, start: int, end: int, found: Sequence[Mark]) -> str:
    moved = (replace(mark, start=mark.start - start, end=mark.end - start) for mark in found)
    return marked(text[start:end], moved)


def _set_off(sentence: str, likenesses: Sequence[Likeness]) -> str:
    names = region_names()
    told = joined(
        f"{'=' if like.ratio == 1 else '≈'} {names[like.region_id]}"
        + ("" if like.ratio == 1 else f" {whole_percent(like.ratio)}")
        for like in likenesses
    )
    title = t("另一地区有几乎相同的句子", "Another region has nearly the same sentence")
    return (
        f'<span class="alike" title="{escape(title)}">{sentence}</span>'
        f'<small class="like">{escape(told)}</small>'
    )
