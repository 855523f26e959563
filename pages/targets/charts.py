"""The charts of targets: an indicator's on one axis, a region's beside those of others, plans ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from pages.charts.depths import depth_legend
from pages.charts.parts import Heading, label_columns, make_chart, number_format
from pages.targets import words as targets_words
from pages.targets.data import FILE, median_of
from pages.ui.evidence.evidence import records
from pages.ui.names import area_names
from pages.ui.page_columns import labels
from pages.ui.target_values import COMPARATORS, MONEY, money_scale
from pages.ui.text import DEPTHS, current_language, join_words, localized, name_of, plural, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, Entry, bars, dots

LOG_FROM: Final = 100
"""From how many times the smallest value on the largest asks for a logarithmic axis."""

_MARKERS: Final = {"=": "circle", "range": "square", ">=": "triangle", "<=": "diamond", "~": "ring"}


def indicator_chart(indicator: Mapping[str, Any], found: pd.DataFrame, others: Iterable[str]) -> Chart:
    """An indicator's targets on one axis, a row each, with their median; a row opens its target.

    ``found`` is as `pages.targets.data.add_names` gives it: at least one, in the order in which they are to
    stand; ``others`` are lines under the plot: who has no such target, and why.
    """
    middle, unit, size = median_of(found), indicator[localized("unit")], 1.0
    if found["unit"].iloc[0] == MONEY:
        usual = found["middle"].iloc[0] if middle is None else middle
        size, unit = money_scale(usual, current_language())
    low, high = found["low"].min(), found["high"].max()
    log = bool(low > 0 and high / low > LOG_FROM)
    heading = targets_words.indicator_heading(indicator, found, logarithmic=log, unit=unit)
    reference = None if middle is None else middle / size
    comparators = _comparators(found)
    body = dots(
        _points(found, size),
        dict.fromkeys(comparators, LIGHT.accent),
        row="key",
        series="series",
        markers=comparators,
        unit=unit,
        log=log,
        reference=None if reference is None else (t("中位数", "median"), reference),
        number_format=number_format([*found["low"] / size, *found["high"] / size, reference]),
    )
    return make_chart(
        _add_notes(heading, others),
        body,
        _target_table(found),
        alt=targets_words.describe_chart(heading, found, others),
        file_name=f"{FILE}-{indicator['indicator_id']}-picture",
        keys=found["target_id"],
    )


def region_chart(name: str, found: pd.DataFrame, same: pd.DataFrame) -> Chart:
    """A region's targets by key area, each beside those of other regions; a row opens its target.

    ``found`` and ``same`` are as `pages.targets.data.add_names` gives them: at least one of the region, and
    those of all regions for the same indicators. Targets of different indicators have no unit in common, so
    each stands at its share of the largest for its indicator.
    """
    found = found.sort_values("area_id", kind="stable")
    areas, points, compared = area_names(), [], []
    for area_id, own in found.groupby("area_id", sort=False):
        area = areas.get(str(area_id), f"{area_id} ")
        count = t(f"{len(own)} 个目标", plural(len(own), "target"))
        points.append(pd.DataFrame({"row": [area_id], "name": f"{area} · {count}", "series": ""}))
        for row in records(own):
            alike = same[same["indicator_id"] == row["indicator_id"]] if row["indicator"] else same.head(0)
            others = alike.loc[alike["region_id"] != row["region_id"], "middle"]
            middle = median_of(alike) if len(others) else None
            points.append(_comparison_row(row, alike, others, middle))
            ends = {"lowest": others.min(), "highest": others.max()}
            compared.append({"area": area, "others": len(others), **ends, "median": middle})
    shown = pd.concat(points)
    heading = targets_words.region_heading(name, found)
    peers, median = t("其他地区", "other regions"), t("中位数", "median")
    comparators = _comparators(found)
    colours = {peers: LIGHT.quiet, median: LIGHT.ink} | dict.fromkeys(comparators, LIGHT.accent)
    body = dots(
        shown,
        {series: colour for series, colour in colours.items() if series in set(shown["series"])},
        series="series",
        markers={median: "plus", **comparators},
        small=(peers,),
        unit=t("占同一指标最大目标的比例", "Share of the largest target for the same indicator"),
        number_format="0%",
        headings=tuple(at for at, row in enumerate(shown["row"].unique()) if row in areas),
    )
    return make_chart(
        heading,
        body,
        _target_table(found.assign(**pd.DataFrame(compared, index=found.index))),
        alt=targets_words.describe_chart(heading, found, ()),
        file_name=f"{FILE}-{found['region_id'].iloc[0]}-picture",
        keys=found["target_id"],
    )


def ranking_chart(plans: pd.DataFrame, order: str, others: str) -> Chart:
    """The plans by ``order``, the share that is quantified or the number of targets; a bar opens its region.

    ``plans`` are as `pipeline.store.store.quantified_plans` gives them, in the order of their places, with
    the column region, a name; ``others`` is a line under the bars: the regions that have no plan to rank.
    """
    heading = targets_words.plans_heading(plans, order)
    rows = plans.assign(
        note=[targets_words.plan_note(row, order) for row in records(plans)],
        key=plans["region_id"],
        row_hint=["\n".join(targets_words.plan_hint(row)) for row in records(plans)],
    )
    quantified, fill = name_of(DEPTHS, "quantified"), LIGHT.depth_fills["quantified"]
    if order == "share":
        rest = t("具体而未量化", "specific, not quantified")
        long = pd.concat([rows.assign(series=quantified), rows.assign(series=rest, share=1 - rows["share"])])
        colours = {quantified: fill, rest: LIGHT.depth_fills["generic"]}
        body = bars(
            long,
            colours,
            category="region",
            value="share",
            series="series",
            stacked=True,
            number_format="0%",
            reach=1.0,
        )
        legend = (*depth_legend(["quantified"]), Entry(rest, colours[rest]))
    else:
        name = t("量化目标", "targets")
        body = bars(rows, {name: fill}, category="region", value="targets", number_format="#,##0")
        legend = ()
    listed = (f"{row.region} {row.quantified}/{row.specific}, {row.targets}" for row in plans.itertuples())
    return make_chart(
        _add_notes(heading, [others]),
        body,
        label_columns(
            plans.assign(share=(100 * plans["share"]).round(1)),
            labels(
                "region",
                specific="specific_tasks",
                quantified="quantified_tasks",
                share="share_quantified",
                targets="targets_counted",
                repeats="repeats",
            ),
        ),
        alt=join_words([heading.title, *listed]),
        file_name=f"{FILE}-ranking-picture",
        legend=legend,
        keys=plans["region_id"],
    )


def _add_notes(heading: Heading, lines: Iterable[str]) -> Heading:
    """A heading with lines before its source."""
    return replace(heading, source="\n".join([*filter(None, lines), heading.source]))


def _points(found: pd.DataFrame, size: float = 1.0) -> pd.DataFrame:
    """Targets as the points and rows of `pipeline.schema.chart.dots`, an open bound as NaN."""
    low, high, comparator = found["low"] / size, found["high"] / size, found["comparator"]
    ranged = high > low
    return pd.DataFrame(
        {
            "name": found["region"],
            "detail": found["metric_name"],
            "note": found["value"],
            "key": found["target_id"],
            "row_hint": found["row_hint"],
            "series": found["comparator_name"],
            "low": low.where(ranged | (comparator != "<=")),
            "high": high.where(ranged | (comparator != ">=")),
            "middle": ((low + high) / 2).where(ranged & (comparator == "~")),
        }
    )


def _comparators(found: pd.DataFrame) -> dict[str, str]:
    """The series of the comparators that occur, with their markers."""
    present = set(found["comparator"])
    return {name_of(COMPARATORS, code): marker for code, marker in _MARKERS.items() if code in present}


def _comparison_row(
    target: dict[str, Any], alike: pd.DataFrame, others: pd.Series, middle: float | None
) -> pd.DataFrame:
    """The row of a region's target, and what stands in it: those of other regions, the median, itself."""
    about = targets_words.count_targets(alike) if len(others) else ""
    detail = " · ".join(filter(None, (target["metric_name"] if target["indicator"] else "", target["task"])))
    first, *hint = target["row_hint"].split("\n")
    row = {
        "row": target["target_id"],
        "name": target["indicator"] or target["metric_name"] or target["sentence"],
        "detail": "\n".join(filter(None, (detail, about))),
        "note": target["value"],
        "key": target["target_id"],
        "row_hint": "\n".join(filter(None, (first, target["indicator"], about, *hint))),
    }
    if others.empty:
        return pd.DataFrame([row])
    size = max(others.max(), target["high"]) or 1.0
    series = [t("其他地区", "other regions")] * len(others) + [t("中位数", "median")]
    values = pd.Series([*others, middle], dtype="float64") / size
    points = pd.DataFrame({"series": series, "low": values, "high": values}).dropna()
    own = _points(pd.DataFrame([target]), size)
    return pd.concat([points, own], ignore_index=True).assign(**row)


def _target_table(found: pd.DataFrame) -> pd.DataFrame:
    """The targets with their bounds as numbers, an open one empty."""
    columns = [] if "others" in found else ["indicator"]
    return label_columns(
        found.drop(columns=columns).assign(
            lower=found["low"].where(found["comparator"] != "<="),
            upper=found["high"].where(found["comparator"] != ">="),
            comparator=found["comparator_name"],
            metric=found["metric_name"],
        ),
        labels(
            *("area", "region", "indicator", "value", "lower", "upper", "unit", "comparator"),
            *("others", "lowest", "highest", "median", "metric", "sentence"),
            task="standard_task",
            lines="source_lines",
            target_id="target_id",
        ),
    )
