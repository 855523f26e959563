"""The bars of profiles and reports: how many cells of each depth, by key area, macro-region or region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.charts.parts import Heading, depth_entries, make_chart, unique
from pages.reports.report import Report
from pages.ui.text import joined
from pipeline.export.reports.document import Figure
from pipeline.schema.chart import bars
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER


def depth_figure(
    report: Report,
    cells: pd.DataFrame,
    by: str,
    names: Mapping[str, str],
    title: str,
    subtitle: str,
    *,
    unit: str,
    file_name: str,
) -> Figure:
    """Bars of coverage cells, parted by depth, the deepest first; at their ends how many are covered.

    Parameters
    ----------
    cells
        `by`, what the bars are told apart by, and `depth` (str).
    names
        The names of the bars in their order, by the values of `by`; a click on a bar opens its value.
    unit
        What a bar stands for.
    """
    counts = pd.crosstab(cells[by], cells["depth"])
    counts = counts.reindex(index=list(names), columns=DEPTH_ORDER[::-1], fill_value=0)
    counts = counts.loc[:, counts.any()]
    covered, cells_of = counts.loc[:, counts.columns.isin(COVERED_DEPTHS)].sum(axis=1), counts.sum(axis=1)
    legend = depth_entries(report.language, counts.columns)
    counts.columns = pd.Index([entry.name for entry in legend])
    lines = []
    for place, row in enumerate(counts.to_dict("records")):
        own, whole = covered.iloc[place], cells_of.iloc[place]
        total = report.t(f"覆盖 {own}/{whole}", f"{own} of {whole} covered")
        depths = [f"{depth} {count}" for depth, count in row.items() if count]
        lines.append(joined([total, *depths], report.language))
    counts.insert(0, "category", unique(list(names.values())))
    about: dict[str, Any] = {
        "key": list(names),
        "note": covered.astype("str") + "/" + cells_of.astype("str"),
        "row_hint": [f"{name}\n{line}" for name, line in zip(names.values(), lines, strict=True)],
    }
    long = counts.assign(**about).melt(["category", *about], var_name="series", value_name="count")
    marks = long["series"].map({entry.name: entry.mark for entry in legend})
    long["text"] = (marks + " " + long["count"].astype("str")).where(long["count"] > 0, "")
    colours = {entry.name: entry.colour for entry in legend}
    body = bars(long, colours, value="count", series="series", stacked=True, number_format="0")
    alt = "; ".join(f"{name}: {line}" for name, line in zip(names.values(), lines, strict=True))
    frame = counts.rename(columns={"category": unit})
    heading = Heading(title, subtitle, report.source())
    return Figure(make_chart(heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=names))
