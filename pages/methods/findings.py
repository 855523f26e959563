"""The findings on the page on data and methods: what needs checking, with the lines of the source."""

from typing import Final

import pandas as pd
import streamlit as st

from pages.methods.source import lines_html, open_lines
from pages.ui import address, data, filters
from pages.ui.codes import CODE_NAMES, SEVERITIES, name_of
from pages.ui.evidence import findings
from pages.ui.evidence.findings import FINDING_KINDS, name_severity
from pages.ui.guard import fragment
from pages.ui.text import escape_markdown, fill_text, number, t
from pipeline.schema.errors import plural
from pipeline.schema.model import SEVERITIES as ALL_SEVERITIES

FILE: Final = "plan-atlas-findings"


@fragment
def show_findings(regions: pd.DataFrame, *, narrowed: bool) -> None:
    """Draw the findings in the plans of these regions, or all findings if not ``narrowed``."""
    found = data.query("findings")
    if narrowed:
        found = found[found["region_id"].isin(regions["region_id"])]
    st.markdown(_summarize(found))
    present, unnamed = set(found["severity"]), sorted(set(found["kind"]) - set(FINDING_KINDS))
    kinds = [code for code in FINDING_KINDS if found["kind"].eq(code).any()] + unnamed
    with st.container(horizontal=True):
        levels = {code: name_severity(code) for code in ALL_SEVERITIES[::-1] if code in present}
        meanings = CODE_NAMES["severity_meaning"]
        about = [f"{name_severity(code)}{t('：', ': ')}{name_of(meanings, code)}" for code in ALL_SEVERITIES]
        severities = address.choose_many(t("程度", "Severity"), "severity", levels, help="  \n".join(about))
        names = {code: name_of(FINDING_KINDS, code) for code in kinds}
        chosen = address.choose_many(t("类别", "Kind"), "kind", names)
    found = filters.select_rows(found, severity=severities, kind=chosen)
    if found.empty:
        filters.show_no_results()
        return
    findings.show_findings(found, _show_lines, FILE)


def _show_lines(plan_id: str, lines: range, place: str) -> None:
    st.html(lines_html(plan_id, lines[: findings.MOST_LINES]))
    label = escape_markdown(t(f"在来源文本中打开{place}", f"Open {place} in the source text"))
    if st.button(label, icon=":material/menu_book:", key=f"open_finding_{lines[0]}_{lines[-1]}"):
        open_lines(plan_id, lines[0], lines[-1])


def _summarize(found: pd.DataFrame) -> str:
    words = {}
    for code in ALL_SEVERITIES:
        name, count = name_of(SEVERITIES, code), int((found["severity"] == code).sum())
        none = t(f"没有{name}", f"no {name}s")
        words[code] = t(f"{name} {number(count)} 条", plural(count, name)) if count else none
    return fill_text("methods", "findings_left", total=len(found), **words)
