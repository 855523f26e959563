"""Texts of the comparison page: answer, chart headings, explanations. Sentences are HTML."""

from collections.abc import Mapping
from html import escape
from typing import Final

import pandas as pd

from pages.charts.parts import Heading
from pages.compare.data import MAX_REGIONS, MIN_REGIONS, Choice, Depths
from pages.compare.sentences import MAX_TERMS, MIN_LETTERS, MIN_SIMILARITY
from pages.reports.comparison import COVERAGE_GROUPS, coverage_group, group_tasks
from pages.ui import data
from pages.ui.html import answer_html
from pages.ui.names import region_names
from pages.ui.text import (
    CODE_NAMES,
    STATUSES,
    fill_text,
    join_words,
    long_text,
    name_of,
    number,
    percent,
    plural,
    t,
)
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
    every, some, one, nobody = (len(groups[group]) for group in COVERAGE_GROUPS)
    two = len(choice.regions) == MIN_REGIONS
    if tasks == 1:
        line = escape(group_line(*depths.values()))
        deep = t(f"深度{'不同' if differing else '相同'}", f"{'not ' if differing else ''}equally deep")
        sentence = t(
            f"{who}：这一项标准任务<b>{line}</b>；<b>{deep}</b>。",
            f"{who}: this standard task is <b>{line}</b>; <b>{deep}</b>.",
        )
    else:
        some_zh = f"，{some} 项部分覆盖" if some else ""
        some_en = f", several but not all cover {some}" if some else ""
        differ_zh = f"{differing} 项" if differing else "没有一项"
        none_zh = f"，{nobody} 项都未覆盖" if nobody else ""
        none_en = f", {'neither' if two else 'none'} covers {nobody}" if nobody else ""
        sentence = t(
            f"{who}：{tasks} 项标准任务中，<b>{every} 项{'两地' if two else '各地'}都覆盖</b>{some_zh}，"
            f"{one} 项只有一个地区覆盖{none_zh}；<b>{differ_zh}深度不同</b>。",
            f"{who}: of {plural(tasks, 'standard task')}, <b>{'both' if two else 'all'} "
            f"cover {every or 'none'}</b>{some_en}, only one covers {one or 'none'}{none_en}; "
            f"<b>their depth differs on {differing or 'none'}</b>.",
        )
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
    lines = []
    if choice.suggested:
        lines.append(fill_text("compare", "suggested"))
    if choice.dropped:
        lines.append(fill_text("compare", "dropped", most=MAX_REGIONS, dropped=choice.dropped))
    for code in choice.without_plan:
        status, name = name_of(STATUSES, str(data.region(code)["status"])), escape(region_names()[code])
        lines.append(fill_text("compare", "without_plan", name=name, status=status))
    return lines


def too_few(choice: Choice) -> str:
    """Explain what to do if there is nothing to compare."""
    name, reason = "", "no_task" if not choice.tasks else "one_region" if choice.regions else "no_region"
    if reason == "one_region":
        name = escape(region_names()[choice.regions[0]])
    sentence, to_do = long_text("compare", reason)
    return answer_html(sentence.format(name=name), *notes(choice), to_do)


def depth_heading(totals: pd.DataFrame) -> Heading:
    """Return the heading of the chart of depths."""
    tasks, most = int(totals["tasks"].iloc[0]), int(totals["covered"].max())
    first = totals.loc[totals["covered"] == most, "region"].tolist()
    title = t(
        f"{name_few(first)}覆盖最多：{tasks} 项中的 {most} 项",
        f"{name_few(first)}: most covered, {most} of {tasks} tasks",
    )
    if len(first) == len(totals):
        title = t(f"各地覆盖一样多：{tasks} 项中的 {most} 项", f"Equal coverage: {most} of {tasks} tasks")
    return Heading(title, fill_text("compare", "depths"))


def number_heading(totals: pd.DataFrame, kind: str) -> Heading:
    """Return the heading of the chart of one of `NUMBERS`."""
    first = totals.loc[totals[kind] == totals[kind].max(), "region"].tolist()
    many = number(totals[kind].max()) + (t(" 字", " characters") if kind == "characters" else "")
    what = {
        "targets": t("量化目标", "targets"),
        "departments": t("列明部门", "departments"),
        "characters": t("篇幅", "length"),
    }[kind]
    title = t(f"{what}最多：{name_few(first)}（{many}）", f"Most {what}: {name_few(first)} ({many})")
    if len(first) == len(totals):
        title = t(f"{what}各地相同：{many}", f"{what.capitalize()}: {many} in each region")
    elif kind == "characters":
        title = t(f"写得最长：{name_few(first)}（{many}）", f"Longest: {name_few(first)} ({many})")
    return Heading(title, fill_text("compare", kind))


def name_few(names: list[str]) -> str:
    """Join the names of regions, or count them if they are too many for a title."""
    if len(names) <= MAX_NAMES:
        return join_words(names)
    return t(f"{names[0]}等 {len(names)} 个地区", f"{names[0]} and {len(names) - 1} more")


def explain_marks() -> str:
    """Explain the marks of a comparison, with their thresholds."""
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
