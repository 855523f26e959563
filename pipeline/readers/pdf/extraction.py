"""Extract characters, ruling lines and pictures of a PDF page, turned upright, with PDFium."""

import ctypes
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from math import atan2, pi
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.readers.pdf.drawing import (
    MAX_OBJECTS,
    WHITE,
    Drawing,
    Matrix,
    add_drawing,
    apply,
    find_backgrounds,
    matrix_of,
    page_objects,
    times,
    view_of,
)
from pipeline.schema.folding import ideograph_folds

MAX_CHARACTERS: Final = 100_000
"""Limit per page; no printed page comes near."""

_INK_AT_LEFT: Final = frozenset("，。、；：！？”’）》〉」』】〕")
_INK_AT_RIGHT: Final = frozenset("“‘（《〈「『【〔")
"""Marks that fill only one half of their box."""
_INVISIBLE_MODE: Final = 3
"""Render mode of text that is neither filled nor stroked (ISO 32000-1, table 106)."""
_SLANT: Final = 0.05
"""Maximum deviation of text from the sides of the page, in quarter turns."""
_INVALID_CODES: Final = (0, 0xFFFD, 0xFFFE, 0xFFFF)
_SOFT_HYPHEN: Final = 2
"""PDFium's code for a hyphen at the end of a line."""
_HIGH_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""UTF-16 surrogates: PDFium returns a character beyond U+FFFF as two."""
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
        """Where it belongs: a mark can hang over the edge of a cell, but only on the side of its text."""
        share = 0.0 if self.text in _INK_AT_LEFT else 1.0 if self.text in _INK_AT_RIGHT else 0.5
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


class Style(NamedTuple):
    """How text is printed: render mode, whether at a slant, colour with opacity, and whether sideways."""

    mode: int = 0
    is_slanted: bool = False
    color: tuple[int, ...] = (0, 0, 0, 255)
    is_sideways: bool = False


@dataclass
class PageContent(Drawing):
    """Content of a page."""

    characters: list[Character] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    """How each character is printed; empty if all are in one style."""
    corrections: list[Character] = field(default_factory=list)
    """Characters left out, as they are printed over others, that may correct these."""
    invisible: list[Character] = field(default_factory=list)
    unmapped: Counter[str] = field(default_factory=Counter)
    """Number of characters without a Unicode value in each font."""


class PageError(Exception):
    """A page can't be loaded, or has more content than any printed page; ``problem`` is that of its file."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def extract_page(document: Any, number: int) -> PageContent:
    """Extract the content of a page (from 0) of an open PDFium document, or raise PageError."""
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise PageError("damaged")
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
        raise PageError("memory")
    view, width, height = view_of(page, _quarter_turns(page, text_page, count))
    objects = list(page_objects(page, view))
    content = PageContent(width, height)
    styles = _find_styles(objects)
    is_plain = len(set(styles.values())) == 1 and next(iter(styles.values())).mode != _INVISIBLE_MODE
    order = {_address(one): place for place, (_, one, _) in enumerate(objects)}
    _add_characters(content, text_page, count, view, {} if is_plain else styles, order)
    _lay_sideways(content)
    add_drawing(content, objects)
    if not content.images and any(min(style.color) >= WHITE for style in set(content.styles)):
        _hide_white(content, list(find_backgrounds(objects)))
    return content


def _hide_white(content: PageContent, boxes: Sequence[tuple[float, float, float, float]]) -> None:
    """Make white text outside the boxes of coloured areas invisible."""
    is_seen = [
        min(style.color[:3]) < WHITE or any(x0 < one.x < x1 and y0 < one.y < y1 for x0, x1, y0, y1 in boxes)
        for one, style in zip(content.characters, content.styles, strict=True)
    ]
    content.invisible += compress(content.characters, [not seen for seen in is_seen])
    content.characters = list(compress(content.characters, is_seen))
    content.styles = list(compress(content.styles, is_seen))


def _lay_sideways(content: PageContent) -> None:
    """Put the letters of text that is set sideways on one line in the middle of it, in print order."""
    texts: list[list[int]] = []
    line: list[Character] = []
    for place, (one, style) in enumerate(zip(content.characters, content.styles, strict=False)):
        if not style.is_sideways:
            line = []
            continue
        size = one.x1 - one.x0
        is_beside = bool(line) and abs(one.x0 - line[-1].x0) <= 2 * size
        is_level = is_beside and abs(one.x0 - line[-1].x0) < size / 2
        if is_level and abs(one.y - line[-1].y) <= 2 * size:
            line.append(one)
        else:
            starts = is_level or not (
                is_beside and min(c.top for c in line) < one.y < max(c.bottom for c in line)
            )
            texts += [[]] if starts else []
            line = [one]
        texts[-1].append(place)
    for places in texts:
        letters = sorted((content.characters[place] for place in places), key=lambda one: one.piece)
        left, right = min(one.x0 for one in letters), max(one.x1 for one in letters)
        middle = (min(one.top for one in letters) + max(one.bottom for one in letters)) / 2
        size, width = letters[0].x1 - letters[0].x0, (right - left) / len(letters)
        top, bottom, piece = middle - size / 2, middle + size / 2, letters[0].piece
        for n, (place, one) in enumerate(zip(places, letters, strict=True)):
            x0 = left + n * width
            content.characters[place] = Character(one.text, x0, top, x0 + width, bottom, bottom, piece=piece)


def _find_styles(objects: Iterable[tuple[int, Any, Matrix]]) -> dict[int, Style]:
    """Return the style of each text of a page, by address; straight text within slanted text is slanted."""
    found: list[tuple[int, Style]] = []
    for kind, one, matrix in objects:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            a, b, *_ = times(matrix_of(one), matrix)
            turns = atan2(b, a) / (pi / 2)
            parts = [ctypes.c_uint() for _ in range(4)]
            pdfium.FPDFPageObj_GetFillColor(one, *parts)
            color = tuple(part.value for part in parts)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(one)
            is_slanted = abs(turns - round(turns)) > _SLANT
            is_sideways = not is_slanted and round(turns) % 2 == 1
            found.append((_address(one), Style(mode, is_slanted, color, is_sideways)))
    styles = dict(found)
    for (_, before), (address, own), (_, after) in zip(found, found[1:], found[2:], strict=False):
        if before.is_slanted and after.is_slanted:
            styles[address] = own._replace(is_slanted=True)
    return styles


def _quarter_turns(page: Any, text_page: Any, count: int) -> int:
    """Return the number of clockwise quarter turns that make the page's text upright.

    PDFium measures angles clockwise. Text turned by half with a negative size, as WPS writes it, is upright.
    """
    turns = Counter[int]()
    for index in range(0, count, max(1, count // 200)):
        angle = -pdfium.FPDFText_GetCharAngle(text_page, index) / (pi / 2)
        if abs(angle - round(angle)) <= _SLANT and not pdfium.FPDFText_IsGenerated(text_page, index):
            turns[(round(angle) + 2 * (pdfium.FPDFText_GetFontSize(text_page, index) < 0)) % 4] += 1
    return turns.most_common(1)[0][0] if turns else int(pdfium.FPDFPage_GetRotation(page))


def _add_characters(
    content: PageContent,
    text_page: Any,
    count: int,
    view: Matrix,
    styles: Mapping[int, Style],
    order: Mapping[int, int],
) -> None:
    box = pdfium.FS_RECTF()
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    folds = ideograph_folds()  # fonts give radicals as the meaning of glyphs that they share with ideographs
    last: Character | None = None
    high_surrogate, is_spaced, piece = 0, False, 0
    places = list[int]()
    """Place of each piece in print order: PDFium sorts text on one line from left to right."""
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
        x0, y0 = apply(view, box.left, box.bottom)
        x1, y1 = apply(view, box.right, box.top)
        pdfium.FPDFText_GetCharOrigin(text_page, index, origin_x, origin_y)
        _, base = apply(view, origin_x.value, origin_y.value)
        left, right = min(x0, x1), max(x0, x1)
        top, bottom = min(y0, y1), max(y0, y1)
        if last is not None:
            if (last.x1, last.baseline) == (right, base) and _is_same_object(text_page, index):
                left = (last.x0 + last.x1) / 2  # both are letters of a ligature
            # Looking up a character's text object is slow, and most characters directly follow the last.
            gap = left - last.x1
            is_near = abs(base - last.baseline) <= 1 and abs(gap) <= _MAX_LETTER_GAP * (bottom - top)
            # A mark that hangs over the edge of its column can touch the text of the next one.
            is_joined = abs(gap) <= _MAX_TOUCHING_GAP and last.text not in _INK_AT_LEFT
            if not is_near or not (is_joined or _is_same_object(text_page, index)):
                piece += 1
        if len(places) == piece:
            owner = _address(pdfium.FPDFText_GetTextObject(text_page, index))
            places.append(order.get(owner, places[-1] if places else 0))
        last = character = Character(
            folds.get(code) or chr(code), left, top, right, bottom, base, is_spaced, piece
        )
        is_spaced = False
        style = styles.get(_address(pdfium.FPDFText_GetTextObject(text_page, index))) if styles else None
        if top < bottom and (style is None or style.mode != _INVISIBLE_MODE):
            content.characters.append(character)
            if styles:
                content.styles.append(style or Style())
        else:
            content.invisible.append(character)
    if places != sorted(places):
        ranks = {own: rank for rank, own in enumerate(sorted(range(len(places)), key=places.__getitem__))}
        content.characters = [replace(one, piece=ranks[one.piece]) for one in content.characters]


def _address(one: Any) -> int:
    return ctypes.addressof(one.contents) if one else 0


def _is_same_object(text_page: Any, index: int) -> bool:
    """Return whether a character was printed together with the previous one, and not over it."""
    first, second = (_address(pdfium.FPDFText_GetTextObject(text_page, one)) for one in (index - 1, index))
    return first == second != 0


def _font_name(text_page: Any, index: int) -> str:
    owner = pdfium.FPDFText_GetTextObject(text_page, index)
    font = pdfium.FPDFTextObj_GetFont(owner) if owner else None
    if not font:
        return "?"
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return name.value.decode("utf-8", "replace")
