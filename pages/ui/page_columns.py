"""Headings and meanings of the columns that pages make, for the codebooks of exported tables.

`headings.csv` explains columns by their heading in either language, or by their name. The same heading can
be used for numbers in one table and for text in another (举措: how many, or which): ``holds`` says which.
Pages look a shared heading up by its ``name``.
"""

import re
from collections.abc import Container
from pathlib import Path
from typing import Final

import pandas as pd

from pages.ui import data
from pages.ui.codes import CLASS_NAMES, DEPTH_MEANINGS, DEPTHS, Names, name_of, read_rows
from pages.ui.text import Language
from pipeline.schema.model import CHARACTER_CLASSES

Meaning = tuple[str, str]
"""In Chinese and in English."""

_YEAR: Final = re.compile(r"\d{4}")
_TASK: Final = re.compile(r"\d+\.\d+ ")
_AREA: Final = re.compile(r"\d+ ")
_ROWS: Final = read_rows(Path(__file__).with_name("headings.csv"))
HEADINGS: Final[Names] = {row["name"]: {"zh": row["zh"], "en": row["en"]} for row in _ROWS if row["name"]}
NUMERIC: Final = frozenset(row["name"] for row in _ROWS if row["holds"] == "number")
"""The names of headings of numbers."""


def labels(*names: str, **columns: str) -> dict[str, str]:
    """Return headings in the page's language by column, in the order given.

    Columns called as in `headings.csv` are given as ``names``, others as ``column="name of heading"``.
    """
    return {name: heading_of(code) for name, code in (*zip(names, names, strict=True), *columns.items())}


def heading_of(name: str, language: Language | None = None) -> str:
    """Return the heading of a name in `headings.csv`, or the name of a depth."""
    return name_of(DEPTHS if name in DEPTHS else HEADINGS, name, language)


def region_names() -> frozenset[str]:
    """Return the short names of regions in both languages, which can be names of columns."""
    return frozenset(data.regions()[["short_zh", "short_en"]].to_numpy().ravel())


def meanings(frame: pd.DataFrame, regions: Container[str]) -> dict[str, Meaning]:
    """Return the meanings of a table's columns that are not columns of a built table.

    Does not access the session; ``regions`` are the `region_names` read there.
    """
    found = {}
    for name, dtype in zip(map(str, frame.columns), frame.dtypes, strict=True):
        numeric = pd.api.types.is_numeric_dtype(dtype)
        kinds = ("any", "number", "text") if numeric else ("any", "text", "number")
        known = (_MEANINGS[kind][name] for kind in kinds if name in _MEANINGS[kind])
        if meaning := next(known, None) or _explain_generated(name, regions, numeric):
            found[name] = meaning
    return found


def _explain_generated(name: str, regions: Container[str], numeric: bool) -> Meaning | None:
    """Return the meaning of a column called by a year, a region, a standard task or a key area."""
    if _YEAR.fullmatch(name):
        return "该年的数、数值或文字", "The number, the value or the text of that year"
    if name.endswith("_before"):
        return "较早年份的同名列", "The column of the same name, of the earlier year"
    if name in regions:
        of_region = ("该地区对各任务的回答深度", "How deeply the region answers each task")
        return ("该地区的数", "The number for this region") if numeric else of_region
    if _TASK.match(name):
        of_task = ("各地区对该任务的回答深度", "How deeply each region answers the task")
        return ("该标准任务的数", "The number for this standard task") if numeric else of_task
    return ("该工作重点的数", "The number for this key area") if _AREA.match(name) and numeric else None


def _read_meanings() -> dict[str, dict[str, Meaning]]:
    """Return meanings by what a column holds and its heading or name; the first one of a heading wins."""
    classes = [*CHARACTER_CLASSES, *(name for names in CLASS_NAMES.values() for name in names.values())]
    found: dict[str, dict[str, Meaning]] = {
        "any": {},
        "text": {},
        "number": dict.fromkeys(
            [*classes, "版面文字", "layout text"], ("该类字符数", "Characters of this class")
        ),
    }
    for row in _ROWS:
        for name in filter(None, (row["zh"], row["en"])):
            if row["meaning_zh"]:
                found[row["holds"]].setdefault(name, (row["meaning_zh"], row["meaning_en"]))
    for code, meaning in DEPTH_MEANINGS.items():
        cells = (f"这样的格数：{meaning['zh']}", f"Cells of which {meaning['en']}")
        for heading in (code, *DEPTHS[code].values()):
            found["any"].setdefault(heading, cells)
    return found


_MEANINGS: Final = _read_meanings()
