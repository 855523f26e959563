"""Extract characters, ruling lines and pictures of a PDF page, turned upright, with PDFium."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import pi
from typing import Any, Final

import pypdfium2.raw as pdfium

MAX_CHARACTERS: Final = 100_000
MAX_OBJECTS: Final = 200_000
"""Limits per page; no printed page comes near."""

THICKEST_RULE: Final = 3.0
"""Filled shapes thinner than this, in points, are ruling lines."""
_INK_AT_LEFT: Final = frozenset("，。、；：！？”’）》〉」』】〕")
_INK_AT_RIGHT: Final = frozenset("“‘（《〈「『【〔")
"""Marks that fill only one half of their box."""
_MAX_SKEW: Final = 0.8
_MIN_RULE_LENGTH: Final = 2.0
_MIN_WHITE: Final = 250
_INVISIBLE_MODE: Final = 3
"""Render mode of text that is neither filled nor stroked (ISO 32000-1, table 106)."""
_INVALID_CODES: Final = (0, 0xFFFD, 0xFFFE, 0xFFFF)
_SOFT_HYPHEN: Final = 2
"""PDFium's code for a hyphen at the end of a line."""
_HIGH_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""UTF-16 surrogates: PDFium returns a character beyond U+FFFF as two."""
_MAX_DEPTH: Final = 8
_MAX_LETTER_GAP: Final = 0.5
"""Maximum gap between letters of one piece of text, in heights of a character."""
_MAX_TOUCHING_GAP: Final = 0.4
"""Text printed within this gap, in points, continues the piece before it."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character, with its box in points (y downward) and its baseline.

    Boxes differ between fonts, also within a line; the baseline of a line is the same for all.
    ``is_spaced`` is true if a space precedes the character. Characters of one ``piece`` were printed
    consecutively on one line; pieces are numbered in print order.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    is_spaced: bool = False
    piece: int = 0

    @property
    def x(self) -> float:
        """Centre of its ink: a mark that fills half of its box can overhang a cell with the other half."""
        share = 0.25 if self.text in _INK_AT_LEFT else 0.75 if self.text in _INK_AT_RIGHT else 0.5
        return self.x0 + share * (self.x1 - self.x0)

    @property
    def ink(self) -> tuple[float, float]:
        """Left and right limits of its ink."""
        middle = (self.x0 + self.x1) / 2
        return (middle if self.text in _INK_AT_RIGHT else self.x0), (
            middle if self.text in _INK_AT_LEFT else self.x1
        )

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruling line at y (horizontal) or x (vertical) ``at``, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass
class PageContent:
    """Content of a page; ``image_share`` is the share of it that its largest picture covers."""

    width: float
    height: float
    characters: list[Character] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    shades: list[Rule] = field(default_factory=list)
    """Top and bottom edges of shaded boxes."""
    dots: list[tuple[float, float]] = field(default_factory=list)
    """Centres of dots, which form dotted borders or mark where rules cross."""
    invisible: list[Character] = field(default_factory=list)
    images: int = 0
    image_share: float = 0.0
    unmapped: Counter[str] = field(default_factory=Counter)
    """Number of characters without a Unicode value in each font."""


class PageTooLargeError(Exception):
    """A page has more content than any printed page."""


class DamagedPageError(Exception):
    """A page of the file can't be loaded."""


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def extract_page(document: Any, number: int) -> PageContent:
    """Extract the content of a page (from 0) of an open PDFium document.

    Raises
    ------
    TooMuchError
        The page has more characters or objects than any printed page.
    DamagedPageError
        The page can't be loaded.
    """
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise DamagedPageError
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            return _extract(page, text_page)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


def _extract(page: Any, text_page: Any) -> PageContent:
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MAX_CHARACTERS or pdfium.FPDFPage_CountObjects(page) > MAX_OBJECTS:
        raise PageTooLargeError
    objects = list(_iter_objects(page))
    quarter = _quarter_turns(page, text_page, count)
    view = _page_view(page, quarter)
    sides = view.right - view.left, view.top - view.bottom
    content = PageContent(*(sides if quarter % 2 == 0 else sides[::-1]))
    hidden = any(
        kind == pdfium.FPDF_PAGEOBJ_TEXT and pdfium.FPDFTextObj_GetTextRenderMode(one) == _INVISIBLE_MODE
        for kind, one, _ in objects
    )
    _add_characters(content, text_page, count, view, hidden)
    for kind, one, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_rules(content, one, matrix, view)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _add_image(content, one, matrix)
    return content


def _iter_objects(page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """Yield the kind of each page object, the object, and the matrix of the forms that contain it."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _iter_nested(pdfium.FPDFPage_GetObject(page, index), _IDENTITY, 0)


def _iter_nested(one: Any, matrix: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(one)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        yield kind, one, matrix
    elif depth < _MAX_DEPTH:
        inner = _multiply(_object_matrix(one), matrix)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(one), MAX_OBJECTS)):
            yield from _iter_nested(pdfium.FPDFFormObj_GetObject(one, index), inner, depth + 1)


def _object_matrix(one: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _quarter_turns(page: Any, text_page: Any, count: int) -> int:
    """Return the number of clockwise quarter turns that make the page's text upright.

    Text turned by half with a negative size, as WPS writes it, is upright.
    """
    turns = Counter(
        round(
            pdfium.FPDFText_GetCharAngle(text_page, index) / (pi / 2)
            + 2 * (pdfium.FPDFText_GetFontSize(text_page, index) < 0)
        )
        % 4
        for index in range(0, count, max(1, count // 200))
        if not pdfium.FPDFText_IsGenerated(text_page, index)
    )
    return turns.most_common(1)[0][0] if turns else int(pdfium.FPDFPage_GetRotation(page))


@dataclass(frozen=True, slots=True)
class _View:
    """Rotation of a page in clockwise quarter turns, and its box in page space (y upward)."""

    quarter: int
    left: float
    bottom: float
    right: float
    top: float

    def to_upright(self, x: float, y: float) -> tuple[float, float]:
        """Convert a point of the page to coordinates from the top left of what is shown, y downward."""
        if self.quarter == 0:
            return x - self.left, self.top - y
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def _page_view(page: Any, quarter: int) -> _View:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        return _View(quarter, 0.0, 0.0, 0.0, 0.0)
    return _View(quarter, box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))


def _add_characters(content: PageContent, text_page: Any, count: int, view: _View, hidden: bool) -> None:
    box = pdfium.FS_RECTF()
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    modes: dict[int, int] = {}
    last: Character | None = None
    high_surrogate, is_spaced, piece = 0, False, 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code == _SOFT_HYPHEN:
            code = ord("-")
        if code in (10, 13) or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if code in _HIGH_SURROGATES:
            high_surrogate = code
            continue
        if code in _LOW_SURROGATES and high_surrogate:
            code += 0x10000 - 0xDC00 + (high_surrogate - 0xD800 << 10)
        high_surrogate = 0
        if (
            code in _INVALID_CODES
            or code in _LOW_SURROGATES
            or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1
        ):
            content.unmapped[_font_name(text_page, index)] += 1
            continue
        if chr(code).isspace():
            is_spaced = True
            continue
        if code < 32 or not pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        x0, y0 = view.to_upright(box.left, box.bottom)
        x1, y1 = view.to_upright(box.right, box.top)
        pdfium.FPDFText_GetCharOrigin(text_page, index, origin_x, origin_y)
        _, base = view.to_upright(origin_x.value, origin_y.value)
        left, right = min(x0, x1), max(x0, x1)
        top, bottom = min(y0, y1), max(y0, y1)
        if last is not None:
            if (last.x1, last.baseline) == (right, base) and _is_same_object(text_page, index):
                left = (last.x0 + last.x1) / 2  # both are letters of a ligature
            # Looking up a character's text object is slow, and most characters directly follow the last.
            gap = left - last.x1
            is_near = abs(base - last.baseline) <= 1 and abs(gap) <= _MAX_LETTER_GAP * (bottom - top)
            if not is_near or (abs(gap) > _MAX_TOUCHING_GAP and not _is_same_object(text_page, index)):
                piece += 1
        last = character = Character(chr(code), left, top, right, bottom, base, is_spaced, piece)
        is_spaced = False
        mode = 0
        if hidden:
            owner = pdfium.FPDFText_GetTextObject(text_page, index)
            address = ctypes.addressof(owner.contents) if owner else 0
            if owner and address not in modes:
                modes[address] = pdfium.FPDFTextObj_GetTextRenderMode(owner)
            mode = modes.get(address, 0)
        (content.invisible if mode == _INVISIBLE_MODE else content.characters).append(character)


def _is_same_object(text_page: Any, index: int) -> bool:
    """Return whether a character was printed together with the previous one, and not over it."""
    owners = [pdfium.FPDFText_GetTextObject(text_page, one) for one in (index - 1, index)]
    first, second = (ctypes.addressof(owner.contents) if owner else 0 for owner in owners)
    return first == second != 0


def _font_name(text_page: Any, index: int) -> str:
    owner = pdfium.FPDFText_GetTextObject(text_page, index)
    font = pdfium.FPDFTextObj_GetFont(owner) if owner else None
    if not font:
        return "?"
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return name.value.decode("utf-8", "replace")


def _add_rules(content: PageContent, path: Any, matrix: Matrix, view: _View) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke):
        return
    filled = fill.value and not _is_white(path, pdfium.FPDFPageObj_GetFillColor)
    stroked = stroke.value and not _is_white(path, pdfium.FPDFPageObj_GetStrokeColor)
    if not (filled or stroked):
        return
    whole = _multiply(_object_matrix(path), matrix)
    for points in _subpaths(path, whole, view):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if right - left <= THICKEST_RULE or bottom - top <= THICKEST_RULE:
            _add_rule(content, left, top, right, bottom)
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(x1 - x0) <= _MAX_SKEW or abs(y1 - y0) <= _MAX_SKEW:
                    _add_rule(content, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        else:
            content.shades += Rule(top, left, right), Rule(bottom, left, right)


def _add_rule(content: PageContent, left: float, top: float, right: float, bottom: float) -> None:
    """Add a long thin shape as a ruling line, and a small one as a dot."""
    width, height = right - left, bottom - top
    if width > height and width >= _MIN_RULE_LENGTH:
        content.horizontal.append(Rule((top + bottom) / 2, left, right))
    elif height >= _MIN_RULE_LENGTH:
        content.vertical.append(Rule((left + right) / 2, top, bottom))
    else:
        content.dots.append(((left + right) / 2, (top + bottom) / 2))


def _is_white(path: Any, color_of: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not color_of(path, *parts):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    return alpha == 0 or min(red, green, blue) >= _MIN_WHITE


def _subpaths(path: Any, matrix: Matrix, view: _View) -> Iterator[list[tuple[float, float]]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(view.to_upright(*_apply(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def _add_image(content: PageContent, image: Any, matrix: Matrix) -> None:
    """Count a picture, drawn in the unit square, and the share of the page it covers."""
    whole = _multiply(_object_matrix(image), matrix)
    corners = [_apply(whole, x, y) for x in (0, 1) for y in (0, 1)]
    width = max(x for x, _ in corners) - min(x for x, _ in corners)
    height = max(y for _, y in corners) - min(y for _, y in corners)
    area = max(content.width * content.height, 1.0)
    content.images += 1
    content.image_share = max(content.image_share, min(width * height / area, 1.0))
