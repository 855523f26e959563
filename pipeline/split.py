"""Splits a source into plans: where each begins, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pipeline.furniture import Furniture, Title
from pipeline.taxonomy import Area, Region, Taxonomy

_SPACE: Final = re.compile(r"\s+")
_SERIAL: Final = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[.、．:：]?")
_SERIAL_STARTS: Final = frozenset("0123456789（(一二三四五六七八九十")
_AREA_START: Final = 7
_AREA_LINES: Final = 40
_TELLING_TASKS: Final = 2
_TELLING_AREAS: Final = 2
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年)")


@dataclass(frozen=True)
class PlanText:
    """One plan's part of a source: its lines (1-based, inclusive), region, year and printed title.

    ``title`` is empty where it is lost; ``runner_up`` then is the region that the words speak
    for next, and ``votes`` how often they name the first and the second. ``region_id`` is empty
    where they speak for none more than for another.
    """

    first_line: int
    last_line: int
    region_id: str
    year: int | None
    title: str
    runner_up: str = ""
    votes: tuple[int, int] = (0, 0)


def split_plans(lines: Sequence[str], furniture: Furniture, taxonomy: Taxonomy) -> tuple[PlanText, ...]:
    """The plans of a source in their order; lines before the first of them are in none."""
    titles = {title.first_line: title for title in _headings(lines, furniture, taxonomy.areas)}
    starts = sorted({*titles, *_untitled_starts(lines, furniture, taxonomy)})
    plans = []
    for start, following in pairwise([*starts, len(lines) + 1]):
        last = max((n for n in range(start, following) if lines[n - 1].strip()), default=start)
        title = titles.get(start)
        if title is not None:
            plans.append(PlanText(start, last, title.region_id, title.year, title.text))
        else:
            plans.append(_untitled(lines, start, last, taxonomy.regions))
    return tuple(plans)


def with_last_lines(plans: Sequence[PlanText], lines: Sequence[str]) -> tuple[PlanText, ...]:
    """The plans, each up to the last line before the next one that is not blank in ``lines``."""
    stops = [plan.first_line for plan in plans[1:]] + [len(lines) + 1]
    return tuple(
        replace(plan, last_line=max(n for n in range(plan.first_line, stop) if lines[n - 1].strip()))
        for plan, stop in zip(plans, stops, strict=True)
    )


def _headings(lines: Sequence[str], furniture: Furniture, areas: Sequence[Area]) -> Iterator[Title]:
    """The titles that begin a plan: not those that say on a later page whose the plan is.

    Where a region's title stands again, its plan begins again only if what follows is what
    followed before, or the first key area.
    """
    fates = furniture.lines()
    heading: Title | None = None
    opening = 0
    for title in furniture.titles:
        first = next(
            (n for n in range(title.last_line, len(lines) + 1) if n not in fates and lines[n - 1].strip()), 0
        )
        same = heading is not None and (heading.region_id, heading.year) == (title.region_id, title.year)
        if same and first != opening and _begins_anew(lines, first, opening, fates, areas):
            same = False
        if not same:
            yield title
            heading, opening = title, first


def _begins_anew(
    lines: Sequence[str], first: int, opening: int, fates: dict[int, str], areas: Sequence[Area]
) -> bool:
    """Whether a plan begins at line ``first`` that began at line ``opening`` before.

    The first key area begins it again only if others came between: until then, its name may be
    printed on every page.
    """
    if not first:
        return False
    if _area_beginning(lines, first, fates, areas) != 0:
        return lines[first - 1] == lines[opening - 1]
    between = (_area_beginning(lines, n, fates, areas) for n in range(opening, first) if lines[n - 1].strip())
    return any(begun for begun in between)


def _untitled_starts(lines: Sequence[str], furniture: Furniture, taxonomy: Taxonomy) -> list[int]:
    """Where a plan begins without a title: the first key area begins again.

    After a header it need not follow many others; without one, it does, lest a name that is
    printed again on a later page be taken for a beginning.
    """
    fates = furniture.lines()
    header_at = {header.start: header for header in furniture.headers}
    titled = {title.first_line for title in furniture.titles}
    headless = _begins_in_a_plan(lines, furniture, taxonomy)
    starts = [] if headless is None else [headless]
    seen: set[int] = set()
    for number in range(headless or min(titled, default=len(lines) + 1), len(lines) + 1):
        if number in titled:
            seen = set()
        header = header_at.get(number)
        if header is not None:
            opens = _area_beginning(lines, _next_filled(lines, header.stop), fates, taxonomy.areas)
            if opens == 0 and len(seen) > 1:
                starts.append(number)
                seen = set()
        if number not in fates:
            opens = _area_beginning(lines, number, fates, taxonomy.areas)
            if opens == 0 and len(seen - {0}) >= _TELLING_AREAS:
                starts.append(number)
                seen = set()
            if opens is not None:
                seen.add(opens)
    return starts


def _begins_in_a_plan(lines: Sequence[str], furniture: Furniture, taxonomy: Taxonomy) -> int | None:
    """The first line of a source that has lost the beginning of its first plan, else None.

    What stands before the first title is the rest of a plan if a table header stands in it, or,
    where titles follow, names of standard tasks do; a cover or a foreword has neither.
    """
    fates = furniture.lines()
    title = min((title.first_line for title in furniture.titles), default=None)
    before = range(1, len(lines) + 1 if title is None else title)
    first = next((n for n in before if lines[n - 1].strip() and fates.get(n) != "page_number"), None)
    if first is None or any(header.start in before for header in furniture.headers):
        return first
    text = _SPACE.sub("", "".join(lines[n - 1] for n in before))
    named = sum(task.name_zh in text for task in taxonomy.tasks)
    return first if title is not None and named >= _TELLING_TASKS else None


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
    end = min(len(lines), number + _AREA_LINES)
    while number <= end and len("".join(pieces)) < _AREA_START:
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
    best, runner_up = sorted(votes, key=lambda r: -votes[r])[:2]
    told = votes[best] > votes[runner_up]
    years = _YEAR.findall(text)
    year = int(max(sorted(set(years)), key=years.count)) if years else None
    return PlanText(first, last, best if told else "", year, "", runner_up, (votes[best], votes[runner_up]))
