"""What the change page says: names of changes, answers, and what stands over its charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd

from pages.change.data import ABSENT, MOVED, OF_TEMPLATE, Pair, Totals, regions_of
from pages.charts.parts import Heading
from pages.ui.evidence.sources import source_note
from pages.ui.text import Names, column, joined, named, number, percent, plural, t
from pipeline.schema.model import MEASURE_CHANGES, TARGET_CHANGES

CHANGES: Final[Names] = {
    "gained": {"zh": "新覆盖", "en": "newly covered"},
    "deepened": {"zh": "加深", "en": "deeper"},
    "same": {"zh": "深度不变", "en": "same depth"},
    "thinned": {"zh": "变浅", "en": "shallower"},
    "lost": {"zh": "不再覆盖", "en": "no longer covered"},
    "new_task": {"zh": "模板新增的任务", "en": "task new in the template"},
    "dropped_task": {"zh": "模板取消的任务", "en": "task dropped from the template"},
    "judged": {"zh": "文字相同、深度判定不同", "en": "same text, judged at another depth"},
    "split": {"zh": "模板拆分或合并的任务", "en": "tasks split or merged in the template"},
    "raised": {"zh": "提高", "en": "raised"},
    "kept": {"zh": "保持", "en": "kept"},
    "lowered": {"zh": "降低", "en": "lowered"},
    "unchanged": {"zh": "原文沿用", "en": "carried over unchanged"},
    "reworded": {"zh": "改写", "en": "reworded"},
    "new": {"zh": "新增", "en": "new"},
    "dropped": {"zh": "取消", "en": "dropped"},
    "came": {"zh": "新出现", "en": "new in the plans"},
    "succeeded": {"zh": "由后继部门接替", "en": "replaced by a successor"},
    "went": {"zh": "不再出现", "en": "no longer named"},
    "stayed": {"zh": "两年都有", "en": "named in both years"},
}
"""The kinds of change: of cells, of targets and measures, and of bodies."""

FEW: Final = 6
"""So many names stand in a sentence before the others are counted."""


def change_name(change: str, pair: Pair) -> str:
    """The name of a change of a cell; of one that compares nothing, with the year in which it is so."""
    year = pair.before if change.endswith("_before") else pair.year
    reasons = {
        "no_plan": t(f"{year} 年未见工作要点", f"no plan published in {year}"),
        "unread": t(f"{year} 年文件未能读取", f"document of {year} could not be read"),
    }
    return reasons.get(change.removesuffix("_before"), named(CHANGES, change))


def answer(pair: Pair, cells: pd.DataFrame, totals: Totals) -> str:
    """How coverage changed between the years, in a sentence, its numbers added up under it; HTML."""
    earlier, later = pair.before, pair.year
    counts = cells["change"].value_counts()
    before, after = number(totals.before), number(totals.after)
    kinds = _counts(MOVED, counts) or t("深度都不变", "none changed its depth")
    sentence = t(
        f"<b>有覆盖的格从 {earlier} 年的 {before} 个变为 {later} 年的 {after} 个</b>；可比的格中{kinds}。",
        f"<b>{before} cells were covered in {earlier}, {after} are in {later}</b>; of those that stand in "
        f"both years: {kinds}.",
    )
    lines = [sum_line(pair, totals), *not_compared(pair, cells)]
    rest = "".join(f'<p class="quiet">{escape(line)}</p>' for line in lines if line)
    return f'<p class="answer">{sentence}</p>{rest}'


def same_answer(pair: Pair, totals: Totals, measures: int, targets: int) -> str:
    """That nothing changed, with the numbers of both years; HTML."""
    return _said(
        t(
            f"<b>{pair.before} 年到 {pair.year} 年没有任何变化</b>：两年都有 {number(totals.after)} 格"
            f"有覆盖，{number(measures)} 条举措和 {number(targets)} 个量化目标都相同。",
            f"<b>Nothing changed from {pair.before} to {pair.year}</b>: both years cover "
            f"{plural(totals.after, 'cell', 'cells')}, with the same "
            f"{plural(measures, 'measure', 'measures')} and {plural(targets, 'target', 'targets')}.",
        )
    )


def sum_line(pair: Pair, totals: Totals) -> str:
    """The steps from one total to the other, as a sum; empty where there are none."""
    order = ("gained", "lost", *OF_TEMPLATE, *ABSENT, "judged", "split")
    steps = [(kind, totals.steps[kind]) for kind in order if kind in totals.steps]
    if not steps:
        return ""
    terms = "".join(
        f" {'+' if step > 0 else '−'} {number(abs(step))}"
        + t(f"（{change_name(kind, pair)}）", f" ({change_name(kind, pair)})")
        for kind, step in steps
    )
    told = t("覆盖的格数：", "Covered cells: ")
    return f"{told}{number(totals.before)}{terms} = {number(totals.after)}"


def not_compared(pair: Pair, cells: pd.DataFrame) -> list[str]:
    """Which regions and tasks can't be compared, and why, in a line for each reason."""
    lines = []
    for kind in ABSENT:
        if names := regions_of(cells, kind):
            lines.append(f"{change_name(kind, pair)}{t('，不比较：', ', not compared: ')}{_some(names)}")
    for kind in OF_TEMPLATE:
        if tasks := list(dict.fromkeys(cells.loc[cells["change"] == kind, "task"])):
            lines.append(f"{change_name(kind, pair)}{t('，不比较：', ', not compared: ')}{_some(tasks)}")
    return [line[:1].upper() + line[1:] for line in lines]


def regions_heading(pair: Pair, regions: pd.DataFrame) -> Heading:
    """What stands over the regions' coverage in both years."""
    more, less = (int((sign * regions["difference"] > 0).sum()) for sign in (1, -1))
    title = t(
        f"{pair.before}—{pair.year} 年：{more} 个地区覆盖增加，{less} 个减少",
        f"{pair.before}–{pair.year}: {plural(more, 'region covers', 'regions cover')} more, "
        f"{number(less)} less",
    )
    subtitle = t(
        "覆盖的标准任务数；一行一个地区，按增减排列",
        "Standard tasks covered. One row is one region, ordered by the difference",
    )
    return Heading(title, subtitle, source_note())


def matrix_heading(pair: Pair, cells: pd.DataFrame) -> Heading:
    """What stands over the matrix of changes."""
    moved = int(cells["change"].isin(MOVED).sum())
    compared = moved + int((cells["change"] == "same").sum())
    title = t(
        f"{pair.before}—{pair.year} 年：可比的 {number(compared)} 格中 {number(moved)} 格有变化",
        f"{pair.before}–{pair.year}: {number(moved)} of {number(compared)} cells changed",
    )
    subtitle = t(
        "每格是一个地区对一项任务的回答有何变化；边上的数字是有变化的格数",
        "A cell is how a region's answer to a task changed; the totals count the cells that changed",
    )
    return Heading(title, subtitle, source_note())


def targets_answer(pair: Pair, counts: Mapping[str, int]) -> str:
    """What became of the targets, in a sentence; HTML."""
    before = sum(counts.get(kind, 0) for kind in TARGET_CHANGES if kind != "new")
    after = sum(counts.get(kind, 0) for kind in TARGET_CHANGES if kind != "dropped")
    if not before + after:
        return _said(t("两年都没有量化目标。", "Neither year has targets."))
    if set(counts) <= {"kept"}:
        return _said(
            t(
                f"<b>{number(after)} 个量化目标都保持不变</b>。",
                f"<b>All {plural(after, 'target', 'targets')} stayed as they were</b>.",
            )
        )
    kinds = _counts(TARGET_CHANGES, counts)
    return _said(
        t(
            f"量化目标从 {pair.before} 年的 {number(before)} 个变为 {pair.year} 年的 "
            f"{number(after)} 个：<b>{kinds}</b>。",
            f"From {plural(before, 'target', 'targets')} in {pair.before} to {number(after)} in "
            f"{pair.year}: <b>{kinds}</b>.",
        )
    )


def fates_heading(pair: Pair, counts: pd.DataFrame) -> Heading:
    """What stands over the bars of fates, of which there are so many by region."""
    before = int(counts[[kind for kind in TARGET_CHANGES if kind != "new"]].to_numpy().sum())
    raised, lowered = int(counts["raised"].sum()), int(counts["lowered"].sum())
    title = t(
        f"{pair.before} 年的 {number(before)} 个目标到 {pair.year} 年：提高 {raised} 个，降低 {lowered} 个",
        f"Of {plural(before, 'target', 'targets')} of {pair.before}, {raised} are raised and {lowered} "
        f"lowered in {pair.year}",
    )
    subtitle = t(
        "目标数；一行一个地区，变化多的在前", "Number of targets. One row is one region, most changes first"
    )
    return Heading(title, subtitle, source_note())


def indicator_heading(pair: Pair, name: str, unit: str, pairs: pd.DataFrame) -> Heading:
    """What stands over the values of an indicator in both years."""
    counts = pairs["change"].value_counts()
    kinds = _counts(TARGET_CHANGES, counts)
    title = f"{name}{t('：', ': ')}{kinds}"
    subtitle = t(
        f"单位：{unit}；一行一个目标，区间按中点、单侧目标按所给界值",
        f"Unit: {unit}. One row is one target; ranges by their midpoint, open-ended ones by their bound",
    )
    return Heading(title, subtitle, source_note())


def texts_answer(pair: Pair, measures: pd.DataFrame) -> str:
    """How much of the later plans is carried over, in a sentence; HTML."""
    counts = measures["change"].value_counts().reindex(list(MEASURE_CHANGES), fill_value=0)
    there = int(counts.drop("dropped").sum())
    if not there:
        return _said(t("没有可比的举措。", "There are no measures to compare."))
    same, reworded, new, dropped = (number(count) for count in counts)
    share, doubtful = (
        percent(counts["unchanged"] / there),
        int((~measures["certain"] & (measures["change"] == "reworded")).sum()),
    )
    doubt = t(f"（{doubtful} 对存疑）", f" ({plural(doubtful, 'doubtful pair', 'doubtful pairs')})")
    return _said(
        t(
            f"两年都有工作要点的地区，{pair.year} 年 {number(there)} 条举措中 "
            f"<b>{same} 条（{share}）原文沿用</b>，改写 {reworded} 条{doubt if doubtful else ''}，"
            f"新增 {new} 条；{pair.before} 年的举措取消 {dropped} 条。",
            f"In regions with plans of both years, <b>{same} of {plural(there, 'measure', 'measures')} "
            f"({share}) of {pair.year} are carried over unchanged</b>, {reworded} reworded"
            f"{doubt if doubtful else ''} and {new} new; {dropped} of {pair.before} were dropped.",
        )
    )


def texts_heading(pair: Pair, shares: pd.DataFrame) -> Heading:
    """What stands over the shares of text carried over, the largest first."""
    most = shares["unchanged"].max()
    first, share = shares.loc[shares["unchanged"] == most, "region"], percent(most)
    who_zh, who_en, whose = (
        (f"{len(first)} 个地区", f"{len(first)} regions carry", "their")
        if len(first) > 1
        else (first.iloc[0], f"{first.iloc[0]} carries", "its")
    )
    title = t(
        f"{who_zh}沿用最多：{share}的举措是 {pair.before} 年的原文",
        f"{who_en} over most: {share} of {whose} measures are those of {pair.before}",
    )
    subtitle = t(
        f"占各地区 {pair.year} 年举措的比例；只有本年年份不同的也算沿用",
        f"Share of each region's measures of {pair.year}; only the plan's own year in the text is no change",
    )
    return Heading(title, subtitle, source_note())


def first_heading(pair: Pair, count: int) -> Heading:
    """What stands over who wrote first what others took up."""
    measures = plural(count, "new or reworded measure", "new or reworded measures")
    title = t(
        f"{pair.year} 年有 {count} 条新写或改写的举措，别的地区 {pair.before} 年已先写",
        f"{measures} of {pair.year} stood in another region's plan of {pair.before}",
    )
    subtitle = t(
        "一行一个先写的地区；举措条数", "One row is a region that wrote them first; number of measures"
    )
    return Heading(title, subtitle, source_note())


def bodies_answer(pair: Pair, bodies: pd.DataFrame) -> str:
    """Which bodies came and went, in a sentence; HTML."""
    counts = bodies["change"].value_counts()
    moved = _counts(("came", "succeeded", "went"), counts)
    stayed = int(counts.get("stayed", 0))
    return _said(
        t(
            f"{stayed} 个责任部门两年都有；<b>{moved or '没有部门新出现或不再出现'}</b>。",
            f"{plural(stayed, 'body is', 'bodies are')} named in both years; "
            f"<b>{moved or 'none came and none went'}</b>.",
        )
    )


def bodies_heading(pair: Pair, bodies: pd.DataFrame) -> Heading:
    """What stands over the bodies of which the number of measures differs most, the first of all."""
    first = bodies.iloc[0]
    title = t(
        f"变化最大的是{first['short_zh']}：{first['mentions_before']} 条举措变为 {first['mentions']} 条",
        f"The largest change: {first['short_en']}, from {first['mentions_before']} to "
        f"{plural(int(first['mentions']), 'measure', 'measures')}",
    )
    subtitle = t(
        f"列名的举措数；变化最大的 {len(bodies)} 个部门，不受筛选影响",
        f"Measures that name the body. The {plural(len(bodies), 'body', 'bodies')} that changed most, "
        "whatever the filters",
    )
    return Heading(title, subtitle, source_note())


def terms_heading(pair: Pair, terms: pd.DataFrame) -> Heading:
    """What stands over the terms whose use differs most."""
    rose = int((terms["z"] > 0).sum())
    title = t(
        f"{pair.before}—{pair.year} 年：{rose} 个词用得更多，{len(terms) - rose} 个更少",
        f"{pair.before}–{pair.year}: {plural(rose, 'term is', 'terms are')} used more, "
        f"{len(terms) - rose} less",
    )
    subtitle = t(
        "每千字次数；差别超出偶然（95%）的词，不受筛选影响",
        "Uses per 1,000 characters. Terms that differ by more than chance (95%), whatever the filters",
    )
    return Heading(title, subtitle, source_note())


def how_marked(pair: Pair) -> str:
    """What the marks in two texts mean; HTML."""
    return t(
        f"<del>斜体加虚线</del>：只在 {pair.before} 年有；<ins>粗体加实线</ins>：只在 {pair.year} 年有。",
        f"<del>Slanted with a dashed line</del>: only in {pair.before}; "
        f"<ins>bold with a solid line</ins>: only in {pair.year}.",
    )


def described(heading: Heading, values: Iterable[str]) -> str:
    """A chart in words, for those who don't see it."""
    return t(f"{heading.title}。{joined(values)}。", f"{heading.title}. {joined(values)}.")


def area_label(areas: pd.DataFrame, area_id: str) -> str:
    """A key area with its number and short name."""
    names = areas.set_index("area_id")[column("short")]
    return f"{area_id} {names.get(area_id, '')}".strip()


def _said(sentence: str) -> str:
    return f'<p class="answer">{sentence}</p>'


def _counts(kinds: Sequence[str], counts: Any) -> str:
    """The kinds of change that occur with their numbers."""
    return joined(
        t(f"{named(CHANGES, kind)} {counts[kind]}", f"{counts[kind]} {named(CHANGES, kind)}")
        for kind in kinds
        if counts.get(kind)
    )


def _some(names: Sequence[str]) -> str:
    if len(names) <= FEW:
        return joined(names)
    rest = len(names) - FEW
    return joined(names[:FEW]) + t(f"等 {len(names)} 个", f" and {rest} more")
