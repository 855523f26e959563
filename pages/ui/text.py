"""Words on the pages, in two languages: labels, names of codes, and how numbers are written."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, cast

import streamlit as st

from pages.ui.written import show_unseen

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
LANGUAGE_NAMES: Final[dict[str, str]] = {"zh": "中文", "en": "English"}
LANGUAGE_STATE: Final = "page_language"
"""Where the session keeps the language of the pages."""

PRODUCT: Final[dict[Language, str]] = {"zh": "省级政策对照", "en": "Plan Atlas"}

Names = dict[str, dict[Language, str]]


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _names(rows: Iterable[Mapping[str, str]], stem: str = "") -> Names:
    return {row["code"]: {"zh": row[f"{stem}zh"], "en": row[f"{stem}en"]} for row in rows}


_CODES: Final = Path(__file__).with_name("codes")
DEPTH_ROWS: Final = read_rows(_CODES / "depths.csv")
"""Each depth with its mark, its names and meanings, and its colours."""

DEPTHS: Final = _names(DEPTH_ROWS)
DEPTH_MEANINGS: Final = _names(DEPTH_ROWS, "meaning_")
CLASS_ROWS: Final = read_rows(_CODES / "character_classes.csv")
"""Each class of characters with its names, its letters, its colours and the pattern of its bars."""

CLASS_NAMES: Final = _names(CLASS_ROWS)
CLASS_LETTERS: Final = _names(CLASS_ROWS, "letter_")
"""The sign of a class in the margin: capitals for cells, small letters for layout text."""

_NAME_ROWS: Final = read_rows(_CODES / "names.csv")
CODE_NAMES: Final = {
    of: _names(row for row in _NAME_ROWS if row["of"] == of) for of in {row["of"] for row in _NAME_ROWS}
}
"""The names of further codes, by what they are codes of."""

SEVERITIES: Final = CODE_NAMES["severity"]
DOUBTS: Final = CODE_NAMES["doubt"]
"""Whether it is doubtful that a row was read rightly."""

STATUSES: Final = CODE_NAMES["status"]
MATCH_METHODS: Final = CODE_NAMES["match"]

_DOCUMENT_NUMBER: Final = re.compile(
    r".*(?:〔\d{4}〕|令|公告|通告|第)[（\d年第〇零一二三四五六七八九十百）]+号）?(?:令|公告|通告)?"
    r"|[A-Z]+\d*(?:/[A-Z]+)?\s?[\d.]+(?:\s?[-—:]{1,2}\s?\d{4})?"
)


def current_language() -> Language:
    """The language of the pages in this session; Chinese until a reader's is known."""
    return cast(Language, st.session_state.get(LANGUAGE_STATE, "zh"))


def t(zh: str, en: str) -> str:
    """``zh`` or ``en``, by the language of the pages."""
    return zh if current_language() == "zh" else en


class LongText(NamedTuple):
    """A section of Markdown, and its title, empty where it needs none."""

    title: str
    text: str


def long_text(topic: str, name: str) -> LongText:
    """The section called ``name`` of ``<topic>_<language>.md``, where the long texts of a topic are."""
    folder = Path(__file__).parents[1] / topic
    return read_long_texts(folder / f"{topic}_{current_language()}.md")[name]


def fill_text(topic: str, name: str, **values: str) -> str:
    """The text of `long_text`, with ``values`` in the places of their names in braces."""
    text = long_text(topic, name).text
    return text.format(**values) if values else text


@cache
def read_long_texts(file: Path) -> dict[str, LongText]:
    """The sections of a Markdown file by name: each begins with ``# name`` or ``# name: title``."""
    parts = re.split(r"^# (\w+)(?:: (.+))?\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        name: LongText(title or "", text.strip())
        for name, title, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def tab_title(title: str) -> str:
    """What the browser's tab says of a page, or of the product alone without a title."""
    product = PRODUCT[current_language()]
    return f"{title} · {product}" if title else product


def name_of(names: Names, code: str, language: Language | None = None) -> str:
    """The name of a code, such as ``name_of(DEPTHS, "blank")``; an unknown code stands for itself."""
    entry = names.get(code)
    return entry[language or current_language()] if entry else code


def localized(stem: str, language: Language | None = None) -> str:
    """The column of a table that holds ``stem`` in the language of the pages: ``short`` -> ``short_en``."""
    return f"{stem}_{language or current_language()}"


def join_words(words: Iterable[str], language: Language | None = None) -> str:
    """Words in a row, parted as the language parts them."""
    return ("、" if (language or current_language()) == "zh" else ", ").join(words)


def join_first(names: Sequence[str], most: int = 3) -> str:
    """Names in a row; where they are more than ``most``, the first of them, and how many there are."""
    first, more = join_words(names[:most]), len(names) - most
    return first if more <= 0 else t(f"{first}等 {len(names)} 个", f"{first} and {more} more")


def capitalize(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands parted: ``12,345``."""
    return f"{value:,.{decimals}f}"


def percent(share: float, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent: ``0.256`` -> ``26%``."""
    return f"{share * 100:.{decimals}f}%"


def source_lines(first: int, last: int, language: Language | None = None) -> str:
    """Where a text stands in the source: ``第 4327–4333 行`` or ``lines 4327–4333``."""
    place = f"{first}" if first == last else f"{first}–{last}"
    if (language or current_language()) == "zh":
        return f"第 {place} 行"
    return f"line {place}" if first == last else f"lines {place}"


def source_place(measure: Mapping[str, Any]) -> str:
    """Where a measure stands in its source: its page, table and row, its sheet and cell, or its lines."""
    place = str(measure.get(f"place_{current_language()}") or "")
    return place or source_lines(int(measure["first_line"]), int(measure["last_line"]))


def document_title(name: str) -> str:
    """A document in title marks, unless it is called by its number: 国发〔2018〕1号, GB/T 29490-2013."""
    return name if _DOCUMENT_NUMBER.fullmatch(name) else f"《{name}》"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its English noun: ``1 region``, ``3 regions``; ``many`` where that has no plain s."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def shorten(text: str, most: int) -> str:
    """The beginning of a text, up to so many characters, with a sign where more follows."""
    return text if len(text) <= most else f"{text[:most]}…"


def escape_markdown(words: str) -> str:
    """Words that come from a file or from an error, kept from being read as Markdown or LaTeX."""
    seen = show_unseen(words)
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+!|<>$~:" else sign for sign in seen)


def whole_percent(share: float) -> str:
    """A share as per cent; what is not all is never written as 100%, what is not nothing never as 0%."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else percent(share)
