"""变化 · Change: what became of coverage, targets and texts from one year to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from pages.change import charts as change_charts
from pages.change import data as change_data
from pages.change import dumbbells
from pages.change import words as change_words
from pages.change.charts import FILE
from pages.change.data import Pair
from pages.change.drawer import show_opened
from pages.change.words import CHANGES
from pages.charts.parts import label_columns
from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.ui import address, data, filters
from pages.ui.evidence import details
from pages.ui.evidence.evidence import task_names
from pages.ui.guard import page_fragment
from pages.ui.names import area_names, region_names
from pages.ui.page_columns import labels
from pages.ui.tables import downloads, show_table
from pages.ui.text import current_language, localized, name_of, t
from pages.ui.written import answer_html, show_unseen
from pipeline.schema.model import DEADLINE_CHANGES, MEASURE_CHANGES, TARGET_CHANGES

FILTERS: Final = ("macro", "group", "region", "area")
BODIES: Final = 20  # how many are drawn


@page_fragment
def show() -> None:
    """The page, from top to bottom."""
    st.html(Path(__file__).with_name("change.css"))
    st.title(t("变化", "Change"), anchor=False)
    later = st.session_state.get(data.EDITION_STATE)
    earlier = data.previous_edition()
    if later is None or earlier is None:
        explain_first_year()
        return
    pair = Pair(earlier, later)
    st.session_state[data.COMPARED_STATE] = earlier
    address.record_choice("year_before", t("前一年份", "Earlier year"), (str(earlier.year),), always=True)
    chosen = filters.sidebar(FILTERS)
    cells = change_data.find_cells(pair, chosen)
    if cells.empty:
        filters.explain_nothing()
        return
    before = change_data.covered_before(pair, cells)
    measures = change_data.find_measures(pair, chosen)
    targets = change_data.find_targets(pair, chosen)
    if change_data.is_all_same(cells, measures, targets):
        same = change_words.same_answer(pair, len(before), len(measures), len(targets))
        st.html(answer_html(same))
    else:
        steps = change_data.count_steps(cells, len(before))
        st.html(change_words.answer(pair, cells, len(before), steps))
    views = {
        "coverage": t("覆盖", "Coverage"),
        "targets": t("量化目标", "Targets"),
        "texts": t("举措文字", "Texts"),
        "names": t("部门与关键词", "Departments and keywords"),
    }
    view = address.choose_segment(t("看什么", "View"), "see", views, label_visibility="collapsed")
    picked = None
    if view == "coverage":
        picked = show_coverage(pair, cells, before)
    elif view == "targets":
        picked = show_targets(pair, targets)
    elif view == "texts":
        picked = show_texts(pair, measures)
    else:
        show_names(pair)
    show_opened(pair, picked)


def explain_first_year() -> None:
    """Say that there is no earlier year to compare with, and lead to a year that has one."""
    found = data.editions()
    shown = st.session_state.get(data.EDITION_STATE)
    years = [] if shown is None else found.loc[found["collection"] == shown.collection, "year"].tolist()
    filters.explain(
        "没有更早一年的工作要点可以比较。请在筛选中选择较晚的年份。",
        "There are no plans of an earlier year to compare with. Choose a later year in the filters.",
        "history",
    )
    for year in sorted(years)[1:]:
        st.page_link(
            "pages/change/page.py",
            label=t(f"查看 {year} 年的变化", f"See what changed in {year}"),
            query_params={**data.edition_query(), "year": str(year), "lang": current_language()},
        )


def show_coverage(pair: Pair, cells: pd.DataFrame, before: pd.DataFrame) -> str | None:
    """Coverage by region in both years, and the matrix of changes; returns what the reader opens."""
    st.header(t("各地区两年的覆盖", "Coverage by region in both years"), anchor=False)
    first = show_chart(dumbbells.regions_chart(pair, change_data.by_region(cells, before)))
    st.header(t("逐格变化", "Cell by cell"), anchor=False)
    second = show_chart(
        change_charts.matrix_chart(pair, cells, area_names()),
        table=False,
        selected=next(iter(address.read_state(details.OPEN)), None),
    )
    downloads(cells.drop(columns=["column", "code"]), f"{FILE}-cells", t("逐格", "Cells"))
    return first or second


def show_targets(pair: Pair, targets: pd.DataFrame) -> str | None:
    """What became of each target; returns what the reader opens."""
    st.html(answer_html(change_words.targets_answer(pair, targets["change"].value_counts())))
    if targets.empty:
        return None
    picked = [show_chart(change_charts.targets_chart(pair, targets)), show_indicator(pair, targets)]
    st.header(t("每个目标的变化", "What became of each target"), anchor=False)
    shown = {
        **labels("region", counted="metric"),
        "label_before": str(pair.before),
        "label": str(pair.year),
        **labels("change"),
        "sentence_before": t(f"{pair.before} 年原句", f"Sentence of {pair.before}"),
        "sentence": t(f"{pair.year} 年原句", f"Sentence of {pair.year}"),
    }
    show_pairs(
        targets, TARGET_CHANGES, "outcome", shown, f"{FILE}-targets", ["label", "label_before", "counted"]
    )
    return next(filter(None, picked), None)


def show_indicator(pair: Pair, targets: pd.DataFrame) -> str | None:
    """The values of one indicator over the years; nothing where no indicator has any in both."""
    found = change_data.comparable(targets)
    known = data.query("indicators").set_index("indicator_id")
    names = known[localized("name")].reindex(list(found)).dropna().to_dict()
    if not names:
        return None
    st.header(t("同一指标的各年数值", "One indicator over the years"), anchor=False)
    code = address.choose_one(t("指标", "Indicator"), "measured", names)
    pairs, unit = found[code], str(known.at[code, localized("unit")])
    earlier = change_data.earlier_values(pair, pairs)
    return show_chart(dumbbells.indicator_chart(pair, pairs, names[code], unit, earlier))


def show_texts(pair: Pair, measures: pd.DataFrame) -> str | None:
    """How much text is carried over, who wrote it first, and every pair; returns what the reader opens."""
    st.html(answer_html(change_words.texts_answer(pair, measures)))
    picked = []
    if measures["measure_id"].any():
        picked.append(show_chart(change_charts.texts_chart(pair, measures)))
    taken = measures[(measures["first_measure_id"] != "") & (measures["change"] != "unchanged")]
    if len(taken):
        st.header(t("谁先写的", "Who wrote it first"), anchor=False)
        picked.append(show_chart(change_charts.first_chart(pair, taken, region_names())))
    if measures.empty:
        return None
    local, regions = t("自设任务", "local task"), region_names()
    tasks = {task_ids: task_names(task_ids) or local for task_ids in measures["task_id"].unique()}
    first = [regions.get(code, "") for code in measures["first_region_id"]]
    rows = measures.assign(task=measures["task_id"].map(tasks), first=first)
    hidden = ["task", "first"]
    moved = rows[~rows["deadline_change"].isin(["", "kept"])]
    if len(moved):
        st.header(t("期限的变化", "Deadlines that changed"), anchor=False)
        shown = {
            **labels("region", "task", deadline_change="change"),
            "deadline_before": str(pair.before),
            "deadline": str(pair.year),
            **labels(text="measure_text"),
        }
        show_pairs(moved, DEADLINE_CHANGES, "due", shown, f"{FILE}-deadlines", hidden, kind="deadline_change")
    st.header(t("每条举措", "Each measure"), anchor=False)
    shown = labels("region", "task", "change", first="first_region")
    shown |= {"text_before": str(pair.before), "text": str(pair.year)}
    show_pairs(rows, MEASURE_CHANGES, "wording", shown, f"{FILE}-measures", hidden)
    return next(filter(None, picked), None)


def show_names(pair: Pair) -> None:
    """Departments that came and went, keywords that rose and fell: of all plans of both years."""
    bodies, terms = change_data.find_bodies(pair), change_data.find_terms(pair)
    st.html(answer_html(change_words.bodies_answer(bodies)))
    st.header(t("责任部门", "Departments"), anchor=False)
    if len(bodies):
        most = bodies[bodies["mentions"] != bodies["mentions_before"]].head(BODIES)
        if len(most):
            show_chart(dumbbells.bodies_chart(pair, most), decided_by=())
        successors = bodies.set_index("department_id")[localized("name")]
        shown = bodies.assign(
            change=[name_of(CHANGES, kind) for kind in bodies["change"]],
            successor_name=bodies["successor"].map(successors).fillna(""),
        )
        columns = labels(**{localized("name"): "department"}, change="change", successor_name="successor")
        columns |= {"mentions_before": str(pair.before), "mentions": str(pair.year)}
        show_table(label_columns(shown, columns), f"{FILE}-departments", export=bodies, decided_by=())
    st.header(t("关键词", "Keywords"), anchor=False)
    if terms.empty:
        st.write(t("没有词的用量差别超出偶然。", "No term's use differs by more than chance."))
    else:
        show_chart(dumbbells.terms_chart(pair, terms), decided_by=())


def show_pairs(
    rows: pd.DataFrame,
    kinds: Sequence[str],
    name: str,
    columns: Mapping[str, str],
    file_name: str,
    hidden: Sequence[str],
    *,
    kind: str = "change",
) -> None:
    """Pairs of targets or measures as a table whose rows open both texts, and its downloads.

    Parameters
    ----------
    kinds, name
        The kinds of change, of those that occur the reader chooses some, by the ``name`` in the address.
    columns
        Those of the table with what stands above them.
    hidden
        The columns that the downloads do without.
    kind
        The column of the kind of change.
    """
    there = [change for change in kinds if (rows[kind] == change).any()]
    if chosen := address.choose_pills(t("变化", "Change"), name, there, partial(name_of, CHANGES)):
        rows = rows[rows[kind].isin(chosen)]
    is_same = rows[kind].isin(["kept", "unchanged"])
    rows = pd.concat([rows[~is_same], rows[is_same]])
    to_do = t(
        "选中一行，看两年原文并列，改动处有标记。",
        "Select a row for both texts side by side, changes marked.",
    )
    st.html(f'<p class="quiet">{to_do}</p>')
    doubt = rows["certain"].map({True: "", False: t("（存疑）", " (doubtful)")})
    shown = rows.assign(**{kind: [name_of(CHANGES, change) for change in rows[kind]] + doubt})
    details.show_list(label_columns(shown, columns).map(show_unseen), rows["code"], f"table_{file_name}")
    downloads(
        rows.drop(columns=["code", *hidden]), file_name, decided_by=(*FILTERS, "outcome", "due", "wording")
    )


show_page(show, states_edition=False)
