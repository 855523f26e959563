"""The sentences of the page on imports."""

from collections.abc import Sequence
from html import escape
from typing import Final

from pages.imports.data import Counts
from pages.ui.html import answer_html
from pages.ui.text import join_words, number, plural, t

MAX_NAMES: Final = 3
"""Plans named in a sentence before the rest is counted."""


def describe_reading(counts: Counts, names: Sequence[str], *, holds: bool) -> str:
    """Return the answer as HTML: plans, rows, doubts, and whether all characters are accounted for.

    ``names`` are those of the plans; ``holds`` is whether the ledger does.
    """
    more = len(names) - MAX_NAMES
    who = join_words(names[:MAX_NAMES])
    if more > 0:
        who = t(f"{who}等 {len(names)} 份工作要点", f"{who} and {plural(more, 'more plan')}")
    who = f"<b>{escape(who)}</b>"
    rows = t(f"<b>{number(counts.rows)} 行</b>", f"<b>{plural(counts.rows, 'row')}</b>")
    sentence = t(
        f"{who}：读到 {rows}，{_describe_doubts(counts)}。{_describe_characters(counts, holds=holds)}。",
        f"{who}: {rows} read, {_describe_doubts(counts)}. {_describe_characters(counts, holds=holds)}.",
    )
    return answer_html(sentence, _describe_other_doubts(counts))


def _describe_doubts(counts: Counts) -> str:
    sure = counts.rows - counts.doubtful
    if not counts.doubtful:
        return t("都没有疑点", "all of them without a doubt")
    doubtful = t(f"<b>{number(counts.doubtful)} 行存疑</b>", f"<b>{number(counts.doubtful)} doubtful</b>")
    if not sure:
        return t("都存疑", "all of them doubtful")
    return t(f"其中 {number(sure)} 行没有疑点，{doubtful}", f"{number(sure)} without a doubt and {doubtful}")


def _describe_characters(counts: Counts, *, holds: bool) -> str:
    total = number(counts.characters)
    if not holds:
        return t(
            f"文件共 {total} 个字符，有的没有去向", f"Not all of the {total} characters are accounted for"
        )
    sentence = t(f"文件的 {total} 个字符全部有去向", f"All {total} characters are accounted for")
    if counts.unread:
        unread = number(counts.unread)
        sentence += t(f"，其中 {unread} 个属于未能读取的部分", f", {unread} of them as not read")
    return sentence


def _describe_other_doubts(counts: Counts) -> str:
    if not counts.of_plans:
        return ""
    more_zh, more_en = ("另有", "more ") if counts.doubtful else ("有", "")
    doubts = plural(counts.of_plans, f"{more_en}doubt")
    return t(
        f"{more_zh} {number(counts.of_plans)} 处疑点涉及整份工作要点或不属于任何一行的文字，见下表。",
        f"{doubts} about a plan as a whole or text in no row: see the table below.",
    )
