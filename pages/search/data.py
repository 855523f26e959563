"""What the search page shows: the hits that the filters leave, and how many there are by region and area."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import data, filters, links
from pages.ui.evidence.marks import Mark
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import DEPTHS, MATCH_METHODS, Language, current_language, joined, named, t
from pipeline import search as text_search

FILE: Final = "plan-atlas-search"
_EXPORTED: Final = (
    *("region_id", "region", "area_id", "task_id", "task", "depth", "depth_name"),
    *("task_text", "measure_text", "departments_text", "citations_text", "places", "score"),
    *("confidence", "doubt", "first_line", "last_line", "measure_id", "also", "link"),
)
_TOGETHER: Final = ("area_id", "task_id", "task_text")
_CELLS: Final = ("task", "measure", "departments")


def found(text: str, chosen: filters.Filters | None = None, sort: str = "relevance") -> text_search.Found:
    """What a query finds in the depths and doubts chosen, of all regions and key areas.

    It is shared, so not to be changed.
    """
    chosen = chosen or filters.Filters()
    return _found(data.built_key(), text, chosen.depth, chosen.doubt, sort)


# Few are kept, because while a query is typed each of its beginnings is one.
@st.cache_resource(show_spinner=False, max_entries=32)
def _found(
    key: data.BuiltKey, text: str, depths: tuple[str, ...], doubts: tuple[str, ...], sort: str
) -> text_search.Found:
    return text_search.search(
        data.built_folder(), text, depths=depths or None, doubts=doubts or None, sort=sort
    )


def found_names(text: str) -> list[text_search.Named]:
    """The regions, tasks, bodies and the like that a query names, the best match first."""
    return text_search.find_names(_all_named(data.built_key()), text)


@st.cache_resource(show_spinner=False, max_entries=8)
def _all_named(key: data.BuiltKey) -> tuple[text_search.Named, ...]:
    return text_search.all_named(data.built_folder())


def suggest_queries(text: str, chosen: filters.Filters) -> tuple[text_search.Suggestion, ...]:
    """What to try where a query finds nothing under these filters."""
    regions = filters.chosen_regions(data.regions(), chosen)["region_id"]
    return data.ask(
        "suggest_queries",
        text=text,
        region_ids=tuple(regions) if chosen.of_regions else None,
        area_ids=chosen.area or None,
        depths=chosen.depth or None,
        doubts=chosen.doubt or None,
    )


def within(hits: pd.DataFrame, chosen: filters.Filters) -> pd.DataFrame:
    """The hits that the filters leave."""
    kept = hits
    if chosen.of_regions:
        kept = kept[kept["region_id"].isin(filters.chosen_regions(data.regions(), chosen)["region_id"])]
    if chosen.area:
        kept = kept[kept["area_id"].isin(chosen.area)]
    return kept


Bars = list[tuple[str, str, int]]
"""Code, name and number of each."""


def counted(hits: pd.DataFrame, chosen: filters.Filters, names: Names) -> tuple[Bars, Bars]:
    """The hits of each region that has any or is chosen, most first, and of each key area, in their order.

    Either is counted as it would be without a choice of its own; a merged measure counts once in each.
    """
    near = set(filters.chosen_regions(data.regions(), replace(chosen, region=()))["region_id"])
    by_region: defaultdict[str, set[int]] = defaultdict(set)
    by_area: defaultdict[str, set[int]] = defaultdict(set)
    for region, area, cell in zip(hits["region_id"], hits["area_id"], hits["measure_cell"], strict=True):
        if region in near and (not chosen.area or area in chosen.area):
            by_region[region].add(cell)
        if region in near and (not chosen.region or region in chosen.region):
            by_area[area].add(cell)
    regions = [
        (code, name, len(by_region[code]))
        for code, name in names.regions.items()
        if code in by_region or code in chosen.region
    ]
    areas = [(code, name, len(by_area[code])) for code, name in names.areas.items()]
    return sorted(regions, key=lambda bar: -bar[2]), areas


def once(hits: pd.DataFrame) -> pd.DataFrame:
    """The first row of each measure; one that is merged over several rows stands in each of them."""
    return hits.drop_duplicates("measure_cell")


def marks_of(spans: tuple[text_search.HitSpan, ...], field: str) -> list[Mark]:
    """The words found in a field of a hit, as marks."""
    return [Mark(place.start, place.end, "term") for place in spans if place.field == field]


def places_in(hits: pd.DataFrame) -> int:
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
    """What codes are called, and the link to a hit but for its id."""

    regions: dict[str, str]
    tasks: dict[str, str]
    local: str
    depths: dict[str, str]
    link_to: str
    areas: dict[str, str] = field(default_factory=dict)

    def task(self, codes: str) -> str:
        """The tasks whose ids are joined by ``;``, or that there is none."""
        return joined(self.tasks.get(code, code) for code in codes.split(";")) if codes else self.local

    def link(self, code: str) -> str:
        """The view with a hit opened in it."""
        return self.link_to + code.removeprefix(code_of(""))


def code_of(measure_id: str) -> str:
    """What opens a hit."""
    return f"hit:{measure_id}"


def names_now() -> Names:
    """The names in the language of the page, with the address of the view."""
    return replace(_names(data.built_key(), current_language()), link_to=links.file_link(open=code_of("")))


# Every word typed asks for them.
@st.cache_resource(show_spinner=False, max_entries=8)
def _names(key: data.BuiltKey, language: Language) -> Names:
    return Names(
        region_names(),
        task_names(),
        named(MATCH_METHODS, "local", language),
        {code: named(DEPTHS, code, language) for code in DEPTHS},
        "",
        area_names(),
    )


def for_export(hits: pd.DataFrame, names: Names) -> pd.DataFrame:
    """All hits as a table, in their order, with a link to each; a merged measure names all its tasks."""
    first, cells = once(hits), hits.groupby("measure_cell", sort=False)
    table = first.assign(
        region=first["region_id"].map(names.regions),
        **{name: first["measure_cell"].map(cells[name].agg(_together)) for name in _TOGETHER},
        depth_name=first["depth"].map(names.depths),
        places=first["measure_cell"].map({cell: places_in(rows) for cell, rows in cells}),
        score=first["score"].round(4),
        link=first["measure_id"].map(lambda code: names.link(code_of(code))),
    )
    table = table.assign(task=table["task_id"].map(names.task), also=_others(first, cells))
    return table[list(_EXPORTED)]


def _together(values: pd.Series) -> str:
    return ";".join(dict.fromkeys(filter(None, values)))


def _others(first: pd.DataFrame, cells: Any) -> pd.Series:
    return first["measure_cell"].map(cells["measure_id"].agg(lambda codes: ";".join(list(codes)[1:])))


def labels() -> dict[str, str]:
    """What stands above the columns of the export."""
    return {
        "region_id": t("地区代码", "Region code"),
        "region": t("地区", "Region"),
        "area_id": t("工作重点", "Key area"),
        "task_id": t("任务编号", "Task id"),
        "task": t("任务", "Task"),
        "depth": t("深度代码", "Depth code"),
        "depth_name": t("深度", "Depth"),
        "task_text": t("工作内容原文", "Task as printed"),
        "measure_text": t("举措原文", "Measure"),
        "departments_text": t("责任部门原文", "Departments"),
        "citations_text": t("引用文件", "Cited documents"),
        "places": t("出现处数", "Places"),
        "score": t("相关度", "Relevance"),
        "confidence": t("置信度", "Confidence"),
        "doubt": t("读取存疑", "Doubtful reading"),
        "first_line": t("首行", "First line"),
        "last_line": t("末行", "Last line"),
        "measure_id": t("举措编号", "Measure id"),
        "also": t("同一举措的其他行", "Other rows of the same measure"),
        "link": t("链接", "Link"),
    }
