"""What the coverage page shows now: its menus stand still, and look here when a file is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pages.coverage.charts import with_details
from pages.ui.arrange import Matrix, wide_cells
from pages.ui.evidence.sources import ViewOrigin
from pages.ui.text import current_language, t
from pipeline.schema.chart import Chart
from pipeline.schema.errors import NothingToShowError


@dataclass(frozen=True)
class Shown:
    """The matrix of a view, and the chart of it."""

    matrix: Matrix
    chart: Chart


@dataclass
class Latest:
    """What is shown now; what saves it as a picture or as a table looks here when it is pressed.

    ``origin`` is what its files say of themselves.
    """

    shown: Shown | None = None
    origin: ViewOrigin | None = None

    @property
    def table(self) -> Matrix:
        """The matrix, empty where the filters leave nothing."""
        return self.shown.matrix if self.shown else Matrix((), (), {}, {}, frozenset(), frozenset())

    def view_origin(self) -> ViewOrigin:
        """What the files of what is shown say of themselves."""
        assert self.origin is not None, "nothing can be pressed before the matrix has been drawn"
        return self.origin


def chart_maker(latest: Latest, details: Mapping[str, str]) -> Callable[[], Chart]:
    """Gives the chart for a file: whatever is shown when one is asked for."""
    language = current_language()
    labels = {"region_id": t("地区代码", "Region code"), "region": t("地区", "Region")}

    def chart() -> Chart:
        if latest.shown is None:
            raise NothingToShowError(
                "当前筛选没有留下任何内容；请放宽筛选条件。",
                "The filters leave nothing to show; widen them.",
            )
        frame = wide_cells(latest.shown.matrix, language).rename(columns=labels)
        return replace(with_details(latest.shown.chart, details), frame=frame)

    return chart
