"""Recognise printed serials by the sequence they form."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from pipeline.reading.columns.layout import Fragment

_SERIAL: Final = re.compile(
    r"第?[（(]?(?:(?P<number>\d{1,3})(?:\.(?P<part>\d{1,2}))?|(?P<chinese>[一二三四五六七八九十]{1,3}))"
    r"[)）]?[.、．:：]?"
)
_MARKS: Final = re.compile(r"[.、．:：,，)）]")
UNITS: Final = re.compile(
    r"[年月日号个家件项次人期天批名场所户条篇册亩台套起类级倍成万亿千百元公平立吨%％‰℃至到~～—–+-]"
)
_CHINESE: Final = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
_IN_SEQUENCE, _NEAR_SEQUENCE, _OUT_OF_SEQUENCE = -1.0, -5.0, -12.0
"""Log probability of a serial next to its predecessor or successor, only near others, or isolated."""
_PER_CHARACTER: Final = -1.5
"""Log probability per character of a serial, comparable to the scores of the columns' models."""
_AREA_PREFIX: Final = 7
_MIN_CHARACTERS: Final = 3
_LOOK_BACK: Final = 30
_MIN_NUMBERED: Final = 2

_ALONE, _BESIDE_TEXT, _BEFORE_UNIT, _BEFORE_AREA = 1.0, 0.5, -3.0, 2.0
"""Points of a candidate, by the text that follows it."""
_NEXT, _SKIP, _REPEAT, _RESTART, _JUMP = 1.0, -0.5, -0.5, -0.5, -4.0
"""Points of a step from one serial to the next."""
_MAX_SKIP: Final = 3


_ITEM: Final = re.compile(
    r"(?P<open>[（(]?)(?:(?P<number>\d{1,2})(?!\d)|(?P<chinese>[一二三四五六七八九十]{1,3})|(?P<circled>[①-⑳]))"
    r"(?P<close>[)）]|[.、．](?!\d)|是|(?<=[①-⑳]))"
)


class _Candidate(NamedTuple):
    place: int
    number: int
    points: float


def serial_costs(fragments: Sequence[Fragment], area_names: Sequence[str] = ()) -> list[float | None]:
    """Return the log probability of each fragment as a serial; None if it can't be one.

    A serial starts its line, or is the punctuation after one. Sequences are found over the whole plan:
    serials of one style increase by one, skip a few, repeat or restart. A number in a measure that happens
    to start a line fits no such sequence.
    """
    costs: list[float | None] = [None] * len(fragments)
    styles: dict[str, list[_Candidate]] = {}
    for index, fragment in enumerate(fragments):
        read = _parse_serial(fragment.text) if fragment.starts_line else None
        if read is not None and "." in fragment.text.strip(".") and not fragment.ends_line:
            # 1.1 followed by text numbers a task within its key area and belongs to the task cell.
            read = None
        if read is not None:
            costs[index] = _OUT_OF_SEQUENCE + _PER_CHARACTER * len(fragment.text)
            points = _candidate_points(fragments, index, area_names)
            styles.setdefault(read[0], []).append(_Candidate(index, read[1], points))
        elif index and costs[index - 1] is not None and _MARKS.fullmatch(fragment.text):
            costs[index] = 0.0
    for candidates in styles.values():
        own = [candidate.points for candidate in candidates]
        steps = partial(_step_points, [candidate.number for candidate in candidates])
        sequence = [candidates[place] for place in best_sequence(own, steps, _LOOK_BACK)]
        for place, candidate in enumerate(sequence):
            around = sequence[max(0, place - 1) : place] + sequence[place + 1 : place + 2]
            beside = any(abs(other.number - candidate.number) == 1 for other in around)
            sure = beside or candidate.points >= _BEFORE_AREA
            cost = _IN_SEQUENCE if sure else _NEAR_SEQUENCE
            costs[candidate.place] = cost + _PER_CHARACTER * len(fragments[candidate.place].text)
    return costs


def previous_items(fragments: Sequence[Fragment]) -> list[int]:
    """Return, for each fragment that starts a list item, where the item before it starts; else -1."""
    latest: dict[str, tuple[int, int]] = {}
    found = []
    for index, fragment in enumerate(fragments):
        before = -1
        if match := _ITEM.match(fragment.text):
            if match["circled"]:
                style, number = "circled", ord(match["circled"]) - ord("①") + 1
            else:
                style = f"{match['open']}{'#' if match['number'] else 'zh'}{match['close']}"
                number = int(match["number"]) if match["number"] else parse_chinese(match["chinese"])
            last, place = latest.get(style, (0, -1))
            before = place if last == number - 1 else -1
            latest[style] = number, index
        found.append(before)
    return found


def is_area_start(text: str, area_names: Sequence[str]) -> bool:
    """Whether a text starts like the name of a key area, or is the start of one."""
    start = text[:_AREA_PREFIX]
    return len(start) >= _MIN_CHARACTERS and any(name.startswith(start) for name in area_names)


def has_numbered_areas(
    fragments: Sequence[Fragment], serials: Sequence[float | None], area_names: Sequence[str]
) -> bool:
    """Whether serials precede key areas: at least two, and all that occur."""
    begun: set[str] = set()
    numbered: set[str] = set()
    for place, fragment in enumerate(fragments):
        if is_area_start(fragment.text, area_names):
            start = fragment.text[:_MIN_CHARACTERS]
            begun.add(start)
            if place and serials[place - 1] is not None:
                numbered.add(start)
    return len(numbered) >= _MIN_NUMBERED and begun == numbered


def _candidate_points(fragments: Sequence[Fragment], index: int, area_names: Sequence[str]) -> float:
    follower = fragments[index + 1] if index + 1 < len(fragments) else None
    if follower is None:
        return _ALONE
    if is_area_start(follower.text, area_names):
        return _BEFORE_AREA
    if follower.starts_line:
        return _ALONE
    return _BEFORE_UNIT if UNITS.match(follower.text) else _BESIDE_TEXT


def best_sequence(points: Sequence[float], step: Callable[[int, int], float], look_back: int) -> list[int]:
    """Return the indexes of the sequence of candidates with the most points of candidates and steps.

    ``points`` are those of each candidate, ``step`` those of a step from one index to another, of which at
    most ``look_back`` candidates apart are compared.
    """
    best: list[tuple[float, int]] = []
    for here, own in enumerate(points):
        before = range(max(0, here - look_back), here)
        steps = ((best[earlier][0] + step(earlier, here) + own, -earlier) for earlier in before)
        score, earlier = max(steps, default=(own, 1))
        best.append((score, -earlier) if score > own else (own, -1))
    place = max(range(len(best)), key=lambda i: best[i][0])
    sequence = []
    while place >= 0:
        sequence.append(place)
        place = best[place][1]
    return sequence[::-1]


def _step_points(numbers: Sequence[int], before: int, after: int) -> float:
    earlier, later = numbers[before], numbers[after]
    if later == earlier + 1:
        return _NEXT
    if later == earlier:
        return _REPEAT
    if later == 1:
        return _RESTART
    return _SKIP if earlier < later <= earlier + _MAX_SKIP else _JUMP


def _parse_serial(text: str) -> tuple[str, int] | None:
    """Parse a text as a serial; return its style and number, or None."""
    match = _SERIAL.fullmatch(text)
    if match is None:
        return None
    number, part, chinese = match.group("number", "part", "chinese")
    kind = "chinese" if chinese else "number"
    style = f"{text[: match.start(kind)]}#{text[match.end(match.lastgroup or kind) :]}"
    if part is not None:
        return f"{number}.{style}", int(part)
    if number is not None:
        return style, int(number)
    return f"zh{style}", parse_chinese(chinese or "")


def parse_chinese(text: str) -> int:
    """Return the value of a number in Chinese, up to 99."""
    tens, ten, units = text.rpartition("十")
    return (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(units, 0)
