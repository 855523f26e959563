"""What the address asks for and the page does not know: told in a sentence, never replaced in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import streamlit as st

from pages.ui.text import escape_markdown, join_words, shorten, t

_PROBLEMS: Final = "link_problems"
_LONGEST: Final = 40
"""Characters of a value that are repeated to the reader."""


Problem = tuple[tuple[str, ...], tuple[str, ...]]
"""Values in the address that mean nothing, and the words of what is shown instead."""


def record_problem(name: str, codes: Iterable[str], shown: Sequence[str] = ()) -> None:
    """Record which values under ``name`` are not known; without any, an earlier problem is solved.

    Without a name the value is a page that does not exist. ``shown`` are the words of what is shown instead.
    """
    if found := tuple(codes):
        _problems()[name] = found, tuple(shown)
    else:
        _problems().pop(name, None)


def clear_problems(keep: Collection[str] = ()) -> None:
    """Forget all problems but those of the names in ``keep``."""
    for name in set(_problems()).difference(keep):
        del _problems()[name]


def show_problems() -> None:
    """Say in a sentence what was not understood; nothing is drawn where all was."""
    if problems := _problems().items():
        listed = t("；", "; ").join(_describe(name, *problem) for name, problem in problems)
        st.warning(
            escape_markdown(
                t(f"链接中有无法识别的内容：{listed}。", f"Not understood in the link: {listed}.")
            ),
            icon=":material/link_off:",
        )


def _describe(name: str, codes: Sequence[str], shown: Sequence[str]) -> str:
    sign = f"{name}=" if name else "/"
    asked = join_words(f"{sign}{shorten(code, _LONGEST)}" for code in codes)
    words = join_words(shown)
    instead = t(f"现显示：{words}", f"shown instead: {words}") if shown else t("已忽略", "ignored")
    return t(f"{asked}（{instead}）", f"{asked} ({instead})")


def _problems() -> dict[str, Problem]:
    found: dict[str, Problem] = st.session_state.setdefault(_PROBLEMS, {})
    return found
