"""Charts of the change page: the matrix of cells, bars by kind of change, and dumbbells of two years."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pages.change import data as change_data
from pages.change.data import CHANGES, DEPTH_CHANGES, TEMPLATE_CHANGES, Pair
from pages.charts.count_grids import colour_cells
from pages.charts.grid import NO_VALUES
from pages.charts.parts import Heading, fill_heading, fill_hints, make_chart, number_format, stacked_bars
from pages.ui.codes import name_of
from pages.ui.evidence.evidence import records
from pages.ui.names import depth_labels
from pages.ui.page_columns import labels
from pages.ui.target_values import MONEY, money_scale
from pages.ui.text import capitalize, join_words, localized, number, percent, t
from pages.ui.theme import GROUP_COLOURS, LIGHT, LIGHT_STEPS
from pipeline.schema.chart import Chart, Entry, make_bars, make_dots
from pipeline.schema.grids import make_grid
from pipeline.schema.model import MEASURE_CHANGES, TARGET_CHANGES

FILE: Final = "plan-atlas-change"

_BLUE, _ORANGE, _PURPLE, _RED, _TEAL = (GROUP_COLOURS[place][0] for place in (0, 1, 3, 5, 7))
STYLES: Final = {
    "gained": (_BLUE, "+"),
    "deepened": (LIGHT.depth_fills["generic"], "▲"),
    "same": (LIGHT.depth_fills["absent"], "·"),
    "thinned": (LIGHT.depth_fills["none"], "▼"),
    "lost": (_ORANGE, "−"),
    "new_task": (LIGHT_STEPS[1], "◇"),
    "dropped_task": (LIGHT.outside, "×"),
    "raised": (_BLUE, "▲"),
    "kept": (LIGHT.depth_fills["generic"], "="),
    "lowered": (_ORANGE, "▼"),
    "unchanged": (LIGHT.depth_fills["specific"], "="),
    "reworded": (_PURPLE, "≠"),
    "reversed": (_RED, "⇄"),
    "new": (_TEAL, "+"),
    "dropped": (LIGHT.outside, "−"),
}
"""Colour and mark of each change of a cell, of a target or of a text, in the order of the legend."""
_TARGET_KINDS: Final = ("raised", "kept", "lowered", "reworded", "reversed", "new", "dropped")
_TEXT_KINDS: Final = ("unchanged", "reworded", "reversed", "new")


def _entries(kinds: Iterable[str]) -> dict[str, Entry]:
    return {kind: Entry(name_of(CHANGES, kind), *STYLES[kind]) for kind in kinds}


def matrix_chart(pair: Pair, cells: pd.DataFrame, areas: Mapping[str, str]) -> Chart:
    """Draw the change of each cell; a cell, a region or a task opens its changes.

    ``cells`` is the result of `pages.change.data.find_cells`, ``areas`` the names of the key areas.
    """
    changed, excluded = cells["change"].isin(DEPTH_CHANGES), change_data.excluded_regions(cells)
    counts = cells["change"].value_counts()
    kinds = [kind for kind in STYLES if kind in counts]
    compared = sum(counts[kind] for kind in kinds if kind not in TEMPLATE_CHANGES)
    heading = fill_heading("change", "matrix", **pair.years, compared=compared, changed=changed.sum())

    def headers(code: str, name: str) -> pd.DataFrame:
        found = cells.drop_duplicates(code)
        ids, names, total = found[code], found[name], found[code].map(changed.groupby(cells[code]).sum())
        return found.assign(id=ids, key=ids, name=names, total=total)

    rows = headers("region_id", "region")
    notes = {code: pair.name_change(reason) for code, reason in excluded.items()}
    rows["note"] = [notes.get(code, "") for code in rows["id"]]
    rows["total"] = rows["total"].where(rows["note"] == "")
    columns = headers("column", "task")
    columns["group"] = columns["area_id"].map(areas).fillna(columns["area_id"])
    legend = [*_entries(kinds).values()]
    if excluded:
        legend.append(Entry(t("不比较", "not compared"), NO_VALUES["no_plan"].fill, "/"))
    shown = cells[~cells["region_id"].isin(excluded)]
    # Many cells are alike: a hint is written once for each kind of them.
    hints = shown[["change", "depth_before", "depth"]].drop_duplicates()
    named = hints.assign(
        mark=[STYLES[kind][1] for kind in hints["change"]],
        name=hints["change"].map(pair.name_change),
        depth_before=hints["depth_before"].map(depth_labels()).fillna(""),
        depth=hints["depth"].map(depth_labels()).fillna(""),
    )
    shown = shown.merge(hints.assign(hint=fill_hints("change", "cell_hint", named, **pair.years)), "left")
    styles = shown["change"].map(STYLES)
    shown = colour_cells(shown, styles.str[0]).assign(
        row=shown["region_id"], text=styles.str[1], key=shown["code"]
    )
    shown["ink"] = shown["ink"].mask(shown["change"] == "same", LIGHT.quiet)
    total = dict.fromkeys(("row_total", "column_total"), t("变化", "Changed"))
    return make_chart(
        heading,
        make_grid(shown, rows, columns, missing=NO_VALUES["no_plan"], **total),
        change_data.cell_table(pair, cells),
        file_name=f"{FILE}-matrix",
        values=(f"{pair.name_change(kind)} {number(counts[kind])}" for kind in counts.index),
        legend=legend,
        keys=cells["code"],
    )


def targets_chart(pair: Pair, targets: pd.DataFrame) -> Chart:
    """Draw the targets of each region by change; a bar opens the region."""
    counts = change_data.count_kinds(targets, TARGET_CHANGES)
    changed = counts[[kind for kind in TARGET_CHANGES if kind != "kept"]].sum(axis="columns")
    counts = counts.loc[changed.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    before = int((targets["change"] != "new").sum())
    sums = counts[["raised", "lowered"]].sum()
    heading = fill_heading("change", "targets", **pair.years, **sums, count=before)
    return _stacked_bars("target-changes", heading, counts, _TARGET_KINDS)


def texts_chart(pair: Pair, measures: pd.DataFrame) -> Chart:
    """Draw the shares of each plan carried over, reworded and new; a bar opens the region."""
    counts, kinds = change_data.count_kinds(measures, MEASURE_CHANGES), list(_TEXT_KINDS)
    counts[kinds] = counts[kinds].div(counts[kinds].sum(axis="columns"), axis="index")
    shares = counts.dropna().sort_values("unchanged", ascending=False, kind="stable").reset_index(drop=True)
    most = shares["unchanged"].max()
    first = shares.loc[shares["unchanged"] == most, "region"]
    many = len(first) if len(first) > 1 else 0
    values = {"many": many, "name": first.iloc[0], "share": percent(most)}
    heading = fill_heading("change", "texts", **pair.years, **values)
    return _stacked_bars("texts", heading, shares, _TEXT_KINDS, shares=True)


def reuse_chart(pair: Pair, reused: pd.DataFrame, names: Mapping[str, str]) -> Chart:
    """Draw how many of the measures ``reused`` each region wrote first."""
    heading = fill_heading("change", "reused", **pair.years, count=len(reused))
    by_first = reused.groupby("first_region_id")["region"]
    others = by_first.agg(lambda regions: join_words(dict.fromkeys(regions)))
    rows = reused["first_region_id"].value_counts().rename_axis("key").reset_index(name="count")
    region, rows = rows["key"].map(names), rows.assign(others=rows["key"].map(others))
    rows = rows.assign(region=region, note=rows["count"].astype("str"))
    rows["row_hint"] = region + "\n" + t("后写的地区：", "Taken up by: ") + rows["others"]
    columns = labels(region="first_region", count="all_measures", others="taken_up_by")
    colours = {columns["count"]: _BLUE}
    body = make_bars(rows, colours, category="region", value="count", number_format="0")
    return make_chart(heading, body, rows, columns, file_name=f"{FILE}-first")


def _stacked_bars(
    name: str, heading: Heading, counts: pd.DataFrame, kinds: Sequence[str], *, shares: bool = False
) -> Chart:
    """Draw a bar for each region, stacked by the columns of ``counts`` called ``kinds``.

    A bar is labelled with its first part if these are ``shares``, otherwise with the sum.
    """
    write = percent if shares else number
    parts = _entries(kind for kind in kinds if counts[kind].any())
    hints = _hint_lines(counts, parts, write)
    rows = counts.assign(
        key=counts["region_id"],
        note=(counts[kinds[0]] if shares else counts[list(parts)].sum(axis="columns")).map(write),
        row_hint=["\n".join(lines) for lines in hints],
    )
    how: dict[str, Any] = {"category": "region", "number_format": "0%" if shares else "0"}
    body = stacked_bars(rows, parts, reach=float(shares), **how)
    columns = {kind: capitalize(name_of(CHANGES, kind)) for kind in CHANGES if kind in counts}
    return make_chart(
        heading,
        body,
        rows.assign(**(100 * counts[list(kinds)]).round(1)) if shares else rows,
        labels("region") | columns,
        file_name=f"{FILE}-{name}",
        values=map(join_words, hints),
        legend=parts.values(),
    )


def _hint_lines(
    counts: pd.DataFrame, parts: Mapping[str, Entry], write: Callable[[Any], str]
) -> list[list[str]]:
    """Return for each region its name, and the parts that are not zero with their marks."""
    marked = {kind: f"{part.mark} {part.name}" for kind, part in parts.items()}
    return [
        [row["region"], *(f"{marked[kind]} {write(row[kind])}" for kind in marked if row[kind])]
        for row in records(counts)
    ]


def regions_chart(pair: Pair, regions: pd.DataFrame) -> Chart:
    """Draw the covered tasks of each region in both years; a row opens the region.

    ``regions`` is the result of `pages.change.data.count_by_region`.
    """
    more, less = (int((sign * regions["difference"] > 0).sum()) for sign in (1, -1))
    heading = fill_heading("change", "regions", **pair.years, more=more, less=less)
    parts = _entries(DEPTH_CHANGES)
    rows = regions.assign(
        name=regions["region"],
        key=regions["region_id"],
        detail=[pair.name_change(reason) if reason else "" for reason in regions["excluded"]],
        note=_signed_numbers(regions["difference"]),
        row_hint=["\n".join(lines) for lines in _hint_lines(regions, parts, str)],
    )
    shown = labels("region") | pair.year_labels("covered") | labels(difference="change_in_number")
    shown |= {kind: capitalize(part.name) for kind, part in parts.items()}
    unit = t("覆盖的标准任务", "Standard tasks covered")
    return _dumbbell_chart(pair, rows, "covered", heading, shown, "regions", unit)


def indicator_chart(
    pair: Pair, pairs: pd.DataFrame, name: str, unit: str, earlier: Mapping[int, pd.Series]
) -> Chart:
    """Draw the values of an indicator over the years; a row is a pair of targets, which it opens.

    ``pairs`` and ``earlier`` are results of `pages.change.data.group_by_indicator` and `earlier_values`.
    """
    size = 1.0
    if pairs["unit"].iloc[0] == MONEY:
        size, unit = money_scale(float(pairs["value"].median()))
    counts = change_data.join_counts(TARGET_CHANGES, pairs["change"].value_counts())
    heading = fill_heading("change", "indicator", name=name, counts=counts, unit=unit)
    rows = pairs.assign(
        name=pairs["region"],
        key=pairs["code"],
        value_before=pairs["value_before"] / size,
        value=pairs["value"] / size,
        detail=pairs["counted"].mask(~pairs["certain"], pairs["counted"] + t(" · ? 存疑", " · ? doubtful")),
        note=pairs["label_before"] + " → " + pairs["label"],
        change=[name_of(CHANGES, kind) for kind in pairs["change"]],
        **{str(year): values / size for year, values in earlier.items()},
    ).sort_values("value", ascending=False, kind="stable", ignore_index=True)
    years, hints = list(map(str, earlier)), rows["region"]
    for year in years:
        hints = hints + f"\n{year}" + t("：", ": ") + rows[year].map(_number_or_dash)
    rows["row_hint"] = hints + "\n" + rows["note"]
    of_years = dict(zip(years, years, strict=True)) | pair.year_labels("value")
    shown = labels("region", detail="metric") | of_years | labels("change")
    return _dumbbell_chart(pair, rows, "value", heading, shown, "indicator", unit)


def bodies_chart(pair: Pair, bodies: pd.DataFrame) -> Chart:
    """Draw how many measures name each body in both years; ``bodies`` are `store.department_changes`."""
    first = {"short": bodies[localized("short")].iloc[0], **bodies.iloc[0][["measures_before", "measures"]]}
    heading = fill_heading("change", "bodies_chart", **first, count=len(bodies))
    rows = bodies.assign(
        name=bodies[localized("short")],
        key="",
        row_hint=bodies[localized("name")],
        detail=[name_of(CHANGES, kind) if kind != "stayed" else "" for kind in bodies["change"]],
        note=_signed_numbers(bodies["measures"] - bodies["measures_before"]),
    )
    shown = labels(row_hint="department") | pair.year_labels("measures")
    shown |= labels("regions_before", regions="regions_after")
    unit = t("列名的举措", "Measures that name it")
    return _dumbbell_chart(pair, rows, "measures", heading, shown, "bodies", unit)


def terms_chart(pair: Pair, terms: pd.DataFrame) -> Chart:
    """Draw how often both years use each term; ``terms`` are `store.keyword_changes`."""
    rose = int((terms["z"] > 0).sum())
    heading = fill_heading("change", "terms", **pair.years, rose=rose, fell=len(terms) - rose)
    notes = terms["count_before"].astype("str") + " → " + terms["count"].astype("str")
    rows = terms.assign(name=terms["term"], key="", note=notes, row_hint=terms["term"] + "\n" + notes)
    shown = labels(term="sought") | pair.year_labels("per_1000")
    shown |= labels("count_before", count="count_after")
    unit = t("每千字次数", "Uses per 1,000 characters")
    return _dumbbell_chart(pair, rows, "per_1000", heading, shown, "terms", unit)


def _dumbbell_chart(
    pair: Pair,
    rows: pd.DataFrame,
    column: str,
    heading: Heading,
    shown: Mapping[str, str],
    name: str,
    unit: str,
) -> Chart:
    """Connect a ring for the earlier and a dot for the later year on each row; equal values are a diamond.

    ``rows`` have ``<column>_before`` and ``column`` (float64, missing if there is no value), a float64 column
    for each further year, drawn as small rings in one series, and the row columns of
    `pipeline.schema.chart.make_dots`. ``shown`` maps the columns in the chart's data to their headings; that
    of a further year is the year.
    """
    (first, before), (last, after) = pair.year_labels(column).items()
    rows = rows.assign(place=range(len(rows)))
    ends, same = rows.loc[rows[last].notna(), [first, last]], rows[first] == rows[last]
    earlier, both = [year for year in shown if year.isdecimal()], f"{before} = {after}"
    values, rings = [*earlier, first, last], "–".join(dict.fromkeys([*earlier[:1], *earlier[-1:]]))
    points = [rows.assign(series=rings, low=rows[year], high=rows[year]) for year in earlier]
    from_values, series = rows[first].mask(same), pd.Series(after, rows.index, dtype="str").mask(same, both)
    points.append(rows.assign(series=before, low=from_values, high=from_values))
    low, high = ends.min(axis="columns"), ends.max(axis="columns")
    points.append(rows.assign(series=series, low=low, high=high, middle=rows[last]))
    names = [*([rings] if earlier else []), before]
    colours = dict.fromkeys(names, LIGHT.ink) | dict.fromkeys([after, *series], LIGHT.accent)
    body = make_dots(
        pd.concat(points, ignore_index=True),
        colours,
        row="place",
        series="series",
        markers={**dict.fromkeys(names, "ring"), both: "diamond"},
        small=[rings],
        unit=unit,
        number_format=number_format(rows[values].round(2).to_numpy().ravel()),
    )
    paths = [" → ".join(_number_or_dash(row[value]) for value in values) for row in records(rows)]
    words = rows["name"] + pd.Series(paths, rows.index, dtype="str").radd(" ")
    return make_chart(heading, body, rows, shown, file_name=f"{FILE}-{name}", values=words)


def _signed_numbers(differences: pd.Series) -> list[str]:
    """Format differences with their signs, missing ones as empty strings."""
    signed = ("" if pd.isna(value) else f"{value:+.0f}" for value in differences)
    return ["0" if text == "+0" else text.replace("-", "−") for text in signed]


def _number_or_dash(value: Any) -> str:
    return "–" if pd.isna(value) else number(value, 0 if value == round(value) else 2)
