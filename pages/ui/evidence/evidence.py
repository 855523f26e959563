"""Measures as HTML: task, text, departments, confidence, and location in the source.

Text from documents is escaped and put into HTML; it never passes through Markdown or LaTeX.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import data
from pages.ui.codes import CLASS_NAMES, DEPTHS, DOUBTS, name_of
from pages.ui.evidence.marks import Mark, mark_text, marks_in, marks_legend
from pages.ui.html import escape_text
from pages.ui.links import link_html, page_address, region_address
from pages.ui.names import region_names
from pages.ui.text import current_language, fill_text, source_place, t
from pages.ui.theme import DARK, DOUBT_MARK, LIGHT, MARKS
from pipeline.store.store import load_level_model

STYLE: Final = (
    Path(__file__).with_name("evidence.css").read_text(encoding="utf-8")
    + "".join(
        f".class-{code}{{--class:light-dark({LIGHT.classes[code]},{DARK.classes[code]});"
        f"background:light-dark({LIGHT.classes[code]}40,{DARK.classes[code]}59)}}"
        for code in CLASS_NAMES
    )
    + "".join(
        f".depth-{depth}{{background:light-dark({LIGHT.depth_fills[depth]},{DARK.depth_fills[depth]});"
        f"color:light-dark({LIGHT.depth_inks[depth]},{DARK.depth_inks[depth]})}}"
        for depth in DEPTHS
    )
)


STYLE_TAG: Final = f"<style>{STYLE}</style>"
"""The CSS of the classes used here, for `st.html`; the shell adds it to every page."""


def depth_chip(depth: str, count: object = "") -> str:
    """Return a depth's mark, name and count on its colour, as HTML: ``● specific 43``."""
    words = f"{MARKS.get(depth, '')} {escape(f'{name_of(DEPTHS, depth)} {count}'.rstrip())}"
    return f'<span class="chip depth-{escape(depth)}">{words}</span>'


def doubt_chip() -> str:
    """Return the label of a row whose reading is doubtful, as HTML."""
    words = escape(name_of(DOUBTS, "yes"))
    return f'<span class="chip doubtful"><span aria-hidden="true">{DOUBT_MARK}</span> {words}</span>'


def show_measures(measures: pd.DataFrame, *, with_region: bool = False, **settings: Any) -> None:
    """Show the result of `data.measures` as a list, each with its facts marked and its source text folded.

    ``with_region``: each has its region as heading. ``settings`` are those of `measure_html`.
    """
    regions, marks_of = region_names() if with_region else {}, marks_in(measures["measure_id"].tolist())
    if legend := marks_legend(mark.kind for marks in marks_of.values() for mark in marks):
        st.html(legend)
    for measure in records(measures):
        code, marks = measure["region_id"], marks_of[measure["measure_id"]]
        heading, link = regions.get(code, ""), region_address(code)
        st.html(measure_html(measure, heading=heading, address=link, found=marks, **settings))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def folded_source(measure: Mapping[str, Any], *, unfolded: bool = False) -> str:
    """Return the source lines of a measure as HTML, with other text in them dimmed, under their location."""
    own = data.query("cell_spans", measure_id=measure["measure_id"])
    first = min([int(measure["first_line"]), *own["line"]])
    last = max([int(measure["last_line"]), *own["line"]])
    spans = data.query("source_spans", plan_id=measure["plan_id"], first_line=first, last_line=last)
    place, opened = source_place(measure), " open" if unfolded else ""
    summary, lines = t(f"原文{place}", f"Source text, {place}"), source_html(spans, set(own["offset"]))
    in_place = page_address("methods", plan=measure["plan_id"], line=f"{first}-{last}")
    words = t("在来源全文中查看、引用", "See and cite it in the whole source")
    link = "" if data.is_other_build() else link_html(in_place, words)
    return f'<details class="source"{opened}><summary>{escape(summary)}</summary>{lines}{link}</details>'


def measure_html(
    measure: Mapping[str, Any],
    *,
    heading: str = "",
    address: str = "",
    with_level: bool = True,
    with_chip: bool = True,
    template: str = "",
    found: Iterable[Mark] = (),
    unfolded: bool = False,
) -> str:
    """Return a measure as HTML with the marks ``found`` and its source; all arguments are text.

    The heading is a link if there is an ``address``. ``template`` is the task in the template's wording; the
    measure's own wording is shown where it differs. Without ``with_chip`` the level is left out, but its
    confidence is shown; without ``with_level`` neither is. The source is open if ``unfolded``, or if the
    reading is doubtful, to be compared.
    """
    doubtful = bool(measure.get("doubtful"))
    task, level = str(measure["task_text"]), str(measure["level"])
    # A cell's depth is the level of its measure, or quantified if that has a target.
    depth = "quantified" if level == "specific" and measure.get("targets") else level
    sure, lines = float(measure.get("level_confidence", math.nan)), [departments_html(measure)]
    if with_level and sure < 1:
        unsure = sure < load_level_model().unsure_below
        lines.append(fill_text("ui", "level_confidence", share=sure, unsure=unsure))
    if "confidence" in measure:
        lines.append(fill_text("ui", "confidence", share=measure["confidence"], doubtful=doubtful))
    printed_task = "" if task == template else _labelled(t("工作内容", "Task as printed"), task)
    parts = [
        f"<strong>{link_html(address, heading) if address else escape(heading)}</strong> " if heading else "",
        depth_chip(depth) if with_level and with_chip else "",
        f" {doubt_chip()}" if doubtful else "",
        printed_task and f'<div class="meta">{printed_task}</div>',
        f'<div class="said" lang="zh">{measure_text(measure, found)}</div>',
        *(f'<div class="meta">{line}</div>' for line in lines),
        folded_source(measure, unfolded=unfolded or doubtful),
    ]
    return f'<div class="measure">{"".join(parts)}</div>'


def measure_text(measure: Mapping[str, Any], found: Iterable[Mark] = ()) -> str:
    """Return a measure's text as HTML with the marks ``found``, or a note that it is blank."""
    text, blank = str(measure["measure_text"]), escape(t("（本格为空）", "(left blank)"))
    return mark_text(text, found) if text else f'<em lang="{current_language()}">{blank}</em>'


def departments_html(measure: Mapping[str, Any]) -> str:
    """Return a measure's departments as printed, with a label, as HTML."""
    return _labelled(t("责任部门", "Departments"), measure["departments_text"] or t("未填", "none given"))


def _labelled(name: str, value: str) -> str:
    return f'{escape(name)}{t("：", ": ")}<span lang="zh">{escape_text(value)}</span>'


def source_html(spans: pd.DataFrame, own: Collection[int] = ()) -> str:
    """Return source lines as HTML, each span with the CSS class of its character class.

    ``spans`` are rows of the ledger, in source order. Those at other offsets than ``own`` are dimmed; none
    if ``own`` is empty.
    """

    def describe(span: Mapping[str, Any]) -> tuple[str, str]:
        code = str(span["character_class"])
        return f"class-{code}" if not own or span["offset"] in own else "other", name_of(CLASS_NAMES, code)

    rows = (
        f'<li><span>{line}</span><span lang="zh">{line_html(found, describe)}</span></li>'
        for line, found in spans_by_line(spans).items()
    )
    return f"<ol>{''.join(rows)}</ol>"


def spans_by_line(spans: pd.DataFrame) -> dict[int, list[dict[str, Any]]]:
    """Return rows of the ledger, which are in source order, by their line."""
    return {line: list(found) for line, found in groupby(records(spans), itemgetter("line"))}


def line_html(
    spans: Iterable[Mapping[str, Any]], describe: Callable[[Mapping[str, Any]], tuple[str, str]]
) -> str:
    """Return the text of a line as HTML; ``describe`` returns the CSS class and the tooltip of a span."""
    html, end = "", 0
    for span in spans:
        kind, title = map(escape, describe(span))
        html += " " * (int(span["char_start"]) - end)
        html += f'<span class="{kind}" title="{title}">{escape_text(str(span["text"]))}</span>'
        end = int(span["char_end"])
    return html
