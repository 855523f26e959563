"""Texts that look like code come out as the characters that they are."""

import io
from dataclasses import replace
from typing import Any, Final

import openpyxl
import pptx
import pytest
from pptx.oxml.ns import qn

from pipeline.export.exported_values import office_text, one_line
from pipeline.export.office.slides import make_deck
from pipeline.schema.chart import Bars, Body, Chart, Dots, Entry, Grid, GridCell, Plane, Tiles
from tests.pipeline.export.office.exhibit_samples import BODIES, exhibit

HOSTILE: Final = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "**粗** [链](javascript:alert(1))",
    "$\\frac{1}{2}$",
    "]]>&amp;<a:t>",
    "a\x0bb\x00c\x1f",
    "半\ud800个",
    "http://evil.example",
    "_x000B_",
)


def planted(body: Body, text: str) -> Body:
    """The same chart with the text for every name in it."""
    if isinstance(body, Bars):
        series = tuple(replace(one, name=text) for one in body.series)
        return replace(body, categories=(text,) * len(body.categories), series=series, unit=text)
    if isinstance(body, Dots):
        dots = tuple(replace(one, name=text) for one in body.series)
        return replace(body, rows=(text,) * len(body.rows), series=dots, unit=text, reference=(text, 5.0))
    if isinstance(body, Plane):
        return Plane(
            tuple(
                replace(one, name=text, places=tuple(replace(place, label=text) for place in one.places))
                for one in body.series
            )
        )
    if isinstance(body, Grid):
        cells = tuple(tuple(GridCell(text) for _ in line) for line in body.cells)
        rows, columns = (text,) * len(body.rows), (text,) * len(body.columns)
        return Grid(rows, columns, cells, tuple((text, count) for _, count in body.groups))
    return Tiles(tuple(replace(tile, label=text, text=text) for tile in body.tiles))


def hostile(name: str, text: str) -> Chart:
    return replace(
        exhibit(name),
        title=text,
        subtitle=text,
        source=text,
        alt=text,
        cite=text,
        link=text,
        body=planted(BODIES[name], text),
        legend=(Entry(text, "#123a66", text),),
    )


def slide_with(name: str, text: str) -> Any:
    return pptx.Presentation(io.BytesIO(make_deck([hostile(name, text)], "zh"))).slides[0]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", [name for name in BODIES if name != "large_grid"])
def test_a_slide_shows_the_characters(name: str, text: str) -> None:
    slide = slide_with(name, text)
    shown = one_line(text)
    assert shown in slide.shapes.title.text
    named = [shape for shape in slide.shapes if shape.name in ("Subtitle", "Source", "Citation")]
    assert [shape.text_frame.text for shape in named] == [shown] * 3
    described = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide.shapes]
    assert [words for words in described if words and words.startswith(office_text(text))]
    assert office_text(text) in slide.notes_slide.notes_text_frame.text.splitlines()[0]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["stacked", "dots", "scatter"])
def test_a_chart_and_its_workbook_hold_the_characters(name: str, text: str) -> None:
    chart = next(shape.chart for shape in slide_with(name, text).shapes if shape.has_chart)
    assert one_line(text) in chart.plots[0].series[0].name
    texts = {element.text for element in chart._chartSpace.iter(qn("c:v"), qn("a:t"))}
    assert one_line(text) in texts
    blob = io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)
    cells = [cell for row in openpyxl.load_workbook(blob).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell for cell in cells if cell.hyperlink] == []
    assert one_line(text) in {str(cell.value) for cell in cells if cell.value is not None}


@pytest.mark.parametrize("text", HOSTILE)
def test_cells_and_tiles_hold_the_characters(text: str) -> None:
    slides = pptx.Presentation(io.BytesIO(make_deck([hostile("small_grid", text)], "zh"))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    written = {cell.text for table in tables for row in table.rows for cell in row.cells}
    assert one_line(text) in written
    tiles = next(shape for shape in slide_with("tiles", text).shapes if shape.name == "Map")
    assert all(shape.name == one_line(text) for shape in tiles.shapes if not shape.text_frame.text)


@pytest.mark.parametrize("name", ["stacked", "tiles"])
def test_no_text_becomes_a_link(name: str) -> None:
    for text in HOSTILE:
        slide = slide_with(name, text)
        assert list(slide._element.iter(qn("a:hlinkClick"))) == []
        assert [relation.target_ref for relation in slide.part.rels.values() if relation.is_external] == []


def test_control_characters_are_shown_as_pictures() -> None:
    assert office_text("a\x0bb\x00c\r\nd\te\ufffe") == "a␋b␀c\nd\te\N{REPLACEMENT CHARACTER}"
    assert one_line(" a\n b\x1f ") == "a b␟"
