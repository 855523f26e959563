"""Splits a source into plans: where each begins, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.furniture import Furniture
from pipeline.taxonomy import Area, Region

_SPACE: Final = re.compile(r"\s+")
_SERIAL: Final = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[.、．:：]?")
_SERIAL_STARTS: Final = frozenset("0123456789（(一二三四五六七八九十")
_AREA_START: Final = 7
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年)")


@dataclass(frozen=True)
class PlanText:
    """One plan's part of a source: its lines (1-based, inclusive), region, year and printed title.

    ``title`` is empty where it is lost; ``runner_up`` then is the region that the words speak
    for next, and ``votes`` how often they name the first and the second.
    """

    first_line: int
    last_line: int
    region_id: str
    year: int | None
    title: str
    runner_up: str = ""
    votes: tuple[int, int] = (0, 0)


def split_plans(
    lines: Sequence[str], furniture: Furniture, areas: Sequence[Area], regions: Sequence[Region]
) -> tuple[PlanText, ...]:
    """The plans of a source in their order; lines before the first title or header are in none."""
    titles = {title.first_line: title for title in furniture.titles}
    starts = sorted({*titles, *_untitled_starts(lines, furniture, areas)})
    plans = []
    for start, following in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        last = max((n for n in range(start, following) if lines[n - 1].strip()), default=start)
        title = titles.get(start)
        if title is not None:
            plans.append(PlanText(start, last, title.region_id, title.year, title.text))
        else:
            plans.append(_untitled(lines, start, last, regions))
    return tuple(plans)


def _untitled_starts(lines: Sequence[str], furniture: Furniture, areas: Sequence[Area]) -> list[int]:
    """Where a plan begins without a title: the first key area begins again after a header.

    A source that begins in the middle of a plan begins with that plan, if a header shows that
    there is a table at all.
    """
    fates = furniture.lines()
    header_at = {header.start: header for header in furniture.headers}
    titled = {title.first_line for title in furniture.titles}
    starts: list[int] = []
    seen: set[int] = set()
    begun = False
    for number, line in enumerate(lines, 1):
        if number in titled:
            seen, begun = set(), True
        header = header_at.get(number)
        if header is not None:
            opens = _area_beginning(lines, _next_filled(lines, header.stop), fates, areas)
            if opens == 0 and len(seen) > 1 and begun:
                starts.append(number)
                seen = set()
        if not begun and line.strip() and fates.get(number) != "page_number":
            first_title = min(titled, default=len(lines) + 1)
            if any(number <= start < first_title for start in header_at):
                starts.append(number)
                begun = True
        if number not in fates:
            opens = _area_beginning(lines, number, fates, areas)
            if opens is not None:
                seen.add(opens)
    return starts


def _next_filled(lines: Sequence[str], number: int) -> int:
    """The first line from ``number`` on that is not blank; the last line if there is none."""
    while number < len(lines) and not lines[number - 1].strip():
        number += 1
    return min(number, len(lines))


def _area_beginning(
    lines: Sequence[str], number: int, fates: dict[int, str], areas: Sequence[Area]
) -> int | None:
    """Which key area's name begins at a line, after a serial if one stands there; None if none."""
    first = lines[number - 1].lstrip()[:1]
    if first not in _SERIAL_STARTS and not any(area.name_zh[0] == first for area in areas):
        return None
    pieces: list[str] = []
    while number <= len(lines) and len("".join(pieces)) < _AREA_START:
        pieces += [] if number in fates else lines[number - 1].split()
        if pieces and _SERIAL.fullmatch(pieces[0]):
            pieces = pieces[1:]
        number += 1
    text = "".join(pieces)
    lead = _SERIAL.match(text)
    for candidate in (text, text[lead.end() :] if lead else text):
        for index, area in enumerate(areas):
            if candidate[:_AREA_START] == area.name_zh[:_AREA_START]:
                return index
    return None


def _untitled(lines: Sequence[str], first: int, last: int, regions: Sequence[Region]) -> PlanText:
    """A plan without a title, told from its own words: the region that they name most often."""
    text = _SPACE.sub("", "".join(lines[first - 1 : last]))
    votes = {r.id: sum(text.count(word) for word in r.telling_words) for r in regions}
    ranked = sorted(votes, key=lambda r: -votes[r])
    years = _YEAR.findall(text)
    year = int(max(sorted(set(years)), key=years.count)) if years else None
    return PlanText(first, last, ranked[0], year, "", ranked[1], (votes[ranked[0]], votes[ranked[1]]))
