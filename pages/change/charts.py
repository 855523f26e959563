"""The charts of change: regions and indicators in two years, the matrix of changes, fates, and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from pages.change import words as change_words
from pages.change.data import ABSENT, MOVED, OF_TEMPLATE, Pair, count_kinds
from pages.change.words import CHANGES, change_name
from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, labelled, make_chart
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, joined, named, number, percent, t
from pages.ui.theme import GROUP_COLOURS, LIGHT, LIGHT_STEPS, MARKS, readable_on
from pipeline.schema.chart import Chart, Entry, bars
from pipeline.schema.grids import grid
from pipeline.schema.model import MEASURE_CHANGES, TARGET_CHANGES

FILE: Final = "plan-atlas-change"

_BLUE, _ORANGE, _PURPLE, _TEAL = (GROUP_COLOURS[place][0] for place in (0, 1, 3, 7))
OF_CHANGE: Final = {
    "gained": ("+", _BLUE),
    "deepened": ("▲", LIGHT.depth_fills["generic"]),
    "same": ("·", LIGHT.depth_fills["absent"]),
    "thinned": ("▼", LIGHT.depth_fills["none"]),
    "lost": ("−", _ORANGE),
    "new_task": ("◇", LIGHT_STEPS[1]),
    "dropped_task": ("×", LIGHT.outside),
}
"""The mark and the colour of each change of a cell."""
_OF_FATE: Final = {
    "raised": ("▲", _BLUE),
    "kept": ("=", LIGHT.depth_fills["generic"]),
    "lowered": ("▼", _ORANGE),
    "reworded": ("≠", _PURPLE),
    "new": ("+", _TEAL),
    "dropped": ("−", LIGHT.outside),
}
_OF_TEXT: Final = {
    "unchanged": ("=", LIGHT.depth_fills["specific"]),
    "reworded": ("≠", LIGHT.depth_fills["generic"]),
    "new": ("+", _TEAL),
}


def matrix_chart(pair: Pair, cells: pd.DataFrame, areas: pd.DataFrame) -> Chart:
    """What changed in each cell; a cell, a region or a task opens its changes.

    Parameters
    ----------
    cells
        As `pages.change.data.find_cells` gives them.
    areas
        The table of the key areas.
    """
    moved = cells["change"].isin(MOVED)
    absent = cells["change"].where(cells["change"].isin(ABSENT), "").groupby(cells["region_id"]).max()
    rows = cells.drop_duplicates("region_id")[["region_id", "region"]]
    rows = rows.rename(columns={"region_id": "id", "region": "name"}).assign(
        key=rows["region_id"],
        note=[change_name(kind, pair) if kind else "" for kind in rows["region_id"].map(absent)],
        hint=rows["region"] + "\n" + t("点击查看这个地区的变化", "Click for the region's changes"),
    )
    rows["total"] = rows["id"].map(moved.groupby(cells["region_id"]).sum()).where(rows["note"] == "")
    columns = cells.drop_duplicates("column")
    columns = columns.assign(
        id=columns["column"],
        key=columns["column"],
        name=columns["task"],
        hint=columns["task"] + "\n" + t("点击查看这项任务的变化", "Click for the task's changes"),
        total=columns["column"].map(moved.groupby(cells["column"]).sum()),
        group=[change_words.area_label(areas, area_id) for area_id in columns["area_id"]],
    )
    shown = [
        {"row": row["region_id"], "column": row["column"], **_cell(pair, row)}
        for row in records(cells[cells["region_id"].map(absent) == ""])
    ]
    heading = change_words.matrix_heading(pair, cells)
    counts = cells["change"].value_counts()
    kinds = [kind for kind in (*MOVED[:2], "same", *MOVED[2:], *OF_TEMPLATE) if kind in counts]
    legend = [Entry(named(CHANGES, kind), OF_CHANGE[kind][1], OF_CHANGE[kind][0]) for kind in kinds]
    if absent.astype(bool).any():
        legend.append(Entry(t("不比较", "not compared"), NO_VALUES["no_plan"].fill, "/"))
    body = grid(
        pd.DataFrame(shown, columns=["row", "column", "text", "fill", "ink", "key", "hint"]),
        rows,
        columns,
        missing=NO_VALUES["no_plan"],
        row_total=t("变化", "Changed"),
        column_total=t("变化", "Changed"),
    )
    told = (f"{change_name(kind, pair)} {number(counts[kind])}" for kind in counts.index)
    return make_chart(
        heading,
        body,
        listed_cells(pair, cells),
        alt=change_words.described(heading, told),
        file_name=f"{FILE}-matrix",
        legend=legend,
        keys=cells["region_id"] + ":" + cells["column"],
    )


def listed_cells(pair: Pair, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells as they are read: region, task, depth in both years, change."""
    depths = {
        f"depth{suffix}": [named(DEPTHS, depth) if depth else "" for depth in cells[f"depth{suffix}"]]
        for suffix in ("_before", "")
    }
    shown = cells.assign(**depths, change=[change_name(change, pair) for change in cells["change"]])
    return labelled(
        shown,
        {
            "region": t("地区", "Region"),
            "task": t("任务", "Task"),
            "depth_before": t("前一年深度", "Depth before"),
            "depth": t("后一年深度", "Depth after"),
            "change": t("变化", "Change"),
        },
    )


def fates_chart(pair: Pair, targets: pd.DataFrame) -> Chart:
    """What became of the targets of each region; a bar opens the region."""
    counts = count_kinds(targets, TARGET_CHANGES)
    changed = counts[[kind for kind in TARGET_CHANGES if kind != "kept"]].sum(axis="columns")
    counts = counts.loc[changed.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    heading = change_words.fates_heading(pair, counts)
    return _stacked(heading, counts, _OF_FATE, f"{FILE}-fates")


def texts_chart(pair: Pair, measures: pd.DataFrame) -> Chart:
    """How much of each plan is carried over, reworded and new, as shares; a bar opens the region."""
    counts = count_kinds(measures, MEASURE_CHANGES)
    shares = counts.assign(**(counts[list(_OF_TEXT)].T / counts[list(_OF_TEXT)].T.sum()).T)
    order = shares["unchanged"].sort_values(ascending=False, kind="stable").index
    shares = shares.loc[order].dropna().reset_index(drop=True)
    heading = change_words.texts_heading(pair, shares)
    return _stacked(heading, shares, _OF_TEXT, f"{FILE}-texts", shares=True)


def first_chart(pair: Pair, taken: pd.DataFrame, names: Mapping[str, str]) -> Chart:
    """The regions whose measures others took up, by how many; ``taken`` are those measures."""
    found = taken["first_region_id"].value_counts().rename_axis("region_id").reset_index(name="count")
    by = {
        region_id: joined(dict.fromkeys(own["region"])) for region_id, own in taken.groupby("first_region_id")
    }
    rows = found.assign(
        region=found["region_id"].map(names),
        others=found["region_id"].map(by),
        note=found["count"].astype("str"),
        key=found["region_id"],
    )
    rows["row_hint"] = rows["region"] + "\n" + t("后写的地区：", "Taken up by: ") + rows["others"]
    heading = change_words.first_heading(pair, len(taken))
    labels = {
        "region": t("先写的地区", "First region"),
        "count": t("举措", "Measures"),
        "others": t("后写的地区", "Taken up by"),
    }
    return make_chart(
        heading,
        bars(rows, {t("举措", "Measures"): _BLUE}, category="region", value="count", number_format="0"),
        labelled(rows, labels),
        alt=change_words.described(heading, rows["region"] + " " + rows["note"]),
        file_name=f"{FILE}-first",
        keys=rows["region_id"],
    )


def _stacked(
    heading: Heading,
    counts: pd.DataFrame,
    drawn: Mapping[str, tuple[str, str]],
    file_name: str,
    *,
    shares: bool = False,
) -> Chart:
    """Bars of regions, parted by kind: a column of ``counts`` for each of ``drawn``, its mark and colour.

    At the end of a bar of ``shares`` stands the first of them, else the sum.
    """
    kinds = [kind for kind in drawn if counts[kind].any()]
    written = percent if shares else number
    said = [
        [f"{drawn[kind][0]} {named(CHANGES, kind)} {written(row[kind])}" for kind in kinds if row[kind]]
        for row in records(counts)
    ]
    rows = counts.assign(
        key=counts["region_id"],
        note=(counts[next(iter(drawn))] if shares else counts[kinds].sum(axis="columns")).map(written),
        row_hint=["\n".join([name, *lines]) for name, lines in zip(counts["region"], said, strict=True)],
    )
    long = rows.melt(["region", "note", "key", "row_hint"], kinds, "kind", "value")
    long["series"] = [named(CHANGES, kind) for kind in long["kind"]]
    long["text"] = long["kind"].map({kind: drawn[kind][0] for kind in kinds}).where(long["value"] > 0, "")
    body = bars(
        long,
        {named(CHANGES, kind): drawn[kind][1] for kind in kinds},
        category="region",
        value="value",
        series="series",
        stacked=True,
        number_format="0%" if shares else "0",
        reach=float(shares),
    )
    labels = {
        "region": t("地区", "Region"),
        **{kind: label_of(kind) for kind in CHANGES if kind in counts},
    }
    frame = counts.assign(**(100 * counts[list(drawn)]).round(1)) if shares else counts
    alt = (joined([name, *lines]) for name, lines in zip(counts["region"], said, strict=True))
    return make_chart(
        heading,
        body,
        labelled(frame, labels),
        alt=change_words.described(heading, alt),
        file_name=file_name,
        legend=[Entry(named(CHANGES, kind), drawn[kind][1], drawn[kind][0]) for kind in kinds],
        keys=counts["region_id"],
    )


def label_of(kind: str) -> str:
    """The name of a kind of change as the heading of a column."""
    name = named(CHANGES, kind)
    return name[:1].upper() + name[1:]


def _cell(pair: Pair, row: Mapping[str, str]) -> dict[str, str]:
    """The fields of `GridCell` for a cell."""
    mark, fill = OF_CHANGE[row["change"]]
    depths = [
        f"{year}{t('：', ': ')}{MARKS[depth]} {named(DEPTHS, depth)}"
        for year, depth in ((pair.before, row["depth_before"]), (pair.year, row["depth"]))
        if depth
    ]
    return {
        "text": mark,
        "fill": fill,
        "ink": LIGHT.quiet if row["change"] == "same" else readable_on(fill),
        "key": f"{row['region_id']}:{row['column']}",
        "hint": "\n".join([f"{mark} {change_name(row['change'], pair)}", *depths]),
    }
