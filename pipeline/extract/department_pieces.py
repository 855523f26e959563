"""Cuts a department cell: every character goes to a body, a role word, a separator, a remark or what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extract.department_remarks import (
    CLAUSE_ENDS,
    LONGEST_NAME,
    label_length,
    names_body,
    opens_remark,
    remark_length,
)
from pipeline.extract.directory import PLACE_ENDS, Directory

GOVERNMENT: Final = "peoples-government"
CITIES: Final = "city-governments"
_GROUPS: Final = (("县区旗", "county-governments"), ("乡镇街", "township-government"))
"""What governments are called together, by the first sign of the first place; else they are cities'."""
_CITY_IP_OFFICES: Final = "city-ip-offices"
_IP_OFFICE: Final = "ip-office"
_OPENING, _CLOSING = "（(", "）)"
_AND: Final = ("和", "与", "及")
_ABBREVIATED: Final = ("下简称", "以下简称", "简称")
_DIVISION_ENDS: Final = "处室科办队庭所院组站中心"
_OWN_PREFIX: Final = re.compile("省|自治区|兵团|市|州|县|区")
_PROVINCIAL: Final = ("省", "自治区", "兵团")
_MOST_MODIFIERS: Final = 4
_LONGEST_PLACE: Final = 12
_LONGEST_PLATE: Final = 40
_LONGEST_UNKNOWN_PLACE: Final = 8
_LONGEST_LIST_OF_UNITS: Final = 40

_BY_DUTY: Final = re.compile(
    "(?:各自|分别)?(?:依照|依据|按照|根据|遵照|各按|依|按)(?:照)?(?:各自的?|部门|自身|自己的?|本部门|本单位|相关|法定|其)?(?:工作)?"
    "(?:职责分工|职能分工|任务分工|职责权限|职责范围|职能职责|职责任务|职责|职能|分工|权责)"
)
_GENERIC_DUTY: Final = re.compile(
    "(?:抓好|做好|组织|具体|相关|有关|各项|此项|该项|本项|工作|任务|事项|贯彻|落实|实施|推进|推动|的)*(?=[^\\w]|$)"
)
_ALL_LOCAL: Final = re.compile("(?:全省|全市|全区|省内|区内)?(?:其他)?(?:各有关|各相关|各|有关|相关|所有)")
_UNIT: Final = re.compile(
    "[、/和及与]?(?:省直管|省直辖|省辖)?(?:设区的?|地级以上|地级|县级)?(?:自治)?(?:行政公署|行署|团场|街道|乡镇"
    "|[市州县区盟旗师地])|（(?:[市州县区盟旗师地、/，]|自治|街道|乡镇|镇){1,8}）"
)
_LOCAL_END: Final = re.compile(
    "(?:党委(?:和|、|及|与)?)?(?:人民)?政府(?:（行署）|（管委会）|、管委会|和管委会)?|党委|管委会"
    "|(?:行政公署|行署)(?:、人民政府|（人民政府）)?"
)
_LOCAL_OFFICE: Final = re.compile("[局委办]")


@dataclass(frozen=True)
class Piece:
    """A stretch of a cell; of a body, ``name_start`` is where its name begins, after prefix and place.

    ``kind`` is ``body``, ``role``, ``separator``, ``remark``, ``unknown`` (a body that no list knows) or
    ``text`` (nothing that can be told). ``place`` is ``provincial`` or ``city`` where a place stands before the
    name. A body that is no more than a place is ``bare``; ``host_id`` is the body on whose door a second plate
    hangs. A role piece's ``role`` is one of the directory's, or ``own`` for what a body does by itself.
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


def cut_cell(cell: str, directory: Directory) -> list[Piece]:
    """The pieces of a cell, one after the other and without a gap.

    Parameters
    ----------
    cell
        The cell, folded by :func:`fold_cell`.
    directory
        The bodies that are known.
    """
    pieces: list[Piece] = []
    at = unknown_from = 0
    while at < len(cell):
        piece = _piece_at(cell, at, unknown_from, directory, pieces)
        if piece is None:
            at += 1
            continue
        if unknown_from < piece.start:
            piece = _settle_unknown(cell, unknown_from, piece, pieces, directory)
        _append(pieces, piece, cell, directory)
        at = unknown_from = piece.end
    if unknown_from < at:
        _settle_end(cell, unknown_from, pieces, directory)
    return pieces


def _append(pieces: list[Piece], piece: Piece, cell: str, directory: Directory) -> None:
    """Add a piece; a role word right behind another makes one with it: 负责牵头, 按职责分工配合."""
    before = pieces[-1] if pieces else None
    joins = before and before.kind == piece.kind == "role" and before.end == piece.start
    if not joins or before is None or before.is_label or piece.is_label or "own" in (before.role, piece.role):
        pieces.append(piece)
    elif piece.word in directory.ahead and piece.end < len(cell) and cell[piece.end].isalnum():
        pieces.append(piece)
    else:
        first_tells = before.role in ("lead", "support") or piece.role == "none"
        pieces[-1] = replace(before, end=piece.end, role=before.role if first_tells else piece.role)


def _piece_at(
    cell: str, at: int, unknown_from: int, directory: Directory, pieces: list[Piece]
) -> Piece | None:
    before = pieces[-1] if pieces and unknown_from == at else None
    opens = unknown_from == at and (before is None or before.kind in ("separator", "remark"))
    body = _longer(find_body(cell, at, directory), _local_bodies(cell, at, directory))
    label = directory.labels.longest(cell, at)
    role = directory.roles.longest(cell, at)
    if body and body.end - at >= max(len(role), len(label)):
        if unknown_from < at and directory.by_id[body.department_id].collective:
            whole = _unknown_body(cell, unknown_from, directory)
            if whole and whole.end > body.end:
                return whole
        return _with_plate(cell, body, directory)
    if length := label_length(cell, at):
        return Piece("remark", at, _value_end(cell, at + length, directory))
    if label:
        return Piece("role", at, at + len(label), word=label, role=directory.labels.values[label], is_label=True)
    if by_duty := _BY_DUTY.match(cell, at):
        return _with_duty(cell, at, by_duty.end(), by_duty.group(), "charge", directory)
    separator = directory.separators.longest(cell, at)
    if role and len(role) > len(separator):
        return _role_or_name(cell, at, unknown_from, role, directory)
    if before and before.kind == "body" and (duty := directory.duties.longest(cell, at)):
        return _with_duty(cell, at, at + len(duty), duty, "own", directory)
    if length := remark_length(cell, at, opens):
        return Piece("remark", at, at + length)
    if opens and (before is None or before.word != "、") and opens_remark(cell, at):
        return Piece("remark", at, _clause_end(cell, at + 1))
    if separator in _AND and unknown_from < at and not names_body(cell[unknown_from:at]):
        # 政务服务和大数据局: what stands before 和 is no body by itself, so that the whole is one.
        return _unknown_body(cell, unknown_from, directory)
    if separator or not cell[at].isalnum():
        return Piece("separator", at, at + max(1, len(separator)), word=separator or cell[at])
    return None


def fold_marks(text: str) -> str:
    """The text with half-width marks and brackets of every kind made full width; as long as before."""
    return text.translate(_FULL_MARKS)


_FULL_MARKS: Final = str.maketrans("()[]【】〔〕［］{}〖〗,;:﹑､", "（）（）（）（）（）（）（），；：、、")


def _longer(one: Piece | None, other: Piece | None) -> Piece | None:
    return other if other and (one is None or other.end > one.end) else one


def _clause_end(cell: str, at: int) -> int:
    while at < len(cell) and cell[at] not in CLAUSE_ENDS:
        at += 1
    return at


def _value_end(cell: str, at: int, directory: Directory) -> int:
    """Where the value of a label such as 完成时限： ends: at a mark, a label or a body."""
    while at < len(cell) and cell[at] not in CLAUSE_ENDS and cell[at] not in " \u3000）":
        body = find_body(cell, at, directory)
        if directory.labels.longest(cell, at) or label_length(cell, at) or (body and not body.bare):
            break
        at += 1
    return at


def _unknown_body(cell: str, start: int, directory: Directory) -> Piece | None:
    """The text from a place to the next mark or closing role word, if it can be the name of a body."""
    end = start
    while end < len(cell) and end - start <= LONGEST_NAME and cell[end].isalnum():
        end += 1
    for at in range(start + 1, end):
        if _closes_name(cell, start, at, directory):
            end = at
            break
    return _unknown(cell, start, end) if names_body(cell[start:end]) else None


def _closes_name(cell: str, start: int, at: int, directory: Directory) -> bool:
    if cell[at] in _AND:
        return names_body(cell[start:at])
    role = directory.roles.longest(cell, at)
    after = at + len(role)
    goes_on = after < len(cell) and cell[after].isalnum() and _says_more(cell, after, directory)
    return bool(role and not goes_on) or bool(_BY_DUTY.match(cell, at))


def _unknown(cell: str, start: int, end: int, place: str = "") -> Piece:
    return Piece("unknown", start, end, name_start=start, place=place)


def _role_or_name(cell: str, at: int, unknown_from: int, role: str, directory: Directory) -> Piece | None:
    """A role word, or None where it stands within a name: 统筹城乡发展委员会."""
    end = at + len(role)
    if end < len(cell) and cell[end].isalnum() and _says_more(cell, end, directory):
        whole = _unknown_body(cell, unknown_from, directory)
        if whole and whole.end > end:
            return whole
    return _with_duty(cell, at, end, role, directory.roles.values[role], directory)


def _says_more(cell: str, at: int, directory: Directory) -> bool:
    """Whether a clause goes on with neither a body nor a role word nor a separator."""
    told = find_body(cell, at, directory) or directory.roles.longest(cell, at)
    told = told or directory.labels.longest(cell, at) or directory.separators.longest(cell, at)
    return not told and not _local_bodies(cell, at, directory)


def _local_bodies(cell: str, at: int, directory: Directory) -> Piece | None:
    """What is named together below the province, as one body: 各县（市、区）人民政府, 各县局."""
    head = _ALL_LOCAL.match(cell, at)
    if head is None and cell[at] not in PLACE_ENDS + "地":
        return None
    end, limit = (head.end() if head else at), at + _LONGEST_LIST_OF_UNITS
    best: Piece | None = None
    first, in_brackets = cell[end : end + 1], False
    while end < limit and (unit := _UNIT.match(cell, end)):
        joined_by = cell[end]
        end = unit.end()
        in_brackets = in_brackets or cell[end - 1] == "）"
        if head is None and not in_brackets:
            continue
        group = next((group for signs, group in _GROUPS if first in signs), CITIES)
        found = Piece("body", at, end, group, end, "city") if head else None
        if government := _LOCAL_END.match(cell, end):
            found = Piece("body", at, government.end(), group, at, "city")
        elif (name := directory.names.longest(cell, end)) and (joined_by not in "、/和及与" or in_brackets):
            named = directory.names.values[name]
            named = _CITY_IP_OFFICES if named == _IP_OFFICE else named
            found = Piece("body", at, end + len(name), named, end, "city")
        elif office := _LOCAL_OFFICE.match(cell, end):
            if not cell[office.end() : office.end() + 1].isalnum() or _follows(cell, office.end(), directory):
                found = _unknown(cell, at, office.end(), "city")
        best = _longer(best, found)
    return best


def _follows(cell: str, at: int, directory: Directory) -> bool:
    return bool(directory.roles.longest(cell, at) or directory.separators.longest(cell, at))


def find_body(cell: str, at: int, directory: Directory) -> Piece | None:
    """The longest body that begins at a place: what stands before a name, and the name."""
    best: Piece | None = None
    for start, place in _name_starts(cell, at, directory):
        name = directory.names.longest(cell, start)
        found = [(start + len(name), directory.names.values[name], place)] if name else []
        found += _named_with_place(cell, start, directory)
        for end, department_id, told in found:
            # Of two readings of one stretch the longer name is the one meant: 北京海关 is a house of its own.
            if best is None or (end, -start) > (best.end, -best.name_start):
                best = Piece("body", at, end, department_id, start, told)
    bare = _bare_place(cell, at, directory)
    return bare if bare and (best is None or bare.end > best.end) else best


def _name_starts(cell: str, at: int, directory: Directory) -> Iterator[tuple[int, str]]:
    """Where a name can begin, and whether a place stands before it."""
    seen = {(at, "")}
    reached = [(at, "")]
    for _ in range(_MOST_MODIFIERS):
        yield from reached
        further: list[tuple[int, str]] = []
        for start, place in reached:
            steps = [(len(word), place) for word in directory.prefixes.at(cell, start)]
            steps += [(len(word), place) for word in directory.determiners.at(cell, start)]
            # The nearest place is whose body it is: 浙江省杭州市知识产权局 is a city's. A name can begin
            # within one: 两江新区管委会.
            for word in directory.places.at(cell, start):
                steps += [(length, directory.places.values[word]) for length in range(2, len(word) + 1)]
            for length, told in steps:
                step = (start + length, told)
                if step not in seen:
                    seen.add(step)
                    further.append(step)
        reached = further
    yield from reached


def _named_with_place(cell: str, start: int, directory: Directory) -> Iterator[tuple[int, str, str]]:
    """Names with a place inside, and names that only a place makes one, as 兰州大学."""
    for head in directory.heads.at(cell, start):
        after = start + len(head)
        for tail, department_id in directory.tails[head]:
            found = cell.find(tail, after + 1, after + _LONGEST_PLACE + len(tail)) if tail else -1
            if found > 0 and all(sign.isalnum() for sign in cell[after:found]):
                yield found + len(tail), department_id, directory.places.values.get(cell[after:found], "city")
                break
    for place in directory.places.at(cell, start):
        for tail, department_id in directory.tails.get("", ()):
            if len(tail) > 1 and cell.startswith(tail, start + len(place)):
                yield start + len(place) + len(tail), department_id, directory.places.values[place]


def _bare_place(cell: str, at: int, directory: Directory) -> Piece | None:
    """A place without a name after it: its government, or the zone that it is."""
    place = directory.places.longest(cell, at)
    if not place or directory.places.values[place] != "city":
        return None
    zone = next(
        (word for start in range(1, len(place)) for word in directory.names.at(place, start)
         if start + len(word) == len(place)),
        "",
    )  # fmt: skip
    department_id = directory.names.values[zone] if zone else GOVERNMENT
    return Piece("body", at, at + len(place), department_id, at, "city", bare=not zone)


def _with_plate(cell: str, body: Piece, directory: Directory) -> Piece:
    """The body with its second plate, or with the short form that the cell gives it, in brackets after it."""
    if cell[body.end : body.end + 1] not in tuple(_OPENING):
        return body
    inside = body.end + 1
    end = next(
        (at for at in range(inside, min(len(cell), inside + _LONGEST_PLATE)) if cell[at] in _CLOSING), 0
    )
    if not end:
        return body
    if cell.startswith(_ABBREVIATED, inside):
        return replace(body, end=end + 1)
    plate = find_body(cell, inside, directory)
    if plate is None or plate.end != end or plate.bare:
        return body
    kinds = [directory.by_id[found.department_id].kind for found in (body, plate)]
    if "collective" in kinds:
        return body
    # What a plan of intellectual property charges is the plate: 科技局（知识产权局） acts as 知识产权局.
    host_id = body.department_id if body.department_id != plate.department_id else ""
    return replace(body, end=end + 1, department_id=plate.department_id, host_id=host_id)


def _with_duty(cell: str, start: int, end: int, word: str, role: str, directory: Directory) -> Piece:
    """A role word with what it says that the body does, up to the end of the clause.

    Whoever is charged with a part of its own (负责技术推广) neither leads nor supports; whoever leads
    or supports in something does so all the same.
    """
    if word not in directory.ahead and end < len(cell) and cell[end].isalnum():
        if _says_more(cell, end, directory) and not _unknown_body(cell, end, directory):
            generic = _GENERIC_DUTY.match(cell, end)
            end = _clause_end(cell, end)
            if word in directory.duties.values and generic is None:
                role = "own"
    return Piece("role", start, end, word=word, role=role)


def _settle_unknown(cell: str, start: int, piece: Piece, pieces: list[Piece], directory: Directory) -> Piece:
    """Give the text before a piece to the body before it, to the piece, or to a body that is not known."""
    before = pieces[-1] if pieces and pieces[-1].end == start else None
    if before and before.kind != "body":
        before = None
    text = cell[start : piece.start]
    opens_plainly = piece.name_start == piece.start or cell[piece.start] in PLACE_ENDS
    joins = piece.kind == "body" and not piece.bare and opens_plainly and len(text) <= _LONGEST_UNKNOWN_PLACE
    if before and text.endswith(tuple(_DIVISION_ENDS)) and not before.bare:
        pieces[-1] = replace(before, end=piece.start)
    elif joins and text.isalpha() and not opens_remark(cell, start):
        # 滨江区知识产权局, 浦东知识产权局: whatever stands before a name says where the body is.
        level = directory.by_id[piece.department_id].level
        is_own = _OWN_PREFIX.match(text) or (level == "other" and text[-1] not in PLACE_ENDS)
        return replace(piece, start=start, place=piece.place or ("" if is_own else "city"))
    else:
        _append_unknown(cell, start, piece.start, pieces, directory)
    return piece


def _settle_end(cell: str, start: int, pieces: list[Piece], directory: Directory) -> None:
    end = len(cell)
    before = pieces[-1] if pieces and pieces[-1].kind == "body" and not pieces[-1].bare else None
    if before and cell[start:].endswith(tuple(_DIVISION_ENDS)):
        pieces[-1] = replace(before, end=end)
    else:
        _append_unknown(cell, start, end, pieces, directory)


def _append_unknown(cell: str, start: int, end: int, pieces: list[Piece], directory: Directory) -> None:
    """A stretch that no name fits: known by what it ends with, as 平川区 and 甲乙大学 are, or not at all."""
    text = cell[start:end]
    bare_before = bool(pieces) and pieces[-1].bare and pieces[-1].end == start
    if not names_body(text):
        pieces.append(Piece("text", start, end))
        return
    for tail, department_id in directory.tails.get("", ()):
        if len(text) > len(tail) and text.endswith(tail):
            bare = department_id == GOVERNMENT
            if bare and text.startswith(_PROVINCIAL):
                break
            if bare and bare_before:
                start = pieces.pop().start
            place = "city" if bare or directory.by_id[department_id].level != "other" else ""
            pieces.append(Piece("body", start, end, department_id, start, place, bare=bare))
            return
    # 苏州产业技术研究院: the place before it is part of its name.
    place = "city" if bare_before else ""
    pieces.append(_unknown(cell, pieces.pop().start if bare_before else start, end, place))
