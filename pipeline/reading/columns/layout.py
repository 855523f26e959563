"""Split lines into fragments at white space, measure their widths, and estimate the layout of a plan."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pipeline.reading.columns.overprint import strip_overprint

_FRAGMENT: Final = re.compile(r"\S+")
_UNBREAKABLE: Final = re.compile(
    r"[“‘（《〈【(\[]*(?:[A-Za-z0-9０-９.,:/%‰~～±≥≤<>=+*×·℃-]+|.)[”’）》〉】)\]，。、；：！？%％‰℃]*"
)
_ONE_CHARACTER: Final = 2
_INNER_SPACE: Final = re.compile(r"\s+")
_NUMBER: Final = re.compile(r"[\d.,%％—–~～/-]+")
_WHOLE_LINE: Final = re.compile(r"\S(?:.*\S)?")
_WITHIN_SENTENCE, _SENTENCE_ENDS = frozenset("，、,"), frozenset("。；！;")
_MIN_LINE_CHARACTERS: Final = 7
_MIN_LINES: Final = 12
_MIN_LONGEST_LINE: Final = 60
_MAX_UNENDED_SHARE, _MIN_ENDED_SHARE = 0.004, 0.12
_MAX_RARE_SHARE: Final = 0.3
_MIN_COLUMN_LINES: Final = 5
_EXTRA_WIDTH: Final = 4
_WIDE_FROM: Final = 0x1100
WIDE_MARKS: Final = frozenset("“”‘’—…·•")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text without white space on one line of a source, or a whole line if each line is a cell.

    ``offsets`` holds the offsets in the line of the characters of ``text``: fewer than from ``start`` to
    ``end`` if text was overprinted. An extra space before the line's first fragment or between two
    indicates an empty cell (``after_empty_cell``); before a line it can also be a page break (``indented``).
    """

    line: int
    start: int
    end: int
    text: str
    offsets: tuple[int, ...]
    starts_line: bool = True
    ends_line: bool = True
    ends_paragraph: bool = True
    gap_after: bool = False
    indented: bool = False
    after_empty_cell: bool = False
    width: int = 0

    @property
    def is_number(self) -> bool:
        """Whether the text is a number: 12330, 1.5, 30-50, 95%."""
        return bool(_NUMBER.fullmatch(self.text))


def cut_fragment(fragment: Fragment, start: int, end: int) -> Fragment:
    """Return a piece of a fragment, by its indices in the text."""
    if end - start == len(fragment.text):
        return fragment
    stop = fragment.offsets[end] if end < len(fragment.text) else fragment.end
    return replace(
        fragment,
        start=fragment.offsets[start],
        end=stop,
        text=fragment.text[start:end],
        offsets=fragment.offsets[start:end],
    )


def display_width(text: str) -> int:
    """Return the width in half-width units: 2 for a Chinese character, 1 for a Latin letter or digit."""
    return sum(map(character_width, text))


@cache
def character_width(character: str) -> int:
    """Return the width of a character in half-width units; a form feed has none."""
    if character == "\f":
        return 0
    return 2 if ord(character) >= _WIDE_FROM or character in WIDE_MARKS else 1


def leading_width(text: str) -> int:
    """Return the width of the first unit that can't be wrapped: a character, or a whole number."""
    match = _UNBREAKABLE.match(text)
    return display_width(match.group()) if match else _ONE_CHARACTER


def split_fragments(lines: Sequence[str], first: int, words: bool = False) -> list[Fragment]:
    """Return the fragments of ``lines`` in reading order; ``first`` is the number of the first line.

    With ``words``, lines are split at white space even if each line appears to be a cell.
    """
    found: list[Fragment] = []
    rare = _has_rare_spaces(lines)
    pattern = _WHOLE_LINE if not words and has_cell_per_line(lines) else _FRAGMENT
    for index, line in enumerate(lines):
        spans = [(m.start(), m.end()) for m in pattern.finditer(line)]
        gap = index + 1 < len(lines) and not lines[index + 1].strip()
        before = 0
        for position, (start, end) in enumerate(spans):
            ends_line = position == len(spans) - 1
            kept = tuple(i for i in strip_overprint(line, start, end)[1] if not line[i].isspace())
            text = "".join(line[i] for i in kept)
            found.append(
                Fragment(
                    line=first + index,
                    start=start,
                    end=end,
                    text=text,
                    offsets=kept,
                    starts_line=position == 0,
                    ends_line=ends_line,
                    ends_paragraph=ends_line and end < len(line),
                    gap_after=ends_line and gap,
                    indented=position == 0 and start == 1 and rare[0],
                    after_empty_cell=start - before == 1 + (position > 0) and rare[position > 0],
                    width=display_width(text),
                )
            )
            before = end
    return found


def has_cell_per_line(lines: Sequence[str]) -> bool:
    """Whether each line is a whole cell or paragraph, as word processors save tables as text.

    Some wrapped lines end within a sentence, with a comma; paragraphs do not.
    """
    texts = [text for line in lines if len(text := "".join(line.split())) >= _MIN_LINE_CHARACTERS]
    if len(texts) < _MIN_LINES or max(map(display_width, texts)) < _MIN_LONGEST_LINE:
        return False
    in_sentence = sum(text[-1] in _WITHIN_SENTENCE for text in texts)
    ended = sum(text[-1] in _SENTENCE_ENDS for text in texts)
    return in_sentence <= _MAX_UNENDED_SHARE * len(texts) and ended >= _MIN_ENDED_SHARE * len(texts)


def _has_rare_spaces(lines: Sequence[str]) -> tuple[bool, bool]:
    """Return whether one space before a line and two between fragments are rare, not a habit of the plan.

    They then indicate empty cells or page breaks.
    """
    filled = [line for line in lines if line.strip()]
    gaps = [gap for line in filled for gap in _INNER_SPACE.findall(line.strip())]
    indented = sum(line[0].isspace() for line in filled)
    wide = sum(len(gap) > 1 for gap in gaps)
    return indented <= _MAX_RARE_SHARE * len(filled), wide <= _MAX_RARE_SHARE * len(gaps)


@dataclass(frozen=True)
class Layout:
    """The estimated layout of a plan.

    ``widths`` are column widths in half-width units (area, task, measure, departments, deliverable), None
    with too few lines. The rates are shares of the line ends within cells (``*_inside``) and at their ends
    (``*_ending``): those with trailing white space (``paragraph_*``) and those followed by a blank line
    (``gap_*``, by column).
    """

    widths: tuple[int | None, ...]
    paragraph_inside: float
    paragraph_ending: float
    gap_inside: tuple[float, ...]
    gap_ending: tuple[float, ...]
    cell_per_line: bool = False
    """Whether no line is wrapped, so that a cell continues only with a new paragraph."""


DEFAULT_LAYOUT: Final = Layout((None,) * 5, 0.04, 0.96, (0.5,) * 5, (0.8,) * 5)


class LayoutScores:
    """Log probabilities of the line ends of one plan under a layout."""

    def __init__(self, layout: Layout, fragments: Sequence[Fragment], page_breaks: Sequence[bool]) -> None:
        self.layout = layout
        count = len(fragments)
        inside_rates = layout.paragraph_inside, layout.gap_inside
        ending_rates = layout.paragraph_ending, layout.gap_ending
        at_page_end = [i + 1 >= count or page_breaks[i + 1] for i in range(count)]
        self._leading_widths = [leading_width(fragment.text) for fragment in fragments]
        self._wrap_scores = [
            self._score_line_end(f, at_page_end[i], *inside_rates) for i, f in enumerate(fragments)
        ]
        self._end_scores = [
            self._score_line_end(f, at_page_end[i], *ending_rates) for i, f in enumerate(fragments)
        ]

    @staticmethod
    def _score_line_end(
        fragment: Fragment, at_page_end: bool, paragraph: float, gaps: tuple[float, ...]
    ) -> tuple[float, ...]:
        if not fragment.ends_line:
            return (0.0,) * len(gaps)
        space = math.log(paragraph if fragment.ends_paragraph else 1 - paragraph)
        if at_page_end:
            return (space,) * len(gaps)
        return tuple(space + math.log(gap if fragment.gap_after else 1 - gap) for gap in gaps)

    def score_width(self, column: int, width: int) -> float:
        """Return the log probability of a line ``width`` wide so far."""
        usual = self.layout.widths[column]
        return _score_overflow(width - usual) if usual is not None and width - usual > 2 else 0.0

    def score_wrap(self, column: int, index: int, width: int, follower: int) -> float:
        """Return the log probability that a line of ``width`` wraps after fragment ``index`` within its cell.

        A line wraps where ``follower`` does not fit: before a long number, more room is left than before
        a Chinese character.
        """
        if self.layout.cell_per_line:
            return self._wrap_scores[index][column] + _PARAGRAPH_COST
        needed = width + self._leading_widths[follower] - _ONE_CHARACTER
        usual = self.layout.widths[column]
        return self._wrap_scores[index][column] + _score_wrap(
            usual, width if usual is None else min(needed, usual)
        )

    def score_end(self, column: int, index: int) -> float:
        """Return the log probability that the cell ends with fragment ``index``."""
        ended = 0.0 if self.layout.cell_per_line else _score_end(self.layout.widths[column])
        return self._end_scores[index][column] + ended


_PARAGRAPH_COST: Final = -8.0


def _score_overflow(excess: int) -> float:
    return -6.0 - 4.0 * (excess - 8) if excess > 8 else -3.5 - 0.3 * excess


def _score_wrap(column: int | None, width: int) -> float:
    if column is None:
        return -2.0 if width >= 8 else -4.0
    room = column - width
    if room < 2:
        return -0.4
    if room < 4:
        return -1.5
    if room < 6:
        return -3.5
    return -8.0 - min(4.0, room * 0.05)


def _score_end(column: int | None) -> float:
    return -3.5 if column is None else -math.log(column)


def measure_layout(
    fragments: Sequence[Fragment],
    page_breaks: Sequence[bool],
    columns: Sequence[int | None],
    cell_per_line: bool = False,
) -> Layout:
    """Estimate the layout of a plan from fragments assigned to ``columns`` (0 to 4, or None)."""
    if cell_per_line:
        rates = _measure_rates(fragments, page_breaks, columns, None)
        return replace(rates, cell_per_line=True)
    wrapped: list[Counter[int]] = [Counter() for _ in DEFAULT_LAYOUT.widths]
    lines: list[list[int]] = [[] for _ in DEFAULT_LAYOUT.widths]
    width = 0
    for index, (fragment, column) in enumerate(zip(fragments, columns, strict=True)):
        joined = index > 0 and not fragment.starts_line and columns[index - 1] == column
        width = width + fragment.width if joined else fragment.width
        if column is None or not width:
            continue
        lines[column].append(width)
        if _continues_below(index, fragments, columns):
            wrapped[column][width] += 1
    widths = tuple(map(_estimate_width, wrapped, lines))
    return _measure_rates(fragments, page_breaks, columns, widths)


def _continues_below(index: int, fragments: Sequence[Fragment], columns: Sequence[int | None]) -> bool:
    """Whether the column's next fragment is on the next line with text."""
    line, below = fragments[index].line, 0
    for place in range(index + 1, len(fragments)):
        here = fragments[place].line
        below = below or (here if here != line else 0)
        if here != line and here != below:
            return False
        if columns[place] == columns[index]:
            return here == below
    return False


def _estimate_width(wrapped: Counter[int], lines: Sequence[int]) -> int | None:
    """Return the width at which a column's lines wrap: the upper edge of their most frequent widths.

    Lines much shorter than the longest end a cell and are ignored. If no line wraps, the column is assumed
    to be slightly wider than its longest lines. None with too few lines.
    """
    if len(lines) < _MIN_COLUMN_LINES:
        return None
    longest = sorted(lines)[int(0.9 * (len(lines) - 1))]
    counts = {width: n for width, n in wrapped.items() if width > longest - 8}
    if sum(counts.values()) < 2:
        return longest + _EXTRA_WIDTH
    peak = max(counts, key=lambda w: sum(counts.get(x, 0) for x in range(w - 2, w + 3)) + 0.01 * w)
    near = [w for w in counts if abs(w - peak) <= 4]
    return max(w for w in near if counts[w] >= 0.1 * sum(counts[x] for x in near))


def _measure_rates(
    fragments: Sequence[Fragment],
    page_breaks: Sequence[bool],
    columns: Sequence[int | None],
    widths: tuple[int | None, ...] | None,
) -> Layout:
    """Estimate rates of trailing white space and blank lines, shrunk towards a prior if there are few."""
    gaps = [
        [[2 * usual, 2.0] for usual in rates]
        for rates in (DEFAULT_LAYOUT.gap_inside, DEFAULT_LAYOUT.gap_ending)
    ]
    spaces = [[2 * DEFAULT_LAYOUT.paragraph_inside, 2.0], [2 * DEFAULT_LAYOUT.paragraph_ending, 2.0]]
    for index in range(len(fragments) - 1):
        fragment, column = fragments[index], columns[index]
        if column is None or not fragment.ends_line or page_breaks[index + 1]:
            continue
        usual = widths[column] if widths else math.inf
        if usual is None:
            continue
        full = usual - fragment.width < 4
        if columns[index + 1] == column and full:
            side = 0
        elif columns[index + 1] != column and not full:
            side = 1
        else:
            continue
        gaps[side][column][0] += fragment.gap_after
        gaps[side][column][1] += 1
        spaces[side][0] += fragment.ends_paragraph
        spaces[side][1] += 1

    def rate(pair: list[float]) -> float:
        return min(0.97, max(0.03, pair[0] / pair[1]))

    inside, ending = (tuple(rate(pair) for pair in side) for side in gaps)
    return Layout(widths or DEFAULT_LAYOUT.widths, rate(spaces[0]), rate(spaces[1]), inside, ending)
