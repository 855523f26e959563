"""Slides, opened again by the library that PowerPoint files are read with."""

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn

from pipeline.export.office.colours import EAST_ASIAN
from pipeline.export.office.measure import text_width
from pipeline.export.office.slides import make_deck
from pipeline.schema.chart import Bars, Series
from pipeline.schema.errors import PlanAtlasError
from tests.pipeline.export.office.exhibit_samples import (
    BODIES,
    CLUSTERED,
    DOTS,
    LARGE_GRID,
    RANGES,
    SCATTER,
    SMALL_GRID,
    STACKED,
    TILES,
    exhibit,
)


@cache
def opened(name: str, *, times: int = 1, language: str = "zh") -> Any:
    return pptx.Presentation(io.BytesIO(make_deck([exhibit(name, times=times)], language)))


def slide_of(name: str, *, times: int = 1) -> Any:
    return opened(name, times=times).slides[0]


def chart_of(name: str) -> Any:
    return next(shape.chart for shape in slide_of(name).shapes if shape.has_chart)


def workbook_of(chart: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active


def shapes_of(slide: Any) -> Iterator[Any]:
    """All shapes, those of groups too."""
    for shape in slide.shapes:
        yield shape
        if shape.shape_type is not None and shape.shape_type.name == "GROUP":
            yield from shape.shapes


def group_of(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


def xy(series: Any) -> tuple[dict[int, float], dict[int, float]]:
    """The values of a series of an XY chart by their places; a gap has none."""
    return tuple(  # type: ignore[return-value]
        {
            int(point.get("idx")): float(point.find(qn("c:v")).text)
            for point in series._element.find(qn(axis)).iter(qn("c:pt"))
        }
        for axis in ("c:xVal", "c:yVal")
    )


def fill_of(shape: Any) -> str:
    return f"#{str(shape.fill.fore_color.rgb).lower()}"


def test_each_chart_has_a_slide_in_its_order() -> None:
    presentation = pptx.Presentation(io.BytesIO(make_deck([exhibit(name) for name in BODIES], "zh")))
    titles = [slide.shapes.title.text for slide in presentation.slides]
    named = [next(name for name in BODIES if f"{name} 覆盖" in title) for title in titles]
    assert [name for name, _ in itertools.groupby(named)] == list(BODIES)
    assert [name for name in BODIES if named.count(name) > 1] == ["large_grid"]
    assert round(presentation.slide_width / presentation.slide_height, 3) == round(16 / 9, 3)


def test_a_deck_of_nothing_is_refused() -> None:
    with pytest.raises(PlanAtlasError):
        make_deck([], "zh")


def test_a_deck_names_the_chart_and_no_person() -> None:
    core = opened("stacked", language="en").core_properties
    assert core.title == exhibit("stacked").title.strip()
    assert (core.author, core.last_modified_by) == ("Plan Atlas", "Plan Atlas")
    assert core.language == "en-US"


@pytest.mark.parametrize("name", BODIES)
def test_a_slide_says_what_the_chart_shows_and_where_it_comes_from(name: str) -> None:
    slide, shown = slide_of(name), exhibit(name)
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert shown.title.strip() in slide.shapes.title.text
    for message in (shown.subtitle, shown.source, shown.cite):
        assert message.strip() in texts
    notes = slide.notes_slide.notes_text_frame.text
    for message in (shown.alt, shown.cite, shown.link):
        assert message in notes


@pytest.mark.parametrize("name", BODIES)
def test_the_graphic_is_described(name: str) -> None:
    reported = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide_of(name).shapes]
    described = [words for words in reported if words and words.startswith(f"{name} 的说明")]
    assert len(described) == len(set(described)) == (2 if name == "clustered" else 1)


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize("name", BODIES)
def test_shapes_stay_on_the_slide_and_do_not_overlap(name: str, times: int) -> None:
    presentation = opened(name, times=times)
    shapes = list(presentation.slides[0].shapes)
    for shape in shapes_of(presentation.slides[0]):
        assert 0 <= shape.left <= shape.left + shape.width <= presentation.slide_width, shape.name
        assert 0 <= shape.top <= shape.top + shape.height <= presentation.slide_height, shape.name
    for one, other in itertools.combinations(shapes, 2):
        beside = one.left + one.width <= other.left or other.left + other.width <= one.left
        # Lengths are rounded to whole units of the format, a millionth of an inch each.
        above = one.top + one.height <= other.top + 10 or other.top + other.height <= one.top + 10
        assert beside or above, (one.name, other.name)


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize("name", BODIES)
def test_texts_fit_their_boxes(name: str, times: int) -> None:
    for shape in slide_of(name, times=times).shapes:
        if not shape.has_text_frame or not shape.text_frame.text:
            continue
        run = shape.text_frame.paragraphs[0].runs[0]
        lines = round(shape.height / 12_700 / (run.font.size.pt * 1.25))
        wide = text_width(shape.text_frame.text, run.font.size.pt, bold=bool(run.font.bold))
        assert wide <= lines * shape.width / 12_700, shape.name
        assert shape.text_frame.auto_size == MSO_AUTO_SIZE.NONE


@pytest.mark.parametrize("name", BODIES)
def test_shape_ids_are_unique(name: str) -> None:
    numbers = [element.get("id") for element in slide_of(name)._element.iter(qn("p:cNvPr"))]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("name", BODIES)
def test_every_text_names_its_east_asian_font(name: str) -> None:
    slide = slide_of(name)
    elements = [slide._element, *(shape.chart._chartSpace for shape in slide.shapes if shape.has_chart)]
    fonts = [
        (run.find(qn("a:rPr")).find(qn("a:ea")), run.find(qn("a:t")).text)
        for element in elements
        for run in element.iter(qn("a:r"))
    ]
    assert len(fonts) >= 4
    assert [text for font, text in fonts if font is None or font.get("typeface") != EAST_ASIAN] == []
    for element in elements[1:]:
        for properties in element.iter(qn("a:defRPr")):
            assert properties.find(qn("a:ea")).get("typeface") == EAST_ASIAN


def test_stacked_bars_are_a_chart_with_the_same_numbers() -> None:
    chart = chart_of("stacked")
    assert chart.chart_type == XL_CHART_TYPE.BAR_STACKED
    plot = chart.plots[0]
    assert tuple(plot.categories) == STACKED.categories
    assert [tuple(series.values) for series in plot.series] == [series.values for series in STACKED.series]
    assert [series.name for series in plot.series] == ["◆ 量化", "● 具体", "◐ 原则性"]
    assert [fill_of(series.format) for series in plot.series] == [series.colour for series in STACKED.series]
    assert chart.category_axis.reverse_order
    assert chart.has_legend


def test_the_workbook_of_bars_holds_what_is_drawn() -> None:
    rows = list(workbook_of(chart_of("stacked")).values)
    assert rows[0] == (None, "◆ 量化", "● 具体", "◐ 原则性")
    assert rows[1:] == [
        (category, *(series.values[at] for series in STACKED.series))
        for at, category in enumerate(STACKED.categories)
    ]


def test_narrow_parts_of_a_bar_have_no_number() -> None:
    generic = chart_of("stacked").plots[0].series[2]._element
    deleted = [int(label.find(qn("c:idx")).get("val")) for label in generic.iter(qn("c:dLbl"))]
    assert deleted == [0, 1]


def test_every_bar_of_a_long_chart_has_its_name_and_number() -> None:
    charts = [shape.chart for shape in slide_of("clustered").shapes if shape.has_chart]
    values = [value for chart in charts for value in chart.plots[0].series[0].values]
    assert tuple(values) == CLUSTERED.series[0].values
    for chart in charts:
        assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
        assert chart._chartSpace.xpath(".//c:catAx/c:tickLblSkip/@val") == ["1"]
        assert chart.plots[0].series[0].data_labels.show_value
        assert not chart.has_legend
    ends = {(chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) for chart in charts}
    assert len(ends) == 1


def test_dots_are_on_their_rows_with_gaps_between_series() -> None:
    chart = chart_of("dots")
    assert chart.chart_type.name.startswith("XY_SCATTER")
    x, y = xy(chart.plots[0].series[0])
    assert x == {0: 100, 2: 19, 4: 6, 5: 8, 7: 700}
    assert y == {0: 1, 2: 2, 4: 3, 5: 3, 7: 4}
    assert chart._chartSpace.xpath(".//c:dispBlanksAs/@val") == ["gap"]


def test_open_ends_are_dashed_lines_to_the_edge() -> None:
    series = chart_of("dots").plots[0].series[1]
    x, _ = xy(series)
    assert x == {0: 100, 1: 1000, 3: 700, 4: 1}
    assert series._element.xpath(".//c:spPr/a:ln/a:prstDash/@val") == ["sysDash"]


def test_the_reference_is_a_line_with_its_number() -> None:
    series = chart_of("dots").plots[0].series[2]
    assert (series.name, set(xy(series)[0].values())) == ("中位数", {60.0})
    assert "中位数 60" in series._element.xpath(".//a:t/text()")


def test_rows_are_named_and_values_are_stated() -> None:
    chart = chart_of("dots")
    names = chart.plots[0].series[-1]._element.xpath(".//a:t/text()")
    assert tuple(name.rstrip("\u00a0") for name in names) == DOTS.rows
    message = chart.plots[0].series[0]._element.xpath(".//a:t/text()")
    assert message == ["≥ 100", "19", "6–8", "≤ 700"]


def test_a_log_axis_is_logarithmic() -> None:
    chart = chart_of("dots")
    assert chart._chartSpace.xpath(".//c:logBase/@val") == ["10"]
    assert (chart.category_axis.minimum_scale, chart.category_axis.maximum_scale) == (1, 1000)


def test_series_on_one_row_are_offset_and_middles_are_marked() -> None:
    plot = chart_of("ranges").plots[0]
    assert xy(plot.series[0])[0] == {0: 3, 1: 5, 2: 9, 4: 7}
    assert xy(plot.series[0])[1][0] < 1 < xy(plot.series[1])[1][0]
    unmarked = plot.series[0]._element.xpath("./c:dPt[c:marker/c:symbol/@val='none']/c:idx/@val")
    assert unmarked == ["0", "2"]
    assert len(RANGES.series) == 2


def test_the_workbook_of_dots_names_each_point() -> None:
    rows = [row[:3] for row in workbook_of(chart_of("dots")).iter_rows(values_only=True)]
    assert rows[:3] == [(None, "目标", None), (100, 1, "北京"), (None, None, None)]
    assert (6, 3, "河北") in rows


def test_references_point_at_the_numbers_of_the_workbook() -> None:
    for name in ("dots", "ranges", "scatter"):
        chart = chart_of(name)
        page = workbook_of(chart)
        for series in chart.plots[0].series:
            for axis, values in zip(("c:xVal", "c:yVal"), xy(series), strict=True):
                place = series._element.find(qn(axis)).find(f".//{qn('c:f')}").text
                column, first = re.fullmatch(r"Sheet1!\$([AB])\$(\d+):\$[AB]\$\d+", place).groups()  # type: ignore[union-attr]
                for at, value in values.items():
                    assert page[f"{column}{int(first) + at}"].value == pytest.approx(value)


def test_places_keep_their_coordinates_names_and_markers() -> None:
    plot = chart_of("scatter").plots[0]
    for drawn, series in zip(plot.series, SCATTER.series, strict=True):
        x, y = xy(drawn)
        assert list(zip(x.values(), y.values(), strict=True)) == [(p.x, p.y) for p in series.places]
        assert drawn._element.xpath("./c:dLbls//a:t/text()") == [place.label for place in series.places]
        assert drawn._element.xpath("./c:marker/c:symbol/@val") == [series.marker]


def test_a_small_matrix_is_a_table() -> None:
    slide = slide_of("small_grid")
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[0][1] == SMALL_GRID.groups[0][0]
    assert tuple(texts[1][1:]) == SMALL_GRID.columns
    for row, name, cells in zip(texts[2:], SMALL_GRID.rows, SMALL_GRID.cells, strict=True):
        assert row == [name, *(cell.text for cell in cells)]
    fills = [fill_of(cell) for cell in list(table.rows[2].cells)[1:]]
    assert fills == [cell.fill for cell in SMALL_GRID.cells[0]]


def test_an_empty_cell_makes_no_row_higher() -> None:
    table = next(shape for shape in slide_of("small_grid").shapes if shape.has_table)
    sizes = [int(size) for size in table._element.xpath(".//a:endParaRPr/@sz")]
    assert len(sizes) == 6 * 6
    rows = [row.height for row in table.table.rows]
    assert max(sizes) / 100 * 1.25 < min(rows) / 12_700


def test_a_large_matrix_is_first_squares_with_marks_under_numbers() -> None:
    shapes = list(group_of(slide_of("large_grid"), "Matrix").shapes)
    wanted = [(cell.text, cell.fill) for cells in LARGE_GRID.cells for cell in cells]
    squares = shapes[-len(wanted) :]
    assert [(shape.text_frame.text, fill_of(shape)) for shape in squares] == wanted
    places = {(shape.left, shape.top) for shape in squares}
    assert len({left for left, _ in places}) == 57
    assert len({top for _, top in places}) == 35
    texts = {shape.text_frame.text for shape in shapes}
    assert {*LARGE_GRID.rows, *(name.split()[0] for name in LARGE_GRID.columns)} <= texts


def test_a_map_is_tiles_in_their_places() -> None:
    shapes = list(group_of(slide_of("tiles"), "Map").shapes)
    tiles = {shape.name: shape for shape in shapes if not shape.text_frame.text}
    assert list(tiles) == [tile.label for tile in TILES.tiles]
    for tile in TILES.tiles:
        assert fill_of(tiles[tile.label]) == tile.fill
        dashes = tiles[tile.label]._element.xpath(".//a:prstDash/@val")
        assert dashes == (["sysDash"] if tile.dashed else [])
        assert bool(tiles[tile.label]._element.xpath(".//a:ln/a:solidFill")) == (tile.fill == "#ffffff")
    assert tiles["黑龙江"].left > tiles["Inner Mongolia"].left > tiles["西藏"].left
    assert tiles["黑龙江"].top < tiles["Inner Mongolia"].top < tiles["西藏"].top
    assert {"61%", "40%", "未见要点", "黑龙江"} <= {shape.text_frame.text for shape in shapes}


@pytest.mark.parametrize("name", ["small_grid", "large_grid", "tiles"])
def test_a_legend_shows_colours_by_marks_too(name: str) -> None:
    legend = [shape.text_frame.text for shape in group_of(slide_of(name), "Legend").shapes]
    assert legend == ["◆", "量化", "●", "具体", "◐", "原则性"]


def test_a_large_matrix_makes_no_large_file() -> None:
    assert len(make_deck([exhibit("large_grid")], "zh")) < 200_000


@pytest.mark.parametrize(
    "notes, shown", [(("20", ""), False), (("20", "0"), True), (("20 of 57", "none"), True), ((), False)]
)
def test_a_number_stands_once_beside_its_bar_and_two_bars_are_no_walls(
    notes: tuple[str, ...], shown: bool
) -> None:
    bars = Bars(
        ("江苏", "山东"), (Series("目标", (20, None), "#1f5f99"),), notes=notes, number_format="#,##0"
    )
    deck = make_deck([replace(exhibit("clustered"), body=bars)], "zh")
    shapes = list(pptx.Presentation(io.BytesIO(deck)).slides[0].shapes)
    [chart] = [shape.chart for shape in shapes if shape.has_chart]
    assert chart.plots[0].series[0].data_labels.show_value
    assert ("Notes" in {shape.name for shape in shapes}) == shown
    assert 100 < chart.plots[0].gap_width <= 500
