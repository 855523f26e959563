"""Evidence that a row or a cell of a table continues over a page break, as log odds.

Each figure is the log ratio of how often something occurs in rows cut by a break and in whole rows.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, log
from typing import Any, Final

from rapidfuzz import fuzz, process

from pipeline.readers.document import Place
from pipeline.readers.pdf.page import PageCell
from pipeline.taxonomy.collection import load_task_names
from pipeline.taxonomy.header_words import SERIAL_PATTERN

MIN_EVIDENCE: Final = 3.0
"""If the sum is closer to zero than this, a person should check."""
CLEAR: Final = 4.0
"""Evidence from which one cell outweighs all others: it is merged with the one above."""
CERTAIN: Final = 7.0
"""The same for departments, whose names can follow each other in any order."""
_WITH_SERIAL, _SPLIT_SERIAL, _WITHOUT_SERIAL = -7.0, 7.0, log(0.98 / 0.05)
"""The row below has a serial; or, in a narrow column, digits that are the next serial with those above; or
none, in tables that number each row."""

_NUMBER: Final = re.compile(r"\d{1,4}")
OPEN_CELL, CLOSED_CELL = 7.0, -4.0
"""No line closes a cell, above the break or below; or one does, in a document that leaves others open."""

_EMPTY: Final = {"task": log(0.7 / 0.1), "measure": log(0.4 / 0.03), "departments": log(0.5 / 0.04)}
_FILLED: Final = {"task": log(0.3 / 0.9), "measure": log(0.6 / 0.97), "departments": log(0.5 / 0.96)}
"""The cell below is empty, or filled."""
_EMPTY_IF_MERGED: Final = log(0.7 / 0.25)
"""The cell below is empty, in a column with merged cells."""

PAGE_GAPS: Final = ((1.3, log(0.75 / 0.3)), (2.8, log(0.2 / 0.2)), (inf, log(0.05 / 0.5)))
_CELL_GAPS: Final = (
    (0.6, log(0.7 / 0.4)),
    (1.7, log(0.2 / 0.2)),
    (2.8, log(0.09 / 0.15)),
    (inf, log(0.01 / 0.3)),
)
"""Evidence from the space left below a table, and below the text of a cell, by its upper bound in lines.
Word processors leave a line or two rather than split off the first or last line of a paragraph."""

_FIRST_WORD: Final = re.compile(
    r"[“‘（《〈【(\[]*(?:[A-Za-z0-9０-９.,:%‰]+|.)[”’）》〉】)\]，。、；：！？%‰]*"
)
"""Text that a line break does not split."""
_CHARACTER_TOLERANCE, _WORD_TOLERANCE = 0.3, 0.8
"""Added to the width of a first word of one character, and of more, in wide characters."""
_MAX_FULL_ROOM: Final = 1.5
"""A line with less free width, in wide characters, is full, whatever comes next."""
_PARAGRAPH_ENDS: Final = {"task": 0.02, "measure": 0.15, "departments": 0.15}
"""How often the last line above ends a paragraph of a cell that continues."""

_SENTENCE_END: Final = re.compile(r"[。！？!?.]\s*[”’）)》]*$")
_FULL_LINE: Final = (log(0.9 / 0.05), log(0.1 / 0.95))
_PARAGRAPH: Final = (log(0.1 / 0.05), log(0.9 / 0.95))
"""The last line of a measure, full or not, does not end a sentence, or does: the measures of whole rows
nearly always do, and so do paragraphs."""
_OPEN_END: Final = re.compile(r"[、，：,:（(]$")
_HAS_OPEN_END, _NO_OPEN_END = log(0.15 / 0.005), log(0.85 / 0.995)
"""A text ends within brackets or at a comma, as that of a whole row hardly ever does; or does not."""
_LEAD_WORD: Final = re.compile(r"[（(]?(?:牵头|责任|主责|主办)(?![）)])")
_SUPPORT_WORD: Final = re.compile(r"(?:配合|协办|协助|参与|参加)|[（(](?:牵头|责任|主责|主办|配合)[）)]")
_LEAD, _SUPPORT = log(0.02 / 0.2), log(0.15 / 0.005)
"""The departments below begin with a word that often begins such cells, or with one that never does."""
_BODY_END: Final = re.compile(r"(?:[厅局委办院会部行府社联协处队校司）)]|负责|牵头|配合|等)$")
_WHOLE_BODY, _CUT_BODY = log(0.15 / 0.97), log(0.85 / 0.03)
"""The departments above, unless at a comma, end like the name of a body; or do not."""
_LETTER: Final = re.compile(r"[^\W_]")
_SPLIT_WORD, _WHOLE_WORDS = log(0.3 / 0.01), log(0.7 / 0.99)
"""A dictionary word spans the break, or none does."""
_MAX_WORD_CHARACTERS: Final = 4
_MIN_SIMILARITY: Final = 80.0
_SIMILARITY_WEIGHT, _MAX_SIMILARITY_EVIDENCE = 0.3, 7.0
"""Evidence for each per cent by which two texts together are more similar to a standard task than either
alone, and its maximum. Counted only if the best similarity is at least `_MIN_SIMILARITY` per cent."""


@dataclass(frozen=True, slots=True)
class LastLine:
    """The end of a cell above a page break.

    ``text`` is that of the whole cell, ``gap`` the space below it beyond the cell's padding, in lines; free
    width of its last line and the width of a full one are in wide characters.
    """

    text: str
    gap: float
    free_width: float
    line_width: float


@dataclass(eq=False)
class JoinedCell:
    """A cell of a table over one or more pages, and its first and last part."""

    row: int
    row_span: int
    paragraphs: list[tuple[str, Place]]
    first: PageCell
    last: PageCell

    @property
    def x0(self) -> float:
        return self.first.x0

    @property
    def x1(self) -> float:
        return self.first.x1

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.paragraphs)

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.row_span)


@dataclass(frozen=True)
class CellBreak:
    """Cells above and below a page break in separate rows, and the evidence that they are one cell."""

    above: JoinedCell
    below: JoinedCell
    evidence: float


def serial_evidence(above: Sequence[str], below: str, *, numbers_rows: bool) -> float:
    """Return the evidence from the serials above a break, in order, and that below it."""
    lines = [text.split() for text in ("", "", *above, below)]
    before, last, own = map("".join, lines[-3:])
    numbers = [int(text) if _NUMBER.fullmatch(text) else 0 for text in (before, last, last + own)]
    is_next = all(numbers) and numbers[2] == numbers[0] + 1 != numbers[1]
    # Serials that begin again can look like split ones: 11, 1, 2.
    if is_next and (len(lines[-3]) > 1 or len(before) < len(last + own)):
        return _SPLIT_SERIAL
    if SERIAL_PATTERN.fullmatch(below):
        return _WITH_SERIAL
    return _WITHOUT_SERIAL if last and numbers_rows else 0.0


def ends_mid_sentence(measure: LastLine) -> bool:
    """Return whether a measure ends in mid-sentence, on a full line at the bottom of its page."""
    is_full = measure.free_width < _MAX_FULL_ROOM and measure.gap < _CELL_GAPS[0][0]
    return is_full and not _SENTENCE_END.search("".join(measure.text.split()))


def cell_evidence(name: str, above: LastLine, below: str, *, is_merged: bool = False) -> float:
    """Return the evidence from a column's cells above and below a break.

    ``name`` is ``task``, ``measure`` or ``departments``; ``is_merged`` tells whether the column has cells
    merged over rows. Where a text continues, its last line has no room for the first word below, unless a
    paragraph ends there; where it does not, that happens once in as many lines as a line has characters.
    """
    before, below = "".join(above.text.split()), "".join(below.split())
    if not below:
        return min(_EMPTY[name], _EMPTY_IF_MERGED) if is_merged else _EMPTY[name]
    evidence = _FILLED[name]
    if not before:
        return evidence
    evidence += gap_evidence(above.gap, _CELL_GAPS)
    found = _FIRST_WORD.match(below)
    word = found.group() if found else ""
    needed = sum(0.5 if letter.isascii() else 1.0 for letter in word)
    # Programs differ in the space that they leave beside Latin letters and before punctuation.
    needed += _CHARACTER_TOLERANCE if len(word) < 2 else _WORD_TOLERANCE
    by_chance = min(0.5, needed / max(above.line_width, 2.0))
    ends = _PARAGRAPH_ENDS[name]
    is_full = above.free_width < needed
    evidence += log((1 - ends) / by_chance) if is_full else log(ends / (1 - by_chance))
    if name == "measure":
        evidence += (_FULL_LINE if is_full else _PARAGRAPH)[bool(_SENTENCE_END.search(before))]
    evidence += _HAS_OPEN_END if _OPEN_END.search(before) or _is_unclosed(before) else _NO_OPEN_END
    evidence += _SPLIT_WORD if _splits_word(before, below) else _WHOLE_WORDS
    if name == "task":
        evidence += _task_evidence(before, below)
    if name == "departments":
        evidence += _department_evidence(before, below)
    return evidence


def gap_evidence(gap: float, steps: Sequence[tuple[float, float]]) -> float:
    """Return the evidence from a space, in lines, by the upper bounds of its steps."""
    return next(evidence for most, evidence in steps if gap < most)


def _is_unclosed(text: str) -> bool:
    """Return whether a bracket or quotation mark is open at the end of a text."""
    return any(text.count(begin) > text.count(end) for begin, end in ("（）", "《》", "“”", "()"))


def _splits_word(above: str, below: str) -> bool:
    """Return whether a word begins in one text and ends in the next."""
    last, first = above[-_MAX_WORD_CHARACTERS:], below[:_MAX_WORD_CHARACTERS]
    if not (_LETTER.match(last[-1]) and _LETTER.match(first[0])):
        return False
    words = _tokenizer().tokenize(last + first, HMM=False)
    return any(start < len(last) < end for _, start, end in words)


def _department_evidence(above: str, below: str) -> float:
    """Return the evidence from lists of departments above and below a break."""
    evidence = 0.0
    if not _OPEN_END.search(above):
        evidence += _WHOLE_BODY if _BODY_END.search(above) else _CUT_BODY
    if _LEAD_WORD.match(below):
        return evidence + _LEAD
    return evidence + _SUPPORT if _SUPPORT_WORD.match(below) else evidence


def _task_evidence(above: str, below: str) -> float:
    """Return the evidence from standard tasks: whether each of two texts is one, or both together are."""
    apart = max(_task_similarity(above), _task_similarity(below))
    together = _task_similarity(above + below)
    if max(together, apart) < _MIN_SIMILARITY:
        return 0.0
    evidence = _SIMILARITY_WEIGHT * (together - apart)
    return max(-_MAX_SIMILARITY_EVIDENCE, min(_MAX_SIMILARITY_EVIDENCE, evidence))


def _task_similarity(text: str) -> float:
    """Return the similarity to the closest standard task of any template, in per cent."""
    found = process.extractOne(text, load_task_names(), scorer=fuzz.ratio)
    return found[1] if found else 0.0


@cache
def _tokenizer() -> Any:
    import jieba  # imported late: most files have no table cut by a page break

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()


def merge_over_breaks(
    cells: list[JoinedCell], breaks: Sequence[CellBreak], column_of: Callable[[float], str]
) -> set[int]:
    """Merge cells over page breaks; an empty one if more cells of its column are merged than are blank.

    ``cells`` are all of the table below its header, and are modified; ``breaks`` the pairs that may be
    merged, from top to bottom. The rows whose cell may be the wrong one are returned.
    """
    measures = {row for one in cells if one.text and column_of(one.x0) == "measure" for row in one.rows}
    at_breaks = {one for pair in breaks for one in (pair.above, pair.below)}
    merged, blank = Counter[str](), Counter[str]()
    for one in cells:
        if one.text:
            merged[column_of(one.x0)] += one.row_span - 1
        elif one not in at_breaks:
            blank[column_of(one.x0)] += len(measures & {*one.rows})
    unsure: set[int] = set()
    merged_into: dict[JoinedCell, JoinedCell] = {}
    for pair in breaks:
        above, below, column = merged_into.get(pair.above, pair.above), pair.below, column_of(pair.below.x0)
        evidence = pair.evidence - (CLEAR if merged[column] else CERTAIN)
        if not (above.text and below.text):
            evidence = log((merged[column] + 0.5) / (blank[column] + 0.5))
        if above.text and below.text:
            unsure |= {*above.rows, *below.rows} if MIN_EVIDENCE < pair.evidence <= CERTAIN else set()
        elif (above.text or below.text) and (
            abs(evidence) < MIN_EVIDENCE or not (above.text or column in ("serial", "area"))
        ):
            # The text of a merged cell is seldom below the break alone.
            unsure |= {*(below if above.text else above).rows}
        if evidence > 0 and (above.text or below.text):
            above.row_span += below.row_span
            above.paragraphs += below.paragraphs
            merged_into[below] = above
            cells.remove(below)
    return unsure
