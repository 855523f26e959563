"""What regions wrote: which tasks are read, and the texts in columns, or in cards where there is little room.

Text from documents is data: everything here is escaped before it becomes HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.compare import words as compare_words
from pages.compare.choice import NAMES, Choice
from pages.compare.data import Depths, answers_by_task
from pages.compare.sentences import Alike, Likeness, alike_sentences, own_terms
from pages.compare.summary import FILE
from pages.reports.comparison import group_of
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, measure_card, show_cards
from pages.ui.evidence import evidence
from pages.ui.evidence.evidence import records
from pages.ui.evidence.marks import MARK_NAMES, Mark, mark_text, marks_in, marks_legend
from pages.ui.names import area_names, region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.profile_links import anchor, region_address
from pages.ui.tables import downloads, show_table
from pages.ui.text import DEPTH_MEANINGS, DEPTHS, capitalize, join_words, localized, name_of, t, whole_percent
from pages.ui.theme import MARKS
from pages.ui.written import escape_text

ONLY: Final = "only"
"""The name in the address of which tasks are read, by how they are answered; beside it the key area."""
PART: Final = "part"
KINDS: Final = ("all", "differ", "everyone", "some", "one", "nobody")
AT_ONCE: Final = 8
"""Up to so many tasks are read on one page; of more, one key area at a time."""

Marks = Mapping[str, Sequence[Mark]]
Terms = Mapping[str, Sequence[Mapping[str, Any]]]
"""The uses of terms in measures, by measure."""

_RULES: Final = Path(__file__).with_name("texts.css").read_text(encoding="utf-8")
_NARROWEST: Final = 11.5
"""The least width of a column, in letters' heights."""


def read(choice: Choice, depths: Depths) -> str | None:
    """The texts of the tasks that are asked for; returns what the reader opens in them."""
    kind = choose_kind(depths, len(choice.regions))
    tasks = kept(depths, kind)
    if not tasks:
        filters.explain(
            "没有这样的任务。请在上面选“全部”。",
            "There is no such task. Choose All above.",
            "filter_alt_off",
        )
        return None
    shown = part_of(tasks)
    st.html(f'<p class="quiet">{compare_words.how_marked()}</p>')
    opened = show_cards(texts_html(choice.regions, shown), "compare_texts")
    downloads(text_frame(choice.regions, tasks), f"{FILE}-texts", t("比较的文字", "The texts compared"))
    return opened


def read_kind(regions: int) -> str:
    """Which tasks are asked for, without anything drawn."""
    return address.read_state(ONLY, kinds_among(regions), ("all",))[0]


def kinds_among(regions: int) -> tuple[str, ...]:
    """The kinds of tasks there can be: of two regions, none is covered by several but not all."""
    return tuple(kind for kind in KINDS if kind != "some" or regions > 2)


def choose_kind(depths: Depths, regions: int) -> str:
    """Which tasks are read, by how they are answered, each with its count."""
    labels = {
        "all": t("全部", "All"),
        "differ": t("深度不同", "Depth differs"),
        **{group: name_of(compare_words.GROUP_NAMES, group) for group in compare_words.GROUP_NAMES},
    }
    return address.choose_segment(
        t("读哪些任务", "Which tasks"),
        ONLY,
        kinds_among(regions),
        lambda kind: f"{capitalize(labels[kind])} {len(kept(depths, kind))}",
        decides=True,
    )


def kept(depths: Depths, kind: str) -> list[str]:
    """The tasks of a kind, in their order."""
    if kind == "all":
        return list(depths)
    if kind == "differ":
        return [task for task, by_region in depths.items() if len(set(by_region.values())) > 1]
    return [task for task, by_region in depths.items() if group_of(by_region) == kind]


def part_of(tasks: Sequence[str]) -> list[str]:
    """The tasks that are read at once: all where they are few, else those of one key area."""
    if len(tasks) <= AT_ONCE:
        return list(tasks)
    areas = data.tasks().set_index("task_id")["area_id"]
    counts = areas[list(tasks)].value_counts(sort=False)
    present = [code for code in data.areas()["area_id"] if code in counts.index]
    if len(present) < 2:
        return list(tasks)
    names, one = area_names(), t("一次读一个工作重点", "One key area at a time")
    part = address.choose_segment(one, PART, present, lambda code: f"{names[code]} {counts[code]}")
    return [task for task in tasks if areas[task] == part]


def task_table(choice: Choice, depths: Depths) -> None:
    """All tasks with the depth of each region, to be looked over and taken along."""
    tasks = data.tasks().set_index("task_id").loc[list(depths)]
    names = region_names()
    listed = pd.DataFrame(
        {"area_id": tasks["area_id"], "task_id": tasks.index, "task": tasks[localized("short")]}
    )
    for code in choice.regions:
        answers = [by_region[code] for by_region in depths.values()]
        listed[names[code]] = [f"{MARKS[depth]} {name_of(DEPTHS, depth)}" for depth in answers]
    listed["covered_by"] = list(map(compare_words.group_line, depths.values()))
    shown = labels(area_id="area", task_id="task_no", task="standard_task", covered_by="covered_by")
    high = 360 if len(depths) > 9 else None
    show_table(listed, f"{FILE}-tasks", labels=shown, height=high, decided_by=NAMES)


def text_frame(regions: Sequence[str], tasks: Sequence[str]) -> pd.DataFrame:
    """What the regions wrote, one row for each measure and one for each answer without any.

    Returns
    -------
    DataFrame
        task_id, task, region_id, region, depth, measure_id, measure_text, departments_text (str);
        first_line, last_line (int64, 0 where there is no measure).
    """
    full = task_names("name", numbered=False)
    nothing = {"measure_id": "", "measure_text": "", "departments_text": "", "first_line": 0, "last_line": 0}
    return pd.DataFrame(
        [
            {
                "task_id": task,
                "task": full[task],
                "region_id": answer.region_id,
                "region": answer.region,
                "depth": answer.depth,
                **{name: measure[name] for name in nothing},
            }
            for task, answers in answers_by_task(regions, tasks).items()
            for answer in answers
            for measure in (answer.measures or (nothing,))
        ]
    )


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
    answers = answers_by_task(regions, tasks)
    wrote = (measure for row in answers.values() for answer in row for measure in answer.measures)
    ids = tuple(dict.fromkeys(str(measure["measure_id"]) for measure in wrote))
    terms = {
        code: records(uses) for code, uses in data.query("terms_in", measure_ids=ids).groupby("measure_id")
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
    with_plan = int((data.regions()["status"] == "plan").sum())
    own = own_terms(texts, uses, str(data.task(task)["name_zh"]), with_plan)
    columns = "".join(region_cell(answer, own[answer.region_id], alike, facts, terms) for answer in answers)
    who = compare_words.group_line({answer.region_id: answer.depth for answer in answers})
    return (
        f'<section class="task" id="{escape(task)}"><header><h3><button data-open="{escape(task)}" '
        f'title="{escape(t("打开任务概况", "Open the profile of the task"))}">{escape(task)} '
        f"{escape(task_names('name', numbered=False)[task])}</button></h3>"
        f'<span class="who-covers">{escape(who)}</span></header>'
        f'<div class="columns">{columns}</div></section>'
    )


def region_cell(answer: Answer, own: Sequence[str], alike: Alike, facts: Marks, terms: Terms) -> str:
    """One region at one task; facts and the terms that are the region's ``own`` are marked."""
    title = t("其他所选地区在这项任务中没有这个词", "No other chosen region has this term for this task")
    content = ""
    for measure in answer.measures:
        measure_id = str(measure["measure_id"])
        found = [
            Mark(int(use["char_start"]), int(use["char_end"]), "term", title)
            for use in terms.get(measure_id, ())
            if use["term"] in own
        ]
        text = marked_text(measure_id, str(measure["measure_text"]), [*facts[measure_id], *found], alike)
        content += f'<div class="one">{measure_card(measure, f"{answer.cell}:source", text)}</div>'
    content = content or f'<p class="none">{escape(name_of(DEPTH_MEANINGS, answer.depth))}</p>'
    if own:
        words = " ".join(f'<mark class="mark-term">{escape_text(term)}</mark>' for term in own)
        content += f'<p class="own-terms">{escape(t("独有：", "Own: "))}<span lang="zh">{words}</span></p>'
    return (
        f'<article class="cell" id="{escape(answer.cell)}"><header>'
        f"<b>{anchor(region_address(answer.region_id), answer.region)}</b>"
        f"{evidence.depth_chip(answer.depth)}</header>{content}</article>"
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
    return marks_legend(kind for kind in MARK_NAMES if kind != "term") + more


def _slice(text: str, start: int, end: int, found: Sequence[Mark]) -> str:
    moved = (replace(mark, start=mark.start - start, end=mark.end - start) for mark in found)
    return mark_text(text[start:end], moved)


def _set_off(sentence: str, likenesses: Sequence[Likeness]) -> str:
    names = region_names()
    agreement = join_words(
        f"{'=' if like.ratio == 1 else '≈'} {names[like.region_id]}"
        + ("" if like.ratio == 1 else f" {whole_percent(like.ratio)}")
        for like in likenesses
    )
    title = t("另一地区有几乎相同的句子", "Another region has nearly the same sentence")
    return (
        f'<span class="alike" title="{escape(title)}">{sentence}</span>'
        f'<small class="like">{escape(agreement)}</small>'
    )
