"""The drawer of the change page: two texts side by side, or the changes of a region or a task.

Codes: ``320000:3.4`` is a cell, ``320000`` a region, ``3.4`` a task, ``3.4@2018`` a dropped task; a target or
a measure is opened by its id, that of the later year if it has one.
"""

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pages.change import data as change_data
from pages.change.data import CHANGES, TEMPLATE_CHANGES, Pair
from pages.ui import address, data
from pages.ui.codes import DEPTH_MEANINGS, DEPTHS, name_of
from pages.ui.evidence import details, evidence
from pages.ui.evidence.differences import differences_html, pair_html
from pages.ui.evidence.evidence import records
from pages.ui.filters import Filters
from pages.ui.html import escape_text
from pages.ui.links import link_html, page_address
from pages.ui.names import join_tasks, region_names
from pages.ui.page_columns import heading_of
from pages.ui.text import fill_text, localized, number, percent, t
from pipeline.schema.model import Edition


def show_opened(pair: Pair, picked: str | None) -> None:
    """Draw the drawer for what was just picked, or for the code in the URL, whatever the filters."""
    if not picked and not address.read_state(details.OPEN):
        return
    finders = (change_data.find_cells, change_data.find_measures, change_data.find_targets)
    cells, measures, targets = (find(pair, Filters()) for find in finders)
    shown: tuple[tuple[pd.DataFrame, str, Callable[[pd.DataFrame], None]], ...] = (
        (cells, "code", partial(_show_cell, pair, measures)),
        (cells, "region_id", partial(_show_cells, pair, "region")),
        (cells, "column", partial(_show_cells, pair, "task")),
        (targets, "code", partial(_show_target, pair)),
        (measures, "code", partial(_show_measure, pair)),
    )

    def fill(code: str) -> None:
        for frame, name, show in shown:
            if (own := frame[name] == code).any():
                show(frame[own])
                return

    known = {code for frame, name, _ in shown for code in frame[name]}
    details.show_drawer(picked, known.__contains__, fill)


def _show_cell(pair: Pair, measures: pd.DataFrame, own: pd.DataFrame) -> None:
    [cell] = records(own)
    details.show_title(f"{cell['region']} · {cell['task']}")
    depths = []
    for edition, depth in ((pair.earlier, cell["depth_before"]), (pair.later, cell["depth"])):
        meaning = escape(name_of(DEPTH_MEANINGS, depth) if depth else _missing_reason(pair, cell, edition))
        depths.append((str(edition.year), f"{evidence.depth_chip(depth)} {meaning}" if depth else meaning))
    st.html(f"<p><strong>{escape(pair.name_change(cell['change']))}</strong></p>{details.facts_html(depths)}")
    old, new = (set(cell[name].split(";")) - {""} for name in ("task_id_before", "task_id"))
    of_region = records(measures[measures["region_id"] == cell["region_id"]])
    here = [row for row in of_region if set(row["task_id"].split(";")) & (new if row["measure_id"] else old)]
    _show_measures(pair, here)


def _missing_reason(pair: Pair, cell: Mapping[str, Any], edition: Edition) -> str:
    reason = str(cell["change"])
    if reason in TEMPLATE_CHANGES:
        return fill_text("change", "no_such_task", year=edition.year)
    if reason.endswith("_before") == (edition == pair.earlier):
        return pair.name_change(reason)
    return t("没有可比的单元格", "there is no cell to compare")


def _show_cells(pair: Pair, by: str, own: pd.DataFrame) -> None:
    [title] = own[by].unique()
    details.show_title(title)
    counts = own["change"].value_counts()
    facts = ((escape(pair.name_change(kind)), number(counts[kind])) for kind in counts.index)
    st.html(details.facts_html(facts))
    changed = own[own["change"] != "same"]
    if changed.empty:
        st.html(f'<p class="quiet">{t("各格深度都没有变化。", "No cell changed its depth.")}</p>')
        return
    changed = changed.sort_values("change", kind="stable", key=lambda kinds: kinds.map(list(CHANGES).index))
    key = own[{"region": "region_id", "task": "column"}[by]].iloc[0]
    listed = change_data.cell_table(pair, changed).drop(columns=heading_of(by))
    details.show_list(listed, changed["code"], f"changes_of_{key}")
    if by == "region":
        profile = page_address("region", region=key, year=str(pair.later.year))
        st.html(f"<p>{link_html(profile, t('这个地区的概况', 'Profile of the region'))}</p>")


def _show_target(pair: Pair, own: pd.DataFrame) -> None:
    [target] = records(own)
    details.show_title(f"{target['region']}{t('：', ': ')}{target['counted']}")
    values = " → ".join(target[name] or "–" for name in ("label_before", "label"))
    caption = f"<b>{escape(name_of(CHANGES, target['change']))}</b> · {escape(values)}"
    lines = (escape(_task_label(target)), fill_text("change", "marks", **pair.years))
    notes = "".join(f'<p class="quiet">{line}</p>' for line in lines)
    st.html(notes + _diff_html(pair, target, "sentence", caption))


def _show_measure(pair: Pair, own: pd.DataFrame) -> None:
    [measure] = records(own)
    details.show_title(f"{measure['region']} · {_task_label(measure)}")
    _show_measures(pair, [measure])


def _task_label(row: Mapping[str, Any]) -> str:
    return join_tasks(row["task_id"]) or t("自设任务", "local task")


def _show_measures(pair: Pair, rows: list[dict[str, Any]]) -> None:
    if any(row["change"] in ("reworded", "reversed") for row in rows):
        st.html(f'<p class="quiet">{fill_text("change", "marks", **pair.years)}</p>')
    for row in rows:
        due = f"{row['deadline_before'] or '–'} → {row['deadline'] or '–'}"
        moved = row["deadline_change"] not in ("", "kept")
        values = {
            "how": name_of(CHANGES, row["change"]),
            "alike": percent(row["similarity"]) if row["change"] in ("reworded", "reversed") else "",
            "due": t("：", ": ").join((name_of(CHANGES, row["deadline_change"]), due)) if moved else "",
            "who": region_names().get(row["first_region_id"], ""),
        }
        values = {name: escape(value) for name, value in values.items()}
        caption = fill_text("change", "caption", **values, before=pair.before)
        st.html(_diff_html(pair, row, "text", caption))


def _diff_html(pair: Pair, row: Mapping[str, Any], text: str, caption: str) -> str:
    """Return both texts with the changes marked and their places in the source, as HTML.

    ``row`` is a pair of measures or targets, ``text`` the column of the text, whose earlier version ends in
    ``_before``, and ``caption`` HTML above the pair.
    """
    old, new = row[f"{text}_before"], row[text]
    both = differences_html(old, new) if old and new else map(escape_text, (old, new))
    sides = []
    for edition, suffix, marked in zip((pair.earlier, pair.later), ("_before", ""), both, strict=True):
        place = row[f"{localized('place')}{suffix}"]
        address = _source_address(edition, row, suffix) if place else ""
        where = link_html(address, place) if address else escape(place)
        nothing = name_of(DEPTHS, "blank") if place else t("没有对应的一条", "nothing corresponds to it")
        shown = f'<p class="said" lang="zh">{marked}</p>' if marked else f'<p class="quiet">{nothing}</p>'
        sides.append((f"<b>{edition.year}</b> {where}", shown))
    if not row["certain"]:
        words = escape(t("存疑，请核对原文", "doubtful: check the source"))
        caption += f' <span class="chip doubtful"><span aria-hidden="true">?</span> {words}</span>'
    return pair_html(caption, sides)


def _source_address(edition: Edition, row: Mapping[str, Any], suffix: str) -> str:
    """Return the URL of a target or of a measure's cell; empty for a measure without a cell."""
    if "target_id" in row:
        return page_address("targets", open=row[f"target_id{suffix}"], year=str(edition.year))
    task_id = row["task_id"].split(";")[0]
    asked = {"region_ids": (row["region_id"],), "task_ids": (task_id,)}
    if not task_id or data.query_edition(edition, "coverage", **asked).empty:
        return ""
    cell = f"{row['region_id']}:{task_id}:{details.SOURCE}"
    return page_address("coverage", open=cell, year=str(edition.year))
