r"""What a value is in an exported file: one rule for CSV, XLSX, Parquet and JSON.

- Line breaks are ``\n``. A control character other than tab and line break is shown as its picture
  (U+2400 and after: a bell is ␇); half of a surrogate pair and the noncharacters U+FFFE and U+FFFF become
  U+FFFD. XML, and so XLSX, can't hold these characters, and UTF-8 can't hold all of them; were they replaced
  in some formats only, the formats would differ. Each is replaced by one character, so that offsets into a
  text hold, except that ``\r\n`` is one character.
- NaN, an infinity, None, NA and NaT are missing: an empty cell, or null.
- What is neither a text nor a number nor true or false is written as a text.
"""

from __future__ import annotations

import math
import re
from typing import Any, Final

import numpy as np
import pandas as pd

_LINE_BREAK: Final = re.compile(r"\r\n?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_XML: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_REPLACED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def exported_text(text: str) -> str:
    """A text with the characters that every format can hold."""
    if not _REPLACED.search(text):
        return text
    one_break = _LINE_BREAK.sub("\n", text)
    # Unicode keeps a picture of each control character, in their order, from U+2400 on.
    visible = _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])), one_break)
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", visible)


def exported_value(value: Any) -> bool | int | float | str | None:
    """A value of a table as every format has it; None where it is missing."""
    if type(value) is str:
        return exported_text(value)
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, (bool, int)) else exported_text(str(value))


def exported_column(column: pd.Series) -> list[bool | int | float | str | None]:
    """The values of a column as every format has them, in their order."""
    values = column.tolist()
    if pd.api.types.is_bool_dtype(column.dtype) or pd.api.types.is_integer_dtype(column.dtype):
        return values if not column.hasnans else [exported_value(value) for value in values]
    return [exported_value(value) for value in values]
