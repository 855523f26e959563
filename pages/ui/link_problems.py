"""Warnings about unknown values in the URL, which a page replaces by defaults."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

import streamlit as st

from pages.ui.text import add_brackets, escape_markdown, join_words, shorten, t

_PROBLEMS: Final = "link_problems"
_MAX_CHARACTERS: Final = 40
"""Longest value shown whole."""


def record_problem(name: str, codes: Iterable[str], shown: Sequence[str] = ()) -> None:
    """Record the unknown values of ``name``; none clears an earlier problem.

    An empty name stands for the page. ``shown`` are the labels of what is shown instead.
    """
    if unknown := tuple(codes):
        _problems()[name] = unknown, tuple(shown)
    else:
        _problems().pop(name, None)


def clear_problems(keep: Collection[str] = ()) -> None:
    """Clear all problems but those of the names in ``keep``."""
    for name in set(_problems()).difference(keep):
        del _problems()[name]


def show_problems() -> None:
    """Show a warning that lists the problems, if there are any."""
    listed = []
    for name, (codes, shown) in _problems().items():
        sign, words = f"{name}=" if name else "/", join_words(shown)
        unknown = join_words(f"{sign}{shorten(code, _MAX_CHARACTERS)}" for code in codes)
        instead = t(f"现显示：{words}", f"shown instead: {words}") if shown else t("已忽略", "ignored")
        listed.append(add_brackets(unknown, instead))
    if listed:
        joined = t("；", "; ").join(listed)
        sentence = t(f"链接中有无法识别的内容：{joined}。", f"Not understood in the link: {joined}.")
        st.warning(escape_markdown(sentence), icon=":material/link_off:")


def _problems() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return unknown values and labels of what is shown instead, by parameter."""
    return st.session_state.setdefault(_PROBLEMS, {})
