"""The bars of the departments page: what bodies carry by role, and how differently tasks are assigned."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pages.charts.parts import Heading, labelled, make_chart, unique
from pages.departments.data import ROLES, SIGNS, TASK, body_names, task_names
from pages.departments.words import labels, of_bodies, of_measures, of_regions, roles_line
from pages.ui.evidence.evidence import records
from pages.ui.text import named, number, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, Entry, bars

FILLS: Final = {
    "lead": LIGHT.depth_fills["quantified"],
    "named": LIGHT.depth_fills["specific"],
    "support": LIGHT.depth_fills["generic"],
}
"""The colours of the roles, in the order of the parts of a bar."""


def bodies_chart(
    found: pd.DataFrame, region_id: str, heading: Heading, *, listed: int, alt: str, file_name: str
) -> Chart:
    """The first ``listed`` bodies by their measures in a region, parted by role; a bar opens the measures.

    Parameters
    ----------
    found
        As `pages.departments.data.counts` tells them, the most charged first.
    """
    names = body_names("name")
    rows = found.assign(
        department=[names[code] for code in found["department_id"]],
        category=unique([names[code] for code in found["department_id"]]),
        key=found["department_id"] + f"~{region_id}",
        note=found["measures"].map(number),
    )
    rows["row_hint"] = [
        "\n".join((row["department"], of_measures(row["measures"]), roles_line(pd.Series(row))))
        for row in records(rows)
    ]
    present = {role: named(ROLES, role) for role in FILLS if found[role].any()}
    of_rows = ["category", "key", "note", "row_hint", "measures"]
    long = rows.head(listed).melt(of_rows, list(present), "role", "count")
    if len(present) > 1:
        # Alone in its bar, a part needs no number: the note has it.
        counts = (" " + long["count"].map(number)).where(long["count"] < long["measures"], "")
        long["text"] = (long["role"].map(SIGNS) + counts).where(long["count"] > 0, "")
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
    frame = labelled(rows[["department_id", "department", "measures", *ROLES]], labels())
    legend = [Entry(name, FILLS[role], SIGNS[role]) for role, name in present.items()]
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=rows["key"])


def differences_chart(
    tasks: pd.DataFrame, heading: Heading, *, listed: int, alt: str, file_name: str
) -> Chart:
    """The first ``listed`` tasks by how differently regions assign them; a bar opens who is given a task.

    Parameters
    ----------
    tasks
        As `pipeline.store.store.assignment_differences` tells them; those that can't be compared, whose
        difference is missing, are among the data only.
    """
    names, whole = task_names(), task_names("name")
    rows = tasks.assign(
        task=tasks["task_id"].map(whole),
        category=[f"{code} {names[code]}" for code in tasks["task_id"]],
        key=TASK + "=" + tasks["task_id"],
        text=[f"{value:.2f}" for value in tasks["difference"]],
    )
    rows["row_hint"] = [
        "\n".join(
            (
                f"{row['task_id']} {row['task']}",
                t(
                    f"{row['regions']} 个地区，{row['bodies']} 个部门；半数以上地区都交给 {row['usual']} 个",
                    f"{of_regions(row['regions'])}, {of_bodies(row['bodies'])}; {row['usual']} of them "
                    "charged by at least half of the regions",
                ),
                t("点击看各地交给谁", "click to see who is given it"),
            )
        )
        for row in records(rows)
    ]
    body = bars(
        rows.dropna(subset=["difference"]).head(listed),
        {difference_labels()["difference"]: FILLS["named"]},
        value="difference",
        number_format="0.00",
        reach=1.0,
    )
    told = difference_labels()
    order = ("task_id", "task", "regions", "bodies", "usual", "difference")
    frame = labelled(rows.round({"difference": 3}), {name: told[name] for name in order})
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, keys=rows["key"])


def difference_labels() -> dict[str, str]:
    """What stands over the columns of tables of differences."""
    return labels(
        task_id=t("编号", "No."),
        difference=t("分工差异（0–1）", "Difference (0–1)"),
        bodies=t("部门数", "Bodies"),
        usual=t("半数以上地区都交给的部门数", "Bodies charged by at least half"),
    )
