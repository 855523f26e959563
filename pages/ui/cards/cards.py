"""Gaps and answers as HTML cards: the gap, other regions' measures, and their location in the source.

Text from documents is escaped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import address, data
from pages.ui.codes import DEPTH_MEANINGS, DEPTHS, name_of
from pages.ui.evidence import evidence
from pages.ui.links import link_html, region_address, task_address
from pages.ui.names import region_names
from pages.ui.text import capitalize, join_words, number, source_place, t

_JS, _CSS = (Path(__file__).with_name(f"cards.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))


def html_component(name: str, holder: str, css: str) -> Callable[..., Any]:
    """Return a component that shows HTML and reports clicks on elements with ``data-open``.

    ``holder`` is the class of the element that holds the HTML. Of equal specificity, the rules in ``css`` win
    over those in the HTML.
    """
    html = f'<div class="{holder}" data-holder></div>'
    return st.components.v2.component(name, html=html, css=css, js=_JS)


_CARDS: Final = html_component("plan_atlas_gap_cards", "cards", _CSS)

_MAX_WITHOUT_JUMPS: Final = 6
"""A longer list of cards has buttons that scroll to each."""


@dataclass(frozen=True)
class Answer:
    """A cell of coverage with its measures, rows of the table `measures`."""

    region_id: str
    region: str
    task_id: str
    depth: str
    measures: tuple[Mapping[str, Any], ...] = ()

    @property
    def cell(self) -> str:
        """The cell's code in URLs."""
        return f"{self.region_id}:{self.task_id}"


@dataclass(frozen=True)
class Gap:
    """A task that a region does not answer specifically.

    ``elsewhere`` has the names of the compared regions by depth, the deepest first; ``specific`` of the
    ``others`` are specific or deeper. ``answers`` are theirs, ``aside`` is a sentence on those without one,
    ``leaders`` one on the lead departments elsewhere.
    """

    own: Answer
    name: str
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
    specific: int
    others: int
    answers: tuple[Answer, ...]
    aside: str = ""
    leaders: str = ""


def to_answers(cells: pd.DataFrame) -> list[Answer]:
    """Return cells of `coverage` with their measures."""
    names, wanted = region_names(), sorted({*";".join(cells["measure_ids"]).split(";")} - {""})
    measures = {row["measure_id"]: row for row in evidence.records(data.measures(*wanted))} if wanted else {}
    rows = cells[["region_id", "task_id", "depth", "measure_ids"]].itertuples(index=False)
    return [
        Answer(code, names[code], task_id, depth, tuple(measures[one] for one in ids.split(";") if one))
        for code, task_id, depth, ids in rows
    ]


def answers_table(answers: Iterable[Answer]) -> pd.DataFrame:
    """Return a row for each measure of the answers, and one for each answer without any.

    Columns: task_id, region_id, region, depth, measure_id, measure_text, departments_text (str); first_line,
    last_line (Int64, missing without a measure).
    """
    columns = ("measure_id", "measure_text", "departments_text", "first_line", "last_line")
    rows = [
        (one.task_id, one.region_id, one.region, one.depth, *map(measure.get, columns))
        for one in answers
        for measure in one.measures or ({},)
    ]
    frame = pd.DataFrame(rows, columns=["task_id", "region_id", "region", "depth", *columns])
    return frame.astype(dict.fromkeys(columns[3:], "Int64")).fillna(dict.fromkeys(columns[:3], ""))


def find_answers(region_ids: Iterable[str], task_ids: Iterable[str]) -> dict[tuple[str, str], Answer]:
    """Return the answers of regions with a plan to some tasks by (region_id, task_id)."""
    cells = data.query("coverage", region_ids=tuple(region_ids), task_ids=tuple(task_ids))
    return {(answer.region_id, answer.task_id): answer for answer in to_answers(cells)}


def show_cards(parts: Iterable[str], key: str, *, unfold: bool = False) -> str | None:
    """Show cards, and return the cell (``320000:3.4``) whose source was just asked for, if any.

    ``parts`` are HTML from here; ``unfold`` adds a button that opens and closes all of them.
    """
    words = {"open": t("全部展开", "Open all") if unfold else "", "close": t("全部收起", "Close all")}
    shown = {"html": f"{evidence.STYLE_TAG}{''.join(parts)}", **words}
    return _CARDS(data=shown, key=key, on_opened_change=address.record_input).opened


def gap_card(gap: Gap, *, opened: bool = False) -> str:
    """Return a foldable card of a gap: the region's depth, other regions' depths, comparable measures."""
    task_id, chip = escape(gap.own.task_id), evidence.depth_chip(gap.own.depth)
    count = t(f"{gap.specific}/{gap.others} 具体及以上", f"{gap.specific} of {gap.others} specific or deeper")
    summary = (
        f'<summary><span class="no">{task_id}</span><span class="name">{escape(gap.name)} {chip}</span>'
        f'<span class="strip">{_dots(gap.elsewhere)}</span><span class="count">{count}</span></summary>'
    )
    everyone = t(f"所有地区怎样回答 {task_id}", f"How all regions answer {task_id}")
    profile = t(f"任务 {gap.own.task_id} 概况", f"Profile of task {gap.own.task_id}")
    whole = link_html(task_address(gap.own.task_id), profile)
    aside = gap.aside and f"<span>{escape(gap.aside)}</span> "
    inside = (
        f'{"".join(map(answer_card, gap.answers))}<p class="aside">{aside}'
        f'<button class="lines" data-open="{task_id}">{everyone}</button> · {whole}</p>'
    )
    if gap.leaders:
        inside = f'<p class="aside">{escape(gap.leaders)}</p>{inside}'
    if gap.own.measures and gap.own.depth != "blank":
        heading = escape(t(f"{gap.own.region}写的", f"What {gap.own.region} wrote"))
        inside = f'<div class="own">{answer_card(gap.own, heading=heading)}</div>{inside}'
    return fold_card(gap.own.cell, summary, inside, opened=opened)


def fold_card(key: str, summary: str, inside: str, *, opened: bool) -> str:
    """Return a card that unfolds; ``summary``, a `<summary>` element, and ``inside`` are HTML."""
    return (
        f'<details class="gap" data-key="{escape(key)}"{" open" if opened else ""}>'
        f'{summary}<div class="inside">{inside}</div></details>'
    )


def answer_card(answer: Answer, *, heading: str | None = None) -> str:
    """Return a card of one region's measures for a task; ``heading`` is HTML in place of its name."""
    name = heading or link_html(region_address(answer.region_id), answer.region)
    opens = f"{answer.cell}:source"
    html = "".join(measure_card(measure, opens) for measure in answer.measures)
    html = html or f'<p class="none">{escape(name_of(DEPTH_MEANINGS, answer.depth))}</p>'
    who = f'<div class="who"><b>{name}</b>{evidence.depth_chip(answer.depth)}</div>'
    return f'<section class="answer" id="{escape(answer.cell)}">{who}<div class="what">{html}</div></section>'


def chips_html(found: Iterable[tuple[str, str]], title: str = "", kind: str = "region") -> str:
    """Return buttons that open codes, from (name, code); ``title`` is their tooltip, ``kind`` their class."""
    title = escape(title or t("看这个地区缺什么", "See what this region lacks"))
    button = '<button class="{}" data-open="{}" title="{}">{}</button>'
    buttons = (button.format(kind, escape(code), title, escape(name)) for name, code in found)
    return f'<p class="chips">{"".join(buttons)}</p>'


def jump_links(found: Sequence[Answer]) -> str:
    """Return buttons that scroll to the cards of a long list; empty for a short one."""
    if len(found) <= _MAX_WITHOUT_JUMPS:
        return ""
    buttons = "".join(
        f'<button class="region" data-jump="{escape(answer.cell)}">{escape(answer.region)}</button>'
        for answer in found
    )
    return f'<p class="chips jump"><span>{escape(t("跳到", "Jump to"))}</span> {buttons}</p>'


def titled_group(title: str, body: str, *, depth: str | None = None) -> str:
    """Return a section of a list with its title."""
    words = escape(capitalize(title)) + (f" {evidence.depth_chip(depth)}" if depth else "")
    return f'<section class="group"><p class="group-title">{words}</p>{body}</section>'


def fold_region(name: str, depths: Iterable[tuple[str, str]], body: str, *, key: str, opened: bool) -> str:
    """Return a foldable card of a region, with its depth at some tasks beside its name."""
    marks = "".join(
        f'<span class="cell"><span class="no">{escape(task_id)}</span> {evidence.depth_chip(depth)}</span>'
        for task_id, depth in depths
    )
    summary = f'<summary class="plain"><b>{escape(name)}</b><span class="cells">{marks}</span></summary>'
    return fold_card(key, summary, body, opened=opened)


def _dots(elsewhere: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return a dot per region by depth, with the names as tooltips and for screen readers."""
    labels, drawn = [], ""
    for depth, names in elsewhere:
        kind = name_of(DEPTHS, depth)
        labels += [f"{kind} {number(len(names))}{t('：', ': ')}{join_words(names)}"] if names else []
        drawn += "".join(f'<i class="dot {depth}" title="{escape(name)} · {kind}"></i>' for name in names)
    return f'<span class="dots" role="img" aria-label="{escape(t("；", "; ").join(labels))}">{drawn}</span>'


def measure_card(measure: Mapping[str, Any], opens: str, text: str = "") -> str:
    """Return a measure with its departments and a button that opens the code ``opens``.

    ``text`` is HTML in place of the measure's text.
    """
    title, place = t("看原文", "See the source text"), escape(source_place(measure))
    return (
        f'<p class="said" lang="zh">{text or evidence.measure_text(measure)}</p><p class="meta">'
        f"{evidence.departments_html(measure)} · "
        f'<button class="lines" data-open="{escape(opens)}" title="{title}">{place}</button></p>'
    )
