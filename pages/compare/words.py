"""What the page of comparison says: its answer, the headings of its pictures, and how things are counted.

Sentences are HTML; names from the tables are escaped in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

import pandas as pd

from pages.charts.parts import Heading
from pages.compare.choice import FEWEST, MOST, Choice
from pages.compare.data import Depths
from pages.compare.sentences import MOST_TERMS, NEARLY_SAME, SHORTEST
from pages.reports.comparison import GROUPS, group_of, group_tasks
from pages.ui import data
from pages.ui.evidence.sources import source_note
from pages.ui.names import region_names
from pages.ui.text import STATUSES, Names, fill_text, join_words, name_of, number, percent, plural, t
from pipeline.schema.model import COVERED_DEPTHS

GROUP_NAMES: Final[Names] = {
    "everyone": {"zh": "都覆盖", "en": "covered by all"},
    "some": {"zh": "部分覆盖", "en": "covered by some"},
    "one": {"zh": "只有一个覆盖", "en": "covered by one only"},
    "nobody": {"zh": "都未覆盖", "en": "covered by none"},
}

MOST_NAMED: Final = 3
"""How many names a title can hold."""

NUMBERS: Final = ("targets", "departments", "characters")
"""The columns of the totals that have a chart of their own."""


def answer(choice: Choice, depths: Depths, alike: pd.DataFrame) -> str:
    """What all, only one and none of the regions cover, how alike their plans are, and what is to be known.

    ``alike`` is as `pages.compare.data.pairs_of` makes it.
    """
    groups, tasks, names = group_tasks(depths), len(choice.tasks), region_names()
    who = escape(join_words(names[code] for code in choice.regions))
    differing = sum(len(set(by_region.values())) > 1 for by_region in depths.values())
    every, some, one, nobody = (len(groups[group]) for group in GROUPS)
    two = len(choice.regions) == FEWEST
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
        sentence = t(
            f"{who}：{tasks} 项标准任务中，<b>{every} 项{'两地' if two else '各地'}都覆盖</b>{some_zh}，"
            f"{one} 项只有一个地区覆盖，{nobody} 项都未覆盖；<b>{differing} 项深度不同</b>。",
            f"{who}: of {plural(tasks, 'standard task')}, <b>{'both' if two else 'all'} "
            f"cover {every}</b>{some_en}, only one covers {one}, {'neither' if two else 'none'} covers "
            f"{nobody}; <b>their depth differs on {differing}</b>.",
        )
    return f'<p class="answer">{sentence}</p><p class="quiet">{likest(alike)}</p>{notes(choice)}'


def likest(alike: pd.DataFrame) -> str:
    """How alike two plans are in words and in depths; of several pairs, the most and the least."""

    def words_of(pair: pd.Series) -> str:
        return t("未存", "not kept") if pd.isna(pair["words"]) else f"{pair['words']:.2f}"

    def regions_of(pair: pd.Series) -> str:
        return escape(t("与", " and ").join((pair["region"], pair["other_region"])))

    first, last = alike.iloc[0], alike.iloc[-1]
    if len(alike) == 1:
        return t(
            f"两份工作要点的用词相似度 {words_of(first)}，深度相似度 {first['depths']:.2f}（都按全文计）。",
            f"Similarity of the two plans as a whole: {words_of(first)} in wording, "
            f"{first['depths']:.2f} in depth.",
        )
    return t(
        f"用词最像的是{regions_of(first)}（{words_of(first)}），最不像的是{regions_of(last)}"
        f"（{words_of(last)}）；都按工作要点全文计。",
        f"Most alike in wording: {regions_of(first)} ({words_of(first)}); least alike: {regions_of(last)} "
        f"({words_of(last)}); both over the whole plans.",
    )


def notes(choice: Choice) -> str:
    """What the reader must know of the choice: that the page made it, and who can't be compared."""
    lines = []
    if choice.suggested:
        lines.append(
            t(
                "尚未选择地区，这里先比较用词最相像的两份工作要点；请在筛选中选择 2–6 个地区。",
                "No region is chosen, so the two plans most alike in their words are compared; choose two to "
                "six regions in the filters.",
            )
        )
    if choice.dropped:
        lines.append(
            t(
                f"最多并排 {MOST} 个地区，另外 {choice.dropped} 个没有列入。",
                f"No more than {MOST} regions stand side by side; {choice.dropped} more were left out.",
            )
        )
    for code in choice.without:
        status, name = name_of(STATUSES, str(data.region(code)["status"])), escape(region_names()[code])
        lines.append(
            t(
                f"{name}：{status}，无法比较，不等于什么都没做。",
                f"{name}: {status}, so it can't be compared; this is not the same as doing nothing.",
            )
        )
    return "".join(f'<p class="quiet">{line}</p>' for line in lines)


def too_few(choice: Choice) -> str:
    """What to do where there is nothing to compare."""
    names = region_names()
    if not choice.tasks:
        sentence = t(
            "<b>所选工作重点里没有所选的任务</b>。", "<b>The key areas chosen hold none of the tasks</b>."
        )
        to_do = t("请在筛选中放宽工作重点或标准任务。", "Widen the key areas or the tasks in the filters.")
    elif choice.regions:
        name = escape(names[choice.regions[0]])
        sentence = t(
            f"<b>还差一个地区</b>：只选了{name}。", f"<b>It takes one more region</b>: only {name} is chosen."
        )
        to_do = t(
            "请在筛选中再选 1–5 个地区，或点下面与它用词最相像的地区：",
            "Choose one to five more in the filters, or one of those most like it in their words:",
        )
    else:
        sentence = t("<b>没有可比较的地区</b>。", "<b>There is no region to compare</b>.")
        to_do = t(
            "请在筛选中选择 2–6 个有工作要点的地区。", "Choose two to six regions with a plan in the filters."
        )
    return f'<p class="answer">{sentence}</p>{notes(choice)}<p class="quiet">{to_do}</p>'


def depth_heading(totals: pd.DataFrame) -> Heading:
    """Over the chart of depths."""
    tasks, most = int(totals["tasks"].iloc[0]), int(totals["covered"].max())
    first = totals.loc[totals["covered"] == most, "region"].tolist()
    title = t(
        f"{few(first)}覆盖最多：{tasks} 项中的 {most} 项",
        f"{few(first)}: most covered, {most} of {tasks} tasks",
    )
    if len(first) == len(totals):
        title = t(f"各地覆盖一样多：{tasks} 项中的 {most} 项", f"Equal coverage: {most} of {tasks} tasks")
    subtitle = t(
        "标准任务按深度；条后为覆盖的项数（原则性及以上）",
        "Standard tasks by depth; beside each bar, how many are covered (generic or deeper)",
    )
    return Heading(title, subtitle, source_note())


def number_heading(totals: pd.DataFrame, kind: str) -> Heading:
    """Over the chart of one of `NUMBERS`."""
    first = totals.loc[totals[kind] == totals[kind].max(), "region"].tolist()
    many = number(totals[kind].max()) + (t(" 字", " characters") if kind == "characters" else "")
    what, subtitle = {
        "targets": (
            t("量化目标", "targets"),
            t(
                "所选任务中的量化目标，重复者计一次",
                "Targets at the tasks chosen, a repeated one counted once",
            ),
        ),
        "departments": (
            t("列明部门", "departments"),
            t(
                "所选任务中点名的不同部门，内设机构并入主管，集体称谓计入",
                "Different bodies named at the tasks chosen, parts with their whole, collective names "
                "included",
            ),
        ),
        "characters": (
            t("篇幅", "length"),
            t(
                "所选任务中举措的字符数，合并单元格计一次",
                "Characters of the measures at the tasks chosen, a merged cell counted once",
            ),
        ),
    }[kind]
    title = t(f"{what}最多：{few(first)}（{many}）", f"Most {what}: {few(first)} ({many})")
    if len(first) == len(totals):
        title = t(f"{what}各地相同：{many}", f"{what.capitalize()}: {many} in each region")
    elif kind == "characters":
        title = t(f"写得最长：{few(first)}（{many}）", f"Longest: {few(first)} ({many})")
    return Heading(title, subtitle, source_note())


def few(names: list[str]) -> str:
    """Names in a row, or how many there are where they would fill a title."""
    if len(names) <= MOST_NAMED:
        return join_words(names)
    return t(f"{names[0]}等 {len(names)} 个地区", f"{names[0]} and {len(names) - 1} more")


def how_marked() -> str:
    """What is marked in the texts beside facts, with its thresholds."""
    return fill_text(
        "compare", "marks", most_terms=str(MOST_TERMS), shortest=str(SHORTEST), share=percent(NEARLY_SAME)
    )


def group_line(by_region: Mapping[str, str]) -> str:
    """Who covers a task, in words."""
    group = group_of(by_region)
    if group == "one":
        name = region_names()[covering(by_region)[0]]
        return t(f"只有{name}覆盖", f"covered by {name} only")
    return name_of(GROUP_NAMES, group)


def covering(by_region: Mapping[str, str]) -> list[str]:
    """The regions that cover a task, from its depths by region."""
    return [region for region, depth in by_region.items() if depth in COVERED_DEPTHS]
