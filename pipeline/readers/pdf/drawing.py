"""Find the ruling lines, shading and pictures that a page draws."""

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeVar

import pypdfium2.raw as pdfium

_Item = TypeVar("_Item")

MAX_OBJECTS: Final = 200_000
"""Limit per page; no printed page comes near."""
_THICKEST_RULE: Final = 3.0
"""Filled shapes and pictures thinner than this, in points, are ruling lines."""
_STRAIGHT: Final = 0.8
_SHORTEST_RULE: Final = 2.0
_MIN_DASH_RATIO: Final = 1.5
"""Shapes no longer than the thickest ruling line are dots if their length is less than this many widths."""
WHITE: Final = 250
_MAX_DEPTH: Final = 8
_MAX_RULE_OFFSET: Final = 2.0
_MAX_RULE_GAP: Final = 4.0
"""Maximum gap between pieces of one ruling line, such as a dashed one, in points."""
_MAX_DOT_OFFSET: Final = 0.3
_MAX_DOT_DISTANCE: Final = 6.0
"""Maximum distance between dots, in points: that of dots as wide as the thickest ruling line."""
_MIN_DOTS: Final = 6


class Rule(NamedTuple):
    """A straight ruling line at y (horizontal) or x (vertical) ``at``, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass
class Drawing:
    """What a page draws beside its text; ``covered`` is the share of it that its largest picture covers."""

    width: float
    height: float
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    shades: list[Rule] = field(default_factory=list)
    """Top and bottom edges of shaded boxes."""
    dots: list[tuple[float, float]] = field(default_factory=list)
    """Centres of dots, which form dotted borders or mark where rules cross."""
    images: int = 0
    covered: float = 0.0


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def page_objects(page: Any, view: Matrix) -> Iterator[tuple[int, Any, Matrix]]:
    """Yield the kind of each page object, the object, and the matrix from what contains it to the view."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _iter_nested(pdfium.FPDFPage_GetObject(page, index), view, 0)


def _iter_nested(one: Any, matrix: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(one)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield kind, one, matrix
    elif depth < _MAX_DEPTH:
        inner = times(matrix_of(one), matrix)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(one), MAX_OBJECTS)):
            yield from _iter_nested(pdfium.FPDFFormObj_GetObject(one, index), inner, depth + 1)


def matrix_of(one: Any) -> Matrix:
    """Return the matrix of a page object."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that applies one after the other."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a matrix moves a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def view_of(page: Any, quarter: int) -> tuple[Matrix, float, float]:
    """Return the matrix from the space of a page to what is shown of it, and the width and height of that.

    It is shown after clockwise quarter turns, from its top left, with y downward.
    """
    box = pdfium.FS_RECTF()  # empty if the page has none
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, right = box.left, box.right
    bottom, top = sorted((box.bottom, box.top))
    width, height = right - left, top - bottom
    if quarter == 0:
        return (1, 0, 0, -1, -left, top), width, height
    if quarter == 1:
        return (0, 1, 1, 0, -bottom, -left), height, width
    if quarter == 2:
        return (-1, 0, 0, 1, right, -bottom), width, height
    return (0, -1, -1, 0, top, right), height, width


def add_drawing(content: Drawing, objects: Sequence[tuple[int, Any, Matrix]]) -> None:
    """Add what the objects of a page draw, also lines made of dots, as browsers print dotted borders."""
    for kind, one, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_rules(content, one, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _add_image(content, one, matrix)
    content.horizontal += _join_dots((y, x) for x, y in content.dots)
    content.vertical += _join_dots(content.dots)


def find_backgrounds(
    objects: Sequence[tuple[int, Any, Matrix]],
) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, right, top and bottom of what white text can be seen on: coloured areas and wide lines."""
    width = ctypes.c_float()
    for kind, one, matrix in objects:
        filled, stroked = _find_colours(one) if kind == pdfium.FPDF_PAGEOBJ_PATH else (False, False)
        is_wide = stroked and pdfium.FPDFPageObj_GetStrokeWidth(one, width) and width.value > _THICKEST_RULE
        if is_wide or kind == pdfium.FPDF_PAGEOBJ_SHADING:
            yield _find_sides(_bounds(one, matrix))
        elif filled:
            for points in _subpaths(one, matrix):
                left, right, top, bottom = _find_sides(points)
                if min(right - left, bottom - top) > _THICKEST_RULE:
                    yield left, right, top, bottom


def _bounds(one: Any, matrix: Matrix) -> list[tuple[float, float]]:
    """Return the corners of the box of what an object draws; all at one point if it has none."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(one, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return [apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]


def _find_sides(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(xs), min(ys), max(ys)


def _find_colours(path: Any) -> tuple[bool, bool]:
    """Return whether a path is filled, and whether it is stroked, in a colour other than white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke):
        return False, False
    return (
        bool(fill.value) and not _is_white(path, pdfium.FPDFPageObj_GetFillColor),
        bool(stroke.value) and not _is_white(path, pdfium.FPDFPageObj_GetStrokeColor),
    )


def _add_rules(content: Drawing, path: Any, matrix: Matrix) -> None:
    filled, stroked = _find_colours(path)
    if not (filled or stroked):
        return
    for points in _subpaths(path, matrix):
        left, right, top, bottom = _find_sides(points)
        if right - left <= _THICKEST_RULE or bottom - top <= _THICKEST_RULE:
            _add_rule(content, left, top, right, bottom)
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT:
                    _add_rule(content, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        else:
            content.shades += Rule(top, left, right), Rule(bottom, left, right)


def _add_rule(content: Drawing, left: float, top: float, right: float, bottom: float) -> None:
    """Add a long thin shape as a ruling line, and a small one as a dot."""
    width, height = right - left, bottom - top
    longer, shorter = max(width, height), min(width, height)
    if longer < _SHORTEST_RULE or (longer <= _THICKEST_RULE and longer < _MIN_DASH_RATIO * shorter):
        content.dots.append(((left + right) / 2, (top + bottom) / 2))
    elif width > height:
        content.horizontal.append(Rule((top + bottom) / 2, left, right))
    else:
        content.vertical.append(Rule((left + right) / 2, top, bottom))


def _is_white(path: Any, color_of: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not color_of(path, *parts):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    return alpha == 0 or min(red, green, blue) >= WHITE


def _subpaths(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    whole = times(matrix_of(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = 0
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved += 1
            if curved % 3:  # two points that a curve only bends towards, then its end
                continue
        points.append(apply(whole, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def _add_image(content: Drawing, image: Any, matrix: Matrix) -> None:
    """Count a picture, drawn in the unit square, and the share of the page it covers.

    Some printer drivers draw ruling lines as pictures.
    """
    whole = times(matrix_of(image), matrix)
    left, right, top, bottom = _find_sides([apply(whole, x, y) for x in (0, 1) for y in (0, 1)])
    width, height = right - left, bottom - top
    if min(width, height) <= _THICKEST_RULE:
        _add_rule(content, left, top, right, bottom)
        return
    area = max(content.width * content.height, 1.0)
    content.images += 1
    content.covered = max(content.covered, min(width * height / area, 1.0))


def _join_dots(dots: Iterable[tuple[float, float]]) -> list[Rule]:
    """Return lines formed by dots, each given by its positions across and along the line."""
    return [
        Rule(line[0][0], part[0], part[-1])
        for line in split_runs(sorted(dots), lambda one, other: other[0] - one[0] <= _MAX_DOT_OFFSET)
        for part in split_runs(
            sorted(place for _, place in line), lambda one, other: other - one <= _MAX_DOT_DISTANCE
        )
        if len(part) >= _MIN_DOTS
    ]


def join_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of each line into one rule."""
    found: list[Rule] = []
    in_order = sorted(rules, key=lambda rule: rule.at)
    for group in split_runs(in_order, lambda one, other: other.at - one.at <= _MAX_RULE_OFFSET):
        first, *others = sorted(group, key=lambda rule: rule.start)
        found.append(first)
        for rule in others:
            if rule.start <= found[-1].end + _MAX_RULE_GAP:
                found[-1] = found[-1]._replace(end=max(found[-1].end, rule.end))
            else:
                found.append(rule)
    return found


def is_part(piece: Rule, rule: Rule) -> bool:
    """Return whether a rule is a piece of another one."""
    is_level = abs(piece.at - rule.at) <= _MAX_RULE_OFFSET
    return is_level and rule.start <= piece.start and piece.end <= rule.end


def split_runs(items: Iterable[_Item], goes_on: Callable[[_Item, _Item], bool]) -> list[list[_Item]]:
    """Split items into runs: one ends where ``goes_on`` is false of an item and the next."""
    found: list[list[_Item]] = []
    for one in items:
        if found and goes_on(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return found
