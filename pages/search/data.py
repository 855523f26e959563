"""Queries of the search page: hits, their counts by region and key area, and their export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from pages.ui import data, filters, links
from pages.ui.codes import CODE_NAMES, DEPTHS, MATCH_METHODS, name_of
from pages.ui.evidence.marks import Mark
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import Language, current_language, join_words
from pipeline import search as text_search

FILE: Final = "plan-atlas-search"
HIT: Final = "hit:"
"""The prefix of a measure's id in the code that opens a hit."""

LABELS: Final = CODE_NAMES["hit_column"]
"""The headings of the columns of the export, in their order."""

_JOINED: Final = ("area_id", "task_id", "task_text")
_CELLS: Final = ("task", "measure", "departments")


def search(text: str, chosen: filters.Filters | None = None, sort: str = "relevance") -> text_search.Found:
    """Search all regions and key areas at the selected depths and doubts; do not modify the result."""
    chosen = chosen or filters.Filters()
    return _search(data.built_key(), text, chosen.depth, chosen.doubt, sort)


# Few entries, because each prefix of a query is one while it is typed.
@st.cache_resource(show_spinner=False, max_entries=32)
def _search(
    key: data.BuiltKey, text: str, depths: tuple[str, ...], doubts: tuple[str, ...], sort: str
) -> text_search.Found:
    return text_search.search(
        data.built_folder(), text, depths=depths or None, doubts=doubts or None, sort=sort
    )


def suggest_queries(text: str, chosen: filters.Filters) -> tuple[text_search.Suggestion, ...]:
    """Return other queries to try where this one finds nothing under these filters."""
    levels = {"depths": chosen.depth or None, "doubts": chosen.doubt or None}
    return data.query("suggest_queries", text=text, **chosen.arguments(), **levels)


def filter_hits(hits: pd.DataFrame, chosen: filters.Filters) -> pd.DataFrame:
    """Return the hits that pass the filters of regions and key areas."""
    if chosen.of_regions:
        hits = hits[hits["region_id"].isin(filters.filter_regions(data.regions(), chosen)["region_id"])]
    return hits[hits["area_id"].isin(chosen.area)] if chosen.area else hits


def count_facets(
    hits: pd.DataFrame, chosen: filters.Filters, names: Names
) -> dict[str, list[tuple[str, str, int]]]:
    """Count hits by ``region``, most first, and by ``area``, in template order: code, name and number.

    Regions without hits are left out, unless they are selected. Each facet ignores its own filter; a merged
    measure counts once in each region and area.
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
    """Keep the first row of each measure; a merged measure has several."""
    return hits.drop_duplicates("measure_cell")


def field_marks(spans: tuple[text_search.HitSpan, ...], field: str) -> list[Mark]:
    """Return the matches in a field of a hit as marks."""
    return [Mark(span.start, span.end, "term") for span in spans if span.field == field]


def count_places(hits: pd.DataFrame) -> int:
    """Count the matches in printed cells.

    A merged cell counts once; cited titles do not count, because they are part of a measure.
    """
    rows = zip(hits["spans"], *(hits[f"{name}_cell"] for name in _CELLS), strict=True)
    matches = {
        (span.field, cells[_CELLS.index(span.field)], span.start, span.word)
        for spans, *cells in rows
        for span in spans
        if span.field in _CELLS
    }
    return len(matches)


@dataclass(frozen=True)
class Names:
    """The names of codes in a language; ``link_to`` is the link to a hit without its id."""

    regions: dict[str, str]
    tasks: dict[str, str]
    areas: dict[str, str]
    language: Language
    link_to: str

    def task(self, codes: str) -> str:
        """The names of tasks, from ids joined by ``;``; without any, the name of local tasks."""
        if not codes:
            return name_of(MATCH_METHODS, "local", self.language)
        return join_words((self.tasks.get(code, code) for code in codes.split(";")), self.language)


def load_names() -> Names:
    """Return the names in the language of the page, with links to the current view."""
    link = links.file_link(open=HIT)
    return Names(region_names(), task_names(), area_names(), current_language(), link)


def export_table(hits: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return the table of all hits with a link to each; a merged measure has the tasks of all its rows."""
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
    return table.assign(task=table["task_id"].map(names.task))[list(LABELS)]


def _join_unique(values: pd.Series) -> str:
    return ";".join(dict.fromkeys(filter(None, values)))
