"""Cuts a department cell: every character goes to a body, a role word, a separator or what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extract.directory import PLACE_ENDS, Directory

GOVERNMENT: Final = "peoples-government"
_CLAUSE_ENDS: Final = "，；。,;\n"
_OPENING, _CLOSING = "（(", "）)"
_ABBREVIATED: Final = ("下简称", "以下简称", "简称")
_DIVISION_ENDS: Final = "处室科办队庭所院组站中心"
_MOST_MODIFIERS: Final = 4
_LONGEST_PLACE: Final = 12
_LONGEST_PLATE: Final = 40
_LONGEST_UNKNOWN_PLACE: Final = 8


@dataclass(frozen=True)
class Piece:
    """A stretch of a cell; of a body, ``name_start`` is where its name begins, after prefix and place.

    ``kind`` is ``body``, ``role``, ``separator`` or ``unknown``. ``place`` is ``provincial`` or ``city``
    where a place stands before the name. A body that is no more than a place is ``bare``.
    """

    kind: str
    start: int
    end: int
    department_id: str = ""
    name_start: int = 0
    place: str = ""
    bare: bool = False
    word: str = ""


def cut_cell(cell: str, directory: Directory) -> list[Piece]:
    """The pieces of a cell, one after the other and without a gap."""
    pieces: list[Piece] = []
    at = unknown_from = 0
    while at < len(cell):
        piece = _piece_at(cell, at, directory, pieces[-1] if pieces and unknown_from == at else None)
        if piece is None:
            at += 1
            continue
        if unknown_from < at:
            piece = _settle_unknown(cell, unknown_from, piece, pieces, directory)
        pieces.append(piece)
        at = unknown_from = piece.end
    if unknown_from < at:
        _settle_end(cell, unknown_from, pieces, directory)
    return pieces


def _piece_at(cell: str, at: int, directory: Directory, before: Piece | None) -> Piece | None:
    body = find_body(cell, at, directory)
    role = directory.roles.longest(cell, at)
    if body and body.end - at >= len(role):
        return _with_plate(cell, body, directory)
    if role:
        return _with_duty(cell, at, at + len(role), role, directory)
    if before and before.kind == "body" and (duty := directory.duties.longest(cell, at)):
        return _with_duty(cell, at, at + len(duty), "", directory)
    separator = directory.separators.longest(cell, at)
    if separator or not cell[at].isalnum():
        return Piece("separator", at, at + max(1, len(separator)), word=separator or cell[at])
    return None


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
    return replace(body, end=end + 1, department_id=plate.department_id)


def _with_duty(cell: str, start: int, end: int, word: str, directory: Directory) -> Piece:
    """A role word with what it says that the body does, up to the end of the clause.

    Whoever is charged with a part of its own (负责技术推广) neither leads nor supports; whoever leads
    or supports in something does so all the same.
    """
    if word not in directory.ahead and end < len(cell) and cell[end].isalnum():
        told = find_body(cell, end, directory) or directory.roles.longest(cell, end)
        if not told and not directory.separators.longest(cell, end):
            while end < len(cell) and cell[end] not in _CLAUSE_ENDS:
                end += 1
            own = not word or word in directory.duties.values
            return Piece("role", start, end, word="" if own else word)
    return Piece("role", start, end, word=word)


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
    elif joins:
        # 滨江区知识产权局, 浦东知识产权局: whatever stands before a name says where the body is.
        return replace(piece, start=start, place=piece.place or "city")
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
    for tail, department_id in directory.tails.get("", ()):
        if len(text) > len(tail) and text.endswith(tail):
            bare = department_id == GOVERNMENT
            if bare and pieces and pieces[-1].bare and pieces[-1].end == start:
                start = pieces.pop().start
            pieces.append(Piece("body", start, end, department_id, start, "city", bare=bare))
            return
    pieces.append(Piece("unknown", start, end))
