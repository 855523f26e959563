"""The bars of profiles and reports: how many cells of each depth, by key area, macro-region or region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pages.charts.parts import Heading, depth_entries, make_chart, unique
from pages.ui.text import DEPTHS, Language, joined, named
from pipeline.schema.chart import Chart, bars
from pipeline.schema.model import COVERED_DEPTHS
from pipeline.schema.model import DEPTHS as DEPTH_ORDER


@dataclass(frozen=True)
class DepthRow:
    """A bar: how many cells of each depth, and what a click on it opens."""

    name: str
    counts: Mapping[str, int]
    key: str = ""

    @property
    def cells(self) -> int:
        return sum(self.counts.values())

    @property
    def covered(self) -> int:
        return sum(self.counts.get(depth, 0) for depth in COVERED_DEPTHS)


def depth_chart(
    rows: Sequence[DepthRow], heading: Heading, unit: str, language: Language, *, file_name: str
) -> Chart:
    """A bar for each row, parted by depth, the deepest first; at its end how many are covered.

    ``unit`` is what a bar stands for. A report is made in its own language, not in that of the session.
    """
    shown = [depth for depth in reversed(DEPTH_ORDER) if any(row.counts.get(depth) for row in rows)]
    legend = depth_entries(language, shown)
    names, told = unique([row.name for row in rows]), [_counts_line(row, language) for row in rows]
    about = pd.DataFrame(
        {
            "category": names,
            "key": [row.key for row in rows],
            "note": [f"{row.covered}/{row.cells}" for row in rows],
            "row_hint": [f"{row.name}\n{line}" for row, line in zip(rows, told, strict=True)],
        }
    )
    counts = {
        entry.name: [row.counts.get(depth, 0) for row in rows]
        for depth, entry in zip(shown, legend, strict=True)
    }
    long = about.assign(**counts).melt(list(about), list(counts), "series", "count")
    marks = {entry.name: entry.mark for entry in legend}
    long["text"] = (long["series"].map(marks) + " " + long["count"].astype("str")).where(
        long["count"] > 0, ""
    )
    colours = {entry.name: entry.colour for entry in legend}
    body = bars(long, colours, value="count", series="series", stacked=True, number_format="0")
    alt = "; ".join(f"{row.name}: {line}" for row, line in zip(rows, told, strict=True))
    frame = pd.DataFrame({unit: names, **counts})
    return make_chart(heading, body, frame, alt=alt, file_name=file_name, legend=legend, keys=about["key"])


def _counts_line(row: DepthRow, language: Language) -> str:
    covered = {"zh": f"覆盖 {row.covered}/{row.cells}", "en": f"{row.covered} of {row.cells} covered"}[
        language
    ]
    parts = (
        f"{named(DEPTHS, depth, language)} {row.counts[depth]}"
        for depth in reversed(DEPTH_ORDER)
        if row.counts.get(depth)
    )
    return joined([covered, *parts], language)
