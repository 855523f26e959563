"""Assign lead and support by the scope of role words in a department cell.

- A word after bodies (甲、乙牵头，丙、丁配合), in brackets or not, applies back to the last role word,
  semicolon or full stop; a word of support only back to the last comma, as 甲 leads in 甲，乙配合.
- A label (牵头单位：甲；配合单位：乙), or a role word in its position, applies to the bodies after it, up to
  the next label or full stop.
- 会同 and similar words apply forward to a semicolon, a full stop or the end of their brackets.
- After a lead body, bodies without a role word support, up to the next list number.
- 负责 and 按职责分工负责 make bodies lead, or support if another body leads. 责任单位： makes them lead only
  if the cell also has supporting bodies: alone it repeats the column heading.
- 列首位的为牵头单位 and ★为牵头单位 define the lead bodies; all others support.
- Bodies without a role word before the first supporting body lead: 甲会同乙, 甲，乙配合.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.extract.departments.directory import Directory
from pipeline.extract.departments.names import CellSegment

_COPULA: Final = ("为", "是")
_DASHES: Final = ("——", "—", "-")
_CLAUSE_ENDS: Final = ("，", "；", "。", "\n", "：")
_STOPS: Final = ("；", "。", "\n")
_LABEL_STOPS: Final = ("。", "\n")
_BODIES: Final = ("body", "unknown")


@dataclass
class _State:
    """State of reading a cell: roles so far, the label in force, and the start of the current group."""

    roles: list[str]
    labels_first: bool
    """Whether a role word precedes all bodies, so that role words may be labels without a colon."""
    group_start: int = 0
    comma_start: int = 0
    label: str = ""
    stops: tuple[str, ...] = ()
    has_lead: bool = False
    after_lead: list[int] = field(default_factory=list)
    charged: list[int] = field(default_factory=list)


def assign_roles(segments: Sequence[CellSegment], directory: Directory) -> list[str]:
    """The role of each segment: ``lead``, ``support`` or ``named`` for bodies, '' for others."""
    named = (one for one in segments if one.kind in _BODIES or one.role in ("lead", "support"))
    state = _State([""] * len(segments), next(named, _NO_SEGMENT).kind == "role")
    for at, segment in enumerate(segments):
        starts_item = segment.end - segment.start <= len("（十一）") and at + 1 < len(segments)
        if segment.kind == "separator":
            if segment.word in _STOPS:
                state.group_start = at + 1
            if segment.word == "，":
                state.comma_start = at + 1
            if segment.word in state.stops:
                state.label = ""
        elif segment.kind == "remark" and starts_item and segments[at + 1].kind in _BODIES:
            state.group_start, state.has_lead = at + 1, False
        elif segment.kind == "role":
            _read_role_word(state, at, segments, directory)
        elif segment.kind in _BODIES:
            _read_body(state, at)
    _read_legend(state.roles, segments)
    return _fill_roles(state, segments)


def _read_legend(roles: list[str], segments: Sequence[CellSegment]) -> None:
    """Assign roles by a remark that defines the lead bodies: the first, or those with a mark."""
    legend = next((segment for segment in segments if segment.role == "legend"), None)
    if legend is None:
        return
    bodies = [at for at, segment in enumerate(segments) if segment.kind in _BODIES]
    leads = bodies[:1]
    if legend.word:
        leads = [at for at in bodies if legend.word in {_neighbour(segments, at, i).word for i in (-1, 1)}]
    for at in bodies if leads else ():
        roles[at] = "lead" if at in leads else "support"


def _read_body(state: _State, at: int) -> None:
    if state.has_lead:
        state.after_lead.append(at)
    if state.label == "charge":
        state.charged.append(at)
    elif state.label:
        state.roles[at] = "named" if state.label == "none" else state.label
    if state.label == "lead":
        state.has_lead = True


def _read_role_word(state: _State, at: int, segments: Sequence[CellSegment], directory: Directory) -> None:
    segment = segments[at]
    if segment.role in ("own", "legend"):
        state.group_start = at + 1
    elif _is_label(state, at, segments, directory):
        state.label = segment.role if segment.role != "none" or segment.is_label else ""
        in_brackets = _neighbour(segments, at, -1).word == "（"
        stops = (*_STOPS, *("）" * in_brackets))
        state.stops = stops if segment.word in directory.ahead else _LABEL_STOPS
        state.group_start = at + 1
    elif segment.role != "none":
        since = max(state.group_start, state.comma_start) if segment.role == "support" else state.group_start
        _assign(state, range(since, at), segment.role, segments)
        state.group_start = at + 1


def _assign(state: _State, group: range, role: str, segments: Sequence[CellSegment]) -> None:
    bodies = [at for at in group if segments[at].kind in _BODIES]
    for at in bodies:
        if role == "charge":
            state.roles[at] = state.roles[at] or ("support" if at in state.after_lead else "lead")
        else:
            state.roles[at] = role
    if role == "lead" and bodies:
        state.has_lead = True


def _is_label(state: _State, at: int, segments: Sequence[CellSegment], directory: Directory) -> bool:
    """Whether a role word is a label for the bodies after it."""
    segment, before, after = segments[at], _neighbour(segments, at, -1), _neighbour(segments, at, 1)
    if segment.role == "none" and before.is_label:
        # 牵头单位为：甲
        return False
    if after.word == "：" or (segment.is_label and after.word in _DASHES):
        return True
    if segment.is_label and after.word in _COPULA:
        # 牵头单位为甲
        return True
    if before.word == "（" and after.word == "）":
        # 【牵头】甲【配合】乙
        return state.labels_first
    if after.kind not in _BODIES:
        return False
    if segment.is_label:
        return True
    adjacent = segments[at + 1].kind in _BODIES
    if segment.word in directory.ahead:
        return adjacent
    if segment.role not in ("lead", "support"):
        return False
    starts_clause = before is _NO_SEGMENT or before.word in _CLAUSE_ENDS or before.kind == "remark"
    return state.labels_first or (adjacent and starts_clause)


_NO_SEGMENT: Final = CellSegment("", 0, 0)


def _neighbour(segments: Sequence[CellSegment], at: int, step: int) -> CellSegment:
    """The segment before (-1) or after (1) an index, ignoring white space."""
    nearby = (segments[i] for i in (at + step, at + 2 * step) if 0 <= i < len(segments))
    return next((segment for segment in nearby if not segment.word.isspace()), _NO_SEGMENT)


def _fill_roles(state: _State, segments: Sequence[CellSegment]) -> list[str]:
    roles = state.roles
    for at in state.after_lead:
        roles[at] = roles[at] or "support"
    supports = [at for at, role in enumerate(roles) if role == "support"]
    if supports:
        for at in state.charged:
            roles[at] = roles[at] or "lead"
    first = min(supports, default=0)
    for at, segment in enumerate(segments):
        if segment.kind in _BODIES and not roles[at]:
            roles[at] = "lead" if at < first else "named"
    return roles
