"""The grids of the departments page: bodies or regions by key areas or tasks, and bodies by regions."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.charts.parts import Heading, make_chart
from pages.charts.steps import coloured, count_fill, count_legend
from pages.departments.data import (
    BODY,
    REGION,
    ROLES,
    TASK,
    Choice,
    area_names,
    body_names,
    region_names,
    shown_regions,
    task_names,
)
from pages.departments.words import of_measures, of_regions, roles_line
from pages.ui import data, filters
from pages.ui.evidence.evidence import records
from pages.ui.text import named, number, t
from pages.ui.theme import LIGHT_STEPS
from pipeline.schema.chart import Chart, Entry, Grid
from pipeline.schema.grids import grid

SIGNS: Final = {"lead": "◆", "named": "●", "support": "○"}
_ROLE_STEPS: Final = {"lead": 5, "named": 2, "support": 0}
_DISTANCE: Final = "difference"


def columns_of(by: str, choice: Choice) -> pd.DataFrame:
    """The key areas or the tasks that the filters leave, as `pipeline.schema.grids.grid` takes columns."""
    if by == "area":
        short, whole = area_names(), area_names("name")
        shown = [code for code in short if not choice.chosen.area or code in choice.chosen.area]
        frame = pd.DataFrame({"id": shown})
    else:
        short, whole, areas = task_names(), task_names("name"), area_names()
        tasks = filters.chosen_tasks(data.tasks(), choice.chosen)
        frame = pd.DataFrame({"id": tasks["task_id"].tolist()})
        frame["key"] = f"{TASK}=" + frame["id"]
        frame["group"] = [f"{area} {areas[area]}" for area in tasks["area_id"]]
    names = {"name": [f"{code} {short[code]}" for code in frame["id"]]}
    return frame.assign(**names, hint=[f"{code} {whole[code]}" for code in frame["id"]])


def bodies_chart(
    kept: pd.DataFrame,
    found: pd.DataFrame,
    columns: pd.DataFrame,
    heading: Heading,
    frame: pd.DataFrame,
    *,
    by: str,
    counted: str,
    file_name: str,
) -> Chart:
    """How often bodies are charged by key area or task; a number leads to the measures.

    Parameters
    ----------
    kept, found
        As `pages.departments.data.counts` counts them: the bodies to show, and these by ``by``.
    columns
        As `columns_of` gives them.
    frame
        The data as shown, a row for each of ``kept``.
    counted
        What the numbers count: ``measures`` or ``regions``.
    """
    short, whole = body_names(), body_names("name")
    found = found[found[f"{by}_id"].isin(columns["id"])]
    cells = pd.DataFrame({"row": found["department_id"], "column": found[f"{by}_id"]})
    cells["key"] = cells["row"] + "~" + cells["column"]
    cells["hint"] = [
        t("，", ", ").join((of_measures(row["measures"]), of_regions(row["regions"])))
        + f"\n{roles_line(pd.Series(row))}"
        for row in records(found)
    ]
    rows = pd.DataFrame({"id": kept["department_id"], "total": kept[counted]})
    rows = rows.assign(name=rows["id"].map(short), hint=rows["id"].map(whole), key=f"{BODY}=" + rows["id"])
    body, legend = _counted(cells, found[counted], rows, columns)
    top = "; ".join(f"{row['hint']} {row['total']}" for row in records(rows.head(8)))
    alt = f"{heading.title}. {heading.subtitle}. {top}"
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=rows["key"])


def regions_chart(
    department_id: str,
    values: pd.Series,
    totals: dict[str, int],
    columns: pd.DataFrame,
    heading: Heading,
    frame: pd.DataFrame,
    *,
    file_name: str,
    choice: Choice,
) -> Chart:
    """How many measures of each region charge a body, by key area or task; a number leads to them.

    Parameters
    ----------
    values
        How many (int), by region_id and id of the column.
    totals
        How many in all, by region_id.
    columns, frame
        As in `bodies_chart`.
    """
    names = shown_regions(choice)
    places = values.rename("count").rename_axis(["row", "column"]).reset_index()
    key = department_id + "~" + places["column"] + "~" + places["row"]
    cells = places.assign(key=key, hint=places["count"].map(of_measures)).drop(columns="count")
    rows = pd.DataFrame({"id": list(totals), "total": list(totals.values())})
    rows = rows.assign(name=rows["id"].map(names), key=f"{REGION}=" + rows["id"])
    body, legend = _counted(cells, values, rows, columns)
    top = "; ".join(f"{row['name']} {row['total']}" for row in records(rows) if row["total"])
    alt = f"{heading.title}. {heading.subtitle}. {top}"
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=rows["key"])


def assigned_chart(
    task_id: str,
    found: pd.DataFrame,
    spread: pd.DataFrame,
    usual: pd.DataFrame,
    heading: Heading,
    frame: pd.DataFrame,
    *,
    file_name: str,
) -> Chart:
    """Bodies by regions, by role, the usual ones first; the last row tells how far a region is from others.

    Parameters
    ----------
    found, usual
        As `pipeline.store.store.assigned` and `assignment_shares` tell them.
    spread
        As `pipeline.store.store.assignment_spread` tells it, in the order of the columns.
    frame
        The data as shown, a row for each region.
    """
    regions, short, whole = region_names(), body_names(), body_names("name")
    cells = pd.DataFrame({"row": found["department_id"], "column": found["region_id"]})
    cells["key"] = [
        f"{body}~{task_id}~{region}" for body, region in zip(cells["row"], cells["column"], strict=True)
    ]
    cells["text"], cells["hint"] = found["role"].map(SIGNS), [named(ROLES, role) for role in found["role"]]
    cells = coloured(cells, (LIGHT_STEPS[_ROLE_STEPS[role]] for role in found["role"]))
    rows = pd.DataFrame({"id": usual["department_id"], "total": usual["regions"]})
    rows = rows.assign(name=rows["id"].map(short), hint=rows["id"].map(whole), key=f"{BODY}=" + rows["id"])
    if len(spread) > 2:
        far = pd.DataFrame({"row": _DISTANCE, "column": spread["region_id"]})
        far = far.assign(
            text=spread["difference"].map("{:.1f}".format), hint=spread["difference"].map("{:.2f}".format)
        )
        cells = pd.concat([cells, far])
        name = t("与他地的差异", "Difference from others")
        rows = pd.concat([rows, pd.DataFrame([{"id": _DISTANCE, "name": name}])])
    columns = pd.DataFrame({"id": spread["region_id"]})
    columns = columns.assign(name=columns["id"].map(regions), key=f"{REGION}=" + columns["id"])
    total = t(f"地区（共 {len(spread)}）", f"of {of_regions(len(spread))}")
    legend = [
        Entry(named(ROLES, role), LIGHT_STEPS[step], SIGNS[role])
        for role, step in _ROLE_STEPS.items()
        if (found["role"] == role).any()
    ]
    listed = "; ".join(
        f"{whole[code]} {count}" for code, count in zip(rows["id"], usual["regions"], strict=False)
    )
    alt = f"{heading.title}. {heading.subtitle}. {listed}"
    body = grid(cells, rows, columns, row_total=total)
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=columns["key"])


def _counted(
    cells: pd.DataFrame, counts: pd.Series, rows: pd.DataFrame, columns: pd.DataFrame
) -> tuple[Grid, tuple[Entry, ...]]:
    """A grid of counts in their classes of colour, and its legend."""
    highest = int(counts.max()) if len(counts) else 1
    cells = cells.assign(text=[number(count) for count in counts])
    cells = coloured(cells, (count_fill(int(count), highest) for count in counts))
    return grid(cells, rows, columns, row_total=t("共计", "Total")), count_legend(highest)
