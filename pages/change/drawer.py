"""What opens beside the page: two texts side by side, or the changes of a region or a task.

``320000:3.4`` is a cell, ``320000`` a region, ``3.4`` a task, ``3.4@2018`` one that was dropped; a target and
a measure have their ids, those of the later year if they stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pages.change import words as change_words
from pages.change.charts import listed_cells
from pages.change.data import (
    OF_TEMPLATE,
    Pair,
    find_cells,
    find_measures,
    find_targets,
    what_is_counted,
)
from pages.change.words import CHANGES, change_name
from pages.ui import data
from pages.ui.evidence import details, evidence
from pages.ui.evidence.differences import differences
from pages.ui.evidence.evidence import records, task_names
from pages.ui.filters import Filters
from pages.ui.names import region_names
from pages.ui.profile_links import anchor, view_address
from pages.ui.tables import open_selected
from pages.ui.text import DEPTH_MEANINGS, DEPTHS, column, current_language, named, number, percent, t
from pages.ui.written import written
from pipeline.schema.model import Edition


@dataclass(frozen=True)
class Changes:
    """All that changed between two years, whatever the filters leave of it on the page."""

    pair: Pair
    cells: pd.DataFrame
    measures: pd.DataFrame
    targets: pd.DataFrame

    @classmethod
    def of(cls, pair: Pair) -> Changes:
        """Those of a pair of years."""
        every = Filters()
        return cls(pair, *(find(pair, every) for find in (find_cells, find_measures, find_targets)))

    def is_known(self, code: str) -> bool:
        """Whether a code is of something that can be opened."""
        return _kind_of(self, code) is not None


def show_change(changes: Changes, code: str) -> None:
    """Draw the drawer with what a code stands for."""
    details.show_details(code, partial(_fill, changes))


def _fill(changes: Changes, code: str) -> None:
    if show := _kind_of(changes, code):
        show(changes, code)


def _kind_of(changes: Changes, code: str) -> Callable[[Changes, str], None] | None:
    region_id, _, task = code.partition(":")
    cells = changes.cells
    if task:
        known = ((cells["region_id"] == region_id) & (cells["column"] == task)).any()
        return _show_cell if known else None
    for frame, name, show in (
        (cells, "region_id", _show_cells),
        (cells, "column", _show_cells),
        (changes.targets, "code", _show_target),
        (changes.measures, "code", _show_measure),
    ):
        if (frame[name] == code).any():
            return show
    return None


def _show_cell(changes: Changes, code: str) -> None:
    region_id, _, task = code.partition(":")
    cells, pair = changes.cells, changes.pair
    [cell] = records(cells[(cells["region_id"] == region_id) & (cells["column"] == task)])
    details.show_title(f"{cell['region']} · {cell['task']}")
    rows = []
    for edition, depth in ((pair.earlier, cell["depth_before"]), (pair.later, cell["depth"])):
        meaning = escape(named(DEPTH_MEANINGS, depth) if depth else _why_empty(pair, cell, edition))
        chip = f"{evidence.depth_chip(depth)} " if depth else ""
        rows.append(f'<tr><th scope="row" class="quiet">{edition.year}</th><td>{chip}{meaning}</td></tr>')
    st.html(
        f"<p><strong>{escape(change_name(cell['change'], pair))}</strong></p>"
        f'<table class="facts">{"".join(rows)}</table>'
    )
    old, new = (set(str(cell[name]).split(";")) - {""} for name in ("task_id_before", "task_id"))
    own = [
        row
        for row in records(changes.measures[changes.measures["region_id"] == region_id])
        if set(row["task_id"].split(";")) & (new if row["measure_id"] else old)
    ]
    _show_measures(pair, own)


def _why_empty(pair: Pair, cell: Mapping[str, Any], edition: Edition) -> str:
    """Why there is no cell in a year."""
    reason = str(cell["change"])
    if reason in OF_TEMPLATE:
        return t(f"{edition.year} 年的模板没有这项任务", f"the template of {edition.year} has no such task")
    if reason.endswith("_before") == (edition == pair.earlier):
        return change_name(reason, pair)
    return t("没有可比的单元格", "there is no cell to compare")


def _show_cells(changes: Changes, code: str) -> None:
    """The cells of a region or a task that changed, as a list whose rows open them."""
    cells, pair = changes.cells, changes.pair
    by, other = ("region_id", "task") if (cells["region_id"] == code).any() else ("column", "region")
    own = cells[cells[by] == code]
    details.show_title(str(own.iloc[0]["region" if by == "region_id" else "task"]))
    moved = own[own["change"] != "same"]
    counts = own["change"].value_counts()
    told = "".join(
        f'<tr><th scope="row" class="quiet">{escape(change_name(kind, pair))}</th>'
        f"<td>{number(counts[kind])}</td></tr>"
        for kind in counts.index
    )
    st.html(f'<table class="facts">{told}</table>')
    if moved.empty:
        st.html(f'<p class="quiet">{t("各格深度都没有变化。", "No cell changed its depth.")}</p>')
        return
    moved = moved.sort_values(
        "change", kind="stable", key=lambda kinds: kinds.map({kind: at for at, kind in enumerate(CHANGES)})
    )
    listed = listed_cells(pair, moved).drop(
        columns=t("地区", "Region") if other == "task" else t("任务", "Task")
    )
    key = f"changes_of_{code}"
    codes = (moved["region_id"] + ":" + moved["column"]).tolist()
    st.dataframe(
        listed,
        hide_index=True,
        key=key,
        on_select=partial(open_selected, key, codes, details.open_code),
        selection_mode="single-row",
        height="auto" if len(listed) <= 10 else 420,
    )
    if by == "region_id":
        profile = t("这个地区的概况", "Profile of the region")
        st.html(f"<p>{anchor(_address(pair.later, 'region', region=code), profile)}</p>")


def _show_target(changes: Changes, code: str) -> None:
    pair = changes.pair
    [target] = records(changes.targets[changes.targets["code"] == code])
    details.show_title(f"{target['region']}{t('：', ': ')}{what_is_counted(target)}")
    values = " → ".join(target[name] or "–" for name in ("label_before", "label"))
    said = f"<b>{escape(named(CHANGES, target['change']))}</b> · {escape(values)}"
    st.html(
        f'<p class="quiet">{escape(_task(target))}</p><p class="quiet">{change_words.how_marked(pair)}</p>'
        + _side_by_side(pair, target, "sentence", said, _target_address)
    )


def _show_measure(changes: Changes, code: str) -> None:
    [measure] = records(changes.measures[changes.measures["code"] == code])
    details.show_title(f"{measure['region']} · {_task(measure)}")
    _show_measures(changes.pair, [measure])


def _task(row: Mapping[str, Any]) -> str:
    return task_names(row["task_id"]) or t("自设任务", "local task")


def _show_measures(pair: Pair, rows: list[dict[str, Any]]) -> None:
    """Pairs of measures, each with both texts side by side."""
    if any(row["change"] == "reworded" for row in rows):
        st.html(f'<p class="quiet">{change_words.how_marked(pair)}</p>')
    for row in rows:
        said = f"<b>{escape(named(CHANGES, row['change']))}</b>"
        if row["change"] == "reworded":
            said += escape(
                t(f"，相似度 {percent(row['similarity'])}", f", {percent(row['similarity'])} alike")
            )
        if who := region_names().get(str(row["first_region_id"])):
            first = t(f"{who} {pair.before} 年已有这段文字", f"{who} had this text in {pair.before}")
            said += f" · {escape(first)}"
        st.html(_side_by_side(pair, row, "text", said, _measure_address))


def _measure_address(edition: Edition, row: Mapping[str, Any], suffix: str) -> str:
    """Where the source text of a measure is found: its cell of that year; empty where it has none."""
    task_id = str(row["task_id"]).split(";")[0]
    asked = {"region_ids": (row["region_id"],), "task_ids": (task_id,)}
    if not task_id or data.ask_edition(edition, "coverage", **asked).empty:
        return ""
    return _address(edition, "coverage", open=f"{row['region_id']}:{task_id}:{details.SOURCE}")


def _target_address(edition: Edition, row: Mapping[str, Any], suffix: str) -> str:
    return _address(edition, "targets", open=row[f"target_id{suffix}"])


def _side_by_side(
    pair: Pair,
    row: Mapping[str, Any],
    text: str,
    said: str,
    address_of: Callable[[Edition, Mapping[str, Any], str], str],
) -> str:
    """The texts of both years with what changed marked, each with its place in its source, as HTML.

    Parameters
    ----------
    row
        A pair of measures or targets; the columns of the earlier one end in ``_before``.
    text
        The column of the text.
    said
        What is said of the pair, HTML.
    address_of
        Gives the address of one of the pair by its edition and the end of its columns.
    """
    old, new = str(row[f"{text}_before"]), str(row[text])
    both = differences(old, new) if old and new else (written(old), written(new))
    sides = ""
    for edition, suffix, marked in zip((pair.earlier, pair.later), ("_before", ""), both, strict=True):
        place = str(row[f"{column('place')}{suffix}"])
        address = address_of(edition, row, suffix) if place else ""
        where = anchor(address, place) if address else escape(place)
        nothing = named(DEPTHS, "blank") if place else t("没有对应的一条", "nothing corresponds to it")
        shown = f'<p class="said" lang="zh">{marked}</p>' if marked else f'<p class="quiet">{nothing}</p>'
        sides += f'<div><p class="meta"><b>{edition.year}</b> {where}</p>{shown}</div>'
    if not row["certain"]:
        words = escape(t("存疑，请核对原文", "doubtful: check the source"))
        said += f' <span class="chip doubtful"><span aria-hidden="true">?</span> {words}</span>'
    return f'<section class="pair"><p class="same">{said}</p><div class="sides">{sides}</div></section>'


def _address(edition: Edition, page: str, **codes: str) -> str:
    """Where a view of a year is found, from this page."""
    query = {**data.edition_query(), "year": str(edition.year)}
    return view_address(page, current_language(), query, **codes)
