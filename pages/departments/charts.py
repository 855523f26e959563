"""Charts of the departments page: grids of bodies, bars of measures and of differences."""

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from pages.charts.count_grids import colour_cells, counts_chart
from pages.charts.depths import mark_and_count
from pages.charts.parts import fill_heading, fill_hints, label_columns, make_chart, stacked_bars
from pages.departments import data as department_data
from pages.departments.data import BODY, FILE, REGION, ROLE_MARKS, ROLES, TASK, Choice, body_names, opens
from pages.ui import data, filters
from pages.ui.codes import name_of
from pages.ui.names import area_names, region_names, task_names
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import localized, number, t
from pages.ui.theme import LIGHT, LIGHT_STEPS
from pipeline.schema.chart import Chart, Entry, make_bars
from pipeline.schema.errors import plural
from pipeline.schema.grids import make_grid

FILLS: Final = {
    "lead": LIGHT.depth_fills["quantified"],
    "named": LIGHT.depth_fills["specific"],
    "support": LIGHT.depth_fills["generic"],
}
"""Colours of the roles in bars, in the order of the parts."""
ROLE_STEPS: Final = {"lead": LIGHT_STEPS[5], "named": LIGHT_STEPS[2], "support": LIGHT_STEPS[0]}
"""Colours of the roles in grids, in the order of the legend."""

MAX_BODIES: Final = 25
MAX_TASKS: Final = 20
"""Bars in a chart; its data has all."""

_DIFFERENCE_ROW: Final = "difference"


def grid_columns(by: str, choice: Choice) -> pd.DataFrame:
    """Return the filtered key areas or tasks as columns of `pipeline.schema.grids.make_grid`."""
    found = filters.filter_tasks(data.tasks() if by == "task" else data.areas(), choice.chosen)
    ids = found[f"{by}_id"]
    short, full = found[localized("short")], found[localized("name")]
    columns = pd.DataFrame({"id": ids, "name": ids + " " + short, "hint": ids + " " + full})
    if by == "task":
        columns = columns.assign(key=opens(TASK, ids), group=found["area_id"].map(area_names()))
    return columns.reset_index(drop=True)


def body_rows(ids: pd.Series, totals: pd.Series) -> pd.DataFrame:
    """Return bodies as rows of a grid; a click on a name opens the body."""
    names = {"name": ids.map(body_names()), "hint": ids.map(body_names("name"))}
    return pd.DataFrame({"id": ids, "total": totals, **names, "key": opens(BODY, ids)})


def matrix_chart(
    choice: Choice,
    rows: pd.DataFrame,
    cells: pd.DataFrame,
    columns: pd.DataFrame,
    *,
    by: str,
    counted: str,
    most: int,
) -> Chart:
    """Draw how often the first ``most`` bodies are charged by key area or task; a cell opens its measures.

    ``rows`` and ``columns`` are results of `body_rows` and `grid_columns`, ``cells`` that of
    `Choice.find_counts` by ``by``, with row, column and count, the number of ``counted``.
    """
    total, rows = len(rows), rows.head(most)
    shown = {"total": total, "shown": len(rows), "all": len(rows) == total}
    cells = department_data.add_roles(cells[cells["row"].isin(rows["id"])])
    cells = cells.assign(
        key=cells["row"] + "~" + cells["column"], hint=fill_hints("departments", "cell_hint", cells)
    )
    what = t("工作重点", "key area") if by == "area" else t("标准任务", "standard task")
    first, count = rows.iloc[0][["hint", "total"]]
    values = {
        "scope": choice.describe_scope(),
        "star": department_data.explain_star(rows["id"]),
        "what": what,
        "first": first,
    }
    return counts_chart(
        fill_heading("departments", f"matrix_{counted}", **values, **shown, count=count),
        cells,
        rows,
        columns,
        labels(hint="department", total=counted),
        file_name=f"{FILE}-matrix-picture",
    )


def body_chart(choice: Choice, department_id: str, by: str, rows: pd.DataFrame) -> Chart:
    """Draw how many measures charge a body by region and key area or task; a cell opens them.

    ``rows`` is the result of `Choice.find_duties` for the body.
    """
    names, body = choice.regions(), body_names("name")[department_id]
    places = rows.assign(row=rows["region_id"], column=rows[f"{by}_id"].str.split(";")).explode("column")
    cells = places.groupby(["row", "column"])["measure_id"].nunique().rename("count").reset_index()
    cells["key"] = department_id + "~" + cells["column"] + "~" + cells["row"]
    cells["hint"] = fill_hints("departments", "charged", cells)
    totals = rows.groupby("region_id")["measure_id"].nunique().reindex(list(names), fill_value=0)
    regions = totals.rename_axis("id").rename("total").reset_index()
    regions = regions.assign(name=regions["id"].map(names), key=opens(REGION, regions["id"]))
    without, most = int((totals == 0).sum()), regions.iloc[int(regions["total"].argmax())]
    stated = {"body": body, "without": without, "several": len(regions) > 1}
    return counts_chart(
        fill_heading("departments", "body_chart", **most, **stated),
        cells,
        regions,
        grid_columns(by, choice),
        labels(name="region", total="measures"),
        file_name=f"{FILE}-body-{department_id}",
    )


def region_chart(choice: Choice, region_id: str, name: str, found: pd.DataFrame) -> Chart:
    """Draw the measures of the most charged bodies of a region by role; a bar opens the measures.

    ``found`` is the result of `Choice.find_counts`.
    """
    rows = department_data.add_roles(found).assign(
        department=found["department_id"].map(body_names("name")),
        short=found["department_id"].map(body_names()),
        key=found["department_id"] + f"~{region_id}",
        note=found["measures"].map(number),
    )
    rows["row_hint"] = fill_hints("departments", "body_hint", rows)
    shown, parts = rows.head(MAX_BODIES), _role_legend(FILLS, (role for role in ROLES if found[role].any()))
    counts = {"total": len(found), "shown": len(shown), "all": len(shown) == len(found)}
    star = department_data.explain_star(shown["department_id"])
    values = {"areas": choice.name_areas(), "name": name, "star": star}
    most = rows.iloc[0][["department", "measures"]]
    # The only part of a bar needs no number: the note has it.
    label = mark_and_count if len(parts) > 1 else lambda part, count: ""
    return make_chart(
        fill_heading("departments", "region_chart", **most, **values, **counts),
        stacked_bars(shown, parts, label, category="short", number_format="#,##0"),
        rows,
        labels("department_id", "department", "measures", *ROLES),
        file_name=f"{FILE}-region-{region_id}-picture",
        legend=parts.values(),
    )


def _role_legend(fills: Mapping[str, str], roles: Iterable[str]) -> dict[str, Entry]:
    """Return the legend of the roles that occur, in the order of ``fills``."""
    present = set(roles)
    return {
        role: Entry(name_of(ROLES, role), fill, ROLE_MARKS[role])
        for role, fill in fills.items()
        if role in present
    }


def differences_chart(choice: Choice, tasks: pd.DataFrame) -> Chart:
    """Draw the tasks that regions assign most differently; a bar opens its task.

    ``tasks`` is the result of `pipeline.store.store.assignment_differences`; tasks without a difference are
    only in the data.
    """
    rows = tasks.assign(
        task_no=tasks["task_id"],
        task=tasks["task_id"].map(task_names("name", numbered=False)),
        category=tasks["task_id"].map(task_names()),
        key=opens(TASK, tasks["task_id"]),
        text=tasks["difference"].map("{:.2f}".format),
    )
    rows["row_hint"] = fill_hints("departments", "difference_hint", rows)
    shown = rows.dropna(subset=["difference"]).head(MAX_TASKS)
    most, where = shown.iloc[0][["category", "text"]], choice.describe_scope()
    colours = {heading_of("difference"): FILLS["named"]}
    return make_chart(
        fill_heading("departments", "differences", **most, shown=len(shown), where=where),
        make_bars(shown, colours, value="difference", number_format="0.00", reach=1.0),
        rows.round({"difference": 3}),
        labels("task_no", "task", "regions", "bodies", "usual", "difference"),
        file_name=f"{FILE}-differences-picture",
    )


def task_chart(
    task_id: str, found: pd.DataFrame, spread: pd.DataFrame, usual: pd.DataFrame, table: pd.DataFrame
) -> Chart:
    """Draw the roles of bodies by region, usual bodies first; the last row is the difference from others.

    ``found``, ``spread`` (in the order of the columns) and ``usual`` are results of `list_assignments`,
    `assignment_spread` and `assignment_shares` in `pipeline.store.store`, ``table`` is the chart's data.
    """
    roles = found["role"]
    cells = pd.DataFrame({"row": found["department_id"], "column": found["region_id"]}).assign(
        key=found["department_id"] + f"~{task_id}~" + found["region_id"],
        text=roles.map(ROLE_MARKS),
        hint=[name_of(ROLES, role) for role in roles],
    )
    cells = colour_cells(cells, roles.map(ROLE_STEPS))
    rows = body_rows(usual["department_id"], usual["regions"])
    if len(spread) > 2:
        last = pd.DataFrame({"row": _DIFFERENCE_ROW, "column": spread["region_id"]})
        last["text"] = spread["difference"].map("{:.1f}".format)
        last["hint"] = spread["difference"].map("{:.2f}".format)
        cells = pd.concat([cells, last])
        name = t("与他地的差异", "Difference from others")
        rows = pd.concat([rows, pd.DataFrame([{"id": _DIFFERENCE_ROW, "name": name}])])
    columns = pd.DataFrame({"id": spread["region_id"]})
    columns = columns.assign(name=columns["id"].map(region_names()), key=opens(REGION, columns["id"]))
    most, regions = body_names("name")[usual["department_id"].iloc[0]], usual["regions"].iloc[0]
    values = {"task": task_names()[task_id], "most": most, "regions": regions, "all": len(spread)}
    among = t(f"地区（共 {len(spread)}）", f"of {plural(len(spread), 'region')}")
    return make_chart(
        fill_heading("departments", "one_task", **values),
        make_grid(cells, rows, columns, row_total=among),
        label_columns(table, labels(*table.columns)),
        file_name=f"{FILE}-task-{task_id}-picture",
        legend=_role_legend(ROLE_STEPS, roles).values(),
        keys=columns["key"],
    )
