"""What the departments page says of bodies: counts, roles, names with numbers, and how it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pages.departments.data import LEVELS, ROLES, Choice, bodies, body_names, shown_regions
from pages.ui import filters
from pages.ui.names import area_names
from pages.ui.text import join_words, name_of, number, percent, plural, t
from pages.ui.written import answer_html


def scope(choice: Choice, *, with_levels: bool = True) -> str:
    """What the filters leave, in a few words: regions, key areas, levels."""
    regions = shown_regions(choice)
    parts = [
        join_words(regions.values()) if len(regions) <= 3 else of_regions(len(regions)),
        chosen_areas(choice),
        levels_of(choice) if with_levels else "",
    ]
    return t("，", "; ").join(filter(None, parts))


def chosen_areas(choice: Choice) -> str:
    """The key areas that are chosen, if not all are."""
    names = area_names(numbered=False)
    return join_words(names[code] for code in choice.chosen.area)


def levels_of(choice: Choice) -> str:
    """The levels that are chosen, if not all are."""
    return join_words(name_of(LEVELS, code) for code in choice.levels)


def of_measures(count: int) -> str:
    """``246 条举措``, ``246 measures``."""
    return t(f"{number(count)} 条举措", plural(count, "measure"))


def of_regions(count: int) -> str:
    """``27 个地区``, ``27 regions``."""
    return t(f"{count} 个地区", plural(count, "region"))


def of_bodies(count: int, choice: Choice | None = None) -> str:
    """``25 个部门``, ``25 bodies``; with a choice of levels, of which levels."""
    counted = t(f"{count} 个部门", plural(count, "body", "bodies"))
    levels = levels_of(choice) if choice else ""
    return t(f"{counted}（{levels}）", f"{counted} ({levels})") if levels else counted


def shown_of(shown: int, total: int) -> str:
    """How many bodies of how many a chart shows."""
    if shown == total:
        return t(f"全部 {total} 个部门", f"all {of_bodies(total)}")
    return t(f"最多的 {shown} 个，共 {total} 个部门", f"the {shown} most charged of {of_bodies(total)}")


def roles_line(counts: Mapping[str, Any] | pd.Series) -> str:
    """How a body is charged: ``牵头 3、配合 2、列名 20``; roles that it never has are left out."""
    return join_words(f"{name_of(ROLES, role)} {number(counts[role])}" for role in ROLES if counts[role])


def parts_line(department_id: str, choice: Choice) -> str:
    """Which parts a body is counted with, or which whole it belongs to, as HTML."""
    found, names = bodies(), body_names("name")
    parts = found.index[found["part_of"] == department_id]
    if len(parts) and choice.whole:
        first = escape(listed(names[code] for code in parts[:6]))
        more = t("等", " and more") if len(parts) > 6 else ""
        return t(
            f"计入 {len(parts)} 个内设或分支机构：{first}{more}。",
            f"Counted with {plural(len(parts), 'part')}: {first}{more}.",
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
    if not bodies()["collective"].reindex(list(ids), fill_value=False).any():
        return ""
    return t("* 集体称谓，未列明具体部门", "* a collective name: no specific body named")


def top_line(counts: pd.DataFrame, total: int) -> str:
    """The body with the most measures and the next two, with their numbers, as HTML."""
    names = body_names("name")
    first, *others = [
        t(f"{spaced(escape(names[code]))}{number(measures)} 条", f"{escape(names[code])}, {number(measures)}")
        for code, measures in counts[["department_id", "measures"]].head(3).itertuples(index=False)
    ]
    share = percent(int(counts["measures"].iloc[0]) / total)
    sentence = t(f"<b>{first}</b>（{share}）最多", f"<b>{first}</b> ({share})")
    if others:
        sentence += t(f"，其次是{listed(others)}", f"; then {listed(others)}")
    return sentence


def spaced(name: str) -> str:
    """A name with the space before a number, which a full-width bracket at its end needs none of."""
    return name if name.endswith("）") else f"{name} "


def listed(words: Iterable[str]) -> str:
    """A list of words that may hold commas: ``Enforcement Division, IP Office; Customs``."""
    return t("、", "; ").join(words)


def show_answer(sentence: str, *more: str) -> None:
    """Show the answer of a view, as `pages.ui.written.answer_html` makes it."""
    st.html(answer_html(sentence, *more))


def explain_nothing_counted() -> None:
    """Say what to do where no body is left, or where there never was one."""
    if bodies().empty:
        filters.explain(
            "这些工作要点没有写明责任部门。请在导航中改看覆盖矩阵或缺口清单。",
            "These plans name no body. Turn to Coverage or Gaps in the navigation.",
            "account_balance",
        )
        return
    filters.explain(
        "当前筛选下没有被点名的部门。请在筛选中放宽地区、工作重点或层级，或把集体称谓设为“计入”。",
        "No body is left. Widen regions, key areas or levels, or let collective names count.",
        "filter_alt_off",
    )
