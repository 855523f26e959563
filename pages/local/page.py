"""自设任务 · Local tasks: what regions added to the template, and which ideas several of them share."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.count_grids import counts_chart
from pages.charts.parts import fill_heading, fill_hints
from pages.charts.show import show_chart
from pages.frame.shell import show_page
from pages.local.cards import KINDS, NO_AREA, STYLE, area_card, area_names, idea_card, task_table
from pages.ui import address, data, filters
from pages.ui.cards.cards import show_cards
from pages.ui.evidence import details, evidence
from pages.ui.guard import page_fragment
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.page_columns import labels
from pages.ui.tables import show_table
from pages.ui.text import fill_text, join_words, t
from pipeline.schema.chart import Chart

FILE: Final = "plan-atlas-local-tasks"

# The number of ideas, and of local tasks of one region only, on a page of their lists.
IDEAS: Final = 10
TASKS: Final = 40

FIRST: Final = 100  # rows sent at first; downloads hold all
MEASURES: Final = 8  # per page of the drawer; each queries its source text


@page_fragment
def show() -> None:
    st.title(t("自设任务", "Local tasks"), anchor=False)
    chosen = filters.draw_filters(("macro", "group", "region", "area"))
    tasks = data.query("local_tasks", **chosen.arguments())
    regions, picked = filters.filter_regions(data.regions(), chosen), None
    planned = regions.loc[regions["status"] == "plan", "region_id"].tolist()
    if len(tasks):
        picked = show_results(tasks, chosen, planned)
    elif planned:
        filters.show_hint("local", "no_task", "filter_alt_off", regions=len(planned))
    else:
        filters.show_no_results()
    details.show_drawer(picked, lambda code: code.partition("~")[0] in ("said", "at"), fill_drawer)


def show_results(tasks: pd.DataFrame, chosen: filters.Filters, planned: Sequence[str]) -> str | None:
    shared = data.query("shared_ideas", **chosen.arguments())
    ideas = [rows for _, rows in shared.groupby("group_id", sort=False)]
    areas = filters.filter_tasks(data.areas(), chosen)["area_id"].tolist()
    areas += [""] if (tasks["area_id"] == "").any() else []
    sentence = summarize_tasks(tasks, len(ideas), planned, chosen.area)
    st.html(answer_html(sentence, escape(fill_text("local", "grouping"))))
    opened = show_chart(areas_chart(tasks, areas, planned), table=False)
    picked = [opened, show_ideas(ideas, chosen), show_other_tasks(tasks, areas, chosen)]
    rows, count = task_table(tasks), len(tasks)
    st.header(t(f"全部 {count} 项", f"All {count}"), anchor=False)
    label = t(f"列出全部，不止前 {FIRST} 项", f"List all, not only the first {FIRST}")
    if count > FIRST and not st.toggle(label, key="local_all_rows", on_change=address.record_input):
        count = FIRST
    formats = {"measure_text": "large", "task": "medium", "nearest_score": "%.2f"}
    formats |= dict.fromkeys(("first_line", "last_line"), "%d")
    show_table(rows.head(count), FILE, export=rows, height=360, formats=formats)
    return next(filter(None, picked), None)


def summarize_tasks(tasks: pd.DataFrame, ideas: int, planned: Sequence[str], areas: Sequence[str]) -> str:
    """Return a sentence (HTML) on the number of local tasks, of their regions and of shared ideas.

    ``areas`` are the selected key areas, none where all are shown.
    """
    own, other = ((tasks["kind"] == kind).sum() for kind in ("local", "other"))
    kinds = {"both": own and other, "only": 0 if other else own, "unnamed": not own}
    regions, within = tasks["region_id"].unique(), escape(join_words(area_names()[code] for code in areas))
    name = escape(region_names()[regions[0]]) if len(planned) == 1 else ""
    counts = {"planned": len(planned), "regions": len(regions), "count": len(tasks), "ideas": ideas}
    described = fill_text("local", "kinds", own=own, other=other, several=len(tasks) > 1, **kinds)
    return fill_text("local", "answer", **counts, name=name, within=within, kinds=described)


def areas_chart(tasks: pd.DataFrame, areas: Sequence[str], planned: Sequence[str]) -> Chart:
    """Draw a grid of regions, those with most local tasks first, by key areas; a click opens the tasks.

    There is at least one task; ``areas`` are the key areas to show, in the order of the template, ``planned``
    the regions chosen that have a plan.
    """
    names = region_names()
    kinds = pd.crosstab([tasks["region_id"], tasks["area_id"]], tasks["kind"])
    kinds = kinds.reindex(columns=list(KINDS), fill_value=0).rename_axis(["row", "column"])
    cells = kinds.assign(count=kinds.sum(axis=1)).reset_index()
    cells["key"] = "at~" + cells["row"] + "~" + cells["column"].replace("", NO_AREA)
    cells["hint"] = fill_hints("local", "cell_hint", cells)
    totals = tasks["region_id"].value_counts().reindex(list(names)).dropna().astype(int)
    totals = totals.sort_values(ascending=False, kind="stable")
    rows = totals.rename_axis("id").rename("total").reset_index()
    rows = rows.assign(name=rows["id"].map(names), key="at~" + rows["id"] + "~")
    by_area = tasks["area_id"].value_counts().reindex(list(areas), fill_value=0)
    columns = by_area.rename_axis("id").rename("total").reset_index()
    columns = columns.assign(name=columns["id"].map(area_names()))
    most, alone, without = totals.max(), len(totals) == 1, len(set(planned).difference(totals.index))
    first_names = join_words(rows.loc[rows["total"] == most, "name"])
    return counts_chart(
        fill_heading("local", "chart", alone=alone, first=first_names, most=most, without=without),
        cells,
        rows,
        columns,
        labels(name="region") | {"total": t("合计", "Total")},
        file_name=f"{FILE}-picture",
    )


def show_ideas(ideas: list[pd.DataFrame], chosen: filters.Filters) -> str | None:
    st.header(fill_text("local", "ideas", count=len(ideas)), anchor=False)
    if not ideas:
        st.html(f'<p class="quiet">{fill_text("local", "no_idea")}</p>')
        return None
    shown = address.choose_page("ideas", ideas, IDEAS, chosen)
    return show_cards([STYLE, *map(idea_card, shown)], f"{FILE}-ideas", unfold=True)


def show_other_tasks(tasks: pd.DataFrame, areas: Sequence[str], chosen: filters.Filters) -> str | None:
    """Draw the local tasks of one region only as cards of key areas, one page at a time."""
    single = tasks[tasks["group_regions"] == 1]
    if single.empty:
        return None
    st.header(fill_text("local", "alone", count=len(single)), anchor=False)
    totals = single["area_id"].value_counts()
    order = single.assign(area_id=single["area_id"].map(list(areas).index))
    order = order.sort_values(["area_id", "kind"], kind="stable")
    shown = address.choose_page("page", single.loc[order.index], TASKS, chosen)
    by_area = enumerate(shown.groupby("area_id", sort=False))
    cards = [area_card(str(code), own, totals[code], opened=place == 0) for place, (code, own) in by_area]
    return show_cards([STYLE, *cards], f"{FILE}-rest", unfold=True)


def fill_drawer(code: str) -> None:
    """Show the measures behind ``said~<measure>`` or ``at~<region>~<key area>``, with their source."""
    kind, first, area_id = (*code.split("~"), "", "")[:3]
    title, measure_ids = "", [first]
    if kind == "at":
        chosen = filters.Filters(region=(first,), area=(area_id,) if area_id not in ("", NO_AREA) else ())
        tasks = data.query("local_tasks", **chosen.arguments())
        if area_id == NO_AREA:
            tasks = tasks[tasks["area_id"] == ""]
        area = area_names().get(area_id.removeprefix(NO_AREA)) if area_id else None
        title = " · ".join(filter(None, (region_names().get(first), area, t("自设任务", "Local tasks"))))
        measure_ids = tasks["measure_id"].tolist()
    found = data.measures(*(measure_ids or [""]))
    if found.empty:
        filters.show_hint("local", "not_found")
        return
    details.show_title(title or region_names()[found["region_id"].iloc[0]])
    shown = details.choose_drawer_page(found, MEASURES, f"drawer_page_{code}")
    evidence.show_measures(shown, unfolded=kind == "said")


show_page(show)
