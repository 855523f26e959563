"""The charts of targets: an indicator's on one axis, a region's beside those of others, plans ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import pandas as pd

from pages.charts.depths import depth_legend
from pages.charts.parts import Heading, labelled, make_chart, number_format
from pages.targets import words as targets_words
from pages.targets.data import Entry, median_of
from pages.ui import data
from pages.ui.evidence.evidence import records
from pages.ui.target_values import COMPARATORS, MONEY, money_scale
from pages.ui.text import DEPTHS, column, current_language, joined, named, plural, t
from pages.ui.theme import LIGHT
from pipeline.schema import chart
from pipeline.schema.chart import Chart, bars, dots

FAR: Final = 100
"""From how many times the smallest value on the largest asks for a logarithmic axis."""

_POINT_COLUMNS: Final = [
    *("row", "name", "detail", "note", "key", "row_hint", "series", "low", "high", "middle")
]
_MARKERS: Final = {"=": "circle", "range": "square", ">=": "triangle", "<=": "diamond", "~": "ring"}


def indicator_chart(
    indicator: Mapping[str, Any], found: Sequence[Entry], others: Sequence[str], file_name: str
) -> Chart:
    """An indicator's targets on one axis, a row each, with their median; a row opens its target.

    Parameters
    ----------
    found
        At least one, in the order in which they are to stand.
    others
        Lines under the plot: who has no such target, and why.
    """
    middle = median_of(found)
    size, unit = _axis_scale(found, middle, str(indicator[column("unit")]))
    values = [value for entry in found for value in (entry.low, entry.high)]
    log = min(values) > 0 and max(values) / min(values) > FAR
    heading = targets_words.indicator_heading(indicator, found, logarithmic=log, unit=unit)
    points = [
        {
            "name": entry.region,
            "detail": entry.what,
            "note": entry.label,
            "key": entry.target_id,
            "row_hint": "\n".join(entry.hint),
            "series": named(COMPARATORS, entry.comparator),
            **_bounds(entry, size),
        }
        for entry in found
    ]
    body = dots(
        pd.DataFrame(points),
        _comparator_colours(found),
        row="key",
        series="series",
        markers=_comparator_markers(),
        unit=unit,
        log=log,
        reference=None if middle is None else (t("中位数", "median"), middle / size),
        number_format=number_format([*(value / size for value in values), middle and middle / size]),
    )
    return make_chart(
        _noted(heading, others),
        body,
        _listed(found),
        alt=targets_words.described(heading, found, others),
        file_name=file_name,
        keys=[entry.target_id for entry in found],
    )


def region_chart(name: str, found: Sequence[Entry], same: Sequence[Entry], file_name: str) -> Chart:
    """A region's targets by key area, each beside those of other regions; a row opens its target.

    Parameters
    ----------
    same
        The targets of all regions for the indicators of ``found``. Targets of different indicators have no
        unit in common, so each stands at its share of the largest for its indicator.
    """
    areas = data.areas().set_index("area_id")[column("short")]
    found = sorted(found, key=lambda entry: entry.area_id)
    points: list[dict[str, Any]] = []
    frames: list[pd.DataFrame] = []
    for area_id, group in groupby(found, key=lambda entry: entry.area_id):
        own, area = list(group), f"{area_id} {areas.get(area_id, '')}"
        count = t(f"{len(own)} 个目标", plural(len(own), "target", "targets"))
        points.append({"row": area_id, "name": f"{area} · {count}"})
        for entry in own:
            points += _compared(entry, [one for one in same if one.indicator_id == entry.indicator_id])
        frames.append(_listed(own, area, same))
    heading = targets_words.region_heading(name, found)
    shown = pd.DataFrame(points, columns=_POINT_COLUMNS)
    peers, middle = t("其他地区", "other regions"), t("中位数", "median")
    colours = {peers: LIGHT.quiet, middle: LIGHT.ink, **_comparator_colours(found)}
    body = dots(
        shown,
        {series: colour for series, colour in colours.items() if series in set(shown["series"])},
        series="series",
        markers={middle: "plus", **_comparator_markers()},
        small=(peers,),
        unit=t("占同一指标最大目标的比例", "Share of the largest target for the same indicator"),
        number_format="0%",
        headings=tuple(at for at, row in enumerate(shown["row"].unique()) if row in areas.index),
    )
    return make_chart(
        heading,
        body,
        pd.concat(frames, ignore_index=True),
        alt=targets_words.described(heading, found, ()),
        file_name=file_name,
        keys=[entry.target_id for entry in found],
    )


def ranking_chart(plans: pd.DataFrame, order: str, others: str, file_name: str) -> Chart:
    """The plans by ``order``, the share that is quantified or the number of targets; a bar opens its region.

    Parameters
    ----------
    plans
        As `pipeline.store.store.quantified_plans` gives them out, in the order of their places, with the
        column region, a name.
    others
        A line under the bars: the regions that have no plan to rank.
    """
    heading = targets_words.plans_heading(plans, order)
    rows = plans.assign(
        note=[targets_words.plan_note(row, order) for row in records(plans)],
        key=plans["region_id"],
        row_hint=["\n".join(targets_words.plan_hint(row)) for row in records(plans)],
    )
    quantified, fill = named(DEPTHS, "quantified"), LIGHT.depth_fills["quantified"]
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
        legend = (*depth_legend(["quantified"]), chart.Entry(rest, colours[rest]))
    else:
        name = t("量化目标", "targets")
        body = bars(rows, {name: fill}, category="region", value="targets", number_format="#,##0")
        legend = ()
    told = (f"{row.region} {row.quantified}/{row.specific}, {row.targets}" for row in plans.itertuples())
    return make_chart(
        _noted(heading, [others]),
        body,
        labelled(plans.assign(share=(100 * plans["share"]).round(1)), targets_words.ranking_labels()),
        alt=joined([heading.title, *told]),
        file_name=file_name,
        legend=legend,
        keys=plans["region_id"],
    )


def _noted(heading: Heading, lines: Iterable[str]) -> Heading:
    """A heading with lines before its source."""
    return Heading(heading.title, heading.subtitle, "\n".join([*filter(None, lines), heading.source]))


def _axis_scale(found: Sequence[Entry], middle: float | None, unit: str) -> tuple[float, str]:
    """What the values are divided by, and the unit of what is left: money is told in what it is said in."""
    if found[0].unit != MONEY:
        return 1.0, unit
    return money_scale(found[0].middle if middle is None else middle, current_language())


def _bounds(entry: Entry, size: float) -> dict[str, float | None]:
    """Where a target stands on an axis, its open bound as None."""
    low, high = entry.low / size, entry.high / size
    if high > low:
        return {"low": low, "high": high, "middle": (low + high) / 2 if entry.comparator == "~" else None}
    return {
        "low": None if entry.comparator == "<=" else low,
        "high": None if entry.comparator == ">=" else high,
        "middle": None,
    }


def _comparator_colours(found: Sequence[Entry]) -> dict[str, str]:
    """The series of the comparators that occur."""
    present = {entry.comparator for entry in found}
    return {named(COMPARATORS, code): LIGHT.accent for code in _MARKERS if code in present}


def _comparator_markers() -> dict[str, str]:
    return {named(COMPARATORS, code): marker for code, marker in _MARKERS.items()}


def _compared(entry: Entry, same: Sequence[Entry]) -> list[dict[str, Any]]:
    """The row of a region's target, and what stands in it: itself, those of other regions, the median."""
    indicator, peers, middle = _peers(entry, same)
    about = targets_words.peers_text(same) if peers else ""
    detail = " · ".join(filter(None, (entry.what if indicator else "", entry.task)))
    row = {
        "row": entry.target_id,
        "name": indicator or entry.what or entry.sentence,
        "detail": "\n".join(filter(None, (detail, about))),
        "note": entry.label,
        "key": entry.target_id,
        "row_hint": "\n".join([*entry.hint[:1], *filter(None, (indicator, about)), *entry.hint[1:]]),
    }
    if not peers:
        return [row]
    size = max(*peers, entry.high) or 1.0
    others = [
        {**row, "series": series, "low": value / size, "high": value / size}
        for series, values in (
            (t("其他地区", "other regions"), peers),
            (t("中位数", "median"), [] if middle is None else [middle]),
        )
        for value in values
    ]
    return [*others, {**row, "series": named(COMPARATORS, entry.comparator), **_bounds(entry, size)}]


def _peers(entry: Entry, same: Sequence[Entry]) -> tuple[str, list[float], float | None]:
    """The name of a target's indicator, what those of other regions count as, and the median of all."""
    if not entry.indicator_id:
        return "", [], None
    peers = [one.middle for one in same if one.region_id != entry.region_id]
    return entry.indicator, peers, median_of(same) if peers else None


def _listed(found: Iterable[Entry], area: str = "", same: Sequence[Entry] | None = None) -> pd.DataFrame:
    """The targets with their bounds as numbers, an open one empty; beside ``same``, where these are given."""
    rows = []
    for entry in found:
        row = {
            "region": entry.region,
            "value": entry.label,
            "low": None if entry.comparator == "<=" else entry.low,
            "high": None if entry.comparator == ">=" else entry.high,
            "unit": entry.unit,
            "comparator": named(COMPARATORS, entry.comparator),
            "metric": entry.what,
            "sentence": entry.sentence,
            "task": entry.task,
            "lines": entry.place,
            "target_id": entry.target_id,
        }
        if same is not None:
            alike = [one for one in same if one.indicator_id == entry.indicator_id]
            indicator, peers, middle = _peers(entry, alike)
            ends = {"lowest": min(peers, default=None), "highest": max(peers, default=None)}
            row |= {"area": area, "indicator": indicator, "others": len(peers), **ends, "median": middle}
        rows.append(row)
    return labelled(pd.DataFrame(rows), targets_words.target_labels())
