"""The sentences (HTML) of the targets page, and the headings of its charts."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from pages.charts.parts import Heading
from pages.targets.data import MEDIAN_FROM, format_value, load_indicators, median_of
from pages.ui.html import answer_html
from pages.ui.text import (
    STATUSES,
    capitalize,
    fill_text,
    join_first,
    join_words,
    localized,
    name_of,
    number,
    percent,
    plural,
    t,
    whole_percent,
)


def summarize_indicator(indicator: Mapping[str, Any], found: pd.DataFrame, repeats: int, planned: int) -> str:
    """Describe how many regions set targets for an indicator, with median, largest and smallest."""
    name, regions = escape(indicator[localized("name")]), found["region_id"].nunique()
    sentence = t(
        f"{planned} 个有工作要点的地区中，<b>{regions} 个为“{name}”定了 {len(found)} 个目标</b>",
        f"<b>{regions} of {plural(planned, 'region')}</b> with a plan "
        f"{'sets' if regions == 1 else 'set'} <b>{plural(len(found), 'target')}</b> for “{name}”",
    )
    if middle := median_text(indicator, found):
        value = escape(middle)
        sentence += t(f"，中位数 <b>{value}</b>", f", with a median of <b>{value}</b>")
    return answer_html(sentence + _name_extremes(found), repeats_note(repeats))


def repeats_note(repeats: int) -> str:
    """Note how many repeated targets are not counted."""
    if not repeats:
        return ""
    return t(
        f"同一份工作要点在另一行重复写的相同目标只计一次：另有 {repeats} 处不计，表中注明。",
        "A target that a plan repeats in another row counts once: "
        f"{plural(repeats, 'repeat is', 'repeats are')} not counted, but marked in the table.",
    )


def median_text(indicator: Mapping[str, Any], found: pd.DataFrame) -> str:
    """Return the median of targets with its unit; empty if there are too few."""
    value = median_of(found)
    return "" if value is None else format_value(indicator, value, found["unit"].iloc[0])


def indicator_heading(
    indicator: Mapping[str, Any], found: pd.DataFrame, *, logarithmic: bool, unit: str
) -> Heading:
    """Return the heading of the dot plot; ``unit`` is that of its axis."""
    middle = median_text(indicator, found)
    notes = [t(f"单位：{unit}；一行一个目标", f"Unit: {unit}. One row is one target")]
    if logarithmic:
        notes.append(t("对数轴", "The axis is logarithmic"))
    if middle:
        notes.append(fill_text("targets", "median", count=len(found)))
    title = f"{indicator[localized('name')]}{t('：', ': ')}{count_targets(found)}"
    return Heading(title, t("；", ". ").join(notes))


def list_missing(found: pd.DataFrame, regions: pd.DataFrame, *, narrowed: bool) -> tuple[str, ...]:
    """List the selected regions that are not in the plot, a line for each reason."""
    missing = regions[~regions["region_id"].isin(found["region_id"])]
    planned = missing.loc[missing["status"] == "plan", localized("short")].tolist()
    where = t("在所选工作重点中", "in the chosen key areas ") if narrowed else ""
    line = t(
        f"有工作要点而{where}没有这一目标（{len(planned)} 个，不等于零）：{join_words(planned)}",
        f"With a plan but {where}without such a target ({len(planned)}; absent is not zero): "
        f"{join_words(planned)}",
    )
    return (*([line] if planned else []), *map(capitalize, regions_by_status(missing)))


def describe_chart(heading: Heading, found: pd.DataFrame, notes: Iterable[str]) -> str:
    """Return the alternative text of a chart of targets."""
    return t("。", ". ").join([heading.title, join_words(found["region"] + " " + found["value"]), *notes])


def summarize_region(
    name: str, found: pd.DataFrame, plan: Mapping[str, Any], shares: pd.Series, *, narrowed: bool
) -> str:
    """Describe how many targets a region sets, and how quantified its plan is.

    ``plan`` is its row of `pipeline.store.store.quantified_plans`, ``shares`` are those of all plans.
    """
    who, targets = escape(name), len(found)
    local = int((found["task_id"] == "").sum())
    where = t("在所选工作重点中", " in the chosen key areas") if narrowed else ""
    sentence = t(
        f"<b>{who}{where}{f'有 {targets} 个' if targets else '没有'}量化目标</b>",
        f"<b>{who} sets {plural(targets, 'target') if targets else 'no target'}</b>{where}",
    )
    if local:
        sentence += t(
            f"（{'都' if local == targets else f'其中 {local} 个'}写在自设任务里）",
            f" ({'all' if local == targets else local} of them in local tasks)",
        )
    if plan["specific"]:
        specific, quantified, share = plan["specific"], plan["quantified"], percent(plan["share"])
        place, plans = int((shares > plan["share"]).sum()) + 1, shares.count()
        shared = (shares == plan["share"]).sum() > 1
        sentence += t(
            f"；写得具体的 {specific} 项标准任务中 <b>{quantified} 项量化</b>"
            f"（{share}，在 {plans} 份工作要点中{'并列' if shared else ''}第 {place}）。",
            f"; of the {plural(specific, 'standard task')} that it answers specifically, "
            f"<b>{number(quantified)} {'is' if quantified == 1 else 'are'} quantified</b> ({share}, "
            f"{'joint ' if shared else ''}{ordinal(place)} of {plural(plans, 'plan')}).",
        )
    else:
        sentence += t("。", ".")
    to_do = repeats_note(plan["repeats"]) if targets else fill_text("targets", "choose_region")
    return answer_html(sentence, to_do)


def region_heading(name: str, found: pd.DataFrame) -> Heading:
    """Return the heading of the chart of a region's targets."""
    areas = found["area_id"].nunique()
    title = t(
        f"{name}的 {len(found)} 个量化目标，分布在 {areas} 个工作重点",
        f"{name}: {plural(len(found), 'target')} in {plural(areas, 'key area')}",
    )
    return Heading(title, fill_text("targets", "one_region"))


def summarize_plans(ranked: pd.DataFrame, order: str) -> str:
    """Describe how quantified the plans are, and which are first and last."""
    columns = ("repeats", "specific", "quantified", "targets")
    repeats, specific, quantified, targets = (int(ranked[name].sum()) for name in columns)
    plans, share = len(ranked), percent(quantified / specific) if specific else "–"
    sentence = t(
        f"{plans} 份工作要点共有 <b>{number(targets)} 个量化目标</b>；写得具体的 {number(specific)} 格中 "
        f"<b>{number(quantified)} 格量化（{share}）</b>。",
        f"{plural(plans, 'plan sets', 'plans set')} <b>{plural(targets, 'target')}</b>; of "
        f"{plural(specific, 'specific cell')} <b>{number(quantified)} "
        f"{'is' if quantified == 1 else 'are'} quantified ({share})</b>.",
    )
    sentence += _name_plan_extremes(ranked, order)
    return answer_html(sentence, repeats_note(repeats), fill_text("targets", "definition"))


def plans_heading(ranked: pd.DataFrame, order: str) -> Heading:
    """Return the heading of the ranking."""
    if order == "targets":
        title = t("各份工作要点有多少量化目标", "How many targets each plan sets")
        middle = f"{ranked['targets'].median():g}"
        subtitle = fill_text("targets", "by_number")
    else:
        title = t("各份工作要点的量化程度", "Share of tasks that each plan quantifies")
        middle = percent(ranked["share"].median()) if ranked["share"].notna().any() else ""
        subtitle = fill_text("targets", "by_share")
    if middle and len(ranked) >= MEDIAN_FROM:
        title += t(f"：中位数 {middle}", f": median {middle}")
    return Heading(title, subtitle)


def plan_note(plan: Mapping[str, Any], order: str) -> str:
    """Return the note at the end of a plan's bar: the share quantified and the number of targets."""
    parts = (f"{_share(plan)} ({plan['quantified']}/{plan['specific']})", f"{plan['targets']}")
    return " · ".join(parts if order == "share" else reversed(parts))


def plan_hint(plan: Mapping[str, Any]) -> str:
    """Return the hint of a plan's bar: region, specific and quantified tasks, targets."""
    columns = ("specific", "quantified", "targets", "repeats")
    specific, quantified, targets, repeats = (plan[name] for name in columns)
    lines = [
        plan["region"],
        t(
            f"写得具体的 {specific} 项标准任务中 {quantified} 项量化（{_share(plan)}）",
            f"{quantified} of {plural(specific, 'specific standard task')} quantified ({_share(plan)})",
        ),
        t(f"{targets} 个量化目标", plural(targets, "target")),
    ]
    if repeats:
        lines.append(t(f"另有 {repeats} 处重复，不计", f"{plural(repeats, 'repeat')} not counted"))
    return "\n".join([*lines, t("点击看这个地区的目标", "click for the region's targets")])


def count_targets(same: pd.DataFrame) -> str:
    """Count the targets of an indicator and their regions, with their median."""
    regions = same["region_id"].nunique()
    value = median_text(load_indicators()[same["indicator_id"].iloc[0]], same)
    counted = t(
        f"{regions} 个地区的 {len(same)} 个目标",
        f"{plural(len(same), 'target')} of {plural(regions, 'region')}",
    )
    return counted + t(f"，中位数 {value}", f", median {value}") if value else counted


def _name_plan_extremes(ranked: pd.DataFrame, order: str) -> str:
    """Name the plans that rank first and last."""
    if ranked[order].count() < 2:
        return ""
    ends = []
    for value in (ranked[order].max(), ranked[order].min()):
        names = escape(join_first(ranked.loc[ranked[order] == value, "region"].tolist()))
        shown = percent(value) if order == "share" else f"{value:g}"
        ends.append(t(f"{names}（{shown}）", f"{names} ({shown})"))
    most, least = t("最多", "Most"), t("最少", "fewest")
    if order == "share":
        most, least = t("最高", "Highest"), t("最低", "lowest")
    return t(f"{most}：{ends[0]}；{least}：{ends[1]}。", f" {most}: {ends[0]}; {least}: {ends[1]}.")


def _name_extremes(found: pd.DataFrame) -> str:
    """Name the largest and the smallest target with their regions."""
    high, low = found["middle"].max(), found["middle"].min()
    most, least = _name_targets(found, high), _name_targets(found, low)
    if high == low:
        return t(f"：{most}。", f": {most}.")
    return t(f"。最大：{most}；最小：{least}。", f". Largest: {most}; smallest: {least}.")


def _name_targets(found: pd.DataFrame, value: float) -> str:
    """List the targets with this middle as they are written (2–4 counts as 3), with their regions."""
    regions = found[found["middle"] == value].groupby("value", sort=False)["region"].unique()
    pairs = ((escape(str(label)), escape(join_first(names.tolist()))) for label, names in regions.items())
    return join_words(t(f"{label}（{names}）", f"{label} ({names})") for label, names in pairs)


def regions_by_status(regions: pd.DataFrame) -> list[str]:
    """List the regions without a plan, a phrase for each status."""
    without = regions[regions["status"] != "plan"]
    names = without.groupby("status", sort=False)[localized("short")].agg(join_words)
    return [f"{name_of(STATUSES, str(status))}{t('：', ': ')}{listed}" for status, listed in names.items()]


def _share(plan: Mapping[str, Any]) -> str:
    return whole_percent(plan["quantified"] / plan["specific"]) if plan["specific"] else "–"


def ordinal(place: int) -> str:
    """Return an English ordinal: ``1st``, ``2nd``, ``11th``, ``23rd``."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
