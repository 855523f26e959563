"""The sentences of the page on local tasks."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from pages.charts.parts import Heading, fill_heading
from pages.local.data import area_names
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.text import fill_text, join_words, number, plural, t


def summarize_tasks(tasks: pd.DataFrame, ideas: int, planned: Sequence[str], areas: Sequence[str]) -> str:
    """Return sentences (HTML) on the number of local tasks, of their regions and of shared ideas.

    ``areas`` are the selected key areas, none where all are shown.
    """
    regions, within = tasks["region_id"].unique(), escape(join_words(area_names()[code] for code in areas))
    sentence = fill_text(
        "local",
        "answer",
        name=escape(region_names()[regions[0]]) if len(planned) == 1 else "",
        planned=len(planned),
        regions=len(regions),
        count=len(tasks),
        within=within,
        kinds=_describe_kinds(tasks),
        ideas=ideas,
    )
    return answer_html(sentence, escape(fill_text("local", "grouping")))


def chart_heading(tasks: pd.DataFrame, planned: Sequence[str]) -> Heading:
    """Return the heading of the chart: the regions with most local tasks, and the number with none."""
    counts = tasks["region_id"].value_counts(sort=False)
    most, names = counts.max(), region_names()
    first = join_words(names[str(code)] for code in counts.index[counts == most])
    without = len(set(planned).difference(counts.index))
    alone = len(counts) == 1
    return fill_heading("local", "chart", alone=alone, first=first, most=most, without=without)


def count_tasks(count: int) -> str:
    """Return a number of local tasks with its noun."""
    return t(f"{number(count)} 项", plural(count, "local task"))


def _describe_kinds(tasks: pd.DataFrame) -> str:
    own, other = ((tasks["kind"] == kind).sum() for kind in ("local", "other"))
    values = {"own": own, "other": other, "several": len(tasks) > 1}
    return fill_text(
        "local", "kinds", **values, both=own and other, only=0 if other else own, unnamed=not own
    )
