"""Workbook formats of depths: the colours and marks of the pages' light theme."""

from collections.abc import Mapping
from typing import Final

from pipeline.export.workbook import Tint

DEPTH_TINTS: Final[Mapping[str, Tint]] = {
    "absent": Tint("#f3f5f7", "#566472", "·"),
    "blank": Tint("#fdfdfe", "#46525e", "○"),
    "none": Tint("#ead9b5", "#5c4a1e", "–"),
    "generic": Tint("#b9d8ee", "#174a75", "◐"),
    "specific": Tint("#3578b0", "#ffffff", "●"),
    "quantified": Tint("#123a66", "#ffffff", "◆"),
}
"""By depth; levels of measures use the depth of the same name."""

TABLE_TINTS: Final = {"coverage": {"depth": DEPTH_TINTS}, "measures": {"level": DEPTH_TINTS}}
"""Cell formats by built table and column."""
