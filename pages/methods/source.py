"""Source text coloured by character class: by colour, by line style and by a letter in the margin.

A source's text is data: it is escaped here, once, for text and for attributes alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import pandas as pd

from pages.methods.words import LETTERS
from pages.ui.text import CLASS_NAMES, current_language, named, percent, t
from pages.ui.written import written
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES


def class_legend(shares: Mapping[str, float]) -> str:
    """Each class as it is drawn, with its letter, its name and its share of the characters of a plan."""
    entries = "".join(
        f'<li><span class="c-{code}">&nbsp;{named(LETTERS, code)}&nbsp;</span> {named(CLASS_NAMES, code)} '
        f"<small>{percent(shares[code], 1 if shares[code] >= 0.001 else 2)}</small></li>"
        for code in CHARACTER_CLASSES
        if shares.get(code)
    )
    return f'<ul class="ledger-legend">{entries}</ul>'


def source_table(
    spans: pd.DataFrame,
    lines: range,
    marked: range,
    plan_id: str,
    hints: Mapping[str, str],
    problems: Mapping[int, str],
) -> str:
    """Lines of a source as a table: number, measure that begins, classes, text.

    Parameters
    ----------
    spans
        Of the table `ledger`, in the order of the source.
    lines, marked
        The numbers of the lines to show and to mark.
    plan_id
        Plan whose lines they are, for the links to them.
    hints
        The hint over the words of each measure, by its id.
    problems
        The hints of lines that hold characters without a class.

    Returns
    -------
    str
        HTML without any markup but its own.
    """
    by_line: dict[int, list[dict]] = {}
    for span in spans.to_dict("records"):
        by_line.setdefault(int(span["line"]), []).append({str(key): value for key, value in span.items()})
    seen: set[str] = set()
    rows = []
    for number in lines:
        of_line = by_line.get(number, [])
        fresh = [span for span in of_line if span["measure_id"] and span["measure_id"] not in seen]
        seen.update(span["measure_id"] for span in fresh)
        begins = any(span["cell_start"] == 0 for span in fresh)
        classes = {"marked": number in marked, "begins": begins, "blank": not of_line}
        link = escape("?" + urlencode({"plan": plan_id, "line": number, "lang": current_language()}))
        hint = escape(t("指向这一行的链接", "Link to this line"))
        problem = (
            f' <span class="lost" title="{escape(problems[number])}">!</span>' if number in problems else ""
        )
        rows.append(
            f'<tr id="line-{number}" class="{" ".join(name for name, holds in classes.items() if holds)}">'
            f'<th class="line" scope="row"><a href="{link}" title="{hint}">{number}</a></th>'
            f'<td class="row">{_row_number(fresh, begins)}</td>'
            f'<td class="classes">{_letters(of_line)}{problem}</td>'
            f'<td class="text" lang="zh-CN">{_text(of_line, hints)}</td></tr>'
        )
    titles = {
        "line": t("行", "Line"),
        "row": t("举措", "Measure"),
        "classes": t("去向", "Class"),
        "text": t("原文", "Text"),
    }
    head = "".join(f'<th class="{name}" scope="col">{title}</th>' for name, title in titles.items())
    caption = t("来源文本，每个字符按去向着色", "Source text, each character coloured by its class")
    return (
        f'<table class="ledger-text"><caption class="hidden-words">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row_number(fresh: list[dict], begins: bool) -> str:
    if not fresh:
        return ""
    number = escape(str(fresh[-1]["measure_id"]).rsplit("-", 1)[-1])
    return number if begins else f"…{number}"


def _text(spans: list[dict], hints: Mapping[str, str]) -> str:
    """The text of a line, blanks between its spans included."""
    html, end = "", 0
    for span in spans:
        code, measure_id = str(span["fate"]), str(span["measure_id"])
        of_cell = hints.get(measure_id, measure_id)
        about = of_cell if code in CELL_CLASSES else t("版面文字，不入单元格", "layout text, part of no cell")
        title = escape(f"{named(CLASS_NAMES, code)} · {about}")
        html += " " * (int(span["char_start"]) - end)
        html += f'<span class="c-{escape(code)}" title="{title}">{written(str(span["text"]))}</span>'
        end = int(span["char_end"])
    return html


def _letters(spans: list[dict]) -> str:
    """The letters of a line's classes, in their order on the line, each once."""
    return " ".join(
        f'<abbr title="{escape(named(CLASS_NAMES, code))}">{escape(named(LETTERS, code))}</abbr>'
        for code in dict.fromkeys(str(span["fate"]) for span in spans)
    )
