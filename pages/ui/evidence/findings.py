"""Findings of the pipeline as a table on a page."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.names import region_names
from pages.ui.tables import Columns, choose_row
from pages.ui.text import CODE_NAMES, SEVERITIES, localized, name_of, t
from pipeline.schema.model import SEVERITIES as ALL_SEVERITIES

FINDING_KINDS: Final = CODE_NAMES["finding"]
SEVERITY_MARKS: Final = {"note": "○", "doubt": "◐", "error": "●"}

_LONGEST: Final = 5
_HEIGHT: Final = 390
"""In pixels, of a table of more rows than the longest that does not scroll."""


def name_severity(code: str) -> str:
    """Return mark and name of a severity."""
    return f"{SEVERITY_MARKS.get(code, '')} {name_of(SEVERITIES, code)}"


def sort_findings(found: pd.DataFrame) -> pd.DataFrame:
    """Return findings by severity, else in the order of the sources."""
    return found.sort_values(
        "severity", key=lambda codes: -codes.map(ALL_SEVERITIES.index), kind="stable", ignore_index=True
    )


def choose_finding(found: pd.DataFrame, places: Sequence[str], heading: str, width: int) -> dict | None:
    """Show a table of findings; return the selected one.

    ``places`` are shown in a column with this heading and width in pixels.
    """
    names, years = region_names(), data.plans().set_index("plan_id")["year"].astype(str)
    if years.nunique() < 2:
        years = years[:0]
    regions = [
        f"{names.get(code, '')} {years.get(plan_id, '')}".strip()
        for code, plan_id in zip(found["region_id"], found["plan_id"], strict=True)
    ]
    columns: Columns = {
        "severity": (found["severity"].map(name_severity), t("程度", "Severity"), 80),
        "region": (regions, t("地区", "Region"), 105),
        "message": (found[localized("message")], t("说明", "What it is"), 575),
        "lines": (places, heading, width),
        "kind": ([name_of(FINDING_KINDS, code) for code in found["kind"]], t("类别", "Kind"), 185),
    }
    if len(data.plans()) == 1:
        del columns["region"]
    height = _HEIGHT if len(found) > _LONGEST else "auto"
    row = choose_row(columns, "findings", found["finding_id"], height=height)
    return None if row is None else found.iloc[row].to_dict()
