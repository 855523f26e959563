"""What slides and files of data are made from, for the pictures of the overview."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.charts.exhibits import exhibit_of
from pages.charts.parts import Heading, depth_entries, labelled
from pages.ui.text import DEPTHS, STATUSES, Language, named
from pages.ui.theme import LIGHT, readable_on
from pipeline.schema.chart import Bars, Chart, Entry, Series, Tile, Tiles

_DEEP_FIRST: Final = tuple(reversed(DEPTHS))

_NAMES: Final[dict[str, dict[Language, str]]] = {
    "region": {"zh": "地区", "en": "Region"},
    "macro": {"zh": "大区", "en": "Macro-region"},
    "status": {"zh": "状态", "en": "Status"},
    "area_id": {"zh": "编号", "en": "No."},
    "task_id": {"zh": "编号", "en": "No."},
    "area": {"zh": "工作重点", "en": "Key area"},
    "task": {"zh": "标准任务", "en": "Standard task"},
    "tasks": {"zh": "任务数", "en": "Tasks"},
    "cells": {"zh": "格数", "en": "Cells"},
    "regions": {"zh": "地区数", "en": "Regions"},
    "covered": {"zh": "覆盖", "en": "Covered"},
    "share": {"zh": "覆盖率（%）", "en": "Covered, %"},
}


def map_exhibit(
    regions: pd.DataFrame,
    steps: list[tuple[str, str]],
    step_of_region: list[int | None],
    written: list[str],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Chart:
    """The tile-grid map.

    Parameters
    ----------
    regions
        As `pages.overview.facts.by_region` counts them.
    steps
        The classes: name and colour of each.
    step_of_region
        The class of each region, None where it has no number.
    written
        What stands under each region's name.
    """
    left, top = regions["tile_column"].min(), regions["tile_row"].min()
    tiles = tuple(
        _tile(
            name, text, int(column - left), int(row - top), status, None if step is None else steps[step][1]
        )
        for name, text, column, row, status, step in zip(
            regions[f"short_{language}"],
            written,
            regions["tile_column"],
            regions["tile_row"],
            regions["status"],
            step_of_region,
            strict=True,
        )
    )
    legend = [Entry(name, colour) for name, colour in steps]
    legend += _states(regions, step_of_region, language)
    frame = _counted(
        regions.assign(
            region=regions[f"name_{language}"],
            macro=regions[f"macro_{language}"],
            status=[named(STATUSES, status, language) for status in regions["status"]],
        ),
        ("region", "macro", "status"),
        "tasks",
        language,
    )
    return exhibit_of(heading, Tiles(tiles), frame, alt=alt, file_name=file_name, legend=legend)


def areas_exhibit(
    areas: pd.DataFrame,
    total: dict[str, object],
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
) -> Chart:
    """Shares of depths by key area, the first bar of all areas together if there is a ``total``."""
    rows = pd.concat([pd.DataFrame([total]), areas], ignore_index=True) if total else areas
    labels = [
        f"{area_id} {name}".strip()
        for area_id, name in zip(rows["area_id"], rows[f"short_{language}"], strict=True)
    ]
    shown = [depth for depth in _DEEP_FIRST if rows[depth].sum()]
    series = tuple(
        Series(
            named(DEPTHS, depth, language),
            tuple(int(count) / int(cells) for count, cells in zip(rows[depth], rows["cells"], strict=True)),
            LIGHT.depth_fills[depth],
        )
        for depth in shown
    )
    body = Bars(tuple(labels), series, stacked=True, number_format="0%")
    frame = _counted(rows.assign(area=rows[f"name_{language}"]), ("area_id", "area"), "cells", language)
    return exhibit_of(
        heading, body, frame, alt=alt, file_name=file_name, legend=depth_entries(language, shown)
    )


def tasks_exhibit(
    tasks: pd.DataFrame,
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    counted: str = "",
) -> Chart:
    """How many regions answer each task at each depth; tasks in the order in which they stand.

    ``counted`` says what ``covered`` counts where it isn't the cells that are covered.
    """
    names = [
        f"{task_id} {name}" for task_id, name in zip(tasks["task_id"], tasks[f"name_{language}"], strict=True)
    ]
    shown = [depth for depth in _DEEP_FIRST if tasks[depth].sum()]
    series = tuple(
        Series(
            named(DEPTHS, depth, language),
            tuple(float(count) or None for count in tasks[depth]),
            LIGHT.depth_fills[depth],
        )
        for depth in shown
    )
    frame = _counted(
        tasks.assign(task=tasks[f"name_{language}"]), ("task_id", "task"), "regions", language, counted
    )
    said = {
        "zh": "每项任务有多少地区回答，按深度",
        "en": "How many regions answer each task, by depth",
    }[language]
    return exhibit_of(
        heading,
        Bars(tuple(names), series, stacked=True, unit=_NAMES["regions"][language], number_format="0"),
        frame,
        subtitle=said,
        alt=alt,
        file_name=file_name,
        legend=depth_entries(language, shown),
    )


def _tile(name: str, text: str, column: int, row: int, status: str, fill: str | None) -> Tile:
    if fill is not None:
        return Tile(name, text, column, row, fill, readable_on(fill))
    ground = {"no_plan": LIGHT.outside, "outside": LIGHT.paper}.get(status, LIGHT.panel)
    return Tile(name, text, column, row, ground, LIGHT.quiet, dashed=status == "outside")


def _states(regions: pd.DataFrame, steps: list[int | None], language: Language) -> list[Entry]:
    """The entries of the regions that have no number."""
    present = {status for status, step in zip(regions["status"], steps, strict=True) if step is None}
    entries = {
        "no_plan": Entry(named(STATUSES, "no_plan", language), LIGHT.outside),
        "outside": Entry(named(STATUSES, "outside", language), LIGHT.paper, dashed=True),
        "plan": Entry({"zh": "有工作要点，未选入", "en": "has a plan, not chosen"}[language], LIGHT.panel),
    }
    return [entry for status, entry in entries.items() if status in present]


def _counted(
    rows: pd.DataFrame, first: tuple[str, ...], unit: str, language: Language, counted: str = ""
) -> pd.DataFrame:
    """The counts as they are shown, under their names; ``unit`` names what there are so many cells of."""
    rows = rows.assign(share=(100 * rows["covered"] / rows["cells"]).astype("Float64").round(1))
    labels = {name: _NAMES[name][language] for name in first} | {"cells": _NAMES[unit][language]}
    if counted:
        labels["covered"] = counted
    else:
        labels |= {name: _NAMES[name][language] for name in ("covered", "share")}
    return labelled(rows, labels | {depth: named(DEPTHS, depth, language) for depth in _DEEP_FIRST})
