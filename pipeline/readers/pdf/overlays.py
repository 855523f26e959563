"""Tell text printed over a page, such as watermarks and seals, from the text that it is printed over."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise, product
from statistics import median
from typing import Final, NamedTuple

from pipeline.readers.pdf.drawing import Rule, is_part, join_rules
from pipeline.readers.pdf.extraction import Character, PageContent, Style
from pipeline.readers.pdf.lines import TextLine
from pipeline.readers.pdf.ruled import PdfCell

_OPAQUE, _FAINT = 255, 128
"""Opacity of ordinary text, and of text that is printed over the page wherever it stands."""
_SAME_PLACE: Final = 0.35
"""Maximum distance of the centres of characters printed over each other, in heights of the taller."""
_MIN_OVERLAP: Final = 0.5
"""Minimum overlap of their ink, in widths of the narrower: narrow letters side by side are as close."""
_MIN_LARGE: Final = 2.0
"""Minimum height of large text, in heights of the page's main text."""
_MIN_SHARE, _MIN_TILED_SHARE = 0.5, 0.1
"""Minimum share of the characters of a style that are over others, and of tiles that are not corrections."""
_MAX_STRIKE_OFFSET: Final = 0.2
"""Maximum distance of a line through text from its middle, in heights of a character."""
_LETTER_HEIGHT: Final = 0.6
"""Minimum height of a letter above its line, in line heights."""
_MAX_BORDER_GAP: Final = 0.1
"""Maximum gap in text that runs across a border, in heights of a character."""
_MIN_LINE_DISTANCE: Final = 0.75
"""Minimum distance between lines of a cell, in sizes of the larger."""


class _Kind(NamedTuple):
    """What pieces of text have in common; ``is_tiled`` if the page repeats each in lines and columns."""

    style: Style
    is_large: bool = False
    is_tiled: bool = False


def take_overlays(content: PageContent, before: str) -> str:
    """Remove the text printed over a page from its content.

    Slanted text is. So is text of one style and size of which enough is in the place of other text or of
    vertical lines: any if it is large, transparent or tiled over the page, half of it otherwise.

    ``before`` is the text over the previous page: text tiled in its words needs no evidence. The text removed
    is returned; its characters that may correct those in their place are kept as corrections.
    """
    kinds = _group_pieces(content)
    # A watermark repeated over a page can have more characters than its table, but not more different ones.
    straight = (kind for kind in kinds if not kind.style.is_slanted)
    main = max(straight, key=lambda kind: len({c.text for own in kinds[kind] for c in own}), default=None)
    below = [one for own in kinds.pop(main) for one in own] if main is not None else []
    over = set[int]()
    for kind, pieces in kinds.items():
        own = [one for piece in pieces for one in piece]
        count = _count_over(own, below) + kind.is_tiled * _count_crossing(pieces, content.vertical)
        is_known = kind.is_tiled and "".join(one.text for one in pieces[0]) in before
        is_overlay = is_known or kind.style.is_slanted or kind.style.color[-1] < _FAINT
        may_be_any = kind.is_large or kind.is_tiled or kind.style.color[-1] < _OPAQUE
        if is_overlay or count >= (1 if may_be_any else max(1.0, _MIN_SHARE * len(own))):
            over |= set(map(id, own))
            is_sure = may_be_any and count > kind.is_tiled * max(1.0, _MIN_TILED_SHARE * len(pieces))
            content.corrections += [] if is_overlay or is_sure else own
    text = "".join(one.text for one in content.characters if id(one) in over)
    content.characters = [one for one in content.characters if id(one) not in over]
    return text


def take_struck(content: PageContent) -> str:
    """Remove text with a line of its length through its middle from a page's content, and return it."""
    characters = sorted(content.characters, key=lambda one: one.y)
    levels = [one.y for one in characters]
    reach = _MAX_STRIKE_OFFSET * max((one.bottom - one.top for one in characters), default=0.0)
    struck: list[Character] = []
    for rule in join_rules(content.horizontal):
        start, stop = bisect_left(levels, rule.at - reach), bisect_left(levels, rule.at + reach)
        own = [
            one
            for one in characters[start:stop]
            if rule.start < (one.x0 + one.x1) / 2 < rule.end
            and abs(one.y - rule.at) < _MAX_STRIKE_OFFSET * (one.bottom - one.top)
        ]
        size = max((one.bottom - one.top for one in own), default=0.0) / 2
        ends = [one.x0 - rule.start for one in own], [rule.end - one.x1 for one in own]
        is_border = any(
            upright.start - 1 <= rule.at <= upright.end + 1
            and min(abs(upright.at - rule.start), abs(upright.at - rule.end)) < 1
            for upright in content.vertical
        )
        if own and not is_border and max(abs(min(ends[0])), abs(min(ends[1]))) < size:
            struck += own
            content.horizontal = [one for one in content.horizontal if not is_part(one, rule)]
    left_out = set(map(id, struck))
    content.characters = [one for one in content.characters if id(one) not in left_out]
    content.corrections += struck
    return "".join(one.text for one in struck)


def _group_pieces(content: PageContent) -> dict[_Kind, list[list[Character]]]:
    """Return the pieces of text of a page by kind."""
    styles = content.styles or [Style()] * len(content.characters)
    least = _MIN_LARGE * median([one.bottom - one.top for one in content.characters] or [0.0])
    pairs = zip(styles, content.characters, strict=True)
    same: dict[tuple[Style, str], list[list[Character]]] = defaultdict(list)
    for (_, style), group in groupby(pairs, key=lambda pair: (pair[1].piece, pair[0])):
        piece = [one for _, one in group]
        same[style, "".join(one.text for one in piece)].append(piece)
    found: dict[_Kind, list[list[Character]]] = defaultdict(list)
    for (style, _), pieces in same.items():
        is_tiled = _are_tiles(pieces)
        for piece in pieces:
            is_large = max(one.bottom - one.top for one in piece) >= least
            found[_Kind(style, is_large, is_tiled)].append(piece)
    return found


def _are_tiles(pieces: Sequence[Sequence[Character]]) -> bool:
    """Return whether pieces of equal text stand in lines and in columns."""
    levels, starts = (
        {round(one) for one in places}
        for places in zip(*((p[0].baseline, p[0].x0) for p in pieces), strict=True)
    )
    return len(pieces[0]) > 1 < len(levels) < len(pieces) > len(starts) > 1


def _count_crossing(pieces: Sequence[Sequence[Character]], vertical: Sequence[Rule]) -> int:
    """Return how many pieces of text are printed across vertical lines."""
    return sum(
        any(rule.start < own[0].y < rule.end and own[0].x1 < rule.at < own[-1].x0 for rule in vertical)
        for own in pieces
    )


def _count_over(characters: Sequence[Character], below: Sequence[Character]) -> int:
    """Return how many characters are in the place of other ones.

    The same character in the same place is bold, not another text.
    """
    reach = _SAME_PLACE * max((one.bottom - one.top for one in (*characters, *below)), default=0.0) or 1.0
    by_place: dict[tuple[int, int], list[Character]] = defaultdict(list)
    for one in below:
        by_place[int((one.x0 + one.x1) / 2 / reach), int(one.y / reach)].append(one)
    count = 0
    for one in characters:
        column, row = int((one.x0 + one.x1) / 2 / reach), int(one.y / reach)
        near = product(range(column - 1, column + 2), range(row - 1, row + 2))
        others = (other for place in near for other in by_place.get(place, ()))
        count += any(one.text != other.text and _is_over(one, other) for other in others)
    return count


def _is_over(one: Character, other: Character) -> bool:
    distance = max(abs(one.x0 + one.x1 - other.x0 - other.x1) / 2, abs(other.y - one.y))
    reach = _SAME_PLACE * max(one.bottom - one.top, other.bottom - other.top)
    return distance < reach and _covers(one, other)


def _covers(one: Character, other: Character) -> bool:
    """Return whether the ink of two characters overlaps by half the width of the narrower."""
    (x0, x1), (x2, x3) = one.ink, other.ink
    return min(x1, x3) - max(x0, x2) >= _MIN_OVERLAP * min(x1 - x0, x3 - x2)


def find_overlaid_rows(
    cells: Sequence[tuple[PdfCell, Sequence[TextLine]]],
    corrections: Sequence[Character],
    *,
    has_rules: bool,
) -> set[int]:
    """Return the rows of a table with text printed over text, or across the border between two cells.

    ``cells`` are its cells with their lines, ``corrections`` the characters left out of them. Between rows,
    there are such borders only if the table ``has_rules``; a spreadsheet prints text that its row has no room
    for over the next row.
    """
    found = {
        cell
        for cell, lines in cells
        if _has_text_over_text(lines) or any(cell.contains(one) for one in corrections)
    }
    ordered = sorted(cells, key=lambda one: (one[0].x0, one[0].top)) if has_rules else []
    for (above, last), (below, first) in pairwise(ordered):
        if above.x0 == below.x0 and last and first and _run_over(above, last[-1], below, first[0]):
            found |= {above, below}
    owners: dict[int, PdfCell] = {}
    for cell, _ in cells:
        for piece in {one.piece for one in cell.characters}:
            other = owners.setdefault(piece, cell)
            if other is not cell and _runs_across(piece, other, cell):
                found |= {cell, other}
    return {row for cell in found for row in range(cell.row, cell.row + cell.row_span)}


def _runs_across(piece: int, left: PdfCell, right: PdfCell) -> bool:
    """Return whether a piece of text runs across the border of two cells without a gap."""
    before = max((one for one in left.characters if one.piece == piece), key=lambda one: one.x1)
    after = min((one for one in right.characters if one.piece == piece), key=lambda one: one.x0)
    return abs(after.x0 - before.x1) <= _MAX_BORDER_GAP * (after.bottom - after.top)


def _run_over(above: PdfCell, last: TextLine, below: PdfCell, first: TextLine) -> bool:
    """Return whether the last line of a cell, or the first of that below it, stands across their border."""
    return last.baseline > above.bottom or first.baseline - _LETTER_HEIGHT * _measure_size(first) < below.top


def _has_text_over_text(lines: Sequence[TextLine]) -> bool:
    """Return whether characters of a cell are printed over each other, or a line between two others."""
    pairs = (pair for line in lines for pair in pairwise(line.characters))
    if any(_covers(one, other) and one.text.isalnum() and other.text.isalnum() for one, other in pairs):
        return True  # marks can be set closer
    return any(
        below.baseline - above.baseline < _MIN_LINE_DISTANCE * max(map(_measure_size, (above, below)))
        and any(a.x0 < b.x1 and b.x0 < a.x1 for a in above.characters for b in below.characters)
        for above, below in pairwise(lines)
    )


def _measure_size(line: TextLine) -> float:
    """Return the size of a line's characters: boxes of some fonts are higher, letters are narrower."""
    return min(line.height, max(one.x1 - one.x0 for one in line.characters))
