"""The sentences of the page on imports."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.html import answer_html
from pages.ui.text import fill_text, join_words, plural, t

MAX_NAMES: Final = 3
"""Plans named in a sentence before the rest is counted."""


def describe_reading(rows: pd.DataFrame, found: pd.DataFrame, names: Sequence[str]) -> str:
    """Return the answer as HTML: plans, rows, doubts, and whether all characters are accounted for.

    ``rows`` and ``found`` are those of `pages.imports.data`, ``names`` those of the plans.
    """
    more = len(names) - MAX_NAMES
    who = join_words(names[:MAX_NAMES])
    if more > 0:
        who = t(f"{who}等 {len(names)} 份工作要点", f"{who} and {plural(more, 'more plan')}")
    doubtful, lost, shares = int(rows["doubtful"].sum()), not data.ledger_holds(), data.query("ledger_shares")
    unread = shares.loc[shares["character_class"] == "unread", "characters"].sum()
    sentence = fill_text(
        "imports",
        "answer",
        who=escape(who),
        rows=len(rows),
        sure=len(rows) - doubtful,
        doubtful=doubtful,
        some=0 < doubtful < len(rows),
        every=0 < doubtful == len(rows),
        characters=sum(source.characters for source in data.build_info().sources),
        lost=lost,
        unread=0 if lost else unread,
    )
    others = int(((found["severity"] == "doubt") & (found["measure_id"] == "")).sum())
    more_doubts = fill_text("imports", "other_doubts", others=others, more=doubtful > 0) if others else ""
    return answer_html(sentence, more_doubts)
