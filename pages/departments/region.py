"""Who carries how much of one region's plan: its bodies by measures and by role."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.show import show_chart
from pages.departments import words
from pages.departments.body import show_duties
from pages.departments.charts import region_chart
from pages.departments.data import FILE, REGION, ROLES, Choice, assigned_measures, counts, duties
from pages.ui import address, data, filters
from pages.ui.text import STATUSES, column, named, number, t
from pages.ui.written import answer_html

SHOWN: Final = 25
"""Bodies in the chart; its data has all."""


def show(choice: Choice) -> str | None:
    """The view, from top to bottom; returns what the reader asks to see."""
    regions = data.regions().query("status != 'outside'")
    names = dict(zip(regions["region_id"], regions[column("short")], strict=True))
    region_id = address.choose_one(t("地区", "Region"), REGION, names)
    name = names[region_id]
    if (state := data.region(region_id)["status"]) != "plan":
        status = f"{escape(name)}{t('：', ': ')}{named(STATUSES, state)}"
        st.html(
            answer_html(
                t(f"<b>{status}</b>，没有责任部门可看。", f"<b>{status}</b>, so nobody is charged."),
                t("请换一个地区。", "Choose another region."),
            )
        )
        return None
    choice = replace(choice, chosen=filters.Filters(area=choice.chosen.area, region=(region_id,)))
    found = counts(choice)
    if found.empty:
        words.explain_nothing_counted()
        return None
    show_answer(choice, name, found)
    opened = show_chart(region_chart(choice, region_id, name, found, most=SHOWN))
    st.header(t("谁要做什么", "Who must do what"), anchor=False)
    show_duties(duties(choice), f"{FILE}-region-{region_id}-duties", height=420)
    return opened


def show_answer(choice: Choice, name: str, found: pd.DataFrame) -> None:
    """How many bodies carry the plan, which most, and in which roles."""
    measures, assigned = assigned_measures(choice)
    alone = int((found["measures"] == 1).sum())
    areas, roles = escape(words.chosen_areas(choice)), words.roles_line(found[list(ROLES)].sum())
    most, count = words.top_line(found, assigned), words.of_bodies(len(found), choice)
    st.html(
        answer_html(
            t(
                f"{escape(name)}{f'（{areas}）' if areas else ''}的 {number(measures)} 条举措中 "
                f"{number(assigned)} 条写了责任部门，共点名 {count}：{most}。",
                f"{number(assigned)} of {escape(name)}'s {words.of_measures(measures)}"
                f"{f' ({areas})' if areas else ''} say who is responsible, naming {count}. "
                f"Most fall to {most}.",
            ),
            t(
                f"按角色：{roles}（部门次）。只承担一条的有 {words.of_bodies(alone)}。",
                f"By role: {roles} (each body once for each measure). {words.of_bodies(alone)} "
                f"{'carries' if alone == 1 else 'carry'} a single measure.",
            ),
        )
    )
