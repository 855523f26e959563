"""The findings on the page on data and methods: what needs checking, with the lines of the source."""

from typing import Final

import pandas as pd
import streamlit as st

from pages.methods.source import lines_html, open_lines
from pages.ui import address, data, filters
from pages.ui.evidence.findings import FINDING_KINDS, choose_finding, name_severity, sort_findings
from pages.ui.guard import fragment
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
SEVERITY_MEANINGS: Final = CODE_NAMES["severity_meaning"]
_MOST_LINES: Final = 40
_KIND_ORDER: Final = {code: place for place, code in enumerate(FINDING_KINDS)}


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
            name_severity,
            placeholder=t("全部", "All"),
            help="  \n".join(
                f"{name_severity(code)}：{name_of(SEVERITY_MEANINGS, code)}" for code in ALL_SEVERITIES
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
    found = sort_findings(found)
    lines = [
        "–" if not first else f"{first}" if first == last else f"{first}–{last}"
        for first, last in zip(found["first_line"], found["last_line"], strict=True)
    ]
    if picked := choose_finding(found, lines, t("源文件行", "Lines"), 100):
        _show_finding(picked)
    downloads(found, FILE)


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
    words = {code: _count_severity(code, count) for code, count in counts.items()}
    total = t(number(len(found)), plural(len(found), "finding"))
    return fill_text("methods", "findings_left", total=total, **words)


def _count_severity(code: str, count: int) -> str:
    name = name_of(SEVERITIES, code)
    if not count:
        return t(f"没有{name}", f"no {name}s")
    return t(f"{name} {number(count)} 条", plural(count, name))
