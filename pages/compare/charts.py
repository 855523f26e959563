"""Charts of the comparison page: tasks by depth, and one number, for each region."""

import pandas as pd

from pages.charts.depths import DEEP_FIRST, depth_parts, format_depth_counts, mark_and_count
from pages.charts.parts import label_columns, make_chart, stacked_bars
from pages.compare.words import NUMBERS, chart_heading
from pages.ui.evidence.evidence import records
from pages.ui.page_columns import heading_of, labels
from pages.ui.text import number, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Chart, make_bars


def depth_chart(totals: pd.DataFrame, file_name: str) -> Chart:
    """Draw the tasks of each region by depth; a bar opens its region.

    ``totals`` is the result of `pages.compare.data.find_totals`.
    """
    heading = chart_heading(totals, "covered", "depths")
    rows = totals.assign(
        note=[f"{row['covered']}/{row['tasks']}" for row in records(totals)], key=totals["region_id"]
    )
    rows["row_hint"] = [
        "\n".join([f"{row['region']}{t('：', ': ')}{row['note']}", *format_depth_counts(row).split("  ")])
        for row in records(rows)
    ]
    parts = depth_parts(totals)
    return make_chart(
        heading,
        stacked_bars(rows, parts, mark_and_count, category="region", number_format="0"),
        label_columns(
            totals, labels("region", "tasks", "covered", *DEEP_FIRST, measures="all_measures", **NUMBERS)
        ),
        values=rows["region"] + " " + rows["note"],
        file_name=file_name,
        legend=parts.values(),
        keys=totals["region_id"],
    )


def number_chart(totals: pd.DataFrame, kind: str, file_name: str) -> Chart:
    """Draw one column of ``totals``, a key of `NUMBERS`; a bar opens its region."""
    heading, label = chart_heading(totals, kind, kind), heading_of(NUMBERS[kind])
    texts = totals[kind].map(number)
    rows = totals.assign(note=texts, key=totals["region_id"], row_hint=totals["region"] + ": " + texts)
    colours = {label: LIGHT.depth_fills["specific"]}
    return make_chart(
        heading,
        make_bars(rows, colours, category="region", value=kind, number_format="#,##0"),
        label_columns(totals, labels("region", **{kind: NUMBERS[kind]})),
        values=rows["region"] + " " + texts,
        file_name=file_name,
        keys=totals["region_id"],
    )
