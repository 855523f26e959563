"""The picture of the page on local tasks: how many each region added, by key area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd

from pages.charts.drawing.steps import PLAIN, Cell
from pages.charts.heat import Heat, Line, heat_picture, step_of, steps_key
from pages.charts.heat_exhibit import heat_exhibit
from pages.charts.parts import Heading
from pages.charts.picture import Picture
from pages.local.data import FILE, KINDS, NO_AREA, LocalTask, area_names, of_kind
from pages.local.words import of_tasks
from pages.ui.names import region_names
from pages.ui.text import current_language, joined, named, t

ALL: Final = "all"
"""The key of the row of all regions together."""


def code_of(region_id: str, area_id: str = "") -> str:
    """What opens the local tasks of a region, or those of it in a key area."""
    return f"at~{region_id}~{area_id}"


def grid_picture(tasks: Sequence[LocalTask], areas: Sequence[str], heading: Heading) -> Picture:
    """Regions by key areas, those that added most first; a click leads to what they wrote.

    Parameters
    ----------
    tasks
        At least one.
    areas
        The key areas to show, in the order of the template.
    """
    heat = heat_of(tasks, areas)
    alt = f"{heading.title}. " + joined(f"{line.name} {line.total}" for line in heat.rows)
    file_name = f"{FILE}-picture"
    frame = _frame(heat, t("地区", "Region"))
    told = partial(heat_exhibit, heat, heading, frame, alt=alt, file_name=file_name)
    return heat_picture(heat, heading, current_language(), alt=alt, file_name=file_name, exhibit=told)


def heat_of(tasks: Sequence[LocalTask], areas: Sequence[str]) -> Heat:
    """The grid with its numbers; under several regions, how many they have together."""
    totals = Counter(task.region_id for task in tasks)
    regions, across = region_names(), area_names()
    found: dict[tuple[str, str], list[LocalTask]] = {}
    for task in tasks:
        found.setdefault((task.region_id, task.area_id), []).append(task)
    highest = max(map(len, found.values()))
    cells = {
        (region_id, area_id): Cell(
            str(len(same)),
            step_of(len(same), highest),
            code_of(region_id, area_id or NO_AREA),
            (f"{regions[region_id]} · {across[area_id]}", of_tasks(len(same)), *_kinds(same)),
        )
        for (region_id, area_id), same in found.items()
    }
    order = list(regions)
    ranked = sorted(totals, key=lambda code: (-totals[code], order.index(code)))
    rows = [Line(code, regions[code], str(totals[code]), code_of(code)) for code in ranked]
    if len(rows) > 1:
        rows.append(Line(ALL, t("合计", "All"), str(len(tasks))))
        by_area = Counter(task.area_id for task in tasks)
        cells |= {(ALL, code): Cell(str(by_area[code]), PLAIN, "", ()) for code in areas}
    columns = tuple(Line(code, across[code]) for code in areas)
    return Heat(tuple(rows), columns, cells, steps_key(highest), total=t("共计", "Total"))


def _frame(heat: Heat, region: str) -> pd.DataFrame:
    """The grid as a table."""
    return pd.DataFrame(
        [
            {region: row.name, heat.total: int(row.total)}
            | {column.name: _count(heat, row, column) for column in heat.columns}
            for row in heat.rows
        ]
    )


def _count(heat: Heat, row: Line, column: Line) -> int:
    cell = heat.cells.get((row.key, column.key))
    return int(cell.written) if cell else 0


def _kinds(same: Sequence[LocalTask]) -> list[str]:
    counts = ((kind, len(of_kind(same, kind))) for kind in KINDS)
    return [f"{named(KINDS, kind)} {count}" for kind, count in counts if count]
