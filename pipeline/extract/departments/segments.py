"""Cuts a department cell into bodies, role words, separators, remarks and other text, without a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.extract.departments.directory import PLACE_ENDS, Directory
from pipeline.extract.departments.names import (
    GOVERNMENT,
    CellSegment,
    extend_committee,
    find_body,
    find_local_bodies,
    find_office,
    is_collective,
    longer_segment,
    merge_segments,
    unknown_body,
)
from pipeline.extract.departments.remarks import (
    CLAUSE_ENDS,
    MAX_NAME_LENGTH,
    is_body_name,
    is_division_name,
    is_remark_start,
    label_length,
    match_lead_legend,
    remark_length,
)

_OPENING, _CLOSING = "（(", "）)"
_AND: Final = ("和", "与", "及")
_ABBREVIATED: Final = ("下简称", "以下简称", "简称")
_OWN_PREFIX: Final = re.compile("省|自治区|兵团|市|州|县|区")
_PROVINCIAL: Final = ("省", "自治区", "兵团")
_FULL_MARKS: Final = str.maketrans("()[]【】〔〕［］{}〖〗,;:﹑､", "（）（）（）（）（）（）（），；：、、")
_MAX_PLATE_LENGTH: Final = 40
_MAX_UNKNOWN_PLACE: Final = 8

_BY_DUTY: Final = re.compile(
    "(?:各自|分别)?(?:依照|依据|按照|根据|遵照|各按|依|按)(?:各自的?|部门|自身|自己的?|本部门|本单位|相关|法定|其)?(?:工作)?"
    "(?:职责分工|职能分工|任务分工|职责权限|职责范围|职能职责|职责任务|职责|职能|分工|权责)"
)
_GENERIC_DUTY: Final = re.compile(
    "(?:抓好|做好|组织|具体|相关|有关|各项|此项|该项|本项|工作|任务|事项|贯彻|落实|实施|推进|推动|的)*(?=[^\\w]|$)"
)


def split_cell(cell: str, directory: Directory) -> list[CellSegment]:
    """The pieces of a cell, one after the other and without a gap.

    Parameters
    ----------
    cell
        The cell, its marks made full width by :func:`fold_marks`.
    directory
        The bodies that are known.
    """
    pieces: list[CellSegment] = []
    at = unknown_from = 0
    while at < len(cell):
        piece = _segment_at(cell, at, unknown_from, directory, pieces)
        if piece is None:
            at += 1
            continue
        if unknown_from < piece.start:
            piece = _assign_unknown(cell, unknown_from, piece, pieces, directory)
        _append_segment(pieces, piece, cell, directory)
        at = unknown_from = piece.end
    if unknown_from < at:
        _assign_unknown_end(cell, unknown_from, pieces, directory)
    return _merge_unknown_plates(_merge_names(cell, pieces, directory), directory)


def _merge_names(cell: str, pieces: list[CellSegment], directory: Directory) -> list[CellSegment]:
    """Join each name with the following segment that continues it."""
    joined: list[CellSegment] = []
    for piece in pieces:
        whole = merge_segments(cell, joined[-1], piece, directory) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(piece)
    return joined


def _merge_unknown_plates(pieces: list[CellSegment], directory: Directory) -> list[CellSegment]:
    """The pieces with a body and the plate in brackets behind it made one where either is unknown."""
    joined: list[CellSegment] = []
    for piece in pieces:
        joined.append(piece)
        if len(joined) < len("甲（乙）") or (joined[-3].word, piece.word) != ("（", "）"):
            continue
        host, plate = joined[-4], joined[-2]
        kinds = {host.kind, plate.kind}
        known = host if plate.kind == "unknown" else plate
        if kinds in ({"unknown"}, {"body", "unknown"}) and not is_collective(known, directory):
            joined[-4:] = [replace(known, start=host.start, end=piece.end, name_start=host.name_start)]
    return joined


def _append_segment(pieces: list[CellSegment], piece: CellSegment, cell: str, directory: Directory) -> None:
    """Add a piece; a role word right behind another makes one with it: 负责牵头, 按职责分工配合."""
    before = pieces[-1] if pieces else None
    is_ahead = piece.word in directory.ahead and cell[piece.end : piece.end + 1].isalnum()
    joins = before and before.kind == piece.kind == "role" and before.end == piece.start and not is_ahead
    if not joins or before is None or before.is_label or piece.is_label or "own" in (before.role, piece.role):
        pieces.append(piece)
    else:
        first_tells = before.role in ("lead", "support") or piece.role == "none"
        pieces[-1] = replace(before, end=piece.end, role=before.role if first_tells else piece.role)


def _segment_at(
    cell: str, at: int, unknown_from: int, directory: Directory, pieces: list[CellSegment]
) -> CellSegment | None:
    before = pieces[-1] if pieces and unknown_from == at else None
    opens = unknown_from == at and (before is None or before.kind in ("separator", "remark"))
    body = longer_segment(find_body(cell, at, directory), find_local_bodies(cell, at, directory))
    body = extend_committee(cell, body) if body else None
    label = directory.labels.longest(cell, at)
    role = directory.roles.longest(cell, at)
    heads = label and cell[at + len(label) : at + len(label) + 1] == "："
    if body and body.end - at >= max(len(role), len(label) + bool(heads)):
        if unknown_from < at and is_collective(body, directory):
            whole = _read_unknown_name(cell, unknown_from, directory)
            if whole and whole.end > body.end:
                return whole
        if (
            unknown_from < at
            and body.department_id == GOVERNMENT
            and _has_more_name(cell, body.end, directory)
        ):
            # 数字政府建设管理局
            whole = _read_unknown_name(cell, unknown_from, directory)
            if whole and whole.end > body.end:
                return whole
        return _extend_plate(cell, body, directory)
    if legend := match_lead_legend(cell, at):
        is_first = "第一" in legend[0] or "首" in legend[0]
        word = legend["mark"] or ("" if is_first else "-")
        return CellSegment("role", at, legend.end(), word=word, role="legend", is_label=True)
    if length := label_length(cell, at):
        return CellSegment("remark", at, _find_value_end(cell, at + length, directory))
    if label:
        return CellSegment(
            "role", at, at + len(label), word=label, role=directory.labels.values[label], is_label=True
        )
    if by_duty := _BY_DUTY.match(cell, at):
        return _read_role(cell, at, by_duty.end(), by_duty.group(), "charge", directory)
    separator = directory.separators.longest(cell, at)
    if role and len(role) > len(separator):
        return _read_role_or_name(cell, at, unknown_from, role, directory)
    if before and before.kind == "body" and (office := find_office(cell, at)):
        return office
    if before and before.kind == "body" and (duty := directory.duties.longest(cell, at)):
        return _read_role(cell, at, at + len(duty), duty, "own", directory)
    if length := remark_length(cell, at, opens):
        return CellSegment("remark", at, at + length)
    if opens and (before is None or before.word != "、") and is_remark_start(cell, at):
        return CellSegment("remark", at, _find_clause_end(cell, at + 1, directory))
    if separator in _AND and unknown_from < at:
        name = _name_with_and(cell, unknown_from, at, directory)
        if name:
            return name
    if separator or not cell[at].isalnum():
        return CellSegment("separator", at, at + max(1, len(separator)), word=separator or cell[at])
    return None


def fold_marks(text: str) -> str:
    """The text with half-width marks and brackets of every kind made full width; as long as before."""
    return text.translate(_FULL_MARKS)


def _find_clause_end(cell: str, at: int, directory: Directory) -> int:
    """Where a clause ends: at its mark, or at the next body of a list."""
    while at < len(cell) and cell[at] not in CLAUSE_ENDS:
        at += 1
        body = find_body(cell, at, directory) if cell[at - 1] == "、" else None
        if body and not is_collective(body, directory):
            return at - 1
    return at


def _find_value_end(cell: str, at: int, directory: Directory) -> int:
    """Where the value of a label such as 完成时限： ends: at a mark, a label or a body."""
    while at < len(cell) and cell[at] not in CLAUSE_ENDS and cell[at] not in " \u3000）":
        body = find_body(cell, at, directory)
        if directory.labels.longest(cell, at) or label_length(cell, at) or (body and not body.bare):
            break
        at += 1
    return at


def _read_unknown_name(cell: str, start: int, directory: Directory) -> CellSegment | None:
    """The text from a place to the next mark or closing role word, if it can be the name of a body."""
    end = start
    while end < len(cell) and end - start <= MAX_NAME_LENGTH and cell[end].isalnum():
        end += 1
    for at in range(start + 1, end):
        if _is_name_end(cell, start, at, directory):
            end = at
            break
    return unknown_body(start, end) if is_body_name(cell[start:end]) else None


def _name_with_and(cell: str, start: int, at: int, directory: Directory) -> CellSegment | None:
    """政务服务和大数据局: the part before 和 is no body by itself, so the whole is one."""
    if at - start > MAX_NAME_LENGTH or is_body_name(cell[start:at]):
        return None
    return _read_unknown_name(cell, start, directory)


def _is_name_end(cell: str, start: int, at: int, directory: Directory) -> bool:
    if cell[at] in _AND or cell[at] == "等":
        return is_body_name(cell[start:at])
    role = directory.roles.longest(cell, at)
    after = at + len(role)
    goes_on = after < len(cell) and cell[after].isalnum() and _is_unknown_text(cell, after, directory)
    return bool(role and not goes_on) or bool(_BY_DUTY.match(cell, at))


def _read_role_or_name(
    cell: str, at: int, unknown_from: int, role: str, directory: Directory
) -> CellSegment | None:
    """A role word, or the name (or None) where it is part of a name: 统筹城乡发展委员会, 各统筹区医保局."""
    end = at + len(role)
    if end < len(cell) and cell[end].isalnum():
        before = cell[unknown_from:at]
        if (before in directory.determiners.values or before in directory.prefixes.values) and (
            directory.roles.values[role] in ("lead", "support")
        ):
            return None
        whole = (
            _read_unknown_name(cell, unknown_from, directory)
            if _is_unknown_text(cell, end, directory)
            else None
        )
        if whole and whole.end > end:
            return whole
    return _read_role(cell, at, end, role, directory.roles.values[role], directory)


def _has_more_name(cell: str, at: int, directory: Directory) -> bool:
    """Whether a name can continue: there is neither a mark nor anything known at this position."""
    return at < len(cell) and cell[at].isalnum() and _is_unknown_text(cell, at, directory)


def _is_unknown_text(cell: str, at: int, directory: Directory) -> bool:
    """Whether a clause continues with neither a body nor a role word nor a separator."""
    known = find_body(cell, at, directory) or directory.roles.longest(cell, at)
    known = known or directory.labels.longest(cell, at) or directory.separators.longest(cell, at)
    return not known and not find_local_bodies(cell, at, directory)


def _extend_plate(cell: str, body: CellSegment, directory: Directory) -> CellSegment:
    """The body with its second plate, or with the short form defined in brackets after it."""
    if cell[body.end : body.end + 1] not in tuple(_OPENING):
        return body
    inside = body.end + 1
    end = next(
        (at for at in range(inside, min(len(cell), inside + _MAX_PLATE_LENGTH)) if cell[at] in _CLOSING), 0
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
    # An intellectual-property plan charges the plate: 科技局（知识产权局） acts as 知识产权局.
    host_id = body.department_id if body.department_id != plate.department_id else ""
    return replace(body, end=end + 1, department_id=plate.department_id, host_id=host_id)


def _read_role(cell: str, start: int, end: int, word: str, role: str, directory: Directory) -> CellSegment:
    """A role word with its object, up to the end of the clause.

    A body with a part of its own (负责技术推广) neither leads nor supports; one that leads or supports in
    something does.
    """
    goes_on = word not in directory.ahead and end < len(cell) and cell[end].isalnum()
    if goes_on and _is_unknown_text(cell, end, directory) and not _read_unknown_name(cell, end, directory):
        is_own = word in directory.duties.values and not _GENERIC_DUTY.match(cell, end)
        return CellSegment(
            "role", start, _find_clause_end(cell, end, directory), word=word, role="own" if is_own else role
        )
    return CellSegment("role", start, end, word=word, role=role)


def _assign_unknown(
    cell: str, start: int, piece: CellSegment, pieces: list[CellSegment], directory: Directory
) -> CellSegment:
    """Assign the text before a segment to the body before it, to the segment, or to an unknown body."""
    before = pieces[-1] if pieces and pieces[-1].end == start else None
    if before and before.kind != "body":
        before = None
    text = cell[start : piece.start]
    opens_plainly = piece.name_start == piece.start or cell[piece.start] in PLACE_ENDS
    joins = piece.kind == "body" and not piece.bare and opens_plainly and len(text) <= _MAX_UNKNOWN_PLACE
    if before and not before.bare and _is_part(cell, start, piece.start, directory):
        pieces[-1] = replace(before, end=piece.start)
    elif (
        joins and cell[piece.end : piece.end + 1] == "：" and directory.by_id[piece.department_id].collective
    ):
        # 监督单位： is the label of the bodies after it.
        return CellSegment("role", start, piece.end, word=cell[start : piece.end], role="none", is_label=True)
    elif joins and text.isalpha() and not is_remark_start(cell, start):
        # 滨江区知识产权局, 浦东知识产权局: the text before a name is the body's place.
        if _is_division(cell, piece, directory):
            # 种植业管理处 is no 管理处 of those that are known.
            if before and not before.bare:
                pieces.pop()
                return replace(before, end=piece.end)
            return unknown_body(start, piece.end)
        if pieces and pieces[-1].bare and pieces[-1].end == start:
            # 青岛西海岸新区管委会
            start = pieces.pop().start
        level = directory.by_id[piece.department_id].level
        is_own = _OWN_PREFIX.match(text) or (level == "other" and text[-1] not in PLACE_ENDS)
        return replace(piece, start=start, place=piece.place or ("" if is_own else "city"))
    else:
        _append_unknown(cell, start, piece.start, pieces, directory)
    return piece


def _is_division(cell: str, piece: CellSegment, directory: Directory) -> bool:
    return bool(directory.by_id[piece.department_id].part_of) and cell.endswith("处", piece.start, piece.end)


def _is_part(cell: str, start: int, end: int, directory: Directory) -> bool:
    """Whether a text right behind a body names a part of it: its division, or its branch in a place."""
    text = cell[start:end]
    branch = text.endswith("局") and bool(directory.places.longest(cell, start))
    return branch or is_division_name(text)


def _assign_unknown_end(cell: str, start: int, pieces: list[CellSegment], directory: Directory) -> None:
    end = len(cell)
    before = pieces[-1] if pieces and pieces[-1].kind == "body" and not pieces[-1].bare else None
    if before and _is_part(cell, start, end, directory):
        pieces[-1] = replace(before, end=end)
    else:
        _append_unknown(cell, start, end, pieces, directory)


def _append_unknown(cell: str, start: int, end: int, pieces: list[CellSegment], directory: Directory) -> None:
    """A span that matches no name: classified by its ending, as 平川区 and 甲乙大学, or as plain text."""
    text = cell[start:end]
    bare_before = bool(pieces) and pieces[-1].bare and pieces[-1].end == start
    if not is_body_name(text):
        pieces.append(CellSegment("text", start, end))
        return
    for tail, department_id in directory.tails.get("", ()):
        if len(text) > len(tail) and text.endswith(tail):
            bare = department_id == GOVERNMENT
            if bare and text.startswith(_PROVINCIAL):
                break
            if bare and bare_before:
                start = pieces.pop().start
            place = "city" if bare or directory.by_id[department_id].level != "other" else ""
            pieces.append(CellSegment("body", start, end, department_id, start, place, bare=bare))
            return
    # 苏州产业技术研究院: the place before it is part of its name.
    place = "city" if bare_before else ""
    pieces.append(unknown_body(pieces.pop().start if bare_before else start, end, place))
