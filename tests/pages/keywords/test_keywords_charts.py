"""What the charts of keywords tell: the numbers of the tables, counted anew, on the page and on slides."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from pipeline.schema.chart import Bars, Chart, Dots, Grid, Plane
from tests.pages.charts.page_charts import (
    LANGUAGES,
    ChartsAt,
    ask,
    bars_of,
    chart_of,
    charts_at,
    complete,
    numbers_of,
    short_names,
    slide_of,
    words_on,
)

__all__ = ["charts_at"]

TERMS: Final = ("专利导航", "质押融资", "海关")


Shown = Callable[..., list[Chart]]


@pytest.fixture
def shown(charts_at: ChartsAt) -> Shown:
    """The charts of a view of the page, each of which says all that it must."""

    def look(lang: str, **address: str | list[str]) -> list[Chart]:
        charts = list(charts_at("keywords", lang=lang, **address).values())
        for chart in charts:
            complete(chart, lang)
        return charts

    return look


def used(built: Path, term: str) -> dict[str, tuple[int, int]]:
    """How often each region writes a term, and how much it writes: in the texts, a merged cell once."""
    rows = ask(built, "SELECT region_id, measure_text FROM measures WHERE NOT contains(merged, 'measure')")
    found: dict[str, tuple[int, int]] = {}
    for region_id, text in rows:
        count, characters = found.get(region_id, (0, 0))
        found[region_id] = (
            count + text.upper().count(term.upper()),
            characters + len("".join(text.split())),
        )
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("scope", "scope_id"), [("region", "320000"), ("area", "3"), ("task", "3.4")])
def test_distinctive_words_have_their_intervals(
    shown: Shown, corpus: Path, lang: str, scope: str, scope_id: str
) -> None:
    [chart] = shown(lang, of=scope, **{f"of_{scope}": scope_id})
    body = chart.body
    assert isinstance(body, Dots)
    wanted = ask(
        corpus,
        "SELECT term, keyness_low, keyness, keyness_high, count, regions FROM keywords "
        "WHERE scope = ? AND scope_id = ? AND distinctive ORDER BY z DESC LIMIT 20",
        scope,
        scope_id,
    )
    [series] = body.series
    told = [(body.rows[point.row], point.low, point.middle, point.high) for point in series.points]
    assert told == [row[:4] for row in wanted]
    assert body.keys == chart.keys == tuple(f"word:{scope}:{scope_id}:{term}" for term, *_ in wanted)
    for note, (*_, count, regions) in zip(body.notes, wanted, strict=True):
        assert [int(word) for word in note.split() if word.isdecimal()] == [count, regions]
    assert all(hint.startswith(term) for hint, term in zip(body.hints, body.rows, strict=True))
    assert list(chart.frame.iloc[:, 0]) == list(body.rows)
    line = chart_of(slide_of(chart, lang)).plots[0].series[0]
    assert numbers_of(line) == pytest.approx([value for row in wanted for value in row[1:4]], rel=1e-6)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("term", [TERMS[0], "pct", "高校院"])
def test_bars_of_a_term_are_counted_in_the_texts(shown: Shown, corpus: Path, lang: str, term: str) -> None:
    [chart] = shown(lang, see="use", term=term)
    body = chart.body
    assert isinstance(body, Bars)
    names, [series] = short_names(corpus, lang), body.series
    counted = used(corpus, term)
    told = dict(zip(body.categories, series.values, strict=True))
    rates = {names[code]: 1000 * count / size for code, (count, size) in counted.items()}
    assert {name: value for name, value in told.items() if value is not None} == pytest.approx(rates)
    assert [value for value in told.values() if value is not None] == sorted(rates.values(), reverse=True)
    [(absent,)] = ask(corpus, f"SELECT short_{lang} FROM regions WHERE status = 'no_plan'")
    [none] = [name for name, value in told.items() if value is None]
    assert none == {"zh": f"{absent}（未见工作要点）", "en": f"{absent} (no plan found)"}[lang]
    codes = {name: code for code, name in names.items()}
    for name, text, key in zip(body.categories, series.texts, body.keys, strict=True):
        count, _ = counted.get(codes.get(name, ""), (0, 0))
        assert text == (f"{told[name]:.2f} ({count})" if count else "" if name == none else "0")
        assert key == (f"text:letters:{codes[name]}:{term}" if count else "")
    assert chart.frame.iloc[:, 2].sum() == sum(count for count, _ in counted.values())
    assert chart.keys == tuple(
        key for key, value in zip(body.keys, series.values, strict=True) if value is not None
    )
    drawn = [value for _, (value,) in bars_of(chart, lang)]
    assert drawn == pytest.approx(list(series.values), nan_ok=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_grid_of_terms_is_counted_in_the_texts(shown: Shown, corpus: Path, lang: str) -> None:
    [exhibit] = shown(lang, see="use", term=list(TERMS))
    grid, names = exhibit.body, short_names(corpus, lang)
    assert isinstance(grid, Grid)
    assert grid.columns == TERMS
    assert [note for note in grid.notes if note]
    for term, cells in zip(grid.columns, zip(*grid.cells, strict=True), strict=True):
        told = dict(zip(grid.rows, (cell.text for cell in cells), strict=True))
        for code, (count, size) in used(corpus, term).items():
            assert told[names[code]] == (f"{1000 * count / size:.1f}" if count else "0")
    counts = exhibit.frame.groupby(exhibit.frame.columns[0])[exhibit.frame.columns[2]].sum()
    assert counts.to_dict() == {
        term: sum(count for count, _ in used(corpus, term).values()) for term in TERMS
    }
    words = words_on(exhibit, lang)
    assert {*TERMS, *grid.rows} <= set(words)
    assert {entry.name for entry in exhibit.legend} <= set(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_and_the_pairs_are_those_of_the_tables(shown: Shown, corpus: Path, lang: str) -> None:
    places, pairs = shown(lang, see="alike")
    names = short_names(corpus, lang)
    assert isinstance(places.body, Plane)
    told = {
        (place.key, place.label, place.x, place.y, number)
        for number, series in enumerate(places.body.series, start=1)
        for place in series.places
    }
    rows = ask(corpus, "SELECT region_id, x, y, dense_rank() OVER (ORDER BY cluster) FROM plan_map")
    assert told == {(code, names[code], x, y, cluster) for code, x, y, cluster in rows}
    groups = len(places.body.series)
    assert len({series.colour for series in places.body.series}) == groups
    assert len({series.marker for series in places.body.series}) == groups
    assert not places.body.links
    assert isinstance(pairs.body, Bars)
    nearest = ask(corpus, "SELECT cosine FROM likeness WHERE plan_id < other_id ORDER BY 1 DESC LIMIT 12")
    assert list(pairs.body.series[0].values) == pytest.approx([cosine for (cosine,) in nearest])
    plot = chart_of(slide_of(places, lang)).plots[0]
    assert sorted(x for line in plot.series for x in numbers_of(line)) == pytest.approx(
        sorted(x for _, x, *_ in rows)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plans_nearest_to_one_are_named(shown: Shown, corpus: Path, lang: str) -> None:
    places, near = shown(lang, see="alike", like="320000")
    names = short_names(corpus, lang)
    rows = ask(
        corpus,
        "SELECT other.region_id, max(cosine) AS likeness FROM likeness JOIN plans AS own USING (plan_id) "
        "JOIN plans AS other ON other.plan_id = other_id WHERE own.region_id = '320000' GROUP BY 1 "
        "UNION SELECT own.region_id, max(cosine) FROM likeness JOIN plans AS own USING (plan_id) "
        "JOIN plans AS other ON other.plan_id = other_id WHERE other.region_id = '320000' GROUP BY 1 "
        "ORDER BY 2 DESC",
    )
    assert isinstance(near.body, Bars)
    [series] = near.body.series
    assert dict(zip(near.body.categories, series.values, strict=True)) == pytest.approx(
        {names[code]: cosine for code, cosine in rows}
    )
    assert near.body.keys == near.keys == tuple(f"pair:320000:{code}" for code, _ in rows)
    assert series.texts == tuple(f"{cosine:.2f}" for _, cosine in rows)
    assert list(near.frame.iloc[:, 1]) == list(series.values)
    assert isinstance(places.body, Plane)
    assert places.body.links == tuple((names["320000"], names[code]) for code, _ in rows[:5])
    assert all(names[code] in places.subtitle for code, _ in rows[:5])
    hints = {place.key: place.hint for group in places.body.series for place in group.places}
    assert all(f"{cosine:.2f}" in hints[code] for code, cosine in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reused_measures_are_counted_by_region(shown: Shown, corpus: Path, lang: str) -> None:
    [chart] = shown(lang, see="reuse")
    assert isinstance(chart.body, Bars)
    rows = ask(
        corpus,
        "SELECT region_id, count(DISTINCT measure_id) FROM ("
        "SELECT region_id, measure_id FROM reuse WHERE region_id <> other_region_id UNION "
        "SELECT other_region_id, other_id FROM reuse WHERE region_id <> other_region_id) GROUP BY 1",
    )
    names = short_names(corpus, lang)
    told = dict(zip(chart.body.categories, chart.body.series[0].values, strict=True))
    assert told == {names[code]: count for code, count in rows}
    assert list(chart_of(slide_of(chart, lang)).plots[0].series[0].values) == list(told.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("what", "name"), [("campaigns", "name"), ("citations", "title")])
def test_mentions_chart_agrees_with_the_tables(
    shown: Shown, corpus: Path, lang: str, what: str, name: str
) -> None:
    [exhibit] = shown(lang, see="named", what=what)
    grid, names = exhibit.body, short_names(corpus, lang)
    assert isinstance(grid, Grid)
    rows = ask(
        corpus,
        f"SELECT {name}, found.region_id, count(*) FROM {what} AS found JOIN measures USING (measure_id) "
        "GROUP BY 1, 2",
    )
    counts = {(title, names[code]): count for title, code, count in rows}
    for title, cells, regions in zip(grid.rows, grid.cells, grid.row_totals, strict=True):
        own = {place: count for (found, place), count in counts.items() if found == title}
        assert regions == len(own)
        texts = (cell.text for cell in cells)
        told = {place: int(text) for place, text in zip(grid.columns, texts, strict=True) if text}
        assert told == own
    assert len(grid.rows) == 24
    assert int(exhibit.frame.iloc[:, 2:].to_numpy().sum()) == sum(
        count for (title, _), count in counts.items() if title in grid.rows
    )
    words = words_on(exhibit, lang)
    assert set(grid.rows) <= set(words)
