"""Whether a row of a table goes on over a page break: what its cells tell, as logs of odds.

Each figure is how often something is so in rows that a page break cuts, over how often in whole rows.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, log
from typing import Any, Final

from rapidfuzz import fuzz, process

from pipeline.taxonomy.collection import load_task_names

SURE: Final = 3.0
"""Where the sum is nearer to zero than this, a person should look."""
CLEAR: Final = 4.0
"""From here on, what one cell tells stands against what all others do: it is merged with the one above."""
CERTAIN: Final = 7.0
"""The same for departments, whose names follow on one another in any order."""
WITH_SERIAL: Final = -7.0
"""The row below has one; but a page break can part the digits of a serial in a narrow column."""
WITHOUT_SERIAL: Final = log(0.98 / 0.05)
"""The row below has no serial, in tables that number each row."""

OPEN, CLOSED = 7.0, -4.0
"""No line closes a cell, above the break or below; or one does, in a document that leaves others open."""

_EMPTY: Final = {"task": log(0.7 / 0.1), "measure": log(0.4 / 0.03), "departments": log(0.5 / 0.04)}
_FILLED: Final = {"task": log(0.3 / 0.9), "measure": log(0.6 / 0.97), "departments": log(0.5 / 0.96)}
"""The cell below is empty, or filled."""
_EMPTY_IF_MERGED: Final = log(0.7 / 0.25)
"""The cell below is empty in a column of which cells are merged."""

_PAGE_GAPS: Final = ((1.3, log(0.75 / 0.3)), (2.8, log(0.2 / 0.2)), (inf, log(0.05 / 0.5)))
_CELL_GAPS: Final = (
    (0.6, log(0.7 / 0.4)),
    (1.7, log(0.2 / 0.2)),
    (2.8, log(0.09 / 0.15)),
    (inf, log(0.01 / 0.3)),
)
"""The room that is left below a table, and below the text of a cell, up to so many lines. Word processors
leave a line or two rather than part the first or the last line of a paragraph from the others."""

_FIRST_WORD: Final = re.compile(
    r"[“‘（《〈【(\[]*(?:[A-Za-z0-9０-９.,:%‰]+|.)[”’）》〉】)\]，。、；：！？%‰]*"
)
"""What a line break does not part."""
_TOLERANCE, _TOLERANCE_OF_WORDS = 0.3, 0.8
"""In wide characters."""
_FULL: Final = 1.5
"""A line with less room, in wide characters, is full, whatever comes next."""
_PARAGRAPH_ENDS: Final = {"task": 0.02, "measure": 0.15, "departments": 0.15}
"""How often the last line above ends a paragraph of a cell that goes on."""

_SENTENCE_END: Final = re.compile(r"[。！？!?.]\s*[”’）)》]*$")
_FULL_LINE: Final = (log(0.9 / 0.05), log(0.1 / 0.95))
_PARAGRAPH: Final = (log(0.1 / 0.05), log(0.9 / 0.95))
"""The last line of a measure, full or not, does not end a sentence, or does: the measures of whole rows do
nearly always, and so do paragraphs."""
_HANGS: Final = re.compile(r"[、，：,:（(]$")
_HANGING, _NOT_HANGING = log(0.15 / 0.005), log(0.85 / 0.995)
"""A text ends within brackets or at a comma, as that of a whole row hardly does; or does not."""
_LEADS: Final = re.compile(r"[（(]?(?:牵头|责任|主责|主办)(?![）)])")
_SUPPORTS: Final = re.compile(r"(?:配合|协办|协助|参与|参加)|[（(](?:牵头|责任|主责|主办|配合)[）)]")
_LEAD, _SUPPORT = log(0.02 / 0.2), log(0.15 / 0.005)
"""The departments below begin with a word that begins such cells, or one that never does."""
_BODY_END: Final = re.compile(r"(?:[厅局委办院会部行府社联协处队校司）)]|负责|牵头|配合|等)$")
_WHOLE_BODY, _CUT_BODY = log(0.15 / 0.97), log(0.85 / 0.03)
"""The departments above end as the name of a body does, and not at a comma; or do not."""
_LETTER: Final = re.compile(r"[^\W_]")
_WORD_PARTED, _WORDS_WHOLE = log(0.3 / 0.01), log(0.7 / 0.99)
"""A word of the dictionary stands over the break, or none."""
_WORD_LENGTH: Final = 4
_KNOWN: Final = 80.0
_PER_LIKENESS, _MOST = 0.3, 7.0
"""Texts at least so like a standard task (in per cent) tell whether they are two tasks or the halves of one:
evidence for each per cent by which both together are more like one than either by itself."""


@dataclass(frozen=True, slots=True)
class LastLine:
    """How a cell ends above a page break.

    Parameters
    ----------
    text
        Of the whole cell.
    gap
        The room below its text beyond the cell's padding, in lines.
    room, line
        How many wide characters its last line has room for, of how many that a full one has.
    """

    text: str
    gap: float
    room: float
    line: float


def evidence_of_page(gap: float) -> float:
    """What the room left below a table, in lines, tells."""
    return _evidence_of_gap(gap, _PAGE_GAPS)


def breaks_off(measure: LastLine) -> bool:
    """Whether a measure ends within a sentence, on a full line at the bottom of its page."""
    is_full = measure.room < _FULL and measure.gap < _CELL_GAPS[0][0]
    return is_full and not _SENTENCE_END.search("".join(measure.text.split()))


def evidence_of_cell(name: str, above: LastLine, below: str, *, is_merged: bool = False) -> float:
    """What the cells of one column (``task``, ``measure``, ``departments``) above and below a break tell.

    Where a text goes on, its last line has no room for the first word below, unless a paragraph ends
    there; where it does not, that is so once in as many lines as a line has characters. ``is_merged`` tells
    whether the column has cells that are merged over rows.
    """
    before, below = "".join(above.text.split()), "".join(below.split())
    if not below:
        return min(_EMPTY[name], _EMPTY_IF_MERGED) if is_merged else _EMPTY[name]
    evidence = _FILLED[name]
    if not before:
        return evidence
    evidence += _evidence_of_gap(above.gap, _CELL_GAPS)
    found = _FIRST_WORD.match(below)
    word = found.group() if found else ""
    needed = sum(0.5 if letter.isascii() else 1.0 for letter in word)
    # Programs differ in the room that they leave beside Latin letters and before punctuation.
    needed += _TOLERANCE if len(word) < 2 else _TOLERANCE_OF_WORDS
    by_chance = min(0.5, needed / max(above.line, 2.0))
    ends = _PARAGRAPH_ENDS[name]
    is_full = above.room < needed
    evidence += log((1 - ends) / by_chance) if is_full else log(ends / (1 - by_chance))
    if name == "measure":
        evidence += (_FULL_LINE if is_full else _PARAGRAPH)[bool(_SENTENCE_END.search(before))]
    evidence += _HANGING if _HANGS.search(before) or _is_unclosed(before) else _NOT_HANGING
    evidence += _WORD_PARTED if _parts_a_word(before, below) else _WORDS_WHOLE
    if name == "task":
        evidence += _evidence_of_tasks(before, below)
    if name == "departments":
        evidence += _evidence_of_bodies(before, below)
    return evidence


def _evidence_of_gap(gap: float, steps: Sequence[tuple[float, float]]) -> float:
    return next(evidence for most, evidence in steps if gap < most)


def _is_unclosed(text: str) -> bool:
    """Whether a bracket or a quotation mark is open at the end of a text."""
    return any(text.count(begin) > text.count(end) for begin, end in ("（）", "《》", "“”", "()"))


def _parts_a_word(above: str, below: str) -> bool:
    """Whether a word begins in one text and ends in the next one."""
    last, first = above[-_WORD_LENGTH:], below[:_WORD_LENGTH]
    if not (_LETTER.match(last[-1]) and _LETTER.match(first[0])):
        return False
    words = _tokenizer().tokenize(last + first, HMM=False)
    return any(start < len(last) < end for _, start, end in words)


def _evidence_of_bodies(above: str, below: str) -> float:
    """What lists of departments above and below a break tell."""
    evidence = 0.0
    if not _HANGS.search(above):
        evidence += _WHOLE_BODY if _BODY_END.search(above) else _CUT_BODY
    if _LEADS.match(below):
        return evidence + _LEAD
    return evidence + _SUPPORT if _SUPPORTS.match(below) else evidence


def _evidence_of_tasks(above: str, below: str) -> float:
    """What the standard tasks tell of two texts: whether each is one, or both together are."""
    apart = max(_likeness(above), _likeness(below))
    together = _likeness(above + below)
    if max(together, apart) < _KNOWN:
        return 0.0
    return max(-_MOST, min(_MOST, _PER_LIKENESS * (together - apart)))


def _likeness(text: str) -> float:
    """How like the most similar standard task of any template is, in per cent."""
    found = process.extractOne(text, load_task_names(), scorer=fuzz.ratio)
    return found[1] if found else 0.0


@cache
def _tokenizer() -> Any:
    import jieba  # not at the top: most files hold no table that a page break cuts

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()
