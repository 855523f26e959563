"""Values of cells as a sheet displays them, by the codes of number formats."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from operator import eq, ge, gt, le, lt, ne
from typing import Final, NamedTuple

Value = int | float | str | bool | dt.date | dt.time | dt.datetime | dt.timedelta

_PIECE: Final = re.compile(
    r'"(?P<words>[^"]*)"|[\\!](?P<sign>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<option>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<clock>AM/PM|A/P|上午/下午)"
    r"|(?P<date>y+|e+(?![+-])|m+|d+|h+|s+|a{3,4})|(?P<code>E[+-]|[0#?.,%@])|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE,
)
"""A piece of a format; words in quotation marks and most other characters are displayed as they are."""
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")
_COMPARE: Final = {"<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq}
_EXPONENT: Final = re.compile(r"0(?:\.(0+))?E\+00")
_DIGITS: Final = "〇一二三四五六七八九"
_FIRST_DAY: Final = dt.datetime(1899, 12, 30)
_MAX_GENERAL: Final = 10**11
"""From here on, the General format shows an exponent."""
_MAX_NUMBER, _MAX_DAYS = 10**15, 2_958_466
"""From here on, numbers are not exact, and dates are none."""


class _Piece(NamedTuple):
    kind: str
    text: str


_Section = tuple[_Piece, ...]


def format_value(value: Value, number_format: str = "") -> str | None:
    """Format a value as a sheet displays it; None if its format hides it, or is not supported."""
    sections = _split_format(number_format)
    if not any(sections[:1]) and len(sections) > 1:
        return None
    if isinstance(value, str):
        section = next((one for one in sections if ("code", "@") in one), ())
        return "".join(value if one.text == "@" else one.text for one in section) or value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and not isfinite(value):
        return repr(value)
    if isinstance(value, dt.timedelta) or not sections[0] or ("code", "@") in sections[0]:
        if isinstance(value, int | float):
            return _format_general(value)
        return str(value).removesuffix(" 00:00:00")
    section = sections[0]
    if isinstance(value, int | float):
        section, value = _choose_section(value, sections)
        if not any(piece.kind == "date" for piece in section):
            return _format_number(value, section) if abs(value) < _MAX_NUMBER else None
        if not 0 <= value < _MAX_DAYS:
            return None
        value = _FIRST_DAY + dt.timedelta(days=value)
    elif isinstance(value, dt.time):
        value = dt.datetime.combine(_FIRST_DAY, value)
    elif not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    return _format_date(value, section)


def show_value(value: Value) -> str:
    """Return a value in the General format, with all its digits."""
    shown = format_value(value)
    return f"{value:.15g}" if shown is None and isinstance(value, float) else shown or str(value)


@lru_cache
def _split_format(number_format: str) -> tuple[_Section, ...]:
    """Split a format into its sections: for positive and negative numbers, for zero and for text."""
    sections: list[list[_Piece]] = [[]]
    for match in _PIECE.finditer(number_format):
        if match.lastgroup == "end":
            sections.append([])
        elif match.lastgroup:
            sections[-1].append(_Piece(match.lastgroup, match[match.lastgroup]))
    return tuple(map(tuple, sections))


def _choose_section(value: float, sections: Sequence[_Section]) -> tuple[_Section, float]:
    """Return the section for a number, and the number as it shows it: that for negative ones has the sign."""
    numeric = [one for one in sections if ("code", "@") not in one][:3]
    conditions = [
        next((match for piece in one if (match := _CONDITION.fullmatch(piece.text))), None) for one in numeric
    ]
    if any(conditions):
        for section, match in zip(numeric, conditions, strict=True):
            if match is None or _COMPARE[match[1]](value, float(match[2])):
                return section, value
        return (), value
    place = 1 if value < 0 else 2 if value == 0 else 0
    return (numeric[place], abs(value)) if 0 < place < len(numeric) else (numeric[0], value)


def _format_general(value: float) -> str | None:
    if abs(value) >= _MAX_GENERAL:
        return None
    return str(int(value)) if value == int(value) else f"{value:.10g}".upper()


def _format_number(value: float, section: _Section) -> str | None:
    """Format a number by placeholders of digits, with other characters between; None for fractions."""
    codes = "".join(piece.text for piece in section if piece.kind == "code")
    shows_characters = ("option", "DBNum1") in section
    if any(piece.kind == "general" for piece in section):
        text = _spell(value) if shows_characters else _format_general(value)
        return text and "".join(
            text if kind == "general" else _literal(kind, words) for kind, words in section
        )
    if "E" in codes.upper():
        match = _EXPONENT.fullmatch("".join(piece.text for piece in section))
        return f"{value:.{len(match[1] or '')}E}" if match else None
    is_fraction = "?" in codes and ("other", "/") in section
    if not section or is_fraction or any(p.text.startswith(("DBNum2", "DBNum3")) for p in section):
        return None
    unscaled = codes.rstrip("%").rstrip(",")
    thousands = len(codes.rstrip("%")) - len(unscaled)
    whole_codes, _, decimal_codes = unscaled.partition(".")
    number = Decimal(f"{value:.15g}").scaleb(2 * codes.count("%") - 3 * thousands)
    decimals = sum(map(decimal_codes.count, "0#?"))
    number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    whole = whole.lstrip("0").zfill(whole_codes.count("0"))
    optional = len(decimal_codes) - len(decimal_codes.rstrip("#?"))
    fraction = fraction[: decimals - optional] + fraction[decimals - optional :].rstrip("0")
    places = sum(map(whole_codes.count, "0#?"))
    is_grouped = "," in whole_codes and whole
    whole = (f"{int(whole):,}" + " " * (places - 1)) if is_grouped else whole.rjust(places)
    last = len(whole) - places + 1
    digits = [*([whole[:last], *whole[last:]] if places else ()), *fraction.ljust(decimals)]
    text = ""
    for kind, words in section:
        if kind == "code" and words in "0#?":
            text += digits.pop(0).strip()
        elif kind != "code" or words in ".%":
            text += _literal(kind, words)
    if shows_characters:
        text = "".join(_DIGITS[int(sign)] if sign.isdecimal() else sign for sign in text)
    return "-" * (number < 0) + text


def _literal(kind: str, words: str) -> str:
    return "" if kind == "option" else words


def _spell(value: float) -> str | None:
    """Return a number up to 99 in Chinese characters; None for others."""
    if value not in range(100):
        return None
    tens, ones = divmod(int(value), 10)
    return _DIGITS[tens] * (tens > 1) + "十" * (tens > 0) + _DIGITS[ones] * (ones > 0 or not tens)


def _format_date(moment: dt.datetime, section: _Section) -> str | None:
    """Format a date and time by its codes; None for elapsed hours, minutes or seconds."""
    if any(kind == "option" and not words.lower().strip("hms") for kind, words in section):
        return None
    has_clock = any(piece.kind == "clock" for piece in section)
    in_characters = ("option", "DBNum1") in section
    codes = [piece.text[0].lower() if piece.kind == "date" else "" for piece in section]
    text = ""
    for place, (kind, words) in enumerate(section):
        code, size = codes[place], len(words)
        if kind == "clock":
            text += words.split("/")[moment.hour >= 12]
        elif not code:
            text += _literal(kind, words)
        elif code == "a":
            text += "星期" * (size > 3) + "一二三四五六日"[moment.weekday()]
        elif code in "dm" and size > 2:
            text += moment.strftime("%" + {"d": "aA", "m": "bB"}[code][size > 3])[: 1 if size > 4 else None]
        elif code in "ye":
            year = f"{moment.year}"[2 if code == "y" and size < 3 else 0 :]
            text += "".join(_DIGITS[int(one)] for one in year) if in_characters else year
        else:
            before, after = "".join(codes[:place])[-1:], "".join(codes[place + 1 :])[:1]
            month = moment.minute if before == "h" or after == "s" else moment.month
            hour = (moment.hour + 11) % 12 + 1 if has_clock else moment.hour
            number = {"m": month, "d": moment.day, "h": hour, "s": moment.second}[code]
            text += _spell(number) or "" if in_characters else str(number).zfill(size)
    return text
