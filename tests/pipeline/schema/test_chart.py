"""Dots from a tidy frame: rows in order, points with values, open bounds."""

import pandas as pd
import pytest

from pipeline.schema.chart import Point, make_dots

pytestmark = pytest.mark.unit


def test_dots_have_the_rows_and_the_points_of_their_frame() -> None:
    frame = pd.DataFrame(
        [
            {"row": "h", "name": "Heading"},
            {"row": "a", "name": "A", "detail": "d", "note": "≥ 2", "series": "own", "low": 2, "hint": "x"},
            {"row": "a", "name": "A", "detail": "d", "note": "≥ 2", "series": "others", "low": 5, "high": 5},
            {"row": "b", "name": "A", "key": "b", "row_hint": "y", "series": "own", "high": 7},
        ]
    )
    body = make_dots(
        *(frame, {"others": "#111111", "own": "#222222"}),
        series="series",
        markers={"own": "square"},
        small=("others",),
        headings=(0,),
    )
    assert body.rows == ("Heading", "A", "A")
    assert (body.details, body.notes) == (("", "d", ""), ("", "≥ 2", ""))
    assert (body.keys, body.hints) == (("", "", "b"), ("", "", "y"))
    others, own = body.series
    assert others.points == (Point(1, 5, 5),)
    assert own.points == (Point(1, 2, None, hint="x"), Point(2, None, 7))
    assert [(one.marker, one.small) for one in body.series] == [("circle", True), ("square", False)]
