"""What an exhibit refuses: numbers that belong to no row."""

import pytest

from pipeline.schema.chart import Bars, Dots, Grid, GridCell, Point, PointSeries, Series


def test_a_series_has_a_value_for_each_category() -> None:
    with pytest.raises(ValueError, match="任务"):
        Bars(("北京", "天津"), (Series("任务", (1.0,), "#1f5f99"),))


@pytest.mark.parametrize("row", [-1, 1])
def test_a_point_needs_a_row(row: int) -> None:
    with pytest.raises(ValueError, match=f"row {row}"):
        Dots(("北京",), (PointSeries("目标", (Point(row, 1.0, 2.0),), "#1f5f99"),))


def test_a_point_has_a_value() -> None:
    with pytest.raises(ValueError, match="no value"):
        Dots(("北京",), (PointSeries("目标", (Point(0, None, None),), "#1f5f99"),))


def test_a_grid_is_filled() -> None:
    with pytest.raises(ValueError, match="each row"):
        Grid(("北京", "天津"), ("1.1",), ((GridCell("●"),),))
    with pytest.raises(ValueError, match="天津"):
        Grid(("北京", "天津"), ("1.1",), ((GridCell("●"),), ()))


def test_groups_lie_over_columns() -> None:
    with pytest.raises(ValueError, match="groups"):
        Grid(("北京",), ("1.1",), ((GridCell("●"),),), (("1", 2),))
