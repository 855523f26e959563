"""What a workbook's XML contains besides values: formats, hidden rows, comments, images."""

import posixpath
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.readers.packages import Package, damaged_error

_STRINGS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_MONTH, _DAY, _TIME = "yyyy年m月", "m月d日", "h时mm分"
_BUILT_IN: Final = {
    **dict(enumerate(("0", "0.00", "#,##0", "#,##0.00"), 1)),
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??", "yyyy/m/d", "d-mmm-yy", "d-mmm"), 9)),
    **dict(enumerate(("mmm-yy", "h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "yyyy/m/d h:mm"), 17)),
    **dict(enumerate((_MONTH, _DAY, _DAY, "m-d-yy", "yyyy年m月d日", _TIME, f"{_TIME}ss秒"), 27)),
    **dict.fromkeys((37, 38), "#,##0;-#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00;-#,##0.00"),
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mm:ss.0", "##0.0E+0"), 45)),
    **dict(enumerate((_MONTH, _DAY, _MONTH, _DAY, _DAY, f"上午/下午{_TIME}", f"上午/下午{_TIME}ss秒"), 50)),
    **dict(enumerate((_MONTH, _DAY), 57)),
}
"""Number formats that workbooks do not define, by id, as Chinese programs display them."""
_PLAIN: Final = ("", "General", "G/通用格式", "@")
_STYLED: Final = re.compile(rb"""numFmtId\s*=\s*["'](?!0["'])|strike""")
"""A number format other than General, or a struck-through font."""
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c(?=\s[^>]*?\br="(?P<address>[A-Z]+\d+)")(?=\s[^>]*?\bs="(?P<style>\d+)")'
)
"""Attributes can be in any order, and some programs write all names with a prefix."""
_FAR: Final = re.compile(rb' r="(?:[A-Z][A-Z]|[A-Z]?\d\d\d\d\d\d)')
"""A cell beyond column Z or row 99,999."""
_ROW: Final = re.compile(rb'<(?:\w+:)?(?:row|c)\b[^>]*?\br="[A-Z]*(\d+)"')
_LETTERS: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)\d+"')
_ERROR: Final = re.compile(rb'<(?:\w+:)?c(?=\s[^>]*?\bt="e")(?=\s[^>]*?\br="(?P<address>[A-Z]+\d+)")')
_HIDDEN: Final = re.compile(rb'<(?:\w+:)?(?:row|col)\b[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMNS: Final = re.compile(
    rb'<(?:\w+:)?col(?=\s[^>]*?\bhidden="(?:1|true)")(?=\s[^>]*?\bmin="(\d{1,5})")(?=\s[^>]*?\bmax="(\d{1,5})")'
)
_STRIKE: Final = re.compile(rb"<(?:\w+:)?strike\b")
_SHARED: Final = re.compile(
    rb'<(?:\w+:)?c(?=\s[^>]*?\br="(?P<address>[A-Z]+\d+)")(?=\s[^>]*?\bt="s")[^>]*>'
    rb"\s*<(?:\w+:)?v>(?P<number>\d+)<"
)
_CARRIAGE_RETURN: Final = "_x000D_"
_NO_VALUE: Final = re.compile(
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v(?:\s*/>|></(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class SheetDetails:
    """Number formats of a sheet by address, and hidden content."""

    rows: int = 0
    columns: int = 0
    """Extent of the cells of the sheet, unless it is small."""
    formats: Mapping[str, str] = field(default_factory=dict)
    hidden: int = 0
    formulas_without_values: int = 0
    errors: tuple[str, ...] = ()
    """Addresses of the cells that only have an error value (#REF!, #N/A)."""
    images: int = 0
    struck: Mapping[str, tuple[str, str] | None] = field(default_factory=dict)
    """Kept and struck-through text by address of the cell; None if the whole cell is struck through."""
    comments: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    """Paragraphs of text boxes."""
    hidden_columns: tuple[tuple[int, int], ...] = ()
    """Numbers, from 1, of the first and last of hidden columns side by side."""


NO_DETAILS: Final = SheetDetails()


def read_sheet_details(package: Package) -> dict[str, SheetDetails]:
    """Return the details of each sheet by name; raise SourceError if its parts are damaged."""
    workbook = "xl/workbook.xml"
    targets = _read_relationships(package, workbook)
    try:
        formats, struck = _read_styles(package)
    except ValueError as error:  # an id that is no number
        raise damaged_error(package.path, _STYLES) from error
    # Shared strings can have runs in different fonts.
    is_rich = _STRINGS in package.names and (struck or _has_strike(package.read(_STRINGS)))
    strings = dict(enumerate(package.read_xml(_STRINGS).iterfind("{*}si"))) if is_rich else {}
    found = {}
    for sheet in package.read_xml(workbook).iterfind(".//{*}sheet"):
        relation = next((str(v) for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        part = targets.get(relation, ("", ""))[1]
        if part in package.names:
            found[str(sheet.get("name"))] = _read_details(package, part, formats, struck, strings)
    return found


def _read_details(
    package: Package,
    part: str,
    formats: Mapping[int, str],
    struck: Set[int],
    strings: Mapping[int, etree._Element],
) -> SheetDetails:
    data = package.read(part)
    shown = {}
    lines_through = dict[str, tuple[str, str] | None]()
    for match in _CELL.finditer(data) if formats or struck else ():
        address, style = match["address"].decode(), int(match["style"])
        if style in formats:
            shown[address] = formats[style]
        if style in struck:
            lines_through[address] = None
    shared = _SHARED.finditer(data) if strings else ()
    rich = {m["address"].decode(): strings.get(int(m["number"])) for m in shared}
    if _has_strike(data):
        rich |= {
            str(cell.get("r")): cell.find("{*}is") for cell in package.read_xml(part).iterfind(".//{*}c")
        }
    for address, text in rich.items():
        if text is not None and text.find("{*}r") is not None:
            found = _split_struck(text, cell_is_struck=address in lines_through)
            lines_through.pop(address, None)
            lines_through |= {address: found} if found[1] else {}
    comments: list[str] = []
    boxes: list[str] = []
    images = 0
    for kind, target in _read_relationships(package, part).values():
        if target not in package.names:
            continue
        if kind == "comments":
            comments += _join_texts(package.read_xml(target).iterfind(".//{*}comment"))
        elif kind == "drawing":
            drawing = package.read_xml(target)
            images += len(drawing.findall(".//{*}blip"))
            boxes += _join_texts(drawing.iterfind(".//{*}txBody/{*}p"))
    is_far = _FAR.search(data)
    hiding = data if b"hidden=" in data else b""
    return SheetDetails(
        max(map(int, _ROW.findall(data)), default=0) if is_far else 0,
        max(map(_column_number, set(_LETTERS.findall(data))), default=0) if is_far else 0,
        shown,
        len(_HIDDEN.findall(hiding)),
        len(_NO_VALUE.findall(data)) if b"<f" in data or b":f" in data else 0,
        tuple(address.decode() for address in _ERROR.findall(data)) if b't="e"' in data else (),
        images,
        lines_through,
        tuple(comments),
        tuple(boxes),
        tuple((int(first), int(last)) for first, last in _HIDDEN_COLUMNS.findall(hiding)),
    )


def _has_strike(data: bytes) -> bool:
    return b"strike" in data and bool(_STRIKE.search(data))


def _column_number(letters: bytes) -> int:
    """Return the number of a column, from 1, from its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _join_texts(elements: Iterable[etree._Element]) -> list[str]:
    """Return the text of each of some elements that has one."""
    texts = ("".join(one.text or "" for one in element.iterfind(".//{*}t")) for element in elements)
    return [" ".join(text.split()) for text in texts if text.strip()]


def _read_relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the kind and target of each relationship of a part, by id."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.names:
        return {}
    return {
        str(one.get("Id")): (
            str(one.get("Type")).rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/"),
        )
        for one in package.read_xml(relations)
    }


def _read_styles(package: Package) -> tuple[dict[int, str], frozenset[int]]:
    """Return number formats by cell style, if they change the displayed value, and struck-through styles."""
    if _STYLES not in package.names or not _STYLED.search(package.read(_STYLES)):
        return {}, frozenset()
    styles = package.read_xml(_STYLES)
    codes = {
        int(one.get("numFmtId", "0")): str(one.get("formatCode", ""))
        for one in styles.iterfind(".//{*}numFmts/{*}numFmt")
    }
    fonts = [_is_struck(font) for font in styles.iterfind(".//{*}fonts/{*}font")]
    found, struck = {}, set()
    for number, style in enumerate(styles.iterfind(".//{*}cellXfs/{*}xf")):
        identity, font = int(style.get("numFmtId", "0")), int(style.get("fontId", "0"))
        code = codes.get(identity, _BUILT_IN.get(identity, ""))
        if code not in _PLAIN:
            found[number] = code
        if font < len(fonts) and fonts[font]:
            struck.add(number)
    return found, frozenset(struck)


def _split_struck(text: etree._Element, *, cell_is_struck: bool) -> tuple[str, str]:
    """Split rich text into kept and struck-through text; a run without a font has that of its cell."""
    parts: dict[bool, list[str]] = {True: [], False: []}
    for run in text.iterfind("{*}r"):
        font = run.find("{*}rPr")
        struck = cell_is_struck if font is None else _is_struck(font)
        parts[struck] += [piece.text or "" for piece in run.iterfind("{*}t")]
    kept, struck_text = ("".join(parts[struck]).replace(_CARRIAGE_RETURN, "\r") for struck in (False, True))
    return kept, struck_text


def _is_struck(font: etree._Element) -> bool:
    strike = font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")
