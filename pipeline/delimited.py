"""CSV that opens in a spreadsheet with Chinese intact, and in which no cell can run as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from numbers import Number
from typing import IO, Any, Final

import pandas as pd

_WOULD_RUN: Final = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x1f\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫])")
"""What a spreadsheet takes for a formula: white space before the sign doesn't stop all of them, and some
read full-width signs as well. Apostrophes are in it so that a cell that had one can be told apart."""


def inert(text: str) -> str:
    """A text that no spreadsheet runs: with an apostrophe before it where it would be taken for a formula.

    Whoever reads the CSV by program gets the text back by taking one apostrophe off each cell in which
    apostrophes are followed by what starts a formula.

    References
    ----------
    OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _WOULD_RUN.match(text) else text


def write_csv(stream: IO[bytes], columns: Sequence[str], frames: Iterable[pd.DataFrame]) -> int:
    """Write frames of the same columns as one table (RFC 4180, UTF-8 with a byte order mark).

    Parameters
    ----------
    stream
        Where to write; left open.
    columns
        The header, also where there are no frames.
    frames
        The rows; texts are made inert, numbers stay numbers.

    Returns
    -------
    int
        Number of rows.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    header = pd.DataFrame(columns=[inert(str(column)) for column in columns])
    header.to_csv(text, index=False, lineterminator="\r\n")
    rows = 0
    for frame in frames:
        _made_inert(frame).to_csv(text, index=False, header=False, lineterminator="\r\n")
        rows += len(frame)
    text.flush()
    text.detach()
    return rows


def _made_inert(frame: pd.DataFrame) -> pd.DataFrame:
    # By position, because a page's table may show two columns of one name.
    columns = [frame.iloc[:, place] for place in range(frame.shape[1])]
    safe = [
        column
        if pd.api.types.is_numeric_dtype(column.dtype)
        else column.astype("object").map(_inert_value, na_action="ignore")
        for column in columns
    ]
    return pd.concat(safe, axis="columns") if safe else frame


def _inert_value(value: Any) -> Any:
    return value if isinstance(value, Number) else inert(str(value))
