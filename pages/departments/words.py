"""What the departments page says: its answers as sentences with their numbers, and how it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.charts.parts import Heading
from pages.departments.data import (
    FILE,
    LEVELS,
    ROLES,
    Choice,
    area_names,
    bodies,
    body_names,
    note,
    shown_regions,
)
from pages.ui.text import current_language, joined, named, number, percent, plural, t


def said(sentence: str, *more: str) -> None:
    """The answer of a view, and what is said after it in smaller letters; all of it is HTML."""
    rest = "".join(f'<p class="quiet">{line}</p>' for line in more if line)
    st.html(f'<p class="answer">{sentence}</p>{rest}')


def heading(title: str, subtitle: str) -> Heading:
    """A heading with the source note."""
    return Heading(title, subtitle, note())


def scope(choice: Choice, *, with_levels: bool = True) -> str:
    """What the filters leave, in a few words: regions, key areas, levels."""
    regions = shown_regions(choice)
    parts = [t(f"{len(regions)} 个地区", plural(len(regions), "region", "regions"))]
    if len(regions) <= 3:
        parts = [joined(regions.values())]
    if choice.chosen.area:
        parts.append(joined(area_names()[code] for code in choice.chosen.area))
    if with_levels and choice.levels:
        parts.append(levels_of(choice))
    return t("，", "; ").join(parts)


def levels_of(choice: Choice) -> str:
    """The levels that are chosen, if not all are."""
    return joined(named(LEVELS, code) for code in choice.levels)


def of_measures(count: int) -> str:
    """``246 条举措``, ``246 measures``."""
    return t(f"{number(count)} 条举措", plural(count, "measure", "measures"))


def of_regions(count: int) -> str:
    """``27 个地区``, ``27 regions``."""
    return t(f"{count} 个地区", plural(count, "region", "regions"))


def of_bodies(count: int, choice: Choice | None = None) -> str:
    """``25 个部门``, ``25 bodies``; with a choice of levels, of which levels."""
    told = t(f"{count} 个部门", plural(count, "body", "bodies"))
    levels = levels_of(choice) if choice else ""
    return t(f"{told}（{levels}）", f"{told} ({levels})") if levels else told


def roles_line(counts: pd.Series) -> str:
    """How a body is charged: ``牵头 3、配合 2、列名 20``; roles that it never has are left out."""
    return joined(f"{named(ROLES, role)} {number(counts[role])}" for role in ROLES if counts[role])


def parts_line(department_id: str, choice: Choice) -> str:
    """Which parts a body is counted with, or which whole it belongs to, as HTML."""
    found, names = bodies(), body_names("name")
    parts = found.index[found["part_of"] == department_id]
    if len(parts) and choice.whole:
        told = escape(listed(names[code] for code in parts[:6]))
        more = t("等", " and more") if len(parts) > 6 else ""
        return t(
            f"计入 {len(parts)} 个内设或分支机构：{told}{more}。",
            f"Counted with {plural(len(parts), 'part', 'parts')}: {told}{more}.",
        )
    whole_id = str(found.at[department_id, "part_of"])
    if whole_id in names:
        whole = escape(names[whole_id])
        return t(
            f"它是{whole}的一部分；这里只计它自己。", f"It is part of {whole}; here it counts by itself."
        )
    return ""


def star_line(ids: Iterable[str]) -> str:
    """What the star stands for, where one is shown."""
    found = bodies()
    if not any(found.at[code, "collective"] for code in ids if code in found.index):
        return ""
    return t("* 集体称谓，未列明具体部门", "* a collective name: no specific body named")


def top_line(counts: pd.DataFrame, total: int) -> str:
    """The body with the most measures and the next two, with their numbers, as HTML."""
    names = body_names("name")
    first, *others = [
        t(f"{spaced(escape(names[code]))}{number(measures)} 条", f"{escape(names[code])}, {number(measures)}")
        for code, measures in zip(counts["department_id"].head(3), counts["measures"].head(3), strict=True)
    ]
    share = percent(int(counts["measures"].iloc[0]) / total)
    sentence = t(f"<b>{first}</b>（{share}）最多", f"<b>{first}</b> ({share})")
    if others:
        sentence += t(f"，其次是{listed(others)}", f"; then {listed(others)}")
    return sentence


def spaced(name: str) -> str:
    """A name with the space that parts it from a number, where it doesn't end in a full-width bracket."""
    return name if name.endswith("）") else f"{name} "


def listed(words: Iterable[str]) -> str:
    """Words in a row that may hold commas of their own: ``Enforcement Division, IP Office; Customs``."""
    return t("、", "; ").join(words)


def nothing_counted() -> None:
    """Say what to do where no body is left, or where there never was one."""
    if bodies().empty:
        st.info(
            t(
                "这些工作要点没有写明责任部门。请在导航中改看覆盖矩阵或缺口清单。",
                "These plans name no body. Turn to Coverage or Gaps in the navigation.",
            ),
            icon=":material/account_balance:",
        )
        return
    st.info(
        t(
            "当前筛选下没有被点名的部门。请在筛选中放宽地区、工作重点或层级，或把集体称谓设为“计入”。",
            "No body is left. Widen regions, key areas or levels, or let collective names count.",
        ),
        icon=":material/filter_alt_off:",
    )


def how_counted() -> None:
    """How bodies, roles, levels and differences are counted."""
    words = Path(__file__).with_name(f"departments_{current_language()}.md").read_text(encoding="utf-8")
    with st.expander(t("怎样计数", "How this is counted")):
        st.markdown(words)


def file_name(*parts: str) -> str:
    """The name of a download."""
    return "-".join([FILE, *parts])


def labels(**extra: str) -> dict[str, str]:
    """What stands over the columns of the tables."""
    return {
        "department_id": t("部门编号", "Body id"),
        "department": t("部门", "Body"),
        "region": t("地区", "Region"),
        "area": t("工作重点", "Key area"),
        "task": t("任务", "Task"),
        "measure": t("举措", "Measure"),
        "role": t("角色", "Role"),
        "quote": t("原文写法", "As printed"),
        "full_name": t("补全名称", "Full name"),
        "level": t("层级", "Level"),
        "lines": t("原文行", "Source lines"),
        "measures": t("举措数", "Measures"),
        "regions": t("地区数", "Regions"),
        **{role: named(ROLES, role).capitalize() for role in ROLES},
        **extra,
    }


def tasks_line(codes: Sequence[tuple[str, int]], names: dict[str, str]) -> str:
    """Tasks with how many regions each, as HTML: ``3.12 …（24）``."""
    told = (t(f"{code} {names[code]}（{n}）", f"{code} {names[code]} ({n})") for code, n in codes)
    return escape(listed(told))
