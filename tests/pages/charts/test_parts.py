"""Helpers to build charts: labelled frames, legends, number formats."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.charts.depths import depth_legend
from pages.charts.parts import (
    Heading,
    depth_cell,
    label_columns,
    make_chart,
    marker_of,
    number_duplicates,
    number_format,
    stacked_bars,
)
from pages.charts.plot import chart_figure, web_page
from pages.ui.codes import CLASS_ROWS
from pages.ui.text import in_language
from pages.ui.theme import MARKS, Mode, contrast
from pipeline.export.office.axis import format_number
from pipeline.export.office.colours import blend
from pipeline.schema.chart import MARKERS, Bars, Body, Chart, Entry, Series, Tile, Tiles, make_bars
from pipeline.schema.grids import make_grid


def test_label_columns_selects_and_orders_by_labels() -> None:
    frame = pd.DataFrame({"a": [1, 2], "hidden": [0, 0], "b": ["x", "y"]}, index=[7, 9])
    shown = label_columns(frame, {"b": "Second", "missing": "None", "a": "First"})
    assert shown.to_dict("list") == {"Second": ["x", "y"], "First": [1, 2]}
    assert list(shown.index) == [0, 1]


def test_rows_of_a_chart_with_columns_open_their_keys() -> None:
    rows = pd.DataFrame({"category": ["a", "b"], "value": [1, 2], "key": ["k", "l"]}, index=[7, 9])
    heading, body = Heading("T", "S", "N"), make_bars(rows, {"v": "#000000"})
    with in_language("en"):
        chart = make_chart(
            heading, body, rows, {"value": "Value", "none": "None"}, file_name="c", values=["a 1"]
        )
        keyless = make_chart(heading, body, rows.drop(columns="key"), {"value": "Value"}, file_name="c")
    assert chart.frame.to_dict("list") == {"Value": [1, 2]}
    assert (chart.keys, chart.alt) == (("k", "l"), "T. S. a 1")
    assert keyless.keys == ()


def test_depths_have_their_marks() -> None:
    assert [entry.mark for entry in depth_legend().values()] == list(reversed(MARKS.values()))
    with in_language("en"):
        names = [entry.name for entry in depth_legend(["blank", "none"]).values()]
    assert names == ["blank", "declared none"]
    assert depth_cell("quantified").text == MARKS["quantified"]
    assert depth_cell("quantified", "4").text == "4"


@pytest.mark.parametrize("texts, ends", [((), [0.5, 1.0]), (("5", "10"), [1.0, 1.0])], ids=["free", "text"])
def test_notes_stand_at_the_ends_of_bars_without_texts(texts: tuple[str, ...], ends: list[float]) -> None:
    body = Bars(("a", "b"), (Series("v", (5.0, 10.0), "#1f5f99", texts=texts),), notes=("5", "10"))
    drawn = chart_figure(Chart("T", "", "", "T", "c", body)).data
    [notes] = [trace for trace in drawn if trace.xaxis == "x2"]
    assert list(notes.x) == pytest.approx(ends, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("colour", [one["colour"] for one in CLASS_ROWS if one["pattern"]])
def test_hatching_leaves_texts_of_bars_readable(colour: str, mode: Mode) -> None:
    body = Bars(("a",), (Series("v", (5.0,), colour, texts=("5",), pattern="/"),), stacked=True)
    [bar] = chart_figure(Chart("T", "", "", "T", "c", body), mode).data
    hatching, ink = bar.marker.pattern, bar.insidetextfont.color
    line = blend(hatching.fgcolor, hatching.bgcolor, hatching.fgopacity)
    assert contrast(ink, line) >= contrast(ink, hatching.bgcolor) > 4


def test_a_hatched_entry_of_the_legend_is_drawn_hatched() -> None:
    tiles = (Tile("a", "", 0, 0, "#ffffff", "#000000", hatched=True),)
    legend = (Entry("none", "#ffffff", hatched=True), Entry("some", "#000000"))
    drawn = chart_figure(Chart("T", "", "", "T", "c", Tiles(tiles), legend))
    patterns = {trace.name: trace.marker.pattern.shape for trace in drawn.data if trace.type == "bar"}
    assert patterns == {None: ("/",), "none": "/"}
    assert drawn.layout.barmode == "overlay"


def test_numbers_of_a_web_page_have_the_decimals_that_are_read() -> None:
    frame = pd.DataFrame({"a": [2000.0, None], "b": [2 / 3, 1.0]})
    body = make_bars(pd.DataFrame({"category": ["a"], "value": [1]}), {"v": "#000000"})
    page = web_page(Chart("T", "", "", "T", "c", body, frame=frame), "en").decode()
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert cells == ["2000", "0.6667", "–", "1"]


@given(st.lists(st.decimals(min_value=-10_000, max_value=10_000, places=3).map(float), min_size=1))
def test_no_number_is_rounded_by_its_format(values: list[float]) -> None:
    form = number_format(values)
    for value in values:
        assert float(format_number(value, form).replace(",", "")) == pytest.approx(value, abs=1e-9)


def test_formats_have_no_needless_decimals() -> None:
    assert number_format([1, 2, 10_000]) == "#,##0"
    assert number_format([1, 2.5, None, float("nan")]) == "#,##0.0"


@given(st.lists(st.sampled_from(["甲", "乙", "丙"])))
def test_number_duplicates_makes_names_unique(names: list[str]) -> None:
    assert len(set(number_duplicates(names))) == len(names)


def test_markers_repeat_after_the_last() -> None:
    assert [marker_of(place) for place in range(len(MARKERS) + 1)] == [*MARKERS, MARKERS[0]]


def test_alternative_text_has_the_value_at_the_end_of_a_row_but_no_part_and_no_zero() -> None:
    rows = pd.DataFrame({"category": ["a", "b"], "one": [1, 2], "two": [3, 0], "note": ["4", "2"]})
    parts = {name: Entry(name, "#000000") for name in ("one", "two")}
    bodies: list[Body] = [
        stacked_bars(frame, parts, lambda part, length: str(length))
        for frame in (rows, rows.drop(columns="note"))
    ]
    names = pd.DataFrame({"id": ["a", "b"], "name": ["a", "b"], "total": [0, 7]})
    cells = pd.DataFrame({"row": ["b"], "column": ["a"], "text": ["7"], "fill": "", "ink": ""})
    bodies.append(make_grid(cells, names, names))
    with in_language("en"):
        charts = [make_chart(Heading("T", "", "N"), body, rows, file_name="c") for body in bodies]
    assert [chart.alt for chart in charts] == ["T. a 4, b 2", "T", "T. b 7"]
