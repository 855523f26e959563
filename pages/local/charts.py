"""The chart of the page on local tasks: how many each region added, by key area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.charts.parts import Heading, make_chart
from pages.charts.steps import coloured, count_fill, count_legend
from pages.local.data import FILE, KINDS, NO_AREA, LocalTask, area_names
from pages.local.words import of_tasks
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.text import joined, named, t
from pipeline.schema.chart import Chart
from pipeline.schema.grids import grid


def areas_chart(tasks: Sequence[LocalTask], areas: Sequence[str], heading: Heading) -> Chart:
    """Regions by key areas, those that added most first; a click leads to what they wrote.

    Parameters
    ----------
    tasks
        At least one.
    areas
        The key areas to show, in the order of the template.
    """
    names, across = region_names(), area_names()
    listed = pd.DataFrame([vars(task) for task in tasks])
    kinds = pd.crosstab([listed["region_id"], listed["area_id"]], listed["kind"])
    counts = kinds.sum(axis=1)
    cells = counts.rename_axis(["row", "column"]).rename("count").reset_index()
    cells["text"] = cells["count"].astype(str)
    cells["key"] = [
        _code(row, column or NO_AREA) for row, column in zip(cells["row"], cells["column"], strict=True)
    ]
    cells["hint"] = ["\n".join([of_tasks(sum(kind.values())), *_of_kinds(kind)]) for kind in records(kinds)]
    totals = listed["region_id"].value_counts().reindex(list(names)).dropna().astype(int)
    totals = totals.sort_values(ascending=False, kind="stable")
    rows = totals.rename_axis("id").rename("total").reset_index()
    rows = rows.assign(name=rows["id"].map(names), key=rows["id"].map(_code))
    by_area = listed["area_id"].value_counts().reindex(list(areas), fill_value=0)
    columns = by_area.rename_axis("id").rename("total").reset_index()
    columns = columns.assign(name=columns["id"].map(across))
    labels = t("地区", "Region"), t("共计", "Total")
    frame = counts.unstack().reindex(index=totals.index, columns=list(areas)).fillna(0).astype(int)
    frame = frame.rename(columns=across).rename_axis(columns=None)
    frame.insert(0, labels[0], rows["name"].to_numpy())
    frame.insert(1, labels[1], rows["total"].to_numpy())
    highest = int(counts.max())
    body = grid(
        coloured(cells, (count_fill(count, highest) for count in counts)).drop(columns="count"),
        rows,
        columns,
        row_total=labels[1],
        column_total=t("合计", "All"),
    )
    return make_chart(
        heading,
        body,
        frame,
        alt=f"{heading.title}. " + joined(f"{row['name']} {row['total']}" for row in records(rows)),
        file_name=f"{FILE}-picture",
        legend=count_legend(highest),
        keys=rows["key"],
    )


def _code(region_id: str, area_id: str = "") -> str:
    """What opens the local tasks of a region, or those of it in a key area."""
    return f"at~{region_id}~{area_id}"


def _of_kinds(counts: Mapping[str, int]) -> list[str]:
    return [f"{named(KINDS, kind)} {counts[kind]}" for kind in KINDS if counts.get(kind)]
