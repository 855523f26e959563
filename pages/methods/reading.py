"""The source text on the page on data and methods: a plan, a page of lines, each character with its fate."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from pages.methods.place import PAGE_LINES, Place, Window, earlier, later, plan_of, read_place, window
from pages.methods.source import fate_legend, source_table
from pages.ui import address, data, link_problems
from pages.ui.evidence.evidence import task_names
from pages.ui.guard import fragment
from pages.ui.text import DEPTHS, DOUBTS, column, current_language, named, source_lines, t
from pages.ui.theme import DOUBT_MARK

PLAN: Final = "plan"
LINE: Final = "line"
"""The names in the address; `pages.methods.place` tells how a line is written."""

_LINE_WIDGET: Final = "methods_go_to_line"
_SHOWN: Final = "methods_shown_line"
_VIEW: Final = st.components.v2.component(
    "plan_atlas_view_line", js=Path(__file__).with_name("view.js").read_text(encoding="utf-8")
)


@fragment
def source() -> None:
    """The lines of a plan, a page at a time."""
    plans = _plans()
    if plans.empty:
        return
    place = _place()
    if place and not address.recall(PLAN, list(map(str, plans.index))):
        address.keep(PLAN, (plan_of(place, plans.reset_index()) or plans.index[0],))
    st.write(
        t(
            "每个字符的底色、下划线和行首的字说明它的去向；把光标停在文字上可看到它属于哪一行举措。",
            "The tint and the line under each character, and the letters before its line, tell what became "
            "of "
            "it; rest the pointer on it to see whose measure it belongs to.",
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=300):
            plan_id = address.choose_one(
                t("工作要点", "Plan"), PLAN, list(plans.index), lambda code: str(plans.at[code, "label"])
            )
        first, last = _lines_of(plans, plan_id)
        shown = window(place, first, last)
        _keep_place(place, first, last)
        _turn_pages(shown, first, last)
    st.html(fate_legend(_shares(plan_id), current_language()))
    st.html(lines_html(plan_id, shown))
    with st.container(horizontal=True, horizontal_alignment="right"):
        _page_buttons(shown, first, last, "below")
    _bring_into_view(plan_id, shown)


def _keep_place(place: Place | None, first: int, last: int) -> None:
    """Keep a place of the plan; the reader is told where a link asks for a line of another."""
    inside = place is not None and first <= place.first <= last
    if place and not inside and not address.is_touched():
        link_problems.record_problem(LINE, (place.written,), (source_lines(first, last),))
    address.keep(LINE, (place.written,) if place and inside else ())


def open_place(plan_id: str, first: int, last: int) -> None:
    """Open the source text at these lines; the page runs again."""
    address.keep(PLAN, (plan_id,))
    address.keep(LINE, (Place(first, last, marked=True).written,))
    address.keep("section", ("source",))
    st.session_state.pop("section", None)
    st.session_state.pop(_SHOWN, None)
    address.start_again()


def lines_html(plan_id: str, shown: Window) -> str:
    """The lines of a window with each character's fate."""
    spans = data.ask("source_spans", plan_id=plan_id, first_line=shown.first, last_line=shown.last)
    ids = tuple(sorted({str(code) for code in spans["measure_id"] if code}))
    return source_table(spans, shown, plan_id, current_language(), _about(ids), _lost(plan_id, shown))


def _plans() -> pd.DataFrame:
    """The plans in official order, by their id, with a label each."""
    regions = data.regions()[["region_id", "official_order", column("short")]]
    plans = data.plans().merge(regions, on="region_id").sort_values(["official_order", "year", "first_line"])
    plans["label"] = [
        f"{name} {year}" for name, year in zip(plans[column("short")], plans["year"], strict=True)
    ]
    return plans.drop_duplicates("plan_id").set_index("plan_id")


def _lines_of(plans: pd.DataFrame, plan_id: str) -> tuple[int, int]:
    lines = plans.to_dict("index")[plan_id]
    return int(lines["first_line"]), int(lines["last_line"])


def _place() -> Place | None:
    written = address.recall(LINE, lambda code: read_place(code) is not None)
    return read_place(written[0]) if written else None


def _turn_pages(shown: Window, first: int, last: int) -> None:
    st.session_state[_LINE_WIDGET] = shown.marked.first if shown.marked else shown.first
    st.number_input(
        t(f"转到行（{first}–{last}）", f"Go to line ({first}–{last})"),
        min_value=first,
        max_value=last,
        key=_LINE_WIDGET,
        on_change=_go_to_line,
        width=180,
    )
    _page_buttons(shown, first, last, "above")


def _page_buttons(shown: Window, first: int, last: int, where: str) -> None:
    turns = (
        (
            "earlier",
            t(f"前 {PAGE_LINES} 行", f"Previous {PAGE_LINES}"),
            ":material/arrow_upward:",
            earlier(shown, first),
        ),
        (
            "later",
            t(f"后 {PAGE_LINES} 行", f"Next {PAGE_LINES}"),
            ":material/arrow_downward:",
            later(shown, last),
        ),
    )
    for name, label, icon, target in turns:
        st.button(
            label,
            icon=icon,
            key=f"source_{name}_{where}",
            disabled=target is None,
            on_click=_go,
            args=(target,),
        )


def _go_to_line() -> None:
    line = int(st.session_state[_LINE_WIDGET])
    _go(Place(line, line, marked=True))


def _go(place: Place) -> None:
    address.keep(LINE, (place.written,))
    address.touched()


def _bring_into_view(plan_id: str, shown: Window) -> None:
    """Where the reader came by a link to a line, move the page to it, once."""
    target = f"{plan_id} {shown.marked.written}" if shown.marked else ""
    came_now = bool(target) and st.session_state.get(_SHOWN) != target
    st.session_state[_SHOWN] = target
    _VIEW(
        data={"line": shown.marked.first if came_now and shown.marked else 0, "for": target},
        key="methods_view_line",
    )


def _about(measure_ids: tuple[str, ...]) -> dict[str, str]:
    """What is said of a measure when the pointer rests on its words."""
    if not measure_ids:
        return {}
    found = {}
    for measure in data.measures(*measure_ids).to_dict("records"):
        task = task_names(str(measure["task_id"])) or t("自设任务", "local task")
        running = str(measure["measure_id"]).rsplit("-", 1)[-1]
        level = named(DEPTHS, str(measure["level"]))
        found[str(measure["measure_id"])] = t(
            f"第 {running} 行 · {task} · {level}", f"row {running} · {task} · {level}"
        ) + (f" · {DOUBT_MARK} {named(DOUBTS, 'yes')}" if measure["doubtful"] else "")
    return found


def _lost(plan_id: str, shown: Window) -> dict[int, str]:
    """What is said of lines that hold characters without a fate: a matter of a file, not of a plan."""
    findings = data.ask("findings", kinds=("unaccounted",))
    file = str(_plans().at[plan_id, "source_file"])
    inside = findings[findings["first_line"].between(shown.first, shown.last)]
    told = zip(inside["first_line"], inside["message_en"], inside[column("message")], strict=True)
    return {int(line): str(said) for line, english, said in told if file in english}


def _shares(plan_id: str) -> dict[str, float]:
    shares = data.ask("ledger_shares")
    mine = shares[shares["plan_id"] == plan_id]
    return {str(fate): float(share) for fate, share in zip(mine["fate"], mine["share"], strict=True)}
