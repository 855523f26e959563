"""变化 · Change: coverage, targets and texts of two years compared.

A view returns the code that the reader opened.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from pages.change import charts as change_charts
from pages.change import data as change_data
from pages.change.charts import FILE
from pages.change.data import CHANGES, Pair
from pages.change.drawer import show_opened
from pages.charts.parts import label_columns
from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.ui import address, data, filters, links
from pages.ui.codes import name_of
from pages.ui.evidence import details
from pages.ui.guard import page_fragment
from pages.ui.html import answer_html, show_unseen
from pages.ui.names import area_names, join_tasks, region_names
from pages.ui.page_columns import labels
from pages.ui.tables import downloads, show_table
from pages.ui.text import fill_text, localized, t

FILTERS: Final = ("macro", "group", "region", "area")
MAX_BODIES: Final = 20

# Columns of the page that are not downloaded: their codes are.
HIDDEN: Final = ["code", "label", "label_before", "counted", "task", "first"]


@page_fragment
def show() -> None:
    st.title(t("变化", "Change"), anchor=False)
    later = st.session_state.get(data.EDITION_STATE)
    earlier = data.previous_edition()
    if later is None or earlier is None:
        explain_first_year()
        return
    pair = Pair(earlier, later)
    st.session_state[data.COMPARED_STATE] = earlier
    address.record_choice("year_before", t("前一年份", "Earlier year"), (str(earlier.year),), always=True)
    chosen = filters.draw_filters(FILTERS)
    cells = change_data.find_cells(pair, chosen)
    if cells.empty:
        filters.show_no_results()
        return
    before = change_data.find_covered_before(pair, cells)
    measures = change_data.find_measures(pair, chosen)
    targets = change_data.find_targets(pair, chosen)
    if change_data.is_unchanged(cells, measures, targets):
        counts = {"cells": len(before), "measures": len(measures), "targets": len(targets)}
        st.html(answer_html(fill_text("change", "unchanged", **pair.years, **counts)))
    else:
        steps = change_data.count_steps(cells, len(before))
        st.html(change_data.coverage_answer(pair, cells, len(before), steps, (measures, targets)))
    show_view = address.choose_view(
        "change",
        "see",
        coverage=lambda: show_coverage(pair, cells, before),
        targets=lambda: show_targets(pair, targets),
        texts=lambda: show_texts(pair, measures),
        names=lambda: show_names(pair, chosen),
    )
    show_opened(pair, show_view())


def explain_first_year() -> None:
    found = data.editions()
    shown = st.session_state.get(data.EDITION_STATE)
    years = [] if shown is None else found.loc[found["collection"] == shown.collection, "year"].tolist()
    filters.show_hint("change", "first_year", "history")
    for year in sorted(years)[1:]:
        label = t(f"查看 {year} 年的变化", f"See what changed in {year}")
        links.draw_page_link("change", label, **{**data.build_info().edition, "year": str(year)})


def show_coverage(pair: Pair, cells: pd.DataFrame, before: pd.DataFrame) -> str | None:
    st.header(t("各地区两年的覆盖", "Coverage by region in both years"), anchor=False)
    first = show_chart(change_charts.regions_chart(pair, change_data.count_by_region(cells, before)))
    st.header(t("逐格变化", "Cell by cell"), anchor=False)
    selected = next(iter(address.read_state(details.OPEN)), None)
    chart = change_charts.matrix_chart(pair, cells, area_names())
    second = show_chart(chart, table=False, selected=selected)
    downloads(cells.drop(columns=["column", "code"]), f"{FILE}-cells", t("逐格", "Cells"))
    return first or second


def show_targets(pair: Pair, targets: pd.DataFrame) -> str | None:
    uncounted = change_data.count_uncounted(pair, targets)
    st.html(answer_html(change_data.targets_answer(pair, targets["change"].value_counts(), uncounted)))
    if targets.empty:
        return None
    picked = [show_chart(change_charts.targets_chart(pair, targets)), show_indicator(pair, targets)]
    st.header(t("每个目标的变化", "What became of each target"), anchor=False)
    shown = {
        **labels("region", counted="metric"),
        **pair.year_labels("label"),
        **labels("change"),
        "sentence_before": t(f"{pair.before} 年原句", f"Sentence of {pair.before}"),
        "sentence": t(f"{pair.year} 年原句", f"Sentence of {pair.year}"),
    }
    show_pairs(targets, "outcome", shown, f"{FILE}-targets")
    return next(filter(None, picked), None)


def show_indicator(pair: Pair, targets: pd.DataFrame) -> str | None:
    groups = change_data.group_by_indicator(targets)
    indicators = data.query("indicators").set_index("indicator_id")
    names = indicators[localized("name")].reindex(list(groups)).dropna().to_dict()
    if not names:
        return None
    st.header(t("同一指标的各年数值", "One indicator over the years"), anchor=False)
    code = address.choose_one(t("指标", "Indicator"), "measured", names)
    pairs, unit = groups[code], str(indicators.at[code, localized("unit")])
    earlier = change_data.earlier_values(pair, pairs)
    return show_chart(change_charts.indicator_chart(pair, pairs, names[code], unit, earlier))


def show_texts(pair: Pair, measures: pd.DataFrame) -> str | None:
    st.html(answer_html(change_data.texts_answer(pair, measures)))
    picked = []
    if measures["measure_id"].any():
        picked.append(show_chart(change_charts.texts_chart(pair, measures)))
    reused = measures[(measures["first_measure_id"] != "") & (measures["change"] != "unchanged")]
    if len(reused):
        st.header(t("谁先写的", "Who wrote it first"), anchor=False)
        picked.append(show_chart(change_charts.reuse_chart(pair, reused, region_names())))
    if measures.empty:
        return None
    local, first = t("自设任务", "local task"), measures["first_region_id"].map(region_names()).fillna("")
    tasks = {task_ids: join_tasks(task_ids) or local for task_ids in measures["task_id"].unique()}
    rows = measures.assign(task=measures["task_id"].map(tasks), first=first)
    moved = rows[~rows["deadline_change"].isin(["", "kept"])]
    if len(moved):
        st.header(t("期限的变化", "Deadlines that changed"), anchor=False)
        shown = labels("region", "task", deadline_change="change") | pair.year_labels("deadline")
        shown |= labels(text="measure_text")
        show_pairs(moved, "due", shown, f"{FILE}-deadlines", kind="deadline_change")
    st.header(t("每条举措", "Each measure"), anchor=False)
    shown = labels("region", "task", "change", first="first_region") | pair.year_labels("text")
    show_pairs(rows, "wording", shown, f"{FILE}-measures")
    return next(filter(None, picked), None)


def show_names(pair: Pair, chosen: filters.Filters) -> None:
    bodies, terms = change_data.find_names(pair, chosen)
    counts = bodies["change"].value_counts()
    moved = change_data.join_counts(("came", "succeeded", "went"), counts)
    stayed = int(counts.get("stayed", 0))
    st.html(answer_html(fill_text("change", "bodies", stayed=stayed, moved=moved)))
    st.header(t("责任部门", "Departments"), anchor=False)
    if len(bodies):
        most = bodies[bodies["measures"] != bodies["measures_before"]].head(MAX_BODIES)
        if len(most):
            show_chart(change_charts.bodies_chart(pair, most))
        successors = bodies.set_index("department_id")[localized("name")]
        shown = bodies.assign(
            change=[name_of(CHANGES, kind) for kind in bodies["change"]],
            successor_name=bodies["successor"].map(successors).fillna(""),
        )
        columns = labels(**{localized("name"): "department"}, change="change", successor_name="successor")
        columns |= pair.year_labels("measures")
        show_table(label_columns(shown, columns), f"{FILE}-departments", export=bodies)
    st.header(t("关键词", "Keywords"), anchor=False)
    if terms.empty:
        st.write(t("没有词的用量差别超出偶然。", "No term's use differs by more than chance."))
    else:
        show_chart(change_charts.terms_chart(pair, terms))


def show_pairs(
    rows: pd.DataFrame, name: str, columns: Mapping[str, str], file_name: str, kind: str = "change"
) -> None:
    """Show pairs of targets or measures as a table whose rows open both texts, with downloads.

    The reader filters by the values of the column ``kind``; ``name`` is the URL parameter. ``columns`` maps
    the table's columns to headings.
    """
    present = [change for change in CHANGES if (rows[kind] == change).any()]
    if chosen := address.choose_pills(t("变化", "Change"), name, present, partial(name_of, CHANGES)):
        rows = rows[rows[kind].isin(chosen)]
    is_same = rows[kind].isin(["kept", "unchanged"])
    rows = pd.concat([rows[~is_same], rows[is_same]])
    st.html(f'<p class="quiet">{fill_text("change", "select")}</p>')
    doubt = rows["certain"].map({True: "", False: t("（存疑）", " (doubtful)")})
    shown = rows.assign(**{kind: [name_of(CHANGES, change) for change in rows[kind]] + doubt})
    details.show_list(label_columns(shown, columns).map(show_unseen), rows["code"], f"table_{file_name}")
    decided_by = (*FILTERS, "outcome", "due", "wording")
    downloads(rows.drop(columns=HIDDEN, errors="ignore"), file_name, decided_by=decided_by)


show_page(show, states_edition=False)
