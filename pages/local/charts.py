"""The chart of local tasks: their number by region and key area."""

from collections.abc import Sequence

import pandas as pd

from pages.charts.count_grids import counts_chart, counts_table
from pages.charts.parts import fill_heading
from pages.local.data import FILE, KINDS, NO_AREA, area_names, count_tasks
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.text import join_words, name_of, t
from pipeline.schema.chart import Chart


def areas_chart(tasks: pd.DataFrame, areas: Sequence[str], planned: Sequence[str]) -> Chart:
    """Draw a grid of regions, those with most local tasks first, by key areas; a click opens the tasks.

    There is at least one task; ``areas`` are the key areas to show, in the order of the template, ``planned``
    the regions chosen that have a plan.
    """
    names, total = region_names(), t("合计", "Total")
    kinds = pd.crosstab([tasks["region_id"], tasks["area_id"]], tasks["kind"])
    cells = kinds.sum(axis=1).rename_axis(["row", "column"]).rename("count").reset_index()
    cells["key"] = "at~" + cells["row"] + "~" + cells["column"].replace("", NO_AREA)
    cells["hint"] = [
        "\n".join([count_tasks(sum(own.values())), *(f"{name_of(KINDS, kind)} {own[kind]}" for kind in own)])
        for own in ({kind: row[kind] for kind in KINDS if row.get(kind)} for row in records(kinds))
    ]
    totals = tasks["region_id"].value_counts().reindex(list(names)).dropna().astype(int)
    totals = totals.sort_values(ascending=False, kind="stable")
    rows = totals.rename_axis("id").rename("total").reset_index()
    rows = rows.assign(name=rows["id"].map(names), key="at~" + rows["id"] + "~")
    by_area = tasks["area_id"].value_counts().reindex(list(areas), fill_value=0)
    columns = by_area.rename_axis("id").rename("total").reset_index()
    columns = columns.assign(name=columns["id"].map(area_names()))
    first = pd.DataFrame({t("地区", "Region"): totals.index.map(names), total: totals}, index=totals.index)
    most, alone, without = totals.max(), len(totals) == 1, len(set(planned).difference(totals.index))
    first_names = join_words(rows.loc[rows["total"] == most, "name"])
    return counts_chart(
        fill_heading("local", "chart", alone=alone, first=first_names, most=most, without=without),
        cells,
        rows,
        columns,
        counts_table(cells, first, columns),
        values=rows["name"] + " " + rows["total"].astype(str),
        file_name=f"{FILE}-picture",
        row_total=total,
        column_total=total,
    )
