"""Texts of the comparison page: answer, chart headings, explanations. Sentences are HTML."""

from collections.abc import Mapping
from html import escape
from typing import Final

import pandas as pd

from pages.charts.parts import Heading
from pages.compare.choice import MAX_REGIONS, MIN_REGIONS, Choice
from pages.compare.data import Depths
from pages.compare.sentences import MAX_TERMS, MIN_LETTERS, MIN_SIMILARITY
from pages.reports.comparison import COVERAGE_GROUPS, coverage_group, group_tasks
from pages.ui import data
from pages.ui.evidence.sources import source_note
from pages.ui.names import region_names
from pages.ui.text import CODE_NAMES, STATUSES, fill_text, join_words, name_of, number, percent, plural, t
from pages.ui.written import answer_html
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
        sentence = t(
            f"{who}：{tasks} 项标准任务中，<b>{every} 项{'两地' if two else '各地'}都覆盖</b>{some_zh}，"
            f"{one} 项只有一个地区覆盖，{nobody} 项都未覆盖；<b>{differing} 项深度不同</b>。",
            f"{who}: of {plural(tasks, 'standard task')}, <b>{'both' if two else 'all'} "
            f"cover {every}</b>{some_en}, only one covers {one}, {'neither' if two else 'none'} covers "
            f"{nobody}; <b>their depth differs on {differing}</b>.",
        )
    return answer_html(sentence, describe_similarity(pairs), *notes(choice))


def describe_similarity(pairs: pd.DataFrame) -> str:
    """Describe the similarity of two plans; of several pairs, of the most and the least similar."""
    ends = [pairs.iloc[0], pairs.iloc[-1]]
    most, least = (t("未存", "not kept") if pd.isna(end["words"]) else f"{end['words']:.2f}" for end in ends)
    if len(pairs) == 1:
        depth = f"{ends[0]['depths']:.2f}"
        return t(
            f"两份工作要点的用词相似度 {most}，深度相似度 {depth}（都按全文计）。",
            f"Similarity of the two plans as a whole: {most} in wording, {depth} in depth.",
        )
    first, last = (escape(t("与", " and ").join((end["region"], end["other_region"]))) for end in ends)
    return t(
        f"用词最像的是{first}（{most}），最不像的是{last}（{least}）；都按工作要点全文计。",
        f"Most alike in wording: {first} ({most}); least alike: {last} ({least}); both over the whole plans.",
    )


def notes(choice: Choice) -> list[str]:
    """Note that the page chose the regions, and which can't be compared."""
    lines = []
    if choice.suggested:
        zh = "尚未选择地区，这里先比较用词最相像的两份工作要点；请在筛选中选择 2–6 个地区。"
        en = "No region is chosen, so the two plans most alike in their words are compared; "
        lines.append(t(zh, en + "choose two to six regions in the filters."))
    if choice.dropped:
        zh = f"最多并排 {MAX_REGIONS} 个地区，另外 {choice.dropped} 个没有列入。"
        en = f"No more than {MAX_REGIONS} regions stand side by side; {choice.dropped} more were left out."
        lines.append(t(zh, en))
    for code in choice.without_plan:
        status, name = name_of(STATUSES, str(data.region(code)["status"])), escape(region_names()[code])
        en = f"{name}: {status}, so it can't be compared; this is not the same as doing nothing."
        lines.append(t(f"{name}：{status}，无法比较，不等于什么都没做。", en))
    return lines


def too_few(choice: Choice) -> str:
    """Explain what to do if there is nothing to compare."""
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
    return answer_html(sentence, *notes(choice), to_do)


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
    subtitle = t(
        "标准任务按深度；条后为覆盖的项数（原则性及以上）",
        "Standard tasks by depth; beside each bar, how many are covered (generic or deeper)",
    )
    return Heading(title, subtitle, source_note())


def number_heading(totals: pd.DataFrame, kind: str) -> Heading:
    """Return the heading of the chart of one of `NUMBERS`."""
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
    title = t(f"{what}最多：{name_few(first)}（{many}）", f"Most {what}: {name_few(first)} ({many})")
    if len(first) == len(totals):
        title = t(f"{what}各地相同：{many}", f"{what.capitalize()}: {many} in each region")
    elif kind == "characters":
        title = t(f"写得最长：{name_few(first)}（{many}）", f"Longest: {name_few(first)} ({many})")
    return Heading(title, subtitle, source_note())


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
