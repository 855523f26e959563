"""What the charts of targets tell, on the page and on slides: the numbers of the tables, counted anew."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import pytest

from pipeline.schema.chart import Bars, Chart, Dots
from tests.pages.charts.page_charts import (
    LANGUAGES,
    ask,
    bars_of,
    chart_of,
    complete,
    numbers_of,
    open_with_charts,
    rows_of,
    short_names,
    slides_of,
    words_on,
)

COUNT: Final = "kind = 'target' AND repeat_of = ''"
LABELS: Final = {
    "zh": (
        "数值",
        "下限",
        "上限",
        "其他地区的目标数",
        "其中最小",
        "其中最大",
        "全部目标的中位数",
        "目标编号",
    ),
    "en": (
        *("Value", "Lower", "Upper", "Targets of other regions", "Lowest of them", "Highest of them"),
        *("Median of all", "Target id"),
    ),
}

Take = Callable[..., Chart]


@pytest.fixture
def take(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """The chart of the page at an address, such as ``take(lang="en", see="plans")``."""

    def follow(**address: str) -> Chart:
        _, charts = open_with_charts(corpus, monkeypatch, "targets", **address)
        [chart] = charts.values()
        complete(chart, address["lang"])
        return chart

    return follow


def middle(low: float | None, high: float | None) -> float:
    low, high = high if low is None else low, low if high is None else high
    assert low is not None
    assert high is not None
    return (low + high) / 2


def of_indicator(corpus: Path, indicator_id: str) -> dict[str, tuple[float | None, float | None]]:
    """The bounds of an indicator's targets, by the ids of these."""
    sql = f"SELECT target_id, value_min, value_max FROM targets WHERE {COUNT} AND indicator_id = ?"
    return {target_id: (low, high) for target_id, low, high in ask(corpus, sql, indicator_id)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dots_of_the_widest_indicators_are_those_of_the_tables(take: Take, corpus: Path, lang: str) -> None:
    widest = ask(
        corpus,
        f"SELECT indicator_id FROM targets WHERE {COUNT} AND indicator_id <> '' AND unit <> '元' "
        "GROUP BY 1 ORDER BY count(DISTINCT region_id) DESC, 1 LIMIT 3",
    )
    for (indicator_id,) in widest:
        chart, wanted = take(lang=lang, indicator=indicator_id), of_indicator(corpus, indicator_id)
        body = chart.body
        assert isinstance(body, Dots)
        points = [point for series in body.series for point in series.points]
        assert {body.keys[point.row]: (point.low, point.high) for point in points} == wanted
        assert body.reference
        assert body.reference[1] == median(middle(*bounds) for bounds in wanted.values())
        value, low, high, *_, identity = LABELS[lang]
        assert dict(zip(chart.frame[identity], chart.frame[value], strict=True)) == {
            code: note for code, (*_, note) in rows_of(chart).items()
        }
        assert chart.keys == body.keys == tuple(chart.frame[identity])
        assert chart.frame[low].count() == sum(low is not None for low, _ in wanted.values())
        assert chart.frame[high].count() == sum(high is not None for _, high in wanted.values())
        lines = [
            line
            for slide in slides_of(chart, lang)
            for line in list(chart_of(slide).plots[0].series)[: len(body.series)]
        ]
        assert {value for line in lines for value in numbers_of(line)} == {
            value for bounds in wanted.values() for value in bounds if value is not None
        }


@pytest.mark.parametrize(("lang", "size", "unit"), [("zh", 1e8, "亿元"), ("en", 1e6, "CNY million")])
def test_money_is_shown_in_the_unit_of_its_median(
    take: Take, corpus: Path, lang: str, size: float, unit: str
) -> None:
    chart, wanted = take(lang=lang, indicator="pledge-financing"), of_indicator(corpus, "pledge-financing")
    body = chart.body
    assert isinstance(body, Dots)
    assert body.reference
    assert body.reference[1] * size == pytest.approx(median(middle(*bounds) for bounds in wanted.values()))
    assert body.unit == unit
    assert unit in chart.subtitle
    points = [point for series in body.series for point in series.points]
    told = sorted((point.low or point.high or 0) * size for point in points)
    assert told == pytest.approx(sorted(low or high or 0 for low, high in wanted.values()))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("region_id", ["320000", "110000"])
def test_region_chart_compares_with_all_other_regions(
    take: Take, corpus: Path, lang: str, region_id: str
) -> None:
    chart = take(lang=lang, see="region", of=region_id)
    body = chart.body
    assert isinstance(body, Dots)
    rows = ask(
        corpus,
        "SELECT target_id, indicator_id, region_id, value_min, value_max FROM targets WHERE " + COUNT,
    )
    own = {row[0]: row for row in rows if row[2] == region_id}
    value, _, _, others, lowest, highest, middles, identity = LABELS[lang]
    assert set(chart.frame[identity]) == set(own)
    assert [key for key in body.keys if key] == list(chart.frame[identity])
    for row in chart.frame.to_dict("records"):
        bounds = own[row[identity]][3:]
        same = [one for one in rows if one[1] and one[1] == own[row[identity]][1]]
        elsewhere = [middle(*one[3:]) for one in same if one[2] != region_id]
        assert row[others] == len(elsewhere)
        at = body.keys.index(row[identity])
        places = [point for series in body.series for point in series.points if point.row == at]
        if not elsewhere:
            assert not places
            continue
        assert (row[lowest], row[highest]) == (min(elsewhere), max(elsewhere))
        compared = [*elsewhere, *([median(middle(*one[3:]) for one in same)] if len(same) >= 3 else [])]
        if len(same) >= 3:
            assert row[middles] == compared[-1]
        size = max(*elsewhere, *(bound for bound in bounds if bound is not None))
        assert [point.low for point in places[:-1]] == pytest.approx([one / size for one in compared])
        shown = (places[-1].low, places[-1].high)
        assert shown == pytest.approx(tuple(bound and bound / size for bound in bounds))
    written = [note for *_, note in rows_of(chart).values()]
    assert written == list(chart.frame[value])
    assert len(body.headings) == len({name.split(" ")[0] for name in chart.frame.iloc[:, 0]})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rank", ["share", "targets"])
def test_the_ranking_is_that_of_the_tables(take: Take, corpus: Path, lang: str, rank: str) -> None:
    chart = take(lang=lang, see="plans", rank=rank)
    assert isinstance(chart.body, Bars)
    counts = {
        "share": "SELECT region_id, count(*) FILTER (depth = 'quantified') / count(*) FROM coverage "
        "WHERE depth IN ('specific', 'quantified') GROUP BY 1",
        "targets": "SELECT plans.region_id, count(target_id) FROM plans LEFT JOIN (SELECT * FROM targets "
        f"WHERE {COUNT}) AS counted USING (plan_id) GROUP BY 1",
    }[rank]
    names = short_names(corpus, lang)
    wanted = {names[code]: value for code, value in ask(corpus, counts)}
    series, *rest = chart.body.series
    told = dict(zip(chart.body.categories, series.values, strict=True))
    assert told == pytest.approx(wanted)
    assert list(series.values) == sorted(wanted.values(), reverse=True)
    for other in rest:
        assert [(one or 0) + (two or 0) for one, two in zip(series.values, other.values, strict=True)] == (
            pytest.approx([1.0] * len(told))
        )
    for name, _, note in rows_of(chart).values():
        assert note.startswith(f"{told[name]:.0%} " if rank == "share" else f"{told[name]:.0f} ")
    shown = bars_of(chart, lang)
    assert [name for name, _ in shown] == list(chart.body.categories)
    assert [values[0] for _, values in shown] == pytest.approx(list(series.values))
    absent = ask(corpus, f"SELECT short_{lang} FROM regions WHERE status = 'no_plan'")
    assert absent
    written = " ".join(words_on(chart, lang))
    assert all(name in chart.source and name in written for (name,) in absent)
