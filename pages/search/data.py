"""What the search page shows: the hits that the filters leave, and how many there are by region and area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from pages.ui import data, filters, links
from pages.ui.evidence.marks import Mark
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import CODE_NAMES, DEPTHS, MATCH_METHODS, Language, current_language, join_words, name_of
from pipeline import search as text_search

FILE: Final = "plan-atlas-search"
HIT: Final = "hit:"
"""Stands before the id of a measure in what opens it."""

_LABELS: Final = CODE_NAMES["hit_column"]
"""What stands above the columns of the export, in their order."""

_JOINED: Final = ("area_id", "task_id", "task_text")
_CELLS: Final = ("task", "measure", "departments")


def search(text: str, chosen: filters.Filters | None = None, sort: str = "relevance") -> text_search.Found:
    """What a query finds in the depths and doubts chosen, of all regions and key areas.

    It is shared, so not to be changed.
    """
    chosen = chosen or filters.Filters()
    return _search(data.built_key(), text, chosen.depth, chosen.doubt, sort)


# Few are kept, because while a query is typed each of its beginnings is one.
@st.cache_resource(show_spinner=False, max_entries=32)
def _search(
    key: data.BuiltKey, text: str, depths: tuple[str, ...], doubts: tuple[str, ...], sort: str
) -> text_search.Found:
    return text_search.search(
        data.built_folder(), text, depths=depths or None, doubts=doubts or None, sort=sort
    )


def find_names(text: str) -> list[text_search.Named]:
    """The regions, tasks, bodies and the like that a query names, the best match first."""
    return text_search.find_names(data.query("all_named"), text)


def suggest_queries(text: str, chosen: filters.Filters) -> tuple[text_search.Suggestion, ...]:
    """What to try where a query finds nothing under these filters."""
    levels = {"depths": chosen.depth or None, "doubts": chosen.doubt or None}
    return data.query("suggest_queries", text=text, **chosen.arguments(), **levels)


def filter_hits(hits: pd.DataFrame, chosen: filters.Filters) -> pd.DataFrame:
    """The hits that the filters of regions and key areas leave."""
    if chosen.of_regions:
        hits = hits[hits["region_id"].isin(filters.chosen_regions(data.regions(), chosen)["region_id"])]
    return hits[hits["area_id"].isin(chosen.area)] if chosen.area else hits


def count_facets(
    hits: pd.DataFrame, chosen: filters.Filters, names: Names
) -> dict[str, list[tuple[str, str, int]]]:
    """The hits of each region that has any or is chosen, most first, and of each key area, in their order.

    Under ``region`` and ``area`` stand code, name and number of each. Either is counted as it would be
    without a choice of its own; a merged measure counts once in each.
    """
    by_region, by_area = (
        filter_hits(hits, replace(chosen, **{name: ()})).groupby(f"{name}_id")["measure_cell"].nunique()
        for name in ("region", "area")
    )
    regions = [
        (code, name, int(by_region.get(code, 0)))
        for code, name in names.regions.items()
        if code in by_region or code in chosen.region
    ]
    areas = [(code, name, int(by_area.get(code, 0))) for code, name in names.areas.items()]
    return {"region": sorted(regions, key=lambda bar: -bar[2]), "area": areas}


def drop_merged(hits: pd.DataFrame) -> pd.DataFrame:
    """The first row of each measure; one that is merged over several rows stands in each of them."""
    return hits.drop_duplicates("measure_cell")


def field_marks(spans: tuple[text_search.HitSpan, ...], field: str) -> list[Mark]:
    """The words found in a field of a hit, as marks."""
    return [Mark(place.start, place.end, "term") for place in spans if place.field == field]


def count_places(hits: pd.DataFrame) -> int:
    """In how many places of the printed cells the words stand.

    A cell merged over several rows is printed once, and a cited title stands in the measure already.
    """
    rows = zip(hits["spans"], hits["task_cell"], hits["measure_cell"], hits["departments_cell"], strict=True)
    return len(
        {
            (place.field, cells[_CELLS.index(place.field)], place.start, place.word)
            for spans, *cells in rows
            for place in spans
            if place.field in _CELLS
        }
    )


@dataclass(frozen=True)
class Names:
    """What codes are called in a language, and the link to a hit but for its id."""

    regions: dict[str, str]
    tasks: dict[str, str]
    areas: dict[str, str]
    language: Language
    link_to: str = ""

    def task(self, codes: str) -> str:
        """The tasks whose ids are joined by ``;``, or that it is a local one."""
        if not codes:
            return name_of(MATCH_METHODS, "local", self.language)
        return join_words((self.tasks.get(code, code) for code in codes.split(";")), self.language)


def load_names() -> Names:
    """The names in the language of the page, with the address of the view."""
    return replace(_names(data.built_key(), current_language()), link_to=links.file_link(open=HIT))


# Every word typed asks for them.
@st.cache_resource(show_spinner=False, max_entries=8)
def _names(key: data.BuiltKey, language: Language) -> Names:
    return Names(region_names(), task_names(), area_names(), language)


def export_table(hits: pd.DataFrame, names: Names) -> pd.DataFrame:
    """All hits as a table, in their order, with a link to each; a merged measure names all its tasks."""
    first, cells = drop_merged(hits).set_index("measure_cell"), hits.groupby("measure_cell", sort=False)
    table = first.assign(
        region=first["region_id"].map(names.regions),
        **{name: cells[name].agg(_join_unique) for name in _JOINED},
        depth_name=[name_of(DEPTHS, depth, names.language) for depth in first["depth"]],
        places=pd.Series({cell: count_places(rows) for cell, rows in cells}, dtype="int64"),
        score=first["score"].round(4),
        also=cells["measure_id"].agg(lambda codes: _join_unique(codes.iloc[1:])),
        link=names.link_to + first["measure_id"],
    )
    return table.assign(task=table["task_id"].map(names.task))[list(_LABELS)]


def _join_unique(values: pd.Series) -> str:
    return ";".join(dict.fromkeys(filter(None, values)))


def export_labels() -> dict[str, str]:
    """What stands above the columns of the export."""
    return {name: name_of(_LABELS, name) for name in _LABELS}
