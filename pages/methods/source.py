"""Source text coloured by fate: each character's fate by colour, by line style and by a letter in the margin.

What stands in a source is data: it is escaped here, once, for text and for attributes alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import urlencode

import pandas as pd

from pages.methods.place import Window
from pages.ui.text import FATES, Language, named, percent
from pages.ui.written import written
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES

LETTERS: Final[dict[str, dict[Language, str]]] = {
    "task": {"zh": "内", "en": "T"},
    "measure": {"zh": "举", "en": "M"},
    "deliverable": {"zh": "果", "en": "F"},
    "departments": {"zh": "责", "en": "D"},
    "deadline": {"zh": "限", "en": "L"},
    "title": {"zh": "题", "en": "ti"},
    "header": {"zh": "头", "en": "he"},
    "serial": {"zh": "序", "en": "se"},
    "area": {"zh": "重", "en": "ka"},
    "page_number": {"zh": "页", "en": "pn"},
    "overprint": {"zh": "叠", "en": "op"},
    "preface": {"zh": "前", "en": "pf"},
    "delimiter": {"zh": "隔", "en": "de"},
    "other_column": {"zh": "其", "en": "oc"},
    "running_head": {"zh": "眉", "en": "rh"},
    "comment": {"zh": "批", "en": "co"},
    "footnote": {"zh": "注", "en": "fn"},
    "hidden": {"zh": "藏", "en": "hi"},
    "deleted": {"zh": "删", "en": "del"},
    "invisible": {"zh": "隐", "en": "in"},
    "unread": {"zh": "未", "en": "nr"},
}
"""What stands for a fate in the margin: capitals for cells, small letters for furniture."""

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "caption": {
        "zh": "来源文本，每个字符按去向着色",
        "en": "Source text, each character coloured by its fate",
    },
    "line": {"zh": "行", "en": "Line"},
    "row": {"zh": "举措", "en": "Measure"},
    "text": {"zh": "原文", "en": "Text"},
    "fate": {"zh": "去向", "en": "Fate"},
    "blank": {"zh": "空行", "en": "blank line"},
    "furniture": {"zh": "版面文字，不入单元格", "en": "layout text, part of no cell"},
    "link": {"zh": "指向这一行的链接", "en": "Link to this line"},
    "lost": {"zh": "这一行有字符没有去向", "en": "Characters of this line are unaccounted for"},
}


def fate_legend(shares: Mapping[str, float], language: Language) -> str:
    """Each fate as it is drawn, with its letter, its name and its share of the characters of a plan."""
    entries = "".join(
        f'<li><span class="f-{fate}">&nbsp;{LETTERS[fate][language]}&nbsp;</span> '
        f"{named(FATES, fate, language)} <small>{_share(shares[fate])}</small></li>"
        for fate in CHARACTER_CLASSES
        if shares.get(fate)
    )
    return f'<ul class="ledger-fates">{entries}</ul>'


def source_table(
    spans: pd.DataFrame,
    shown: Window,
    plan_id: str,
    language: Language,
    measures: Mapping[str, str] | None = None,
    lost: Mapping[int, str] | None = None,
) -> str:
    """Lines of a source as a table: number, measure that begins, text, fates.

    Parameters
    ----------
    spans
        Of the table `ledger`, in the order of the source.
    shown
        The lines to show, and those to mark.
    plan_id
        Plan whose lines they are, for the links to them.
    measures
        What is said of each measure by its id.
    lost
        What is said of lines that hold characters without a fate.

    Returns
    -------
    str
        HTML without any markup but its own.
    """
    lines: dict[int, list[dict]] = {}
    for span in spans.to_dict("records"):
        lines.setdefault(int(span["line"]), []).append({str(key): value for key, value in span.items()})
    seen: set[str] = set()
    rows = [
        _row(number, lines.get(number, []), shown, plan_id, language, measures or {}, lost or {}, seen)
        for number in range(shown.first, shown.last + 1)
    ]
    head = "".join(
        f'<th class="{name}" scope="col">{_WORDS[name][language]}</th>'
        for name in ("line", "row", "fate", "text")
    )
    return (
        f'<table class="ledger-text"><caption class="hidden-words">{_WORDS["caption"][language]}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(
    number: int,
    spans: list[dict],
    shown: Window,
    plan_id: str,
    language: Language,
    measures: Mapping[str, str],
    lost: Mapping[int, str],
    seen: set[str],
) -> str:
    marked = shown.marked is not None and shown.marked.first <= number <= shown.marked.last
    fresh = [span for span in spans if span["measure_id"] and span["measure_id"] not in seen]
    seen.update(span["measure_id"] for span in fresh)
    begins = any(span["cell_start"] == 0 for span in fresh)
    classes = [
        *(["marked"] if marked else []),
        *(["begins"] if begins else []),
        *([] if spans else ["blank"]),
    ]
    tooltip = escape(_WORDS["link"][language])
    here = escape("?" + urlencode({"plan": plan_id, "line": number, "lang": language}))
    warning = f' <span class="lost" title="{escape(lost[number])}">!</span>' if number in lost else ""
    return (
        f'<tr id="line-{number}" class="{" ".join(classes)}">'
        f'<th class="line" scope="row"><a href="{here}" title="{tooltip}">{number}</a></th>'
        f'<td class="row">{_row_number(fresh, begins)}</td>'
        f'<td class="fate">{_letters(spans, language)}{warning}</td>'
        f'<td class="text" lang="zh-CN">{_text(spans, language, measures)}</td></tr>'
    )


def _row_number(fresh: list[dict], begins: bool) -> str:
    if not fresh:
        return ""
    number = escape(str(fresh[-1]["measure_id"]).rsplit("-", 1)[-1])
    return number if begins else f"…{number}"


def _text(spans: list[dict], language: Language, measures: Mapping[str, str]) -> str:
    written, at = [], 0
    for span in spans:
        written.append(" " * (int(span["char_start"]) - at))
        written.append(_span(span, language, measures))
        at = int(span["char_end"])
    return "".join(written)


def _span(span: dict, language: Language, measures: Mapping[str, str]) -> str:
    fate = str(span["fate"])
    of_cell = fate in CELL_CLASSES
    about = (
        measures.get(str(span["measure_id"]), str(span["measure_id"]))
        if of_cell
        else _WORDS["furniture"][language]
    )
    title = f"{named(FATES, fate, language)} · {about}"
    return f'<span class="f-{escape(fate)}" title="{escape(title)}">{written(str(span["text"]))}</span>'


def _letters(spans: list[dict], language: Language) -> str:
    """The letters of a line's fates, in their order on the line, each once."""
    fates = dict.fromkeys(str(span["fate"]) for span in spans)
    return " ".join(
        f'<abbr title="{escape(named(FATES, fate, language))}">{escape(_letter(fate, language))}</abbr>'
        for fate in fates
    )


def _letter(fate: str, language: Language) -> str:
    return LETTERS[fate][language] if fate in LETTERS else fate


def _share(share: float) -> str:
    return percent(share, 1) if share >= 0.001 else percent(share, 2)
