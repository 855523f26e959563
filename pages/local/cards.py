"""Local tasks as cards: the ideas of several regions, and the rest by key area.

Text from documents is data: everything here is escaped before it becomes HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Final

from pages.local.data import KINDS, Idea, LocalTask, area_names, listed, of_kind, task_names
from pages.local.words import of_regions, of_tasks
from pages.ui.cards import cards as gap_cards
from pages.ui.evidence.marks import Mark, marked
from pages.ui.names import region_names
from pages.ui.text import named, number, t
from pages.ui.written import written

STYLE: Final = (
    "<style>.own-task{font-weight:600;overflow-wrap:anywhere}.near .lines{font-weight:600}"
    ".gap>summary.plain .who-has{font-size:.87rem;opacity:.85}"
    ".inside>.aside{padding:0 0 .5rem}.where{font-size:.84rem;opacity:.85}.kind{border-style:dashed}</style>"
)


def said(measure_id: str) -> str:
    """What opens a measure with its source text."""
    return f"said~{measure_id}"


def idea_card(idea: Idea) -> str:
    """An idea with what each region wrote."""
    summary = (
        f'<summary class="plain"><b lang="zh">{written(idea.name)}</b>'
        f'<span class="who-has">{escape(of_regions(idea.region_ids))}</span></summary>'
    )
    inside = f'<p class="aside">{why(idea)}</p>{"".join(map(task_card, idea.members))}'
    return (
        f'<details class="gap" data-key="{escape(idea.group_id)}" open>{summary}'
        f'<div class="inside">{inside}</div></details>'
    )


def why(idea: Idea) -> str:
    """What makes the members one idea: the words that they share, which are marked in what they wrote."""
    score = escape(number(min(task.score for task in idea.members), 2))
    shared = t("归为一组，因为共有这些词：", "One idea, because they share: ")
    alike = t(
        f"（平均余弦不低于 {score}，1 为相同；组名取自最居中的一条）",
        f" (mean cosine {score} or more, of 1; named after the most central one)",
    )
    return f"{escape(shared)}{_words(idea.words)}{escape(alike)}"


def area_card(area_id: str, tasks: Sequence[LocalTask], *, opened: bool) -> str:
    """The local tasks of a key area: those with a task of their own, then those without one."""
    titles = {
        "local": t("有自己的名称", "With a task of their own"),
        "other": t("没有自己的名称，由举措说明", "Without one: the measure tells what they are"),
    }
    body = "".join(
        gap_cards.group(f"{title} ({len(same)})", "".join(task_card(task, with_place=False) for task in same))
        for kind, title in titles.items()
        if (same := of_kind(tasks, kind))
    )
    summary = (
        f'<summary class="plain"><b>{escape(area_names()[area_id])}</b>'
        f'<span class="who-has">{escape(of_tasks(len(tasks)))}</span></summary>'
    )
    return (
        f'<details class="gap" data-key="area-{escape(area_id)}"{" open" if opened else ""}>{summary}'
        f'<div class="inside">{body}</div></details>'
    )


def task_card(task: LocalTask, *, with_place: bool = True) -> str:
    """What one region wrote, who carries it, where it stands, and which standard task is nearest.

    ``with_place``: whether to name its key area, and that it has no task of its own.
    """
    place = ""
    if with_place:
        place = f'<span class="where">{escape(area_names()[task.area_id])}</span>'
        if task.kind == "other":
            place += f'<span class="chip kind">{escape(named(KINDS, task.kind))}</span>'
    who = f'<div class="who"><b>{escape(region_names()[task.region_id])}</b>{place}</div>'
    words = listed(task.shared_words) if task.shared else []
    name, measure = (marked(text, shared_marks(text, words)) for text in (task.name, task.measure_text))
    own = f'<p class="own-task said" lang="zh">{name}</p>' if task.kind == "local" else ""
    blank = f"<em>{escape(t('（本格为空）', '(left blank)'))}</em>"
    departments = task.departments_text or t("未填", "none given")
    who_carries = escape(t("责任部门：", "Departments: "))
    see = escape(t("看举措与原文", "See the measure and its source text"), quote=True)
    return (
        f'<section class="answer">{who}<div class="what">{own}'
        f'<p class="said" lang="zh">{measure or blank}</p>'
        f'<p class="meta">{who_carries}<span lang="zh">{written(departments)}</span>'
        f' · <button class="lines" data-open="{escape(said(task.measure_id))}" title="{see}">'
        f"{escape(task.place)}</button></p>{again(task)}{nearest(task)}</div></section>"
    )


def again(task: LocalTask) -> str:
    """That the region says much the same once more elsewhere."""
    if not task.repeated:
        return ""
    told = t(
        f"该地区另有用词相近的自设任务（编号同为 {task.group_id}）",
        f"The region has another local task much like this one (both are {task.group_id} in the table)",
    )
    return f'<p class="meta">{escape(told)}</p>'


def nearest(task: LocalTask) -> str:
    """The standard task for which other regions wrote much the same; nothing where none is near."""
    if not task.nearest_task_id:
        return ""
    name = task_names().get(task.nearest_task_id, task.nearest_task_id)
    way = f'<button class="lines" data-open="{escape(task.nearest_task_id)}">{escape(name)}</button>'
    told = t(
        "△ 别的地区在一项标准任务下写了相近的举措：",
        "△ Other regions wrote much the same for a standard task: ",
    )
    shared = escape(t("共有：", "shared: "))
    score = escape(number(task.nearest_score, 2))
    words = _words(listed(task.nearest_words))
    return f'<p class="meta near">{escape(told)}{way} ({score}; {shared}{words})</p>'


def shared_marks(text: str, words: Sequence[str]) -> list[Mark]:
    """Where the words stand in a text; those that touch or overlap are one mark."""
    found = sorted(
        match.span() for word in words for match in re.finditer(re.escape(word), text, flags=re.IGNORECASE)
    )
    marks: list[Mark] = []
    for start, end in found:
        if marks and start <= marks[-1].end:
            marks[-1] = replace(marks[-1], end=max(end, marks[-1].end))
        else:
            marks.append(Mark(start, end, "term"))
    return marks


def _words(words: Sequence[str]) -> str:
    return f'<span lang="zh">{written("、".join(words))}</span>'
