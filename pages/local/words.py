"""The sentences of the page on local tasks."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from pages.charts.parts import Heading
from pages.local.data import area_names
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.text import fill_text, join_words, number, plural, t


def summarize_tasks(tasks: pd.DataFrame, ideas: int, planned: Sequence[str], areas: Sequence[str]) -> str:
    """Return sentences (HTML) on the number of local tasks, of their regions and of shared ideas.

    ``areas`` are the selected key areas, none where all are shown.
    """
    regions, within = tasks["region_id"].unique(), escape(join_words(area_names()[code] for code in areas))
    where = t(f"（{within}）", f" ({within})") if within else ""
    who = f"<b>{escape(region_names()[regions[0]])}</b>"
    if len(planned) != 1:
        who = t(
            f"{number(len(planned))} 个地区的工作要点中，有 <b>{number(len(regions))} 个</b>",
            f"<b>{number(len(regions))}</b> of {number(len(planned))} regions with a plan",
        )
    stand, candidates = ("stands", "a candidate") if ideas == 1 else ("stand", "candidates")
    shared = t(
        f"其中 <b>{ideas} 个想法</b>不止一个地区提出，可作下一版模板的候选。",
        f"<b>{plural(ideas, 'idea')}</b> {stand} in more than one region: "
        f"{candidates} for the next template.",
    )
    if not ideas:
        shared = t("没有一项与别的地区相近。", "Not one is like another region's.")
    count, kinds = len(tasks), _describe_kinds(tasks)
    sentence = t(
        f"{who}在模板之外写了 <b>{number(count)} 项自设任务</b>{where}：{kinds}。{shared}",
        f"{who} added <b>{count_tasks(count)}</b> to the template{where}: {kinds}. {shared}",
    )
    return answer_html(sentence, escape(fill_text("local", "grouping")))


def chart_heading(tasks: pd.DataFrame, planned: Sequence[str]) -> Heading:
    """Return the heading of the chart: the regions with most local tasks, and the number with none."""
    counts = tasks["region_id"].value_counts(sort=False)
    most, names = counts.max(), region_names()
    first = join_words(names[str(code)] for code in counts.index[counts == most])
    without = len(set(planned).difference(counts.index))
    count = plural(most, "local task")
    title = t(f"{first}自设任务最多，{most} 项", f"{first} added most: {count}")
    if len(counts) == 1:
        title = t(f"{first}的 {most} 项自设任务", f"{first}: {count}")
    none = t(f"；另有 {without} 个地区没有", f"; {plural(without, 'region')} added none")
    subtitle = t("各地区在各工作重点下的自设任务数", "Local tasks by region and key area")
    return Heading(title, subtitle + (none if without else ""))


def count_tasks(count: int) -> str:
    """Return a number of local tasks with its noun."""
    return t(f"{number(count)} 项", plural(count, "local task"))


def _describe_kinds(tasks: pd.DataFrame) -> str:
    own, other = ((tasks["kind"] == kind).sum() for kind in ("local", "other"))
    named = f"with a name of {'its' if own == 1 else 'their'} own"
    unnamed = "without a name, described by the measure"
    if own and other:
        return t(
            f"{number(own)} 项有自己的名称，{number(other)} 项没有",
            f"{number(own)} {named}, {number(other)} {unnamed}",
        )
    every = t("都", "all ") if len(tasks) > 1 else ""
    return every + (t("有自己的名称", named) if own else t("没有自己的名称，由举措说明", unnamed))
