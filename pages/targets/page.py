"""量化目标 · Targets: by indicator, by region, and how quantified each plan is.

A view returns the code that the reader opened.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.targets import data as target_data
from pages.targets.charts import indicator_chart, ranking_chart, region_chart
from pages.targets.data import FILE, add_names, counted_targets, find_targets
from pages.ui import address, data, filters, links
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.evidence import details, evidence
from pages.ui.evidence.marks import Mark
from pages.ui.guard import page_fragment
from pages.ui.html import escape_text
from pages.ui.names import join_tasks, no_plan_answer, region_labels, region_names
from pages.ui.page_columns import labels
from pages.ui.tables import downloads
from pages.ui.text import capitalize, fill_text, join_first, join_words, localized, source_lines, t

REGION: Final = "of"  # URL parameter

KINDS: Final = CODE_NAMES["target_kind"]
FILTERS: Final = ("macro", "group", "region", "area")


@page_fragment
def show() -> None:
    st.title(t("量化目标", "Targets"), anchor=False)
    views = {"indicator": show_indicator, "region": show_region, "plans": show_plans}
    picked = address.choose_view("targets", "see", **views)()
    if picked and "-" not in picked:
        picked = address.choices_code(see="region", **{REGION: picked})
    details.show_drawer(picked, lambda code: not data.query("targets", target_ids=(code,)).empty, fill_drawer)


def show_indicator() -> str | None:
    known = target_data.load_indicators()
    if not known:
        filters.draw_filters(FILTERS)
        return filters.show_hint("targets", "no_indicator", "straighten")
    names = {
        code: fill_text("targets", "choice", name=row[localized("name")], regions=row["regions"])
        for code, row in known.items()
    }
    indicator_id = address.choose_one(t("指标", "Indicator"), "indicator", names)
    chosen, indicator = filters.draw_filters(FILTERS), known[indicator_id]
    targets = find_targets(chosen, [indicator_id])
    found = target_data.sort_by_value(counted_targets(targets))
    if found.empty:
        elsewhere = find_targets(filters.Filters(), [indicator_id])["region_id"].map(region_names()).unique()
        values = {"name": indicator[localized("name")], "regions": join_first(list(elsewhere), most=6)}
        filters.show_hint("targets", "no_target", "filter_alt_off", **values)
        filters.draw_reset_button(FILTERS)
        return None
    regions = filters.filter_regions(data.regions(), chosen)
    planned = int((regions["status"] == "plan").sum())
    st.html(target_data.summarize_indicator(indicator, found, len(targets) - len(found), planned))
    notes = target_data.list_missing(found, regions, narrowed=bool(chosen.area))
    picked = show_chart(indicator_chart(indicator, found, notes), table=False)
    st.header(t("这一指标的目标", "The targets of this indicator"), anchor=False)
    show_targets(chosen, indicator_id, [indicator_id], without="indicator")
    return picked


def show_region() -> str | None:
    region_id = address.choose_one(t("地区", "Region"), REGION, region_labels())
    chosen, name, region = filters.draw_filters(("area",)), region_names()[region_id], data.region(region_id)
    if region["status"] != "plan":
        st.html(no_plan_answer("targets", region))
        return None
    chosen = filters.Filters(region=(region_id,), area=chosen.area)
    found = counted_targets(find_targets(chosen))
    plans = data.query("quantified_plans", area_ids=chosen.area or None)
    [plan] = evidence.records(plans[plans["region_id"] == region_id])
    st.html(target_data.summarize_region(name, found, plan, plans["share"], narrowed=bool(chosen.area)))
    picked = None
    if not found.empty:
        of_indicators = sorted(set(found.loc[found["indicator"] != "", "indicator_id"]))
        same = counted_targets(find_targets(filters.Filters(), of_indicators))
        picked = show_chart(region_chart(name, found, same), table=False)
    st.header(t(f"{name}的目标", f"Targets of {name}"), anchor=False)
    show_targets(chosen, region_id, without="region")
    return picked


def show_plans() -> str | None:
    order, chosen = address.choose_listed("rank"), filters.draw_filters(FILTERS)
    plans = data.query("quantified_plans", **chosen.arguments())
    if plans.empty:
        return filters.show_no_results()
    plans["region"] = plans["region_id"].map(region_names())
    by = sorted(("share", "targets"), key=order.__ne__)
    plans = plans.sort_values(by, ascending=False, kind="stable", na_position="last", ignore_index=True)
    st.html(target_data.summarize_plans(plans, order))
    regions = filters.filter_regions(data.regions(), chosen)
    unranked = capitalize(t("；", "; ").join(target_data.regions_by_status(regions)))
    picked = show_chart(ranking_chart(plans, order, unranked))
    st.header(t("全部目标", "All targets"), anchor=False)
    show_targets(chosen, "all")
    return picked


def show_targets(
    chosen: filters.Filters, name: str, indicators: Sequence[str] | None = None, *, without: str = ""
) -> None:
    """Draw the table of `pages.targets.data.find_targets`, ``without`` a column.

    The reader decides whether stated facts are included. ``name`` is unique on the page.
    """
    asked = address.choose_listed("quantities", decides=True, help=fill_text("targets", "facts"))
    targets = find_targets(chosen, indicators, facts=asked == "all")
    if targets.empty:
        st.html(f'<p class="quiet">{t("没有可以列出的数量。", "There is no quantity to list.")}</p>')
        return
    to_do = t("选中一行，看举措与原文。", "Select a row for the measure and its source.")
    st.html(f'<p class="quiet">{to_do}</p>')
    found = add_names(targets).assign(
        again=targets["counted"].map({True: "", False: t("重复", "repeat")}),
        kind=[name_of(KINDS, kind) for kind in targets["kind"]],
        task=[join_tasks(ids) or t("自设任务", "local task") for ids in targets["task_id"]],
    )
    text = st.column_config.TextColumn
    columns: dict[str, Any] = {
        **labels("region", "value"),
        "again": text(t("重复", "Repeat"), help=fill_text("targets", "repeats")),
        "kind": t("性质", "Kind"),
        "quote": t("原文片段", "Quote"),
        **labels(comparator_name="comparator", indicator="indicator"),
        "metric_name": text(t("计量对象", "What is counted"), width="medium"),
        "sentence": text(t("原句", "Sentence"), width="large"),
        "task": text(t("标准任务", "Standard task"), width="medium"),
        **labels(lines="source_lines"),
    }
    same = {"kind": name_of(KINDS, "target"), "again": ""}
    unneeded = [without, *(column for column, value in same.items() if (found[column] == value).all())]
    shown = found[list(columns)].drop(columns=unneeded, errors="ignore")
    details.show_list(shown, targets["target_id"], f"table_{FILE}-{name}", column_config=columns)
    downloads(target_data.export_table(targets), f"{FILE}-{name}")


def fill_drawer(target_id: str) -> None:
    [row] = evidence.records(add_names(data.query("targets", target_ids=(target_id,))))
    details.show_title(f"{row['region']}{t('：', ': ')}{row['value']}")
    stated = t("仅陈述的数量，不是承诺，不计数", "only stated: it commits to nothing and is not counted")
    printed, name = f'<span lang="zh">{escape_text(row["metric"])}</span>', row["metric_name"]
    counted = printed if name == row["metric"] else f"{escape(name)} · {printed}"
    facts = {
        t("性质", "Kind"): stated if row["kind"] != "target" else "",
        t("计量对象", "What is counted"): counted if row["metric"] else "",
        t("指标", "Indicator"): escape(row["indicator"]),
        t("任务", "Task"): escape(row["task"]),
        t("重复", "Repeated"): escape(note_repeats(row)),
    }
    st.html(details.facts_html((label, fact) for label, fact in facts.items() if fact))
    [measure] = evidence.records(data.measures(row["measure_id"]))
    # Only this target is highlighted, none of the other facts of the measure.
    own = Mark(row["char_start"], row["char_end"], "target", row["value"])
    st.html(evidence.measure_html(measure, with_level=False, found=(own,)))
    if row["task_id"]:
        code = f"{row['region_id']}:{row['task_id'].split(';')[0]}"
        label = t("这一格的全部举措", "All measures of this cell")
        links.draw_page_link("coverage", label, "grid_on", open=code)


def note_repeats(row: Mapping[str, Any]) -> str:
    """Return where the plan sets the same target again; empty if it does not."""
    first = row["repeat_of"] or row["target_id"]
    targets = data.query("targets", region_ids=(row["region_id"],), kinds=(row["kind"],))
    same = targets[targets[["target_id", "repeat_of"]].eq(first).any(axis=1)]
    others = same[same["target_id"] != row["target_id"]]
    places = join_words(map(source_lines, others["first_line"], others["last_line"]))
    note = t(f"同一目标还写在{places}；只计一次", f"the same target is also in {places}; it counts once")
    return note if places else ""


show_page(show)
