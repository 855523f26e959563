"""Texts of the departments page."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from pages.departments.data import LEVELS, ROLES, Choice, bodies, body_names
from pages.ui import data, filters
from pages.ui.codes import name_of
from pages.ui.names import area_names
from pages.ui.text import fill_text, join_words, number, percent, plural, t, whole_percent


def describe_scope(choice: Choice, *, with_levels: bool = True) -> str:
    """Describe the filters: regions, key areas, levels."""
    regions = list(choice.regions().values())
    count = t(f"{len(regions)} 个地区", plural(len(regions), "region"))
    levels = name_levels(choice) if with_levels else ""
    parts = (join_words(regions) if len(regions) <= 3 else count, name_areas(choice), levels)
    return t("，", "; ").join(filter(None, parts))


def name_areas(choice: Choice) -> str:
    """Name the chosen key areas; empty for all."""
    return join_words(map(area_names(numbered=False).__getitem__, choice.chosen.area))


def name_levels(choice: Choice) -> str:
    """Name the chosen levels; empty for all."""
    return join_words(name_of(LEVELS, code) for code in choice.levels)


def describe_assigned(text: str, choice: Choice, counts: pd.DataFrame, **values: str) -> str:
    """Say how many measures name bodies, how many bodies, and which ones most, as HTML.

    ``text`` is the name of the text, ``counts`` the result of `Choice.find_counts`; all ``values`` are HTML.
    """
    measures = data.query("measures", **choice.chosen.arguments())
    total, assigned = len(measures), int((measures["departments_text"] != "").sum())
    values |= {"share": whole_percent(assigned / max(total, 1)), "levels": name_levels(choice)}
    most, numbers = _name_top(counts, assigned), {"measures": total, "assigned": assigned}
    return fill_text("departments", text, **values, **numbers, bodies=len(counts), most=most)


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
    starred = bodies()["collective"].reindex(list(ids), fill_value=False).any()
    return t("* 集体称谓，未列明具体部门", "* a collective name: no specific body named") if starred else ""


def join_names(words: Iterable[str]) -> str:
    """Join names that may contain commas: ``Enforcement Division, IP Office; Customs``."""
    return t("、", "; ").join(words)


def explain_empty(choice: Choice) -> None:
    """Explain what to do if no body is left, or if the plans name none."""
    if not choice.regions():
        filters.show_no_results()
    elif bodies().empty:
        filters.show_hint("departments", "no_departments", "account_balance")
    else:
        filters.show_hint("departments", "no_body", "filter_alt_off")


def _name_top(counts: pd.DataFrame, total: int) -> str:
    """Name the three bodies with the most measures, as HTML."""
    names, top = body_names("name"), counts.head(3)
    first, *others = [
        # No space before a number after a full-width bracket.
        t(f"{name}{'' if name.endswith('）') else ' '}{number(count)} 条", f"{name}, {number(count)}")
        for name, count in zip(map(escape, top["department_id"].map(names)), top["measures"], strict=True)
    ]
    share = percent(int(counts["measures"].iloc[0]) / total)
    return fill_text("departments", "most_charged", first=first, share=share, others=join_names(others))
