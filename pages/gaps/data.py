"""Data of the gaps page: gaps, answers, and tables of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Final

import pandas as pd

from pages.charts.parts import label_columns
from pages.ui import data
from pages.ui.cards.cards import Answer, Gap, answers_table, to_answers
from pages.ui.codes import DEPTHS, STATUSES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.links import link_html, region_address, task_address
from pages.ui.names import describe_leaders, name_extremes, region_names, task_names
from pages.ui.page_columns import labels
from pages.ui.text import add_brackets, fill_text, join_words, localized, percent, t
from pipeline.schema.model import DEPTHS as DEPTH_ORDER
from pipeline.schema.model import GAP_DEPTHS, SPECIFIC_DEPTHS
from pipeline.store.gap_tables import MOST_COMPARABLE, MOST_SIMILAR, find_answers, list_gaps

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

    ``query`` and ``alone`` are results of `pages.gaps.page.describe_query`, escaped, and `count_conditions`.
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
    depths, names = data.query("cell_depths"), region_names()
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


FILE: Final = "plan-atlas-gaps"


def find_region_gaps(region_id: str, task_ids: Sequence[str], method: str, pool: Sequence[str]) -> list[Gap]:
    """Return the gaps and ``none`` cells of a region with the answers of the regions in ``pool``.

    The ``pool``, by default all others with a plan, is counted and orders the gaps. With the ``method``
    ``chosen`` its answers are shown at any depth.
    """
    coverage = data.coverage()
    found = list_gaps(coverage, region_id, task_ids, compared=pool)
    counted = set(pool or coverage["region_id"]) - {region_id}
    all_depths = method == "chosen"
    cells = {code: find_answers(coverage, code, pool, all_depths=all_depths) for code in found["task_id"]}
    answers = {
        (answer.region_id, answer.task_id): answer
        for answer in to_answers(pd.concat([found.assign(region_id=region_id), *cells.values()]))
    }
    leaders = describe_leaders(found["task_id"].tolist(), region_id)
    names = task_names("name", numbered=False)
    return [
        Gap(
            own=answers[region_id, row["task_id"]],
            name=names[row["task_id"]],
            elsewhere=_names_by_depth(row["task_id"], counted),
            specific=row["elsewhere"],
            others=row["others"],
            answers=tuple(answers[code, row["task_id"]] for code in cells[row["task_id"]]["region_id"]),
            aside=explain_unanswered(row["task_id"], method, pool),
            leaders=leaders[row["task_id"]],
        )
        for row in records(found)
    ]


def _names_by_depth(task_id: str, region_ids: Collection[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the names of some regions by their depth at a task, the deepest first."""
    names, depths = region_names(), data.query("cell_depths")
    of_region = {name: depths.get((code, task_id)) for code, name in names.items() if code in region_ids}
    return tuple(
        (depth, tuple(name for name, found in of_region.items() if found == depth))
        for depth in reversed(DEPTH_ORDER)
    )


def gaps_table(gaps: Sequence[Gap]) -> pd.DataFrame:
    """Return a row for each measure of the regions compared, and one for each gap without any."""
    own = pd.DataFrame(
        {
            "task_id": gap.own.task_id,
            "depth": gap.own.depth,
            "own_text": "\n".join(measure["measure_text"] for measure in gap.own.measures),
            "compared_specific": gap.specific,
            "compared_regions": gap.others,
        }
        for gap in gaps
    )
    names = {"region": "compared_region", "depth": "compared_depth"}
    compared = answers_table(answer for gap in gaps for answer in gap.answers).rename(columns=names)
    leading = ("task_id", "standard_task", "depth", *names.values())
    columns = (*leading, "own_text", "compared_specific", "compared_regions")
    return _table(own.merge(compared, "left", "task_id"), *columns)


def task_table(answers: Iterable[Answer], regions: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each measure at a task, and one for each of the ``regions`` without any."""
    rows, without = answers_table(answers), regions[regions["status"].isin(WITHOUT_PLAN)]
    is_gap = rows["depth"].isin(GAP_DEPTHS).map({True: t("是", "yes"), False: t("否", "no")})
    others = without.assign(region=without[localized("short")], depth=without["status"], task_id="")
    return _table(pd.concat([rows.assign(is_gap=is_gap), others]), "region", "depth", "is_gap")


def query_table(found: Iterable[Answer], conditions: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each measure of the cells of a query; ``conditions`` are described by task."""
    rows = answers_table(found)
    rows["condition"] = rows["task_id"].map(conditions)
    return _table(rows, "region", "condition", "task_id", "standard_task", "depth")


def _table(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return ``columns`` of rows with the columns of `answers_table`, then the measures; depths by name."""
    columns = (*columns, "measure_text", "departments_text", "first_line", "last_line", "measure_id")
    rows = rows.assign(standard_task=rows["task_id"].map(task_names("name", numbered=False)))[list(columns)]
    rows = rows.fillna(dict.fromkeys(rows.columns.difference(["first_line", "last_line"]), ""))
    depths = [name for name in columns if name.endswith("depth")]
    rows[depths] = rows[depths].map(partial(name_of, STATUSES | DEPTHS))
    return label_columns(rows, labels(*columns))
