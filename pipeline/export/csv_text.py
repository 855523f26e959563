"""CSV files that open in a spreadsheet with Chinese intact, and without texts that run as formulas.

Only free text is guarded: programs compare codes such as the comparator ``=``, and codes hold no text of a
source.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO, Final

import pandas as pd

from pipeline.export.exported_values import exported_column, exported_text
from pipeline.schema.codebook import is_code

_FORMULA_START: Final = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x1f\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫])")
"""Starts of texts that spreadsheets run as formulas: some ignore white space before the sign, and some accept
full-width signs. Apostrophes are included so that a cell that already had one can be restored.
"""


def escape_formula(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe is put before it where it looks like a formula.

    To restore the text, remove one apostrophe from each cell in which apostrophes are followed by the
    start of a formula.

    References ---------- OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _FORMULA_START.match(text) else text


def write_csv(stream: IO[bytes], columns: Sequence[str], frames: Iterable[pd.DataFrame]) -> int:
    """Write frames of the same columns as one table (RFC 4180, UTF-8 with a byte order mark).

    Parameters
    ----------
    stream
        Where to write; left open.
    columns
        The header, also where there are no frames.
    frames
        The rows. Values are those of `pipeline.export.exported_values`; text of a column without codes
        (`pipeline.schema.codebook.is_code`) is made inert.

    Returns
    -------
    int
        Number of rows.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([escape_formula(exported_text(str(column))) for column in columns])
    rows = 0
    for frame in frames:
        # By position, because a page's table may show two columns of one name.
        cells = [_csv_values(str(name), frame.iloc[:, place]) for place, name in enumerate(columns)]
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
