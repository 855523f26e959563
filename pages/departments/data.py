"""What the departments page asks of the built tables, and what the reader chose of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from pages.ui import address, data, filters
from pages.ui.evidence.details import OPEN
from pages.ui.names import area_names, region_names, task_names
from pages.ui.text import Names, join_words, localized, name_of, source_lines, t

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
"""The mark of a role, beside its colour."""

DUTY_COLUMNS: Final = (
    "region", "area", "task", "measure", "role", "department", "quote", "full_name", "level", "lines",
    "measure_id",
)  # fmt: skip
"""What a table of duties shows."""

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

    def arguments(self) -> dict[str, Any]:
        """As arguments of the store."""
        counted = {"levels": self.levels or None, "whole": self.whole, "collective": self.collective}
        return {**self.chosen.arguments(), **counted}


def counts(choice: Choice, by: str = "", **more: Any) -> pd.DataFrame:
    """How much each body is charged with, as `pipeline.store.store.department_counts` counts it."""
    return data.query("department_counts", by=by, **choice.arguments() | more)


def counted_apart(choice: Choice, department_id: str) -> Choice:
    """The choice for a page about one body: a part of a body is shown by itself."""
    return replace(choice, whole=False) if bodies().at[department_id, "part_of"] else choice


def duties(choice: Choice, **more: Any) -> pd.DataFrame:
    """Mentions with their measures, as `pipeline.store.store.duties` gives them."""
    return data.query("duties", **choice.arguments() | more)


def bodies() -> pd.DataFrame:
    """The bodies that plans name, by id, the most named first."""
    return data.query("bodies").set_index("department_id", drop=False)


def body_names(stem: str = "short") -> dict[str, str]:
    """The names of the bodies by id; a collective name is marked with ``*``."""
    found = bodies()
    stars = found["collective"].map({True: "*", False: ""})
    return dict(zip(found["department_id"], found[localized(stem)] + stars, strict=True))


def shown_regions(choice: Choice) -> dict[str, str]:
    """The names of the regions with a plan that the filters leave."""
    regions = filters.chosen_regions(data.regions(), choice.chosen)
    planned = regions[regions["status"] == "plan"]
    return dict(zip(planned["region_id"], planned[localized("short")], strict=True))


def assigned_measures(choice: Choice) -> tuple[int, int]:
    """How many measures regions and key areas leave, and how many of them say who is responsible."""
    measures = data.query("measures", **choice.chosen.arguments())
    return len(measures), int((measures["departments_text"] != "").sum())


def duty_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per mention: where, for which task, what is to be done, in which role, and where it stands."""
    tasks = task_names()

    def task(ids: str, text: str) -> str:
        listed = join_words(tasks[code] for code in ids.split(";") if code in tasks)
        return listed or t(f"自设：{text}", f"local: {text}")

    table = rows.assign(
        region=rows["region_id"].replace(region_names()),
        area=rows["area_id"].replace(area_names()),
        task=list(map(task, rows["task_id"], rows["task_text"])),
        measure=rows["measure_text"],
        role=[name_of(ROLES, code) for code in rows["role"]],
        department=rows["department_id"].replace(body_names("name")),
        level=[name_of(LEVELS, code) for code in rows["level"]],
        lines=list(map(source_lines, rows["first_line"], rows["last_line"])),
    )
    return table[list(DUTY_COLUMNS)]


def turn_to(view: str, name: str, code: str) -> None:
    """Keep for the next run that another view is to be shown, about ``code``."""
    address.write_state(VIEW, (view,), ("matrix",))
    address.write_state(name, (code,), ("",))
    address.write_state(OPEN, ())
