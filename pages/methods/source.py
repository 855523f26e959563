"""The source text on the page on data and methods: a page of a plan's lines, each character with its class.

The address holds the position: ``?plan=…&line=4327``. ``4327`` and ``4327-4333`` are lines to highlight,
``4327-`` is the first line of the page. A class is shown by colour, line style and a letter in the margin.
The text of a source is escaped here, for text and attributes alike.
"""

import re
from collections.abc import Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from pages.methods.ledger import label_plans
from pages.ui import address, conditions, data
from pages.ui.codes import CLASS_LETTERS, CLASS_NAMES, CODE_NAMES, DEPTHS, DOUBTS, name_of
from pages.ui.evidence.evidence import line_html, records, spans_by_line
from pages.ui.guard import fragment
from pages.ui.names import join_tasks
from pages.ui.text import current_language, fill_text, localized, percent, source_lines, t
from pages.ui.theme import DOUBT_MARK
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES

PLAN: Final = "plan"
LINE: Final = "line"
"""The address parameters."""

PAGE_LINES: Final = 60
"""The number of source lines per page."""

_CONTEXT_LINES: Final = 4
"""The number of lines shown before the first highlighted one."""

_RANGE: Final = re.compile(r"(\d{1,9})(?:(-)(\d{1,9})?)?")

_LINE_WIDGET: Final = "methods_go_to_line"
_SHOWN: Final = "methods_shown_line"
_VIEW: Final = st.components.v2.component(
    "plan_atlas_view_line", js=Path(__file__).with_name("view.js").read_text(encoding="utf-8")
)


@fragment
def show_source() -> None:
    """Draw the lines of a plan, one page at a time."""
    plans = label_plans(data.regions()).set_index("plan_id")
    if plans.empty:
        return
    labels = dict(zip(plans.index, plans["label"] + " " + plans["year"].astype("str"), strict=True))
    codes = address.read_state(LINE, lambda code: parse_lines(code) is not None)
    asked = parse_lines(codes[0]) if codes else None
    if asked is not None and not address.read_state(PLAN, list(labels)):
        matching = plans[plans["first_line"].le(asked.start) & plans["last_line"].ge(asked.start)]
        address.write_state(PLAN, (str((matching if len(matching) else plans).index[0]),))
    st.write(fill_text("methods", "source"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=300):
            plan_id = address.choose_one(t("工作要点", "Plan"), PLAN, labels)
        row = plans.to_dict("index")[plan_id]
        plan = range(int(row["first_line"]), int(row["last_line"]) + 1)
        marked = _keep_lines(asked, plan)
        first = max(plan.start, marked.start - _CONTEXT_LINES) if marked else marked.start
        lines = range(first, plan.stop)[:PAGE_LINES]
        st.session_state[_LINE_WIDGET] = (marked or lines).start
        label = t(f"转到行（{plan[0]}–{plan[-1]}）", f"Go to line ({plan[0]}–{plan[-1]})")
        st.number_input(label, plan[0], plan[-1], key=_LINE_WIDGET, on_change=_go_to_line, width=180)
        _page_buttons(lines, plan, "above")
    shares = data.query("ledger_shares").query("plan_id == @plan_id")
    st.html(class_legend(dict(zip(shares["character_class"], shares["share"], strict=True))))
    st.html(lines_html(plan_id, lines, marked))
    with st.container(horizontal=True, horizontal_alignment="right"):
        _page_buttons(lines, plan, "below")
    shown = marked or lines  # which a citation of the page states
    place = (row["title"] or labels[plan_id], source_lines(shown[0], shown[-1]))
    address.start_page("methods", t("，", ", ").join(place))
    # Scroll to the highlighted lines, once for each link to them.
    target = f"{plan_id} {_line_code(marked)}" if marked else ""
    is_new = st.session_state.get(_SHOWN) != target
    st.session_state[_SHOWN] = target
    _VIEW(data={"line": marked.start if marked and is_new else 0, "for": target}, key="methods_view_line")


def _keep_lines(asked: range | None, plan: range) -> range:
    """Keep a range of lines in the plan, else none at its start; a link to a line of another is reported."""
    if asked is not None and asked.start in plan:
        address.write_state(LINE, (_line_code(asked),))
        return asked
    if asked is not None and not address.has_new_input():
        conditions.record_problem(LINE, (_line_code(asked),), (source_lines(plan[0], plan[-1]),))
    address.write_state(LINE, ())
    return plan[:0]


def open_lines(plan_id: str, first: int, last: int) -> None:
    """Open the source text at these lines; reruns the page."""
    lines = _line_code(range(first, last + 1))
    address.set_choices({PLAN: (plan_id,), LINE: (lines,), "section": ("source",)})
    st.session_state.pop(_SHOWN, None)
    address.rerun()


def parse_lines(code: str) -> range | None:
    """Parse the lines to highlight in an address, none from the first line of a page; None if invalid."""
    if not (match := _RANGE.fullmatch(code)):
        return None
    first, open_end, last = int(match[1]), bool(match[2]) and not match[3], int(match[3] or match[1])
    return range(first, last + (not open_end)) if 1 <= first <= last else None


def _line_code(lines: range) -> str:
    if not lines:
        return f"{lines.start}-"
    return f"{lines[0]}" if len(lines) == 1 else f"{lines[0]}-{lines[-1]}"


def _page_buttons(lines: range, plan: range, position: str) -> None:
    earlier = max(plan.start, lines.start - PAGE_LINES)
    for name, label, arrow, line, is_end in (
        ("earlier", t("前", "Previous"), "upward", earlier, lines.start == plan.start),
        ("later", t("后", "Next"), "downward", lines.stop, lines.stop == plan.stop),
    ):
        label, key = t(f"{label} {PAGE_LINES} 行", f"{label} {PAGE_LINES}"), f"source_{name}_{position}"
        icon, go = f":material/arrow_{arrow}:", partial(_go_to, range(line, line))
        st.button(label, icon=icon, key=key, disabled=is_end, on_click=go)


def _go_to_line() -> None:
    line = int(st.session_state[_LINE_WIDGET])
    _go_to(range(line, line + 1))


def _go_to(lines: range) -> None:
    address.set_choices({LINE: (_line_code(lines),)})


def class_legend(shares: Mapping[str, float]) -> str:
    """Return the legend (HTML) of the classes in a plan: letter, name and share of characters."""
    entries = "".join(
        f'<li><span class="class-{code}">&nbsp;{name_of(CLASS_LETTERS, code)}&nbsp;</span> '
        f"{name_of(CLASS_NAMES, code)} "
        f"<small>{percent(shares[code], 1 if shares[code] >= 0.001 else 2)}</small></li>"
        for code in CHARACTER_CLASSES
        if shares.get(code)
    )
    return f'<ul class="ledger-legend">{entries}</ul>'


def lines_html(plan_id: str, lines: range, marked: range = range(0)) -> str:
    """Return lines of a plan as an HTML table: number, measure that begins, classes, text.

    Lines in ``marked`` are highlighted.
    """
    spans = data.query("source_spans", plan_id=plan_id, first_line=lines[0], last_line=lines[-1])
    hints = _measure_hints(sorted({str(code) for code in spans["measure_id"] if code}))
    problems = _find_problems(plan_id, lines)

    def describe(span: Mapping[str, Any]) -> tuple[str, str]:
        code, layout = span["character_class"], t("版面文字，不入单元格", "layout text, part of no cell")
        about = hints.get(span["measure_id"], span["measure_id"]) if code in CELL_CLASSES else layout
        return f"class-{code}", f"{name_of(CLASS_NAMES, code)} · {about}"

    by_line, rows, hint = spans_by_line(spans), "", t("指向这一行的链接", "Link to this line")
    seen: set[str] = set()
    for number in lines:
        of_line = by_line.get(number, [])
        new = [span for span in of_line if span["measure_id"] and span["measure_id"] not in seen]
        seen.update(span["measure_id"] for span in new)
        begins = any(span["cell_start"] == 0 for span in new)
        running = escape(str(new[-1]["measure_id"]).rpartition("-")[2]) if new else ""
        classes = {"marked": number in marked, "begins": begins, "blank": not of_line}
        kinds = " ".join(name for name, holds in classes.items() if holds)
        link = escape("?" + urlencode({"plan": plan_id, "line": number, "lang": current_language()}))
        lost = escape(problems.get(number, ""))
        problem = lost and f' <span class="lost" title="{lost}">!</span>'
        letters = " ".join(
            f'<abbr title="{escape(name_of(CLASS_NAMES, code))}">{name_of(CLASS_LETTERS, code)}</abbr>'
            for code in dict.fromkeys(span["character_class"] for span in of_line)
        )
        rows += (
            f'<tr id="line-{number}" class="{kinds}">'
            f'<th class="line" scope="row"><a href="{link}" title="{hint}">{number}</a></th>'
            f'<td class="row">{running if begins or not new else f"…{running}"}</td>'
            f'<td class="classes">{letters}{problem}</td>'
            f'<td class="text" lang="zh-CN">{line_html(of_line, describe)}</td></tr>'
        )
    titles = CODE_NAMES["source_column"]
    head = "".join(f'<th class="{name}" scope="col">{name_of(titles, name)}</th>' for name in titles)
    caption = t("来源文本，每个字符按类别着色", "Source text, each character coloured by its class")
    return (
        f'<table class="ledger-text"><caption class="hidden-words">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _measure_hints(measure_ids: list[str]) -> dict[str, str]:
    """Return the hint of each measure: row number, task, level and doubt."""
    hints = {}
    for measure in records(data.measures(*measure_ids)) if measure_ids else ():
        running, level = measure["measure_id"].rpartition("-")[2], name_of(DEPTHS, measure["level"])
        task = join_tasks(measure["task_id"]) or t("自设任务", "local task")
        parts = [t(f"第 {running} 行", f"row {running}"), task, level]
        parts += [f"{DOUBT_MARK} {name_of(DOUBTS, 'yes')}"] if measure["doubtful"] else []
        hints[measure["measure_id"]] = " · ".join(parts)
    return hints


def _find_problems(plan_id: str, lines: range) -> dict[int, str]:
    """Return the findings on lines with unaccounted characters; they belong to a file, not to a plan."""
    findings = data.query("findings", kinds=("unaccounted",))
    file = data.plans().set_index("plan_id").at[plan_id, "source_file"]
    of_file = findings["message_en"].str.contains(file, regex=False)
    inside = findings[findings["first_line"].isin(lines) & of_file]
    return dict(zip(inside["first_line"], inside[localized("message")], strict=True))
