"""The pictures of the comparison leave as slides with charts of their own numbers."""

from __future__ import annotations

import io
from typing import Any, Final

import pptx
import pytest
from pptx.enum.chart import XL_CHART_TYPE

from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.compare.data import Total
from pages.compare.figures import depth_picture, number_picture
from pages.ui.text import DEPTHS
from pipeline.export.office.slides import deck

pytestmark = pytest.mark.unit

HEADING: Final = Heading("Title", "What is counted", "Source: plans")
NAMES: Final = {"110000": "Beijing", "320000": "Jiangsu"}


def total(region: str, targets: int, **depths: int) -> Total:
    return Total(region, {depth: depths.get(depth, 0) for depth in DEPTHS}, 9, 1234, targets, 3)


TOTALS: Final = (total("110000", 0, specific=42, absent=15), total("320000", 20, quantified=12, specific=45))


def chart_of(picture: Picture) -> Any:
    """The chart on the slide that is made of a picture."""
    assert picture.exhibit
    slides = pptx.Presentation(io.BytesIO(deck([picture.exhibit()], "en"))).slides
    return next(shape.chart for shape in slides[0].shapes if shape.has_chart)


def test_depths_leave_as_stacked_bars_the_deepest_first() -> None:
    picture = depth_picture(
        TOTALS,
        NAMES,
        {"110000": "42/57", "320000": "57/57"},
        {"region": "Region", "covered": "Covered"},
        HEADING,
        "en",
        alt="Told",
        file_name="depth",
    )
    chart = chart_of(picture)
    assert chart.chart_type == XL_CHART_TYPE.BAR_STACKED
    plot = chart.plots[0]
    assert list(plot.categories) == ["Beijing", "Jiangsu"]
    assert {series.name.split()[-1]: list(series.values) for series in plot.series} == {
        "quantified": [0, 12],
        "specific": [42, 45],
        "absent": [15, 0],
    }
    assert picture.exhibit
    assert picture.exhibit().frame.to_numpy().tolist() == [["Beijing", 42], ["Jiangsu", 57]]
    assert all(f">{count}<" in picture.layouts[0].svg for count in ("42/57", "57/57"))


def test_a_number_leaves_as_bars_with_the_same_values() -> None:
    picture = number_picture(
        TOTALS,
        [0, 20],
        NAMES,
        ["0", "20"],
        HEADING,
        {"region": "Region", "targets": "Targets"},
        alt="Told",
        file_name="targets",
    )
    plot = chart_of(picture).plots[0]
    assert list(plot.categories) == ["Beijing", "Jiangsu"]
    assert [list(series.values) for series in plot.series] == [[0, 20]]
    assert picture.exhibit
    assert picture.exhibit().frame.to_dict("list") == {"Region": ["Beijing", "Jiangsu"], "Targets": [0, 20]}
