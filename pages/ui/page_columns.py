"""What the columns mean that pages make themselves, for the codebook of a table that is exported.

`headings.csv` explains columns by their heading in either language, or by their name. One heading can stand
above numbers in one table and above words in another (举措: how many, or which): ``holds`` tells them apart.
A heading that pages share has a ``name`` by which they ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.text import (
    CLASS_NAMES,
    DEPTH_MEANINGS,
    DEPTHS,
    LANGUAGES,
    Language,
    Names,
    localized,
    name_of,
    read_rows,
)
from pipeline.schema.model import CHARACTER_CLASSES

Meaning = tuple[str, str]
"""In Chinese and in English."""

_TASK: Final = re.compile(r"\d+\.\d+ ")
_AREA: Final = re.compile(r"\d+ ")
_ROWS: Final = read_rows(Path(__file__).with_name("headings.csv"))
HEADINGS: Final[Names] = {row["name"]: {"zh": row["zh"], "en": row["en"]} for row in _ROWS if row["name"]}
NUMERIC: Final = frozenset(row["name"] for row in _ROWS if row["holds"] == "number")
"""The names of headings of numbers."""

_YEAR: Final = re.compile(r"\d{4}")
_OF_CHARACTERS: Final = ("该类字符数", "Characters of this class")


def labels(*names: str, **columns: str) -> dict[str, str]:
    """What stands above columns, in the page's language and in the order given.

    A column has the heading of its name in `headings.csv`; one of ``columns`` has that of another name.
    """
    return {name: heading_of(code) for name, code in (*zip(names, names, strict=True), *columns.items())}


def heading_of(name: str, language: Language | None = None) -> str:
    """The heading of a name in `headings.csv`; of a depth, its name."""
    return name_of(DEPTHS if name in DEPTHS else HEADINGS, name, language)


def region_names() -> frozenset[str]:
    """What regions are called in either language, by which columns can be named."""
    regions = data.regions()
    return frozenset(name for language in LANGUAGES for name in regions[localized("short", language)])


def meanings(frame: pd.DataFrame, regions: Container[str]) -> dict[str, Meaning]:
    """What the columns of a table mean that are no column of a built table.

    It asks for nothing of the session; ``regions`` is what `region_names` tells there.
    """
    found = {}
    for place, name in enumerate(map(str, frame.columns)):
        numeric = pd.api.types.is_numeric_dtype(frame.iloc[:, place].dtype)
        kinds = ("any", "number", "text") if numeric else ("any", "text", "number")
        known = (_MEANINGS[kind][name] for kind in kinds if name in _MEANINGS[kind])
        if meaning := next(known, None) or _of_value(name, regions, numeric):
            found[name] = meaning
    return found


def _of_value(name: str, regions: Container[str], numeric: bool) -> Meaning | None:
    """What a column means that is named by a region, a standard task or a key area."""
    if _YEAR.fullmatch(name):
        return "该年的数、数值或文字", "The number, the value or the text of that year"
    if name.endswith("_before"):
        return "前一年的同名列", "The column of the same name, of the earlier year"
    if name in regions:
        of_region = ("该地区对各任务的回答深度", "How deeply the region answers each task")
        return ("该地区的数", "The number for this region") if numeric else of_region
    if _TASK.match(name):
        of_task = ("各地区对该任务的回答深度", "How deeply each region answers the task")
        return ("该标准任务的数", "The number for this standard task") if numeric else of_task
    return ("该工作重点的数", "The number for this key area") if _AREA.match(name) and numeric else None


def _read_meanings() -> dict[str, dict[str, Meaning]]:
    """The meanings by what a column holds and by its heading or name; the first of a heading counts."""
    classes = [*CHARACTER_CLASSES, *(name for names in CLASS_NAMES.values() for name in names.values())]
    found: dict[str, dict[str, Meaning]] = {
        "any": {},
        "text": {},
        "number": dict.fromkeys([*classes, "版面文字", "layout text"], _OF_CHARACTERS),
    }
    for row in _ROWS:
        for name in filter(None, (row["zh"], row["en"])):
            if row["meaning_zh"]:
                found[row["holds"]].setdefault(name, (row["meaning_zh"], row["meaning_en"]))
    for code, meaning in DEPTH_MEANINGS.items():
        for heading in (code, *DEPTHS[code].values()):
            found["any"].setdefault(
                heading, (f"这样的格数：{meaning['zh']}", f"Cells of which {meaning['en']}")
            )
    return found


_MEANINGS: Final = _read_meanings()
