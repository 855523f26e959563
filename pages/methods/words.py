"""Long texts of the page on data and methods, and the names of its codes, in two languages."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Final

from pages.ui.text import Language, Names

_HERE: Final = Path(__file__).parent


def _read_names() -> dict[str, Names]:
    """The names of ``names.csv``, by what they are names of and by code."""
    found: dict[str, Names] = {}
    with (_HERE / "names.csv").open(encoding="utf-8", newline="") as file:
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


@cache
def sections(language: Language) -> dict[str, tuple[str, str]]:
    """The title and the Markdown of each section of ``methods_<language>.md``, by its name."""
    text = (_HERE / f"methods_{language}.md").read_text(encoding="utf-8")
    parts = re.split(r"^# (\w+): (.+)\n", text, flags=re.MULTILINE)[1:]
    return {
        name: (title, words.strip())
        for name, title, words in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }
