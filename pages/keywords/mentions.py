"""The view of named campaigns and cited documents: which regions mention them, and where."""

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.count_grids import counts_chart
from pages.charts.parts import fill_heading, fill_hints, label_columns
from pages.charts.show import show_chart
from pages.keywords import controls
from pages.keywords.controls import FILE, store_filters
from pages.ui import address, data, filters
from pages.ui.codes import CODE_NAMES, Names, name_of
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.page_columns import heading_of, labels
from pages.ui.tables import show_table
from pages.ui.text import capitalize, document_title, fill_text, join_words, localized, t
from pipeline.schema.chart import Chart
from pipeline.schema.model import CAMPAIGN_KINDS, DOCUMENT_KINDS

PAGE: Final = 15
SHOWN: Final = 24
"""The number of names in the chart; the table has all of them."""

KINDS: Final[Names] = {
    kind: {"zh": zh, "en": en} for kind, (zh, en) in {**CAMPAIGN_KINDS, **DOCUMENT_KINDS}.items()
}


def show(chosen: filters.Filters) -> str | None:
    what = address.choose_listed("what", decides=True)
    found = data.query("mentions", what=what, **store_filters(chosen))
    if found.empty:
        if chosen.any:
            filters.show_no_results()
        else:
            filters.show_hint("keywords", "no_mention")
        return None
    kinds = choose_kinds(found)
    found = found[found["kind"].isin(kinds)] if kinds else found
    # Strategies and mechanisms are no campaigns: they are ranked only if nothing else is found.
    campaigns = found if kinds else found[found["kind"] != "strategy"]
    ranked = found if campaigns.empty else campaigns
    names = {"": fill_text("keywords", "all_names", names=ranked["name"].nunique())} | {
        str(name): fill_text("keywords", "mentioned_regions", name=name, regions=regions)
        for name, regions in found.groupby("name", sort=False).size().items()
    }
    label = t("选一个看原文", "Choose one to read its sentences")
    if name := address.choose_one(label, f"name_{what}", names, stated=t("名称", "Name")):
        show_name(what, name, found[found["name"] == name], chosen)
        return None
    totals = ranked.groupby("name", sort=False, as_index=False).agg(
        kind=("kind", "first"), regions=("region_id", "size"), mentions=("mentions", "sum")
    )
    summary = summarize_mentions(what, ranked["region_id"].nunique(), totals)
    st.html(answer_html(controls.scope_prefix(chosen) + summary))
    picked = show_chart(mentions_chart(what, ranked, totals, controls.shown_regions(chosen)), table=False)
    who = ranked["region_id"].map(region_names()).groupby(ranked["name"]).agg(join_words)
    kinds_named = [name_of(KINDS, kind) for kind in totals["kind"]]
    shown = labels("name", "kind", "regions", "mentions", "who")
    table = totals.assign(kind=kinds_named, who=totals["name"].map(who))[list(shown)]
    show_table(table, f"{FILE}-{what}-list", labels=shown, height=340)
    return picked


def choose_kinds(found: pd.DataFrame) -> tuple[str, ...]:
    """Return the kinds that the reader selected; nothing is drawn where there is only one kind."""
    counts = found.drop_duplicates("name")["kind"].value_counts()
    known = [kind for kind in KINDS if kind in counts]
    present = sorted([*known, *counts.index.difference(known)], key="other".__eq__)
    if len(present) < 2:
        return ()
    names = {kind: f"{capitalize(name_of(KINDS, kind))} {counts[kind]}" for kind in present}
    return address.choose_pills(t("只看", "Show only"), "sort_of", present, names.__getitem__)


def mentions_chart(what: str, found: pd.DataFrame, ranked: pd.DataFrame, regions: pd.DataFrame) -> Chart:
    """Draw a grid of how often each region mentions each of the first names.

    A click on a number opens its sentences, one on a name all of them. ``what`` is ``campaigns`` or
    ``citations``, ``found`` the result of `pipeline.store.store.mentions`, ``ranked`` are its names with
    kind and regions, their number; ``regions`` (codebook) without a plan are left out.
    """
    counted = controls.count_shown(min(SHOWN, len(ranked)), len(ranked))
    values = {"cited": what == "citations", "things": kind_noun(ranked), "counted": counted}
    heading = fill_heading("keywords", "mentions_chart", **values)
    planned = regions[regions["status"] == "plan"]
    columns = pd.DataFrame({"id": planned["region_id"], "name": planned[localized("short")]})
    rows = ranked.head(SHOWN)[["name", "regions"]].rename(columns={"regions": "total"})
    rows = rows.assign(id=rows["name"], key=f"named:{what}:*:" + rows["name"])
    shown = found[found["name"].isin(rows["id"])]
    cells = pd.DataFrame(
        {
            "row": shown["name"],
            "column": shown["region_id"],
            "count": shown["mentions"],
            "key": f"named:{what}:" + shown["region_id"] + ":" + shown["name"],
        }
    )
    cells["hint"] = fill_hints("keywords", "mention_hint", cells)
    return counts_chart(
        heading,
        cells,
        rows,
        columns,
        labels("name", total="regions"),
        file_name=f"{FILE}-{what}",
        total=heading_of("regions"),
    )


def kind_noun(named: pd.DataFrame, count: int = 2) -> str:
    """Return the noun for ``count`` names of these kinds; by default its plural."""
    strategies = named["kind"] == "strategy"
    kinds = "strategies" if strategies.all() else "both" if strategies.any() else "campaigns"
    return name_of(CODE_NAMES["mention" if count == 1 else "mentions"], kinds)


def summarize_mentions(what: str, regions: int, ranked: pd.DataFrame) -> str:
    """Return a sentence (HTML) on the number of names and on those that most ``regions`` mention."""
    first = records(ranked.head(3).assign(name=ranked["name"].map(escape)))
    top = join_words(fill_text("keywords", "mentioned", **row) for row in first)
    counts = {"regions": regions, "names": len(ranked), "unique": int((ranked["regions"] == 1).sum())}
    shared = counts["unique"] < len(ranked)
    counts |= {"shared": shared, "apart": regions > 1 and not shared}
    things = kind_noun(ranked, len(ranked))
    return fill_text("keywords", f"mentions_{what}", **counts, things=things, top=top)


def show_name(what: str, name: str, found: pd.DataFrame, chosen: filters.Filters) -> None:
    """Show which regions mention a name, and every measure with it highlighted."""
    names = region_names()
    spans = data.query("mention_spans", what=what, name=name, **store_filters(chosen))
    marks = controls.marks_by_measure(spans, "citation" if what == "citations" else "campaign")
    measures = controls.load_measures(marks)
    who = escape(join_words(names[code] for code in found["region_id"]))
    title = escape(name if what == "campaigns" else document_title(name))
    counts = {"regions": len(found), "measures": len(measures), "places": int(found["mentions"].sum())}
    st.html(answer_html(fill_text("keywords", f"named_{what}", title=title, who=who, **counts)))
    above = st.container(key="keywords_one")
    subject = (what, name, tuple(store_filters(chosen).values()))
    shown = address.choose_page("page", measures, PAGE, subject)
    with above:
        for measure in shown:
            st.html(controls.marked_measure(measure, marks[str(measure["measure_id"])]))
    rows, lines = pd.DataFrame(measures), ("first_line", "last_line")
    rows = rows.assign(region=rows["region_id"].map(names), task=rows["task_id"])
    columns = labels("region", "task", "measure_text", "departments_text", *lines, "measure_id")
    show_table(label_columns(rows, columns), f"{FILE}-{what}-one", height=280)
