"""Charts of values in two years, a ring and a dot on each row: regions, an indicator, bodies and terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.change import words as change_words
from pages.change.charts import FILE, OF_CHANGE, label_of
from pages.change.data import MOVED, Pair, what_is_counted
from pages.change.words import CHANGES, change_name
from pages.charts.parts import Heading, labelled, make_chart, number_format
from pages.ui.evidence.evidence import records
from pages.ui.target_values import MONEY, money_scale
from pages.ui.text import column, current_language, named, number, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, dots


def regions_chart(pair: Pair, regions: pd.DataFrame) -> Chart:
    """The covered tasks of each region in both years; a row opens the region.

    Parameters
    ----------
    regions
        As `pages.change.data.by_region` gives them.
    """
    opens = t("点击查看变化", "Click for the changes")
    hints = [
        [row["region"]]
        + [f"{OF_CHANGE[kind][0]} {named(CHANGES, kind)} {row[kind]}" for kind in MOVED if row[kind]]
        for row in records(regions)
    ]
    rows = regions.assign(
        name=regions["region"],
        key=regions["region_id"],
        detail=[change_name(absent, pair) if absent else "" for absent in regions["absent"]],
        note=_differences(regions),
        row_hint=["\n".join([*hint, opens]) for hint in hints],
    )
    labels = {
        "region": t("地区", "Region"),
        **_years(pair),
        "difference": t("增减", "Difference"),
        **{kind: label_of(kind) for kind in MOVED},
    }
    heading = change_words.regions_heading(pair, regions)
    return _in_both_years(
        pair, rows, heading, labels, "regions", t("覆盖的标准任务", "Standard tasks covered")
    )


def indicator_chart(pair: Pair, pairs: pd.DataFrame, name: str, unit: str) -> Chart:
    """The values of an indicator in both years, a row for each target; a row opens its pair of targets."""
    size = 1.0
    if pairs["unit"].iloc[0] == MONEY:
        size, unit = money_scale(float(pairs["value"].median()), current_language())
    doubt = t(" · ? 存疑", " · ? doubtful")
    rows = pairs.assign(
        name=pairs["region"],
        key=pairs["code"],
        before=pairs["value_before"] / size,
        after=pairs["value"] / size,
        detail=[what_is_counted(row) + ("" if row["certain"] else doubt) for row in records(pairs)],
        note=pairs["label_before"] + " → " + pairs["label"],
        fate=[named(CHANGES, fate) for fate in pairs["change"]],
    ).sort_values("after", ascending=False, kind="stable", ignore_index=True)
    rows["row_hint"] = rows["region"] + "\n" + rows["note"]
    labels = {
        "region": t("地区", "Region"),
        "detail": t("计量对象", "What is counted"),
        **_years(pair),
        "fate": t("去向", "Fate"),
    }
    heading = change_words.indicator_heading(pair, name, unit, pairs)
    return _in_both_years(pair, rows, heading, labels, "indicator", unit)


def bodies_chart(pair: Pair, bodies: pd.DataFrame) -> Chart:
    """How many measures name each body in both years; ``bodies`` as `store.department_changes` gives them."""
    rows = bodies.assign(
        name=bodies[column("short")],
        key="",
        body=bodies[column("name")],
        before=bodies["mentions_before"].astype("float64"),
        after=bodies["mentions"].astype("float64"),
        detail=[named(CHANGES, kind) if kind != "stayed" else "" for kind in bodies["change"]],
    )
    rows["note"] = _differences(rows.assign(difference=rows["after"] - rows["before"]))
    rows["row_hint"] = rows["body"]
    labels = {
        "body": t("部门", "Body"),
        **_years(pair),
        "regions_before": t("前一年地区数", "Regions before"),
        "regions": t("后一年地区数", "Regions after"),
    }
    heading = change_words.bodies_heading(pair, bodies)
    return _in_both_years(pair, rows, heading, labels, "bodies", t("列名的举措", "Measures that name it"))


def terms_chart(pair: Pair, terms: pd.DataFrame) -> Chart:
    """How often both years use each term; ``terms`` as `store.keyword_changes` gives them."""
    rows = terms.assign(
        name=terms["term"],
        key="",
        before=terms["per_1000_before"],
        after=terms["per_1000"],
        note=[f"{row['count_before']} → {row['count']}" for row in records(terms)],
    )
    rows["row_hint"] = rows["term"] + "\n" + rows["note"]
    labels = {
        "term": t("词", "Term"),
        **_years(pair),
        "count_before": t("前一年次数", "Uses before"),
        "count": t("后一年次数", "Uses after"),
    }
    heading = change_words.terms_heading(pair, terms)
    return _in_both_years(pair, rows, heading, labels, "terms", t("每千字次数", "Uses per 1,000 characters"))


def _in_both_years(
    pair: Pair, rows: pd.DataFrame, heading: Heading, labels: Mapping[str, str], name: str, unit: str
) -> Chart:
    """A ring for the earlier and a dot for the later year on each row, a line from the one to the other.

    Parameters
    ----------
    rows
        before, after (float64; missing where there is none), and what `pipeline.schema.chart.dots` knows of
        rows.
    """
    before, after = _years(pair).values()
    start = rows["before"].fillna(rows["after"]).where(rows["after"].notna())
    ends = pd.concat([start, rows["after"]], axis="columns")
    places = rows.assign(place=range(len(rows)))
    later = places.assign(
        series=after, low=ends.min(axis="columns"), high=ends.max(axis="columns"), middle=rows["after"]
    )
    earlier = places.assign(series=before, low=rows["before"], high=rows["before"])
    body = dots(
        pd.concat([earlier, later], ignore_index=True),
        {before: LIGHT.ink, after: LIGHT.accent},
        row="place",
        series="series",
        markers={before: "ring"},
        unit=unit,
        number_format=number_format([*rows["before"].round(2).dropna(), *rows["after"].round(2).dropna()]),
    )
    told = (f"{row['name']} {_whole(row['before'])} → {_whole(row['after'])}" for row in records(rows))
    return make_chart(
        heading,
        body,
        labelled(rows, labels),
        alt=change_words.described(heading, told),
        file_name=f"{FILE}-{name}",
        keys=rows["key"],
    )


def _years(pair: Pair) -> dict[str, str]:
    return {"before": str(pair.before), "after": str(pair.year)}


def _differences(rows: pd.DataFrame) -> list[str]:
    """The column ``difference`` with its signs; nothing where it is missing."""
    signed = ("" if pd.isna(value) else f"{value:+.0f}" for value in rows["difference"])
    return ["0" if text == "+0" else text.replace("-", "−") for text in signed]


def _whole(value: Any) -> str:
    return "–" if pd.isna(value) else number(value, 0 if value == round(value) else 2)
