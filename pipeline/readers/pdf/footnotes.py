"""Remove footnotes: small raised marks in the text, and notes under a short line at the foot of the page."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from pipeline.readers.pdf.drawing import is_part, join_rules, split_runs
from pipeline.readers.pdf.extraction import Character, PageContent
from pipeline.readers.pdf.lines import PAGE_NUMBER, TextLine, group_lines, is_wide

_MARK: Final = re.compile(r"[(\[〔【]?(注?\d{1,3}|[ivxlc]{1,5}|[*†‡§※#]{1,4})[)\]〕】]?")
"""Matched after NFKC normalisation, in which ① and ¹ are 1."""
_MAX_MARK_CHARACTERS: Final = 6
_SUPERSCRIPTS: Final = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_RANGE: Final = (0.15, 0.8)
"""How far a mark's baseline is above that of the adjacent character, in sizes of the latter."""
_MAX_MARK_SIZE, _MAX_NOTE_SIZE = 0.85, 0.92
"""Maximum sizes of marks, and of notes continued from the previous page, relative to the text."""
_MAX_RUN_GAP: Final = 0.5
"""Maximum gap between characters of one run of text, in character heights."""
_MAX_BASELINE_OFFSET: Final = 0.5
_MAX_RULE_SHARE: Final = 0.5
"""Maximum length of the line above notes, as a share of the width of the page's text."""
_MAX_LINE_DISTANCE, _MAX_INDENT = 4.0, 3.0
"""Maximum distances of lines of notes from each other and the line above, up and sideways, in characters."""


@dataclass(frozen=True)
class _Mark:
    """Raised characters of a page, from ``start`` up to ``stop``, and their text.

    ``may_be_exponent`` is true after a Latin letter or a digit, and for superscripts that are not raised.
    """

    start: int
    stop: int
    label: str
    may_be_exponent: bool


def remove_footnotes(content: PageContent) -> tuple[list[str], int]:
    """Remove the notes of a page, the line above them and their marks in the text from its content.

    The lines of the notes and the marks are returned, and the number of notes.
    """
    characters = content.characters
    found = _find_marks(characters)
    notes = _find_notes(content, found)
    in_notes = {id(one) for line in notes for one in line.characters}
    labels = {_parse_mark(line.text) for line in notes}
    marks = [
        mark
        for mark in found
        if id(characters[mark.start]) not in in_notes and (mark.label in labels or not mark.may_be_exponent)
    ]
    if marks or notes:
        content.characters = _remove_notes(characters, marks, in_notes)
    texts = ["".join(one.text for one in characters[mark.start : mark.stop]) for mark in marks]
    return [*(line.text for line in notes), *texts], max(len(marks), int(bool(notes)))


def _find_marks(characters: Sequence[Character]) -> list[_Mark]:
    """Return short runs of characters that are smaller than an adjacent one and above its baseline."""
    found: list[_Mark] = []
    stop = 0
    for run in split_runs(characters, _is_same_run):
        start, stop = stop, stop + len(run)
        label = _parse_mark("".join(one.text for one in run[:_MAX_MARK_CHARACTERS]))
        if not label or len(run) > _MAX_MARK_CHARACTERS:
            continue
        first, last = run[0], run[-1]
        before = characters[start - 1] if start and _is_near(characters[start - 1], first) else None
        after = characters[stop] if stop < len(characters) and _is_near(last, characters[stop]) else None
        is_raised = any(one is not None and _is_raised_above(first, one) for one in (before, after))
        if is_raised or first.text in _SUPERSCRIPTS:
            follows_latin = before is not None and before.text.isascii() and before.text.isalnum()
            found.append(_Mark(start, stop, label, follows_latin or not is_raised))
    return found


def _parse_mark(text: str) -> str:
    """Return the mark at the beginning of a text, normalised; '' if there is none."""
    found = _MARK.match(unicodedata.normalize("NFKC", text[:_MAX_MARK_CHARACTERS]))
    return found[1] if found else ""


def _is_same_run(one: Character, other: Character) -> bool:
    """Return whether two characters are adjacent on one baseline, and both or neither superscripts."""
    is_level = abs(one.baseline - other.baseline) <= _MAX_BASELINE_OFFSET
    return is_level and _is_near(one, other) and (one.text in _SUPERSCRIPTS) == (other.text in _SUPERSCRIPTS)


def _is_near(one: Character, other: Character) -> bool:
    """Return whether a character directly follows another, though perhaps on another baseline."""
    height = max(one.bottom - one.top, other.bottom - other.top)
    return abs(other.x0 - one.x1) <= _MAX_RUN_GAP * height and abs(one.baseline - other.baseline) <= height


def _is_raised_above(mark: Character, other: Character) -> bool:
    size = max(other.bottom - other.top, other.x1 - other.x0)  # boxes of some fonts enclose only the ink
    raised = (other.baseline - mark.baseline) / size
    return _RAISED_RANGE[0] <= raised <= _RAISED_RANGE[1] and mark.bottom - mark.top <= _MAX_MARK_SIZE * size


def _find_notes(content: PageContent, marks: Sequence[_Mark]) -> list[TextLine]:
    """Return the lines of notes under a short line that touches no table; remove that line from the page.

    Beside another line, it is the border of a row next to a merged cell. The first line of the notes begins
    with a mark, raised or one of those of the page, or all are smaller than the text.
    """
    if not content.characters:
        return []
    labels = {mark.label for mark in marks}
    starts = {id(content.characters[mark.start]) for mark in marks if not mark.may_be_exponent}
    left, right = min(one.x0 for one in content.characters), max(one.x1 for one in content.characters)
    end = max((rule.end for rule in content.vertical), default=0.0) - _MAX_BASELINE_OFFSET
    joined = join_rules(content.horizontal)
    rules = [
        rule
        for rule in joined
        if rule.at >= end
        and rule.end - rule.start <= _MAX_RULE_SHARE * (right - left)
        and not any(one is not rule and abs(one.at - rule.at) <= _MAX_BASELINE_OFFSET for one in joined)
    ]
    lines = group_lines(content.characters) if rules else []
    for rule in sorted(rules, key=lambda rule: -rule.at):
        own: list[TextLine] = []
        last = rule.at
        for line in lines:
            if line.baseline < rule.at:
                continue
            size = _character_size([line])
            up, aside = (line.baseline - last) / size, abs(line.x0 - rule.start) / size
            if PAGE_NUMBER.fullmatch(line.text) or up > _MAX_LINE_DISTANCE or aside > _MAX_INDENT:
                break
            own.append(line)
            last = line.baseline
        above = [line for line in lines if line.baseline < rule.at]
        if not own or not above:
            continue
        is_marked = id(own[0].characters[0]) in starts or _parse_mark(own[0].text) in labels
        if is_marked or _character_size(own) <= _MAX_NOTE_SIZE * _character_size(above):
            content.horizontal = [one for one in content.horizontal if not is_part(one, rule)]
            return own
    return []


def _character_size(lines: Sequence[TextLine]) -> float:
    """Return the median width of the wide characters of some lines; 10 points if there are none."""
    characters = [one for line in lines for one in line.characters]
    return median([one.x1 - one.x0 for one in characters if is_wide(one.text)] or [10.0])


def _remove_notes(
    characters: Sequence[Character], marks: Sequence[_Mark], notes: set[int]
) -> list[Character]:
    """Return characters without notes and marks; the width of a mark is added to the character before."""
    in_marks = {place for mark in marks for place in range(mark.start, mark.stop)}
    kept: list[Character] = []
    piece, last = 0, -1
    for place, one in enumerate(characters):
        if id(one) in notes:
            continue
        if place in in_marks:
            if kept and _is_near(kept[-1], one):
                kept[-1] = replace(kept[-1], x1=one.x1)
            continue
        if kept and one.piece != last:
            piece += not (place - 1 in in_marks and _is_same_run(kept[-1], one))
        last = one.piece
        kept.append(replace(one, piece=piece))
    return kept
