"""What slides and files of data are made from on the page of targets: dots, a table, a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from pages.charts.exhibits import EMPTY, exhibit_of, grid_of, painted
from pages.charts.parts import Heading, labelled, number_format, unique
from pages.targets.axis import axis_of
from pages.targets.data import Entry as Target
from pages.targets.plots import Dots as DotPlot
from pages.targets.plots import Peers, Strips
from pages.ui.target_values import COMPARATORS, MONEY, money_scale, quantity
from pages.ui.text import DEPTHS, Language, Names, named
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Bars, Chart, Dots, GridCell, Point, PointSeries, Series

_MARKERS: Final = {"=": "circle", "range": "square", ">=": "triangle", "<=": "diamond", "~": "ring"}
_MEDIAN: Final = {"zh": "中位数", "en": "median"}
_LABELS: Final[Names] = {
    "area": {"zh": "工作重点", "en": "Key area"},
    "region": {"zh": "地区", "en": "Region"},
    "indicator": {"zh": "指标", "en": "Indicator"},
    "value": {"zh": "数值", "en": "Value"},
    "low": {"zh": "下限", "en": "Lower"},
    "high": {"zh": "上限", "en": "Upper"},
    "unit": {"zh": "原文单位", "en": "Unit as printed"},
    "comparator": {"zh": "比较", "en": "Comparator"},
    "others": {"zh": "其他地区的目标数", "en": "Targets of other regions"},
    "lowest": {"zh": "其中最小", "en": "Lowest of them"},
    "highest": {"zh": "其中最大", "en": "Highest of them"},
    "median": {"zh": "全部目标的中位数", "en": "Median of all"},
    "metric": {"zh": "所计之物", "en": "What is counted"},
    "sentence": {"zh": "原句", "en": "Sentence"},
    "task": {"zh": "标准任务", "en": "Standard task"},
    "lines": {"zh": "原文行", "en": "Source lines"},
    "target_id": {"zh": "目标编号", "en": "Target id"},
    "specific": {"zh": "写得具体的标准任务", "en": "Specific standard tasks"},
    "quantified": {"zh": "其中量化", "en": "Of them quantified"},
    "share": {"zh": "量化的比例（%）", "en": "Share quantified (%)"},
    "targets": {"zh": "目标数", "en": "Targets"},
    "repeats": {"zh": "重复，不计", "en": "Repeats, not counted"},
}
_BARS: Final = {
    "share": {
        "zh": "写得具体的标准任务中量化的比例",
        "en": "Share of quantified ones among the standard tasks answered specifically",
    },
    "targets": {"zh": "目标数，重复的只计一次", "en": "Targets, a repeated one counted once"},
}
_SUBTITLE: Final = {
    "zh": "同一指标下其他地区的目标与全部目标的中位数；未归入指标的没有可比者",
    "en": "With the targets of other regions for the same indicator and the median of all; a target of no "
    "indicator has nothing to be compared with",
}


def dots_exhibit(shown: DotPlot, language: Language) -> Chart:
    """An indicator's targets, a row each; open bounds stay open."""
    found = shown.entries
    size, unit = axis_scale(found, shown.median, shown.unit, language)
    points: dict[str, list[Point]] = {}
    for row, target in enumerate(found):
        points.setdefault(target.comparator, []).append(_point(row, target, size))
    series = tuple(
        PointSeries(named(COMPARATORS, code, language), tuple(points[code]), LIGHT.accent, marker)
        for code, marker in _MARKERS.items()
        if code in points
    )
    middle = None if shown.median is None else (_MEDIAN[language], shown.median / size)
    values = [value for target in found for value in (target.low, target.high)]
    written = [value / size for value in values] + ([middle[1]] if middle else [])
    body = Dots(
        rows=_rows(found),
        series=series,
        unit=unit,
        log=axis_of(values, 0, 1).logarithmic,
        reference=middle,
        number_format=number_format(written),
    )
    return exhibit_of(
        shown.heading,
        body,
        _frame(found, language),
        alt=shown.alt,
        file_name=shown.file_name,
        subtitle=shown.told,
    )


def axis_scale(
    found: Sequence[Target], median: float | None, unit: str, language: Language
) -> tuple[float, str]:
    """What the values are divided by, and the unit of what is left: money is told in what it is said in."""
    if found[0].unit != MONEY:
        return 1.0, unit
    return money_scale(found[0].middle if median is None else median, language)


def _point(row: int, target: Target, size: float) -> Point:
    low, high = target.low / size, target.high / size
    if target.comparator == "~" and high > low:
        return Point(row, low, high, (low + high) / 2)
    if high > low:
        return Point(row, low, high)
    return Point(row, None if target.comparator == "<=" else low, None if target.comparator == ">=" else high)


def _rows(found: Sequence[Target]) -> tuple[str, ...]:
    """The regions; where one has several targets, with what is counted."""
    counts = Counter(target.region_id for target in found)
    return unique(
        [
            f"{target.region} · {target.what}"
            if counts[target.region_id] > 1 and target.what
            else target.region
            for target in found
        ]
    )


def _frame(found: Iterable[Target], language: Language) -> pd.DataFrame:
    """The targets as the page's table has them, with their bounds as numbers; an open one is empty."""
    rows = [
        {
            "region": target.region,
            "value": target.label,
            "low": None if target.comparator == "<=" else target.low,
            "high": None if target.comparator == ">=" else target.high,
            "unit": target.unit,
            "comparator": named(COMPARATORS, target.comparator, language),
            "metric": target.what,
            "sentence": target.sentence,
            "task": target.task,
            "lines": target.place,
            "target_id": target.target_id,
        }
        for target in found
    ]
    return labelled(pd.DataFrame(rows), _names(language, rows[0]))


def strips_exhibit(shown: Strips, language: Language) -> Chart:
    """A region's targets as a table, for no two of them need have a unit in common."""
    names = _names(language, ("value", "others", "lowest", "highest", "median"))
    rows, cells = [], {}
    for target in shown.entries:
        name = shown.names.get(target.indicator_id, "")
        rows.append((target.target_id, name or target.what or target.sentence))
        told = {"value": target.label, **_compared(target, shown, language)}
        for column, text in told.items():
            cells[target.target_id, column] = _cell(column, text)
    body = grid_of(rows, list(names.items()), cells)
    return exhibit_of(
        shown.heading,
        body,
        _strips_frame(shown, language),
        alt=shown.alt,
        file_name=shown.file_name,
        subtitle=_SUBTITLE[language],
    )


def _cell(column: str, text: str) -> GridCell:
    return (
        painted(text, LIGHT.depth_fills["generic"] if column == "value" else LIGHT.panel) if text else EMPTY
    )


def _compared(target: Target, shown: Strips, language: Language) -> dict[str, str]:
    """What other regions set for the same indicator, in words."""
    peers = shown.peers.get(target.indicator_id)
    if peers is None:
        return {}
    ends = {"lowest": min(peers.spots), "highest": max(peers.spots), "median": peers.median}
    unit = shown.units.get(target.indicator_id, target.unit)
    return {
        "others": str(len(peers.spots)),
        **{
            name: quantity((value,), target.unit, unit, language)
            for name, value in ends.items()
            if value is not None
        },
    }


def _strips_frame(shown: Strips, language: Language) -> pd.DataFrame:
    rows = []
    for group in shown.groups:
        frame = _frame(group.entries, language)
        own = [shown.names.get(target.indicator_id, "") for target in group.entries]
        compared = [_numbers(shown.peers.get(target.indicator_id)) for target in group.entries]
        others = pd.DataFrame(compared, columns=["others", "lowest", "highest", "median"])
        frame.insert(0, named(_LABELS, "area", language), group.area)
        frame.insert(2, named(_LABELS, "indicator", language), own)
        rows.append(frame.join(others.rename(columns=_names(language, others.columns))))
    return pd.concat(rows, ignore_index=True)


def _numbers(peers: Peers | None) -> tuple[float | None, ...]:
    if peers is None:
        return (0, None, None, None)
    return len(peers.spots), min(peers.spots), max(peers.spots), peers.median


def ranks_exhibit(
    plans: pd.DataFrame,
    order: str,
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    others: str = "",
) -> Chart:
    """The ranking of plans, by the share that is quantified or by the number of targets.

    ``others`` tells which regions have no plan to rank.
    """
    bars = _ranked(plans, order, language)
    subtitle = " · ".join(filter(None, (_BARS[order][language], others)))
    frame = plans.assign(share=100 * plans["share"])
    names = _names(language, ("region", "specific", "quantified", "share", "targets", "repeats"))
    told = labelled(frame, names)
    return exhibit_of(heading, bars, told, alt=alt, file_name=file_name, subtitle=subtitle)


def _ranked(plans: pd.DataFrame, order: str, language: Language) -> Bars:
    """A bar for each plan; none where a plan answers no task specifically, so that it has no share."""
    values = tuple(None if pd.isna(value) else float(value) for value in plans[order])
    name = named(DEPTHS, "quantified", language) if order == "share" else named(_LABELS, "targets", language)
    series = Series(name, values, LIGHT.depth_fills["quantified"])
    return Bars(
        tuple(map(str, plans["region"])), (series,), number_format="0%" if order == "share" else "#,##0"
    )


def _names(language: Language, codes: Iterable[str] | Mapping[str, object]) -> dict[str, str]:
    return {code: named(_LABELS, code, language) for code in codes}
