"""Printed serials, told from the sequence that they are in: what speaks for a number being one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pipeline.layout import Fragment

_SERIAL: Final = re.compile(
    r"第?[（(]?(?:(?P<number>\d{1,3})(?:\.(?P<part>\d{1,2}))?|(?P<chinese>[一二三四五六七八九十]{1,3})"
    r"|(?P<circled>[①-⑳]))[)）]?[.、．:：]?"
)
_MARKS: Final = re.compile(r"[.、．:：,，)）]")
_CHINESE: Final = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
_ALONE, _NEAR, _ONE_NEIGHBOUR, _BOTH_NEIGHBOURS = -12.0, -5.0, -2.5, -2.0
"""Log probabilities of a serial by what is printed of its sequence; ``_NEAR``: a few numbers away."""
_PER_CHARACTER: Final = -1.5
"""Log probability of each of its characters, as the columns' models charge for theirs."""
_FEW: Final = 3
_AREA_START: Final = 3


def serial_costs(fragments: Sequence[Fragment], area_names: Sequence[str] = ()) -> list[float | None]:
    """For each fragment what it costs to take it for a serial, in log probability; None where it is none.

    A serial begins its line, or follows the mark that begins it. Its sequence is told over the
    whole plan: a number is likelier one where the number before it and the one after it are
    printed in the same style, or where the name of a key area follows.
    """
    read = [_read(fragment) if fragment.starts_line else None for fragment in fragments]
    printed: dict[str, set[int]] = defaultdict(set)
    for value in read:
        if value is not None:
            printed[value[0]].add(value[1])
    costs: list[float | None] = []
    for index, value in enumerate(read):
        if value is None:
            follows = index > 0 and read[index - 1] is not None
            costs.append(0.0 if follows and _MARKS.fullmatch(fragments[index].text) else None)
            continue
        style, number = value
        follower = fragments[index + 1].text[:_AREA_START] if index + 1 < len(fragments) else ""
        before_area = len(follower) == _AREA_START and any(name.startswith(follower) for name in area_names)
        cost = _ONE_NEIGHBOUR if before_area else _cost(number, printed[style])
        costs.append(cost + _PER_CHARACTER * len(fragments[index].text))
    return costs


def _cost(number: int, printed: set[int]) -> float:
    if number + 1 in printed:
        return _BOTH_NEIGHBOURS if number == 1 or number - 1 in printed else _ONE_NEIGHBOUR
    if number - 1 in printed:
        return _ONE_NEIGHBOUR
    near = any(number + step in printed for step in range(-_FEW, _FEW + 1) if step)
    return _NEAR if near or number == 1 else _ALONE


def _read(fragment: Fragment) -> tuple[str, int] | None:
    """The style and the number of a fragment that looks like a serial."""
    match = _SERIAL.fullmatch(fragment.text)
    if match is None:
        return None
    number, part, chinese, circled = match.group("number", "part", "chinese", "circled")
    start, end = match.span(match.lastgroup or 0)
    marks = fragment.text[: match.start(1)] if number else fragment.text[:start]
    style = f"{marks}#{fragment.text[end:]}"
    if part is not None:
        return f"{number}.{style}", int(part)
    if number is not None:
        return style, int(number)
    if chinese is not None:
        tens, ten, units = chinese.rpartition("十")
        return f"zh{style}", (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(units, 0)
    return f"circled{style}", ord(circled) - ord("①") + 1
