"""Split a department cell into bodies, role words, separators, remarks and other text."""

import re
from dataclasses import replace
from typing import Final

from pipeline.extract.departments import names
from pipeline.extract.departments.directory import PLACE_ENDS, Directory
from pipeline.extract.departments.names import CellSegment
from pipeline.extract.patterns import load_patterns

_OPENING, _CLOSING = "（(", "）)"
_AND: Final = ("和", "与", "及")
_ABBREVIATED: Final = ("下简称", "以下简称", "简称")
_OWN_PREFIX: Final = re.compile("省|自治区|兵团|市|州|县|区")
_PROVINCIAL: Final = ("省", "自治区", "兵团")
_FULL_MARKS: Final = str.maketrans("()[]【】〔〕［］{}〖〗,;:﹑､", "（）（）（）（）（）（）（），；：、、")
_MAX_PLATE_LENGTH: Final = 40
_MAX_UNKNOWN_PLACE: Final = 8

_DUTIES: Final = load_patterns("duties")
_CLAUSE_ENDS: Final = "，；。\n"
_MAX_NAME_LENGTH: Final = 30
_REMARKS: Final = load_patterns("remarks")
_DATE_STARTS: Final = frozenset("0123456789本当次明今上下第一二三四全年长持常")


def split_cell(cell: str, directory: Directory) -> list[CellSegment]:
    """Split a cell whose marks are full width (:func:`fold_marks`) into segments without gaps."""
    segments: list[CellSegment] = []
    at = unknown_from = 0
    while at < len(cell):
        segment = _segment_at(cell, at, unknown_from, directory, segments)
        if segment is None:
            at += 1
            continue
        if unknown_from < segment.start:
            segment = _assign_unknown(cell, unknown_from, segment, segments, directory)
        _append_segment(segments, segment, cell, directory)
        at = unknown_from = segment.end
    if unknown_from < at:
        before = segments[-1] if segments and segments[-1].kind == "body" and not segments[-1].bare else None
        if before and _is_part(cell, unknown_from, at, directory):
            segments[-1] = replace(before, end=at)
        else:
            _append_unknown(cell, unknown_from, at, segments, directory)
    return _merge_unknown_plates(_merge_names(cell, segments, directory), directory)


def _merge_names(cell: str, segments: list[CellSegment], directory: Directory) -> list[CellSegment]:
    merged: list[CellSegment] = []
    for segment in segments:
        whole = names.merge_segments(cell, merged[-1], segment, directory) if merged else None
        merged[len(merged) - bool(whole) :] = [whole or segment]
    return merged


def _merge_unknown_plates(segments: list[CellSegment], directory: Directory) -> list[CellSegment]:
    """Merge a body with a second plate in brackets if either is unknown."""
    merged: list[CellSegment] = []
    for segment in segments:
        merged.append(segment)
        if len(merged) < len("甲（乙）") or (merged[-3].word, segment.word) != ("（", "）"):
            continue
        host, plate = merged[-4], merged[-2]
        known = host if plate.kind == "unknown" else plate
        kinds = {host.kind, plate.kind}
        if kinds in ({"unknown"}, {"body", "unknown"}) and not names.is_collective(known, directory):
            merged[-4:] = [replace(known, start=host.start, end=segment.end, name_start=host.name_start)]
    return merged


def _append_segment(
    segments: list[CellSegment], segment: CellSegment, cell: str, directory: Directory
) -> None:
    """Append a segment; adjacent role words are merged: 负责牵头, 按职责分工配合."""
    before = segments[-1] if segments else None
    is_ahead = segment.word in directory.ahead and cell[segment.end : segment.end + 1].isalnum()
    is_adjacent = before and before.kind == segment.kind == "role" and before.end == segment.start
    is_label = segment.is_label or (before is not None and before.is_label)
    if before is None or not is_adjacent or is_ahead or is_label or "own" in (before.role, segment.role):
        segments.append(segment)
    else:
        keeps_role = before.role in ("lead", "support") or segment.role == "none"
        role = before.role if keeps_role else segment.role
        segments[-1] = replace(before, end=segment.end, role=role)


def _segment_at(
    cell: str, at: int, unknown_from: int, directory: Directory, segments: list[CellSegment]
) -> CellSegment | None:
    before = segments[-1] if segments and unknown_from == at else None
    opens = unknown_from == at and (before is None or before.kind in ("separator", "remark"))
    body = names.longer_segment(
        names.find_body(cell, at, directory), names.find_local_bodies(cell, at, directory)
    )
    body = names.extend_committee(cell, body) if body else None
    label = directory.labels.longest(cell, at)
    role = directory.roles.longest(cell, at)
    has_colon = bool(label) and cell.startswith("：", at + len(label))
    if body and body.end - at >= max(len(role), len(label) + has_colon):
        # 数字政府建设管理局
        if unknown_from < at and (
            names.is_collective(body, directory)
            or (body.department_id == names.GOVERNMENT and _is_name_continued(cell, body.end, directory))
        ):
            whole = _read_unknown_name(cell, unknown_from, directory)
            if whole and whole.end > body.end:
                return whole
        return _extend_plate(cell, body, directory)
    if legend := _REMARKS.lead_legend.match(cell, at):
        is_first = "第一" in legend[0] or "首" in legend[0]
        word = legend["mark"] or ("" if is_first else "-")
        return CellSegment("role", at, legend.end(), word=word, role="legend", is_label=True)
    if length := _label_length(cell, at):
        return CellSegment("remark", at, _find_value_end(cell, at + length, directory))
    if label:
        label_role = directory.labels.values[label]
        return CellSegment("role", at, at + len(label), word=label, role=label_role, is_label=True)
    if by_duty := _DUTIES.by_duty.match(cell, at):
        return _read_role(cell, at, by_duty.end(), by_duty.group(), "charge", directory)
    separator = directory.separators.longest(cell, at)
    if role and len(role) > len(separator):
        return _read_role_or_name(cell, at, unknown_from, role, directory)
    if before and before.kind == "body" and (office := names.find_office(cell, at)):
        return office
    if before and before.kind == "body" and (duty := directory.duties.longest(cell, at)):
        return _read_role(cell, at, at + len(duty), duty, "own", directory)
    if length := _remark_length(cell, at, opens):
        return CellSegment("remark", at, at + length)
    if opens and (before is None or before.word != "、") and _REMARKS.clause_start.match(cell, at):
        return CellSegment("remark", at, _find_clause_end(cell, at + 1, directory))
    if separator in _AND and 0 < at - unknown_from <= _MAX_NAME_LENGTH:
        # 政务服务和大数据局: the text before 和 is not a body by itself.
        is_body = _is_body_name(cell[unknown_from:at])
        if not is_body and (name := _read_unknown_name(cell, unknown_from, directory)):
            return name
    if separator or not cell[at].isalnum():
        return CellSegment("separator", at, at + max(1, len(separator)), word=separator or cell[at])
    return None


def fold_marks(text: str) -> str:
    """Make marks and brackets full width; the length stays the same."""
    return text.translate(_FULL_MARKS)


def _find_clause_end(cell: str, at: int, directory: Directory) -> int:
    """The end of a clause: at its mark, or before the next body of a list."""
    while at < len(cell) and cell[at] not in _CLAUSE_ENDS:
        at += 1
        body = names.find_body(cell, at, directory) if cell[at - 1] == "、" else None
        if body and not names.is_collective(body, directory):
            return at - 1
    return at


def _find_value_end(cell: str, at: int, directory: Directory) -> int:
    """The end of the value of a label such as 完成时限：, at a mark, a label or a body."""
    while at < len(cell) and cell[at] not in _CLAUSE_ENDS and cell[at] not in " \u3000）":
        body = names.find_body(cell, at, directory)
        if directory.labels.longest(cell, at) or _label_length(cell, at) or (body and not body.bare):
            break
        at += 1
    return at


def _read_unknown_name(cell: str, start: int, directory: Directory) -> CellSegment | None:
    """The text up to the next mark or closing role word, if it can be the name of a body."""
    end = start
    while end < len(cell) and end - start <= _MAX_NAME_LENGTH and cell[end].isalnum():
        end += 1
    end = next((at for at in range(start + 1, end) if _is_name_end(cell, start, at, directory)), end)
    return names.unknown_body(start, end) if _is_body_name(cell[start:end]) else None


def _is_name_end(cell: str, start: int, at: int, directory: Directory) -> bool:
    if cell[at] in _AND or cell[at] == "等":
        return _is_body_name(cell[start:at])
    role = directory.roles.longest(cell, at)
    is_role = bool(role) and not _is_name_continued(cell, at + len(role), directory)
    return is_role or bool(_DUTIES.by_duty.match(cell, at))


def _read_role_or_name(
    cell: str, at: int, unknown_from: int, role: str, directory: Directory
) -> CellSegment | None:
    """A role word, or the name (or None) that it is part of: 统筹城乡发展委员会, 各统筹区医保局."""
    end = at + len(role)
    if end < len(cell) and cell[end].isalnum():
        before = cell[unknown_from:at]
        is_prefix = before in directory.determiners.values or before in directory.prefixes.values
        if is_prefix and directory.roles.values[role] in ("lead", "support"):
            return None
        if _is_name_continued(cell, end, directory):
            whole = _read_unknown_name(cell, unknown_from, directory)
            if whole and whole.end > end:
                return whole
    return _read_role(cell, at, end, role, directory.roles.values[role], directory)


def _is_name_continued(cell: str, at: int, directory: Directory) -> bool:
    """Whether a name can continue here: there is no mark, body, role word, label or separator."""
    if at >= len(cell) or not cell[at].isalnum():
        return False
    lists = (directory.roles, directory.labels, directory.separators)
    if names.find_body(cell, at, directory) or any(words.longest(cell, at) for words in lists):
        return False
    return not names.find_local_bodies(cell, at, directory)


def _extend_plate(cell: str, body: CellSegment, directory: Directory) -> CellSegment:
    """Extend a body to its second plate, or to the short form in brackets after it."""
    start = body.end + 1
    inside = range(start, min(len(cell), start + _MAX_PLATE_LENGTH))
    end = next((at for at in inside if cell[at] in _CLOSING), 0)
    if not end or cell[body.end] not in _OPENING:
        return body
    if cell.startswith(_ABBREVIATED, start):
        return replace(body, end=end + 1)
    plate = names.find_body(cell, start, directory)
    if plate is None or plate.end != end or plate.bare:
        return body
    if "collective" in [directory.by_id[found.department_id].kind for found in (body, plate)]:
        return body
    # An intellectual-property plan charges the plate: 科技局（知识产权局） acts as 知识产权局.
    host_id = body.department_id if body.department_id != plate.department_id else ""
    return replace(body, end=end + 1, department_id=plate.department_id, host_id=host_id)


def _read_role(cell: str, start: int, end: int, word: str, role: str, directory: Directory) -> CellSegment:
    """A role word with its object, up to the end of the clause.

    A body with a duty of its own (负责技术推广) neither leads nor supports, unless the role word says so.
    """
    is_continued = word not in directory.ahead and _is_name_continued(cell, end, directory)
    if is_continued and not _read_unknown_name(cell, end, directory):
        is_own = word in directory.duties.values and not _DUTIES.generic_duty.match(cell, end)
        role, end = "own" if is_own else role, _find_clause_end(cell, end, directory)
    return CellSegment("role", start, end, word=word, role=role)


def _assign_unknown(
    cell: str, start: int, segment: CellSegment, segments: list[CellSegment], directory: Directory
) -> CellSegment:
    """Assign the text before a segment to the body before it, to the segment, or to an unknown body."""
    before = segments[-1] if segments and segments[-1].end == start else None
    if before and before.kind != "body":
        before = None
    text, body = cell[start : segment.start], directory.by_id.get(segment.department_id)
    starts_plainly = segment.name_start == segment.start or cell[segment.start] in PLACE_ENDS
    if before and not before.bare and _is_part(cell, start, segment.start, directory):
        segments[-1] = replace(before, end=segment.start)
        return segment
    if body and not segment.bare and starts_plainly and len(text) <= _MAX_UNKNOWN_PLACE:
        if body.collective and cell.startswith("：", segment.end):
            # 监督单位： is the label of the bodies after it.
            word = cell[start : segment.end]
            return CellSegment("role", start, segment.end, word=word, role="none", is_label=True)
        if text.isalpha() and not _REMARKS.clause_start.match(cell, start):
            if body.part_of and cell.endswith("处", segment.start, segment.end):
                # 种植业管理处 is not one of the known 管理处.
                if before and not before.bare:
                    segments.pop()
                    return replace(before, end=segment.end)
                return names.unknown_body(start, segment.end)
            # 滨江区知识产权局, 浦东知识产权局: the text before a name is the body's place.
            if before and before.bare:
                # 青岛西海岸新区管委会
                start = segments.pop().start
            is_own = _OWN_PREFIX.match(text) or (body.level == "other" and text[-1] not in PLACE_ENDS)
            return replace(segment, start=start, place=segment.place or ("" if is_own else "city"))
    _append_unknown(cell, start, segment.start, segments, directory)
    return segment


def _is_part(cell: str, start: int, end: int, directory: Directory) -> bool:
    """Whether a text directly after a body names its division, or its branch in a place."""
    text = cell[start:end]
    is_branch = text.endswith("局") and bool(directory.places.longest(cell, start))
    return is_branch or _has_name_end(text, _REMARKS.division_end)


def _append_unknown(
    cell: str, start: int, end: int, segments: list[CellSegment], directory: Directory
) -> None:
    """Append a span without a known name: a body by its ending (平川区, 甲乙大学), or plain text."""
    text = cell[start:end]
    if not _is_body_name(text):
        segments.append(CellSegment("text", start, end))
        return
    after_bare = bool(segments) and segments[-1].bare and segments[-1].end == start
    for tail, department_id in directory.tails.get("", ()):
        if len(text) > len(tail) and text.endswith(tail):
            bare = department_id == names.GOVERNMENT
            if bare and text.startswith(_PROVINCIAL):
                break
            if bare and after_bare:
                start = segments.pop().start
            place = "city" if bare or directory.by_id[department_id].level != "other" else ""
            segments.append(CellSegment("body", start, end, department_id, start, place, bare=bare))
            return
    # 苏州产业技术研究院: the place before it is part of its name.
    start = segments.pop().start if after_bare else start
    segments.append(names.unknown_body(start, end, "city" if after_bare else ""))


def _remark_length(cell: str, at: int, opens_clause: bool) -> int:
    """Length of a deadline, list number or similar remark at a position, or 0.

    ``opens_clause`` is whether a clause or list item can start there.
    """
    char, patterns = cell[at], []
    if char == "等":
        patterns.append(_REMARKS.group_count)
    if cell[at - 1 : at] == "（":
        patterns += [_REMARKS.excluding, _REMARKS.including]
    if opens_clause or "①" <= char <= "㈩":
        patterns.append(_REMARKS.number)
    if char in _DATE_STARTS:
        patterns.append(_REMARKS.date)
    return next((match.end() - at for pattern in patterns if (match := pattern.match(cell, at))), 0)


def _label_length(cell: str, at: int) -> int:
    """Length of a label that introduces no body (完成时限：, 责任人：), or 0."""
    match = _REMARKS.person_or_date_label.match(cell, at)
    return match.end() - at if match else 0


def _is_body_name(text: str) -> bool:
    """Whether an unlisted text can be the name of a body."""
    return len(text) > 1 and _has_name_end(text, _REMARKS.body_end)


def _has_name_end(text: str, end: re.Pattern[str]) -> bool:
    return len(text) <= _MAX_NAME_LENGTH and bool(end.search(text)) and not _REMARKS.no_body.search(text)
