"""The findings on the page on data and methods: what needs checking, with the lines of the source."""

from typing import Final
from zlib import crc32

import pandas as pd
import streamlit as st

from pages.methods.source import lines_html, open_lines
from pages.ui import address, data, filters
from pages.ui.guard import fragment
from pages.ui.names import region_names
from pages.ui.tables import downloads
from pages.ui.text import (
    CODE_NAMES,
    SEVERITIES,
    fill_text,
    localized,
    name_of,
    number,
    plural,
    source_lines,
    t,
)
from pipeline.schema.model import SEVERITIES as ALL_SEVERITIES

FILE: Final = "plan-atlas-findings"
FINDING_KINDS: Final = CODE_NAMES["finding"]
SEVERITY_MEANINGS: Final = CODE_NAMES["severity_meaning"]
SEVERITY_MARKS: Final = {"note": "○", "doubt": "◐", "error": "●"}
_MOST_LINES: Final = 40
_KIND_ORDER: Final = {code: place for place, code in enumerate(FINDING_KINDS)}
_TABLE: Final = "table_findings"
"""The key of the table, before a hash of its rows: a selection is kept for the same findings only."""


@fragment
def show_findings(regions: pd.DataFrame, *, narrowed: bool) -> None:
    """Draw the findings in the plans of these regions, or all findings if not ``narrowed``."""
    found = data.query("findings")
    if narrowed:
        found = found[found["region_id"].isin(regions["region_id"])]
    st.markdown(_summarize(found))
    with st.container(horizontal=True):
        severities = address.choose_many(
            t("程度", "Severity"),
            "severity",
            [code for code in reversed(ALL_SEVERITIES) if code in set(found["severity"])],
            lambda code: f"{SEVERITY_MARKS[code]} {name_of(SEVERITIES, code)}",
            placeholder=t("全部", "All"),
            help="  \n".join(
                f"{SEVERITY_MARKS[code]} {name_of(SEVERITIES, code)}：{name_of(SEVERITY_MEANINGS, code)}"
                for code in ALL_SEVERITIES
            ),
        )
        kinds = address.choose_many(
            t("类别", "Kind"),
            "kind",
            sorted(sorted(set(found["kind"])), key=lambda code: _KIND_ORDER.get(code, len(_KIND_ORDER))),
            lambda code: name_of(FINDING_KINDS, code),
            placeholder=t("全部", "All"),
        )
    if severities:
        found = found[found["severity"].isin(severities)]
    if kinds:
        found = found[found["kind"].isin(kinds)]
    if found.empty:
        filters.show_no_results()
        return
    # By severity, else in the order of the sources.
    by_severity = found.sort_values(
        "severity", key=lambda codes: -codes.map(ALL_SEVERITIES.index), kind="stable", ignore_index=True
    )
    if picked := _choose_finding(by_severity):
        _show_finding(picked)
    downloads(found, FILE)


def _choose_finding(found: pd.DataFrame) -> dict | None:
    """Show the table of findings; return the selected one."""
    names, years = region_names(), data.plans().set_index("plan_id")["year"].astype(str)
    if years.nunique() < 2:
        years = years[:0]
    marks = found["severity"].map(lambda code: f"{SEVERITY_MARKS.get(code, '')} {name_of(SEVERITIES, code)}")
    lines = [
        "–" if not first else f"{first}" if first == last else f"{first}–{last}"
        for first, last in zip(found["first_line"], found["last_line"], strict=True)
    ]
    regions = [
        f"{names.get(code, '')} {years.get(plan_id, '')}".strip()
        for code, plan_id in zip(found["region_id"], found["plan_id"], strict=True)
    ]
    kinds = found["kind"].map(lambda code: name_of(FINDING_KINDS, code))
    columns = {
        "severity": (marks, t("程度", "Severity"), 80),
        "region": (regions, t("地区", "Region"), 105),
        "message": (found[localized("message")], t("说明", "What it is"), 575),
        "lines": (lines, t("源文件行", "Lines"), 100),
        "kind": (kinds, t("类别", "Kind"), 185),
    }
    event = st.dataframe(
        pd.DataFrame({name: values for name, (values, _, _) in columns.items()}),
        hide_index=True,
        height=390,
        row_height=42,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{_TABLE}_{crc32(' '.join(found['finding_id']).encode())}",
        column_config={
            name: st.column_config.TextColumn(heading, width=width)
            for name, (_, heading, width) in columns.items()
        },
    )
    rows = event.selection.rows
    return found.iloc[rows[0]].to_dict() if rows and rows[0] < len(found) else None


def _show_finding(finding: dict) -> None:
    """Show a finding with its lines of the source, and a button that opens them."""
    first, last, plan_id = int(finding["first_line"]), int(finding["last_line"]), str(finding["plan_id"])
    with st.container(border=True):
        st.text(str(finding[localized("message")]))
        if not plan_id or not first:
            return
        st.html(lines_html(plan_id, range(first, last + 1)[:_MOST_LINES]))
        lines = source_lines(first, last)
        label = t(f"在来源文本中打开{lines}", f"Open {lines} in the source text")
        if st.button(label, icon=":material/menu_book:", key="open_finding"):
            open_lines(plan_id, first, last)


def _summarize(found: pd.DataFrame) -> str:
    counts = {code: int((found["severity"] == code).sum()) for code in ALL_SEVERITIES}
    words = {code: t(str(count), plural(count, code)) for code, count in counts.items()}
    total = t(number(len(found)), plural(len(found), "finding"))
    return fill_text("methods", "findings_left", total=total, **words)
