"""Texts of the departments page."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pages.departments.data import LEVELS, ROLES, Choice, bodies, body_names
from pages.ui import filters
from pages.ui.html import answer_html
from pages.ui.names import area_names
from pages.ui.text import fill_text, join_words, name_of, number, percent, plural, t


def describe_scope(choice: Choice, *, with_levels: bool = True) -> str:
    """Describe the filters: regions, key areas, levels."""
    regions = choice.regions()
    parts = [
        join_words(regions.values()) if len(regions) <= 3 else format_regions(len(regions)),
        name_areas(choice),
        name_levels(choice) if with_levels else "",
    ]
    return t("，", "; ").join(filter(None, parts))


def name_areas(choice: Choice) -> str:
    """Name the chosen key areas; empty for all."""
    names = area_names(numbered=False)
    return join_words(names[code] for code in choice.chosen.area)


def name_levels(choice: Choice) -> str:
    """Name the chosen levels; empty for all."""
    return join_words(name_of(LEVELS, code) for code in choice.levels)


def format_regions(count: int) -> str:
    """Format as ``27 个地区``, ``27 regions``."""
    return t(f"{count} 个地区", plural(count, "region"))


def format_bodies(count: int, choice: Choice | None = None) -> str:
    """Format as ``25 个部门``, ``25 bodies``, with the levels of a choice."""
    return fill_text("departments", "bodies", count=count, levels=name_levels(choice) if choice else "")


def describe_top(shown: int, total: int) -> str:
    """Say how many of all bodies a chart shows."""
    return fill_text("departments", "top", all=shown == total, shown=shown, total=total)


def describe_roles(counts: Mapping[str, Any] | pd.Series) -> str:
    """List the roles of a body with their counts: ``牵头 3、配合 2、列名 20``."""
    return join_words(f"{name_of(ROLES, role)} {number(counts[role])}" for role in ROLES if counts[role])


def describe_parts(department_id: str, choice: Choice) -> str:
    """Name the parts counted with a body, or the body it is part of, as HTML."""
    found, names = bodies(), body_names("name")
    parts = found.index[found["part_of"] == department_id]
    if len(parts) and choice.whole:
        first = escape(join_names(names[code] for code in parts[:6]))
        count, more = len(parts), len(parts) > 6
        return fill_text("departments", "counted_parts", count=count, first=first, more=more)
    whole_id = str(found.at[department_id, "part_of"])
    return fill_text("departments", "part", whole=escape(names[whole_id])) if whole_id in names else ""


def explain_star(ids: Iterable[str]) -> str:
    """Explain the star of collective names; empty if there are none."""
    if not bodies()["collective"].reindex(list(ids), fill_value=False).any():
        return ""
    return t("* 集体称谓，未列明具体部门", "* a collective name: no specific body named")


def name_top(counts: pd.DataFrame, total: int) -> str:
    """Name the three bodies with the most measures, as HTML."""
    names, top = {code: escape(name) for code, name in body_names("name").items()}, counts.head(3)
    first, *others = [
        # No space before a number after a full-width bracket.
        t(f"{name}{'' if name.endswith('）') else ' '}{number(count)} 条", f"{name}, {number(count)}")
        for name, count in zip(top["department_id"].map(names), top["measures"], strict=True)
    ]
    share = percent(int(counts["measures"].iloc[0]) / total)
    return fill_text("departments", "most_charged", first=first, share=share, others=join_names(others))


def join_names(words: Iterable[str]) -> str:
    """Join names that may contain commas: ``Enforcement Division, IP Office; Customs``."""
    return t("、", "; ").join(words)


def show_answer(sentence: str, *more: str) -> None:
    """Show the answer of a view; see `pages.ui.html.answer_html`."""
    st.html(answer_html(sentence, *more))


def explain_empty(choice: Choice) -> None:
    """Explain what to do if no body is left, or if the plans name none."""
    if not choice.regions():
        filters.show_no_results()
    elif bodies().empty:
        filters.show_hint("departments", "no_departments", "account_balance")
    else:
        filters.show_hint("departments", "no_body", "filter_alt_off")
