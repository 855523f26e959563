"""The sentences of the overview: its summary, and title and subtitle of each chart."""

from html import escape

import pandas as pd

from pages.charts.parts import Heading, fill_heading
from pages.overview.facts import Corpus
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.text import DEPTHS, STATUSES, fill_text, join_words, localized, name_of, t, whole_percent
from pages.ui.theme import MARKS
from pipeline.schema.model import COVERED_DEPTHS


def summarize_corpus(corpus: Corpus) -> str:
    """Return the main numbers of the corpus, then what is missing from it, as HTML."""
    measures, specific = len(corpus.measures), int((corpus.measures["level"] == "specific").sum())
    sentence = fill_text(
        "overview",
        "answer",
        plans=int((corpus.regions["status"] == "plan").sum()),
        measures=measures,
        specific=specific,
        share=specific / max(measures, 1),
        covered=corpus.cells["depth"].isin(COVERED_DEPTHS).mean(),
        cells=len(corpus.cells),
        tasks=len(corpus.tasks),
    )
    return answer_html(sentence, list_missing(corpus))


def list_missing(corpus: Corpus) -> str:
    """Return the selected regions without a plan, as HTML."""
    names = corpus.regions.groupby("status")[localized("short")].agg(join_words)
    groups = [
        f"{escape(names[status])}{t('：', ': ')}{name_of(STATUSES, status)}"
        for status in ("unread", "no_plan", "outside")
        if status in names
    ]
    note = t("都不计入上面的数字。", "none of them is included in these numbers.")
    return t("；", "; ").join([*groups, note]) if groups else ""


def map_heading(regions: pd.DataFrame, tasks: int) -> Heading:
    """Return the heading of the map of `pages.overview.facts.region_counts`."""
    counted = regions.dropna(subset="share")
    plans, full = len(counted), int((counted["covered"] == counted["cells"]).sum())
    (most, high), (least, low) = _name_extreme(counted, "max"), _name_extreme(counted, "min")
    several = plans > 1
    kinds = {"every": several and full == plans, "some": several and 0 < full < plans}
    kinds |= {"alone": not several, "none": several and not full}
    ends = {"most": most, "high": high, "least": least, "low": low}
    covered = _define_covered(regions)
    return fill_heading("overview", "map", **kinds, **ends, full=full, tasks=tasks, covered=covered)


def area_heading(areas: pd.DataFrame) -> Heading:
    """Return the heading of the chart of key areas."""
    order = records(areas.sort_values("share", ascending=False, kind="stable"))
    most, least = order[0], order[-1]
    first, last = most[localized("short")], least[localized("short")]
    shares = {"high": whole_percent(most["share"]), "low": whole_percent(least["share"])}
    names = {"same": first == last, "first": first, "last": last}
    return fill_heading("overview", "areas", **names, **shares, covered=_define_covered(areas))


def tasks_heading(listed: pd.DataFrame, tasks: pd.DataFrame, *, least: bool) -> Heading:
    """Return the heading of the chart of the least, or the most, covered tasks."""
    first = listed.iloc[0]
    name, covered, cells = str(first[localized("short")]), int(first["covered"]), int(first["cells"])
    ties, every = int((tasks["covered"] == covered).sum()), covered == cells and not least
    kinds = {"every": every, "some": 0 if every else covered, "none": not covered and not every}
    values = {"least": least, "ties": ties if ties > 1 else 0, "name": name, "cells": cells}
    return fill_heading("overview", "listed", **kinds, **values, listed=len(listed), tasks=len(tasks))


def explain_empty(corpus: Corpus) -> str:
    """Return what to do where no selected region has a plan."""
    names = join_words(corpus.regions[localized("short")])
    statuses = join_words(dict.fromkeys(name_of(STATUSES, status) for status in corpus.regions["status"]))
    return fill_text("overview", "nothing", names=names, statuses=statuses)


def _name_extreme(counted: pd.DataFrame, which: str) -> tuple[str, int]:
    value = int(counted["covered"].agg(which))
    names = counted.loc[counted["covered"] == value, localized("short")].tolist()
    if len(names) <= 2:
        return t("和", " and ").join(names), value
    return t(f"{names[0]}等 {len(names)} 个地区", f"{names[0]} and {len(names) - 1} others"), value


def _define_covered(counted: pd.DataFrame) -> str:
    """Name the depths that count as covered, of those that occur."""
    depths = [depth for depth in reversed(COVERED_DEPTHS) if counted[depth].sum()]
    listed = t("或", " or ").join(f"{MARKS[depth]}\u00a0{name_of(DEPTHS, depth)}" for depth in depths)
    return t(f"覆盖＝{listed}", f"covered\u00a0=\u00a0{listed}")
