"""Charts of the ledger: the classes of the characters of each plan."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from pages.charts.parts import Heading, make_chart
from pages.ui.text import CLASS_NAMES, CLASS_ROWS, name_of, percent, t
from pages.ui.theme import LIGHT
from pipeline.schema.chart import Bars, Chart, Series
from pipeline.schema.model import CELL_CLASSES, LAYOUT_CLASSES

LAYOUT: Final = "layout"
"""The code of all classes of layout text together."""

_NARROWEST_LABEL: Final = 0.08
_PATTERNS: Final = {row["code"]: row["pattern"] for row in CLASS_ROWS}


def cells_chart(accounts: pd.DataFrame, heading: Heading, *, file_name: str) -> Chart:
    """Draw the shares of the classes of cells, and of all layout text, in each plan.

    ``accounts`` is the result of `pages.methods.ledger.class_shares`, here and below.
    """
    details = tuple(f"{count:,}" for count in accounts["characters"])
    codes = [code for code in (*CELL_CLASSES, LAYOUT) if accounts[code].any()]
    return _stacked_bars(accounts, codes, heading, file_name, details=details)


def layout_chart(accounts: pd.DataFrame, heading: Heading, *, file_name: str) -> Chart:
    """Draw the shares of the classes of layout text in each plan, the largest first."""
    sizes = accounts[list(LAYOUT_CLASSES)].mul(accounts["characters"], axis="index").sum()
    codes = list(sizes[sizes > 0].sort_values(ascending=False, kind="stable").index)
    notes = tuple(percent(share, 1) for share in accounts[LAYOUT])
    return _stacked_bars(accounts, codes, heading, file_name, notes=notes)


def _class_name(code: str) -> str:
    return t("版面文字", "layout text") if code == LAYOUT else name_of(CLASS_NAMES, code)


def _stacked_bars(
    accounts: pd.DataFrame, codes: Sequence[str], heading: Heading, file_name: str, **texts: Any
) -> Chart:
    shares = accounts[list(codes)]
    counts = shares.mul(accounts["characters"], axis="index").round().astype("int64")
    labels = tuple(accounts["label"])
    narrowest = _NARROWEST_LABEL * shares.sum(axis=1).max()
    series = tuple(
        Series(
            _class_name(code),
            tuple(shares[code].tolist()),
            LIGHT.outside if code == LAYOUT else LIGHT.classes[code],
            texts=tuple(percent(share) if share >= narrowest else "" for share in shares[code]),
            hints=tuple(
                f"{label}\n{_class_name(code)} {percent(share, 2)} · {count:,}"
                for label, share, count in zip(labels, shares[code], counts[code], strict=True)
            ),
            pattern=_PATTERNS.get(code, ""),
        )
        for code in codes
    )
    frame = counts.rename(columns=_class_name)
    frame.insert(0, t("工作要点", "Plan"), labels)
    frame.insert(1, t("非空白字符", "Characters"), accounts["characters"])
    body = Bars(labels, series, stacked=True, number_format="0%", **texts)
    return make_chart(heading, body, frame, file_name=file_name)
