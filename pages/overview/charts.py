"""Charts of the overview: the map of regions, and key areas by depth."""

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from pages.charts.count_grids import share_fill, share_legend
from pages.charts.depths import depth_parts, format_depth_counts
from pages.charts.parts import Heading, label_columns, make_chart, stacked_bars
from pages.charts.tiles import region_tiles, status_legend
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, STATUSES, fill_text, localized, name_of, t, whole_percent
from pipeline.schema.chart import Chart, Entry

_FEW_AREAS: Final = 6


def map_chart(regions: pd.DataFrame, heading: Heading, *, file_name: str) -> Chart:
    """Draw a tile-grid map of `pages.overview.facts.region_counts`; a click on a tile opens its region.

    A region with a plan but without counts is one that the filters exclude.
    """
    statuses = status_legend(t("有工作要点，未选入", "has a plan, not chosen"))
    texts = {"unread": t("未能读取", "unread"), "no_plan": t("未见要点", "no plan"), "outside": "—"}
    counted = regions["share"].notna()
    entries = [
        Entry("", share_fill(share), whole_percent(share))
        if is_counted
        else replace(statuses[status], mark=texts.get(status, ""))
        for share, status, is_counted in zip(regions["share"], regions["status"], counted, strict=True)
    ]
    shown = regions.assign(
        key=regions["region_id"].where(counted, ""), hint=list(map(_region_hint, records(regions)))
    )
    present = set(regions.loc[~counted, "status"])
    legend = [*share_legend(), *(entry for status, entry in statuses.items() if status in present)]
    about = {
        localized("name"): t("地区", "Region"),
        localized("macro"): t("大区", "Macro-region"),
        "status": t("状态", "Status"),
    }
    rows = regions.assign(status=[name_of(STATUSES, status) for status in regions["status"]])
    frame = _counts_table(rows, about, t("任务数", "Tasks"))
    return make_chart(
        heading,
        region_tiles(shown, entries, counted),
        frame,
        file_name=file_name,
        values=(f"{row[localized('short')]} {_value(row)}" for row in records(regions)),
        legend=legend,
        keys=shown["key"],
    )


def areas_chart(areas: pd.DataFrame, heading: Heading, *, file_name: str) -> Chart:
    """Draw the shares of depths in each key area of `pages.overview.facts.area_counts`, first in all of them.

    A click on a bar opens its key area.
    """
    rows = areas if len(areas) == 1 else pd.concat([_sum_areas(areas), areas], ignore_index=True)
    rows = rows.assign(
        category=[f"{row['area_id']} {row[localized('short')]}".strip() for row in records(rows)],
        detail=[fill_text("overview", "area_detail", **row) for row in records(rows)],
        note=[_covered_share(row) for row in records(rows)],
        key=rows["area_id"],
        row_hint=list(map(_area_hint, records(rows))),
    )
    parts = depth_parts(rows)
    shares = rows.assign(**rows[list(parts)].div(rows["cells"], axis="index").astype("float64"))

    def label(part: Entry, share: float) -> str:
        return f"{part.mark} {whole_percent(share)}"

    body = stacked_bars(shares, parts, label, number_format="0%", reach=1.0)
    about = {"area_id": t("编号", "No."), localized("name"): t("工作重点", "Key area")}
    frame = _counts_table(rows, about, t("格数", "Cells"))
    values = rows[localized("short")] + " " + rows["note"]
    return make_chart(
        heading, body, frame, file_name=file_name, values=values, legend=parts.values(), keys=rows["area_id"]
    )


def _value(region: dict[str, Any]) -> str:
    if not pd.isna(region["share"]):
        return f"{region['covered']}/{region['cells']}"
    status = region["status"]
    return t("未选", "not chosen") if status == "plan" else name_of(STATUSES, status)


def _region_hint(region: dict[str, Any]) -> str:
    values = {"name": region[localized("name")], "macro": region[localized("macro")]}
    status = region["status"]
    if pd.isna(region["share"]):
        values["status"] = name_of(STATUSES, status)
        return fill_text("overview", "status_hint", **values, planned=status == "plan")
    counts = {name: region[name] for name in ("covered", "cells", "share")}
    return fill_text("overview", "region_hint", **values, **counts, depths=format_depth_counts(region))


def _area_hint(area: dict[str, Any]) -> str:
    label, share = f"{area['area_id']} {area[localized('name')]}".strip(), _covered_share(area)
    click = t("点击在覆盖矩阵中查看", "click to see it in the matrix") if area["area_id"] else ""
    return "\n".join(filter(None, (label, share, format_depth_counts(area), click)))


def _sum_areas(areas: pd.DataFrame) -> pd.DataFrame:
    name = t("全部工作重点", "All key areas")
    if len(areas) < _FEW_AREAS:
        name = t("所选工作重点合计", "Key areas chosen, together")
    sums = areas[[*DEPTHS, "cells", "covered"]].sum()
    return pd.DataFrame(
        [{"area_id": "", localized("short"): name, localized("name"): name, **sums.to_dict()}]
    )


def _covered_share(row: dict[str, Any]) -> str:
    share = whole_percent(row["covered"] / row["cells"])
    return t(f"覆盖 {share}", f"{share} covered")


def _counts_table(rows: pd.DataFrame, about: dict[str, str], cells: str) -> pd.DataFrame:
    """Return the data beside a chart; ``cells`` is the heading of the number of cells."""
    rows = rows.assign(share=(100 * rows["covered"] / rows["cells"]).astype("Float64").round(1))
    counts = {"cells": cells, "covered": t("覆盖", "Covered"), "share": t("覆盖率（%）", "Covered, %")}
    depths = {depth: part.name for depth, part in depth_parts(rows).items()}
    return label_columns(rows, {**about, **counts, **depths})
