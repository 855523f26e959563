"""Codes, and their names in both languages."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pages.ui.text import Language, current_language

Names = dict[str, dict[Language, str]]


def read_rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as dictionaries."""
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _names_by_code(rows: Iterable[Mapping[str, str]], stem: str = "") -> Names:
    return {row["code"]: {"zh": row[f"{stem}zh"], "en": row[f"{stem}en"]} for row in rows}


_FOLDER: Final = Path(__file__).parent
DEPTH_ROWS: Final = read_rows(_FOLDER / "depths.csv")
"""Code, mark, names, meanings and colours of each depth."""

DEPTHS: Final = _names_by_code(DEPTH_ROWS)
DEPTH_MEANINGS: Final = _names_by_code(DEPTH_ROWS, "meaning_")
CLASS_ROWS: Final = read_rows(_FOLDER / "character_classes.csv")
"""Code, names, letters, colours and bar pattern of each character class."""

CLASS_NAMES: Final = _names_by_code(CLASS_ROWS)
CLASS_LETTERS: Final = _names_by_code(CLASS_ROWS, "letter_")
"""The letter of a class in the margin: upper case for cells, lower case for layout text."""

_NAME_ROWS: Final = read_rows(_FOLDER / "names.csv")
CODE_NAMES: Final = {
    of: _names_by_code(row for row in _NAME_ROWS if row["of"] == of)
    for of in {row["of"] for row in _NAME_ROWS}
}
"""Names of further codes by kind of code."""

SEVERITIES: Final = CODE_NAMES["severity"]
DOUBTS: Final = CODE_NAMES["doubt"]
"""Whether the reading of a row is doubtful."""

STATUSES: Final = CODE_NAMES["status"]
MATCH_METHODS: Final = CODE_NAMES["match"]


def name_of(names: Names, code: str, language: Language | None = None) -> str:
    """Return the name of a code, such as ``name_of(DEPTHS, "blank")``; an unknown code is its own name."""
    entry = names.get(code)
    return entry[language or current_language()] if entry else code
