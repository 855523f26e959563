"""What the search page shows: the hits that the filters leave, and how many there are by region and area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from pages.shared import address, data, filters
from pages.shared.keywords_choice import area_names, region_names, task_names
from pages.shared.marks import Mark
from pages.shared.text import DEPTHS, MATCH_METHODS, joined, named, t
from pipeline import store

FILE: Final = "plan-atlas-search"
_EXPORTED: Final = (
    *("region_id", "region", "area_id", "task_id", "task", "depth", "depth_name"),
    *("task_text", "measure_text", "departments_text", "citations_text", "places", "score"),
    *("first_line", "last_line", "measure_id", "link"),
)


def found(text: str, depths: tuple[str, ...] = (), sort: str = "relevance") -> store.Found:
    """What a query finds at some depths, of all regions and key areas; shared, so not to be changed."""
    return _found(data.built_key(), text, depths, sort)


# Few are kept, because while a query is typed each of its beginnings is one.
@st.cache_resource(show_spinner=False, max_entries=32)
def _found(_key: data.BuiltKey, text: str, depths: tuple[str, ...], sort: str) -> store.Found:
    return store.search(data.built_folder(), text, depths=depths or None, sort=sort)


def ways_on(text: str, chosen: filters.Filters) -> tuple[store.WayOn, ...]:
    """What to try where a query finds nothing under these filters."""
    regions = filters.chosen_regions(data.regions(), chosen)["region_id"]
    return data.ask(
        "ways_on",
        text=text,
        region_ids=tuple(regions) if chosen.macro or chosen.region else None,
        area_ids=chosen.area or None,
        depths=chosen.depth or None,
    )


def within(
    hits: pd.DataFrame, chosen: filters.Filters, *, regions: bool = True, areas: bool = True
) -> pd.DataFrame:
    """The hits that the filters leave; those of regions or of key areas can be left aside."""
    looked_at = chosen if regions else filters.Filters(macro=chosen.macro)
    kept = hits
    if looked_at.macro or looked_at.region:
        kept = kept[kept["region_id"].isin(filters.chosen_regions(data.regions(), looked_at)["region_id"])]
    if areas and chosen.area:
        kept = kept[kept["area_id"].isin(chosen.area)]
    return kept


def by_region(hits: pd.DataFrame, chosen: filters.Filters) -> list[tuple[str, str, int]]:
    """Code, name and number of hits of each region that has any or is chosen, most first."""
    counts = within(hits, chosen, regions=False)["region_id"].value_counts()
    shown = [
        (code, name, int(counts.get(code, 0)))
        for code, name in region_names().items()
        if code in counts.index or code in chosen.region
    ]
    return sorted(shown, key=lambda row: -row[2])


def by_area(hits: pd.DataFrame, chosen: filters.Filters) -> list[tuple[str, str, int]]:
    """Code, name and number of hits of each key area, in their order."""
    counts = within(hits, chosen, areas=False)["area_id"].value_counts()
    return [(code, name, int(counts.get(code, 0))) for code, name in area_names().items()]


def marks_of(spans: tuple[store.Place, ...], field: str) -> list[Mark]:
    """The words found in a field of a hit, as marks."""
    return [Mark(place.start, place.end, "term") for place in spans if place.field == field]


def printed_places(hits: pd.DataFrame) -> pd.Series:
    """In how many places of its cells each hit has a word; a cited title stands in the measure already."""
    counts = [sum(place.field != "citation" for place in spans) for spans in hits["spans"]]
    return pd.Series(counts, index=hits.index, dtype="int64")


@dataclass(frozen=True)
class Names:
    """What codes are called, and the link to a hit but for its id."""

    regions: dict[str, str]
    tasks: dict[str, str]
    local: str
    depths: dict[str, str]
    link_to: str

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
    """The names in the language of the page, asked for once for all hits."""
    return Names(
        region_names(),
        task_names(),
        named(MATCH_METHODS, "local"),
        {code: named(DEPTHS, code) for code in DEPTHS},
        address.link(open=code_of("")),
    )


def for_export(hits: pd.DataFrame, names: Names) -> pd.DataFrame:
    """All hits as a table, in their order, with a link to each."""
    table = hits.assign(
        region=hits["region_id"].map(names.regions),
        task=hits["task_id"].map(names.task),
        depth_name=hits["depth"].map(names.depths),
        places=printed_places(hits),
        score=hits["score"].round(4),
        link=hits["measure_id"].map(lambda code: names.link(code_of(code))),
    )
    return table[list(_EXPORTED)]


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
        "first_line": t("首行", "First line"),
        "last_line": t("末行", "Last line"),
        "measure_id": t("举措编号", "Measure id"),
        "link": t("链接", "Link"),
    }
