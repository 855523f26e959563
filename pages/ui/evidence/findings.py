"""Findings of the pipeline as a table on a page."""

from typing import Final

import pandas as pd
import streamlit as st

from pages.ui import data
from pages.ui.names import region_names
from pages.ui.tables import MISSING, Columns, choose_row
from pages.ui.text import (
    CODE_NAMES,
    SEVERITIES,
    escape_markdown,
    join_first,
    join_words,
    localized,
    name_of,
    number,
    t,
)
from pipeline.schema.model import SEVERITIES as ALL_SEVERITIES

FINDING_KINDS: Final = CODE_NAMES["finding"]
SEVERITY_MARKS: Final = {"note": "○", "doubt": "◐", "error": "●"}

MOST_LINES: Final = 40
"""The most source lines of a finding that are shown."""
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


def choose_finding(found: pd.DataFrame) -> pd.DataFrame | None:
    """Show a table of findings, each message once with the places of its findings.

    Returns the findings of the selected message, with ``place`` (str), or None.
    """
    places = data.query("finding_places").set_index("finding_id")[localized("place")]
    found = sort_findings(found.assign(place=found["finding_id"].map(places)))
    same = found.groupby(["plan_id", "region_id", "kind", localized("message")], sort=False)
    numbers = same.ngroup()
    counts = found.groupby(numbers)["place"].nunique()
    joined = found.groupby(numbers)["place"].agg(lambda places: join_first(list(places.unique())) or MISSING)
    everything, found = found, found[~numbers.duplicated()]
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
        "count": (counts.map(number), t("处数", "Places"), 60),
        "place": (joined, t("位置", "Place"), 170),
        "kind": ([name_of(FINDING_KINDS, code) for code in found["kind"]], t("类别", "Kind"), 185),
    }
    if len(data.plans()) == 1:
        del columns["region"]
    if counts.max() == 1:
        del columns["count"]
    height = _HEIGHT if len(found) > _LONGEST else "auto"
    row = choose_row(columns, "findings", found["finding_id"], height=height)
    return None if row is None else everything[numbers == row]


def show_message(found: pd.DataFrame) -> list[tuple[str, range]]:
    """Show the message of the selected findings with all their places.

    Returns plan_id and source lines of each place, of the first ones if they have more than `MOST_LINES`.
    """
    st.text(str(found[localized("message")].iloc[0]))
    places = found["place"].unique()
    if len(places) > 1:
        st.caption(escape_markdown(join_words(places)))
    shown: list[tuple[str, range]] = []
    located = found[found["plan_id"].ne("") & found["first_line"].gt(0)]
    for plan_id, first, last in located[["plan_id", "first_line", "last_line"]].drop_duplicates().to_numpy():
        if sum(len(lines) for _, lines in shown) < MOST_LINES:
            shown.append((str(plan_id), range(int(first), int(last) + 1)))
    return shown
