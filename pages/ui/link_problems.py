"""What the address asks for and the page does not know: told in a sentence, never replaced in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from pages.ui.text import joined, literal, shorten, t

_PROBLEMS: Final = "link_problems"
_LONGEST: Final = 40
"""Characters of a value that are repeated to the reader."""


@dataclass(frozen=True)
class LinkProblem:
    """Values under ``name`` in the address that mean nothing; without a name, a page that does not exist.

    ``shown`` are the words of what is shown instead.
    """

    name: str
    codes: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def words(self) -> str:
        """The problem in the language of the page."""
        sign = f"{self.name}=" if self.name else "/"
        asked = joined(f"{sign}{shorten(code, _LONGEST)}" for code in self.codes)
        shown = joined(self.shown)
        instead = t(f"现显示：{shown}", f"shown instead: {shown}") if shown else t("已忽略", "ignored")
        return f"{asked}{t('（', ' (')}{instead}{t('）', ')')}"


def record_problem(name: str, codes: Iterable[str], shown: Sequence[str] = ()) -> None:
    """Record which values under ``name`` are not known; without any, an earlier problem is solved."""
    problem = LinkProblem(name, tuple(codes), tuple(shown))
    if problem.codes:
        _problems()[name] = problem
    else:
        _problems().pop(name, None)


def clear_problems(keep: Collection[str] = ()) -> None:
    """Forget all problems but those of the names in ``keep``."""
    for name in set(_problems()).difference(keep):
        del _problems()[name]


def show_problems() -> None:
    """Say in a sentence what was not understood; nothing is drawn where all was."""
    if problems := _problems().values():
        told = t("；", "; ").join(problem.words for problem in problems)
        st.warning(
            literal(t(f"链接中有无法识别的内容：{told}。", f"Not understood in the link: {told}.")),
            icon=":material/link_off:",
        )


def _problems() -> dict[str, LinkProblem]:
    found: dict[str, LinkProblem] = st.session_state.setdefault(_PROBLEMS, {})
    return found
