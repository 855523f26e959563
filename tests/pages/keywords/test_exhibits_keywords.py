"""What the pictures of keywords tell when they are taken away: the numbers of the tables, counted anew."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from pages.charts.picture import Picture
from pipeline.schema.chart import Bars, Chart, Dots, Grid, Plane
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
    taken,
    words_on,
)
from tests.pages.keywords.keywords_pages import texts

__all__ = ["opened"]

TERMS: Final = ("专利导航", "质押融资", "海关")


def every(pictures: list[Picture], language: str) -> list[Chart]:
    exhibits = [taken(picture) for picture in pictures]
    for exhibit, picture in zip(exhibits, pictures, strict=True):
        complete(exhibit, language)
        assert exhibit.title.split(" ")[0] in " ".join(texts(picture.layouts[0].svg))
    return exhibits


def used(built: Path, term: str) -> dict[str, tuple[int, int]]:
    """How often each region writes a term, and how much it writes: in the texts, a merged cell once."""
    rows = ask(built, "SELECT region_id, measure_text FROM measures WHERE NOT contains(merged, 'measure')")
    found: dict[str, tuple[int, int]] = {}
    for region_id, text in rows:
        count, characters = found.get(region_id, (0, 0))
        found[region_id] = (count + text.count(term), characters + len("".join(text.split())))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("scope", "scope_id"), [("region", "320000"), ("area", "3"), ("task", "3.4")])
def test_distinctive_words_stand_with_their_intervals(
    opened: OpenAt, corpus: Path, lang: str, scope: str, scope_id: str
) -> None:
    _, pictures = opened("keywords", lang=lang, of=scope, **{f"of_{scope}": scope_id})
    [exhibit] = every(pictures, lang)
    assert isinstance(exhibit.body, Dots)
    rows = ask(
        corpus,
        "SELECT term, keyness_low, keyness, keyness_high, z FROM keywords "
        "WHERE scope = ? AND scope_id = ? AND distinctive ORDER BY z DESC",
        scope,
        scope_id,
    )
    [series] = exhibit.body.series
    told = {exhibit.body.rows[point.row]: (point.low, point.middle, point.high) for point in series.points}
    wanted = {term: (low, value, high) for term, low, value, high, _ in rows}
    assert len(told) == min(20, len(rows))
    assert told == {term: wanted[term] for term in told}
    least = min(z for term, *_, z in rows if term in told)
    assert all(z <= least + 1e-9 for term, *_, z in rows if term not in told)
    drawn = texts(pictures[0].layouts[0].svg)
    assert set(exhibit.body.rows) <= set(drawn)
    assert list(exhibit.frame.iloc[:, 0]) == list(exhibit.body.rows)
    line = chart_of(slide_of(exhibit, lang)).plots[0].series[0]
    assert numbers_of(line) == pytest.approx(
        [value for term in exhibit.body.rows for value in wanted[term]], rel=1e-6
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_of_a_term_are_counted_in_the_texts(opened: OpenAt, corpus: Path, lang: str) -> None:
    _, pictures = opened("keywords", lang=lang, see="use", term=TERMS[0])
    [exhibit] = every(pictures, lang)
    assert isinstance(exhibit.body, Bars)
    names, [series] = short_names(corpus, lang), exhibit.body.series
    told = dict(zip(exhibit.body.categories, series.values, strict=True))
    wanted = {names[code]: 1000 * count / size for code, (count, size) in used(corpus, TERMS[0]).items()}
    assert {name: value for name, value in told.items() if value is not None} == pytest.approx(wanted)
    [(absent,)] = ask(corpus, f"SELECT short_{lang} FROM regions WHERE status = 'no_plan'")
    [none] = [name for name, value in told.items() if value is None]
    assert none.startswith(f"{absent} (")
    drawn = texts(pictures[0].layouts[0].svg)
    assert all(f"{value:.2f}" in " ".join(drawn) for value in wanted.values() if value)
    shown = [value for _, (value,) in bars_of(exhibit, lang)]
    assert shown == pytest.approx(list(series.values), nan_ok=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_grid_of_terms_is_counted_in_the_texts(opened: OpenAt, corpus: Path, lang: str) -> None:
    _, pictures = opened("keywords", lang=lang, see="use", term=list(TERMS))
    [exhibit] = every(pictures, lang)
    grid, names = exhibit.body, short_names(corpus, lang)
    assert isinstance(grid, Grid)
    assert grid.rows == TERMS
    for term, cells in zip(grid.rows, grid.cells, strict=True):
        told = dict(zip(grid.columns, (cell.text for cell in cells), strict=True))
        for code, (count, size) in used(corpus, term).items():
            assert told[names[code]] == (f"{1000 * count / size:.1f}" if count else "0")
    counts = exhibit.frame.groupby(exhibit.frame.columns[0])[exhibit.frame.columns[2]].sum()
    assert counts.to_dict() == {
        term: sum(count for count, _ in used(corpus, term).values()) for term in TERMS
    }
    words = words_on(exhibit, lang)
    assert {*TERMS, *grid.columns} <= set(words)
    assert {entry.name for entry in exhibit.legend} <= set(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_and_the_pairs_are_those_of_the_tables(opened: OpenAt, corpus: Path, lang: str) -> None:
    _, pictures = opened("keywords", lang=lang, see="alike")
    places, pairs = every(pictures, lang)
    names = short_names(corpus, lang)
    assert isinstance(places.body, Plane)
    told = {
        (place.label, place.x, place.y, number)
        for number, series in enumerate(places.body.series, start=1)
        for place in series.places
    }
    rows = ask(corpus, "SELECT region_id, x, y, dense_rank() OVER (ORDER BY cluster) FROM plan_map")
    assert told == {(names[code], x, y, cluster) for code, x, y, cluster in rows}
    looks = {(series.colour, series.marker) for series in places.body.series}
    assert len(looks) == len({series.marker for series in places.body.series}) == len(places.body.series)
    assert isinstance(pairs.body, Bars)
    nearest = ask(corpus, "SELECT cosine FROM likeness WHERE plan_id < other_id ORDER BY 1 DESC LIMIT 12")
    assert list(pairs.body.series[0].values) == pytest.approx([cosine for (cosine,) in nearest])
    plot = chart_of(slide_of(places, lang)).plots[0]
    assert sorted(x for line in plot.series for x in numbers_of(line)) == pytest.approx(
        sorted(x for _, x, *_ in rows)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plans_nearest_to_one_are_named(opened: OpenAt, corpus: Path, lang: str) -> None:
    _, pictures = opened("keywords", lang=lang, see="alike", like="320000")
    places, near = every(pictures, lang)
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
    told = dict(zip(near.body.categories, near.body.series[0].values, strict=True))
    assert told == pytest.approx({names[code]: cosine for code, cosine in rows})
    assert all(names[code] in places.subtitle for code, _ in rows[:5])
    assert list(near.frame.iloc[:, 1]) == list(near.body.series[0].values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reused_measures_are_counted_by_region(opened: OpenAt, corpus: Path, lang: str) -> None:
    _, pictures = opened("keywords", lang=lang, see="reuse")
    [exhibit] = every(pictures, lang)
    assert isinstance(exhibit.body, Bars)
    rows = ask(
        corpus,
        "SELECT region_id, count(DISTINCT measure_id) FROM ("
        "SELECT region_id, measure_id FROM reuse WHERE region_id <> other_region_id UNION "
        "SELECT other_region_id, other_id FROM reuse WHERE region_id <> other_region_id) GROUP BY 1",
    )
    names = short_names(corpus, lang)
    told = dict(zip(exhibit.body.categories, exhibit.body.series[0].values, strict=True))
    assert told == {names[code]: count for code, count in rows}
    assert list(chart_of(slide_of(exhibit, lang)).plots[0].series[0].values) == list(told.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("what", "name"), [("campaigns", "name"), ("citations", "title")])
def test_who_names_what_is_counted_in_the_tables(
    opened: OpenAt, corpus: Path, lang: str, what: str, name: str
) -> None:
    _, pictures = opened("keywords", lang=lang, see="named", what=what)
    [exhibit] = every(pictures, lang)
    grid, names = exhibit.body, short_names(corpus, lang)
    assert isinstance(grid, Grid)
    rows = ask(
        corpus,
        f"SELECT {name}, found.region_id, count(*) FROM {what} AS found JOIN measures USING (measure_id) "
        "GROUP BY 1, 2",
    )
    counts = {(title, names[code]): count for title, code, count in rows}
    for title, cells in zip(grid.rows, grid.cells, strict=True):
        regions, *others = (cell.text for cell in cells)
        own = {place: count for (found, place), count in counts.items() if found == title}
        assert int(regions) == len(own)
        told = {place: int(text) for place, text in zip(grid.columns[1:], others, strict=True) if text}
        assert told == own
    assert len(grid.rows) == 24
    assert int(exhibit.frame.iloc[:, 2:].to_numpy().sum()) == sum(
        count for (title, _), count in counts.items() if title in grid.rows
    )
    words = words_on(exhibit, lang)
    assert set(grid.rows) <= set(words)
