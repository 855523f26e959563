"""Charts of the overview: the map of regions, key areas by depth, and the tasks covered least and most."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from pages.charts import depths as depth_charts
from pages.charts.count_grids import share_fill, share_legend
from pages.charts.depths import depth_parts, format_depth_counts
from pages.charts.parts import fill_heading, make_chart, region_tiles, stacked_bars, status_legend
from pages.ui.codes import DEPTHS, STATUSES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.page_columns import labels
from pages.ui.text import fill_text, localized, t, whole_percent
from pages.ui.theme import MARKS
from pipeline.schema.chart import Chart, Entry
from pipeline.schema.model import COVERED_DEPTHS

FILE: Final = "plan-atlas-overview"
_FEW_AREAS: Final = 6


def map_chart(regions: pd.DataFrame, tasks: int) -> Chart:
    """Draw a tile-grid map; a click on a tile opens its region.

    ``regions`` is the result of `pages.overview.page.count_depths`; one with a plan but without counts is
    one that the filters exclude. ``tasks`` is the number of tasks.
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
    key, hints = regions["region_id"].where(counted, ""), list(map(_region_hint, records(regions)))
    shown = regions.assign(key=key, hint=hints)
    present = set(regions.loc[~counted, "status"])
    names = [name_of(STATUSES, status) for status in regions["status"]]
    coverage = regions["covered"].astype("str") + "/" + regions["cells"].astype("str")
    unchosen = pd.Series(names).mask(regions["status"] == "plan", t("未选", "not chosen"))
    about = labels(**{localized("name"): "region", localized("macro"): "macro"}, status="status")
    return make_chart(
        fill_heading("overview", "map", **_map_values(regions[counted]), tasks=tasks),
        region_tiles(shown, entries, counted),
        *_counts_table(shown.assign(status=names), about, "task_count"),
        file_name=f"{FILE}-map",
        values=regions[localized("short")] + " " + coverage.where(counted, unchosen),
        legend=[*share_legend(), *(entry for status, entry in statuses.items() if status in present)],
    )


def _map_values(counted: pd.DataFrame) -> dict[str, Any]:
    """Return the values of the map's heading: who covers most and least, and how many cover all."""
    plans, full = len(counted), int((counted["covered"] == counted["cells"]).sum())
    high, low = int(counted["covered"].max()), int(counted["covered"].min())
    ends: dict[str, Any] = {"high": high, "low": low}
    for name, value in (("most", high), ("least", low)):
        found = counted.loc[counted["covered"] == value, localized("short")].tolist()
        others = t(f"{found[0]}等 {len(found)} 个地区", f"{found[0]} and {len(found) - 1} others")
        ends[name] = t("和", " and ").join(found) if len(found) <= 2 else others
    several = plans > 1
    kinds = {"every": several and full == plans, "some": several and 0 < full < plans}
    kinds |= {"alone": not several, "none": several and not full}
    return {**ends, **kinds, "full": full, "covered": _define_covered(counted)}


def areas_chart(areas: pd.DataFrame) -> Chart:
    """Draw the shares of depths in each key area, first in all of them; a click on a bar opens its key area.

    ``areas`` is the result of `pages.overview.page.count_depths`.
    """
    short, full = localized("short"), localized("name")
    rows = areas if len(areas) == 1 else pd.concat([_sum_areas(areas), areas], ignore_index=True)
    shares = (rows["covered"] / rows["cells"]).map(whole_percent)
    rows = rows.assign(
        category=(rows["area_id"] + " " + rows[short]).str.strip(),
        detail=[fill_text("overview", "area_detail", **row) for row in records(rows)],
        note=[t(f"覆盖 {share}", f"{share} covered") for share in shares],
        key=rows["area_id"],
    )
    names = (rows["area_id"] + " " + rows[full]).str.strip() + "\n"
    rows["row_hint"] = names + rows["note"] + "\n" + rows.agg(format_depth_counts, axis="columns")
    parts = depth_parts(rows)
    bars = rows.assign(**rows[list(parts)].div(rows["cells"], axis="index").astype("float64"))

    def label(part: Entry, share: float) -> str:
        return f"{part.mark} {whole_percent(share)}"

    order = areas.sort_values("share", ascending=False, kind="stable")
    (first, last), (high, low) = order[short].iloc[[0, -1]], order["share"].iloc[[0, -1]].map(whole_percent)
    values = {"same": first == last, "first": first, "last": last, "covered": _define_covered(areas)}
    return make_chart(
        fill_heading("overview", "areas", **values, high=high, low=low),
        stacked_bars(bars, parts, label, number_format="0%", reach=1.0),
        *_counts_table(rows, labels(area_id="task_no", **{full: "area"}), "cells"),
        file_name=f"{FILE}-areas",
        legend=parts.values(),
    )


def tasks_chart(
    listed: pd.DataFrame, tasks: pd.DataFrame, answers: Mapping[tuple[str, str], Sequence[str]], name: str
) -> Chart:
    """Draw the tasks ``listed``, which are the ``least`` or the ``most`` covered ones; a bar opens its task.

    ``name`` says which; ``tasks`` are all, ``answers`` the result of `pages.overview.page.group_answers`.
    """
    first, least = listed.iloc[0], name == "least"
    covered, cells = int(first["covered"]), int(first["cells"])
    ties, every = int((tasks["covered"] == covered).sum()), covered == cells and not least
    kinds = {"every": every, "some": 0 if every else covered, "none": not covered and not every}
    counts = {"cells": cells, "listed": len(listed), "tasks": len(tasks)}
    values = {"least": least, "ties": ties if ties > 1 else 0, "name": first[localized("short")]}
    heading = fill_heading("overview", "listed", **kinds, **values, **counts)
    return depth_charts.tasks_chart(listed, answers, heading, file_name=f"{FILE}-{name}-covered")


def _region_hint(region: dict[str, Any]) -> str:
    values = {"name": region[localized("name")], "macro": region[localized("macro")]}
    if pd.isna(region["share"]):
        values |= {"status": name_of(STATUSES, region["status"]), "planned": region["status"] == "plan"}
        return fill_text("overview", "status_hint", **values)
    return fill_text("overview", "region_hint", **region | values, depths=format_depth_counts(region))


def _sum_areas(areas: pd.DataFrame) -> pd.DataFrame:
    chosen, whole = t("所选工作重点合计", "Key areas chosen, together"), t("全部工作重点", "All key areas")
    name = chosen if len(areas) < _FEW_AREAS else whole
    sums = areas[[*DEPTHS, "cells", "covered"]].sum().to_frame().T
    return sums.assign(area_id="", **{localized("short"): name, localized("name"): name})


def _define_covered(counted: pd.DataFrame) -> str:
    """Name the depths that count as covered, of those that occur."""
    depths = [depth for depth in reversed(COVERED_DEPTHS) if counted[depth].sum()]
    listed = t("或", " or ").join(f"{MARKS[depth]}\u00a0{name_of(DEPTHS, depth)}" for depth in depths)
    return t(f"覆盖＝{listed}", f"covered\u00a0=\u00a0{listed}")


def _counts_table(
    rows: pd.DataFrame, about: dict[str, str], cells: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the data beside a chart and their headings; ``cells`` names that of the number of cells."""
    rows = rows.assign(share=(100 * rows["covered"] / rows["cells"]).astype("Float64").round(1))
    counts = labels(cells=cells, covered="covered", share="covered_share")
    return rows, about | counts | labels(*depth_parts(rows))
