"""Splits a source into plans: where each begins, and whose it is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple

from pipeline.readers.document import Document
from pipeline.reading.plans.furniture import Furniture
from pipeline.reading.plans.titles import Title
from pipeline.schema.folding import find_year, fold_compatibility
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
    ``named_by`` where the name of the ``file`` or of the ``sheet`` tells the region instead.
    """

    first_line: int
    last_line: int
    region_id: str
    year: int | None
    title: str
    runner_up: str = ""
    votes: tuple[int, int] = (0, 0)
    named_by: str = ""


class Sheet(NamedTuple):
    """A sheet of a workbook, and the region and the year that its name states: '' and None if none."""

    first_line: int
    last_line: int
    region_id: str
    year: int | None


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


def split_plans(
    lines: Sequence[str], furniture: Furniture, taxonomy: Taxonomy, sheets: Sequence[Sheet] = ()
) -> tuple[PlanText, ...]:
    """The plans of a source in their order; lines before the first of them are in none.

    A sheet with a table header and without a title begins a plan where its name states another region or
    year than the plan before it has.
    """
    survey = _Survey(lines, furniture, taxonomy.areas)
    titles = {title.first_line: title for title in _headings(survey, furniture)}
    named = {sheet.first_line: sheet for sheet in sheets if _begins_a_plan(sheet, furniture)}
    untitled = _untitled_starts(survey, furniture, titles, taxonomy)
    starts = sorted({*titles, *_outside(untitled, named, furniture), *named})
    plans: list[PlanText] = []
    for start, following in pairwise([*starts, len(lines) + 1]):
        last = next((n for n in range(following - 1, start, -1) if lines[n - 1].strip()), start)
        title = titles.get(start)
        if title is not None:
            plan = PlanText(start, last, title.region_id, title.year, title.text)
        else:
            plan = _untitled(lines, start, last, survey.classes, taxonomy.regions)
        if start in named:
            plan = _named_by_sheet(plan, named[start], plans[-1] if plans else None)
        if plans and start in named and (plan.region_id, plan.year) == (plans[-1].region_id, plans[-1].year):
            plans[-1] = replace(plans[-1], last_line=last)
        else:
            plans.append(plan)
    return tuple(plans)


def sheets_of(document: Document, regions: Sequence[Region]) -> tuple[Sheet, ...]:
    """The sheets of a workbook that are shown; what a name leaves out is what that of the file states."""
    file = document.path.stem
    shown = (n for n in range(1, len(document.lines) + 1) if n not in document.classes and document.places)
    found = []
    for (part, name), lines in groupby(shown, key=lambda line: document.place(line).parts[0]):
        if part == "sheet":
            first, *others = lines
            region_id, year = region_of_name(str(name), regions), year_of_name(str(name))
            if region_id or year:
                region_id, year = region_id or region_of_name(file, regions), year or year_of_name(file)
            found.append(Sheet(first, others[-1] if others else first, region_id, year))
    return tuple(found)


def _begins_a_plan(sheet: Sheet, furniture: Furniture) -> bool:
    """Whether a sheet has a table header and no title, and its name states a region or a year."""
    lines = range(sheet.first_line, sheet.last_line + 1)
    return (
        bool(sheet.region_id or sheet.year)
        and any(header.start in lines for header in furniture.headers)
        and not any(title.first_line in lines for title in furniture.titles)
    )


def _outside(starts: Iterable[int], sheets: Mapping[int, Sheet], furniture: Furniture) -> Iterator[int]:
    """The starts that are in no sheet with a plan of its own, and have a header before the next of these."""
    for start in starts:
        following = min((first for first in sheets if first > start), default=None)
        is_within = any(sheet.first_line <= start <= sheet.last_line for sheet in sheets.values())
        has_header = following is None or any(start <= h.start < following for h in furniture.headers)
        if has_header and not is_within:
            yield start


def _named_by_sheet(plan: PlanText, sheet: Sheet, before: PlanText | None) -> PlanText:
    """The plan of a sheet; the region or year that no name states is that of the plan before."""
    region_id = sheet.region_id or (before.region_id if before else "")
    year = sheet.year or (before.year if before else None) or plan.year
    return replace(
        plan, region_id=region_id or plan.region_id, year=year, named_by="sheet" if region_id else ""
    )


def with_last_lines(plans: Sequence[PlanText], lines: Sequence[str]) -> tuple[PlanText, ...]:
    """The plans, each up to the last line before the next one that is not blank in ``lines``."""
    stops = [*(plan.first_line for plan in plans), len(lines) + 1][1:]
    return tuple(
        replace(plan, last_line=max(n for n in range(plan.first_line, stop) if lines[n - 1].strip()))
        for plan, stop in zip(plans, stops, strict=True)
    )


def with_file_name(plan: PlanText, name: str, regions: Sequence[Region]) -> PlanText:
    """The only plan of a file; without a title, it has the region and year that the file's name states."""
    region_id = region_of_name(name, regions)
    if plan.title or plan.named_by or not region_id:
        return plan
    return replace(plan, region_id=region_id, year=year_of_name(name) or plan.year, named_by="file")


def region_of_name(name: str, regions: Sequence[Region]) -> str:
    """The only region that the name of a file or sheet states; '' if none."""
    printed = {r.id: next((n for n in (r.name_zh, r.short_zh) if n in name), "") for r in regions}
    named = [
        region_id
        for region_id, text in printed.items()
        if text and not any(text in other and text != other for other in printed.values())
    ]
    return named[0] if len(named) == 1 else ""


def year_of_name(name: str) -> int | None:
    """The year that the name of a file states, with or without 年."""
    bare = _BARE_YEAR.search(name)
    return find_year(name) or (int(bare.group()) if bare else None)


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
