"""Who leads and who supports: how far each role word of a department cell reaches.

- A word after bodies (甲、乙牵头，丙、丁配合) speaks of those before it, back to the last role word, comma,
  semicolon or full stop.
- A word before a colon (牵头单位：甲；配合单位：乙) speaks of those after it, up to the next such word or
  full stop.
- 会同 and the like speak of those after them, up to a semicolon or full stop.
- A word in brackets (甲（牵头）) speaks of the body before the brackets alone.
- Where a cell says who supports, those before the first such body who have no word of their own lead:
  甲会同乙 and 甲，乙配合 say as much. 责任单位：甲、乙 alone says no more than the column's own heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.extract.department_pieces import Piece
from pipeline.extract.directory import Directory

_COLONS: Final = ("：", ":")
_COMMAS: Final = ("，", ",")
_STOPS: Final = ("；", ";", "。", "\n")
_BRACKETS: Final = ("（", "(")
_HEADING_ENDS: Final = ("部门", "单位")


@dataclass
class _Reach:
    """Where the reading of a cell stands: the heading in force, and where the present group began."""

    roles: list[str]
    since: int = 0
    heading: str = ""
    stops: tuple[str, ...] = ()
    in_contrast: list[int] = field(default_factory=list)
    contrasts: bool = False


def roles_of(pieces: Sequence[Piece], directory: Directory) -> list[str]:
    """The role of each piece: ``lead``, ``support`` or ``named`` for a body, '' for anything else."""
    reach = _Reach([""] * len(pieces))
    for at, piece in enumerate(pieces):
        if piece.kind == "separator":
            _pass_separator(reach, at, piece)
        elif piece.kind == "role":
            _hear(reach, at, pieces, directory)
        elif reach.heading:
            reach.roles[at] = reach.heading
            if reach.contrasts:
                reach.in_contrast.append(at)
    return _completed(reach, pieces)


def _pass_separator(reach: _Reach, at: int, piece: Piece) -> None:
    if piece.word in _COMMAS or piece.word in _STOPS:
        reach.since = at + 1
    if piece.word in reach.stops:
        reach.heading = ""


def _hear(reach: _Reach, at: int, pieces: Sequence[Piece], directory: Directory) -> None:
    word = pieces[at].word
    role = directory.roles.values.get(word, "none")
    if not word:
        reach.since = at + 1
    elif _stands_in_brackets(at, pieces):
        if role != "none":
            reach.roles[at - 2] = role
        reach.since = at + 1
    elif _heads(at, pieces, directory):
        reach.heading = role if role != "none" else ""
        reach.stops = _STOPS if word in directory.ahead else ("。", "\n")
        reach.contrasts = word.rstrip("：:") in directory.in_contrast
        reach.since = at + 1
    elif role != "none":
        for before in range(reach.since, at):
            if pieces[before].kind in ("body", "unknown"):
                reach.roles[before] = role
        reach.since = at + 1


def _stands_in_brackets(at: int, pieces: Sequence[Piece]) -> bool:
    return at >= 2 and pieces[at - 1].word in _BRACKETS and pieces[at - 2].kind in ("body", "unknown")


def _heads(at: int, pieces: Sequence[Piece], directory: Directory) -> bool:
    word, after = pieces[at].word, pieces[at + 1] if at + 1 < len(pieces) else None
    if word.endswith(_COLONS):
        return True
    if after is None:
        return False
    if word in directory.ahead:
        return after.kind in ("body", "unknown")
    return after.word in _COLONS or (word.endswith(_HEADING_ENDS) and after.kind in ("body", "unknown"))


def _completed(reach: _Reach, pieces: Sequence[Piece]) -> list[str]:
    roles = reach.roles
    supports = [at for at, role in enumerate(roles) if role == "support"]
    if not supports:
        for at in reach.in_contrast:
            roles[at] = ""
    first = min(supports, default=0)
    for at, piece in enumerate(pieces):
        if piece.kind in ("body", "unknown") and not roles[at]:
            roles[at] = "lead" if at < first else "named"
    return roles
