"""The drawer that opens beside a page: a cell with its measures, a region's profile, a task's profile.

What is open stands in the address under ``open``: ``320000:3.4`` for a cell, ``320000:3.4:source`` for a cell
with its source text unfolded, ``320000`` for a region, ``3.4`` for a task.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.ui import address, data
from pages.ui import profile_drawer as profiles
from pages.ui.evidence import evidence
from pages.ui.evidence.leaders import leaders_of
from pages.ui.guard import guarded
from pages.ui.profile_links import anchor, view_address
from pages.ui.text import DEPTH_MEANINGS, column, current_language, named, t

OPEN: Final = "open"
"""The name in the address."""

SOURCE: Final = "source"
"""What the code of a cell ends with where its source text is to be unfolded."""

_TURNED: Final = "details_turned"


def opened(known: Callable[[str], bool] | None = None) -> str | None:
    """What the address says is open, if it is something; kept, so that a step back finds it there.

    Parameters
    ----------
    known
        Tells which codes mean something; by default those of a cell, a region or a task.
    """
    found = address.recall(OPEN, known or is_known)
    address.keep(OPEN, found)
    return found[0] if found else None


def open_code(code: str) -> None:
    """Open a cell, a region or a task; also a callback."""
    address.keep(OPEN, (code,))
    address.touched()
    st.session_state[_TURNED] = True


def show_details(code: str, fill: Callable[[str], None] | None = None) -> None:
    """Draw the drawer with what ``code`` stands for; a page fills in the codes of its own with ``fill``."""
    st.session_state.pop(_TURNED, None)
    drawer = st.dialog(t("详情", "Details"), width="medium", position="right", on_dismiss=_close)
    drawer(_turn)(code, fill or show_code)


def _turn(code: str, fill: Callable[[str], None]) -> None:
    with address.followed(), guarded():
        if st.session_state.pop(_TURNED, False):
            address.start_again()
        fill(code)


def is_known(code: str) -> bool:
    """Whether a code is one of a cell, a region or a task."""
    region_id, *cell = code.split(":")
    if cell:
        return (region_id, cell[0]) in data.depths() and cell[1:] in ([], [SOURCE])
    return code in set(data.regions()["region_id"]) or code in set(data.tasks()["task_id"])


def show_code(code: str) -> None:
    """A cell, a region or a task, as the drawer shows it."""
    region_id, *cell = code.split(":")
    if cell:
        _cell(region_id, cell[0], unfolded=SOURCE in cell)
    elif "." in code:
        profiles.show_task(data.task(code), open_code)
    else:
        profiles.show_region(data.region(code), open_code)


def _close() -> None:
    address.keep(OPEN, ())
    address.touched()


def _cell(region_id: str, task_id: str, *, unfolded: bool) -> None:
    region, task = data.region(region_id), data.task(task_id)
    name = region[column("short")]
    answers = data.coverage().query("task_id == @task_id")
    cell = answers[answers["region_id"] == region_id].iloc[0]
    profiles.show_title(f"{name} · {task_id} {task[column('short')]}")
    st.html(
        f'<p class="quiet">{escape(str(task[column("name")]))}</p>'
        f"<p>{evidence.depth_chip(cell['depth'])} {escape(named(DEPTH_MEANINGS, cell['depth']))}</p>"
    )
    _steps(region_id, task_id)
    with st.container(horizontal=True):
        for label, code in (
            (t(f"{name}概况", f"Profile of {name}"), region_id),
            (t(f"任务 {task_id} 概况", f"Profile of task {task_id}"), task_id),
        ):
            st.button(
                label, key=f"way_{code}", icon=":material/arrow_forward:", on_click=open_code, args=(code,)
            )
    if before := data.previous_edition():
        words = t(f"与 {before.year} 年相比的变化", f"What changed since {before.year}")
        there = view_address(
            "change", current_language(), data.edition_query(), open=f"{region_id}:{task_id}"
        )
        st.html(f"<p>{anchor(there, words)}</p>")
    if leaders := leaders_of([task_id], region_id)[task_id]:
        st.html(f'<p class="quiet">{escape(leaders)}</p>')
    if cell["measure_ids"]:
        measures = data.measures(*cell["measure_ids"].split(";"))
        evidence.show_measures(
            measures, template=str(task["name_zh"]), with_chip=len(measures) > 1, unfolded=unfolded
        )
    else:
        _neighbours(region, task, answers)


def _steps(region_id: str, task_id: str) -> None:
    """Buttons to the cells before and after this one in the row of its region."""
    tasks = data.tasks()["task_id"].tolist()
    place = tasks.index(task_id)
    with st.container(horizontal=True):
        for key, step, words, icon in (
            ("previous", place - 1, t("上一格", "Previous cell"), ":material/chevron_left:"),
            ("next", place + 1, t("下一格", "Next cell"), ":material/chevron_right:"),
        ):
            there = 0 <= step < len(tasks)
            st.button(
                f"{words} {tasks[step]}" if there else words,
                key=f"{key}_cell",
                icon=icon,
                disabled=not there,
                on_click=open_code,
                args=(f"{region_id}:{tasks[step if there else place]}",),
            )


def _neighbours(region: pd.Series, task: pd.Series, answers: pd.DataFrame) -> None:
    """What regions of the same macro-region wrote, where a region wrote nothing."""
    regions = data.regions()
    near = regions.loc[regions["macro_id"] == region["macro_id"], "region_id"]
    found = profiles.most_specific(answers[answers["region_id"].isin(near)])
    if found.empty:
        found = profiles.most_specific(answers)
        words = t("**其他地区如何落实**", "**What other regions wrote**")
    else:
        words = t(
            f"**{region[column('macro')]}其他地区如何落实**",
            f"**What others in {region[column('macro')]} wrote**",
        )
    if not found.empty:
        st.markdown(words)
        evidence.show_measures(found, with_region=True, template=str(task["name_zh"]))
