"""What the departments page asks of the built tables, and what the reader chose of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.ui import address, data, filters
from pages.ui.evidence.details import OPEN
from pages.ui.evidence.sources import source_note
from pages.ui.text import Language, Names, column, named, t
from pipeline.store import store

FILE: Final = "plan-atlas-departments"
VIEW: Final = "duty"
"""The name of the view in the address; beside it the body, the region and the task that a view is about."""
BODY: Final = "body"
REGION: Final = "of_region"
TASK: Final = "of_task"

ROLES: Final[Names] = {
    "lead": {"zh": "牵头", "en": "leads"},
    "support": {"zh": "配合", "en": "supports"},
    "named": {"zh": "列名", "en": "named"},
}
SIGNS: Final = {"lead": "◆", "support": "○", "named": "●"}
"""What tells a role without its colour."""

LEVELS: Final[Names] = {
    "central": {"zh": "中央及其派驻", "en": "central"},
    "provincial": {"zh": "省级", "en": "provincial"},
    "city": {"zh": "市县", "en": "city or county"},
    "other": {"zh": "其他", "en": "other"},
}


@dataclass(frozen=True)
class Choice:
    """What the sidebar leaves of the corpus, and how bodies are counted."""

    chosen: filters.Filters
    levels: tuple[str, ...]
    whole: bool
    collective: bool

    def asked(self) -> dict[str, Any]:
        """As arguments of the store."""
        regions = filters.chosen_regions(data.regions(), self.chosen)
        narrowed = self.chosen.of_regions
        return {
            "region_ids": tuple(regions["region_id"]) if narrowed else None,
            "area_ids": self.chosen.area or None,
            "levels": self.levels or None,
            "whole": self.whole,
            "collective": self.collective,
        }


def choose(names: tuple[str, ...], *, levels: bool = True) -> Choice:
    """The filters in the sidebar, and under them whose bodies count and how."""
    chosen = filters.sidebar(names)
    with st.sidebar.container(key="departments_counted"):
        kept = (
            address.choose_many(
                t("层级", "Level"),
                "level",
                list(LEVELS),
                lambda code: named(LEVELS, code),
                placeholder=t("全部", "All"),
                help=t(
                    "部门属于哪一级：海关、人民银行等中央派驻机构算中央；直辖市的“市”算省级。",
                    "Whose body it is. Local branches of central agencies, such as customs, are central; "
                    "municipalities are provinces.",
                ),
            )
            if levels
            else ()
        )
        parts = {"whole": t("并入主管", "With the whole"), "own": t("单独计", "Apart")}
        whole = address.choose_segment(
            t("内设与分支机构", "Parts of a body"),
            "parts",
            list(parts),
            parts.__getitem__,
            decides=True,
            help=t(
                "并入：各地海关计入“海关”，知识产权局的处室计入“知识产权局”。",
                "With the whole: customs houses count for customs, divisions of the IP office for it.",
            ),
        )
        all_names = {"all": t("计入", "Counted"), "without": t("不计", "Left out")}
        collective = (
            address.choose_segment(
                t("集体称谓*", "Collective names*"),
                "collective",
                list(all_names),
                all_names.__getitem__,
                decides=True,
                help=t(
                    "如“各有关部门”“联席会议成员单位”：没有点名具体部门。",
                    "Such as “departments concerned” or “members of the joint conference”.",
                ),
            )
            if levels
            else "all"
        )
    return Choice(chosen, kept, whole == "whole", collective == "all")


def counts(choice: Choice, by: str = "", **more: Any) -> pd.DataFrame:
    """How much each body is charged with, as `pipeline.store.store.department_counts` tells."""
    return data.ask("department_counts", by=by, **choice.asked() | more)


def counted_apart(choice: Choice, department_id: str) -> Choice:
    """The choice for a page about one body: a part of a body is shown by itself."""
    return replace(choice, whole=False) if bodies().at[department_id, "part_of"] else choice


def duties(choice: Choice, **more: Any) -> pd.DataFrame:
    """Mentions with their measures, as `pipeline.store.store.duties` tells."""
    return data.ask("duties", **choice.asked() | more)


def bodies() -> pd.DataFrame:
    """The bodies that plans name, by id, the most named first."""
    return data.ask("bodies").set_index("department_id", drop=False)


def body_names(stem: str = "short", language: Language | None = None) -> dict[str, str]:
    """The names of the bodies by id; a collective name is marked with ``*``."""
    found = bodies()
    stars = found["collective"].map({True: "*", False: ""})
    return dict(zip(found["department_id"], found[column(stem, language)] + stars, strict=True))


def region_names() -> dict[str, str]:
    """The short names of the regions that have a plan, in official order."""
    regions = data.regions()
    planned = regions[regions["status"] == "plan"]
    return dict(zip(planned["region_id"], planned[column("short")], strict=True))


def area_names(stem: str = "short") -> dict[str, str]:
    """The names of the key areas by id."""
    areas = data.areas()
    return dict(zip(areas["area_id"], areas[column(stem)], strict=True))


def task_names(stem: str = "short") -> dict[str, str]:
    """The names of the standard tasks by id, in the order of the template."""
    tasks = data.tasks()
    return dict(zip(tasks["task_id"], tasks[column(stem)], strict=True))


def shown_regions(choice: Choice) -> dict[str, str]:
    """The names of the regions with a plan that the filters leave."""
    kept = set(filters.chosen_regions(data.regions(), choice.chosen)["region_id"])
    return {code: name for code, name in region_names().items() if code in kept}


def measures_in(choice: Choice) -> pd.DataFrame:
    """The measures that regions and key areas leave."""
    asked = choice.asked()
    return data.ask("measures", region_ids=asked["region_ids"], area_ids=asked["area_ids"])


def note() -> str:
    """The source note of the pictures."""
    return source_note()


def weight(role: str) -> int:
    """0 for the weightiest role."""
    return store.ROLES.index(role)


def turn_to(view: str, name: str, code: str) -> None:
    """Keep for the next run that another view is to be shown, about ``code``."""
    address.keep(VIEW, (view,), ("matrix",))
    address.keep(name, (code,), ("",))
    address.keep(OPEN, ())
