"""The source text on the page on data and methods: a plan, a page of lines, each character with its class.

A place in it is in the address: ``?plan=…&line=4327``. ``4327`` and ``4327-4333`` are lines to be marked;
``4327-`` is only where the page of lines begins. A class is told by colour, by line style and by a letter in
the margin. A source's text is data: it is escaped here, once, for text and for attributes alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from pages.methods.ledger import labelled_plans
from pages.ui import address, data, link_problems
from pages.ui.evidence.evidence import task_names
from pages.ui.guard import fragment
from pages.ui.text import (
    CLASS_LETTERS,
    CLASS_NAMES,
    DEPTHS,
    DOUBTS,
    current_language,
    fill_text,
    localized,
    name_of,
    percent,
    source_lines,
    t,
)
from pages.ui.theme import DOUBT_MARK
from pages.ui.written import escape_text
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES

PLAN: Final = "plan"
LINE: Final = "line"
"""The names in the address."""

PAGE_LINES: Final = 60
"""How many source lines are shown at a time."""

_LEAD: Final = 4
"""Lines that are shown before a marked one."""

_WRITTEN: Final = re.compile(r"(\d{1,9})(?:(-)(\d{1,9})?)?")

_LINE_WIDGET: Final = "methods_go_to_line"
_SHOWN: Final = "methods_shown_line"
_VIEW: Final = st.components.v2.component(
    "plan_atlas_view_line", js=Path(__file__).with_name("view.js").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Place:
    """Lines of a source, counted from 1, both ends included; ``marked`` where they are to be pointed at."""

    first: int
    last: int
    marked: bool = True

    @property
    def written(self) -> str:
        """The place as it is written in the address."""
        if not self.marked:
            return f"{self.first}-"
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@fragment
def source() -> None:
    """The lines of a plan, a page at a time."""
    plans = _plans()
    if plans.empty:
        return
    place = _place()
    if place and not address.read_state(PLAN, list(map(str, plans.index))):
        holding = plans[(plans["first_line"] <= place.first) & (plans["last_line"] >= place.first)]
        address.write_state(PLAN, (str((holding if len(holding) else plans).index[0]),))
    st.write(fill_text("methods", "source"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=300):
            plan_id = address.choose_one(
                t("工作要点", "Plan"), PLAN, list(plans.index), lambda code: str(plans.at[code, "label"])
            )
        row = plans.to_dict("index")[plan_id]
        plan = range(int(row["first_line"]), int(row["last_line"]) + 1)
        place = _keep_place(place, plan)
        lines, marked = _window(place, plan)
        st.session_state[_LINE_WIDGET] = (marked or lines).start
        st.number_input(
            t(f"转到行（{plan[0]}–{plan[-1]}）", f"Go to line ({plan[0]}–{plan[-1]})"),
            min_value=plan[0],
            max_value=plan[-1],
            key=_LINE_WIDGET,
            on_change=_go_to_line,
            width=180,
        )
        _page_buttons(lines, plan, "above")
    shares = data.query("ledger_shares").query("plan_id == @plan_id")
    st.html(class_legend(dict(zip(shares["character_class"], shares["share"], strict=True))))
    st.html(lines_html(plan_id, lines, marked))
    with st.container(horizontal=True, horizontal_alignment="right"):
        _page_buttons(lines, plan, "below")
    _scroll_to(plan_id, place if marked else None)


def _keep_place(place: Place | None, plan: range) -> Place | None:
    """Keep a place of the plan; a link that asks for a line of another plan is reported."""
    inside = place if place and place.first in plan else None
    if place and not inside and not address.has_new_input():
        link_problems.record_problem(LINE, (place.written,), (source_lines(plan[0], plan[-1]),))
    address.write_state(LINE, (inside.written,) if inside else ())
    return inside


def _window(place: Place | None, plan: range) -> tuple[range, range]:
    """The lines to show of a plan, and those to mark; from its beginning where there is no place."""
    if place is None:
        return plan[:PAGE_LINES], range(0)
    if not place.marked:
        return range(place.first, plan.stop)[:PAGE_LINES], range(0)
    # A few lines before a marked place show what it follows on.
    first = max(plan.start, place.first - _LEAD)
    return range(first, plan.stop)[:PAGE_LINES], range(place.first, place.last + 1)


def open_place(plan_id: str, first: int, last: int) -> None:
    """Open the source text at these lines; the page runs again."""
    address.write_state(PLAN, (plan_id,))
    address.write_state(LINE, (Place(first, last).written,))
    address.write_state("section", ("source",))
    st.session_state.pop("section", None)
    st.session_state.pop(_SHOWN, None)
    address.rerun()


def lines_html(plan_id: str, lines: range, marked: range = range(0)) -> str:
    """Some lines of a plan with each character's class."""
    spans = data.query("source_spans", plan_id=plan_id, first_line=lines[0], last_line=lines[-1])
    ids = sorted({str(code) for code in spans["measure_id"] if code})
    return source_table(spans, lines, marked, plan_id, _hints(ids), _problems(plan_id, lines))


def _plans() -> pd.DataFrame:
    """The plans in official order, by their id, with a label each."""
    plans = labelled_plans(data.regions())
    plans["label"] += " " + plans["year"].astype("str")
    return plans.set_index("plan_id")


def _place() -> Place | None:
    written = address.read_state(LINE, lambda code: read_place(code) is not None)
    return read_place(written[0]) if written else None


def read_place(written: str) -> Place | None:
    """The place that is written in an address; None where it is none."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        return None
    first, open_end, last = int(found[1]), bool(found[2]) and not found[3], int(found[3] or found[1])
    return Place(first, last, marked=not open_end) if 1 <= first <= last else None


def _page_buttons(lines: range, plan: range, where: str) -> None:
    earlier = max(plan.start, lines.start - PAGE_LINES) if lines.start > plan.start else None
    later = lines.stop if lines.stop < plan.stop else None
    turns = (
        ("earlier", t(f"前 {PAGE_LINES} 行", f"Previous {PAGE_LINES}"), "upward", earlier),
        ("later", t(f"后 {PAGE_LINES} 行", f"Next {PAGE_LINES}"), "downward", later),
    )
    for name, label, arrow, line in turns:
        st.button(
            label,
            icon=f":material/arrow_{arrow}:",
            key=f"source_{name}_{where}",
            disabled=line is None,
            on_click=_go,
            args=(Place(line, line, marked=False) if line else None,),
        )


def _go_to_line() -> None:
    line = int(st.session_state[_LINE_WIDGET])
    _go(Place(line, line))


def _go(place: Place) -> None:
    address.write_state(LINE, (place.written,))
    address.record_input()


def _scroll_to(plan_id: str, place: Place | None) -> None:
    """Scroll to the marked lines, once for each link that leads to them."""
    target = f"{plan_id} {place.written}" if place else ""
    is_new = st.session_state.get(_SHOWN) != target
    st.session_state[_SHOWN] = target
    _VIEW(data={"line": place.first if place and is_new else 0, "for": target}, key="methods_view_line")


def _hints(measure_ids: list[str]) -> dict[str, str]:
    """The hints over the words of measures, by measure."""
    if not measure_ids:
        return {}
    found = {}
    for measure in data.measures(*measure_ids).to_dict("records"):
        measure_id, level = str(measure["measure_id"]), name_of(DEPTHS, str(measure["level"]))
        task = task_names(str(measure["task_id"])) or t("自设任务", "local task")
        running = measure_id.rsplit("-", 1)[-1]
        doubt = f" · {DOUBT_MARK} {name_of(DOUBTS, 'yes')}" if measure["doubtful"] else ""
        found[measure_id] = t(f"第 {running} 行", f"row {running}") + f" · {task} · {level}{doubt}"
    return found


def _problems(plan_id: str, lines: range) -> dict[int, str]:
    """Findings on lines with unaccounted characters; these are of a file, not of a plan."""
    findings = data.query("findings", kinds=("unaccounted",))
    file = str(data.plans().set_index("plan_id").at[plan_id, "source_file"])
    found = findings[findings["first_line"].isin(lines)]
    columns = (found["first_line"], found["message_en"], found[localized("message")])
    return {int(line): message for line, english, message in zip(*columns, strict=True) if file in english}


def class_legend(shares: Mapping[str, float]) -> str:
    """Each class as it is drawn, with its letter, its name and its share of the characters of a plan."""
    entries = "".join(
        f'<li><span class="c-{code}">&nbsp;{name_of(CLASS_LETTERS, code)}&nbsp;</span> '
        f"{name_of(CLASS_NAMES, code)} "
        f"<small>{percent(shares[code], 1 if shares[code] >= 0.001 else 2)}</small></li>"
        for code in CHARACTER_CLASSES
        if shares.get(code)
    )
    return f'<ul class="ledger-legend">{entries}</ul>'


def source_table(
    spans: pd.DataFrame,
    lines: range,
    marked: range,
    plan_id: str,
    hints: Mapping[str, str],
    problems: Mapping[int, str],
) -> str:
    """Lines of a source as a table: number, measure that begins, classes, text.

    Parameters
    ----------
    spans
        Of the table `ledger`, in the order of the source.
    lines, marked
        The numbers of the lines to show and to mark.
    plan_id
        Plan whose lines they are, for the links to them.
    hints
        The hint over the words of each measure, by its id.
    problems
        The hints of lines that hold characters without a class.

    Returns
    -------
    str
        HTML without any markup but its own.
    """
    by_line: dict[int, list[dict]] = {}
    for span in spans.to_dict("records"):
        by_line.setdefault(int(span["line"]), []).append({str(key): value for key, value in span.items()})
    seen: set[str] = set()
    rows = []
    for number in lines:
        of_line = by_line.get(number, [])
        fresh = [span for span in of_line if span["measure_id"] and span["measure_id"] not in seen]
        seen.update(span["measure_id"] for span in fresh)
        begins = any(span["cell_start"] == 0 for span in fresh)
        classes = {"marked": number in marked, "begins": begins, "blank": not of_line}
        link = escape("?" + urlencode({"plan": plan_id, "line": number, "lang": current_language()}))
        hint = escape(t("指向这一行的链接", "Link to this line"))
        problem = (
            f' <span class="lost" title="{escape(problems[number])}">!</span>' if number in problems else ""
        )
        rows.append(
            f'<tr id="line-{number}" class="{" ".join(name for name, holds in classes.items() if holds)}">'
            f'<th class="line" scope="row"><a href="{link}" title="{hint}">{number}</a></th>'
            f'<td class="row">{_row_number(fresh, begins)}</td>'
            f'<td class="classes">{_letters(of_line)}{problem}</td>'
            f'<td class="text" lang="zh-CN">{_text(of_line, hints)}</td></tr>'
        )
    titles = {
        "line": t("行", "Line"),
        "row": t("举措", "Measure"),
        "classes": t("去向", "Class"),
        "text": t("原文", "Text"),
    }
    head = "".join(f'<th class="{name}" scope="col">{title}</th>' for name, title in titles.items())
    caption = t("来源文本，每个字符按去向着色", "Source text, each character coloured by its class")
    return (
        f'<table class="ledger-text"><caption class="hidden-words">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row_number(fresh: list[dict], begins: bool) -> str:
    if not fresh:
        return ""
    number = escape(str(fresh[-1]["measure_id"]).rsplit("-", 1)[-1])
    return number if begins else f"…{number}"


def _text(spans: list[dict], hints: Mapping[str, str]) -> str:
    """The text of a line, blanks between its spans included."""
    html, end = "", 0
    for span in spans:
        code, measure_id = str(span["character_class"]), str(span["measure_id"])
        of_cell = hints.get(measure_id, measure_id)
        about = of_cell if code in CELL_CLASSES else t("版面文字，不入单元格", "layout text, part of no cell")
        title = escape(f"{name_of(CLASS_NAMES, code)} · {about}")
        html += " " * (int(span["char_start"]) - end)
        html += f'<span class="c-{escape(code)}" title="{title}">{escape_text(str(span["text"]))}</span>'
        end = int(span["char_end"])
    return html


def _letters(spans: list[dict]) -> str:
    """The letters of a line's classes, in their order on the line, each once."""
    return " ".join(
        f'<abbr title="{escape(name_of(CLASS_NAMES, code))}">{escape(name_of(CLASS_LETTERS, code))}</abbr>'
        for code in dict.fromkeys(str(span["character_class"]) for span in spans)
    )
