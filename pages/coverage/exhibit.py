"""The coverage matrix as slides and files are made of it, and as a drawing whose cells say what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from pages.charts.chart_menu import Source, key_class
from pages.charts.drawing import svg
from pages.charts.exhibits import depth_cell, exhibit_of
from pages.charts.matrix.grid import HOLDER
from pages.charts.matrix.matrix import Drawing
from pages.charts.parts import Heading, depth_entries
from pages.ui.arrange import Column, Matrix, Row
from pages.ui.cells import wide_cells
from pages.ui.evidence.sources import Teller
from pages.ui.text import DEPTHS, STATUSES, Language, joined, named
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Cell, Chart, Entry, Grid
from pipeline.schema.errors import NothingToShowError
from pipeline.schema.model import COVERED_DEPTHS

_NO_PLAN: Final = "/"
"""What stands in the cells of a region without a plan."""

_FADED: Final = 0.16
"""How much of its colour a cell keeps whose depth is not among those to be shown."""


@dataclass(frozen=True)
class Shown:
    """The matrix of a view, how it is drawn, and what is said of it; ``cells`` says what a cell is."""

    matrix: Matrix
    drawing: Drawing
    heading: Heading
    alt: str
    cells: str


@dataclass
class Latest:
    """What is shown now; what saves it as a picture or as a table looks here when it is pressed.

    ``teller`` tells what its files say of themselves.
    """

    shown: Shown | None = None
    teller: Teller | None = None

    @property
    def table(self) -> Matrix:
        return self.shown.matrix if self.shown else Matrix((), (), {}, {}, frozenset(), frozenset())

    def tell(self) -> Teller:
        """What the files of what is shown say of themselves."""
        assert self.teller is not None, "nothing can be pressed before the matrix has been drawn"
        return self.teller


def way_out(latest: Latest, file_name: str, language: Language) -> Source:
    """What the picture's files are made of: whatever is shown when one is asked for."""

    def shown() -> Shown:
        if latest.shown is None:
            raise NothingToShowError(
                "当前筛选没有留下任何内容；请在左侧放宽条件。",
                "The filters leave nothing to show; widen them on the left.",
            )
        return latest.shown

    def exhibit() -> Chart:
        now = shown()
        return matrix_exhibit(
            now.matrix, now.heading, language, alt=now.alt, file_name=file_name, subtitle=now.cells
        )

    def layouts() -> list[tuple[str, float]]:
        now = shown()
        return [(told(now.drawing, now.matrix, language), now.drawing.width)]

    return Source(file_name, key_class(HOLDER), "", exhibit, layouts, tell=latest.tell)


def matrix_exhibit(
    matrix: Matrix,
    heading: Heading,
    language: Language,
    *,
    alt: str,
    file_name: str,
    subtitle: str | None = None,
) -> Chart:
    """The matrix as it stands, with its marks; its totals are in the frame.

    ``subtitle`` is as in `pages.charts.exhibits.exhibit_of`.
    """
    grid = Grid(
        rows=tuple(row.name for row in matrix.rows),
        columns=tuple(f"{column.task_id} {column.name}" for column in matrix.columns),
        cells=tuple(
            tuple(_cell(matrix, row, column.task_id) for column in matrix.columns) for row in matrix.rows
        ),
        groups=tuple(
            (f"{area_id} {matrix.areas.get(area_id, '')}".strip(), len(list(same)))
            for area_id, same in groupby(column.area_id for column in matrix.columns)
        ),
    )
    present = set(matrix.depths.values()) & matrix.shown
    legend = depth_entries(language, (depth for depth in reversed(DEPTHS) if depth in present))
    missing = {row.status for row in matrix.rows}
    legend += tuple(
        Entry(named(STATUSES, status, language), LIGHT.outside, _NO_PLAN)
        for status in ("no_plan", "outside")
        if status in missing
    )
    labels = {
        "zh": {"region_id": "地区代码", "region": "地区"},
        "en": {"region_id": "Region code", "region": "Region"},
    }[language]
    frame = wide_cells(matrix, language).rename(columns=labels)
    told = replace(heading, title=_answer(matrix, language) or heading.title)
    return exhibit_of(told, grid, frame, alt=alt, file_name=file_name, legend=legend, subtitle=subtitle)


def _answer(matrix: Matrix, language: Language) -> str:
    """How much is covered, as the title of a slide; nothing where only some depths are shown."""
    if not matrix.cells or matrix.shown != frozenset(DEPTHS):
        return ""
    share = f"{matrix.count(COVERED_DEPTHS) / matrix.cells:.0%}"
    regions, tasks = len(matrix.planned), len(matrix.columns)
    return {
        "zh": f"{regions} 个地区覆盖了 {tasks} 项标准任务的 {share}",
        "en": f"{share} covered: {regions} {'region' if regions == 1 else 'regions'}"
        f" × {tasks} standard {'task' if tasks == 1 else 'tasks'}",
    }[language]


def told(drawing: Drawing, matrix: Matrix, language: Language) -> str:
    """The drawing with a part over each cell that says region, task and depth, for a page of its own."""
    geometry = drawing.geometry
    parts = "".join(
        _part(matrix, row, column, (x, y, geometry["w"], geometry["h"]), language)
        for row, y in zip(matrix.rows, geometry["y"], strict=True)
        for column, x in zip(matrix.columns, geometry["x"], strict=True)
    )
    return f"{drawing.svg.removesuffix('</svg>')}{parts}</svg>"


def _part(
    matrix: Matrix, row: Row, column: Column, box: tuple[float, float, float, float], language: Language
) -> str:
    x, y, wide, high = box
    hint = (
        f"{row.full_name} · {column.task_id} {column.full_name}",
        _state(matrix, row, column.task_id, language),
    )
    over = f'<path fill="#fff" fill-opacity="0" d="M{x:g} {y:g}h{wide:g}v{high:g}h-{wide:g}z"/>'
    return svg.part(over, code="", hint=hint, said=joined(hint, language))


def _state(matrix: Matrix, row: Row, task_id: str, language: Language) -> str:
    if row.status != "plan":
        return named(STATUSES, row.status, language)
    return named(DEPTHS, matrix.depths[row.region_id, task_id], language)


def _cell(matrix: Matrix, row: Row, task_id: str) -> Cell:
    if row.status != "plan":
        return Cell(_NO_PLAN, LIGHT.outside, LIGHT.quiet)
    depth = matrix.depths[row.region_id, task_id]
    if depth in matrix.shown:
        return depth_cell(depth)
    return Cell("", _faded(LIGHT.depth_fills[depth]), LIGHT.ink)


def _faded(colour: str) -> str:
    """A colour as it looks on white where little of it is left."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * _FADED):02x}" for channel in channels)
