"""Lead and support: the scope of each role word in a department cell.

- A word after bodies (甲、乙牵头，丙、丁配合), in brackets or not, applies to those before it, back to the
  last role word, semicolon or full stop; one of support back to the last comma, as 甲，乙配合 makes 甲 lead.
- A label (牵头单位：甲；配合单位：乙), and any role word in that position, applies to the bodies after it,
up to
  the next label or full stop.
- 会同 and the like apply to those after them, up to a semicolon, a full stop or the end of their brackets.
- Once a body leads, those after it who have no word of their own support, up to the next number of a list.
- 负责 and 按职责分工负责 make bodies lead where nobody else does, and support where another body leads.
  责任单位： makes them lead only where the cell also says who supports: alone it only repeats the column's
  heading.
- 列首位的为牵头单位 and ★为牵头单位 define the lead bodies; all others support.
- Where a cell says who supports, those before the first such body who have no word of their own lead:
  as in 甲会同乙 and 甲，乙配合.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.extract.departments.directory import Directory
from pipeline.extract.departments.names import CellSegment

_COPULA: Final = re.compile("^[为是]$")
_DASHES: Final = ("——", "—", "-")
_CLAUSE_ENDS: Final = ("，", "；", "。", "\n", "：")
_STOPS: Final = ("；", "。", "\n")
_LABEL_STOPS: Final = ("。", "\n")
_BODIES: Final = ("body", "unknown")


@dataclass
class _State:
    """State of reading a cell: the heading in force, and the start of the present group."""

    roles: list[str]
    labels_first: bool
    """Whether a role word precedes all bodies, so that such words may be labels without a colon."""
    since: int = 0
    since_comma: int = 0
    heading: str = ""
    stops: tuple[str, ...] = ()
    led: bool = False
    after_lead: list[int] = field(default_factory=list)
    charged: list[int] = field(default_factory=list)


def assign_roles(pieces: Sequence[CellSegment], directory: Directory) -> list[str]:
    """The role of each piece: ``lead``, ``support`` or ``named`` for a body, '' for anything else."""
    reach = _State([""] * len(pieces), _has_leading_label(pieces))
    for at, piece in enumerate(pieces):
        if piece.kind == "separator":
            _read_separator(reach, at, piece)
        elif (
            piece.kind == "remark" and piece.end - piece.start <= len("（十一）") and _opens_item(pieces, at)
        ):
            reach.since, reach.led = at + 1, False
        elif piece.kind == "role":
            _read_role_word(reach, at, pieces, directory)
        elif piece.kind in _BODIES:
            _read_body(reach, at)
    _read_legend(reach.roles, pieces)
    return _fill_roles(reach, pieces)


def _read_legend(roles: list[str], pieces: Sequence[CellSegment]) -> None:
    """Assign lead and support by the remark that defines the lead bodies: the first, or those with a mark."""
    legend = next((piece for piece in pieces if piece.role == "legend"), None)
    if legend is None:
        return
    bodies = [at for at, piece in enumerate(pieces) if piece.kind in _BODIES]
    leads = [at for at in bodies if _has_mark(pieces, at, legend.word)] if legend.word else bodies[:1]
    for at in bodies if leads else ():
        roles[at] = "lead" if at in leads else "support"


def _has_mark(pieces: Sequence[CellSegment], at: int, mark: str) -> bool:
    return mark in (_before(pieces, at).word, _after(pieces, at).word)


def _has_leading_label(pieces: Sequence[CellSegment]) -> bool:
    first = next(
        (piece for piece in pieces if piece.kind in _BODIES or piece.role in ("lead", "support")), None
    )
    return first is not None and first.kind == "role"


def _opens_item(pieces: Sequence[CellSegment], at: int) -> bool:
    return at + 1 < len(pieces) and pieces[at + 1].kind in _BODIES


def _read_body(reach: _State, at: int) -> None:
    if reach.led:
        reach.after_lead.append(at)
    if reach.heading == "charge":
        reach.charged.append(at)
    elif reach.heading:
        reach.roles[at] = "named" if reach.heading == "none" else reach.heading
    if reach.heading == "lead":
        reach.led = True


def _read_separator(reach: _State, at: int, piece: CellSegment) -> None:
    if piece.word in _STOPS:
        reach.since = at + 1
    if piece.word == "，":
        reach.since_comma = at + 1
    if piece.word in reach.stops:
        reach.heading = ""


def _read_role_word(reach: _State, at: int, pieces: Sequence[CellSegment], directory: Directory) -> None:
    piece = pieces[at]
    if piece.role in ("own", "legend"):
        reach.since = at + 1
    elif _is_label(reach, at, pieces, directory):
        reach.heading = piece.role if piece.role != "none" or piece.is_label else ""
        is_ahead = piece.word in directory.ahead
        in_brackets = _before(pieces, at).word == "（"
        reach.stops = (*_STOPS, *("）" * in_brackets)) if is_ahead else _LABEL_STOPS
        reach.since = at + 1
    elif piece.role != "none":
        since = max(reach.since, reach.since_comma) if piece.role == "support" else reach.since
        _assign(reach, range(since, at), piece.role, pieces)
        reach.since = at + 1


def _assign(reach: _State, group: range, role: str, pieces: Sequence[CellSegment]) -> None:
    bodies = [at for at in group if pieces[at].kind in _BODIES]
    for at in bodies:
        if role == "charge":
            reach.roles[at] = reach.roles[at] or ("support" if at in reach.after_lead else "lead")
        else:
            reach.roles[at] = role
    if role == "lead" and bodies:
        reach.led = True


def _is_label(reach: _State, at: int, pieces: Sequence[CellSegment], directory: Directory) -> bool:
    """Whether a role word is a label, which applies to the bodies after it."""
    piece, after = pieces[at], _after(pieces, at)
    if piece.role == "none" and _before(pieces, at).is_label:
        # 牵头单位为：甲
        return False
    if after.word == "：" or (piece.is_label and after.word in _DASHES):
        return True
    if piece.is_label and after.kind == "role" and after.role == "none" and _COPULA.search(after.word):
        # 牵头单位为甲
        return True
    if _before(pieces, at).word == "（" and after.word == "）":
        # 【牵头】甲【配合】乙
        return reach.labels_first
    if after.kind not in _BODIES:
        return False
    if piece.is_label:
        return True
    adjacent = pieces[at + 1].kind in _BODIES
    if piece.word in directory.ahead:
        return adjacent
    if piece.role not in ("lead", "support"):
        return False
    return reach.labels_first or (adjacent and _is_clause_start(pieces, at))


def _is_clause_start(pieces: Sequence[CellSegment], at: int) -> bool:
    before = _before(pieces, at)
    return before is _NO_SEGMENT or before.word in _CLAUSE_ENDS or before.kind == "remark"


_NO_SEGMENT: Final = CellSegment("", 0, 0)


def _before(pieces: Sequence[CellSegment], at: int) -> CellSegment:
    """The piece before one, white space left out."""
    return next(
        (piece for piece in reversed(pieces[max(0, at - 2) : at]) if not piece.word.isspace()), _NO_SEGMENT
    )


def _after(pieces: Sequence[CellSegment], at: int) -> CellSegment:
    return next((piece for piece in pieces[at + 1 : at + 3] if not piece.word.isspace()), _NO_SEGMENT)


def _fill_roles(reach: _State, pieces: Sequence[CellSegment]) -> list[str]:
    roles = reach.roles
    for at in reach.after_lead:
        roles[at] = roles[at] or "support"
    supports = [at for at, role in enumerate(roles) if role == "support"]
    if supports:
        for at in reach.charged:
            roles[at] = roles[at] or "lead"
    first = min(supports, default=0)
    for at, piece in enumerate(pieces):
        if piece.kind in _BODIES and not roles[at]:
            roles[at] = "lead" if at < first else "named"
    return roles
