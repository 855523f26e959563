"""Charts of the gaps page against the tables, and as slides."""

from pathlib import Path
from typing import Final

import pytest

from pages.ui.codes import DEPTHS, name_of
from pages.ui.text import Language
from pages.ui.theme import MARKS
from pipeline.schema.chart import Bars, Chart, Tiles
from pipeline.schema.model import GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store import store
from tests.pages.charts.page_charts import (
    ask,
    bars_of,
    complete,
    open_with_charts,
    short_names,
    slide_of,
    words_of,
)

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


def chart_at(built: Path, patch: pytest.MonkeyPatch, language: Language, **address: str | list[str]) -> Chart:
    """Return the only chart of the page at a URL."""
    _, charts = open_with_charts(built, patch, "gaps", lang=language, **address)
    [chart] = charts.values()
    complete(chart, language)
    return chart


def counts_of(chart: Chart) -> dict[tuple[str, str], float]:
    """Return the non-zero values of bars by key and series."""
    body = chart.body
    assert isinstance(body, Bars)
    return {
        (key, series.name): value
        for series in body.series
        for key, value in zip(body.keys, series.values, strict=True)
        if value
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("view", "key", "bars"), [("region", "region_id", 31), ("task", "task_id", 20)])
def test_bars_of_gaps_count_what_the_tables_count(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, language: Language, view: str, key: str, bars: int
) -> None:
    chart = chart_at(corpus, monkeypatch, language, view=view)
    assert isinstance(chart.body, Bars)
    counts = {
        (code, name_of(DEPTHS, depth, language)): float(count)
        for code, depth, count in ask(corpus, f"SELECT {key}, depth, count(*) FROM coverage GROUP BY ALL")
        if depth in GAP_DEPTHS
    }
    assert len(chart.body.keys) == bars
    assert counts_of(chart) == {
        place: count for place, count in counts.items() if place[0] in chart.body.keys
    }
    numbers, gaps = chart.frame.iloc[:, 0], chart.frame[{"zh": "缺口", "en": "Gaps"}[language]]
    assert tuple(numbers) == chart.keys
    assert gaps.sum() == sum(counts.values())
    assert [int(note) for note in chart.body.notes] == gaps.tolist()[:bars]
    assert [sum(filter(None, values)) for _, values in bars_of(chart, language)] == gaps.tolist()[:bars]


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_of_a_task_marks_and_opens_each_answer(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    chart = chart_at(corpus, monkeypatch, language, view="task", for_task="3.4", macro="east")
    assert isinstance(chart.body, Tiles)
    names = short_names(corpus, language)
    answers = ask(
        corpus,
        "SELECT region_id, depth FROM coverage JOIN regions USING (region_id) "
        "WHERE task_id = '3.4' AND macro_id = 'east'",
    )
    shown = {(tile.label, tile.text, tile.key) for tile in chart.body.tiles if tile.key}
    assert shown == {(names[code], MARKS[depth], f"{code}:3.4") for code, depth in answers}
    assert {tile.label for tile in chart.body.tiles if tile.hatched} == {names["540000"]}
    said = set(words_of(slide_of(chart, language).shapes))
    assert {entry.name for entry in chart.legend} <= said
    assert {"zh": "未选入", "en": "not chosen"}[language] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_of_a_combination_marks_who_meets_it(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    chart = chart_at(corpus, monkeypatch, language, view="query", all_of="1.2", none_of="3.4")
    assert isinstance(chart.body, Tiles)
    found = store.find_covering_regions(corpus, ["1.2"], none_of=["3.4"], covered=SPECIFIC_DEPTHS)
    names = short_names(corpus, language)
    assert {tile.label for tile in chart.body.tiles if tile.text == "✓"} == {names[code] for code in found}
    assert sum(tile.text == "×" for tile in chart.body.tiles) == 31 - len(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_gaps_of_a_region_by_answers_of_others(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    chart = chart_at(corpus, monkeypatch, language, for_region="110000")
    counts = ask(
        corpus,
        "SELECT task_id, depth, count(*) FROM coverage JOIN regions USING (region_id) "
        "WHERE region_id <> '110000' AND macro_id = "
        "(SELECT macro_id FROM regions WHERE region_id = '110000') AND task_id IN "
        "(SELECT task_id FROM coverage WHERE region_id = '110000' "
        "AND depth IN ('absent', 'blank', 'generic')) GROUP BY ALL",
    )
    wanted = {(task, name_of(DEPTHS, depth, language)): float(count) for task, depth, count in counts}
    assert counts_of(chart) == wanted
    assert isinstance(chart.body, Bars)
    specific = {
        task: sum(count for other, depth, count in counts if other == task and depth in SPECIFIC_DEPTHS)
        for task in chart.body.keys
    }
    assert list(chart.body.notes) == [f"{specific[task]}/4" for task in chart.body.keys]
