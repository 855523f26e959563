"""What the pictures of targets tell when they are taken away: the numbers of the tables, counted anew."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Final

import pytest

from pages.charts.picture import Picture
from pipeline.schema.chart import Bars, Chart, Dots, Grid
from tests.pages.charts.exhibits_pages import (
    LANGUAGES,
    OpenAt,
    ask,
    bars_of,
    chart_of,
    complete,
    numbers_of,
    opened,
    short_names,
    slide_of,
    table_of,
    taken,
)
from tests.pages.targets.targets_pages import parts, texts

__all__ = ["opened"]

COUNT: Final = "kind = 'target' AND repeat_of = ''"
LABELS: Final = {
    "zh": (
        "数值",
        "下限",
        "上限",
        "其他地区的目标数",
        "全部目标的中位数",
        "目标编号",
        "其中最小",
        "其中最大",
    ),
    "en": (
        "Value",
        "Lower",
        "Upper",
        "Targets of other regions",
        "Median of all",
        "Target id",
        "Lowest of them",
        "Highest of them",
    ),
}


def only(pictures: list[Picture], language: str) -> Chart:
    [picture] = pictures
    exhibit = taken(picture)
    complete(exhibit, language)
    assert exhibit.file_name == picture.file_name
    return exhibit


def middle(low: float | None, high: float | None) -> float:
    low, high = high if low is None else low, low if high is None else high
    assert low is not None
    assert high is not None
    return (low + high) / 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dots_of_the_widest_indicators_are_those_of_the_tables(
    opened: OpenAt, corpus: Path, lang: str
) -> None:
    widest = ask(
        corpus,
        f"SELECT indicator_id FROM targets WHERE {COUNT} AND indicator_id <> '' AND unit <> '元' "
        "GROUP BY 1 ORDER BY count(DISTINCT region_id) DESC, 1 LIMIT 3",
    )
    for (indicator_id,) in widest:
        _, pictures = opened("targets", lang=lang, indicator=indicator_id)
        exhibit = only(pictures, lang)
        assert isinstance(exhibit.body, Dots)
        rows = ask(
            corpus,
            f"SELECT short_{lang}, comparator, value_min, value_max, target_id FROM targets "
            f"JOIN regions USING (region_id) WHERE {COUNT} AND indicator_id = ?",
            indicator_id,
        )
        told = sorted(
            (exhibit.body.rows[point.row].split(" · ")[0].split(" (")[0], point.low or -1, point.high or -1)
            for series in exhibit.body.series
            for point in series.points
        )
        assert told == sorted((region, low or -1, high or -1) for region, _, low, high, _ in rows)
        middles = [middle(low, high) for _, _, low, high, _ in rows]
        assert exhibit.body.reference
        assert exhibit.body.reference[1] == median(middles)
        (
            value,
            low,
            high,
            *_,
        ) = LABELS[lang]
        drawn = parts(pictures[0].layouts[0].svg)
        identity = LABELS[lang][5]
        for row in exhibit.frame.to_dict("records"):
            assert row[value] in drawn[row[identity]]
        assert exhibit.frame[low].count() == sum(low is not None for _, _, low, _, _ in rows)
        assert exhibit.frame[high].count() == sum(high is not None for _, _, _, high, _ in rows)
        lines = list(chart_of(slide_of(exhibit, lang)).plots[0].series)
        shown = {value for line in lines[: len(exhibit.body.series)] for value in numbers_of(line)}
        assert shown == {value for _, _, low, high, _ in rows for value in (low, high) if value is not None}


@pytest.mark.parametrize(("lang", "size", "unit"), [("zh", 1e8, "亿元"), ("en", 1e6, "CNY million")])
def test_money_is_told_in_the_unit_of_its_median(
    opened: OpenAt, corpus: Path, lang: str, size: float, unit: str
) -> None:
    _, pictures = opened("targets", lang=lang, indicator="pledge-financing")
    exhibit = only(pictures, lang)
    assert isinstance(exhibit.body, Dots)
    rows = ask(
        corpus,
        f"SELECT value_min, value_max FROM targets WHERE {COUNT} AND indicator_id = 'pledge-financing'",
    )
    assert exhibit.body.reference
    assert exhibit.body.reference[1] * size == pytest.approx(median(middle(*row) for row in rows))
    assert exhibit.body.unit == unit
    assert unit in exhibit.subtitle
    points = [point for series in exhibit.body.series for point in series.points]
    told = sorted((point.low or point.high or 0) * size for point in points)
    assert told == pytest.approx(sorted(low or high for low, high in rows))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("region_id", ["320000", "110000"])
def test_the_table_of_a_region_compares_with_all_other_regions(
    opened: OpenAt, corpus: Path, lang: str, region_id: str
) -> None:
    _, pictures = opened("targets", lang=lang, see="region", of=region_id)
    exhibit = only(pictures, lang)
    assert isinstance(exhibit.body, Grid)
    rows = ask(
        corpus,
        "SELECT target_id, indicator_id, region_id, value_min, value_max FROM targets WHERE " + COUNT,
    )
    own = {row[0]: row for row in rows if row[2] == region_id}
    value, _, _, others, middles, identity, lowest, highest = LABELS[lang]
    assert set(exhibit.frame[identity]) == set(own)
    for row in exhibit.frame.to_dict("records"):
        same = [one for one in rows if one[1] and one[1] == own[row[identity]][1]]
        elsewhere = [middle(*one[3:]) for one in same if one[2] != region_id]
        assert row[others] == len(elsewhere)
        if elsewhere:
            assert (row[lowest], row[highest]) == (min(elsewhere), max(elsewhere))
        if elsewhere and len(same) >= 3:
            assert row[middles] == median(middle(*one[3:]) for one in same)
    drawn = parts(pictures[0].layouts[0].svg)
    assert len(drawn) == len(exhibit.body.rows)
    written = [cells[0].text for cells in exhibit.body.cells]
    assert written == [row[value] for row in exhibit.frame.to_dict("records")]
    lines = table_of(slide_of(exhibit, lang))[1:]
    assert [line[1] for line in lines] == written
    assert [line[0] for line in lines] == list(exhibit.body.rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rank", ["share", "targets"])
def test_the_ranking_is_that_of_the_tables(opened: OpenAt, corpus: Path, lang: str, rank: str) -> None:
    _, pictures = opened("targets", lang=lang, see="plans", rank=rank)
    exhibit = only(pictures, lang)
    assert isinstance(exhibit.body, Bars)
    counts = {
        "share": "SELECT region_id, count(*) FILTER (depth = 'quantified') / count(*) FROM coverage "
        "WHERE depth IN ('specific', 'quantified') GROUP BY 1",
        "targets": "SELECT plans.region_id, count(target_id) FROM plans LEFT JOIN (SELECT * FROM targets "
        f"WHERE {COUNT}) AS counted USING (plan_id) GROUP BY 1",
    }[rank]
    names = short_names(corpus, lang)
    wanted = {names[code]: value for code, value in ask(corpus, counts)}
    [series] = exhibit.body.series
    told = dict(zip(exhibit.body.categories, series.values, strict=True))
    assert told == pytest.approx(wanted)
    assert list(series.values) == sorted(wanted.values(), reverse=True)
    drawn = parts(pictures[0].layouts[0].svg)
    for code, name in names.items():
        if name in told:
            said = f"{told[name]:.0%}" if rank == "share" else f"{told[name]:.0f}"
            assert any(text.split(" ")[0] == said for text in drawn[code])
    shown = bars_of(exhibit, lang)
    assert [name for name, _ in shown] == list(exhibit.body.categories)
    assert [value for _, (value,) in shown] == pytest.approx(list(series.values))
    absent = ask(corpus, f"SELECT short_{lang} FROM regions WHERE status = 'no_plan'")
    assert all(name in exhibit.subtitle for (name,) in absent)
    assert absent
    assert exhibit.title in texts(pictures[0].layouts[0].svg)
