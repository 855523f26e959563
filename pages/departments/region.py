"""Who carries how much of one region's plan: its bodies by measures and by role."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.departments import words as departments_words
from pages.departments.body import duty_table
from pages.departments.charts import bodies_chart
from pages.departments.data import REGION, ROLES, Choice, area_names, body_names, counts, duties
from pages.departments.words import heading, of_bodies, of_measures, roles_line, said
from pages.ui import address, data, filters
from pages.ui.tables import show_table
from pages.ui.text import STATUSES, column, joined, named, number, t

_SHOWN = 25


def show(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    regions = data.regions()
    regions = regions[regions["status"] != "outside"]
    names = dict(zip(regions["region_id"], regions[column("short")], strict=True))
    region_id = address.choose_one(t("地区", "Region"), REGION, list(names), names.__getitem__)
    if data.region(region_id)["status"] != "plan":
        said(
            t(
                f"<b>{escape(names[region_id])}：{named(STATUSES, 'no_plan')}</b>，没有责任部门可看。",
                f"<b>{escape(names[region_id])}: {named(STATUSES, 'no_plan')}</b>, so nobody is charged.",
            ),
            t("请换一个地区。", "Choose another region."),
        )
        return None
    choice = replace(choice, chosen=filters.Filters(area=choice.chosen.area, region=(region_id,)))
    found = counts(choice)
    if found.empty:
        departments_words.nothing_counted()
        return None
    answer(choice, names[region_id], found)
    opened = bars(choice, region_id, names[region_id], found)
    st.header(t("谁要做什么", "Who must do what"), anchor=False)
    show_table(
        duty_table(duties(choice)),
        departments_words.file_name("region", region_id, "duties"),
        labels=departments_words.labels(),
        height=420,
        column_config={"measure": st.column_config.TextColumn(t("举措", "Measure"), width="large")},
    )
    return opened


def filled(choice: Choice) -> tuple[int, int]:
    """How many measures there are, and how many of them say who is responsible."""
    measures = data.ask("measures", region_ids=choice.chosen.region, area_ids=choice.chosen.area or None)
    return len(measures), int((measures["departments_text"] != "").sum())


def answer(choice: Choice, name: str, found: pd.DataFrame) -> None:
    """How many bodies carry the plan, which most, and in which roles."""
    whole, told = filled(choice)
    alone = int((found["measures"] == 1).sum())
    areas = joined(area_names()[code] for code in choice.chosen.area)
    where, aside = (f"{name}（{areas}）", f" ({escape(areas)})") if areas else (name, "")
    sums = found[list(ROLES)].sum()
    said(
        t(
            f"{escape(where)}的 {number(whole)} 条举措中 {number(told)} 条写了责任部门，共点名 "
            f"{of_bodies(len(found), choice)}：{departments_words.top_line(found, told)}。",
            f"{number(told)} of {escape(name)}'s {of_measures(whole)}{aside} "
            f"say who is responsible, naming {of_bodies(len(found), choice)}. "
            f"Most fall to {departments_words.top_line(found, told)}.",
        ),
        t(
            f"按角色：{roles_line(sums)}（部门次）。只承担一条的有 {of_bodies(alone)}。",
            f"By role: {roles_line(sums)} (each body once for each measure). {of_bodies(alone)} "
            f"{'carries' if alone == 1 else 'carry'} a single measure.",
        ),
    )


def bars(choice: Choice, region_id: str, name: str, found: pd.DataFrame) -> str | None:
    """The bodies by the measures that they carry, the most first; a click leads to the measures."""
    shown, whole = found.head(_SHOWN), body_names("name")
    first = shown.iloc[0]
    title = t(
        f"{name}：{whole[first['department_id']]}承担 {first['measures']} 条举措",
        f"{name}: {whole[first['department_id']]} carries {of_measures(first['measures'])}",
    )
    part = t(
        f"最多的 {len(shown)} 个，共 {len(found)} 个部门",
        f"the {len(shown)} most charged of {of_bodies(len(found))}",
    )
    if len(shown) == len(found):
        part = t(f"全部 {len(found)} 个部门", f"all {of_bodies(len(found))}")
    subtitle = t("；", "; ").join(
        filter(
            None,
            (
                t("每个部门承担的举措数，按角色", "Measures that each body carries, by role"),
                part,
                joined(area_names()[code] for code in choice.chosen.area),
                departments_words.star_line(shown["department_id"]),
            ),
        )
    )
    first_ten = zip(shown["department_id"].head(10), shown["measures"].head(10), strict=True)
    listed = "; ".join(f"{whole[code]} {number(measures)}" for code, measures in first_ten)
    return show_chart(
        bodies_chart(
            found,
            region_id,
            heading(title, subtitle),
            listed=_SHOWN,
            alt=f"{title}. {subtitle}. {listed}",
            file_name=departments_words.file_name("region", region_id, "picture"),
        )
    )
