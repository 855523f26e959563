"""Texts of the comparison page: answer, chart headings, explanations. Sentences are HTML."""

from collections.abc import Mapping
from html import escape
from typing import Final

import pandas as pd

from pages.charts.parts import Heading, fill_heading
from pages.compare.data import MAX_REGIONS, MIN_REGIONS, Choice, Depths
from pages.compare.sentences import MAX_TERMS, MIN_LETTERS, MIN_SIMILARITY
from pages.reports.comparison import coverage_group, group_tasks
from pages.ui import data
from pages.ui.codes import CODE_NAMES, STATUSES, name_of
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.text import fill_both, fill_text, join_words, percent, t
from pipeline.schema.model import COVERED_DEPTHS

TASK_KINDS: Final = CODE_NAMES["task_kind"]
"""Kinds of tasks to choose from, by how the regions answer them."""

MAX_NAMES: Final = 3
"""Regions named in a title."""

NUMBERS: Final = {"targets": "targets", "departments": "all_departments", "characters": "all_characters"}
"""Columns of the totals that have a chart of their own, with the names of their headings."""


def answer(choice: Choice, depths: Depths, pairs: pd.DataFrame) -> str:
    """Answer what all, one and none of the regions cover, and how similar their plans are.

    ``pairs`` is the result of `pages.compare.data.find_similarities`.
    """
    groups, tasks, names = group_tasks(depths), len(choice.tasks), region_names()
    who = escape(join_words(names[code] for code in choice.regions))
    differing = sum(len(set(by_region.values())) > 1 for by_region in depths.values())
    values = {"who": who, "tasks": tasks, "differing": differing, "two": len(choice.regions) == MIN_REGIONS}
    counts = {group: len(found) for group, found in groups.items()}
    line = escape(group_line(*depths.values())) if tasks == 1 else ""
    sentence = fill_text("compare", "one_task" if line else "answer", **values, **counts, line=line)
    return answer_html(sentence, describe_similarity(pairs), *notes(choice))


def describe_similarity(pairs: pd.DataFrame) -> str:
    """Describe the similarity of two plans; of several pairs, of the most and the least similar."""
    ends = [pairs.iloc[0], pairs.iloc[-1]]
    most, least = (t("未存", "not kept") if pd.isna(end["words"]) else f"{end['words']:.2f}" for end in ends)
    if len(pairs) == 1:
        depth = f"{ends[0]['depths']:.2f}"
        return fill_text("compare", "one_pair", most=most, depth=depth)
    first, last = (escape(t("与", " and ").join((end["region"], end["other_region"]))) for end in ends)
    return fill_text("compare", "many_pairs", first=first, most=most, last=last, least=least)


def notes(choice: Choice) -> list[str]:
    """Note that the page chose the regions, and which can't be compared."""
    lines = [fill_text("compare", "suggested")] if choice.suggested else []
    if choice.dropped:
        lines.append(fill_text("compare", "dropped", most=MAX_REGIONS, dropped=choice.dropped))
    for code in choice.without_plan:
        status, name = name_of(STATUSES, str(data.region(code)["status"])), escape(region_names()[code])
        lines.append(fill_text("compare", "without_plan", name=name, status=status))
    return lines


def too_few(choice: Choice) -> str:
    reason = "no_task" if not choice.tasks else "one_region" if choice.regions else "no_region"
    name = escape(region_names()[choice.regions[0]]) if choice.regions else ""
    sentence, to_do = fill_both("compare", reason, name=name)
    return answer_html(sentence, *notes(choice), to_do)


def chart_heading(totals: pd.DataFrame, column: str, text: str) -> Heading:
    """Return the heading of the chart of a column of the totals: which regions have most, and how much."""
    most, tasks = totals[column].max(), totals["tasks"].iloc[0]
    first = totals.loc[totals[column] == most, "region"].tolist()
    many = t(f"{first[0]}等 {len(first)} 个地区", f"{first[0]} and {len(first) - 1} more")
    names = join_words(first) if len(first) <= MAX_NAMES else many
    same = len(first) == len(totals)
    return fill_heading("compare", text, same=same, names=names, most=most, tasks=tasks)


def explain_marks() -> str:
    shortest, share = str(MIN_LETTERS), percent(MIN_SIMILARITY)
    return fill_text("compare", "marks", most_terms=str(MAX_TERMS), shortest=shortest, share=share)


def group_line(by_region: Mapping[str, str]) -> str:
    """Say who covers a task."""
    group = coverage_group(by_region)
    if group == "one":
        name = region_names()[covering_regions(by_region)[0]]
        return t(f"只有{name}覆盖", f"covered by {name} only")
    return name_of(TASK_KINDS, group)


def covering_regions(by_region: Mapping[str, str]) -> list[str]:
    """Return the regions that cover a task, from its depths by region."""
    return [region for region, depth in by_region.items() if depth in COVERED_DEPTHS]
