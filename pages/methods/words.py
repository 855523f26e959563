"""Names of the codes of the page on data and methods, in two languages."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from pages.ui.text import Names


def _read_names() -> dict[str, Names]:
    """The names of ``names.csv``, by what they are names of and by code."""
    found: dict[str, Names] = {}
    with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["of"], {})[row["code"]] = {"zh": row["zh"], "en": row["en"]}
    return found


_NAMES: Final = _read_names()
FINDING_KINDS: Final = _NAMES["finding"]
SEVERITY_MEANINGS: Final = _NAMES["severity"]
SEVERITY_MARKS: Final = {"note": "○", "doubt": "◐", "error": "●"}
MATCH_MEANINGS: Final = _NAMES["match"]
LEVEL_MEANINGS: Final = _NAMES["level"]
LETTERS: Final = _NAMES["letter"]
"""The sign of a class of characters in the margin: capitals for cells, small letters for layout text."""
