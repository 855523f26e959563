"""What slides and files of data are made from where a page shows a grid of numbers or signs."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.charts.drawing.steps import LIGHT_STEPS, painted_cells
from pages.charts.exhibits import exhibit_of, grid_of, lying
from pages.charts.heat import Heat
from pages.charts.parts import Heading
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, Entry, GridCell

_TOTAL: Final = "*"
"""The key of the column of totals."""


def heat_exhibit(heat: Heat, heading: Heading, frame: pd.DataFrame, *, alt: str, file_name: str) -> Chart:
    """A grid in its classes of colour; totals, where there are any, stand in the last column."""
    cells = painted_cells(heat.cells)
    columns = [(column.key, column.name) for column in heat.columns]
    if heat.total:
        columns.append((_TOTAL, heat.total))
        cells |= {
            (row.key, _TOTAL): GridCell(row.total, LIGHT.panel, LIGHT.ink) for row in heat.rows if row.total
        }
    groups = [f"{column.group} {heat.groups[column.group]}" for column in heat.columns if heat.groups]
    rows = [(row.key, row.whole_name or row.name) for row in heat.rows]
    legend = [Entry(name, LIGHT_STEPS[step], sign) for step, sign, name in heat.key]
    body = lying(grid_of(rows, columns, cells, groups))
    return exhibit_of(heading, body, frame, alt=alt, file_name=file_name, legend=legend)
