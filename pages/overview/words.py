"""The sentences of the overview: its summary, and title, subtitle and alternative text of each chart."""

from html import escape
from typing import Any

import pandas as pd

from pages.charts.parts import Heading
from pages.overview.facts import Corpus
from pages.ui.evidence.evidence import records
from pages.ui.text import (
    DEPTHS,
    STATUSES,
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
from pages.ui.written import answer_html
from pipeline.schema.model import COVERED_DEPTHS


def introduction() -> str:
    """Return what the dashboard is for, as HTML."""
    sentence = t(
        "各省每年按同一份国家模板发布工作要点。本看板逐项读出各省写了什么、写得多深、由谁负责，"
        "每个数字都可以追到原文的行。",
        "Every year provinces answer one national template with work plans. This dashboard shows who covers "
        "what, how deeply, and who is charged with it; every figure leads back to the lines of the source.",
    )
    return f'<p class="quiet">{sentence}</p>'


def summarize_corpus(corpus: Corpus) -> str:
    """Return the main numbers of the corpus, then what is missing from it, as HTML."""
    one = corpus.plans == 1
    covered, specific = percent(corpus.covered / len(corpus.cells)), number(corpus.specific_measures)
    share = percent(corpus.specific_measures / max(len(corpus.measures), 1))
    cells, measures, tasks = len(corpus.cells), len(corpus.measures), len(corpus.tasks)
    sentence = t(
        f"<b>{corpus.plans} 份工作要点</b>写了 <b>{number(measures)} 条举措</b>，"
        f"其中 <b>{specific} 条具体</b>（{share}），"
        f"覆盖了 {number(cells)} 格（{corpus.plans} 个地区 × {tasks} 项标准任务）中的 <b>{covered}</b>。",
        f"<b>{plural(corpus.plans, 'plan')}</b> set{'s' if one else ''} out "
        f"<b>{plural(measures, 'measure')}</b>, <b>{specific} of them specific</b> ({share}), "
        f"and {'covers' if one else 'cover'} <b>{covered}</b> of {plural(cells, 'cell')} "
        f"({plural(corpus.plans, 'region')} × {plural(tasks, 'standard task')}).",
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
    covered = _define_covered(regions)
    subtitle = t(
        f"各地区覆盖的标准任务占全部 {tasks} 项的百分比；{covered}",
        f"Share of the {plural(tasks, 'standard task')} that each region covers, in per cent; {covered}",
    )
    return Heading(_map_title(regions.dropna(subset="share"), tasks), subtitle)


def area_heading(areas: pd.DataFrame) -> Heading:
    """Return the heading of the chart of key areas."""
    order = records(areas.sort_values("share", ascending=False, kind="stable"))
    most, least = order[0], order[-1]
    first, last = str(most[localized("short")]), str(least[localized("short")])
    high, low = whole_percent(most["share"]), whole_percent(least["share"])
    if first == last:
        title = t(f"{first}：覆盖 {high}", f"{first}: {high} covered")
    else:
        title = t(
            f"{first}覆盖最多（{high}），{last}最少（{low}）",
            f"{first} is covered most ({high}), {last} least ({low})",
        )
    subtitle = t(
        f"每个工作重点的“地区 × 任务”格按深度所占的比例；{_define_covered(areas)}",
        f"Cells (region × task) of each key area by depth, as shares; {_define_covered(areas)}",
    )
    return Heading(title, subtitle)


def tasks_heading(listed: pd.DataFrame, tasks: pd.DataFrame, *, least: bool) -> Heading:
    """Return the heading of the chart of the least, or the most, covered tasks."""
    first = listed.iloc[0]
    name, covered, cells = str(first[localized("short")]), int(first["covered"]), int(first["cells"])
    ties, every = int((tasks["covered"] == covered).sum()), covered == cells and not least
    what = t(f"{ties} 项任务", f"{ties} tasks, each") if ties > 1 else t(name, f"{name},")
    have = "全部覆盖" if every else f"中{'各' if ties > 1 else ''}有 {covered} 个"
    title = t(
        f"覆盖{'最少' if least else '最多'}：{what}，{cells} 个地区{have}",
        f"{'Least' if least else 'Most'} covered: {what} by {'all' if every else f'{covered} of'} "
        f"{cells} regions",
    )
    subtitle = t(
        f"{len(tasks)} 项标准任务中的 {len(listed)} 项，按深度统计地区数",
        f"{len(listed)} of {plural(len(tasks), 'standard task')}; regions by depth, the deepest first",
    )
    return Heading(title, subtitle)


def describe_chart(heading: Heading, counted: pd.DataFrame) -> str:
    """Return the alternative text of a chart: title, subtitle and values."""
    stop = t("。", ". ")
    values = join_words(f"{row[localized('short')]} {_value(row)}" for row in records(counted))
    return f"{heading.title}{stop}{heading.subtitle}{stop}{values}{stop.strip()}"


def explain_empty(corpus: Corpus) -> str:
    """Return what to do where no selected region has a plan."""
    names = join_words(corpus.regions[localized("short")])
    statuses = join_words(dict.fromkeys(name_of(STATUSES, status) for status in corpus.regions["status"]))
    return t(
        f"所选地区（{names}）：{statuses}，没有可以统计的内容。请在筛选的“大区”中加选其他大区，或点击“重置筛选”。",
        f"The chosen regions ({names}) have nothing to count: {statuses}. "
        "Add other macro-regions in the filters, or press “Reset filters”.",
    )


def _value(row: dict[str, Any]) -> str:
    if pd.isna(row["share"]):
        return t("未选", "not chosen") if row["status"] == "plan" else name_of(STATUSES, row["status"])
    return f"{row['covered']}/{row['cells']}"


def _map_title(counted: pd.DataFrame, tasks: int) -> str:
    full = counted[counted["covered"] == counted["cells"]]
    most, least = _name_extreme(counted, "max"), _name_extreme(counted, "min")
    if len(counted) == 1:
        only = records(counted)[0]
        name, covered = only[localized("short")], only["covered"]
        return t(
            f"{name}覆盖 {covered}/{tasks} 项标准任务", f"{name} covers {covered} of {tasks} standard tasks"
        )
    if len(full) == len(counted):
        return t(
            f"{len(full)} 个地区都覆盖了全部 {tasks} 项标准任务",
            f"All {len(full)} regions cover all {tasks} standard tasks",
        )
    if len(full):
        return t(
            f"{len(full)} 个地区覆盖全部 {tasks} 项标准任务，{least[0]}最少（{least[1]} 项）",
            f"{plural(len(full), 'region covers', 'regions cover')} all {tasks} standard tasks; "
            f"{least[0]} the fewest ({least[1]})",
        )
    return t(
        f"{most[0]}覆盖最多（{most[1]}/{tasks} 项标准任务），{least[0]}最少（{least[1]} 项）",
        f"{most[0]} covers most ({most[1]} of {tasks} standard tasks), {least[0]} least ({least[1]})",
    )


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
