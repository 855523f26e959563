"""Data, choices and texts of the departments page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final, Self

import pandas as pd

from pages.ui import data, filters
from pages.ui.address import choices_code
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.names import area_names
from pages.ui.text import fill_text, join_words, localized, number, percent, t, whole_percent
from pipeline.schema.errors import plural

FILE: Final = "plan-atlas-departments"
BODY: Final = "body"
REGION: Final = "of_region"
TASK: Final = "of_task"
"""URL parameters: the body, the region or the task of a view."""
_VIEWS: Final = {BODY: "body", REGION: "region", TASK: "task"}

ROLES: Final = CODE_NAMES["role"]
ROLE_MARKS: Final = {"lead": "◆", "support": "○", "named": "●"}
LEVELS: Final = CODE_NAMES["body_level"]


@dataclass(frozen=True)
class Choice:
    """The filters, and how bodies are counted.

    ``whole`` counts a part of a body with the body, ``collective`` counts collective names.
    """

    chosen: filters.Filters
    levels: tuple[str, ...]
    whole: bool
    collective: bool

    def arguments(self) -> dict[str, Any]:
        counted = {"levels": self.levels or None, "whole": self.whole, "collective": self.collective}
        return {**self.chosen.arguments(), **counted}

    def find_counts(self, by: str = "", **more: Any) -> pd.DataFrame:
        """Return `pipeline.store.store.department_counts` for the choice."""
        return data.query("department_counts", by=by, **self.arguments() | more)

    def find_duties(self, **more: Any) -> pd.DataFrame:
        """Return `pipeline.store.store.find_duties` for the choice."""
        return data.query("find_duties", **self.arguments() | more)

    def for_body(self, department_id: str) -> Self:
        """Return the choice for the view of one body, which shows a part of a body by itself."""
        return replace(self, whole=False) if bodies().at[department_id, "part_of"] else self

    def regions(self) -> dict[str, str]:
        """Return the names of the filtered regions with a plan by id."""
        regions = filters.filter_regions(data.regions(), self.chosen).query("status == 'plan'")
        return dict(zip(regions["region_id"], regions[localized("short")], strict=True))

    def name_areas(self) -> str:
        return join_words(map(area_names(numbered=False).__getitem__, self.chosen.area))

    def name_levels(self) -> str:
        return join_words(name_of(LEVELS, code) for code in self.levels)

    def describe_scope(self, *, with_levels: bool = True) -> str:
        """Describe the filters: regions, key areas, levels."""
        regions = list(self.regions().values())
        count = t(f"{len(regions)} 个地区", plural(len(regions), "region"))
        levels = self.name_levels() if with_levels else ""
        parts = (join_words(regions) if len(regions) <= 3 else count, self.name_areas(), levels)
        return t("，", "; ").join(filter(None, parts))


def bodies() -> pd.DataFrame:
    """Return the bodies by id, most mentions first."""
    return data.query("bodies").set_index("department_id", drop=False)


def body_names(stem: str = "short") -> dict[str, str]:
    """Return the names of the bodies by id; collective names end in ``*``."""
    found = bodies()
    stars = found["collective"].map({True: "*", False: ""})
    return dict(zip(found["department_id"], found[localized(stem)] + stars, strict=True))


def opens(name: str, ids: pd.Series) -> pd.Series:
    """Return the codes that open the view of each body, region or task; ``name`` is its URL parameter."""
    return ids.map(lambda code: choices_code(duty=_VIEWS[name], **{name: code}))


def describe_assigned(text: str, choice: Choice, counts: pd.DataFrame, **values: str) -> str:
    """Say how many measures name bodies, how many bodies, and which ones most, as HTML.

    ``text`` is the name of the text, ``counts`` the result of `Choice.find_counts`; all ``values`` are HTML.
    """
    measures = data.query("measures", **choice.chosen.arguments())
    total, assigned = len(measures), int((measures["departments_text"] != "").sum())
    values |= {"share": whole_percent(assigned / max(total, 1)), "levels": choice.name_levels()}
    most, numbers = _name_top(counts, assigned), {"measures": total, "assigned": assigned}
    return fill_text("departments", text, **values, **numbers, bodies=len(counts), most=most)


def describe_roles(counts: Mapping[str, Any] | pd.Series) -> str:
    """List the roles of a body with their counts: ``牵头 3、配合 2、列名 20``."""
    return join_words(f"{name_of(ROLES, role)} {number(counts[role])}" for role in ROLES if counts[role])


def add_roles(counts: pd.DataFrame) -> pd.DataFrame:
    """Add ``roles``, the result of `describe_roles`, to rows of counts."""
    return counts.assign(roles=[describe_roles(row) for row in records(counts)])


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


def explain_empty(choice: Choice) -> str | None:
    """Explain what to do if no body is left, or if the plans name none."""
    if not choice.regions():
        return filters.show_no_results()
    if bodies().empty:
        return filters.show_hint("departments", "no_departments", "account_balance")
    return filters.show_hint("departments", "no_body", "filter_alt_off")


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
