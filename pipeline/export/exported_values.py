r"""Values of exported files: one rule for CSV, XLSX, Parquet and JSON.

- Lone surrogates and the noncharacters U+FFFE and U+FFFF become U+FFFD in every format: XML, and so XLSX,
  can't hold them, and UTF-8 can't hold all of them.
- XLSX, PPTX and DOCX show a control character as its picture (U+2400 and after: a bell is ␇), and all line
  breaks are ``\n``; the other formats keep these characters.
- NaN, infinity, None, NA and NaT are missing: an empty cell, or null.
- Values other than texts, numbers and booleans are written as text.
- Spreadsheets must not run texts of a CSV file as formulas. Only free text is escaped: programs compare codes
  such as the comparator ``=``, and codes hold no source text.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

import numpy as np
import pandas as pd

from pipeline.schema.codebook import is_code

_LINE_BREAK: Final = re.compile(r"\r\n?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_INT64_MIN: Final = -(2**63)
_NOT_IN_XML: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_FORMULA_START: Final = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x1f\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫])")
"""Some spreadsheets ignore white space before the sign, some accept full-width signs. Leading apostrophes are
matched too, so that escaping can be reversed.
"""


def exported_text(text: str) -> str:
    """A text with characters that no format can hold replaced."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def office_text(text: str) -> str:
    """A text as XLSX, PPTX and DOCX can hold it."""
    # Unicode has a picture of each control character, in order, from U+2400 on.
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), _LINE_BREAK.sub("\n", exported_text(text)))


def one_line(text: str) -> str:
    """A text for titles and labels of Office files, without line breaks."""
    return " ".join(office_text(text).split())


def exported_value(value: Any) -> bool | int | float | str | None:
    """A table value as exported in every format; None where missing."""
    if type(value) is str:
        return exported_text(value)
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, (bool, int)) else exported_text(str(value))


def exported_column(column: pd.Series) -> list[bool | int | float | str | None]:
    """The values of a column as exported in every format."""
    values: list[Any] = column.tolist()
    # A conclusive dtype saves checking each value.
    if isinstance(column.dtype, np.dtype):
        if column.dtype.kind in "biu" or (column.dtype.kind == "f" and np.isfinite(column).all()):
            return values
    elif isinstance(column.dtype, pd.StringDtype) and not column.hasnans:
        return values if not _NOT_IN_XML.search("".join(values)) else list(map(exported_text, values))
    return [exported_value(value) for value in values]


def column_type(column: pd.Series) -> str:
    """Type of a column in typed formats: int64, float64, bool, else string (mixed, or beyond int64)."""
    values = [value for value in exported_column(column) if value is not None]
    kinds = {type(value) for value in values}
    if not kinds:
        dtype = str(column.dtype).lower()
        return dtype if dtype in ("int64", "float64", "bool") else "string"
    if kinds == {bool}:
        return "bool"
    if kinds == {int}:
        fits = all(_INT64_MIN <= value < -_INT64_MIN for value in values if isinstance(value, int))
        return "int64" if fits else "string"
    return "float64" if kinds <= {int, float} else "string"


def escape_formula(text: str) -> str:
    """Prefix an apostrophe to a text that looks like a formula.

    To restore the text, remove one apostrophe where apostrophes are followed by the start of a formula.
    See OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _FORMULA_START.match(text) else text


def write_csv(stream: IO[bytes], columns: Sequence[str], frames: Iterable[pd.DataFrame]) -> int:
    """Write frames with the same columns as one CSV table (RFC 4180, UTF-8 with a byte order mark).

    The stream is left open. Text of columns that are no codes is escaped. Returns the number of rows.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([escape_formula(exported_text(str(column))) for column in columns])
    rows = 0
    for frame in frames:
        # By position, because a page's table may have two columns of the same name.
        cells = [_csv_values(str(name), frame.iloc[:, index]) for index, name in enumerate(columns)]
        writer.writerows(zip(*cells, strict=True))
        rows += len(frame)
    text.flush()
    text.detach()
    return rows


def _csv_values(name: str, column: pd.Series) -> list[bool | int | float | str | None]:
    values = exported_column(column)
    if is_code(name):
        return values
    return [escape_formula(value) if isinstance(value, str) else value for value in values]
