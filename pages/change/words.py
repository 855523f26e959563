"""Texts of the change page: names of changes, and answers as HTML."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import pandas as pd

from pages.change.data import DEPTH_CHANGES, EXCLUSIONS, TEMPLATE_CHANGES, Pair
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.html import answer_html
from pages.ui.text import capitalize, fill_text, join_first, join_words, number, t
from pipeline.schema.model import MEASURE_CHANGES, TARGET_CHANGES

CHANGES: Final = CODE_NAMES["change"]
"""Names of the changes of cells, targets, measures, deadlines and bodies."""

MAX_NAMES: Final = 6
"""Names listed in a sentence before the rest is counted."""


def change_name(change: str, pair: Pair) -> str:
    """Return the name of a change of a cell; a reason for exclusion states the year concerned."""
    year = pair.before if change.endswith("_before") else pair.year
    reasons = {
        "no_plan": t(f"{year} 年未见工作要点", f"no plan published in {year}"),
        "unread": t(f"{year} 年文件未能读取", f"document of {year} could not be read"),
    }
    return reasons.get(change.removesuffix("_before"), name_of(CHANGES, change))


def coverage_answer(pair: Pair, cells: pd.DataFrame, before: int, steps: Mapping[str, int]) -> str:
    """Answer how coverage changed, with the sum of steps; see `pages.change.data.count_steps`."""
    kinds, now = join_counts(DEPTH_CHANGES, cells["change"].value_counts()), before + sum(steps.values())
    sentence = fill_text("change", "coverage", **pair.years, was=before, now=now, kinds=kinds)
    return answer_html(sentence, *map(escape, [sum_line(pair, before, steps), *reason_lines(pair, cells)]))


def sum_line(pair: Pair, before: int, steps: Mapping[str, int]) -> str:
    """Write the steps between the totals as a sum; empty without steps."""
    terms = "".join(
        f" {'+' if steps[kind] > 0 else '−'} {number(abs(steps[kind]))}"
        + t(f"（{change_name(kind, pair)}）", f" ({change_name(kind, pair)})")
        for kind in ("gained", "lost", *TEMPLATE_CHANGES, *EXCLUSIONS, "judged", "split")
        if kind in steps
    )
    total = t("覆盖的格数：", "Covered cells: ")
    return f"{total}{number(before)}{terms} = {number(before + sum(steps.values()))}" if terms else ""


def reason_lines(pair: Pair, cells: pd.DataFrame) -> list[str]:
    """List the regions and tasks that are not compared, one line for each reason."""
    lines = []
    for kind in (*EXCLUSIONS, *TEMPLATE_CHANGES):
        shown = cells.loc[cells["change"] == kind, "region" if kind in EXCLUSIONS else "task"].unique()
        if len(shown):
            reason = capitalize(change_name(kind, pair)) + t("，不比较：", ", not compared: ")
            lines.append(reason + join_first(list(shown), MAX_NAMES))
    return lines


def targets_answer(pair: Pair, counts: pd.Series, uncounted: int) -> str:
    before, after = (int(counts.drop(kind, errors="ignore").sum()) for kind in ("new", "dropped"))
    if counts.empty:
        return t("两年都没有量化目标。", "Neither year has targets.")
    if set(counts.index) == {"kept"}:
        return fill_text("change", "targets_kept", after=after)
    kinds = join_counts(TARGET_CHANGES, counts)
    values = {"was": before, "now": after, "kinds": kinds, "uncounted": uncounted}
    return fill_text("change", "targets_changed", **pair.years, **values)


def texts_answer(pair: Pair, measures: pd.DataFrame) -> str:
    counts = measures["change"].value_counts().reindex(list(MEASURE_CHANGES), fill_value=0)
    total = int(counts.drop("dropped").sum())
    if not total:
        return t("没有可比的举措。", "There are no measures to compare.")
    doubtful = (~measures["certain"] & measures["change"].isin(["reworded", "reversed"])).sum()
    values = {"total": total, "share": counts["unchanged"] / total, "doubtful": doubtful}
    return fill_text("change", "texts_answer", **pair.years, **counts, **values)


def join_counts(kinds: Sequence[str], counts: Any) -> str:
    """Join the kinds of change that occur with their counts, as plain text."""
    return join_words(
        t(f"{name_of(CHANGES, kind)} {counts[kind]}", f"{counts[kind]} {name_of(CHANGES, kind)}")
        for kind in kinds
        if counts.get(kind)
    )
