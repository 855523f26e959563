"""Charts of every kind, as small as they can be and as large as they get."""

from typing import Final

import pandas as pd

from pipeline.schema.chart import (
    Bars,
    Body,
    Chart,
    Dots,
    Entry,
    Grid,
    GridCell,
    Place,
    Plane,
    PlaneSeries,
    Point,
    PointSeries,
    Series,
    Tile,
    Tiles,
)

DEPTHS: Final = (
    Entry("量化", "#123a66", "◆"),
    Entry("具体", "#3d83bd", "●"),
    Entry("原则性", "#b9d8ee", "◐"),
)
INKS: Final = {"◆": "#fdfeff", "●": "#fefeff", "◐": "#174a75"}

STACKED: Final = Bars(
    ("1 管理体制改革", "2 严格保护", "3 创造运用"),
    (
        Series("量化", (12.0, 26.0, 58.0), "#123a66"),
        Series("具体", (109.0, 246.0, None), "#3d83bd"),
        Series("原则性", (0.0, 2.0, 23.0), "#b9d8ee"),
    ),
    stacked=True,
    unit="单元格",
    number_format="0",
)
CLUSTERED: Final = Bars(
    tuple(f"地区{number}" for number in range(31)),
    (Series("标准任务", tuple(float(20 + number) for number in range(31)), "#1f5f99"),),
    unit="项",
    number_format="0",
)
DOTS: Final = Dots(
    ("北京", "天津", "河北", "河北"),
    (
        PointSeries(
            "目标", (Point(0, 100, None), Point(1, 19, 19), Point(2, 6, 8), Point(3, None, 700)), "#1f5f99"
        ),
    ),
    unit="件",
    log=True,
    reference=("中位数", 60.0),
    number_format="#,##0",
)
RANGES: Final = Dots(
    ("北京", "天津"),
    (
        PointSeries("2017", (Point(0, 3, 9, 5), Point(1, 7, 7)), "#1f5f99"),
        PointSeries("2018", (Point(0, 5, 12, 7), Point(1, 8, 8)), "#c8553d", "ring"),
    ),
)
SCATTER: Final = Plane(
    (
        PlaneSeries("群组一", (Place("北京", -0.15, 0.23), Place("上海", 0.4, -0.1)), "#1f77b5", "circle"),
        PlaneSeries("群组二", (Place("兵团", 0.06, 0.16),), "#c8553d", "triangle"),
    )
)
TILES: Final = Tiles(
    (
        Tile("黑龙江", "61%", 8, 0, "#1f756e", "#ffffff"),
        Tile("Inner Mongolia", "40%", 5, 1, "#86c5b8", "#10161e"),
        Tile("西藏", "未见要点", 1, 4, "#ffffff", "#566472", dashed=True),
        Tile("广东", "×", 5, 6, "#ffffff", "#10161e"),
    )
)


def grid(rows: int, columns: int) -> Grid:
    """A matrix whose cells say their depth by mark and colour."""
    cells = tuple(
        tuple(
            GridCell(entry.mark, entry.colour, INKS[entry.mark])
            for entry in (DEPTHS[(row * 7 + column * 3) % 3] for column in range(columns))
        )
        for row in range(rows)
    )
    half = columns // 2
    return Grid(
        tuple(f"地区{row}" for row in range(rows)),
        tuple(f"{column}.1 运用标准任务名称" for column in range(columns)),
        cells,
        (("1 知识产权管理体制机制改革", half), ("2 严格保护", columns - half)),
    )


SMALL_GRID: Final = grid(4, 5)
LARGE_GRID: Final = grid(35, 57)

BODIES: Final[dict[str, Body]] = {
    "stacked": STACKED,
    "clustered": CLUSTERED,
    "dots": DOTS,
    "ranges": RANGES,
    "scatter": SCATTER,
    "small_grid": SMALL_GRID,
    "large_grid": LARGE_GRID,
    "tiles": TILES,
}


def exhibit(name: str, *, times: int = 1) -> Chart:
    """A chart by its name in `BODIES`, its texts as long as ``times`` makes them."""
    return Chart(
        title=f"{name} 覆盖最广的是东部，Where coverage is widest. " * times,
        subtitle="2018年，31份工作要点 · 31 work plans " * times,
        source="来源：2018年工作要点，构建指纹 3f2a9c01 " * times,
        alt=f"{name} 的说明",
        file_name=name,
        body=BODIES[name],
        legend=tuple(Entry(entry.name * times, entry.colour, entry.mark) for entry in DEPTHS),
        frame=pd.DataFrame(
            {"region": ["北京", "天津", "河北"], "tasks": [43, 42, 5], "share": [0.75, None, 0.1]}
        ),
        cite="引用：Plan Atlas 0.1.0 " * times,
        link="https://example.org/coverage?region=110000",
    )
