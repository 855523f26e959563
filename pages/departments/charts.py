"""The charts of the departments page: grids of bodies, bars of what they carry, and of differences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from pages.charts.parts import Heading, label_columns, make_chart, number_duplicates
from pages.charts.steps import colour_cells, counts_chart, counts_table
from pages.departments import words
from pages.departments.data import BODY, FILE, REGION, ROLES, SIGNS, TASK, Choice, body_names, shown_regions
from pages.ui import data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import area_names, region_names, task_names
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import localized, name_of, number, t
from pages.ui.theme import LIGHT, LIGHT_STEPS
from pipeline.schema.chart import Chart, Entry, bars
from pipeline.schema.grids import grid

FILLS: Final = {
    "lead": LIGHT.depth_fills["quantified"],
    "named": LIGHT.depth_fills["specific"],
    "support": LIGHT.depth_fills["generic"],
}
"""The colours of the roles, in the order of the parts of a bar."""

ROLE_STEPS: Final = {"lead": LIGHT_STEPS[5], "named": LIGHT_STEPS[2], "support": LIGHT_STEPS[0]}
"""The colours of the roles in a grid, in the order of the legend."""

_DISTANCE: Final = "difference"


def columns_of(by: str, choice: Choice) -> pd.DataFrame:
    """The key areas or the tasks that the filters leave, as `pipeline.schema.grids.grid` takes columns."""
    found = filters.chosen_tasks(data.tasks() if by == "task" else data.areas(), choice.chosen)
    ids = found[f"{by}_id"]
    names = {"name": ids + " " + found[localized("short")], "hint": ids + " " + found[localized("name")]}
    columns = pd.DataFrame({"id": ids, **names})
    if by == "task":
        columns = columns.assign(key=f"{TASK}=" + ids, group=found["area_id"].map(area_names()))
    return columns.reset_index(drop=True)


def matrix_chart(
    choice: Choice,
    listed: pd.DataFrame,
    found: pd.DataFrame,
    columns: pd.DataFrame,
    table: pd.DataFrame,
    *,
    by: str,
    counted: str,
    most: int,
) -> Chart:
    """How often bodies are charged by key area or task; a number leads to the measures.

    Parameters
    ----------
    listed, found
        As `pages.departments.data.counts` counts them: all bodies in their order, and these by ``by``.
    columns, table
        As `columns_of` gives them, and the data as shown, a row for each of ``listed``.
    counted
        What the numbers count: ``measures`` or ``regions``.
    most
        How many bodies are shown.
    """
    kept = listed.head(most)
    found = found[found[f"{by}_id"].isin(columns["id"]) & found["department_id"].isin(kept["department_id"])]
    cells = pd.DataFrame(
        {"row": found["department_id"], "column": found[f"{by}_id"], "count": found[counted]}
    )
    cells["key"] = cells["row"] + "~" + cells["column"]
    cells["hint"] = [
        t("，", ", ").join((words.of_measures(row["measures"]), words.of_regions(row["regions"])))
        + f"\n{words.roles_line(row)}"
        for row in records(found)
    ]
    rows = _body_rows(kept["department_id"], kept[counted])
    what = {"area": t("工作重点", "key area"), "task": t("标准任务", "standard task")}[by]
    unit = {
        "measures": t("列明该部门的举措数", "measures assigned to each body"),
        "regions": t("列明该部门的地区数", "regions that assign measures to each body"),
    }[counted]
    first, count = rows["hint"].iloc[0], number(kept[counted].iloc[0])
    some = t("个地区", "regions") if counted == "regions" else t("条举措", "measures")
    heading = Heading(
        t(
            f"部门 × {what}：{first}最多，{count} {some}",
            f"Bodies by {what}: {first} has most, {count} {some}",
        ),
        _sentence(
            t(f"格中为{unit}", f"In each cell, {unit}"),
            words.shown_of(len(kept), len(listed)),
            words.scope(choice),
            words.star_line(kept["department_id"]),
        ),
    )
    return counts_chart(
        heading,
        cells,
        rows,
        columns,
        table.head(most).rename(columns=labels("department", "measures", "regions")),
        alt=_described(heading, (f"{row['hint']} {row['total']}" for row in records(rows.head(8)))),
        file_name=f"{FILE}-matrix-picture",
        row_total=t("共计", "Total"),
    )


def body_chart(choice: Choice, department_id: str, by: str, rows: pd.DataFrame) -> Chart:
    """How many measures of each region charge a body, by key area or task; a number leads to them.

    ``rows`` are the body's duties, as `pages.departments.data.duties` gives them.
    """
    names, body = shown_regions(choice), body_names("name")[department_id]
    columns = columns_of(by, choice)
    places = rows.assign(row=rows["region_id"], column=rows[f"{by}_id"].str.split(";")).explode("column")
    places = places[places["column"].isin(columns["id"])]
    cells = places.groupby(["row", "column"])["measure_id"].nunique().rename("count").reset_index()
    cells = cells.assign(
        key=department_id + "~" + cells["column"] + "~" + cells["row"],
        hint=cells["count"].map(words.of_measures),
    )
    totals = rows.groupby("region_id")["measure_id"].nunique().reindex(list(names), fill_value=0)
    regions = totals.rename_axis("id").rename("total").reset_index()
    regions = regions.assign(name=regions["id"].map(names), key=f"{REGION}=" + regions["id"])
    most = regions.iloc[int(regions["total"].argmax())]
    without = int((totals == 0).sum())
    heading = Heading(
        t(
            f"{body}：{most['name']}交给它最多（{most['total']} 条举措）",
            f"{body}: {most['name']} gives it most ({words.of_measures(most['total'])})",
        ),
        _sentence(
            t("格中为责成它的举措数", "In each cell, the measures that charge it"),
            t(f"{without} 个地区没有点名", f"{words.of_regions(without)} never name it") if without else "",
        ),
    )
    first = regions.set_index("id")[["name", "total"]]
    first.columns = [heading_of("region"), heading_of("measures")]
    return counts_chart(
        heading,
        cells,
        regions,
        columns,
        counts_table(cells, first, columns),
        alt=_described(
            heading, (f"{row['name']} {row['total']}" for row in records(regions) if row["total"])
        ),
        file_name=f"{FILE}-body-{department_id}",
        row_total=t("共计", "Total"),
    )


def region_chart(choice: Choice, region_id: str, name: str, found: pd.DataFrame, *, most: int) -> Chart:
    """The first bodies by their measures in a region, parted by role; a bar opens the measures.

    ``found`` is as `pages.departments.data.counts` counts it, the most charged first; so many bodies as
    ``most`` have a bar, and the data has all.
    """
    whole = found["department_id"].map(body_names("name"))
    rows = found.assign(
        department=whole,
        category=number_duplicates(whole.tolist()),
        key=found["department_id"] + f"~{region_id}",
        note=found["measures"].map(number),
    )
    rows["row_hint"] = [
        "\n".join((row["department"], words.of_measures(row["measures"]), words.roles_line(row)))
        for row in records(rows)
    ]
    shown, first = rows.head(most), rows.iloc[0]
    present = {role: name_of(ROLES, role) for role in FILLS if found[role].any()}
    of_rows = ["category", "key", "note", "row_hint", "measures"]
    long = shown.melt(of_rows, list(present), "role", "count")
    if len(present) > 1:
        # Alone in its bar, a part needs no number: the note has it.
        numbers = (" " + long["count"].map(number)).where(long["count"] < long["measures"], "")
        long["text"] = (long["role"].map(SIGNS) + numbers).where(long["count"] > 0, "")
    else:
        long = long.rename(columns={"note": "text"})
    body = bars(
        long.assign(series=long["role"].map(present)),
        {name: FILLS[role] for role, name in present.items()},
        value="count",
        series="series",
        stacked=len(present) > 1,
        number_format="#,##0",
    )
    heading = Heading(
        t(
            f"{name}：{first['department']}承担 {first['measures']} 条举措",
            f"{name}: {first['department']} carries {words.of_measures(first['measures'])}",
        ),
        _sentence(
            t("每个部门承担的举措数，按角色", "Measures that each body carries, by role"),
            words.shown_of(len(shown), len(found)),
            words.chosen_areas(choice),
            words.star_line(shown["department_id"]),
        ),
    )
    return make_chart(
        heading,
        body,
        label_columns(rows, labels("department_id", "department", "measures", *ROLES)),
        alt=_described(heading, (f"{row['department']} {row['note']}" for row in records(rows.head(10)))),
        file_name=f"{FILE}-region-{region_id}-picture",
        legend=[Entry(name, FILLS[role], SIGNS[role]) for role, name in present.items()],
        keys=rows["key"],
    )


def differences_chart(choice: Choice, tasks: pd.DataFrame, *, most: int) -> Chart:
    """The first tasks by how differently regions assign them; a bar opens who is given a task.

    ``tasks`` are as `pipeline.store.store.assignment_differences` gives them; those that can't be compared,
    whose difference is missing, are among the data only. So many as ``most`` have a bar.
    """
    rows = tasks.assign(
        task_no=tasks["task_id"],
        task=tasks["task_id"].map(task_names("name", numbered=False)),
        category=tasks["task_id"].map(task_names()),
        key=TASK + "=" + tasks["task_id"],
        text=tasks["difference"].map("{:.2f}".format),
    )
    rows["row_hint"] = [
        "\n".join(
            (
                f"{row['task_id']} {row['task']}",
                t(
                    f"{row['regions']} 个地区，{row['bodies']} 个部门；半数以上地区都交给 {row['usual']} 个",
                    f"{words.of_regions(row['regions'])}, {words.of_bodies(row['bodies'])}; "
                    f"{row['usual']} of them charged by at least half of the regions",
                ),
                t("点击看各地交给谁", "click to see who is given it"),
            )
        )
        for row in records(rows)
    ]
    shown = rows.dropna(subset=["difference"]).head(most)
    first, where = shown.iloc[0], words.scope(choice)
    heading = Heading(
        t(
            f"分工差异最大：{first['category']}（{first['text']}）",
            f"Regions differ most: {first['category']} ({first['text']})",
        ),
        t(
            f"各地交给的部门平均有多不同（Jaccard 距离，0–1）；差异最大的 {len(shown)} 项，{where}",
            "How different the bodies are that regions charge, on average (Jaccard distance, 0 to 1); the "
            f"{len(shown)} tasks that differ most, {where}",
        ),
    )
    colours = {heading_of("difference"): FILLS["named"]}
    columns = labels("task_no", "task", "regions", "bodies", "usual", "difference")
    return make_chart(
        heading,
        bars(shown, colours, value="difference", number_format="0.00", reach=1.0),
        label_columns(rows.round({"difference": 3}), columns),
        alt=_described(heading, (f"{row['category']} {row['text']}" for row in records(shown.head(10)))),
        file_name=f"{FILE}-differences-picture",
        keys=rows["key"],
    )


def task_chart(
    task_id: str, found: pd.DataFrame, spread: pd.DataFrame, usual: pd.DataFrame, table: pd.DataFrame
) -> Chart:
    """Bodies by regions, by role, the usual ones first; the last row says how far a region is from others.

    Parameters
    ----------
    found, usual
        As `pipeline.store.store.assigned` and `assignment_shares` give them.
    spread
        As `pipeline.store.store.assignment_spread` gives it, in the order of the columns.
    table
        The data as shown, a row for each region.
    """
    cells = pd.DataFrame({"row": found["department_id"], "column": found["region_id"]})
    cells["key"] = cells["row"] + f"~{task_id}~" + cells["column"]
    cells["text"], cells["hint"] = found["role"].map(SIGNS), [name_of(ROLES, role) for role in found["role"]]
    cells = colour_cells(cells, found["role"].map(ROLE_STEPS))
    rows = _body_rows(usual["department_id"], usual["regions"])
    listed = [f"{row['hint']} {row['total']}" for row in records(rows)]
    if len(spread) > 2:
        far = pd.DataFrame({"row": _DISTANCE, "column": spread["region_id"]})
        far = far.assign(
            text=spread["difference"].map("{:.1f}".format), hint=spread["difference"].map("{:.2f}".format)
        )
        cells = pd.concat([cells, far])
        name = t("与他地的差异", "Difference from others")
        rows = pd.concat([rows, pd.DataFrame([{"id": _DISTANCE, "name": name}])])
    columns = pd.DataFrame({"id": spread["region_id"]})
    columns = columns.assign(name=columns["id"].map(region_names()), key=f"{REGION}=" + columns["id"])
    task, first = task_names()[task_id], usual.iloc[0]
    most = body_names("name")[first["department_id"]]
    heading = Heading(
        t(
            f"{task}：{most}（{first['regions']}/{len(spread)} 个地区）",
            f"{task}: {most} ({first['regions']} of {words.of_regions(len(spread))})",
        ),
        t(
            "各地把这项任务交给谁；地区从最接近大家到最不同",
            "Who is given the task where; regions from the most to the least like the others",
        ),
    )
    among = t(f"地区（共 {len(spread)}）", f"of {words.of_regions(len(spread))}")
    return make_chart(
        heading,
        grid(cells, rows, columns, row_total=among),
        label_columns(table, labels(*table.columns)),
        alt=_described(heading, listed),
        file_name=f"{FILE}-task-{task_id}-picture",
        legend=[
            Entry(name_of(ROLES, role), fill, SIGNS[role])
            for role, fill in ROLE_STEPS.items()
            if (found["role"] == role).any()
        ],
        keys=columns["key"],
    )


def _body_rows(ids: pd.Series, totals: pd.Series) -> pd.DataFrame:
    """Bodies as the rows of a grid, each leading to its own view."""
    names = {"name": ids.map(body_names()), "hint": ids.map(body_names("name"))}
    return pd.DataFrame({"id": ids, "total": totals, **names, "key": f"{BODY}=" + ids})


def _sentence(*parts: str) -> str:
    return t("；", "; ").join(filter(None, parts))


def _described(heading: Heading, listed: Iterable[str]) -> str:
    """The alternative text of a chart: its heading, and the marks that matter most."""
    return ". ".join((heading.title, heading.subtitle, "; ".join(listed)))
