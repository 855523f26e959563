"""Answers of the gaps page as HTML."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.cards.cards import Answer, Gap
from pages.ui.codes import DEPTHS, STATUSES, name_of
from pages.ui.html import answer_html
from pages.ui.links import link_html, region_address, task_address
from pages.ui.names import name_extremes, region_names, task_names
from pages.ui.text import add_brackets, fill_text, join_words, localized, percent, t
from pipeline.schema.model import GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store.gap_tables import MOST_COMPARABLE, MOST_SIMILAR

WITHOUT_PLAN: Final = ("no_plan", "unread")
"""Statuses of regions in scope without a plan."""


def names_of(kind: str) -> dict[str, str]:
    """Return the names of all regions, or of all tasks, by id; ``kind`` is ``region`` or ``task``."""
    return region_names() if kind == "region" else task_names()


def extremes(counts: pd.DataFrame, kind: str) -> str:
    """Name up to three with the most and with the fewest gaps, with their number."""
    most, fewest = name_extremes(counts["gaps"].set_axis(counts[f"{kind}_id"].map(names_of(kind))))
    return t(f"缺口最多：{most}；最少：{fewest}", f"Most gaps: {most}; fewest: {fewest}")


def region_answer(region: str, gaps: Sequence[Gap], tasks: int, peers: str, comparison: str) -> str:
    """Answer how many gaps a region has, by kind, and how many of them most of its peers fill.

    ``peers`` and ``comparison`` are results of `name_peers` and `describe_comparison`.
    """
    counted = [gap for gap in gaps if gap.own.depth in GAP_DEPTHS]
    none = len(gaps) - len(counted)
    aside = fill_text("gaps", "declared", none=none)
    name = link_html(region_address(gaps[0].own.region_id), region) if gaps else escape(region)
    if not counted:
        return answer_html(fill_text("gaps", "no_gap", name=name, tasks=tasks, none=none), aside)
    counts = Counter(gap.own.depth for gap in counted)
    kinds = join_words(
        t(f"{counts[depth]} 项{name_of(DEPTHS, depth)}", f"{counts[depth]} {name_of(DEPTHS, depth)}")
        for depth in GAP_DEPTHS
        if counts[depth]
    )
    sentence = fill_text("gaps", "region_gaps", name=name, tasks=tasks, count=len(counted), kinds=kinds)
    return answer_html(sentence + _most_filled(counted, peers), aside, comparison)


def name_peers(method: str, pool: Sequence[str], others: int) -> str:
    """Name the regions compared; without a pool these are all ``others``."""
    return fill_text("gaps", f"peers_{method if pool else 'all'}", count=len(pool) or others)


def describe_comparison(region: str, method: str, similar: pd.DataFrame, pool: Sequence[str]) -> str:
    """Describe the regions that a region is compared with, as HTML."""
    names = region_names()
    shares = dict(zip(similar["region_id"], similar["similarity"], strict=True))
    listed = escape(join_words(f"{names[code]} {percent(shares[code])}" for code in pool[:MOST_SIMILAR]))
    if not pool:
        return fill_text("gaps", "choose_peers" if method == "chosen" else "no_peer", most=MOST_COMPARABLE)
    text = f"compared_{method if method in ('chosen', 'macro') else 'similar'}"
    return fill_text("gaps", text, region=escape(region), listed=listed)


def counts_answer(kind: str, counts: pd.DataFrame, size: Mapping[str, int], regions: pd.DataFrame) -> str:
    """Answer how many gaps there are, and which region or task has the most and the fewest.

    ``counts`` is the result of `pipeline.store.gap_tables.gap_counts` by ``kind``, ``size`` has the numbers
    of ``regions`` with a plan and ``tasks``, and ``regions`` are all those chosen, as below.
    """
    gaps, generic = counts[["gaps", "generic"]].sum()
    share, some = percent(gaps / (size["regions"] * size["tasks"])), int((counts["gaps"] > 0).sum())
    values = {"ends": escape(extremes(counts, kind)) if len(counts) > 1 else "", "share": share}
    sentence = fill_text("gaps", f"{kind}_counts", **size, **values, gaps=gaps, generic=generic, some=some)
    return answer_html(sentence, fill_text("gaps", f"choose_{kind}"), _list_not_counted(regions))


def task_answer(task_id: str, answers: Sequence[Answer], regions: pd.DataFrame, *, narrowed: bool) -> str:
    """Answer who lacks a task; ``narrowed`` if regions are filtered."""
    lacking = [answer for answer in answers if answer.depth in GAP_DEPTHS]
    specific = sum(answer.depth in SPECIFIC_DEPTHS for answer in answers)
    by_depth = {depth: [one.region for one in lacking if one.depth == depth] for depth in GAP_DEPTHS}
    phrases = (
        {"count": len(names), "name": name_of(DEPTHS, depth), "listed": escape(join_words(names))}
        for depth, names in by_depth.items()
        if names
    )
    who = t("，", "; ").join(fill_text("gaps", "depth_regions", **phrase) for phrase in phrases)
    values = {"narrowed": narrowed, "task_id": task_id, "specific": specific, "lacking": len(lacking)}
    sentence = fill_text("gaps", "task_lacking" if lacking else "task_complete", **values, who=who)
    declared = escape(join_words(answer.region for answer in answers if answer.depth == "none"))
    aside = t(f"声明暂无，不算缺口：{declared}。", f"Declared none, which is no gap: {declared}.")
    return answer_html(sentence, aside if declared else "", _list_not_counted(regions))


def query_answer(found: Sequence[str], query: str, planned: int, regions: pd.DataFrame, alone: str) -> str:
    """Answer which of the ``planned`` regions with a plan meet all conditions.

    ``query`` and ``alone`` are results of `pages.gaps.query.describe_query`, escaped, and `count_conditions`.
    """
    if not found:
        return answer_html(fill_text("gaps", "nobody", query=query), fill_text("gaps", "no_match"), alone)
    who = escape(join_words(found))
    sentence = fill_text("gaps", "matching", regions=planned, count=len(found), query=query, who=who)
    return answer_html(sentence, alone, _list_not_counted(regions))


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
        add_brackets(names[code], name_of(DEPTHS, depths[code, task_id]))
        for code in pool
        if code not in answered
    )
    return fill_text("gaps", "unanswered", more=more, lacking=lacking, answered=answered).rstrip()


def _most_filled(gaps: Sequence[Gap], peers: str) -> str:
    """Count the gaps that most regions compared fill, and name the most common, the first."""
    first, most = gaps[0], sum(2 * gap.specific > gap.others for gap in gaps)
    if not first.specific:
        return ""
    name = link_html(task_address(first.own.task_id), f"{first.own.task_id} {first.name}")
    values = {"peers": escape(peers), "most": most}
    counts = {"specific": first.specific, "others": first.others}
    return t("", " ") + fill_text("gaps", "most_filled", name=name, **values, **counts)


def _list_not_counted(regions: pd.DataFrame) -> str:
    """List the regions in scope without a plan, with a note if it is unreadable."""
    rows = regions[regions["status"].isin(WITHOUT_PLAN)]
    unread = {"unread": add_brackets("", name_of(STATUSES, "unread")), "no_plan": ""}
    names = escape(join_words(rows[localized("short")] + rows["status"].map(unread)))
    sentence = t(f"没有可读的工作要点，不计在内：{names}。", f"No plan to read, so not counted: {names}.")
    return sentence if names else ""
