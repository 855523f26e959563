"""Names on slides are whole: a long one is written smaller, and takes nothing from the others."""

import io
from collections.abc import Iterator
from typing import Any, Final

import pptx
import pytest

from pipeline.export.office.measure import MIN_SIZE
from pipeline.export.office.slides import make_deck
from pipeline.schema.chart import (
    MARKERS,
    Bars,
    Body,
    Chart,
    Dots,
    Grid,
    GridCell,
    Place,
    Plane,
    PlaneSeries,
    Point,
    PointSeries,
    Series,
)

LONG: Final = "State-owned Assets Supervision and Administration Commission"


def slide_of(body: Body) -> Any:
    exhibit = Chart("Title", "Subtitle", "Source", "Alt", "file", body)
    [slide] = pptx.Presentation(io.BytesIO(make_deck([exhibit], "en"))).slides
    return slide


def grid(rows: int, columns: int) -> Grid:
    names = (LONG, *(f"Body {row}" for row in range(1, rows)))
    cells = ((GridCell("12"),) * columns,) * rows
    return Grid(names, tuple(f"Column {column}" for column in range(columns)), cells)


def sizes_in_table(slide: Any) -> dict[str, float]:
    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    return {
        row.cells[0].text: row.cells[0].text_frame.paragraphs[0].runs[0].font.size.pt
        for row in list(table.rows)[1:]
    }


def words_of(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from words_of(shape.shapes)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def test_a_long_name_in_a_table_is_whole_and_the_others_stay_large() -> None:
    sizes = sizes_in_table(slide_of(grid(20, 7)))
    assert LONG in sizes
    assert min(sizes.values()) >= MIN_SIZE


@pytest.mark.parametrize("columns", [31, 40])
def test_a_long_name_beside_a_large_matrix_is_whole(columns: int) -> None:
    assert LONG in list(words_of(slide_of(grid(24, columns)).shapes))


def test_an_estimate_is_reported_with_its_interval() -> None:
    points = (Point(0, 0.5, 2.5, 1.25), Point(1, 2.0, 2.0, 2.0))
    dots = Dots(("one", "two"), (PointSeries("", points, "#1f5f99"),), number_format="0.00")
    [chart] = [shape.chart for shape in slide_of(dots).shapes if shape.has_chart]
    message = chart.plots[0].series[0]._element.xpath(".//a:t/text()")
    assert message == ["1.25 (0.50–2.50)", "2.00"]


def test_markers_are_distinct() -> None:
    series = tuple(
        PlaneSeries(marker, (Place(marker, float(at), 0.0),), "#1f5f99", marker)
        for at, marker in enumerate(MARKERS)
    )
    [chart] = [shape.chart for shape in slide_of(Plane(series)).shapes if shape.has_chart]
    drawn = [
        (
            line._element.xpath("./c:marker/c:symbol/@val")[0],
            line._element.xpath("./c:marker/c:spPr/a:solidFill/a:srgbClr/@val")[0],
        )
        for line in chart.plots[0].series
    ]
    assert len(set(drawn)) == len(MARKERS)


@pytest.mark.parametrize("count", [3, 20])
def test_bars_have_details_under_their_names_and_notes_at_the_ends_of_their_rows(count: int) -> None:
    rows = [str(row) for row in range(count)]
    bars = Bars(
        tuple(f"Row {row}" for row in rows),
        (Series("One", tuple(float(row) for row in range(count)), "#1f5f99"),),
        details=tuple(f"of {row}" for row in rows),
        notes=(LONG, *(f"{row} %" for row in rows[1:])),
    )
    slide = slide_of(bars)
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    names = [category for chart in charts for category in chart.plots[0].categories]
    assert names == [f"Row {row}\nof {row}" for row in rows]
    notes = [list(words_of(shape.shapes)) for shape in slide.shapes if shape.name == "Notes"]
    assert len(notes) == len(charts)
    assert [note for part in notes for note in part] == list(bars.notes)


def test_notes_stand_at_the_ends_of_stacked_bars() -> None:
    series = tuple(Series(name, (10.0, 2.0, 0.0), "#1f5f99") for name in ("One", "Two"))
    bars = Bars(("a", "b", "c"), series, stacked=True, notes=("20", "4", "0"))
    [notes] = [shape.shapes for shape in slide_of(bars).shapes if shape.name == "Notes"]
    first, second, third = (note.left for note in notes)
    assert second - third == pytest.approx((first - third) / 5, abs=2)
