"""The texts of the regions in columns, or as cards on narrow screens.

All text from documents is escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.compare import data as compare_data
from pages.compare.data import FILE, FILTERS, Choice, Depths, find_answers
from pages.compare.sentences import SimilarSentence, SimilarSentences, find_similar_sentences, own_terms
from pages.reports.comparison import coverage_group
from pages.ui import address, data, filters
from pages.ui.cards.cards import Answer, answers_table, measure_card, show_cards
from pages.ui.codes import DEPTH_MEANINGS, name_of
from pages.ui.evidence import evidence
from pages.ui.evidence.evidence import records
from pages.ui.evidence.marks import MARK_NAMES, Mark, mark_text, marks_in, marks_legend
from pages.ui.html import escape_text
from pages.ui.links import link_html, region_address
from pages.ui.names import area_names, depth_label, region_names, regions_with_plan, task_names
from pages.ui.page_columns import labels
from pages.ui.tables import downloads, show_table
from pages.ui.text import capitalize, join_words, localized, t, whole_percent

KIND: Final = "only"
AREA: Final = "part"
"""URL parameters for which tasks are shown: the kind of task and the key area."""
MAX_TASKS: Final = 8
"""If there are more tasks, one key area is shown at a time."""

Marks = Mapping[str, Sequence[Mark]]
Terms = Mapping[str, Sequence[Mapping[str, Any]]]
"""Uses of terms by measure."""

_CSS: Final = Path(__file__).with_name("texts.css").read_text(encoding="utf-8")
_MIN_COLUMN_WIDTH: Final = 11.5
"""In rem."""


def show_texts(choice: Choice, depths: Depths) -> str | None:
    kinds = {
        kind: f"{capitalize(name_of(compare_data.TASK_KINDS, kind))} {len(select_tasks(depths, kind))}"
        for kind in possible_kinds(len(choice.regions))
    }
    kind = address.choose_segment(t("读哪些任务", "Which tasks"), KIND, kinds, decides=True)
    tasks = select_tasks(depths, kind)
    if not tasks:
        return filters.show_hint("compare", "none_of_kind", "filter_alt_off")
    shown = choose_area(tasks)
    st.html(f'<p class="quiet">{compare_data.explain_marks()}</p>')
    opened = show_cards(texts_html(choice.regions, shown), "compare_texts")
    downloads(text_frame(choice.regions, tasks), f"{FILE}-texts", t("比较的文字", "The texts compared"))
    return opened


def read_kind(regions: int) -> str:
    """Return the kind of task in the URL without drawing the choice."""
    return address.read_state(KIND, possible_kinds(regions), ("all",))[0]


def possible_kinds(regions: int) -> list[str]:
    """Return the kinds of task; with two regions, none is covered by some but not all."""
    return [kind for kind in compare_data.TASK_KINDS if kind != "some" or regions > 2]


def select_tasks(depths: Depths, kind: str) -> list[str]:
    if kind == "all":
        return list(depths)
    if kind == "differ":
        return [task for task, by_region in depths.items() if len(set(by_region.values())) > 1]
    return [task for task, by_region in depths.items() if coverage_group(by_region) == kind]


def choose_area(tasks: list[str]) -> list[str]:
    """Return all tasks if they are few, otherwise those of the key area that the reader chooses."""
    areas = data.tasks().set_index("task_id")["area_id"]
    counts = areas[tasks].value_counts(sort=False)
    present = [code for code in data.areas()["area_id"] if code in counts.index]
    if len(tasks) <= MAX_TASKS or len(present) < 2:
        return tasks
    names, label = area_names(), t("一次读一个工作重点", "One key area at a time")
    area = address.choose_segment(label, AREA, present, lambda code: f"{names[code]} {counts[code]}")
    return [task for task in tasks if areas[task] == area]


def show_depths(choice: Choice, depths: Depths) -> None:
    tasks, names = data.tasks().set_index("task_id", drop=False).loc[list(depths)], region_names()
    listed = tasks[["area_id", "task_id"]].assign(task=tasks[localized("short")])
    for code in choice.regions:
        listed[names[code]] = [depth_label(by_region[code]) for by_region in depths.values()]
    listed["covered_by"] = list(map(compare_data.group_line, depths.values()))
    shown = labels(area_id="area", task_id="task_no", task="standard_task", covered_by="covered_by")
    show_table(listed, f"{FILE}-tasks", labels=shown, height=360, decided_by=FILTERS)


def text_frame(regions: Sequence[str], tasks: Sequence[str]) -> pd.DataFrame:
    """Return `answers_table` of the answers of the regions, with task (str), the name of the task."""
    by_task = find_answers(regions, tasks)
    rows = answers_table(answer for answers in by_task.values() for answer in answers)
    rows.insert(1, "task", rows["task_id"].map(task_names("name", numbered=False)))
    return rows


def style(columns: int = 1) -> str:
    """Return the CSS of the texts; cards instead of columns if these were too narrow."""
    narrow = max(_MIN_COLUMN_WIDTH * columns, 40.0)
    return (
        f"<style>{_CSS}.columns{{grid-template-columns:repeat({columns},minmax(0,1fr))}}"
        f"@container (max-width:{narrow:g}rem){{.columns{{grid-template-columns:minmax(0,1fr)}}"
        ".columns .cell{border:1px solid var(--st-border-color);border-radius:8px;padding:.6rem .8rem}}"
        "</style>"
    )


def texts_html(regions: Sequence[str], tasks: Sequence[str]) -> list[str]:
    """Return the texts for each task after a legend of the marks, as HTML."""
    answers = find_answers(regions, tasks)
    measures = (measure for row in answers.values() for answer in row for measure in answer.measures)
    ids = tuple(dict.fromkeys(str(measure["measure_id"]) for measure in measures))
    uses = data.query("find_measure_terms", measure_ids=ids).groupby("measure_id")
    terms, facts = {code: records(own) for code, own in uses}, marks_in(ids)
    sections = (task_section(task, row, facts, terms) for task, row in answers.items())
    return [style(len(regions)), _legends(), *sections]


def task_section(task: str, answers: Sequence[Answer], facts: Marks, terms: Terms) -> str:
    similar = find_similar_sentences(measure for answer in answers for measure in answer.measures)
    texts, uses = {}, {}
    for answer in answers:
        texts[answer.region_id] = "\n".join(str(measure["measure_text"]) for measure in answer.measures)
        found = (use for measure in answer.measures for use in terms.get(measure["measure_id"], ()))
        uses[answer.region_id] = {str(use["term"]): int(use["regions"]) for use in found}
    own = own_terms(texts, uses, str(data.task(task)["name_zh"]), len(regions_with_plan()))
    columns = "".join(region_cell(answer, own[answer.region_id], similar, facts, terms) for answer in answers)
    who = compare_data.group_line({answer.region_id: answer.depth for answer in answers})
    return (
        f'<section class="task" id="{escape(task)}"><header><h3><button data-open="{escape(task)}" '
        f'title="{escape(t("打开任务概况", "Open the profile of the task"))}">'
        f"{escape(task_names('name')[task])}</button></h3>"
        f'<span class="who-covers">{escape(who)}</span></header>'
        f'<div class="columns">{columns}</div></section>'
    )


def region_cell(
    answer: Answer, own: Sequence[str], similar: SimilarSentences, facts: Marks, terms: Terms
) -> str:
    """Return the answer of a region with facts, its ``own`` terms and similar sentences marked."""
    title = t("其他所选地区在这项任务中没有这个词", "No other chosen region has this term for this task")
    content = ""
    for measure in answer.measures:
        measure_id = str(measure["measure_id"])
        found = [
            Mark(int(use["char_start"]), int(use["char_end"]), "term", title)
            for use in terms.get(measure_id, ())
            if use["term"] in own
        ]
        text = mark_measure(measure_id, str(measure["measure_text"]), [*facts[measure_id], *found], similar)
        content += f'<div class="one">{measure_card(measure, f"{answer.cell}:source", text)}</div>'
    content = content or f'<p class="none">{escape(name_of(DEPTH_MEANINGS, answer.depth))}</p>'
    if own:
        words = " ".join(f'<mark class="mark-term">{escape_text(term)}</mark>' for term in own)
        content += f'<p class="own-terms">{escape(t("独有：", "Own: "))}<span lang="zh">{words}</span></p>'
    return (
        f'<article class="cell" id="{escape(answer.cell)}"><header>'
        f"<b>{link_html(region_address(answer.region_id), answer.region)}</b>"
        f"{evidence.depth_chip(answer.depth)}</header>{content}</article>"
    )


def mark_measure(measure_id: str, text: str, marks: Sequence[Mark], similar: SimilarSentences) -> str:
    parts, done = [], 0
    for start, end in sorted((start, end) for known, start, end in similar if known == measure_id):
        parts.append(_mark_slice(text, done, start, marks))
        parts.append(_mark_similar(_mark_slice(text, start, end, marks), similar[measure_id, start, end]))
        done = end
    return "".join([*parts, _mark_slice(text, done, len(text), marks)])


def _legends() -> str:
    own, same = t("独有的词", "own term"), t("近同的句子", "nearly the same sentence")
    more = (
        f'<p class="mark-legend">{escape(t("比较标出：", "Marked by comparison: "))}'
        f'<span><mark class="mark-term">{escape(own)}</mark></span>'
        f'<span><span class="alike">{escape(same)}</span>'
        f'<small class="like">≈ {escape(t("地区", "region"))} 92%</small></span></p>'
    )
    return marks_legend(kind for kind in MARK_NAMES if kind != "term") + more


def _mark_slice(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    shifted = (replace(mark, start=mark.start - start, end=mark.end - start) for mark in marks)
    return mark_text(text[start:end], shifted)


def _mark_similar(sentence: str, similar: Sequence[SimilarSentence]) -> str:
    names = region_names()
    regions = join_words(
        f"= {names[one.region_id]}"
        if one.similarity == 1
        else f"≈ {names[one.region_id]} {whole_percent(one.similarity)}"
        for one in similar
    )
    title = t("另一地区有几乎相同的句子", "Another region has nearly the same sentence")
    return (
        f'<span class="alike" title="{escape(title)}">{sentence}</span>'
        f'<small class="like">{escape(regions)}</small>'
    )
