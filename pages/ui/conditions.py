"""The conditions that decide which rows a page shows, each recorded where the reader sets it.

A widget of `pages.ui.address` hands its choice to the page and records it here under the words that stand
on the page: what a file says of itself is made from the same value as the rows, not from the address, which
also holds what another view was asked.

A part of a page that is drawn again on its own records its conditions anew and forgets those of before. It
lies within other parts, and what holds there holds in it as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import streamlit as st

_PART: Final = "conditions_part"
_PARTS: Final = "conditions_parts"

Part = tuple[str, ...]
"""Where a part of a page lies: the names of the parts around it, and its own."""


@dataclass(frozen=True)
class Condition:
    """A choice that decides which rows there are.

    ``name`` and ``codes`` are what stands in the address; ``label`` and ``words`` say the same to a reader.
    ``always`` says that it decides the rows of every table, whatever else does.
    """

    name: str
    label: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    always: bool = False


def record_condition(condition: Condition) -> None:
    """Say that a condition decides the rows of the part that is being drawn, if it has codes."""
    here = _parts().setdefault(_part(), {})
    here.pop(condition.name, None)
    here[condition.name] = condition


def record_name(name: str) -> None:
    """Say that the part that is being drawn takes ``name`` from the address."""
    _parts().setdefault(_part(), {}).setdefault(name, None)


def current_conditions(names: Sequence[str] | None = None) -> tuple[Condition, ...]:
    """The conditions of the part that is being drawn and of those around it, as they were recorded.

    Of ``names`` only these, and those that always decide; None for all.
    """
    here = _part()
    return tuple(
        condition
        for part, conditions in _parts().items()
        if here[: len(part)] == part
        for condition in conditions.values()
        if condition and condition.codes and (names is None or condition.always or condition.name in names)
    )


def read_names() -> set[str]:
    """The names that the page, in all its parts, takes from the address."""
    return set().union(*_parts().values())


def begin_inner_part(name: str) -> Part:
    """A part that lies within the one that is being drawn."""
    return (*_part(), name)


@contextmanager
def track_part(here: Part) -> Iterator[None]:
    """Around a run of a part of a page: nothing of an earlier run of it, or of what lies in it, is left."""
    for other in [other for other in _parts() if other[: len(here)] == here]:
        del _parts()[other]
    before = _part()
    st.session_state[_PART] = here
    try:
        yield
    finally:
        st.session_state[_PART] = before


def _part() -> Part:
    here: Part = st.session_state.get(_PART, ())
    return here


def _parts() -> dict[Part, dict[str, Condition | None]]:
    """What each part of the page takes from the address, by name, with the condition where it decides."""
    found: dict[Part, dict[str, Condition | None]] = st.session_state.setdefault(_PARTS, {})
    return found
