"""How a measure is shown: what it answers, what it says, who carries it, and where it stands in the source.

Text from documents is data. It is escaped and put into HTML; it never passes through Markdown or LaTeX.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from pages.shared import data
from pages.shared.text import DEPTHS, FATES, column, joined, named, source_lines, t
from pages.shared.theme import DARK, LIGHT, MARKS

_STYLE: Final = "".join(
    f".fate-{fate}{{background:light-dark({LIGHT.fates[fate]}40,{DARK.fates[fate]}59);"
    f"box-shadow:inset 0 -2px light-dark({LIGHT.fates[fate]},{DARK.fates[fate]})}}"
    for fate in FATES
) + "".join(
    f".depth-{depth}{{background:light-dark({LIGHT.depth_fills[depth]},{DARK.depth_fills[depth]});"
    f"color:light-dark({LIGHT.depth_inks[depth]},{DARK.depth_inks[depth]})}}"
    for depth in DEPTHS
)


def style() -> str:
    """The rules of the classes used here, for `st.html`; the shell sets them once for every page."""
    return (
        f"<style>{_STYLE}"
        ".chip{display:inline-block;padding:.1rem .5rem;border-radius:99px;font-size:.8rem;line-height:1.5;"
        "border:1px solid light-dark(#0000001f,#ffffff2b);white-space:nowrap}"
        ".measure{border-left:3px solid light-dark(#c6d2dd,#3c4c5b);padding:.1rem 0 .1rem .9rem;margin:.2rem 0 .9rem}"
        ".measure .said{line-height:1.75;margin:.35rem 0;overflow-wrap:anywhere;white-space:pre-wrap}"
        ".measure .meta,.source summary{font-size:.84rem;opacity:.85}"
        ".source summary{cursor:pointer;width:fit-content}"
        ".source ol{list-style:none;margin:.5rem 0;padding:.5rem .6rem;font-size:.84rem;line-height:1.8;"
        "background:light-dark(#f4f6f8,#1a232d);border-radius:6px;overflow-x:auto}"
        ".source li{display:flex;gap:.8rem;margin:0}"
        ".source li>span:first-child{flex:0 0 3.2em;text-align:right;opacity:.7;"
        "font-variant-numeric:tabular-nums;user-select:none}"
        ".source li>span:last-child{white-space:pre-wrap;overflow-wrap:anywhere}"
        ".source .other{opacity:.62}"
        "</style>"
    )


def depth_chip(depth: str) -> str:
    """A depth with its mark and colour, as HTML."""
    return f'<span class="chip depth-{escape(depth)}">{MARKS.get(depth, "")} {escape(named(DEPTHS, depth))}</span>'


def show_measures(measures: pd.DataFrame, *, with_region: bool = False, with_task: bool = False) -> None:
    """Show measures one under the other, each with its source text to unfold.

    Parameters
    ----------
    measures
        As in the codebook.
    with_region, with_task
        Whether region and task are named above each of them.
    """
    regions = data.regions().set_index("region_id")
    for measure in measures.to_dict("records"):
        heading = []
        if with_region:
            heading.append(str(regions.at[measure["region_id"], column("short")]))
        if with_task:
            heading.append(task_names(str(measure["task_id"])) or t("自设任务", "Local task"))
        st.html(measure_html(measure, source_of(measure), heading=" · ".join(heading)))


def source_of(measure: dict[str, Any]) -> str:
    """The source lines of a measure as HTML, with what belongs to it told from what doesn't."""
    own = data.ask("cell_spans", measure_id=measure["measure_id"])
    first = min([int(measure["first_line"]), *own["line"]])
    last = max([int(measure["last_line"]), *own["line"]])
    spans = data.ask("source_spans", plan_id=measure["plan_id"], first_line=first, last_line=last)
    return source_html(spans, set(own["offset"]))


def measure_html(measure: dict[str, Any], source: str = "", *, heading: str = "") -> str:
    """One measure as HTML; ``source`` is HTML, everything else is text."""
    said = str(measure["measure_text"])
    text = escape(said) if said else f"<em>{t('（本格为空）', '(left blank)')}</em>"
    departments = escape(str(measure["departments_text"])) or t("未填", "none given")
    place = source_lines(int(measure["first_line"]), int(measure["last_line"]))
    parts = [
        f"<strong>{escape(heading)}</strong> " if heading else "",
        depth_chip(str(measure["level"])),
        f'<div class="meta">{t("工作内容：", "Task as printed: ")}<span lang="zh">{escape(str(measure["task_text"]))}</span></div>',
        f'<div class="said" lang="zh">{text}</div>',
        f'<div class="meta">{t("责任部门：", "Departments: ")}<span lang="zh">{departments}</span></div>',
    ]
    summary = t(f"原文{place}", f"Source text, {place}")
    parts.append(f'<details class="source"><summary>{escape(summary)}</summary>{source}</details>' if source else escape(place))
    return f'<div class="measure">{"".join(parts)}</div>'


def source_html(spans: pd.DataFrame, own: Collection[int] = ()) -> str:
    """Source lines with every character marked by its fate.

    Parameters
    ----------
    spans
        Rows of the ledger, in the order of the source.
    own
        The offsets of the spans that are meant; the others are dimmed. Empty: all are meant.
    """
    lines = []
    for line, group in spans.groupby("line", sort=True):
        words, at = [], 0
        for span in group.itertuples():
            words.append(" " * (int(span.char_start) - at))
            kind = f"fate-{escape(str(span.fate))}" if not own or span.offset in own else "other"
            title = escape(named(FATES, str(span.fate)))
            words.append(f'<span class="{kind}" title="{title}">{escape(str(span.text))}</span>')
            at = int(span.char_end)
        lines.append(f'<li><span>{int(line)}</span><span lang="zh">{"".join(words)}</span></li>')
    return f"<ol>{''.join(lines)}</ol>"


def task_names(task_ids: str) -> str:
    """The short names of tasks whose ids are joined by ``;``."""
    if not task_ids:
        return ""
    names = data.tasks().set_index("task_id")[column("short")]
    return joined(f"{code} {names.get(code, '')}".strip() for code in task_ids.split(";"))


def depth_counts_html(counts: Iterable[tuple[str, int]]) -> str:
    """Chips with a number each, such as ``● specific 43``."""
    return " ".join(
        f'<span class="chip depth-{escape(depth)}">{MARKS[depth]} {escape(named(DEPTHS, depth))} {count}</span>'
        for depth, count in counts
    )
