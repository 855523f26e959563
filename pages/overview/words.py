"""The sentences of the overview: its summary, and title, subtitle and alternative text of each chart."""

from html import escape
from typing import Any

import pandas as pd

from pages.charts.parts import Heading
from pages.overview.facts import Corpus
from pages.ui.evidence.evidence import records
from pages.ui.html import answer_html
from pages.ui.text import (
    DEPTHS,
    STATUSES,
    fill_text,
    join_words,
    localized,
    name_of,
    number,
    percent,
    plural,
    t,
    whole_percent,
)
from pages.ui.theme import MARKS
from pipeline.schema.model import COVERED_DEPTHS


def summarize_corpus(corpus: Corpus) -> str:
    """Return the main numbers of the corpus, then what is missing from it, as HTML."""
    cells, measures, tasks = len(corpus.cells), len(corpus.measures), len(corpus.tasks)
    plans = (corpus.regions["status"] == "plan").sum()
    specific = (corpus.measures["level"] == "specific").sum()
    one, share = plans == 1, percent(specific / max(measures, 1))
    covered = percent(corpus.cells["depth"].isin(COVERED_DEPTHS).mean())
    sentence = t(
        f"<b>{plans} 份工作要点</b>写了 <b>{number(measures)} 条举措</b>，"
        f"其中 <b>{f'{number(specific)} 条' if specific else '没有一条'}具体</b>（{share}），"
        f"覆盖了 {number(cells)} 格（{plans} 个地区 × {tasks} 项标准任务）中的 <b>{covered}</b>。",
        f"<b>{plural(plans, 'plan')}</b> set{'s' if one else ''} out "
        f"<b>{plural(measures, 'measure')}</b>, "
        f"<b>{number(specific) if specific else 'none'} of them specific</b> ({share}), "
        f"and {'covers' if one else 'cover'} <b>{covered}</b> of {plural(cells, 'cell')} "
        f"({plural(plans, 'region')} × {plural(tasks, 'standard task')}).",
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
    of_tasks = t(str(tasks), plural(tasks, "standard task"))
    subtitle = fill_text("overview", "map", covered=_define_covered(regions), tasks=of_tasks)
    return Heading(_map_title(regions.dropna(subset="share"), tasks), subtitle)


def area_heading(areas: pd.DataFrame) -> Heading:
    """Return the heading of the chart of key areas."""
    order = records(areas.sort_values("share", ascending=False, kind="stable"))
    most, least = order[0], order[-1]
    names = {"first": most[localized("short")], "last": least[localized("short")]}
    shares = {"high": whole_percent(most["share"]), "low": whole_percent(least["share"])}
    title = "areas_same" if names["first"] == names["last"] else "areas_differ"
    subtitle = fill_text("overview", "areas", covered=_define_covered(areas))
    return Heading(fill_text("overview", title, **names, **shares), subtitle)


def tasks_heading(listed: pd.DataFrame, tasks: pd.DataFrame, *, least: bool) -> Heading:
    """Return the heading of the chart of the least, or the most, covered tasks."""
    first = listed.iloc[0]
    name, covered, cells = str(first[localized("short")]), int(first["covered"]), int(first["cells"])
    ties, every = int((tasks["covered"] == covered).sum()), covered == cells and not least
    what = t(f"{ties} 项任务", f"{ties} tasks, each") if ties > 1 else t(name, f"{name},")
    have = (
        "全部覆盖" if every else f"中{'各' if ties > 1 else ''}有 {covered} 个" if covered else "都没有覆盖"
    )
    whom = "all" if every else f"{covered or 'none'} of"
    title = t(
        f"覆盖{'最少' if least else '最多'}：{what}，{cells} 个地区{have}",
        f"{'Least' if least else 'Most'} covered: {what} by {whom} {cells} regions",
    )
    of_tasks = t(str(len(tasks)), plural(len(tasks), "standard task"))
    return Heading(title, fill_text("overview", "listed", listed=len(listed), tasks=of_tasks))


def describe_chart(heading: Heading, counted: pd.DataFrame) -> str:
    """Return the alternative text of a chart: title, subtitle and values."""
    stop = t("。", ". ")
    values = join_words(f"{row[localized('short')]} {_value(row)}" for row in records(counted))
    return f"{heading.title}{stop}{heading.subtitle}{stop}{values}{stop.strip()}"


def explain_empty(corpus: Corpus) -> str:
    """Return what to do where no selected region has a plan."""
    names = join_words(corpus.regions[localized("short")])
    statuses = join_words(dict.fromkeys(name_of(STATUSES, status) for status in corpus.regions["status"]))
    return fill_text("overview", "nothing", names=names, statuses=statuses)


def _value(row: dict[str, Any]) -> str:
    if pd.isna(row["share"]):
        return t("未选", "not chosen") if row["status"] == "plan" else name_of(STATUSES, row["status"])
    return f"{row['covered']}/{row['cells']}"


def _map_title(counted: pd.DataFrame, tasks: int) -> str:
    full = int((counted["covered"] == counted["cells"]).sum())
    if len(counted) == 1:
        kind = "map_one"
    elif full:
        kind = "map_all" if full == len(counted) else "map_some"
    else:
        kind = "map_none"
    (most, high), (least, low) = _name_extreme(counted, "max"), _name_extreme(counted, "min")
    values = {"most": most, "high": high, "least": least, "low": low, "tasks": tasks, "full": full}
    regions = t(f"{full} 个地区", plural(full, "region covers", "regions cover"))
    return fill_text("overview", kind, regions=regions, **values)


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
