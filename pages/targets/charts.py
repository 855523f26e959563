"""Charts of targets: by indicator, by region beside other regions, and plans ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from pages.charts.depths import depth_legend
from pages.charts.parts import Heading, fill_heading, fill_hints, make_chart, number_format, stacked_bars
from pages.targets import data as target_data
from pages.targets.data import FILE, median_of
from pages.ui.codes import name_of
from pages.ui.evidence.evidence import records
from pages.ui.names import area_names
from pages.ui.page_columns import labels
from pages.ui.target_values import COMPARATORS, MONEY, money_scale
from pages.ui.text import fill_text, localized, percent, t, whole_percent
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Body, Chart, Entry, make_bars, make_dots

LOG_FROM: Final = 100
"""The ratio of the largest to the smallest value above which the axis is logarithmic."""

_MARKERS: Final = {"=": "circle", "range": "square", ">=": "triangle", "<=": "diamond", "~": "ring"}


def indicator_chart(indicator: Mapping[str, Any], found: pd.DataFrame, notes: Sequence[str]) -> Chart:
    """Plot an indicator's targets, a row each, with their median; a click on a row opens its target.

    ``found`` is the result of `pages.targets.data.add_names`, not empty, in display order; ``notes`` are
    lines under the plot.
    """
    median, unit, scale = median_of(found["middle"]), indicator[localized("unit")], 1.0
    if found["unit"].iloc[0] == MONEY:
        usual = found["middle"].iloc[0] if median is None else median
        scale, unit = money_scale(usual)
    low, high = found["low"].min(), found["high"].max()
    log = bool(low > 0 and high / low > LOG_FROM)
    values = {"name": indicator[localized("name")], "median": target_data.median_text(indicator, found)}
    counts = {"counted": target_data.count_targets(found), "count": len(found)}
    heading = fill_heading("targets", "indicator_chart", **values, **counts, unit=unit, log=log)
    reference = None if median is None else median / scale
    comparators = _comparators(found)
    body = make_dots(
        _points(found, scale),
        dict.fromkeys(comparators, LIGHT.accent),
        row="key",
        series="series",
        markers=comparators,
        unit=unit,
        log=log,
        reference=None if reference is None else (t("中位数", "median"), reference),
        number_format=number_format([*found["low"] / scale, *found["high"] / scale, reference]),
    )
    chart = _target_chart(_add_notes(heading, notes), body, found, indicator["indicator_id"])
    return replace(chart, alt=t("。", ". ").join((chart.alt, *notes)))


def region_chart(name: str, found: pd.DataFrame, same: pd.DataFrame) -> Chart:
    """Plot a region's targets by key area beside those of other regions; a click on a row opens its target.

    ``found``, not empty, are the region's targets, ``same`` those of all regions for the same indicators, as
    from `pages.targets.data.add_names`. Units differ between indicators, so the axis is the share of the
    largest target of an indicator.
    """
    found = found.sort_values("area_id", kind="stable")
    areas, points, compared = area_names(), [], []
    for area_id, own in found.groupby("area_id", sort=False):
        area = areas.get(str(area_id), f"{area_id} ")
        title = fill_text("targets", "area", area=area, count=len(own))
        points.append(pd.DataFrame({"row": [area_id], "name": title, "series": ""}))
        for row in records(own):
            peers = same[same["indicator_id"] == row["indicator_id"]] if row["indicator"] else same.head(0)
            others = peers.loc[peers["region_id"] != row["region_id"], "middle"]
            median = median_of(peers["middle"]) if len(others) else None
            points.append(_comparison_row(row, peers, others, median))
            limits = {"lowest": others.min(), "highest": others.max()}
            compared.append({"area": area, "others": len(others), **limits, "median": median})
    shown = pd.concat(points)
    counts = {"count": len(found), "areas": found["area_id"].nunique()}
    heading = fill_heading("targets", "one_region", name=name, **counts)
    other_regions, median_name = t("其他地区", "other regions"), t("中位数", "median")
    comparators = _comparators(found)
    colours = {other_regions: LIGHT.quiet, median_name: LIGHT.ink} | dict.fromkeys(comparators, LIGHT.accent)
    body = make_dots(
        shown,
        {series: colour for series, colour in colours.items() if series in set(shown["series"])},
        series="series",
        markers={median_name: "plus", **comparators},
        small=(other_regions,),
        unit=t("占同一指标最大目标的比例", "Share of the largest target for the same indicator"),
        number_format="0%",
        headings=tuple(at for at, row in enumerate(shown["row"].unique()) if row in areas),
    )
    found = found.assign(**pd.DataFrame(compared, index=found.index))
    return _target_chart(heading, body, found, str(found["region_id"].iloc[0]))


def ranking_chart(plans: pd.DataFrame, order: str, note: str) -> Chart:
    """Draw the plans by ``order``, ``share`` or ``targets``; a click on a bar opens its region.

    ``plans`` are rows of `pipeline.store.store.quantified_plans` in display order, with a column region (its
    name); ``note`` is a line under the bars.
    """
    rates = plans["share"].map(lambda share: "–" if pd.isna(share) else whole_percent(share)).astype("str")
    ratios = plans[["quantified", "specific"]].astype("str").agg("/".join, axis=1)
    notes = pd.DataFrame({"share": rates + (" (" + ratios + ")"), "targets": plans["targets"].astype("str")})
    rows = plans.assign(rate=rates, rest=1 - plans["share"], key=plans["region_id"])
    rows["note"] = notes[sorted(notes, key=order.__ne__)].agg(" · ".join, axis=1)
    rows["row_hint"] = fill_hints("targets", "plan_hint", rows)
    [quantified] = depth_legend(["quantified"]).values()
    if order == "share":
        rest = Entry(t("具体而未量化", "specific, not quantified"), LIGHT.depth_fills["generic"])
        parts = {"share": quantified, "rest": rest}
        settings = {"category": "region", "number_format": "0%", "reach": 1.0}
        body = stacked_bars(rows, parts, lambda part, share: "", **settings)
    else:
        parts, colours = {}, {t("量化目标", "targets"): quantified.colour}
        body = make_bars(rows, colours, category="region", value="targets", number_format="#,##0")
    median = median_of(plans[order])
    shown = "" if median is None else percent(median) if order == "share" else f"{median:g}"
    columns = labels("region", specific="specific_tasks", quantified="quantified_tasks")
    columns |= labels(share="share_quantified", targets="targets_counted", repeats="repeats")
    return make_chart(
        _add_notes(fill_heading("targets", f"by_{order}", median=shown), [note]),
        body,
        rows.assign(share=(100 * plans["share"]).round(1)),
        columns,
        file_name=f"{FILE}-ranking-picture",
        legend=parts.values(),
    )


def _add_notes(heading: Heading, lines: Iterable[str]) -> Heading:
    """Add lines before the source of a heading, as sentences, since a slide has them in one paragraph."""
    sentences = [line + t("。", ".") for line in lines if line]
    return replace(heading, source="\n".join([*sentences, heading.source]))


def _points(found: pd.DataFrame, scale: float) -> pd.DataFrame:
    """Return targets as points of `pipeline.schema.chart.make_dots`; an open bound is NaN."""
    low, high, comparator = found["low"] / scale, found["high"] / scale, found["comparator"]
    is_range = high > low
    return pd.DataFrame(
        {
            "name": found["region"],
            "detail": found["metric_name"],
            "note": found["value"],
            "key": found["target_id"],
            "row_hint": found["row_hint"],
            "series": found["comparator_name"],
            "low": low.where(is_range | (comparator != "<=")),
            "high": high.where(is_range | (comparator != ">=")),
            "middle": ((low + high) / 2).where(is_range & (comparator == "~")),
        }
    )


def _comparators(found: pd.DataFrame) -> dict[str, str]:
    """Return the names of the comparators that occur, with their markers."""
    present = set(found["comparator"])
    return {name_of(COMPARATORS, code): marker for code, marker in _MARKERS.items() if code in present}


def _comparison_row(
    target: dict[str, Any], peers: pd.DataFrame, others: pd.Series, median: float | None
) -> pd.DataFrame:
    """Return the points in the row of a region's target: those of other regions, the median, its own."""
    summary = target_data.count_targets(peers) if len(others) else ""
    detail = " · ".join(filter(None, (target["metric_name"] if target["indicator"] else "", target["task"])))
    first, *hint = target["row_hint"].split("\n")
    row = {
        "row": target["target_id"],
        "name": target["indicator"] or target["metric_name"] or target["sentence"],
        "detail": "\n".join(filter(None, (detail, summary))),
        "note": target["value"],
        "key": target["target_id"],
        "row_hint": "\n".join(filter(None, (first, target["indicator"], summary, *hint))),
    }
    if others.empty:
        return pd.DataFrame([row])
    scale = max(others.max(), target["high"]) or 1.0
    series = [t("其他地区", "other regions")] * len(others) + [t("中位数", "median")]
    values = pd.Series([*others, median], dtype="float64") / scale
    points = pd.DataFrame({"series": series, "low": values, "high": values}).dropna()
    own = _points(pd.DataFrame([target]), scale)
    return pd.concat([points, own], ignore_index=True).assign(**row)


def _target_chart(heading: Heading, body: Body, found: pd.DataFrame, name: str) -> Chart:
    """Return a chart of targets with their data, in which an open bound is empty."""
    rows = found.assign(
        lower=found["low"].where(found["comparator"] != "<="),
        upper=found["high"].where(found["comparator"] != ">="),
        key=found["target_id"],
    )
    shown = labels("area", "region", "indicator", "value", "lower", "upper", "unit")
    shown |= labels(comparator_name="comparator") | labels("others", "lowest", "highest", "median")
    shown |= labels(metric_name="metric", sentence="sentence", task="standard_task", lines="source_lines")
    if "others" not in found:
        del shown["indicator"]
    shown |= labels("target_id")
    return make_chart(heading, body, rows, shown, file_name=f"{FILE}-{name}-picture")
