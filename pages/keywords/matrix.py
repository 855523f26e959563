"""Which regions name what, as a picture: names by region, and in a narrow window bars."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from pages.charts.dot_figures import Bar, Grid, bar_layout, grid_layout
from pages.charts.drawing.steps import Cell
from pages.charts.picture import Picture
from pages.keywords.choice import FILE, code_of, first_of, heading
from pages.keywords.exhibits import grid_exhibit
from pages.ui.evidence.evidence import records
from pages.ui.text import column, joined, number, plural, t
from pipeline.schema.chart import Chart

SHOWN: Final = 24
"""How many names the picture shows; the table has them all."""

WIDE: Final = 1060
NARROW: Final = 440


def naming_picture(what: str, found: pd.DataFrame, ranked: pd.DataFrame, regions: pd.DataFrame) -> Picture:
    """Names by region; a click on a square leads to its sentences, one on a name to all of the name's.

    Parameters
    ----------
    what
        ``campaigns`` or ``citations``.
    found
        As `pipeline.store.store.mentions` counts them.
    ranked
        Each name once, with regions and mentions, in the order in which they are to stand.
    regions
        As in the codebook; those without a plan are left out.
    """
    first = records(ranked.head(SHOWN))
    things, _, many = campaign_words(ranked)
    title = (
        t(f"哪些地区点名了哪些{things}", f"Which regions name which {many}")
        if what == "campaigns"
        else t("哪些地区引用了哪些文件", "Which regions cite which documents")
    )
    which = first_of(len(first), len(ranked))
    wide = heading(
        title,
        t(
            f"格中为次数，名称后为地区数；按地区数排列，{which}",
            f"How often, with the number of regions after each name; {which}",
        ),
    )
    narrow = heading(title, t(f"提到的地区数；{which}", f"Number of regions; {which}"))
    alt = f"{title}. " + joined(f"{row['name']} {row['regions']}" for row in first)
    grid, file_name = _grid(what, found, first, regions), f"{FILE}-{what}"
    name, counts = t("名称", "Name"), t("地区数", "Regions")

    def told() -> Chart:
        frame = _frame(grid, found, name, counts)
        return grid_exhibit(grid, wide, frame, alt=alt, file_name=file_name, counts=counts)

    layouts = (
        grid_layout(grid, wide, "", alt, WIDE),
        bar_layout([_bar(what, row) for row in first], narrow, alt, NARROW),
    )
    return Picture(layouts, alt, file_name, told)


def campaign_words(named: pd.DataFrame) -> tuple[str, str, str]:
    """What names of these kinds are called: in Chinese, and in English of one and of many."""
    strategies = named["kind"] == "strategy"
    if strategies.all():
        return "战略与机制", "strategy or mechanism", "strategies and mechanisms"
    if strategies.any():
        return "行动、项目与战略", "campaign, project or strategy", "campaigns, projects and strategies"
    return "行动与项目", "campaign or project", "campaigns and projects"


def _frame(grid: Grid, found: pd.DataFrame, name: str, counts: str) -> pd.DataFrame:
    """The squares as a table: how often each region has each name."""
    rows, columns = dict(grid.rows), dict(grid.columns)
    table = found.pivot_table(index="name", columns="region_id", values="mentions", aggfunc="sum")
    table = table.reindex(index=list(rows), columns=list(columns)).fillna(0).astype("int64")
    table = table.rename(columns=columns).rename_axis(columns=None)
    regions = found["name"].value_counts()
    table.insert(0, name, list(rows.values()))
    table.insert(1, counts, [int(regions[row]) for row in rows])
    return table.reset_index(drop=True)


def _grid(what: str, found: pd.DataFrame, first: list[dict[str, Any]], regions: pd.DataFrame) -> Grid:
    planned = regions[regions["status"] == "plan"]
    short = dict(zip(planned["region_id"], planned[column("short")], strict=True))
    rows = {row["name"]: row["name"] for row in first}
    cells = {
        (row["name"], row["region_id"]): _cell(what, row, short[row["region_id"]])
        for row in records(found)
        if row["name"] in rows and row["region_id"] in short
    }
    return Grid(
        rows=tuple(rows.items()),
        columns=tuple(short.items()),
        cells=cells,
        counts={row["name"]: number(row["regions"]) for row in first},
        opens={name: _everywhere(what, name) for name in rows},
    )


def _cell(what: str, row: dict[str, Any], region: str) -> Cell:
    places = t(f"{row['mentions']} 处", plural(row["mentions"], "place", "places"))
    return Cell(
        written=number(row["mentions"]),
        step=min(row["mentions"] + 1, 5),
        code=code_of("named", what, row["region_id"], row["name"]),
        hint=(
            row["name"],
            t(f"{region}：{places}", f"{region}: {places}"),
            t("点击看原文", "click for the sentences"),
        ),
    )


def _bar(what: str, row: dict[str, Any]) -> Bar:
    who, places = plural(row["regions"], "region", "regions"), plural(row["mentions"], "place", "places")
    return Bar(
        name=row["name"],
        value=float(row["regions"]),
        written=number(row["regions"]),
        code=_everywhere(what, row["name"]),
        hint=(row["name"], t(f"{row['regions']} 个地区，{row['mentions']} 处", f"{who}, {places}")),
    )


def _everywhere(what: str, name: str) -> str:
    return code_of("named", what, "*", name)
