"""Charts of the overview: the map of regions, and key areas by depth."""

from typing import Any, Final

import pandas as pd

from pages.charts.count_grids import share_fill, share_legend
from pages.charts.depths import depth_parts, format_depth_counts
from pages.charts.parts import Heading, label_columns, make_chart, stacked_bars
from pages.ui.evidence.evidence import records
from pages.ui.text import DEPTHS, STATUSES, localized, name_of, percent, t, whole_percent
from pages.ui.theme import LIGHT, readable_on
from pipeline.schema.chart import Chart, Entry, make_tiles

_FEW_AREAS: Final = 6


def map_chart(regions: pd.DataFrame, heading: Heading, *, alt: str, file_name: str) -> Chart:
    """Draw a tile-grid map of `pages.overview.facts.region_counts`; a click on a tile opens its region.

    A region with a plan but without counts is one that the filters exclude.
    """
    shown = pd.DataFrame([_tile(region) for region in records(regions)])
    present = set(regions.loc[regions["share"].isna(), "status"])
    legend = [*share_legend(), *(entry for status, entry in _status_legend().items() if status in present)]
    about = {
        localized("name"): t("地区", "Region"),
        localized("macro"): t("大区", "Macro-region"),
        "status": t("状态", "Status"),
    }
    rows = regions.assign(status=[name_of(STATUSES, status) for status in regions["status"]])
    frame = _counts_table(rows, about, t("任务数", "Tasks"))
    return make_chart(
        heading, make_tiles(shown), frame, alt=alt, file_name=file_name, legend=legend, keys=shown["key"]
    )


def areas_chart(areas: pd.DataFrame, heading: Heading, *, alt: str, file_name: str) -> Chart:
    """Draw the shares of depths in each key area of `pages.overview.facts.area_counts`, first in all of them.

    A click on a bar opens its key area.
    """
    click = t("点击在覆盖矩阵中查看", "click to see it in the matrix")
    rows = areas if len(areas) == 1 else pd.concat([_sum_areas(areas), areas], ignore_index=True)
    rows = rows.assign(
        category=[f"{row['area_id']} {row[localized('short')]}".strip() for row in records(rows)],
        detail=[
            t(f"{row['covered']:,}/{row['cells']:,} 格", f"{row['covered']:,} of {row['cells']:,} cells")
            for row in records(rows)
        ],
        note=[_covered_share(row) for row in records(rows)],
        key=rows["area_id"],
        row_hint=[
            f"{row['area_id']} {row[localized('name')]}".strip()
            + f"\n{_covered_share(row)}\n{format_depth_counts(row)}"
            + (f"\n{click}" if row["area_id"] else "")
            for row in records(rows)
        ],
    )
    parts = depth_parts(rows)
    shares = rows.assign(**rows[list(parts)].div(rows["cells"], axis="index").astype("float64"))

    def label(part: Entry, share: float) -> str:
        return f"{part.mark} {whole_percent(share)}"

    body = stacked_bars(shares, parts, label, number_format="0%", reach=1.0)
    about = {"area_id": t("编号", "No."), localized("name"): t("工作重点", "Key area")}
    frame = _counts_table(rows, about, t("格数", "Cells"))
    return make_chart(
        heading, body, frame, alt=alt, file_name=file_name, legend=parts.values(), keys=rows["area_id"]
    )


def _tile(region: dict[str, Any]) -> dict[str, Any]:
    counted, status = not pd.isna(region["share"]), region["status"]
    if counted:
        fill, text = share_fill(region["share"]), whole_percent(region["share"])
    else:
        texts = {"unread": t("未能读取", "unread"), "no_plan": t("未见要点", "no plan"), "outside": "—"}
        fill, text = _status_legend()[status].colour, texts.get(status, "")
    return {
        "label": region[localized("short")],
        "text": text,
        "column": region["tile_column"],
        "row": region["tile_row"],
        "fill": fill,
        "ink": readable_on(fill) if counted else LIGHT.quiet,
        "dashed": status == "outside",
        "hatched": status in ("unread", "no_plan"),
        "key": region["region_id"] if counted else "",
        "hint": _region_hint(region, counted),
    }


def _status_legend() -> dict[str, Entry]:
    return {
        "unread": Entry(name_of(STATUSES, "unread"), LIGHT.outside, "?"),
        "no_plan": Entry(name_of(STATUSES, "no_plan"), LIGHT.outside),
        "outside": Entry(name_of(STATUSES, "outside"), LIGHT.paper, dashed=True),
        "plan": Entry(t("有工作要点，未选入", "has a plan, not chosen"), LIGHT.panel),
    }


def _region_hint(region: dict[str, Any], counted: bool) -> str:
    if counted:
        covered, cells, share = int(region["covered"]), int(region["cells"]), percent(region["share"], 1)
        en = f"covers {covered} of {cells} standard tasks ({share})"
        summary = t(f"覆盖 {covered}/{cells} 项标准任务（{share}）", en)
        click = t("点击查看地区概况", "click for the region's profile")
        lines = [summary, format_depth_counts(region), click]
    else:
        reason = t("没有可读的文件，不等于零覆盖", "nothing to read, which is not a coverage of zero")
        if region["status"] == "plan":
            reason = t("不在当前筛选之内", "not among what the filters choose")
        lines = [name_of(STATUSES, region["status"]), reason]
    return "\n".join([f"{region[localized('name')]} · {region[localized('macro')]}", *lines])


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
