"""Splits a source into plans: where each starts, and its region and year."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
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
_AREA_PREFIX: Final = 7
_AREA_LINES: Final = 40
_MIN_TASKS: Final = 2
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年)")

_BARE_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_MIN_EVIDENCE: Final = 5
"""Minimum evidence, in points, for a plan that starts without a title."""
_MANY_AREAS: Final = 3
_MIN_VOTE_LEAD: Final = 2


@dataclass(frozen=True)
class PlanText:
    """One plan's part of a source: its lines (1-based, inclusive), region, year and printed title.

    ``title`` is empty if the plan has none; ``runner_up`` is then the second most likely region, and
    ``votes`` the number of times the text names the first and the second. ``region_id`` is empty if these
    are equal. ``named_by`` is ``file``, ``sheet`` or ``column`` if the region comes from that instead;
    ``title`` if that of the title is not certain.
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
    """A sheet of a workbook, and the region and year in its name ('' and None if there are none)."""

    first_line: int
    last_line: int
    region_id: str
    year: int | None


class _AreaStart(NamedTuple):
    """A key area's name at the start of a line: its index, whether it is complete, and its serial."""

    area: int
    is_complete: bool
    serial: str


class _LineIndex:
    """Properties of each line of a source that splitting needs, computed once."""

    def __init__(self, lines: Sequence[str], furniture: Furniture, areas: Sequence[Area]) -> None:
        self.lines = lines
        self.classes = furniture.line_classes()
        count = len(lines)
        self.area_starts: dict[int, _AreaStart] = {}
        self.next_text_line = [0] * (count + 2)
        """For each line, the first line from there on that contains text of a cell; 0 if there is none."""
        for number in range(count, 0, -1):
            holds_text = number not in self.classes and lines[number - 1].strip()
            self.next_text_line[number] = number if holds_text else self.next_text_line[number + 1]
            if holds_text:
                opening = _find_area_start(lines, number, self.classes, areas)
                if opening is not None:
                    self.area_starts[number] = opening
        self.later_areas = sorted(number for number, one in self.area_starts.items() if one.area > 0)
        """Lines with the name of a key area other than the first."""


def split_plans(
    lines: Sequence[str], furniture: Furniture, taxonomy: Taxonomy, sheets: Sequence[Sheet] = ()
) -> tuple[PlanText, ...]:
    """Split a source into plans, in order; lines before the first plan belong to none.

    A sheet with a table header but no title starts a new plan if its name states another region or year
    than those of the previous plan.
    """
    index = _LineIndex(lines, furniture, taxonomy.areas)
    titles = {title.first_line: title for title in _find_plan_titles(index, furniture)}
    named = {sheet.first_line: sheet for sheet in sheets if _is_untitled_plan(sheet, furniture)}
    untitled = _find_untitled_starts(index, furniture, titles, taxonomy)
    starts = sorted({*titles, *_starts_outside_sheets(untitled, named, furniture), *named})
    plans: list[PlanText] = []
    for start, following in pairwise([*starts, len(lines) + 1]):
        last = next((n for n in range(following - 1, start, -1) if lines[n - 1].strip()), start)
        title = titles.get(start)
        if title is not None:
            named_by = "" if title.is_certain else "title"
            plan = PlanText(start, last, title.region_id, title.year, title.text, named_by=named_by)
        else:
            plan = make_untitled_plan(lines, start, last, index.classes, taxonomy.regions)
        if start in named:
            plan = _apply_sheet_name(plan, named[start], plans[-1] if plans else None)
        if plans and start in named and (plan.region_id, plan.year) == (plans[-1].region_id, plans[-1].year):
            plans[-1] = replace(plans[-1], last_line=last)
        else:
            plans.append(plan)
    return tuple(plans)


def list_sheets(document: Document, regions: Sequence[Region]) -> tuple[Sheet, ...]:
    """Return the visible sheets of a workbook.

    If the name of a sheet states only a region or only a year, that of the file supplies the other.
    """
    file = document.path.stem
    found = []
    for table in document.tables:
        part, name = table.place.parts[0] if table.place else ("", "")
        if part == "sheet" and table.first_line <= table.last_line:
            region_id, year = find_name_region(str(name), regions), find_name_year(str(name))
            if region_id or year:
                region_id, year = region_id or find_name_region(file, regions), year or find_name_year(file)
            found.append(Sheet(table.first_line, table.last_line, region_id, year))
    return tuple(found)


def _is_untitled_plan(sheet: Sheet, furniture: Furniture) -> bool:
    """Return whether a sheet has a table header, no title, and a name that states a region or a year."""
    lines = range(sheet.first_line, sheet.last_line + 1)
    return (
        bool(sheet.region_id or sheet.year)
        and any(header.start in lines for header in furniture.headers)
        and not any(title.first_line in lines for title in furniture.titles)
    )


def _starts_outside_sheets(
    starts: Iterable[int], sheets: Mapping[int, Sheet], furniture: Furniture
) -> Iterator[int]:
    """Yield the starts outside sheets that are plans, if a header follows before the next such sheet."""
    for start in starts:
        following = min((first for first in sheets if first > start), default=None)
        is_within = any(sheet.first_line <= start <= sheet.last_line for sheet in sheets.values())
        has_header = following is None or any(start <= h.start < following for h in furniture.headers)
        if has_header and not is_within:
            yield start


def _apply_sheet_name(plan: PlanText, sheet: Sheet, before: PlanText | None) -> PlanText:
    """Return the plan of a sheet; a region or year missing in its name is that of the previous plan."""
    region_id = sheet.region_id or (before.region_id if before else "")
    year = sheet.year or (before.year if before else None) or plan.year
    return replace(
        plan, region_id=region_id or plan.region_id, year=year, named_by="sheet" if region_id else ""
    )


def set_last_lines(plans: Sequence[PlanText], lines: Sequence[str]) -> tuple[PlanText, ...]:
    """Return the plans, each ending with the last non-blank one of ``lines`` before the next plan."""
    stops = [*(plan.first_line for plan in plans), len(lines) + 1][1:]
    return tuple(
        replace(plan, last_line=max(n for n in range(plan.first_line, stop) if lines[n - 1].strip()))
        for plan, stop in zip(plans, stops, strict=True)
    )


def apply_file_name(plan: PlanText, name: str, regions: Sequence[Region]) -> PlanText:
    """Return the only plan of a file; without a title, it gets the region and year in the file name."""
    region_id = find_name_region(name, regions)
    if plan.title or plan.named_by or not region_id:
        return plan
    return replace(plan, region_id=region_id, year=find_name_year(name) or plan.year, named_by="file")


def find_name_region(name: str, regions: Sequence[Region]) -> str:
    """Return the only region in the name of a file or sheet; '' if there is none or several."""
    printed = {r.id: next((n for n in (r.name_zh, r.short_zh) if n in name), "") for r in regions}
    named = [
        region_id
        for region_id, text in printed.items()
        if text and not any(text in other and text != other for other in printed.values())
    ]
    return named[0] if len(named) == 1 else ""


def find_name_year(name: str) -> int | None:
    """Return the year in the name of a file or sheet, with or without 年."""
    bare = _BARE_YEAR.search(name)
    return find_year(name) or (int(bare.group()) if bare else None)


def _find_plan_titles(index: _LineIndex, furniture: Furniture) -> Iterator[Title]:
    """Yield the titles that start a plan, without those repeated on later pages.

    A repeated title of the same region starts a new plan only if it is followed by the same text as before,
    or by the first key area.
    """
    last_title: Title | None = None
    opening = 0
    for title in furniture.titles:
        first = index.next_text_line[title.last_line]
        same = last_title is not None and (last_title.region_id, last_title.year) == (
            title.region_id,
            title.year,
        )
        if not same or (first != opening and _is_restart(index, first, opening)):
            yield title
            last_title, opening = title, first


def _is_restart(index: _LineIndex, first: int, opening: int) -> bool:
    """Return whether the plan that started at line ``opening`` starts again at line ``first``.

    The first key area counts as a new start only after other areas; until then, its name may be repeated on
    every page.
    """
    if not first:
        return False
    area_start = index.area_starts.get(first)
    if area_start is None or area_start.area != 0:
        return index.lines[first - 1] == index.lines[opening - 1]
    return bisect_left(index.later_areas, opening) < bisect_left(index.later_areas, first)


def _find_untitled_starts(
    index: _LineIndex, furniture: Furniture, titles: dict[int, Title], taxonomy: Taxonomy
) -> list[int]:
    """Return the lines where plans start without a title: the first key area recurs, with other evidence.

    A measure can start with the name of a key area, and a name can be repeated on each page. Therefore
    several kinds of evidence are added up: a restarting serial, a header, the number of areas before, the
    areas after, and the region named in the text that follows.
    """
    cut_start = _find_cut_start(index, furniture, taxonomy)
    starts = [] if cut_start is None else [cut_start]
    after_header = {
        index.next_text_line[header.stop]: header.start
        for header in furniture.headers
        if header.stop <= len(index.lines)
    }
    openings = sorted(index.area_starts.items())
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
            points = _start_evidence(openings, place, seen, number in after_header)
            if points + _MIN_VOTE_LEAD >= _MIN_EVIDENCE:
                end = next((n for n, o in openings[place + 1 :] if o.area == 0), len(index.lines) + 1)
                end = min(end, next((n for n in regions[passed:]), end))
                points += _region_evidence(index.lines[number - 1 : end - 1], region_id, taxonomy.regions)
            if points >= _MIN_EVIDENCE:
                starts.append(after_header.get(number, number))
                region_id, seen = "", set()
        seen.add(opening.area)
    return starts


def _start_evidence(
    openings: Sequence[tuple[int, _AreaStart]], place: int, seen: set[int], headed: bool
) -> int:
    """Return the points for a plan that starts at a first key area; 0 if the serials continue."""
    opening, earlier = openings[place][1], openings[place - 1][1].serial
    if earlier.isdecimal() and opening.serial.isdecimal() and int(opening.serial) > int(earlier) > 0:
        return 0
    following = next((o.area for _, o in openings[place + 1 : place + 1 + _AREA_LINES] if o.area), None)
    points = int(headed) + int(opening.is_complete) + 2 * (opening.serial in _FIRST_SERIALS)
    points += 2 if len(seen - {0}) >= _MANY_AREAS else 1
    if following is not None:
        points += 2 if following in seen else -2
    return points


def _region_evidence(lines: Sequence[str], region_id: str, regions: Sequence[Region]) -> int:
    """Return the points for a new plan by the region that its text names: another one, or the same."""
    best, _, votes = _count_votes(lines, regions)
    if votes[0] - votes[1] < _MIN_VOTE_LEAD or not region_id:
        return 0
    return _MIN_VOTE_LEAD if best != region_id else -_MIN_EVIDENCE


def _find_cut_start(index: _LineIndex, furniture: Furniture, taxonomy: Taxonomy) -> int | None:
    """Return the first line of a source whose first plan lost its beginning, else None.

    The text before the first title is the rest of a plan if it contains a table header or, where titles
    follow, names of standard tasks; a cover or a foreword has neither.
    """
    title = min((title.first_line for title in furniture.titles), default=None)
    lines = index.lines
    before = range(1, len(lines) + 1 if title is None else title)
    first = next((n for n in before if lines[n - 1].strip() and index.classes.get(n) != "page_number"), None)
    if first is None or any(header.start in before for header in furniture.headers):
        return first
    text = _SPACE.sub("", "".join(lines[n - 1] for n in before))
    named = sum(task.name_zh in text for task in taxonomy.tasks)
    return first if title is not None and named >= _MIN_TASKS else None


def _find_area_start(
    lines: Sequence[str], number: int, classes: dict[int, str], areas: Sequence[Area]
) -> _AreaStart | None:
    """Return the key area whose name starts at a line, optionally after a serial; None if there is none."""
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
            if candidate[:_AREA_PREFIX] == area.name_zh[:_AREA_PREFIX]:
                return _AreaStart(index, candidate.startswith(area.name_zh), printed)
    return None


def make_untitled_plan(
    lines: Sequence[str], first: int, last: int, classes: Mapping[int, str], regions: Sequence[Region]
) -> PlanText:
    """Return a plan without a title; its region is the one that its text names most often.

    Its year is the most frequent one above its first header, or in the whole text if there is none above.
    """
    best, runner_up, votes = _count_votes(lines[first - 1 : last], regions)
    decided = votes[0] > votes[1]
    header = next((n for n in range(first, last + 1) if classes.get(n) == "header"), first)
    above, whole = (_SPACE.sub("", "".join(lines[first - 1 : end])) for end in (header - 1, last))
    years = _YEAR.findall(above) or _YEAR.findall(whole)
    year = int(max(sorted(set(years)), key=years.count)) if years else None
    return PlanText(first, last, best if decided else "", year, "", runner_up, votes)


def _count_votes(lines: Sequence[str], regions: Sequence[Region]) -> tuple[str, str, tuple[int, int]]:
    """Return the two regions that a text names most often, and the number of times."""
    text = _SPACE.sub("", "".join(lines))
    votes = {r.id: sum(text.count(word) for word in r.identifying_words) for r in regions}
    best, runner_up = sorted(votes, key=lambda r: -votes[r])[:2]
    return best, runner_up, (votes[best], votes[runner_up])
