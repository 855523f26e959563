"""What would be too small on one slide takes several: all letters are large, and nothing is lost."""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final

import pptx
import pytest
from pptx.oxml.ns import qn

from pipeline.export.office.measure import MIN_SIZE
from pipeline.export.office.slides import make_deck
from pipeline.schema.chart import Bars, Body, Chart, Dots, Grid, GridCell, Point, PointSeries, Series
from tests.pipeline.export.office.exhibit_samples import BODIES, exhibit, grid

FOOT: Final = {"Source", "Citation"}
"""What is there to be looked up, not to be read from a seat."""

REGIONS: Final = tuple(f"地区{number}" for number in range(60))


@cache
def slides_of(body: Body, language: str = "zh") -> list[Any]:
    shown = Chart("Title", "Subtitle", "Source", "Alt", "file", body, cite="Cite")
    return list(pptx.Presentation(io.BytesIO(make_deck([shown], language))).slides)


def letters_of(slide: Any) -> Iterator[tuple[float, str]]:
    """Sizes of all that is written with letters or digits, apart from the foot."""
    for shape in slide.shapes:
        if shape.name in FOOT:
            continue
        element = shape.chart._chartSpace if shape.has_chart else shape._element
        for run in element.iter(qn("a:r")):
            text = run.find(qn("a:t")).text or ""
            if any(sign.isalnum() for sign in text):
                yield int(run.find(qn("a:rPr")).get("sz")) / 100, text
        for properties in element.iter(qn("a:defRPr")):
            if properties.get("sz"):
                yield int(properties.get("sz")) / 100, "chart"


def tables_of(slides: list[Any]) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
    ]


@pytest.mark.parametrize("name", BODIES)
def test_no_font_is_smaller_than_the_legible_size(name: str) -> None:
    for language in ("zh", "en"):
        slides = pptx.Presentation(io.BytesIO(make_deck([exhibit(name)], language))).slides
        small = [found for slide in slides for found in letters_of(slide) if found[0] < MIN_SIZE]
        assert small == []


@pytest.mark.parametrize(("rows", "columns"), [(3, 11), (5, 57), (12, 40), (4, 5)])
def test_a_small_matrix_stays_on_one_slide_as_a_table(rows: int, columns: int) -> None:
    slides = slides_of(grid(rows, columns))
    assert len(slides) == 1
    [table] = tables_of(slides)
    assert len(table) == rows + 2
    assert slides[0].shapes.title.text == "Title"


def test_a_large_matrix_is_shown_whole_and_then_by_group() -> None:
    body = grid(35, 34)
    first, *rest = slides_of(body)
    assert [shape.name for shape in first.shapes].count("Matrix") == 1
    titles = [slide.shapes.title.text for slide in rest]
    for name, _ in body.groups:
        assert any(title.startswith(f"{name}（") for title in titles)
    assert titles[0].endswith(f"（2/{len(rest) + 1}）· Title")


def test_no_overview_cuts_two_names_to_one() -> None:
    whole = grid(35, 57)
    long = tuple(f"Department of Science, Technology and Industry, number {row}" for row in range(35))
    for names, seen in ((whole.rows, 1), (long, 0)):
        slides = slides_of(Grid(names, whole.columns, whole.cells, whole.groups), "en")
        assert [shape.name for shape in slides[0].shapes].count("Matrix") == seen
        written = {cell for table in tables_of(slides) for row in table for cell in row}
        assert set(names) <= written


def test_parts_hold_every_cell_once() -> None:
    body = grid(35, 57)
    wanted = {
        (row, column): cell.text
        for row, cells in zip(body.rows, body.cells, strict=True)
        for column, cell in zip(body.columns, cells, strict=True)
    }
    found: dict[tuple[str, str], str] = {}
    for head, *lines in tables_of(slides_of(body)[1:]):
        for name, *cells in lines:
            for other, text in zip(head[1:], cells, strict=True):
                place = (name, other) if name in body.rows else (other, name)
                assert place not in found
                found[place] = text
    assert found == wanted


def test_columns_without_a_group_are_repeated_and_labelled_as_totals() -> None:
    whole = grid(35, 40)
    cells = tuple((*cells, GridCell("99")) for cells in whole.cells)
    body = Grid(whole.rows, (*whole.columns, "共计"), cells, whole.groups)
    tables = tables_of(slides_of(body)[1:])
    assert tables
    for table in tables:
        message = [*table[0], *(row[0] for row in table)]
        assert "共计（全部）" in message
        assert "共计" not in message


def test_a_matrix_of_one_group_is_transposed_rather_than_split() -> None:
    body = grid(35, 11)
    body = Grid(body.rows, body.columns, body.cells, (("2 严格保护", 11),))
    [slide] = slides_of(body)
    [[head, *lines]] = tables_of([slide])
    assert tuple(head[1:]) == body.rows
    assert tuple(line[0] for line in lines) == body.columns


@pytest.mark.parametrize(("count", "charts"), [(12, 1), (31, 2), (60, 4)])
def test_many_bars_are_split_into_charts_on_one_axis(count: int, charts: int) -> None:
    values = tuple(float(value) for value in range(count, 0, -1))
    body = Bars(REGIONS[:count], (Series("a", values, "#1f5f99"),))
    slides = slides_of(body)
    drawn = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert len(drawn) == charts
    assert [value for chart in drawn for value in chart.plots[0].series[0].values] == list(values)
    assert [name for chart in drawn for name in chart.plots[0].categories] == list(REGIONS[:count])
    assert len({chart.value_axis.maximum_scale for chart in drawn}) == 1


def uneven_names(count: int) -> tuple[str, ...]:
    """Short names, and one that takes almost all of the space for names."""
    return tuple("很长的名称" * 5 if row == count // 2 + 1 else f"地区{row}" for row in range(count))


def row_geometry(shape: Any, rows: int) -> tuple[int, ...]:
    """Left edge, width and height of a row of the plot, in whole points."""
    layout = shape.chart._chartSpace.find(f".//{qn('c:manualLayout')}")
    x, width, height = (float(layout.find(qn(f"c:{name}")).get("val")) for name in "xwh")
    return round(x * shape.width.pt), round(width * shape.width.pt), round(height * shape.height.pt / rows)


@pytest.mark.parametrize("count", [31, 50, 59])
def test_names_rows_and_plots_have_one_size_on_all_parts(count: int) -> None:
    names, values = uneven_names(count), tuple(float(row + 1) for row in range(count))
    bars = Bars(names, (Series("a", values, "#1f5f99"),))
    points = tuple(Point(row, value, value) for row, value in enumerate(values))
    dots = Dots(names, (PointSeries("a", points, "#1f5f99"),))
    for body in (bars, dots):
        shapes = [shape for slide in slides_of(body) for shape in slide.shapes if shape.has_chart]
        rows = [
            len(shape.chart.plots[0].categories)
            if isinstance(body, Bars)
            else round(shape.chart.value_axis.maximum_scale)
            for shape in shapes
        ]
        assert len(shapes) > 1
        assert len({row_geometry(shape, count) for shape, count in zip(shapes, rows, strict=True)}) == 1
        sizes = [
            shape.chart.category_axis.tick_labels.font.size
            if isinstance(body, Bars)
            else {run.get("sz") for run in shape.chart._chartSpace.iter(qn("a:rPr"))}
            for shape in shapes
        ]
        assert all(size == sizes[0] for size in sizes)


def test_letters_of_a_matrix_have_one_size_on_all_parts() -> None:
    body = replace(grid(31, 57), groups=(("1 三列", 3), ("2 五十列", 50), ("3 四列", 4)))
    tables = [shape for slide in slides_of(body) for shape in slide.shapes if shape.has_table]
    sizes = [
        [{run.get("sz") for run in row.iter(qn("a:rPr"))} for row in table._element.iter(qn("a:tr"))]
        for table in tables
    ]
    assert len(tables) > 3
    assert all(one[0] == sizes[0][0] and one[-1] == sizes[0][-1] for one in sizes)


def test_rows_of_one_name_are_told_apart_on_different_slides() -> None:
    points = tuple(Point(row, 1.0, 1.0) for row in range(60))
    names = ("same", *REGIONS[1:-1], "same")
    details = ("first", *("other",) * 58, "last")
    slides = slides_of(Dots(names, (PointSeries("a", points, "#1f5f99"),), details=details))
    texts = [text.strip() for slide in slides for _, text in letters_of(slide)]
    assert len(slides) > 1
    assert [text for text in texts if text in ("first", "last", "other")] == ["first", "last"]


def test_series_of_charts_side_by_side_have_one_legend() -> None:
    series = tuple(Series(name, (1.0,) * 31, colour) for name, colour in (("a", "#111111"), ("b", "#999999")))
    [slide] = slides_of(Bars(REGIONS[:31], series, stacked=True))
    assert [shape.name for shape in slide.shapes].count("Legend") == 1
    assert [shape.chart.has_legend for shape in slide.shapes if shape.has_chart] == [False, False]


def test_many_dots_continue_on_the_same_axis() -> None:
    points = tuple(Point(row, row + 1.0, row + 1.0) for row in range(60))
    slides = slides_of(Dots(REGIONS, (PointSeries("a", points, "#1f5f99"),)))
    drawn = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert len(drawn) == len(slides) > 1
    found = [
        float(value.text)
        for chart in drawn
        for value in chart.plots[0].series[0]._element.find(qn("c:xVal")).iter(qn("c:v"))
    ]
    assert [value for value in found if value == int(value)][-1] == 60
    assert (
        len({(chart.category_axis.minimum_scale, chart.category_axis.maximum_scale) for chart in drawn}) == 1
    )


def test_an_open_range_at_the_edge_is_labelled_at_its_far_end() -> None:
    points = (Point(0, 1, None), Point(1, 50, None), Point(2, 100, 100))
    body = Dots(("a", "b", "c"), (PointSeries("t", points, "#1f5f99"),), log=True, number_format="0")
    [slide] = slides_of(body)
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    closed, opened = list(chart.plots[0].series)[:2]
    assert closed._element.xpath("./c:dLbls//a:t/text()") == ["≥ 50", "100"]
    assert opened._element.xpath("./c:dLbls//a:t/text()") == ["≥ 1"]
    assert opened._element.xpath("./c:dLbls/c:dLbl/c:idx/@val") == ["1"]
    assert opened._element.xpath("./c:dLbls/c:dLbl/c:dLblPos/@val") == ["r"]


@pytest.mark.parametrize("count", [31, 60])
def test_row_fields_are_split_with_the_rows(count: int) -> None:
    names = REGIONS[:count]
    reported: dict[str, Any] = {"details": names, "notes": names, "keys": names, "hints": names}
    series = Series("a", (1.0,) * count, "#1f5f99", texts=names, hints=names)
    points = tuple(Point(row, 1.0, 1.0) for row in range(count))
    assert slides_of(Bars(names, (series,), **reported))
    assert slides_of(Dots(names, (PointSeries("a", points, "#1f5f99"),), **reported))


def test_rows_of_several_points_have_notes_and_headings_are_bold() -> None:
    points = (Point(1, 1, 1), Point(1, 2, 2), Point(2, 3, 3))
    body = Dots(
        *(("head", "a", "a"), (PointSeries("t", points, "#1f5f99"),)),
        details=("", "one\nmore", "other"),
        notes=("", "1 item", "3 items"),
        headings=(0,),
    )
    [slide] = slides_of(body, "en")
    rows = next(shape.chart for shape in slide.shapes if shape.has_chart).plots[0].series[-1]._element
    texts = [text.strip("\u00a0") for text in rows.xpath("./c:dLbls//a:t/text()")]
    assert texts == ["head", "a", "one", "a", "other", "1 item", "3 items"]
    assert [run.get("b") == "1" for run in rows.xpath("./c:dLbls//a:rPr")] == [True, *[False] * 6]
    assert rows.xpath("./c:dLbls/c:dLbl/c:idx/@val") == ["0", "1", "2", "4", "5"]


@pytest.mark.parametrize(("notes", "labelled"), [((), True), (("3", "4"), False)])
def test_the_only_part_of_a_bar_is_labelled_once(notes: tuple[str, ...], labelled: bool) -> None:
    only = Series("all", (3.0, 4.0), "#3578b0")
    [slide] = slides_of(Bars(("a", "b"), (only,), stacked=True, notes=notes))
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    shown = [one.get("val") for one in chart._chartSpace.iter(qn("c:showVal"))]
    assert ("1" in shown) == labelled
