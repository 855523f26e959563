"""Findings of the pipeline as a table on a page."""

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from pages.ui import data
from pages.ui.codes import CODE_NAMES, SEVERITIES, name_of
from pages.ui.evidence.evidence import records
from pages.ui.names import region_names
from pages.ui.tables import MISSING, Columns, choose_row, downloads, fit_rows
from pages.ui.text import escape_markdown, join_first, localized, t
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
    ranks = found["severity"].map(ALL_SEVERITIES.index).astype("int64")
    return found.loc[ranks.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def show_findings(
    found: pd.DataFrame, show_lines: Callable[[str, range, str], None], file_name: str, name: str = ""
) -> None:
    """Show a table of findings, and the selected one with its lines.

    ``show_lines`` draws source lines of a plan (plan_id) with their place in words; ``file_name`` and
    ``name`` are those of `pages.ui.tables.downloads`.
    """
    found = sort_findings(found)
    if (picked := _choose_message(found)) is not None:
        with st.container(border=True):
            _show_message(picked, show_lines)
    downloads(found, file_name, name)


def _choose_message(found: pd.DataFrame) -> pd.DataFrame | None:
    """Show each message once with the places of its findings; return those of the selected one."""
    places = data.query("finding_places").set_index("finding_id")[localized("place")]
    found = found.assign(place=found["finding_id"].map(places[places != ""]))
    same = found.groupby(["plan_id", "region_id", "kind", localized("message")], sort=False)
    numbers = same.ngroup()
    counts = found.groupby(numbers)["place"].nunique()
    joined = found.groupby(numbers)["place"].agg(lambda some: join_first(list(some.dropna().unique())))
    everything, found = found, found[~numbers.duplicated()]
    names, years = region_names(), data.plans().set_index("plan_id")["year"].astype(str)
    one_plan, one_year = len(years) == 1, years.nunique() < 2
    regions = found["region_id"].map(names).fillna("")
    if not one_year:
        regions += " " + found["plan_id"].map(years).fillna("")
    columns: Columns = {
        "severity": (found["severity"].map(name_severity), t("程度", "Severity"), 80),
        "region": (regions.str.strip(), t("地区", "Region") if one_year else t("工作要点", "Plan"), 105),
        "message": (found[localized("message")], t("说明", "What it is"), 575 if one_plan else 470),
        "count": (counts.map(str).replace("0", MISSING), t("处数", "Places"), 60),
        "place": (joined.replace("", MISSING), t("位置", "Place"), 150),
        "kind": ([name_of(FINDING_KINDS, code) for code in found["kind"]], t("类别", "Kind"), 185),
    }
    left_out = {"region"} if one_plan else set()
    left_out |= {"count"} if counts.max() < 2 else set()
    columns = {name: column for name, column in columns.items() if name not in left_out}
    height = _HEIGHT if len(found) > _LONGEST else "auto"
    tall = fit_rows(*columns["message"][::2])
    row = choose_row(columns, "findings", found["finding_id"], height=height, row_height=tall)
    return None if row is None else everything[numbers == row]


def _show_message(found: pd.DataFrame, show_lines: Callable[[str, range, str], None]) -> None:
    st.text(str(found[localized("message")].iloc[0]))
    places = found["place"].dropna().unique()
    if len(places) > 1:
        st.caption(escape_markdown(join_first(list(places), MOST_LINES)))
    located = found[found["plan_id"].ne("") & found["first_line"].gt(0)]
    shown = 0
    for row in records(located.drop_duplicates(["first_line", "last_line"])):
        lines = range(row["first_line"], row["last_line"] + 1)
        if shown < MOST_LINES:
            show_lines(row["plan_id"], lines, row["place"])
        shown += len(lines)
