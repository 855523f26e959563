"""Split sequences into runs."""

from collections.abc import Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")


def split_runs(items: Iterable[_Item], goes_on: Callable[[_Item, _Item], bool]) -> list[list[_Item]]:
    """Split items into runs: one ends where ``goes_on`` is false of an item and the next."""
    found: list[list[_Item]] = []
    for one in items:
        if found and goes_on(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return found
