"""Departments: the bodies that a department cell names, each with its role and level.

The level is the administrative level of the body, not its location: ``central`` for central agencies and for
the local branches that they command (customs, 人民银行…支行, 检验检疫局); ``provincial`` for the region's
own, the Corps' own among them; ``city`` for anything below, development zones too; ``other`` for collective
names whose members are of no one level (有关部门, 成员单位, 企业). A patent agency office (代办处) belongs
to the provincial office that runs it, unless its printed name begins with 国家知识产权局.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extract.departments.directory import PLACE_ENDS, Body, Directory, load_directory
from pipeline.extract.departments.names import GOVERNMENT, CellSegment, find_body
from pipeline.extract.departments.roles import assign_roles
from pipeline.extract.departments.segments import fold_marks, split_cell
from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.loading import Region

__all__ = ["Body", "Directory", "Mention", "find_departments", "load_directory"]

_LIST_SEPARATORS: Final = ("、", "，", ",", "和", "及", "与")
_OWN_PREFIXES: Final = {"municipality": "市", "autonomous_region": "自治区", "corps": "兵团"}
_PROVINCIAL: Final = ("自治区", "省", "兵团")
_CITY_CHARACTERS: Final = ("县", "州", "盟", "旗", "师")
_ALL_LEVELS: Final = ("各级", "地方")
_CITIES: Final = ("各市", "各县", "各区", "各州", "各地", "市县", "市州", "区县", "县区", "团县", "团区")
_CENTRAL: Final = ("国家", "国务院", "中央", "中共中央")
_SCOPES: Final = ("省", "自治区", "兵团", "市委", "市直", "市属", "市级", "区委", "县委", "团市")
_NATIONAL: Final = ("国家", "中国", "中央", "全国")
_WORD: Final = re.compile("[\u4e00-\u9fff]{2}")
_LONGEST_PARENT: Final = 12
_NEVER_PREFIXED: Final = ("collective", "local_government", "customs", "finance_regulator")


@dataclass(frozen=True)
class Mention:
    """A body as a cell names it; ``department_id`` is '' where it is not known."""

    start: int
    end: int
    quote: str
    department_id: str
    full_name: str
    role: str
    level: str
    host_id: str = ""
    """The host body of a second plate, by whose name ``department_id`` is qualified; else ''."""


def find_departments(cell: str, region: Region, directory: Directory) -> tuple[Mention, ...]:
    """The bodies of a department cell in text order; they do not overlap.

    Parameters
    ----------
    cell
        The text of the cell, without line breaks.
    region
        The region of its plan: 市知识产权局 is provincial in Beijing, and a city's in Hebei.
    directory
        The bodies that are known.
    """
    printed, cell = cell, fold_marks(fold_compatibility(cell))
    pieces = split_cell(cell, directory)
    roles = assign_roles(pieces, directory)
    shared = _shared_endings(cell, pieces, directory)
    mentions: list[Mention] = []
    above = ""
    for at, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        if piece.kind in ("body", "unknown"):
            above = _omitted_parent(cell, piece, above, directory)
            mentions.append(_make_mention(cell, piece, role, above, shared.get(at, ""), region, directory))
            above += cell[piece.name_start : piece.end]
    return tuple(replace(mention, quote=printed[mention.start : mention.end]) for mention in mentions)


def texts_left_out(cell: str, mentions: Sequence[Mention], directory: Directory) -> tuple[str, ...]:
    """Text of a cell that is neither a body nor otherwise known, in text order.

    Parameters
    ----------
    cell
        The text of the cell.
    mentions
        What :func:`find_departments` found in it.
    directory
        The bodies that are known.
    """
    at, rest = 0, ""
    for mention in mentions:
        rest += cell[at : mention.start]
        at = mention.end
    if not _WORD.search(rest + cell[at:]):
        return ()
    pieces = split_cell(fold_marks(fold_compatibility(cell)), directory)
    texts = (cell[piece.start : piece.end] for piece in pieces if piece.kind == "text")
    return tuple(text for text in texts if _WORD.search(text))


def is_only_departments(cell: str, directory: Directory) -> bool:
    """Whether a text holds known bodies, with role words and separators, and nothing else."""
    pieces = split_cell(fold_marks(fold_compatibility(cell)), directory)
    # A clause about what a body does itself, as in a task that starts with a body: 企业开展评议.
    known = all(piece.kind in ("body", "separator", "role") and piece.role != "own" for piece in pieces)
    return known and any(piece.kind == "body" for piece in pieces)


def _omitted_parent(cell: str, piece: CellSegment, before: str, directory: Directory) -> str:
    """A division that omits the body named before it: 知识产权局管理处、代办处."""
    name = cell[piece.name_start : piece.end]
    if piece.kind != "body" or piece.name_start > piece.start:
        return ""
    known = directory.names.values
    parents = (before[:length] for length in range(2, min(len(before), _LONGEST_PARENT)))
    return next(
        (parent for parent in parents if parent in known and known.get(parent + name) == piece.department_id),
        "",
    )


def _shared_endings(cell: str, pieces: Sequence[CellSegment], directory: Directory) -> dict[int, str]:
    """What places in a list take from the last of them: 石家庄、保定、廊坊市政府."""
    endings: dict[int, str] = {}
    ending = ""
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        if piece.kind == "separator" and piece.word in _LIST_SEPARATORS:
            continue
        if piece.kind == "body" and piece.bare and ending:
            text = cell[piece.start : piece.end]
            endings[at] = ending[1:] if ending[0] == text[-1] else ending
            continue
        ending = _shareable_ending(cell, piece, directory)
    return endings


def _shareable_ending(cell: str, piece: CellSegment, directory: Directory) -> str:
    """The rest of a body's name after the place, if others may share it; a zone's name is unique."""
    if piece.kind != "body" or piece.bare:
        return ""
    body = directory.by_id[piece.department_id]
    if body.kind == "local_government" and body.id != GOVERNMENT:
        return ""
    places = directory.places.at(cell, piece.start)
    place = next((word for word in places if piece.start + len(word) < piece.end), "")
    if not place:
        return cell[piece.name_start : piece.end] if piece.place == "city" else ""
    if directory.places.values[place] != "city":
        return ""
    named_with_sign = place[-1] in PLACE_ENDS and place[:-1] in directory.places.values
    return cell[piece.start + len(place) - named_with_sign : piece.end]


def _make_mention(
    cell: str, piece: CellSegment, role: str, above: str, ending: str, region: Region, directory: Directory
) -> Mention:
    quote = cell[piece.start : piece.end]
    if piece.kind == "unknown":
        level = _level_of_unknown(quote, piece.place, region, directory)
        return Mention(piece.start, piece.end, quote, "", quote, role, level)
    full_name = above + quote
    if ending:
        full_name = quote + ending
        whole = find_body(full_name, 0, directory)
        known = whole.department_id if whole and whole.end == len(full_name) else piece.department_id
        piece = replace(piece, department_id=known)
    body = directory.by_id[piece.department_id]
    prefix = cell[piece.start : piece.name_start]
    level = _find_level(quote, prefix, piece.place, body, region)
    if level == "provincial" and not prefix and not piece.place:
        full_name = _add_region_prefix(full_name, body, region)
    return Mention(piece.start, piece.end, quote, body.id, full_name, role, level, piece.host_id)


def _level_of_unknown(quote: str, place: str, region: Region, directory: Directory) -> str:
    """The level of an unknown body, where the start of its name shows it."""
    if quote.startswith(_CENTRAL):
        return "central"
    if place:
        return place
    prefix = directory.prefixes.longest(quote, 0)
    if prefix:
        return _level_of_prefix(prefix, region) or "other"
    named = directory.places.longest(quote, 0)
    return directory.places.values[named] if named else "other"


def _find_level(quote: str, prefix: str, place: str, body: Body, region: Region) -> str:
    if body.level == "central" or quote.startswith(_CENTRAL):
        return "central"
    if place:
        return "city" if body.level == "city" else place
    prefix = prefix or next((word for word in _SCOPES if quote.startswith(word)), "")
    if level := _level_of_prefix(prefix, region):
        return level
    if quote.startswith(_CITIES):
        return "city"
    if quote.startswith(_ALL_LEVELS):
        return "other"
    return body.level or "provincial"


def _level_of_prefix(prefix: str, region: Region) -> str:
    if any(word in prefix for word in _PROVINCIAL):
        return "provincial"
    if "市" in prefix or "区" in prefix:
        own = {"municipality": "市", "autonomous_region": "区"}.get(region.kind, "")
        return "provincial" if own and own in prefix else "city"
    return "city" if any(sign in prefix for sign in _CITY_CHARACTERS) else ""


def _add_region_prefix(name: str, body: Body, region: Region) -> str:
    """The name of a region's own body with the prefix that the cell leaves out: 工商局 is 省工商局."""
    prefix = _OWN_PREFIXES.get(region.kind, "省")
    if body.kind in _NEVER_PREFIXED or name.startswith((*_PROVINCIAL, *_NATIONAL, prefix, "团")):
        return name
    if body.party_office and not name.startswith(("委", "党委")):
        return f"{prefix}委{name}" if len(prefix) == 1 else f"{prefix}党委{name}"
    return prefix + name
