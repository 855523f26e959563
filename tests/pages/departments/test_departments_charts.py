"""Charts of the departments page against the tables, and as slides."""

from itertools import combinations
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.departments.data import BODY, opens
from pipeline.schema.chart import Bars, Chart, Grid
from tests.pages.charts.page_charts import (
    LANGUAGES,
    ask,
    chart_of,
    complete,
    open_with_charts,
    short_names,
    slide_of,
    table_of,
    words_on,
)

CHARGES: Final = """
    SELECT coalesce(nullif(part_of, ''), plate) AS body, found.region_id, found.measure_id,
           found.area_id, found.task_id, role, level, collective
    FROM (SELECT unnest([department_id, nullif(host_id, '')]) AS plate, * FROM departments) AS found
    JOIN bodies ON bodies.department_id = plate
"""


def only_chart(built: Path, patch: pytest.MonkeyPatch, language: str, **address: str) -> Chart:
    _, charts = open_with_charts(built, patch, "departments", lang=language, **address)
    [chart] = charts.values()
    complete(chart, language)
    return chart


def body_names(built: Path, language: str) -> dict[str, str]:
    """Return the short names of the bodies as in the grids."""
    rows = ask(built, f"SELECT department_id, short_{language}, collective FROM bodies")
    return {code: f"{name}*" if collective else name for code, name, collective in rows}


def body_labels(built: Path, language: str) -> dict[str, str]:
    """Return the short names of the bodies as in the bars."""
    rows = ask(built, f"SELECT department_id, short_{language}, collective FROM bodies")
    return {code: f"{name}*" if collective else name for code, name, collective in rows}


def cells_of(grid: Grid) -> dict[tuple[str, str], str]:
    """Return the texts of the cells of a grid that have any, by row and column."""
    return {
        (row, column): cell.text
        for row, cells in zip(grid.rows, grid.cells, strict=True)
        for column, cell in zip(grid.columns, cells, strict=True)
        if cell.text
    }


def format_count(value: int) -> str:
    return f"{value:,}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bodies_by_key_areas_are_counted_in_the_tables(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    chart = only_chart(corpus, monkeypatch, lang, duty="matrix")
    grid, names = chart.body, body_names(corpus, lang)
    assert isinstance(grid, Grid)
    areas = dict(ask(corpus, f"SELECT area_id, area_id || ' ' || short_{lang} FROM areas"))
    assert list(grid.columns) == list(areas.values())
    counts = {
        (names[body], areas[area_id]): format_count(count)
        for body, area_id, count in ask(
            corpus, f"SELECT body, area_id, count(DISTINCT measure_id) FROM ({CHARGES}) GROUP BY 1, 2"
        )
    }
    totals = {
        names[body]: count
        for body, count in ask(
            corpus, f"SELECT body, count(DISTINCT measure_id) FROM ({CHARGES}) GROUP BY 1 ORDER BY 2 DESC"
        )
    }
    actual = cells_of(grid)
    assert actual == {place: text for place, text in counts.items() if place[0] in grid.rows}
    assert list(grid.row_totals) == [totals[row] for row in grid.rows]
    assert [totals[row] for row in grid.rows] == sorted(totals.values(), reverse=True)[:20]
    assert list(chart.frame.iloc[:, 1]) == [totals[row] for row in grid.rows]
    head, *lines = table_of(slide_of(chart, lang))
    assert head[1:] == [*grid.columns, grid.row_total]
    assert [line[0] for line in lines] == list(grid.rows)
    shown = zip(grid.cells, grid.row_totals, strict=True)
    assert [line[1:] for line in lines] == [
        [*(cell.text for cell in cells), format_count(total or 0)] for cells, total in shown
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bodies_by_tasks_are_grouped_by_key_area(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    chart = only_chart(corpus, monkeypatch, lang, duty="matrix", across="task", top="40")
    grid, names = chart.body, body_names(corpus, lang)
    assert isinstance(grid, Grid)
    tasks = ask(corpus, f"SELECT task_id, short_{lang} FROM tasks")
    labels = {code: f"{code} {name}" for code, name in tasks}
    counts = ask(
        corpus,
        f"SELECT body, task, count(DISTINCT measure_id) FROM (SELECT *, unnest(string_split(task_id, ';')) "
        f"AS task FROM ({CHARGES})) WHERE task <> '' GROUP BY 1, 2",
    )
    expected = {(names[body], labels[task]): format_count(count) for body, task, count in counts}
    actual = {place: text for place, text in cells_of(grid).items() if place[1] in labels.values()}
    assert actual == {place: text for place, text in expected.items() if place[0] in grid.rows}
    assert len(grid.rows) == 40
    areas = ask(
        corpus,
        f"SELECT any_value(area_id || ' ' || areas.short_{lang}), count(*) FROM tasks JOIN areas "
        "USING (area_id) GROUP BY area_id ORDER BY area_id",
    )
    assert grid.groups == tuple(areas)
    words = words_on(chart, lang)
    assert set(grid.rows) <= set(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_body_is_counted_by_region(corpus: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    chart = only_chart(corpus, monkeypatch, lang, duty="body", body="customs")
    grid, names = chart.body, short_names(corpus, lang)
    assert isinstance(grid, Grid)
    areas = dict(ask(corpus, f"SELECT area_id, area_id || ' ' || short_{lang} FROM areas"))
    rows = ask(
        corpus,
        f"SELECT region_id, area_id, count(DISTINCT measure_id) FROM ({CHARGES}) WHERE body = 'customs' "
        "GROUP BY 1, 2",
    )
    assert cells_of(grid) == {
        (names[code], areas[area_id]): format_count(count) for code, area_id, count in rows
    }
    frame = chart.frame.set_index(chart.frame.columns[0])
    assert frame.sum().sum() == 2 * sum(count for *_, count in rows)
    words = words_on(chart, lang)
    assert {*grid.rows, *grid.columns} <= set(words)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("region_id", ["320000", "110000"])
def test_bodies_of_a_region_are_shown_by_role(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, lang: str, region_id: str
) -> None:
    chart = only_chart(corpus, monkeypatch, lang, duty="region", of_region=region_id)
    bars, names = chart.body, body_labels(corpus, lang)
    assert isinstance(bars, Bars)
    rows = ask(
        corpus,
        "SELECT body, role, count(*) FROM (SELECT body, measure_id, arg_min(role, "
        "CASE role WHEN 'lead' THEN 1 WHEN 'support' THEN 2 ELSE 3 END) AS role "
        f"FROM ({CHARGES}) WHERE region_id = ? GROUP BY 1, 2) GROUP BY 1, 2",
        region_id,
    )
    roles = {
        "lead": {"zh": "牵头", "en": "leads"},
        "support": {"zh": "配合", "en": "supports"},
        "named": {"zh": "列名", "en": "named"},
    }
    expected = {(names[body], roles[role][lang]): float(count) for body, role, count in rows}
    actual = {
        (category, series.name): value
        for series in bars.series
        for category, value in zip(bars.categories, series.values, strict=True)
        if value
    }
    assert actual == {place: count for place, count in expected.items() if place[0] in bars.categories}
    assert bars.stacked
    assert len(bars.categories) == min(25, len({body for body, *_ in rows}))
    assert {entry.name for entry in chart.legend} == {series.name for series in bars.series}
    assert len({entry.mark for entry in chart.legend}) == len(bars.series)
    assert [int(note) for note in bars.notes] == chart.frame.iloc[: len(bars.notes), 2].tolist()
    assert any(any(series.texts) for series in bars.series) == (len(bars.series) > 1)
    assert chart.keys == tuple(f"{code}~{region_id}" for code in chart.frame.iloc[:, 0])
    plot = chart_of(slide_of(chart, lang)).plots[0]
    assert list(plot.categories) == list(bars.categories)
    for line, series in zip(plot.series, bars.series, strict=True):
        assert series.name in line.name
        assert list(line.values) == list(series.values)


def differences(built: Path) -> dict[str, float]:
    """Return the mean Jaccard distance of the bodies of each task."""
    rows = ask(
        built,
        "SELECT DISTINCT task, region_id, body FROM (SELECT *, unnest(string_split(task_id, ';')) AS task "
        f"FROM ({CHARGES})) WHERE task <> '' AND NOT collective AND level <> 'city'",
    )
    held: dict[str, dict[str, set[str]]] = {}
    for task, region_id, body in rows:
        held.setdefault(task, {}).setdefault(region_id, set()).add(body)
    found = {}
    for task, regions in held.items():
        pairs = list(combinations(regions.values(), 2))
        if len(regions) >= 3:
            found[task] = sum(1 - len(one & other) / len(one | other) for one, other in pairs) / len(pairs)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_differences_of_tasks_match_the_tables(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, lang: str
) -> None:
    chart = only_chart(corpus, monkeypatch, lang, duty="task")
    bars = chart.body
    assert isinstance(bars, Bars)
    expected = differences(corpus)
    [series] = bars.series
    actual = {name.split(" ")[0]: value for name, value in zip(bars.categories, series.values, strict=True)}
    assert actual == pytest.approx({task: expected[task] for task in actual})
    assert list(actual.values()) == pytest.approx(sorted(expected.values(), reverse=True)[:20])
    in_data = dict(zip(chart.frame.iloc[:, 0], chart.frame.iloc[:, -1], strict=True))
    assert set(in_data) == set(expected)
    assert {code: in_data[code] for code in actual} == pytest.approx(actual, abs=6e-4)
    assert chart.keys == tuple(f"?duty=task&of_task={code}" for code in in_data)
    assert list(chart_of(slide_of(chart, lang)).plots[0].series[0].values) == pytest.approx(
        list(series.values)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bodies_of_a_task_are_marked_by_role(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    chart = only_chart(corpus, monkeypatch, lang, duty="task", of_task="1.1")
    grid, names, regions = chart.body, body_names(corpus, lang), short_names(corpus, lang)
    assert isinstance(grid, Grid)
    rows = ask(
        corpus,
        f"SELECT body, region_id FROM ({CHARGES}) WHERE list_contains(string_split(task_id, ';'), '1.1') "
        "AND NOT collective AND level <> 'city' GROUP BY 1, 2",
    )
    signs = {entry.mark for entry in chart.legend}
    assert len(signs) == len(chart.legend)
    actual = {place for place, text in cells_of(grid).items() if text in signs}
    assert actual == {(names[body], regions[code]) for body, code in rows}
    assert set(chart.frame.iloc[:, 0]) == {regions[code] for _, code in rows}
    words = words_on(chart, lang)
    assert {*grid.rows, *grid.columns} <= set(words)


@given(st.text(min_size=1))
def test_a_row_opens_its_body_whatever_its_id(department_id: str) -> None:
    [code] = opens(BODY, pd.Series([department_id]))
    assert parse_qs(code.removeprefix("?")) == {"duty": ["body"], BODY: [department_id]}
