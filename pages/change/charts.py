"""The charts of change: the matrix of cells, and bars of regions by kind of change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from pages.change.data import MOVED, OF_TEMPLATE, Pair, count_kinds, not_compared
from pages.change.words import CHANGES, change_name
from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, label_columns, make_chart
from pages.ui.evidence.evidence import records
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import DEPTHS, capitalize, join_words, name_of, number, percent, plural, t
from pages.ui.theme import GROUP_COLOURS, LIGHT, LIGHT_STEPS, MARKS, readable_on
from pipeline.schema.chart import Body, Chart, Entry, bars
from pipeline.schema.grids import grid
from pipeline.schema.model import MEASURE_CHANGES, TARGET_CHANGES

FILE: Final = "plan-atlas-change"

_BLUE, _ORANGE, _PURPLE, _RED, _TEAL = (GROUP_COLOURS[place][0] for place in (0, 1, 3, 5, 7))
OF_CELL: Final = {
    "gained": ("+", _BLUE),
    "deepened": ("▲", LIGHT.depth_fills["generic"]),
    "same": ("·", LIGHT.depth_fills["absent"]),
    "thinned": ("▼", LIGHT.depth_fills["none"]),
    "lost": ("−", _ORANGE),
    "new_task": ("◇", LIGHT_STEPS[1]),
    "dropped_task": ("×", LIGHT.outside),
}
"""The mark and the colour of each change of a cell, in the order of the legend."""
_OF_TARGET: Final = {
    "raised": ("▲", _BLUE),
    "kept": ("=", LIGHT.depth_fills["generic"]),
    "lowered": ("▼", _ORANGE),
    "reworded": ("≠", _PURPLE),
    "reversed": ("⇄", _RED),
    "new": ("+", _TEAL),
    "dropped": ("−", LIGHT.outside),
}
_OF_TEXT: Final = {
    "unchanged": ("=", LIGHT.depth_fills["specific"]),
    "reworded": ("≠", LIGHT.depth_fills["generic"]),
    "reversed": ("⇄", _RED),
    "new": ("+", _TEAL),
}


def matrix_chart(pair: Pair, cells: pd.DataFrame, areas: Mapping[str, str]) -> Chart:
    """What changed in each cell; a cell, a region or a task opens its changes.

    ``cells`` are as `pages.change.data.find_cells` gives them, ``areas`` the names of the key areas.
    """
    moved, absent = cells["change"].isin(MOVED), not_compared(cells)
    counts = cells["change"].value_counts()
    kinds = [kind for kind in OF_CELL if kind in counts]
    compared = number(sum(counts[kind] for kind in kinds if kind not in OF_TEMPLATE))
    heading = Heading(
        t(
            f"{pair.before}—{pair.year} 年：可比的 {compared} 格中 {number(moved.sum())} 格有变化",
            f"{pair.before}–{pair.year}: {number(moved.sum())} of {compared} cells changed",
        ),
        t(
            "每格是一个地区对一项任务的回答有何变化；边上的数字是有变化的格数",
            "A cell is how a region's answer to a task changed; the totals count the cells that changed",
        ),
    )
    rows = cells.drop_duplicates("region_id")
    rows = rows.assign(
        id=rows["region_id"],
        key=rows["region_id"],
        name=rows["region"],
        note=[change_name(absent[code], pair) if code in absent else "" for code in rows["region_id"]],
        hint=rows["region"] + "\n" + t("点击查看这个地区的变化", "Click for the region's changes"),
        total=rows["region_id"].map(moved.groupby(cells["region_id"]).sum()),
    )
    rows["total"] = rows["total"].where(~rows["id"].isin(absent))
    columns = cells.drop_duplicates("column")
    columns = columns.assign(
        id=columns["column"],
        key=columns["column"],
        name=columns["task"],
        hint=columns["task"] + "\n" + t("点击查看这项任务的变化", "Click for the task's changes"),
        total=columns["column"].map(moved.groupby(cells["column"]).sum()),
        group=columns["area_id"].map(areas).fillna(columns["area_id"]),
    )
    shown = [_cell(pair, row) for row in records(cells[~cells["region_id"].isin(absent)])]
    legend = [_entry(OF_CELL, kind) for kind in kinds]
    if absent:
        legend.append(Entry(t("不比较", "not compared"), NO_VALUES["no_plan"].fill, "/"))
    found = pd.DataFrame(shown, columns=["row", "column", "text", "fill", "ink", "key", "hint"])
    total = dict.fromkeys(("row_total", "column_total"), t("变化", "Changed"))
    body = grid(found, rows, columns, missing=NO_VALUES["no_plan"], **total)
    alt_lines = (f"{change_name(kind, pair)} {number(counts[kind])}" for kind in counts.index)
    return page_chart("matrix", heading, body, listed_cells(pair, cells), alt_lines, cells["code"], legend)


def listed_cells(pair: Pair, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells as they are read: region, task, depth in both years, change."""
    depths = {
        name: [name_of(DEPTHS, depth) if depth else "" for depth in cells[name]]
        for name in ("depth_before", "depth")
    }
    shown = cells.assign(**depths, change=[change_name(change, pair) for change in cells["change"]])
    return label_columns(
        shown, labels("region", "task", "depth_before", depth="depth_after", change="change")
    )


def targets_chart(pair: Pair, targets: pd.DataFrame) -> Chart:
    """What became of the targets of each region; a bar opens the region."""
    counts = count_kinds(targets, TARGET_CHANGES)
    changed = counts[[kind for kind in TARGET_CHANGES if kind != "kept"]].sum(axis="columns")
    counts = counts.loc[changed.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    before = int((targets["change"] != "new").sum())
    raised, lowered = int(counts["raised"].sum()), int(counts["lowered"].sum())
    heading = Heading(
        t(
            f"{pair.before} 年的 {number(before)} 个目标到 {pair.year} 年："
            f"提高 {raised} 个，降低 {lowered} 个",
            f"Of {plural(before, 'target')} of {pair.before}, {raised} are raised and {lowered} "
            f"lowered in {pair.year}",
        ),
        t(
            "目标数；一行一个地区，变化多的在前",
            "Number of targets. One row is one region, most changes first",
        ),
    )
    return _stacked("target-changes", heading, counts, _OF_TARGET)


def texts_chart(pair: Pair, measures: pd.DataFrame) -> Chart:
    """How much of each plan is carried over, reworded and new, as shares; a bar opens the region."""
    counts = count_kinds(measures, MEASURE_CHANGES).set_index(["region_id", "region"])
    counts[list(_OF_TEXT)] = counts[list(_OF_TEXT)].div(
        counts[list(_OF_TEXT)].sum(axis="columns"), axis="index"
    )
    shares = counts.dropna().sort_values("unchanged", ascending=False, kind="stable").reset_index()
    most = shares["unchanged"].max()
    first = shares.loc[shares["unchanged"] == most, "region"]
    who_zh, who_en, whose = (
        (f"{len(first)} 个地区", f"{len(first)} regions carry", "their")
        if len(first) > 1
        else (first.iloc[0], f"{first.iloc[0]} carries", "its")
    )
    heading = Heading(
        t(
            f"{who_zh}沿用最多：{percent(most)}的举措是 {pair.before} 年的原文",
            f"{who_en} over most: {percent(most)} of {whose} measures are those of {pair.before}",
        ),
        t(
            f"占各地区 {pair.year} 年举措的比例；只有本年年份不同的也算沿用",
            f"Share of each region's measures of {pair.year}; "
            "only the plan's own year in the text is no change",
        ),
    )
    return _stacked("texts", heading, shares, _OF_TEXT, shares=True)


def first_chart(pair: Pair, taken: pd.DataFrame, names: Mapping[str, str]) -> Chart:
    """The regions whose measures others took up, by how many; ``taken`` are those measures."""
    measures = plural(len(taken), "new or reworded measure")
    heading = Heading(
        t(
            f"{pair.year} 年有 {len(taken)} 条新写或改写的举措，别的地区 {pair.before} 年已先写",
            f"{measures} of {pair.year} stood in another region's plan of {pair.before}",
        ),
        t("一行一个先写的地区；举措条数", "One row is a region that wrote them first; number of measures"),
    )
    rows = taken["first_region_id"].value_counts().rename_axis("key").reset_index(name="count")
    by = taken.groupby("first_region_id")["region"].agg(lambda regions: join_words(dict.fromkeys(regions)))
    rows = rows.assign(
        region=rows["key"].map(names), others=rows["key"].map(by), note=rows["count"].astype("str")
    )
    rows["row_hint"] = rows["region"] + "\n" + t("后写的地区：", "Taken up by: ") + rows["others"]
    measures = heading_of("all_measures")
    body = bars(rows, {measures: _BLUE}, category="region", value="count", number_format="0")
    frame = label_columns(rows, labels(region="first_region", count="all_measures", others="taken_up_by"))
    return page_chart("first", heading, body, frame, rows["region"] + " " + rows["note"], rows["key"])


def _stacked(
    name: str,
    heading: Heading,
    counts: pd.DataFrame,
    drawn: Mapping[str, tuple[str, str]],
    *,
    shares: bool = False,
) -> Chart:
    """Bars of regions, parted by kind: a column of ``counts`` for each of ``drawn``, its mark and colour.

    At the end of a bar of ``shares`` stands the first of them, else the sum.
    """
    kinds = [kind for kind in drawn if counts[kind].any()]
    written = percent if shares else number
    alt_lines = [
        [f"{drawn[kind][0]} {name_of(CHANGES, kind)} {written(row[kind])}" for kind in kinds if row[kind]]
        for row in records(counts)
    ]
    rows = counts.assign(
        key=counts["region_id"],
        note=(counts[next(iter(drawn))] if shares else counts[kinds].sum(axis="columns")).map(written),
        row_hint=["\n".join([name, *lines]) for name, lines in zip(counts["region"], alt_lines, strict=True)],
    )
    long = rows.melt(["region", "note", "key", "row_hint"], kinds, "kind", "value")
    long["series"] = [name_of(CHANGES, kind) for kind in long["kind"]]
    long["text"] = long["kind"].map({kind: drawn[kind][0] for kind in kinds}).where(long["value"] > 0, "")
    body = bars(
        long,
        {name_of(CHANGES, kind): drawn[kind][1] for kind in kinds},
        category="region",
        value="value",
        series="series",
        stacked=True,
        number_format="0%" if shares else "0",
        reach=float(shares),
    )
    shown = labels("region") | {
        kind: capitalize(name_of(CHANGES, kind)) for kind in CHANGES if kind in counts
    }
    frame = counts.assign(**(100 * counts[list(drawn)]).round(1)) if shares else counts
    alt = (join_words([name, *lines]) for name, lines in zip(counts["region"], alt_lines, strict=True))
    legend = [_entry(drawn, kind) for kind in kinds]
    return page_chart(name, heading, body, label_columns(frame, shown), alt, counts["region_id"], legend)


def page_chart(
    name: str,
    heading: Heading,
    body: Body,
    frame: pd.DataFrame,
    values: Iterable[str],
    keys: Iterable[str],
    legend: Iterable[Entry] = (),
) -> Chart:
    """A chart of this page; ``values`` are told, after its title, to those who don't see it."""
    alt = heading.title + t("。", ". ") + join_words(values) + t("。", ".")
    return make_chart(heading, body, frame, alt=alt, file_name=f"{FILE}-{name}", legend=legend, keys=keys)


def _cell(pair: Pair, row: Mapping[str, str]) -> dict[str, str]:
    """A cell as `pipeline.schema.grids.grid` takes it."""
    mark, fill = OF_CELL[row["change"]]
    depths = [
        f"{year}{t('：', ': ')}{MARKS[depth]} {name_of(DEPTHS, depth)}"
        for year, depth in ((pair.before, row["depth_before"]), (pair.year, row["depth"]))
        if depth
    ]
    return {
        "row": row["region_id"],
        "column": row["column"],
        "text": mark,
        "fill": fill,
        "ink": LIGHT.quiet if row["change"] == "same" else readable_on(fill),
        "key": row["code"],
        "hint": "\n".join([f"{mark} {change_name(row['change'], pair)}", *depths]),
    }


def _entry(drawn: Mapping[str, tuple[str, str]], kind: str) -> Entry:
    mark, colour = drawn[kind]
    return Entry(name_of(CHANGES, kind), colour, mark)
