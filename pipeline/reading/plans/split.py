"""Splits a source into plans: where each begins, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from pipeline.reading.plans.furniture import Furniture
from pipeline.reading.plans.titles import Title
from pipeline.schema.folding import fold_compatibility, year_of
from pipeline.taxonomy.loading import Area, Region, Taxonomy

_SPACE: Final = re.compile(r"\s+")
_SERIAL: Final = re.compile(r"第?[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[.、．:：]?")
_SERIAL_STARTS: Final = frozenset("0123456789（(第一二三四五六七八九十")
_FIRST_SERIALS: Final = frozenset(("1", "01", "一"))
_AREA_START: Final = 7
_AREA_LINES: Final = 40
_TELLING_TASKS: Final = 2
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年)")

_BARE_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_BEGINS: Final = 5
"""Evidence, in points, from which on a plan is taken to start without a title."""
_MANY_AREAS: Final = 3
_CLEAR_VOTES: Final = 2


@dataclass(frozen=True)
class PlanText:
    """One plan's part of a source: its lines (1-based, inclusive), region, year and printed title.

    ``title`` is empty where it is lost; ``runner_up`` is then the second most likely region, and ``votes``
    how often the text names the first and the second. ``region_id`` is empty where there is a tie.
    ``is_named_by_file`` where the name of the file tells the region instead.
    """

    first_line: int
    last_line: int
    region_id: str
    year: int | None
    title: str
    runner_up: str = ""
    votes: tuple[int, int] = (0, 0)
    is_named_by_file: bool = False


class _Opening(NamedTuple):
    """A key area's name at the start of a line: which, whether complete, and the serial before it."""

    area: int
    whole: bool
    serial: str


class _Survey:
    """Properties of each line of a source needed for splitting, computed once."""

    def __init__(self, lines: Sequence[str], furniture: Furniture, areas: Sequence[Area]) -> None:
        self.lines = lines
        self.classes = furniture.lines()
        count = len(lines)
        self.openings: dict[int, _Opening] = {}
        self.next_text = [0] * (count + 2)
        """For each line, itself or the next one that holds text of a cell; 0 where there is none."""
        for number in range(count, 0, -1):
            holds_text = number not in self.classes and lines[number - 1].strip()
            self.next_text[number] = number if holds_text else self.next_text[number + 1]
            if holds_text:
                opening = _area_opening(lines, number, self.classes, areas)
                if opening is not None:
                    self.openings[number] = opening
        later_areas = (n in self.openings and self.openings[n].area > 0 for n in range(1, count + 1))
        self.later_areas = list(accumulate(later_areas, initial=0))
        """How many key areas but the first are named from line 1 to each line."""


def split_plans(lines: Sequence[str], furniture: Furniture, taxonomy: Taxonomy) -> tuple[PlanText, ...]:
    """The plans of a source in their order; lines before the first of them are in none."""
    survey = _Survey(lines, furniture, taxonomy.areas)
    titles = {title.first_line: title for title in _headings(survey, furniture)}
    starts = sorted({*titles, *_untitled_starts(survey, furniture, titles, taxonomy)})
    plans = []
    for start, following in pairwise([*starts, len(lines) + 1]):
        last = next((n for n in range(following - 1, start, -1) if lines[n - 1].strip()), start)
        title = titles.get(start)
        if title is not None:
            plans.append(PlanText(start, last, title.region_id, title.year, title.text))
        else:
            plans.append(_untitled(lines, start, last, survey.classes, taxonomy.regions))
    return tuple(plans)


def with_last_lines(plans: Sequence[PlanText], lines: Sequence[str]) -> tuple[PlanText, ...]:
    """The plans, each up to the last line before the next one that is not blank in ``lines``."""
    stops = [*(plan.first_line for plan in plans), len(lines) + 1][1:]
    return tuple(
        replace(plan, last_line=max(n for n in range(plan.first_line, stop) if lines[n - 1].strip()))
        for plan, stop in zip(plans, stops, strict=True)
    )


def with_file_name(plan: PlanText, name: str, regions: Sequence[Region]) -> PlanText:
    """The only plan of a file; without a title, it has the region and year that the file's name states."""
    named = [region.id for region in regions if region.short_zh in name]
    if plan.title or len(named) != 1:
        return plan
    return replace(plan, region_id=named[0], year=_year_of_name(name) or plan.year, is_named_by_file=True)


def _year_of_name(name: str) -> int | None:
    """The year that the name of a file states, with or without 年."""
    bare = _BARE_YEAR.search(name)
    return year_of(name) or (int(bare.group()) if bare else None)


def _headings(survey: _Survey, furniture: Furniture) -> Iterator[Title]:
    """The titles that start a plan, without those that are repeated on later pages.

    Where a region's title is repeated, its plan starts again only if the same text follows as before, or
    the first key area.
    """
    heading: Title | None = None
    opening = 0
    for title in furniture.titles:
        first = survey.next_text[title.last_line]
        same = heading is not None and (heading.region_id, heading.year) == (title.region_id, title.year)
        if not same or (first != opening and _begins_anew(survey, first, opening)):
            yield title
            heading, opening = title, first


def _begins_anew(survey: _Survey, first: int, opening: int) -> bool:
    """Whether a plan begins at line ``first`` that began at line ``opening`` before.

    The first key area begins it again only if others came between: until then, its name may be
    printed on every page.
    """
    if not first:
        return False
    begun = survey.openings.get(first)
    if begun is None or begun.area != 0:
        return survey.lines[first - 1] == survey.lines[opening - 1]
    return survey.later_areas[first - 1] > survey.later_areas[opening - 1]


def _untitled_starts(
    survey: _Survey, furniture: Furniture, titles: dict[int, Title], taxonomy: Taxonomy
) -> list[int]:
    """Where plans start without a title: the first key area starts again, with further evidence.

    A measure can start with the words of a key area's name, and a name can be repeated on each page; so
    the evidence has to add up: a serial that restarts, a header, how many areas came before, which follow,
    and which region the following text names.
    """
    headless = _begins_in_a_plan(survey, furniture, taxonomy)
    starts = [] if headless is None else [headless]
    after_header = {
        survey.next_text[header.stop]: header.start
        for header in furniture.headers
        if header.stop <= len(survey.lines)
    }
    openings = sorted(survey.openings.items())
    regions = sorted({*titles, *starts})
    passed = 0
    region_id = ""
    seen: set[int] = set()
    for place, (number, opening) in enumerate(openings):
        while passed < len(regions) and regions[passed] <= number:
            title = titles.get(regions[passed])
            region_id = title.region_id if title else ""
            seen = set()
            passed += 1
        if not passed:
            continue
        if opening.area == 0 and seen - {0}:
            points = _evidence(openings, place, seen, number in after_header)
            if points + _CLEAR_VOTES >= _BEGINS:
                end = next((n for n, o in openings[place + 1 :] if o.area == 0), len(survey.lines) + 1)
                end = min(end, next((n for n in regions[passed:]), end))
                points += _region_evidence(survey.lines[number - 1 : end - 1], region_id, taxonomy.regions)
            if points >= _BEGINS:
                starts.append(after_header.get(number, number))
                region_id, seen = "", set()
        seen.add(opening.area)
    return starts


def _evidence(openings: Sequence[tuple[int, _Opening]], place: int, seen: set[int], headed: bool) -> int:
    """Points for a plan that begins where the first key area does: none where the serials run on."""
    opening, earlier = openings[place][1], openings[place - 1][1].serial
    if earlier.isdecimal() and opening.serial.isdecimal() and int(opening.serial) > int(earlier) > 0:
        return 0
    following = next((o.area for _, o in openings[place + 1 : place + 1 + _AREA_LINES] if o.area), None)
    points = int(headed) + int(opening.whole) + 2 * (opening.serial in _FIRST_SERIALS)
    points += 2 if len(seen - {0}) >= _MANY_AREAS else 1
    if following is not None:
        points += 2 if following in seen else -2
    return points


def _region_evidence(lines: Sequence[str], region_id: str, regions: Sequence[Region]) -> int:
    """Points for another plan from whose words follow: those of another region, or of the same."""
    best, _, votes = _votes(lines, regions)
    if votes[0] - votes[1] < _CLEAR_VOTES or not region_id:
        return 0
    return _CLEAR_VOTES if best != region_id else -_BEGINS


def _begins_in_a_plan(survey: _Survey, furniture: Furniture, taxonomy: Taxonomy) -> int | None:
    """The first line of a source that has lost the start of its first plan, else None.

    The text before the first title is the rest of a plan if it holds a table header or, where titles
    follow, names of standard tasks; a cover or a foreword has neither.
    """
    title = min((title.first_line for title in furniture.titles), default=None)
    lines = survey.lines
    before = range(1, len(lines) + 1 if title is None else title)
    first = next((n for n in before if lines[n - 1].strip() and survey.classes.get(n) != "page_number"), None)
    if first is None or any(header.start in before for header in furniture.headers):
        return first
    text = _SPACE.sub("", "".join(lines[n - 1] for n in before))
    named = sum(task.name_zh in text for task in taxonomy.tasks)
    return first if title is not None and named >= _TELLING_TASKS else None


def _area_opening(
    lines: Sequence[str], number: int, classes: dict[int, str], areas: Sequence[Area]
) -> _Opening | None:
    """The key area whose name starts at a line, after a serial if there is one; None if none."""
    first = fold_compatibility(lines[number - 1].lstrip()[:1])
    if first not in _SERIAL_STARTS and not any(area.name_zh[0] == first for area in areas):
        return None
    longest = max(len(area.name_zh) for area in areas)
    pieces: list[str] = []
    serial = ""
    end = min(len(lines), number + _AREA_LINES)
    while number <= end and sum(map(len, pieces)) < longest:
        pieces += [] if number in classes else lines[number - 1].split()
        while pieces and not serial and (match := _SERIAL.fullmatch(pieces[0])):
            serial, pieces = match.group(1), pieces[1:]
        number += 1
    text = fold_compatibility("".join(pieces))
    lead = _SERIAL.match(text)
    candidates = [(text, serial)] + ([(text[lead.end() :], lead.group(1))] if lead and not serial else [])
    for candidate, printed in candidates:
        for index, area in enumerate(areas):
            if candidate[:_AREA_START] == area.name_zh[:_AREA_START]:
                return _Opening(index, candidate.startswith(area.name_zh), printed)
    return None


def _untitled(
    lines: Sequence[str], first: int, last: int, classes: Mapping[int, str], regions: Sequence[Region]
) -> PlanText:
    """A plan without a title; its region is the one that its text names most often.

    Its year is that of the lines above its first header, or else of all, that they name most often.
    """
    best, runner_up, votes = _votes(lines[first - 1 : last], regions)
    decided = votes[0] > votes[1]
    header = next((n for n in range(first, last + 1) if classes.get(n) == "header"), first)
    above, whole = (_SPACE.sub("", "".join(lines[first - 1 : end])) for end in (header - 1, last))
    years = _YEAR.findall(above) or _YEAR.findall(whole)
    year = int(max(sorted(set(years)), key=years.count)) if years else None
    return PlanText(first, last, best if decided else "", year, "", runner_up, votes)


def _votes(lines: Sequence[str], regions: Sequence[Region]) -> tuple[str, str, tuple[int, int]]:
    """The two regions that a text names most often, and how often."""
    text = _SPACE.sub("", "".join(lines))
    votes = {r.id: sum(text.count(word) for word in r.identifying_words) for r in regions}
    best, runner_up = sorted(votes, key=lambda r: -votes[r])[:2]
    return best, runner_up, (votes[best], votes[runner_up])
