"""The sentences of the page on imports."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.html import answer_html
from pages.ui.text import join_words, number, plural, t

MAX_NAMES: Final = 3
"""Plans named in a sentence before the rest is counted."""


def describe_reading(rows: pd.DataFrame, found: pd.DataFrame, names: Sequence[str]) -> str:
    """Return the answer as HTML: plans, rows, doubts, and whether all characters are accounted for.

    ``rows`` and ``found`` are those of `pages.imports.data`, ``names`` those of the plans.
    """
    doubtful = int(rows["doubtful"].sum())
    more = len(names) - MAX_NAMES
    who = join_words(names[:MAX_NAMES])
    if more > 0:
        who = t(f"{who}等 {len(names)} 份工作要点", f"{who} and {plural(more, 'more plan')}")
    who = f"<b>{escape(who)}</b>"
    read = t(f"<b>{number(len(rows))} 行</b>", f"<b>{plural(len(rows), 'row')}</b>")
    doubts, characters = _describe_doubts(len(rows) - doubtful, doubtful), _describe_characters()
    sentence = t(
        f"{who}：读到 {read}，{doubts}。{characters}。", f"{who}: {read} read, {doubts}. {characters}."
    )
    of_plans = int(((found["severity"] == "doubt") & (found["measure_id"] == "")).sum())
    return answer_html(sentence, _describe_other_doubts(of_plans, more=doubtful > 0))


def _describe_doubts(sure: int, doubtful: int) -> str:
    if not doubtful:
        return t("都没有疑点", "all of them without a doubt")
    if not sure:
        return t("都存疑", "all of them doubtful")
    return t(
        f"其中 {number(sure)} 行没有疑点，<b>{number(doubtful)} 行存疑</b>",
        f"{number(sure)} without a doubt and <b>{number(doubtful)} doubtful</b>",
    )


def _describe_characters() -> str:
    total = number(sum(source.characters for source in data.build_info().sources))
    if not data.ledger_holds():
        return t(
            f"文件共 {total} 个字符，有的没有去向", f"Not all of the {total} characters are accounted for"
        )
    sentence = t(f"文件的 {total} 个字符全部有去向", f"All {total} characters are accounted for")
    shares = data.query("ledger_shares")
    if unread := int(shares.loc[shares["character_class"] == "unread", "characters"].sum()):
        sentence += t(
            f"，其中 {number(unread)} 个属于未能读取的部分", f", {number(unread)} of them as not read"
        )
    return sentence


def _describe_other_doubts(of_plans: int, *, more: bool) -> str:
    if not of_plans:
        return ""
    more_zh, more_en = ("另有", "more ") if more else ("有", "")
    doubts = plural(of_plans, f"{more_en}doubt")
    return t(
        f"{more_zh} {number(of_plans)} 处疑点涉及整份工作要点或不属于任何一行的文字，见下表。",
        f"{doubts} about a plan as a whole or text in no row: see the table below.",
    )
