"""The conditions that select the rows of a page, recorded by the widgets that set them.

Each widget of `pages.ui.address` records its choice here under its label. What an exported file says about
its filters is thus made from the same values as its rows, not from the URL.

A *part* is a fragment of a page. When a part reruns on its own, it discards its earlier conditions and
records new ones. The conditions of the enclosing parts hold in it as well.

Values in the URL that a page does not know or use are recorded too, for a warning.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import streamlit as st

from pages.ui.text import add_brackets, escape_markdown, join_words, shorten, t

_PART: Final = "conditions_part"
_PARTS: Final = "conditions_parts"
_PROBLEMS: Final = "link_problems"
_MAX_CHARACTERS: Final = 40
"""Longest unknown value shown whole."""

Part = tuple[str, ...]
"""Path of a part: the names of the enclosing parts, and its own."""


@dataclass(frozen=True)
class Condition:
    """A choice that selects rows.

    ``name`` and ``codes`` are as in the URL, ``label`` and ``words`` as shown to the user. A condition with
    ``always`` set applies to every table of the page.
    """

    name: str
    label: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    always: bool = False


def record_choice(
    name: str, label: str, codes: Sequence[str], names: Callable[[str], str] = str, *, always: bool = False
) -> None:
    """Record the choice of ``name`` as a condition of the current part; without codes it has no effect."""
    here = _parts().setdefault(current_part(), {})
    here.pop(name, None)
    here[name] = Condition(name, label, tuple(codes), tuple(map(names, codes)), always)


def record_name(name: str) -> None:
    """Record that the current part reads ``name`` from the URL."""
    _parts().setdefault(current_part(), {}).setdefault(name, None)


def current_conditions(names: Sequence[str] | None = None) -> tuple[Condition, ...]:
    """Return the conditions of the current part and its enclosing parts, in the order of recording.

    ``names`` limits them to these names and to conditions with ``always``; None means all.
    """
    here = current_part()
    return tuple(
        condition
        for part, conditions in _parts().items()
        if here[: len(part)] == part
        for condition in conditions.values()
        if condition and condition.codes and (names is None or condition.always or condition.name in names)
    )


def read_names() -> set[str]:
    """Return the names that all parts of the page read from the URL."""
    return set().union(*_parts().values())


def current_part() -> Part:
    """Return the path of the current part."""
    return st.session_state.get(_PART, ())


@contextmanager
def track_part(here: Part) -> Iterator[None]:
    """Make ``here`` the current part, and discard what it and its inner parts recorded in earlier runs."""
    for other in [other for other in _parts() if other[: len(here)] == here]:
        del _parts()[other]
    before, st.session_state[_PART] = current_part(), here
    try:
        yield
    finally:
        st.session_state[_PART] = before


def record_problem(name: str, codes: Iterable[str], shown: Iterable[str] = (), reason: str = "") -> None:
    """Record the values of ``name`` that a link has in vain; none clears an earlier problem.

    An empty name stands for the page. ``shown`` are labels of what is instead, ``reason`` says why none.
    """
    if unknown := tuple(codes):
        words = join_words(shown)
        instead = t(f"现显示：{words}", f"shown instead: {words}") if words else t("已忽略", "ignored")
        _problems()[name] = unknown, reason or instead
    else:
        _problems().pop(name, None)


def clear_problems(keep: Collection[str] = ()) -> None:
    """Clear all problems but those of the names in ``keep``."""
    for name in set(_problems()).difference(keep):
        del _problems()[name]


def show_problems() -> None:
    """Show a warning that lists the problems, if there are any."""
    listed = []
    for name, (codes, instead) in _problems().items():
        sign = f"{name}=" if name else "/"
        unknown = join_words(f"{sign}{shorten(code, _MAX_CHARACTERS)}" for code in codes)
        listed.append(add_brackets(unknown, instead))
    if listed:
        joined = t("；", "; ").join(listed)
        sentence = t(f"链接中有未采用的内容：{joined}。", f"Not applied from the link: {joined}.")
        st.warning(escape_markdown(sentence), icon=":material/link_off:")


def _parts() -> dict[Part, dict[str, Condition | None]]:
    """Return the names that each part reads from the URL, with the condition where one selects rows."""
    return st.session_state.setdefault(_PARTS, {})


def _problems() -> dict[str, tuple[tuple[str, ...], str]]:
    """Return the values that a link has in vain, with what is shown instead, by parameter."""
    return st.session_state.setdefault(_PROBLEMS, {})
