"""The coverage matrix as a chart: its cells and totals are those of the tables."""

from pathlib import Path

import pytest

from pages.charts.plot import web_page
from pages.coverage.charts import export_chart
from pages.ui.theme import MARKS
from pipeline.schema.chart import Grid
from tests.pages.charts.page_charts import LANGUAGES, ask, open_with_charts, short_names
from tests.pages.charts.test_arrange import arranged


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_is_a_grid_with_a_mark_for_each_depth(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    address: dict[str, str | list[str]] = {
        "lang": language,
        "area": ["1", "3"],
        "depth": ["specific", "absent"],
        "rows": "coverage",
    }
    _, charts = open_with_charts(corpus, monkeypatch, "coverage", **address)
    chart = charts["plan-atlas-coverage"]
    assert chart.title
    assert chart.source
    assert len(chart.alt) > 60
    grid = chart.body
    assert isinstance(grid, Grid)
    assert [columns for _, columns in grid.groups] == [
        count
        for (count,) in ask(
            corpus,
            "SELECT count(*) FROM tasks WHERE area_id IN ('1', '3') GROUP BY area_id ORDER BY area_id",
        )
    ]
    shown = {
        (row, column.split(" ")[0]): cell.text
        for row, cells in zip(grid.rows, grid.cells, strict=True)
        for column, cell in zip(grid.columns, cells, strict=True)
        if cell.text in (MARKS["specific"], MARKS["absent"])
    }
    names = short_names(corpus, language)
    expected = {
        (names[region_id], task_id): MARKS[depth]
        for region_id, task_id, depth in ask(
            corpus,
            """SELECT region_id, task_id, depth FROM coverage
            WHERE area_id IN ('1', '3') AND depth IN ('specific', 'absent')""",
        )
    }
    assert shown == expected
    counts = dict(
        ask(
            corpus,
            f"""SELECT short_{language}, count(*) FROM coverage JOIN regions USING (region_id)
            WHERE area_id IN ('1', '3') AND depth IN ('specific', 'absent') GROUP BY ALL""",
        )
    )
    totals = dict(zip(grid.rows, grid.row_totals, strict=True))
    assert {name: total for name, total in totals.items() if total is not None} == counts
    assert sum(filter(None, grid.column_totals)) == sum(counts.values())


def test_saved_page_has_cell_details(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, charts = open_with_charts(corpus, monkeypatch, "coverage", lang="zh", area=["3"])
    details = {"320000:3.4": "江苏省 · 3.4\n落实江苏省教育厅"}
    made = export_chart(charts["plan-atlas-coverage"], arranged(), details, "zh")
    assert "落实江苏省教育厅" in web_page(made, "zh").decode()
