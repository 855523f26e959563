"""Answers of the gaps page as HTML."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from html import escape

import pandas as pd

from pages.ui import data
from pages.ui.cards.cards import Answer, Gap
from pages.ui.html import answer_html
from pages.ui.names import no_plan_answer, region_names, task_names
from pages.ui.profile_links import link_html, region_address, task_address
from pages.ui.text import (
    DEPTHS,
    fill_text,
    join_first,
    join_words,
    name_of,
    number,
    percent,
    plural,
    t,
)
from pipeline.schema.model import GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store.gap_tables import MOST_COMPARABLE, MOST_SIMILAR


def extremes(counts: pd.DataFrame, key: str, names: Mapping[str, str]) -> str:
    """Name up to three with the most and with the fewest gaps, with their number."""
    ends = []
    for value in (counts["gaps"].max(), counts["gaps"].min()):
        found = join_first([names[code] for code in counts.loc[counts["gaps"] == value, key]])
        ends.append(t(f"{found}（{value}）", f"{found} ({value})"))
    return t(f"缺口最多：{ends[0]}；最少：{ends[1]}", f"Most gaps: {ends[0]}; fewest: {ends[1]}")


def region_answer(region: str, gaps: Sequence[Gap], tasks: int, peers: str, comparison: str) -> str:
    """Answer how many gaps a region has, by kind, and how many of them most of its peers fill.

    ``peers`` and ``comparison`` are results of `name_peers` and `describe_comparison`.
    """
    counted = [gap for gap in gaps if gap.own.depth in GAP_DEPTHS]
    none = len(gaps) - len(counted)
    declared = t(
        f"另有 {none} 项声明暂无，不算缺口，列在最后。",
        f"{plural(none, 'task is', 'tasks are')} declared none; that is no gap, and is listed last.",
    )
    aside = declared if none else ""
    name = link_html(region_address(gaps[0].own.region_id), region) if gaps else escape(region)
    among = plural(tasks, "standard task")
    if not counted:
        text = "no_gap_declared" if aside else "no_gap"
        shown = t(f"{tasks} 项标准任务", among)
        return answer_html(fill_text("gaps", text, name=name, tasks=shown), aside)
    counts = Counter(gap.own.depth for gap in counted)
    kinds = join_words(
        t(f"{counts[depth]} 项{name_of(DEPTHS, depth)}", f"{counts[depth]} {name_of(DEPTHS, depth)}")
        for depth in GAP_DEPTHS
        if counts[depth]
    )
    sentence = t(
        f"{name}在 {tasks} 项标准任务中有 <b>{len(counted)} 个缺口</b>：{kinds}。",
        f"{name} has <b>{plural(len(counted), 'gap')}</b> among {among}: {kinds}.",
    )
    return answer_html(sentence + _most_filled(counted, peers), aside, comparison)


def name_peers(method: str, pool: Sequence[str], others: int) -> str:
    """Name the regions compared; without a pool these are all ``others``."""
    count = len(pool)
    names = {
        "macro": t(f"同大区其余 {count} 个地区", f"the other {count} of its macro-region"),
        "similar": t(f"最相近的 {count} 个地区", f"the {count} most similar regions"),
        "chosen": t(f"自选的 {count} 个地区", plural(count, "region chosen", "regions chosen")),
    }
    return names.get(method if pool else "", t(f"其余 {others} 个地区", f"the other {others} regions"))


def describe_comparison(region: str, method: str, similar: pd.DataFrame, pool: Sequence[str]) -> str:
    """Describe the regions that a region is compared with, as HTML."""
    names = region_names()
    shares = dict(zip(similar["region_id"], similar["similarity"], strict=True))
    listed = escape(join_words(f"{names[code]} {percent(shares[code])}" for code in pool[:MOST_SIMILAR]))
    if not pool and method == "chosen":
        return fill_text("gaps", "choose_peers", most=MOST_COMPARABLE)
    if not pool:
        return fill_text("gaps", "no_peer")
    alike = t("（百分数：各任务深度有多相近）", " (how alike the depths are, task by task)")
    if method == "chosen":
        return t(f"对照：{listed}", f"Compared with: {listed}") + alike
    if method == "macro":
        return t(f"同大区：{listed}", f"In the macro-region: {listed}") + alike
    return fill_text("gaps", "most_similar", region=escape(region), listed=listed, alike=alike)


def explain_no_plan(name: str, status: str) -> str:
    """Explain why there are no gaps to list."""
    so = t("，所以没有缺口可列。", ", so there are no gaps to list.")
    near = t("也可以点同大区的地区：", "Or one of the same macro-region:") if status == "no_plan" else ""
    return no_plan_answer(name, status, so, fill_text("gaps", "no_plan"), near)


def regions_answer(counts: pd.DataFrame, tasks: int, without: Collection[str]) -> str:
    """Answer how many gaps there are, and who has the most and the fewest."""
    gaps, generic = int(counts["gaps"].sum()), int(counts["generic"].sum())
    share = percent(gaps / (len(counts) * tasks))
    regions, among = plural(len(counts), "region"), plural(tasks, "task")
    sentence = t(
        f"{len(counts)} 个地区 × {tasks} 项任务中有 <b>{number(gaps)} 个缺口</b>（{share}）",
        f"{regions} × {among} leave <b>{plural(gaps, 'gap')}</b> ({share})",
    )
    if generic:
        sentence += t(
            f"，其中 {number(generic)} 个为原则性答复，同时计入覆盖与缺口",
            f", including {plural(generic, 'generic answer')}, which also count as covered",
        )
    sentence += t("。", ".")
    if len(counts) > 1:
        ends = escape(extremes(counts, "region_id", region_names()))
        sentence += t(f"{ends}。", f" {ends}.")
    return answer_html(sentence, fill_text("gaps", "choose_region"), _list_not_counted(without))


def task_answer(task_id: str, answers: Sequence[Answer], without: Collection[str], *, narrowed: bool) -> str:
    """Answer who lacks a task; ``narrowed`` if regions are filtered."""
    lacking = [answer for answer in answers if answer.depth in GAP_DEPTHS]
    specific = sum(answer.depth in SPECIFIC_DEPTHS for answer in answers)
    having = plural(specific, "region has", "regions have")
    where = t("所选范围内，", "Among the regions chosen, ") if narrowed else ""
    if lacking:
        parts = []
        for depth in GAP_DEPTHS:
            if names := [answer.region for answer in lacking if answer.depth == depth]:
                name, listed = name_of(DEPTHS, depth), escape(join_words(names))
                parts.append(t(f"{len(names)} 个{name}（{listed}）", f"{len(names)} {name} ({listed})"))
        who = t("，", "; ").join(parts)
        sentence = t(
            f"{where}<b>{len(lacking)} 个地区没有具体回应 {task_id}</b>：{who}。"
            f"{specific} 个地区写了具体举措。",
            f"{where}<b>{plural(len(lacking), 'region has', 'regions have')} no specific answer to {task_id}"
            f"</b>: {who}. {having} a specific measure.",
        )
    else:
        sentence = t(
            f"{where}<b>没有地区缺 {task_id}</b>：{specific} 个地区写了具体举措。",
            f"{where}<b>no region lacks {task_id}</b>: {having} a specific measure.",
        )
        sentence = sentence if narrowed else sentence.replace("no region", "No region")
    declared = escape(join_words(answer.region for answer in answers if answer.depth == "none"))
    aside = t(f"声明暂无，不算缺口：{declared}。", f"Declared none, which is no gap: {declared}.")
    return answer_html(sentence, aside if declared else "", _list_not_counted(without))


def tasks_answer(counts: pd.DataFrame, regions: int, without: Collection[str]) -> str:
    """Answer how many tasks have a gap in any region, and which have the most and the fewest."""
    some = int((counts["gaps"] > 0).sum())
    among = plural(len(counts), "standard task")
    sentence = t(
        f"{len(counts)} 项标准任务中，<b>{some} 项至少有一个地区缺</b>（共 {regions} 个地区）。",
        f"<b>{some} of {among}</b> {'is' if some == 1 else 'are'} lacking in at least one of "
        f"{plural(regions, 'region')}.",
    )
    if len(counts) > 1:
        ends = escape(extremes(counts, "task_id", task_names()))
        sentence += t(f"{ends}。", f" {ends}.")
    return answer_html(sentence, fill_text("gaps", "choose_task"), _list_not_counted(without))


def query_answer(found: Sequence[str], query: str, regions: int, without: Collection[str], alone: str) -> str:
    """Answer which regions meet all conditions.

    ``query`` and ``alone`` are results of `pages.gaps.query.describe_query`, escaped, and `count_conditions`.
    """
    if not found:
        nobody = t(f"<b>没有地区</b>{query}。", f"<b>No region</b> {query}.")
        return answer_html(nobody, fill_text("gaps", "no_match"), alone)
    who = escape(join_words(found))
    sentence = t(
        f"{regions} 个地区中有 <b>{len(found)} 个</b>{query}：{who}。",
        f"<b>{len(found)}</b> of {plural(regions, 'region')} {query}: {who}.",
    )
    return answer_html(sentence, alone, _list_not_counted(without))


def explain_unanswered(task_id: str, method: str, pool: Sequence[str]) -> str:
    """Name the regions compared without a specific answer to a task, as plain text.

    ``method`` and ``pool`` as in `pages.gaps.data.find_region_gaps`.
    """
    depths, names = data.depths(), region_names()
    answered = [code for code in pool if depths[code, task_id] in SPECIFIC_DEPTHS]
    if method == "chosen":
        return "" if pool else t("在上面选要对照的地区。", "Choose regions to compare with, above.")
    if method != "macro":
        none = t("这些地区也没有具体举措。", "None of these regions has a specific measure.")
        return "" if answered else none
    more = join_words(names[code] for code in answered[MOST_COMPARABLE:])
    lacking = join_words(
        f"{names[code]}{t('（', ' (')}{name_of(DEPTHS, depths[code, task_id])}{t('）', ')')}"
        for code in pool
        if code not in answered
    )
    sentences = {
        t(f"同大区还有 {more} 写了具体举措。", f"Specific in the macro-region as well: {more}."): more,
        t(f"同大区没有具体举措的：{lacking}。", f"Not specific in the macro-region: {lacking}."): lacking,
        t(
            "可以改用“最相近”看别处如何落实。", "Switch to “most similar” to see what others wrote."
        ): not answered,
    }
    return t("", " ").join(sentence for sentence, holds in sentences.items() if holds)


def _most_filled(gaps: Sequence[Gap], peers: str) -> str:
    """Count the gaps that most regions compared fill, and name the most common, the first."""
    first, most = gaps[0], sum(2 * gap.specific > gap.others for gap in gaps)
    if not first.specific:
        return ""
    name = link_html(task_address(first.own.task_id), f"{first.own.task_id} {first.name}")
    return t(
        f"与{escape(peers)}相比，其中 <b>{most} 个</b>缺口过半地区有具体举措；"
        f"最多的是 {name}（{first.specific}/{first.others}）。计数和排序都按这一对照。",
        f" Compared with {escape(peers)}, <b>{most}</b> of them {'is' if most == 1 else 'are'} answered "
        f"specifically by more than half; the most common is {name} ({first.specific} of {first.others}). "
        "Counts and order follow this comparison.",
    )


def _list_not_counted(without: Collection[str]) -> str:
    names = escape(join_words(without))
    sentence = t(f"没有可读的工作要点，不计在内：{names}。", f"No plan to read, so not counted: {names}.")
    return sentence if names else ""
