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
from pages.ui.text import CODE_NAMES, SEVERITIES, localized, name_of, number, plural, source_lines, t
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
    shown = pd.DataFrame(
        {
            "severity": marks,
            "kind": found["kind"].map(lambda code: name_of(FINDING_KINDS, code)),
            "region": regions,
            "lines": lines,
            "message": found[localized("message")],
        }
    )
    event = st.dataframe(
        shown,
        hide_index=True,
        height=390,
        row_height=42,
        on_select="rerun",
        selection_mode="single-row",
        key=f"{_TABLE}_{crc32(' '.join(found['finding_id']).encode())}",
        column_order=["severity", "region", "message", "lines", "kind"],
        column_config={
            "severity": st.column_config.TextColumn(t("程度", "Severity"), width=80),
            "kind": st.column_config.TextColumn(t("类别", "Kind"), width=185),
            "region": st.column_config.TextColumn(t("地区", "Region"), width=105),
            "lines": st.column_config.TextColumn(t("源文件行", "Lines"), width=100),
            "message": st.column_config.TextColumn(t("说明", "What it is"), width=575),
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
    counts = found["severity"].value_counts()
    error, doubt, note = (int(counts.get(code, 0)) for code in ("error", "doubt", "note"))
    return t(
        f"读取时共记下 **{number(len(found))}** 条：错误 **{error}** 条，存疑 **{doubt}** 条（请核对原文），"
        f"说明 {note} 条（按规则处理，供参考）。选中一行可看到它所指的原文。",
        f"**{plural(len(found), 'finding')}** were recorded while reading: "
        f"**{plural(error, 'error')}**, **{plural(doubt, 'doubt')}** to check against the source, and "
        f"{plural(note, 'note')} on what was done by rule. Select a row to see its source lines.",
    )
