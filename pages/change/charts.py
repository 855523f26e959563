"""Charts of the change page: the matrix of cells, and bars of regions by kind of change."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from pages.change.data import DEPTH_CHANGES, TEMPLATE_CHANGES, Pair, count_kinds, excluded_regions
from pages.change.words import CHANGES, change_name
from pages.charts.count_grids import colour_cells
from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, fill_heading, label_columns, make_chart, stacked_bars
from pages.ui.evidence.evidence import records
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import DEPTHS, capitalize, join_words, name_of, number, percent, t
from pages.ui.theme import GROUP_COLOURS, LIGHT, LIGHT_STEPS, MARKS
from pipeline.schema.chart import Chart, Entry, make_bars
from pipeline.schema.grids import make_grid
from pipeline.schema.model import MEASURE_CHANGES, TARGET_CHANGES

FILE: Final = "plan-atlas-change"

_BLUE, _ORANGE, _PURPLE, _RED, _TEAL = (GROUP_COLOURS[place][0] for place in (0, 1, 3, 5, 7))
CELL_STYLES: Final = {
    "gained": (_BLUE, "+"),
    "deepened": (LIGHT.depth_fills["generic"], "▲"),
    "same": (LIGHT.depth_fills["absent"], "·"),
    "thinned": (LIGHT.depth_fills["none"], "▼"),
    "lost": (_ORANGE, "−"),
    "new_task": (LIGHT_STEPS[1], "◇"),
    "dropped_task": (LIGHT.outside, "×"),
}
"""Colour and mark of each change of a cell, in the order of the legend."""
_TARGET_STYLES: Final = {
    "raised": (_BLUE, "▲"),
    "kept": (LIGHT.depth_fills["generic"], "="),
    "lowered": (_ORANGE, "▼"),
    "reworded": (_PURPLE, "≠"),
    "reversed": (_RED, "⇄"),
    "new": (_TEAL, "+"),
    "dropped": (LIGHT.outside, "−"),
}
_TEXT_STYLES: Final = {
    "unchanged": (LIGHT.depth_fills["specific"], "="),
    "reworded": (LIGHT.depth_fills["generic"], "≠"),
    "reversed": (_RED, "⇄"),
    "new": (_TEAL, "+"),
}


def matrix_chart(pair: Pair, cells: pd.DataFrame, areas: Mapping[str, str]) -> Chart:
    """Draw the change of each cell; a cell, a region or a task opens its changes.

    ``cells`` is the result of `pages.change.data.find_cells`, ``areas`` the names of the key areas.
    """
    changed, excluded = cells["change"].isin(DEPTH_CHANGES), excluded_regions(cells)
    counts = cells["change"].value_counts()
    kinds = [kind for kind in CELL_STYLES if kind in counts]
    compared = sum(counts[kind] for kind in kinds if kind not in TEMPLATE_CHANGES)
    heading = fill_heading("change", "matrix", **pair.years, compared=compared, changed=changed.sum())

    def headers(code: str, name: str, hint: str) -> pd.DataFrame:
        found = cells.drop_duplicates(code)
        ids, names, total = found[code], found[name], found[code].map(changed.groupby(cells[code]).sum())
        return found.assign(id=ids, key=ids, name=names, hint=names + "\n" + hint, total=total)

    rows = headers("region_id", "region", t("点击查看这个地区的变化", "Click for the region's changes"))
    notes = {code: change_name(reason, pair) for code, reason in excluded.items()}
    rows["note"] = [notes.get(code, "") for code in rows["id"]]
    rows["total"] = rows["total"].where(rows["note"] == "")
    columns = headers("column", "task", t("点击查看这项任务的变化", "Click for the task's changes"))
    columns["group"] = columns["area_id"].map(areas).fillna(columns["area_id"])
    legend = [Entry(name_of(CHANGES, kind), *CELL_STYLES[kind]) for kind in kinds]
    if excluded:
        legend.append(Entry(t("不比较", "not compared"), NO_VALUES["no_plan"].fill, "/"))
    shown = cells[~cells["region_id"].isin(excluded)]
    fills, marks = ({kind: style[place] for kind, style in CELL_STYLES.items()} for place in (0, 1))
    shown = colour_cells(shown, shown["change"].map(fills)).assign(
        row=shown["region_id"],
        text=shown["change"].map(marks),
        key=shown["code"],
        hint=[_cell_hint(pair, row) for row in records(shown)],
    )
    shown["ink"] = shown["ink"].mask(shown["change"] == "same", LIGHT.quiet)
    total = dict.fromkeys(("row_total", "column_total"), t("变化", "Changed"))
    body = make_grid(shown, rows, columns, missing=NO_VALUES["no_plan"], **total)
    return make_chart(
        heading,
        body,
        cell_table(pair, cells),
        file_name=f"{FILE}-matrix",
        values=(f"{change_name(kind, pair)} {number(counts[kind])}" for kind in counts.index),
        legend=legend,
        keys=cells["code"],
    )


def cell_table(pair: Pair, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the table of cells: region, task, depth in both years, change."""
    columns = labels("region", "task", "depth_before", depth="depth_after", change="change")
    depths = {name: [name_of(DEPTHS, depth) for depth in cells[name]] for name in ("depth_before", "depth")}
    shown = cells.assign(**depths, change=[change_name(change, pair) for change in cells["change"]])
    return label_columns(shown, columns)


def targets_chart(pair: Pair, targets: pd.DataFrame) -> Chart:
    """Draw the targets of each region by change; a bar opens the region."""
    counts = count_kinds(targets, TARGET_CHANGES)
    changed = counts[[kind for kind in TARGET_CHANGES if kind != "kept"]].sum(axis="columns")
    counts = counts.loc[changed.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    before = int((targets["change"] != "new").sum())
    sums = counts[["raised", "lowered"]].sum()
    heading = fill_heading("change", "targets", **pair.years, **sums, count=before)
    return _stacked_bars("target-changes", heading, counts, _TARGET_STYLES)


def texts_chart(pair: Pair, measures: pd.DataFrame) -> Chart:
    """Draw the shares of each plan carried over, reworded and new; a bar opens the region."""
    counts, kinds = count_kinds(measures, MEASURE_CHANGES), list(_TEXT_STYLES)
    counts[kinds] = counts[kinds].div(counts[kinds].sum(axis="columns"), axis="index")
    shares = counts.dropna().sort_values("unchanged", ascending=False, kind="stable").reset_index(drop=True)
    most = shares["unchanged"].max()
    first = shares.loc[shares["unchanged"] == most, "region"]
    many = len(first) if len(first) > 1 else 0
    values = {"many": many, "name": first.iloc[0], "share": percent(most)}
    heading = fill_heading("change", "texts", **pair.years, **values)
    return _stacked_bars("texts", heading, shares, _TEXT_STYLES, shares=True)


def reuse_chart(pair: Pair, reused: pd.DataFrame, names: Mapping[str, str]) -> Chart:
    """Draw how many of the measures ``reused`` each region wrote first."""
    heading = fill_heading("change", "reused", **pair.years, count=len(reused))
    by_first = reused.groupby("first_region_id")["region"]
    others = by_first.agg(lambda regions: join_words(dict.fromkeys(regions)))
    rows = reused["first_region_id"].value_counts().rename_axis("key").reset_index(name="count")
    rows = rows.assign(
        region=rows["key"].map(names), others=rows["key"].map(others), note=rows["count"].astype("str")
    )
    rows["row_hint"] = rows["region"] + "\n" + t("后写的地区：", "Taken up by: ") + rows["others"]
    measures = heading_of("all_measures")
    body = make_bars(rows, {measures: _BLUE}, category="region", value="count", number_format="0")
    frame = label_columns(rows, labels(region="first_region", count="all_measures", others="taken_up_by"))
    values = rows["region"] + " " + rows["note"]
    return make_chart(heading, body, frame, file_name=f"{FILE}-first", values=values, keys=rows["key"])


def _stacked_bars(
    name: str,
    heading: Heading,
    counts: pd.DataFrame,
    styles: Mapping[str, tuple[str, str]],
    *,
    shares: bool = False,
) -> Chart:
    """Draw a bar for each region, stacked by the columns of ``counts`` that ``styles`` names.

    A bar is labelled with its first part if these are ``shares``, otherwise with the sum.
    """
    write = percent if shares else number
    parts = {kind: Entry(name_of(CHANGES, kind), *styles[kind]) for kind in styles if counts[kind].any()}
    hints = [
        [
            row["region"],
            *(f"{part.mark} {part.name} {write(row[kind])}" for kind, part in parts.items() if row[kind]),
        ]
        for row in records(counts)
    ]
    rows = counts.assign(
        key=counts["region_id"],
        note=(counts[next(iter(styles))] if shares else counts[list(parts)].sum(axis="columns")).map(write),
        row_hint=["\n".join(lines) for lines in hints],
    )
    number_format = "0%" if shares else "0"
    body = stacked_bars(rows, parts, category="region", number_format=number_format, reach=float(shares))
    columns = {kind: capitalize(name_of(CHANGES, kind)) for kind in CHANGES if kind in counts}
    frame = counts.assign(**(100 * counts[list(styles)]).round(1)) if shares else counts
    frame = label_columns(frame, labels("region") | columns)
    return make_chart(
        heading,
        body,
        frame,
        file_name=f"{FILE}-{name}",
        values=map(join_words, hints),
        legend=parts.values(),
        keys=counts["region_id"],
    )


def _cell_hint(pair: Pair, row: Mapping[str, str]) -> str:
    depths = [
        f"{year}{t('：', ': ')}{MARKS[depth]} {name_of(DEPTHS, depth)}"
        for year, depth in ((pair.before, row["depth_before"]), (pair.year, row["depth"]))
        if depth
    ]
    return "\n".join([f"{CELL_STYLES[row['change']][1]} {change_name(row['change'], pair)}", *depths])
