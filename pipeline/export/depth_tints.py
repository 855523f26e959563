"""How depths look in a workbook: the colours and the marks of the pages in the light."""

from __future__ import annotations

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
"""By depth; a level of a measure looks like the depth of its name."""

TINTED_COLUMNS: Final = {"coverage": "depth", "measures": "level"}
"""The column of a built table that holds depths or levels."""


def tints_of_table(name: str) -> dict[str, Mapping[str, Tint]]:
    """How the values of a built table's columns are set off."""
    return {TINTED_COLUMNS[name]: DEPTH_TINTS} if name in TINTED_COLUMNS else {}
