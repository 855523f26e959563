"""The picture of the page on local tasks: how many each region added, by key area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from pages.shared.departments_heat import Cell, Heat, Line, heat_picture, step_of, steps_key
from pages.shared.exhibits import exhibit_of, grid_of, painted
from pages.shared.figures import Heading
from pages.shared.local_data import FILE, KINDS, LocalTask, area_names, of_kind, region_names
from pages.shared.local_words import of_tasks
from pages.shared.overview_map import LIGHT_STEPS
from pages.shared.picture import Picture
from pages.shared.text import current_language, joined, named, t
from pages.shared.theme import LIGHT
from pipeline.office.exhibit import Entry, Exhibit

TOTAL = ""
"""The key of what is said of all key areas together."""


def code_of(region_id: str, area_id: str = TOTAL) -> str:
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
    picture = heat_picture(heat, heading, current_language(), alt=alt, file_name=file_name)
    region = t("地区", "Region")
    return replace(picture, exhibit=partial(exhibit, heat, heading, region, alt=alt, file_name=file_name))


def heat_of(tasks: Sequence[LocalTask], areas: Sequence[str]) -> Heat:
    """The grid with its numbers."""
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
            code_of(region_id, area_id),
            (f"{regions[region_id]} · {across[area_id]}", of_tasks(len(same)), *_kinds(same)),
        )
        for (region_id, area_id), same in found.items()
    }
    ranked = sorted(totals, key=lambda code: (-totals[code], list(regions).index(code)))
    return Heat(
        rows=tuple(Line(code, regions[code], str(totals[code]), code_of(code)) for code in ranked),
        columns=tuple(Line(code, across[code]) for code in areas),
        cells=cells,
        key=steps_key(highest),
        total=t("共计", "Total"),
    )


def exhibit(heat: Heat, heading: Heading, region: str, *, alt: str, file_name: str) -> Exhibit:
    """The grid as slides and files of data take it."""
    columns = [(TOTAL, heat.total), *((line.key, line.name) for line in heat.columns)]
    cells = {place: painted(cell.written, LIGHT_STEPS[cell.step]) for place, cell in heat.cells.items()}
    cells |= {(row.key, TOTAL): painted(row.total, LIGHT.panel) for row in heat.rows}
    rows = [(row.key, row.name) for row in heat.rows]
    frame = pd.DataFrame(
        [
            {region: row.name, heat.total: int(row.total)}
            | {line.name: _count(heat, row, line) for line in heat.columns}
            for row in heat.rows
        ]
    )
    return exhibit_of(
        heading,
        grid_of(rows, columns, cells),
        frame,
        alt=alt,
        file_name=file_name,
        legend=tuple(Entry(name, LIGHT_STEPS[step]) for step, _, name in heat.key),
    )


def _count(heat: Heat, row: Line, column: Line) -> int:
    cell = heat.cells.get((row.key, column.key))
    return int(cell.written) if cell else 0


def _kinds(same: Sequence[LocalTask]) -> list[str]:
    counts = ((kind, len(of_kind(same, kind))) for kind in KINDS)
    return [f"{named(KINDS, kind)} {count}" for kind, count in counts if count]
