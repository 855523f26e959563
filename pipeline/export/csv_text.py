"""CSV files that spreadsheets open with Chinese intact and without running texts as formulas.

Only free text is escaped: programs compare codes such as the comparator ``=``, and codes hold no source text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO, Final

import pandas as pd

from pipeline.export.exported_values import exported_column, exported_text
from pipeline.schema.codebook import is_code

_FORMULA_START: Final = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x1f\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫])")
"""Some spreadsheets ignore white space before the sign, some accept full-width signs. Leading apostrophes are
matched too, so that escaping can be reversed.
"""


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
