"""Find names of bodies in a department cell: known names with their places, and lists of places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extract.departments.directory import PLACE_ENDS, Directory
from pipeline.extract.patterns import load_patterns

GOVERNMENT: Final = "peoples-government"
_CITIES: Final = "city-governments"
_COLLECTIVE_IDS: Final = (
    ("县区旗", "county-governments"),
    ("乡镇道", "township-government"),
    ("省", GOVERNMENT),
)
"""Ids of collective governments by the last character of the first place; else ``_CITIES``."""
_CITY_IP_OFFICES: Final = "city-ip-offices"
_IP_OFFICE: Final = "ip-office"
_MAX_MODIFIERS: Final = 4
_MAX_PLACE_LENGTH: Final = 12
_MAX_UNIT_LIST_LENGTH: Final = 40

_PATTERNS: Final = load_patterns("body_names")
_LOCAL_OFFICE: Final = re.compile("[局委办]")
_ALL_LEVELS: Final = "各级"
_ZONE_OFFICES: Final = ("管委会", "管理委员会", "党工委")
_PARTY_COMMITTEE: Final = "party-committee"
_HAVE_COMMITTEES: Final = ("peoples-congress", "cppcc", _PARTY_COMMITTEE)


@dataclass(frozen=True)
class CellSegment:
    """A span of a cell; a body's ``name_start`` is the start of its name, after prefix and place.

    ``kind`` is ``body``, ``role``, ``separator``, ``remark``, ``unknown`` (an unlisted body) or ``text``
    (unrecognised). ``place`` is ``provincial`` or ``city`` if a place precedes the name. A body that is only
    a place is ``bare``; ``host_id`` is the host body of a second plate. A role segment's ``role`` is one of
    the directory's, or ``own`` for a body's own duty.
    """

    kind: str
    start: int
    end: int
    department_id: str = ""
    name_start: int = 0
    place: str = ""
    bare: bool = False
    word: str = ""
    role: str = ""
    is_label: bool = False
    host_id: str = ""


def find_body(cell: str, at: int, directory: Directory) -> CellSegment | None:
    """The longest body that starts at a position, including prefix and place."""
    best: CellSegment | None = None
    for start, place in _name_starts(cell, at, directory):
        name = directory.names.longest(cell, start)
        found = [(start + len(name), directory.names.values[name], place)] if name else []
        found += _find_place_patterns(cell, start, directory)
        for end, department_id, body_place in found:
            # For the same span, the longer name counts: 北京海关 is a customs office of its own.
            if best is None or (end, -start) > (best.end, -best.name_start):
                best = CellSegment("body", at, end, department_id, start, body_place)
    bare = _find_bare_place(cell, at, directory)
    return bare if bare and (best is None or bare.end > best.end) else best


def _name_starts(cell: str, at: int, directory: Directory) -> Iterator[tuple[int, str]]:
    """Positions where a name can start, each with the level of the place before it, or ''."""
    starts = [(at, "")]
    for _ in range(_MAX_MODIFIERS):
        yield from starts
        following: list[tuple[int, str]] = []
        for start, place in starts:
            steps = [(len(word), place) for word in directory.prefixes.at(cell, start)]
            steps += [(len(word), place) for word in directory.determiners.at(cell, start)]
            # The last place counts: 浙江省杭州市知识产权局 is a city's. A name can start within a place:
            # 两江新区管委会.
            for word in directory.places.at(cell, start):
                steps += [(length, directory.places.values[word]) for length in range(2, len(word) + 1)]
            following += [(start + length, level) for length, level in steps]
        starts = list(dict.fromkeys(following))
    yield from starts


def _find_place_patterns(cell: str, start: int, directory: Directory) -> Iterator[tuple[int, str, str]]:
    """Names that match a place pattern, with a place inside or at the start, as 兰州大学."""
    for head in directory.heads.at(cell, start):
        after = start + len(head)
        for tail, department_id in directory.tails[head]:
            found = cell.find(tail, after + 1, after + _MAX_PLACE_LENGTH + len(tail)) if tail else -1
            if found > 0 and cell[after:found].isalnum():
                yield found + len(tail), department_id, directory.places.values.get(cell[after:found], "city")
                break
    for place in directory.places.at(cell, start):
        for tail, department_id in directory.tails.get("", ()):
            if len(tail) > 1 and cell.startswith(tail, start + len(place)):
                yield start + len(place) + len(tail), department_id, directory.places.values[place]


def _find_bare_place(cell: str, at: int, directory: Directory) -> CellSegment | None:
    """A place without a name after it: its government, or the zone that it is."""
    place = directory.places.longest(cell, at)
    if not place or directory.places.values[place] != "city":
        return None
    zone = next((end for i in range(1, len(place)) if (end := place[i:]) in directory.names.values), "")
    department_id = directory.names.values[zone] if zone else GOVERNMENT
    return CellSegment("body", at, at + len(place), department_id, at, "city", bare=not zone)


def find_local_bodies(cell: str, at: int, directory: Directory) -> CellSegment | None:
    """Collective names of bodies below the province: 各县（市、区）人民政府, 各县局."""
    head = _PATTERNS.all_local.match(cell, at)
    if head is None and cell[at] not in PLACE_ENDS + "地":
        return None
    end, limit = (head.end() if head else at), at + _MAX_UNIT_LIST_LENGTH
    best: CellSegment | None = None
    group, place, in_brackets = "", "city", False
    while end < limit and (unit := _PATTERNS.unit.match(cell, end)):
        joined_by = cell[end]
        end = unit.end()
        in_brackets = in_brackets or cell[end - 1] == "）"
        if not group:
            group = next((group for signs, group in _COLLECTIVE_IDS if cell[end - 1] in signs), _CITIES)
            place = "provincial" if group == GOVERNMENT else "city"
        if head is None and not in_brackets:
            continue
        found = CellSegment("body", at, end, group, end, place) if head else None
        if government := _PATTERNS.local_end.match(cell, end):
            found = CellSegment("body", at, government.end(), group, at, place)
        elif (name := directory.names.longest(cell, end)) and (joined_by not in "、/和及与" or in_brackets):
            named = directory.names.values[name]
            named = _CITY_IP_OFFICES if named == _IP_OFFICE else named
            found = CellSegment("body", at, end + len(name), named, end, place)
        elif (office := _LOCAL_OFFICE.match(cell, end)) and _is_name_end(cell, office.end(), directory):
            found = unknown_body(at, office.end(), place)
        best = longer_segment(best, found)
    return best


def _is_name_end(cell: str, at: int, directory: Directory) -> bool:
    is_word = directory.roles.longest(cell, at) or directory.separators.longest(cell, at)
    return bool(is_word) or not cell[at : at + 1].isalnum()


def unknown_body(start: int, end: int, place: str = "") -> CellSegment:
    """A body that is not in the directory."""
    return CellSegment("unknown", start, end, name_start=start, place=place)


def longer_segment(one: CellSegment | None, other: CellSegment | None) -> CellSegment | None:
    """The segment that ends later, or the first of equal ones."""
    return other if other and (one is None or other.end > one.end) else one


def extend_committee(cell: str, body: CellSegment) -> CellSegment:
    """Extend a body to its committee that follows directly: 省政协社法委, 省委审计委员会办公室."""
    committee = _PATTERNS.committee.match(cell, body.end) if body.department_id in _HAVE_COMMITTEES else None
    return replace(body, end=committee.end()) if committee else body


def find_office(cell: str, at: int) -> CellSegment | None:
    """An office named by its function, directly after a body: 文化建设示范区推进办公室."""
    office = _PATTERNS.office.match(cell, at)
    return unknown_body(at, office.end()) if office else None


def merge_segments(
    cell: str, before: CellSegment, segment: CellSegment, directory: Directory
) -> CellSegment | None:
    """Merge two adjacent segments into one body; None where they are two."""
    if before.kind != "body" or segment.kind not in ("body", "unknown") or segment.bare:
        return None
    if cell.endswith(_ALL_LEVELS, before.start, before.end):
        # 各级公共机构
        return replace(segment, start=before.start)
    if cell[before.end - 1] == "区" and cell[segment.start : segment.end] in _ZONE_OFFICES:
        # 郑州航空港实验区管委会
        return replace(before, end=segment.end)
    if not segment.place and _PATTERNS.all_places.fullmatch(cell, before.start, before.end):
        # 各市粮食行政管理部门
        return replace(segment, start=before.start, place="city")
    own_name = segment.name_start == segment.start and not segment.place
    if before.department_id == _PARTY_COMMITTEE and own_name and segment.kind == "body":
        # 省委台港澳办
        return replace(segment, start=before.start)
    if own_name and not before.bare and all(is_collective(one, directory) for one in (before, segment)):
        # 省直各部门单位
        return replace(before, end=segment.end)
    if segment.kind != "unknown" or is_collective(before, directory):
        return None
    is_branch = _PATTERNS.branch.search(cell, segment.start, segment.end)
    is_central = directory.by_id[before.department_id].level == "central"
    # 国家开发银行青岛分行, 省交通运输厅公路局, 中国科学院合肥物质科学研究院
    return replace(before, end=segment.end) if is_branch or (is_central and segment.place) else None


def is_collective(segment: CellSegment, directory: Directory) -> bool:
    """Whether a segment names several bodies, or only a place."""
    return segment.bare or (segment.kind == "body" and directory.by_id[segment.department_id].collective)
