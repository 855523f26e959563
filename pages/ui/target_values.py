"""Format target values: comparator, number and unit, with money scaled."""

import re
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.text import Language, current_language, t

MONEY: Final = "元"
SIGNS: Final = {"=": "", "range": "", ">=": "≥ ", "<=": "≤ ", "~": "≈ "}
COMPARATORS: Final = CODE_NAMES["comparator"]
_IRREGULAR: Final = {"people": "person", "and": "or"}
_PLURAL: Final = re.compile(r"(?:ies|(?:ch|sh|ss|x)es|(?<=[^s])s)$")

_UNITS: Final = CODE_NAMES["unit"]
"""Units in English, where no indicator has one; the classifiers 个 and 支 have no translation."""

# The first scale that a value reaches applies.
_SCALES: Final[dict[Language, tuple[tuple[float, str], ...]]] = {
    "zh": ((1e8, "亿元"), (1e4, "万元"), (1, "元")),
    "en": ((1e9, " billion"), (1e6, " million"), (1, "")),
}


def bounds(target: Mapping[str, Any]) -> tuple[float, float]:
    """Return lower and upper bound of a target; an open one equals the other."""
    low, high = target["value_min"], target["value_max"]
    return float(high if pd.isna(low) else low), float(low if pd.isna(high) else high)


def value_text(target: Mapping[str, Any], unit: str) -> str:
    """Format a target's value: ``≥ 500 人次``, ``8–12 个``, ``5,000万元``, ``CNY 50 million``.

    ``target`` is a row of the table `targets`, whose own unit decides on money and per cent. ``unit`` is
    written after the number, translated if English has a word for it.
    """
    low, high = bounds(target)
    numbers = (low,) if low == high else (low, high)
    if current_language() == "en":
        unit = name_of(_UNITS, unit)
        unit = singular(unit) if numbers == (1.0,) else unit
    return SIGNS.get(str(target["comparator"]), "") + quantity(numbers, str(target["unit"]), unit)


def quantity(numbers: tuple[float, ...], printed: str, unit: str) -> str:
    """Format one number or two with their unit; ``printed`` is the unit as the plan prints it."""
    if printed == MONEY:
        size, name = money_scale(max(numbers))
        words = "–".join(plain_number(number / size) for number in numbers)
        return t("", "CNY ") + words + name.removeprefix("CNY")
    words = "–".join(map(plain_number, numbers))
    return f"{words}%" if printed == "%" else f"{words} {unit}".strip()


def money_scale(value: float) -> tuple[float, str]:
    """Return divisor and unit to show an amount of money with: ``1e4``, ``万元``."""
    scales = _SCALES[current_language()]
    size, name = next((scale for scale in scales if abs(value) >= scale[0]), scales[-1])
    return size, t("", "CNY") + name


def plain_number(value: float) -> str:
    """Format a number without trailing zeros: ``12,345``, ``0.5``, ``9.86``."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def singular(unit: str) -> str:
    """Return the singular of an English unit: ``schools`` -> ``school``, ``bodies`` -> ``body``."""
    shorten = {"ies": "y", "s": ""}
    words = (_PLURAL.sub(lambda end: shorten.get(end[0], end[0][:-2]), word) for word in unit.split(" "))
    return " ".join(_IRREGULAR.get(word, word) for word in words)
