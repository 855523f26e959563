"""Text of a department cell other than bodies: deadlines, people, telephone and list numbers, clauses."""

import re
from typing import Final

from pipeline.extract.patterns import load_patterns

CLAUSE_ENDS: Final = "，；。\n"
MAX_NAME_LENGTH: Final = 30

_PATTERNS: Final = load_patterns("remarks")
_DATE_STARTS: Final = frozenset("0123456789本当次明今上下第一二三四全年长持常")


def remark_length(cell: str, at: int, opens_clause: bool) -> int:
    """Length of a deadline, list number or similar remark at a position, or 0.

    ``opens_clause`` is whether a clause or list item can start there.
    """
    char, patterns = cell[at], []
    if char == "等":
        patterns.append(_PATTERNS.group_count)
    if cell[at - 1 : at] == "（":
        patterns += [_PATTERNS.excluding, _PATTERNS.including]
    if opens_clause or "①" <= char <= "㈩":
        patterns.append(_PATTERNS.number)
    if char in _DATE_STARTS:
        patterns.append(_PATTERNS.date)
    return next((match.end() - at for pattern in patterns if (match := pattern.match(cell, at))), 0)


def label_length(cell: str, at: int) -> int:
    """Length of a label that introduces no body (完成时限：, 责任人：), or 0."""
    match = _PATTERNS.person_or_date_label.match(cell, at)
    return match.end() - at if match else 0


def match_lead_legend(cell: str, at: int) -> re.Match[str] | None:
    """Match a remark that defines the lead bodies by position (列首位的为牵头单位) or by a ``mark``."""
    return _PATTERNS.lead_legend.match(cell, at)


def is_remark_start(cell: str, at: int) -> bool:
    """Whether a clause that starts here describes how something is done, and names no body."""
    return bool(_PATTERNS.clause_start.match(cell, at))


def is_body_name(text: str) -> bool:
    """Whether an unlisted text can be the name of a body."""
    return (
        1 < len(text) <= MAX_NAME_LENGTH
        and bool(_PATTERNS.body_end.search(text))
        and not _PATTERNS.no_body.search(text)
    )


def is_division_name(text: str) -> bool:
    """Whether a text directly after a body can be the name of its division."""
    return (
        len(text) <= MAX_NAME_LENGTH
        and bool(_PATTERNS.division_end.search(text))
        and not _PATTERNS.no_body.search(text)
    )
