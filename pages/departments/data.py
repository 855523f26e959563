"""Data and choices of the departments page."""

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import pandas as pd

from pages.ui import address, data, filters
from pages.ui.codes import CODE_NAMES
from pages.ui.evidence.details import OPEN
from pages.ui.text import localized

FILE: Final = "plan-atlas-departments"
VIEW: Final = "duty"
BODY: Final = "body"
REGION: Final = "of_region"
TASK: Final = "of_task"
"""URL parameters: the view, and the body, the region or the task of a view."""

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
        """Return the choice as arguments of the store."""
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


def bodies() -> pd.DataFrame:
    """Return the bodies by id, most mentions first."""
    return data.query("bodies").set_index("department_id", drop=False)


def body_names(stem: str = "short") -> dict[str, str]:
    """Return the names of the bodies by id; collective names end in ``*``."""
    found = bodies()
    stars = found["collective"].map({True: "*", False: ""})
    return dict(zip(found["department_id"], found[localized(stem)] + stars, strict=True))


def switch_view(name: str, code: str) -> None:
    """Write the view of a body, region or task into the URL; ``name`` is its parameter."""
    address.write_state(VIEW, ({BODY: "body", REGION: "region", TASK: "task"}[name],))
    address.write_state(name, (code,), ("",))
    address.write_state(OPEN, ())
