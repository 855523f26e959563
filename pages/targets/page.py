"""量化目标 · Targets: by indicator, by region, and how quantified each plan is."""

from typing import Final

import streamlit as st

from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.targets import drawer
from pages.targets import words as targets_words
from pages.targets.charts import indicator_chart, ranking_chart, region_chart
from pages.targets.data import counted_targets, find_targets, load_indicators, sort_by_value
from pages.targets.table import show_targets
from pages.ui import address, data, filters
from pages.ui.evidence import details
from pages.ui.evidence.evidence import records
from pages.ui.guard import page_fragment
from pages.ui.names import no_plan_answer, region_names
from pages.ui.text import STATUSES, capitalize, fill_text, localized, name_of, plural, t

# The address parameter of the region of a view.
REGION: Final = "of"

FILTERS: Final = ("macro", "group", "region", "area")


@page_fragment
def show() -> None:
    """Draw the page."""
    st.title(t("量化目标", "Targets"), anchor=False)
    views = {
        "indicator": (t("一个指标各地定多少", "By indicator"), show_indicator),
        "region": (t("一个地区定了什么", "By region"), show_region),
        "plans": (t("谁量化得多", "How quantified"), show_plans),
    }
    _, show_view = views[address.choose_view("see", views)]
    picked = show_view()
    if picked and "-" not in picked:
        address.write_state("see", ("region",), ("indicator",))
        address.write_state(REGION, (picked,))
        address.rerun("fragment")
    details.show_drawer(
        picked, lambda code: not data.query("targets", target_ids=(code,)).empty, drawer.fill_drawer
    )


def show_indicator() -> str | None:
    """Draw the targets of all regions for an indicator; return the code of what the reader opened."""
    known = load_indicators()
    if not known:
        filters.draw_filters(FILTERS)
        filters.show_hint("targets", "no_indicator", "straighten")
        return None
    labels = {
        code: f"{row[localized('name')]} · " + t(f"{row['regions']} 个地区", plural(row["regions"], "region"))
        for code, row in known.items()
    }
    indicator_id = address.choose_one(t("指标", "Indicator"), "indicator", labels)
    chosen, indicator = filters.draw_filters(FILTERS), known[indicator_id]
    targets = find_targets(chosen, [indicator_id])
    found = sort_by_value(counted_targets(targets))
    if found.empty:
        name = indicator[localized("name")]
        filters.show_hint("targets", "no_target", "filter_alt_off", name=name)
        filters.draw_reset_button(FILTERS)
        return None
    regions = filters.filter_regions(data.regions(), chosen)
    planned = int((regions["status"] == "plan").sum())
    st.html(targets_words.summarize_indicator(indicator, found, len(targets) - len(found), planned))
    notes = targets_words.list_missing(found, regions, narrowed=bool(chosen.area))
    picked = show_chart(indicator_chart(indicator, found, notes), table=False)
    st.header(t("这一指标的目标", "The targets of this indicator"), anchor=False)
    show_targets(chosen, indicator_id, [indicator_id], without="indicator")
    return picked


def show_region() -> str | None:
    """Draw a region's targets beside those of others; return the code of what the reader opened."""
    names, statuses = region_names(), data.regions().set_index("region_id")["status"]
    reasons = statuses.map(lambda status: "" if status == "plan" else name_of(STATUSES, status))
    labels = {code: t("：", ": ").join(filter(None, (name, reasons[code]))) for code, name in names.items()}
    region_id = address.choose_one(t("地区", "Region"), REGION, labels)
    chosen, name = filters.draw_filters(("area",)), names[region_id]
    if statuses[region_id] != "plan":
        so = t("，所以没有目标可列。", ", so there are no targets to list.")
        full_name, to_do = data.region(region_id)[localized("name")], fill_text("targets", "no_plan")
        st.html(no_plan_answer(full_name, statuses[region_id], so, to_do))
        return None
    chosen = filters.Filters(region=(region_id,), area=chosen.area)
    found = counted_targets(find_targets(chosen))
    plans = data.query("quantified_plans", area_ids=chosen.area or None)
    [plan] = records(plans[plans["region_id"] == region_id])
    st.html(targets_words.summarize_region(name, found, plan, plans["share"], narrowed=bool(chosen.area)))
    picked = None
    if not found.empty:
        of_indicators = sorted(set(found.loc[found["indicator"] != "", "indicator_id"]))
        same = counted_targets(find_targets(filters.Filters(), of_indicators))
        picked = show_chart(region_chart(name, found, same), table=False)
    st.header(t(f"{name}的目标", f"Targets of {name}"), anchor=False)
    show_targets(chosen, region_id, without="region")
    return picked


def show_plans() -> str | None:
    """Draw the ranking of plans and the table of all targets; return the region that the reader opened."""
    orders = {"share": t("量化的比例", "Share quantified"), "targets": t("目标数", "Number of targets")}
    order = address.choose_segment(t("按什么排名", "Rank by"), "rank", orders)
    chosen = filters.draw_filters(FILTERS)
    plans = data.query("quantified_plans", **chosen.arguments())
    if plans.empty:
        filters.show_no_results()
        return None
    plans["region"] = plans["region_id"].map(region_names())
    by = sorted(orders, key=lambda name: name != order)
    plans = plans.sort_values(by, ascending=False, kind="stable", na_position="last", ignore_index=True)
    st.html(targets_words.summarize_plans(plans, order))
    regions = filters.filter_regions(data.regions(), chosen)
    unranked = capitalize(t("；", "; ").join(targets_words.regions_by_status(regions)))
    picked = show_chart(ranking_chart(plans, order, unranked))
    st.header(t("全部目标", "All targets"), anchor=False)
    show_targets(chosen, "all")
    return picked


show_page(show)
