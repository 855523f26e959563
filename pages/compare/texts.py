"""What regions wrote, task by task, in columns that become cards where there is little room.

Text from documents is data: everything here is escaped before it becomes HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from pages.compare.data import answers_of
from pages.compare.sentences import Alike, Likeness, alike_sentences, own_terms
from pages.compare.words import group_line
from pages.ui import data
from pages.ui.cards.cards import Answer, measure_card
from pages.ui.evidence import evidence
from pages.ui.evidence.evidence import records
from pages.ui.evidence.marks import MARK_NAMES, Mark, legend, marked, marks_in
from pages.ui.names import region_names, task_names
from pages.ui.profile_links import anchor, region_address
from pages.ui.text import DEPTH_MEANINGS, joined, named, t, whole_percent
from pages.ui.written import written

Marks = Mapping[str, Sequence[Mark]]
Terms = Mapping[str, Sequence[Mapping[str, Any]]]
"""The uses of terms in measures, by measure."""

_RULES: Final = Path(__file__).with_name("texts.css").read_text(encoding="utf-8")
_NARROWEST: Final = 11.5
"""The least width of a column, in letters' heights."""


def style(columns: int = 1) -> str:
    """The rules of the texts; cards instead of columns where these would be too narrow."""
    narrow = max(_NARROWEST * columns, 40.0)
    return (
        f"<style>{_RULES}.columns{{grid-template-columns:repeat({columns},minmax(0,1fr))}}"
        f"@container (max-width:{narrow:g}rem){{.columns{{grid-template-columns:minmax(0,1fr)}}"
        ".columns .cell{border:1px solid var(--st-border-color);border-radius:8px;padding:.6rem .8rem}}"
        "</style>"
    )


def texts_html(regions: Sequence[str], tasks: Sequence[str]) -> list[str]:
    """What the regions wrote for each task, under a legend of all that is marked in it, as HTML."""
    answers = answers_of(regions, tasks)
    wrote = (measure for row in answers.values() for answer in row for measure in answer.measures)
    ids = tuple(dict.fromkeys(str(measure["measure_id"]) for measure in wrote))
    terms = {
        code: records(uses) for code, uses in data.ask("terms_in", measure_ids=ids).groupby("measure_id")
    }
    facts = marks_in(ids)
    sections = (task_section(task, row, facts, terms) for task, row in answers.items())
    return [style(len(regions)), _legends(), *sections]


def task_section(task: str, answers: Sequence[Answer], facts: Marks, terms: Terms) -> str:
    """One task: its name, who covers it, and the columns."""
    alike = alike_sentences(measure for answer in answers for measure in answer.measures)
    texts, uses = {}, {}
    for answer in answers:
        texts[answer.region_id] = "\n".join(str(measure["measure_text"]) for measure in answer.measures)
        uses[answer.region_id] = {
            str(use["term"]): int(use["regions"])
            for measure in answer.measures
            for use in terms.get(measure["measure_id"], ())
        }
    own = own_terms(texts, uses, str(data.task(task)["name_zh"]), len(data.plans()))
    columns = "".join(column(answer, own[answer.region_id], alike, facts, terms) for answer in answers)
    who = group_line({answer.region_id: answer.depth for answer in answers})
    return (
        f'<section class="task" id="{escape(task)}"><header><h3><button data-open="{escape(task)}" '
        f'title="{escape(t("打开任务概况", "Open the profile of the task"))}">{escape(task)} '
        f"{escape(task_names('name', numbered=False)[task])}</button></h3>"
        f'<span class="who-covers">{escape(who)}</span></header>'
        f'<div class="columns">{columns}</div></section>'
    )


def column(answer: Answer, own: Sequence[str], alike: Alike, facts: Marks, terms: Terms) -> str:
    """One region at one task; facts and the terms that are the region's ``own`` are marked."""
    title = t("其他所选地区在这项任务中没有这个词", "No other chosen region has this term for this task")
    said = ""
    for measure in answer.measures:
        measure_id = str(measure["measure_id"])
        found = [
            Mark(int(use["char_start"]), int(use["char_end"]), "term", title)
            for use in terms.get(measure_id, ())
            if use["term"] in own
        ]
        text = marked_text(measure_id, str(measure["measure_text"]), [*facts[measure_id], *found], alike)
        said += f'<div class="one">{measure_card(measure, f"{answer.cell}:source", text)}</div>'
    said = said or f'<p class="none">{escape(named(DEPTH_MEANINGS, answer.depth))}</p>'
    if own:
        words = " ".join(f'<mark class="mark-term">{written(term)}</mark>' for term in own)
        said += f'<p class="own-terms">{escape(t("独有：", "Own: "))}<span lang="zh">{words}</span></p>'
    return (
        f'<article class="cell" id="{escape(answer.cell)}"><header>'
        f"<b>{anchor(region_address(answer.region_id), answer.region)}</b>"
        f"{evidence.depth_chip(answer.depth)}</header>{said}</article>"
    )


def marked_text(measure_id: str, text: str, found: Sequence[Mark], alike: Alike) -> str:
    """A text with its marks, its sentences that are nearly another's set off, everything escaped."""
    parts, at = [], 0
    for start, end in sorted((start, end) for known, start, end in alike if known == measure_id):
        parts.append(_slice(text, at, start, found))
        parts.append(_set_off(_slice(text, start, end, found), alike[measure_id, start, end]))
        at = end
    return "".join([*parts, _slice(text, at, len(text), found)])


def _legends() -> str:
    own, same = t("独有的词", "own term"), t("近同的句子", "nearly the same sentence")
    more = (
        f'<p class="mark-legend">{escape(t("比较标出：", "Marked by comparison: "))}'
        f'<span><mark class="mark-term">{escape(own)}</mark></span>'
        f'<span><span class="alike">{escape(same)}</span>'
        f'<small class="like">≈ {escape(t("地区", "region"))} 92%</small></span></p>'
    )
    return legend(kind for kind in MARK_NAMES if kind != "term") + more


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
