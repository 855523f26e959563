"""Dumbbell charts of values in two years: regions, an indicator, bodies and terms."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.change.charts import CELL_STYLES, FILE
from pages.change.data import DEPTH_CHANGES, Pair
from pages.change.words import CHANGES, change_name, join_counts
from pages.charts.parts import Heading, fill_heading, label_columns, make_chart, number_format
from pages.ui.evidence.evidence import records
from pages.ui.page_columns import labels
from pages.ui.target_values import MONEY, money_scale
from pages.ui.text import capitalize, current_language, localized, name_of, number, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, make_dots
from pipeline.schema.model import TARGET_CHANGES


def regions_chart(pair: Pair, regions: pd.DataFrame) -> Chart:
    """Draw the covered tasks of each region in both years; a row opens the region.

    ``regions`` is the result of `pages.change.data.count_by_region`.
    """
    more, less = (int((sign * regions["difference"] > 0).sum()) for sign in (1, -1))
    heading = fill_heading("change", "regions", **pair.years, more=more, less=less)
    opens = t("点击查看变化", "Click for the changes")
    styles = [(kind, CELL_STYLES[kind][1], name_of(CHANGES, kind)) for kind in DEPTH_CHANGES]
    hints = (
        [row["region"], *(f"{mark} {name} {row[kind]}" for kind, mark, name in styles if row[kind]), opens]
        for row in records(regions)
    )
    rows = regions.assign(
        name=regions["region"],
        key=regions["region_id"],
        detail=[change_name(reason, pair) if reason else "" for reason in regions["excluded"]],
        note=_signed_numbers(regions["difference"]),
        row_hint=["\n".join(lines) for lines in hints],
    )
    shown = labels("region") | _years(pair) | labels(difference="change_in_number")
    shown |= {kind: capitalize(name) for kind, _, name in styles}
    unit = t("覆盖的标准任务", "Standard tasks covered")
    return _dumbbell_chart(pair, rows, heading, shown, "regions", unit)


def indicator_chart(
    pair: Pair, pairs: pd.DataFrame, name: str, unit: str, earlier: Mapping[int, pd.Series]
) -> Chart:
    """Draw the values of an indicator over the years; a row is a pair of targets, which it opens.

    ``pairs`` and ``earlier`` are results of `pages.change.data.group_by_indicator` and `earlier_values`.
    """
    size = 1.0
    if pairs["unit"].iloc[0] == MONEY:
        size, unit = money_scale(float(pairs["value"].median()), current_language())
    counts = join_counts(TARGET_CHANGES, pairs["change"].value_counts())
    heading = fill_heading("change", "indicator", name=name, counts=counts, unit=unit)
    doubt = t(" · ? 存疑", " · ? doubtful")
    rows = pairs.assign(
        name=pairs["region"],
        key=pairs["code"],
        before=pairs["value_before"] / size,
        after=pairs["value"] / size,
        detail=pairs["counted"] + pairs["certain"].map({True: "", False: doubt}),
        note=pairs["label_before"] + " → " + pairs["label"],
        change=[name_of(CHANGES, kind) for kind in pairs["change"]],
        **{str(year): values / size for year, values in earlier.items()},
    ).sort_values("after", ascending=False, kind="stable", ignore_index=True)
    years = {year: f"{year}{t('：', ': ')}" for year in map(str, earlier)}
    rows["row_hint"] = [
        "\n".join([row["region"], *(years[year] + _number_or_dash(row[year]) for year in years), row["note"]])
        for row in records(rows)
    ]
    of_years = {year: year for year in years} | _years(pair)
    shown = labels("region", detail="metric") | of_years | labels("change")
    return _dumbbell_chart(pair, rows, heading, shown, "indicator", unit)


def bodies_chart(pair: Pair, bodies: pd.DataFrame) -> Chart:
    """Draw how many measures name each body in both years; ``bodies`` are `store.department_changes`."""
    first = {"short": bodies[localized("short")].iloc[0], **bodies.iloc[0][["mentions_before", "mentions"]]}
    heading = fill_heading("change", "bodies_chart", **first, count=len(bodies))
    rows = bodies.assign(
        name=bodies[localized("short")],
        key="",
        row_hint=bodies[localized("name")],
        before=bodies["mentions_before"].astype("float64"),
        after=bodies["mentions"].astype("float64"),
        detail=[name_of(CHANGES, kind) if kind != "stayed" else "" for kind in bodies["change"]],
        note=_signed_numbers(bodies["mentions"] - bodies["mentions_before"]),
    )
    shown = labels(row_hint="department") | _years(pair)
    shown |= labels("regions_before", regions="regions_after")
    return _dumbbell_chart(pair, rows, heading, shown, "bodies", t("列名的举措", "Measures that name it"))


def terms_chart(pair: Pair, terms: pd.DataFrame) -> Chart:
    """Draw how often both years use each term; ``terms`` are `store.keyword_changes`."""
    rose = int((terms["z"] > 0).sum())
    heading = fill_heading("change", "terms", **pair.years, rose=rose, fell=len(terms) - rose)
    rows = terms.assign(
        name=terms["term"],
        key="",
        before=terms["per_1000_before"],
        after=terms["per_1000"],
        note=terms["count_before"].astype("str") + " → " + terms["count"].astype("str"),
    )
    rows["row_hint"] = rows["term"] + "\n" + rows["note"]
    shown = labels(term="sought") | _years(pair) | labels("count_before", count="count_after")
    return _dumbbell_chart(pair, rows, heading, shown, "terms", t("每千字次数", "Uses per 1,000 characters"))


def _dumbbell_chart(
    pair: Pair, rows: pd.DataFrame, heading: Heading, shown: Mapping[str, str], name: str, unit: str
) -> Chart:
    """Connect a ring for the earlier and a dot for the later year on each row.

    ``rows`` have before and after (float64, missing if there is no value), a float64 column for each further
    year, drawn as small rings in one series, and the row columns of `pipeline.schema.chart.make_dots`.
    ``shown`` maps the columns in the chart's data to their headings; that of a further year is the year.
    """
    before, after = _years(pair).values()
    ends = rows.loc[rows["after"].notna(), ["before", "after"]]
    rows = rows.assign(place=range(len(rows)))
    earlier = [year for year in shown if year.isdecimal()]
    spans = {
        **{year: (rows[year], rows[year]) for year in earlier},
        before: (rows["before"], rows["before"]),
        after: (ends.min(axis="columns"), ends.max(axis="columns")),
    }
    values = [*earlier, "before", "after"]
    rings = "–".join(dict.fromkeys([*earlier[:1], *earlier[-1:]]))
    names = {**dict.fromkeys(earlier, rings), before: before, after: after}
    points = [
        rows.assign(series=names[year], low=low, high=high, middle=rows["after"] if year == after else None)
        for year, (low, high) in spans.items()
    ]
    body = make_dots(
        pd.concat(points, ignore_index=True),
        {name: LIGHT.accent if name == after else LIGHT.ink for name in names.values()},
        row="place",
        series="series",
        markers={name: "ring" for name in names.values() if name != after},
        small=[rings],
        unit=unit,
        number_format=number_format(rows[values].round(2).to_numpy().ravel()),
    )
    paths = (" → ".join(_number_or_dash(row[value]) for value in values) for row in records(rows))
    texts = (f"{name} {path}" for name, path in zip(rows["name"], paths, strict=True))
    frame, file_name = label_columns(rows, shown), f"{FILE}-{name}"
    return make_chart(heading, body, frame, file_name=file_name, values=texts, keys=rows["key"])


def _years(pair: Pair) -> dict[str, str]:
    return {"before": str(pair.before), "after": str(pair.year)}


def _signed_numbers(differences: pd.Series) -> list[str]:
    """Format differences with their signs, missing ones as empty strings."""
    signed = ("" if pd.isna(value) else f"{value:+.0f}" for value in differences)
    return ["0" if text == "+0" else text.replace("-", "−") for text in signed]


def _number_or_dash(value: Any) -> str:
    return "–" if pd.isna(value) else number(value, 0 if value == round(value) else 2)
