"""The charts of a page: as values, as sent to the browser, and as slides."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
import pptx
import pytest
from pptx.oxml.ns import qn
from streamlit.testing.v1 import AppTest

from pages.charts.plot import draw_chart
from pipeline.export.office.slides import make_deck
from pipeline.schema.chart import Bars, Chart, Dots
from tests.pages.scripts import open_page, sound

LANGUAGES: Final = ("zh", "en")

ChartsAt = Callable[..., dict[str, Chart]]


def open_with_charts(
    built: Path, patch: pytest.MonkeyPatch, page: str, **address: str | list[str]
) -> tuple[AppTest, dict[str, Chart]]:
    """Open a page over some tables at an address; returns it with the charts that it shows, by file name."""
    charts: dict[str, Chart] = {}

    def draw_and_record(chart: Chart, **more: Any) -> str | None:
        charts[chart.file_name] = chart
        return draw_chart(chart, **more)

    with patch.context() as patched:
        patched.setattr("pages.charts.show.draw_chart", draw_and_record)
        patched.setenv("PLAN_ATLAS_BUILT", str(built))
        app = sound(open_page(page, address))
    return app, charts


def slides_of(exhibit: Chart, language: str) -> list[Any]:
    """The slides that are made of a chart, opened again; more than one where it would be too small."""
    return list(pptx.Presentation(io.BytesIO(make_deck([exhibit], language))).slides)


def slide_of(exhibit: Chart, language: str) -> Any:
    """The one slide that is made of a chart."""
    [slide] = slides_of(exhibit, language)
    return slide


def bars_of(exhibit: Chart, language: str) -> list[tuple[str, tuple[float, ...]]]:
    """The bars on the slides of a chart, whether it stands in one chart or in several side by side."""
    charts = [
        shape.chart for slide in slides_of(exhibit, language) for shape in slide.shapes if shape.has_chart
    ]
    return [
        (str(category), tuple(values))
        for chart in charts
        for category, *values in zip(
            chart.plots[0].categories, *(series.values for series in chart.plots[0].series), strict=True
        )
    ]


def words_on(exhibit: Chart, language: str) -> list[str]:
    """All that is written on the slides of a chart."""
    return [words for slide in slides_of(exhibit, language) for words in words_of(slide.shapes)]


def chart_of(slide: Any) -> Any:
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    return chart


def table_of(slide: Any) -> list[list[str]]:
    """The cells of the table on a slide, line by line."""
    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in table.rows]


def words_of(shapes: Any) -> Iterator[str]:
    """All that is written in shapes, those in groups and cells of tables too."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from words_of(shape.shapes)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame and shape.text_frame.text:
            yield shape.text_frame.text


def ask(built: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query over the built tables, which are views of their names."""
    connection = duckdb.connect()
    for file in built.glob("*.parquet"):
        connection.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM '{file}'")
    return connection.execute(sql, values).fetchall()


@pytest.fixture
def charts_at(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> ChartsAt:
    """The charts of a page at an address: ``charts_at("keywords", lang="en", see="use")``."""
    return lambda page, **address: open_with_charts(corpus, monkeypatch, page, **address)[1]


def short_names(built: Path, language: str) -> dict[str, str]:
    """The short names of the regions."""
    return dict(ask(built, f"SELECT region_id, short_{language} FROM regions"))


def numbers_of(series: Any, axis: str = "c:xVal") -> list[float]:
    """The values of a series of an XY chart, gaps left out."""
    return [float(point.find(qn("c:v")).text) for point in series._element.find(qn(axis)).iter(qn("c:pt"))]


def complete(exhibit: Chart, language: str) -> None:
    """Nothing is missing, nothing is in the other language, and no word is said of clicks."""
    assert exhibit.title
    assert exhibit.alt
    assert exhibit.source
    assert exhibit.file_name
    assert len(exhibit.frame)
    said = (
        exhibit.source if language == "zh" else f"{exhibit.source}{' '.join(map(str, exhibit.frame.columns))}"
    )
    assert bool(re.search("[一-鿿]", said)) == (language == "zh")
    assert not re.search("click|点击|点一下", exhibit.subtitle)
    assert exhibit.frame.columns.is_unique


def rows_of(chart: Chart) -> dict[str, list[str]]:
    """Name, detail and note of each row of bars or dots, by what it opens; headings left out."""
    body = chart.body
    assert isinstance(body, (Bars, Dots))
    names = body.categories if isinstance(body, Bars) else body.rows
    told = [list(column or ("",) * len(names)) for column in (body.keys, names, body.details, body.notes)]
    return {key: texts for key, *texts in zip(*told, strict=True) if key}


def figures_of(page: AppTest) -> list[dict[str, Any]]:
    """The figures that the browser is handed, with their layout and data."""
    found = [element.proto for element in page.get("bidi_component")]
    return [json.loads(one.json)["figure"] for one in found if one.component_name == "plan_atlas_plot"]
