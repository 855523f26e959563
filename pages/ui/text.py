"""Text in two languages: translation, sentences with values, and number formats."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, cast

import streamlit as st

from pages.ui.html import show_unseen
from pipeline.schema.errors import TEXT_FORMATTER, format_lines

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
LANGUAGE_NAMES: Final[dict[str, str]] = {"zh": "中文", "en": "English"}
LANGUAGE_STATE: Final = "page_language"
"""Session key of the page's language."""
_OTHER_LANGUAGE: Final[ContextVar[Language | None]] = ContextVar("other_language", default=None)

PRODUCT: Final[dict[Language, str]] = {"zh": "省级政策对照", "en": "Plan Atlas"}

_DOCUMENT_NUMBER: Final = re.compile(
    r".*(?:〔\d{4}〕|令|公告|通告|第)[（\d年第〇零一二三四五六七八九十百）]+号）?(?:令|公告|通告)?"
    r"|[A-Z]+\d*(?:/[A-Z]+)?\s?[\d.]+(?:\s?[-—:]{1,2}\s?\d{4})?"
)


def current_language() -> Language:
    """Return the page's language; Chinese until it is chosen."""
    return _OTHER_LANGUAGE.get() or cast(Language, st.session_state.get(LANGUAGE_STATE, "zh"))


@contextmanager
def set_for(variable: ContextVar[Any], value: object) -> Iterator[None]:
    """Set a variable to a value inside."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def in_language(language: Language) -> AbstractContextManager[None]:
    """Make texts inside in this language, without access to the session."""
    return set_for(_OTHER_LANGUAGE, language)


def t(zh: str, en: str) -> str:
    """Return ``zh`` or ``en`` by the page's language."""
    return zh if current_language() == "zh" else en


class LongText(NamedTuple):
    """A section of Markdown with its title; one of them may be empty."""

    title: str
    text: str


def long_text(topic: str, name: str) -> LongText:
    """Return the section ``name`` of ``<topic>_<language>.md`` in the topic's folder."""
    folder = Path(__file__).parents[1] / topic
    return read_long_texts(folder / f"{topic}_{current_language()}.md")[name]


def fill_text(topic: str, name: str, /, **values: object) -> str:
    """Return the text of `long_text`, with values for its placeholders (`pipeline.schema.errors`)."""
    return fill_both(topic, name, **values).text


def fill_both(topic: str, name: str, /, **values: object) -> LongText:
    """As `fill_text`, with the title."""
    found = long_text(topic, name)
    return LongText(*(TEXT_FORMATTER.vformat(part, (), values) for part in found)) if values else found


def fill_parts(topic: str, name: str, /, **values: object) -> list[str]:
    """Return the parts of a text between ``**``, split before they are filled."""
    return [TEXT_FORMATTER.vformat(part, (), values) for part in long_text(topic, name).text.split("**")]


@cache
def read_long_texts(file: Path) -> dict[str, LongText]:
    """Return the sections of a Markdown file by name; each starts with ``# name`` or ``# name: title``."""
    parts = re.split(r"^# (\w+)(?:: (.+))?\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        name: LongText(title or "", text.strip())
        for name, title, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def tab_title(title: str) -> str:
    """Return the browser tab's title of a page; without a page title, that of the product."""
    product = PRODUCT[current_language()]
    return f"{title} · {product}" if title else product


def localized(stem: str) -> str:
    """Return the column of ``stem`` in the page's language: ``short`` -> ``short_en``."""
    return f"{stem}_{current_language()}"


def join_words(words: Iterable[str], language: Language | None = None) -> str:
    """Join a list in the page's language."""
    return ("、" if (language or current_language()) == "zh" else ", ").join(words)


def add_brackets(words: str, inside: object) -> str:
    """Return words, and what follows them in brackets, in the page's language."""
    return t(f"{words}（{inside}）", f"{words} ({inside})")


def join_first(names: Sequence[str], most: int = 3) -> str:
    """Join the first ``most`` names, and say how many there are if there are more."""
    first, more = join_words(names[:most]), len(names) - most
    return first if more <= 0 else t(f"{first}等 {len(names)} 个", f"{first} and {more} more")


def capitalize(words: str) -> str:
    """Return a text with its first letter in upper case."""
    return words[:1].upper() + words[1:]


def number(value: float, decimals: int = 0) -> str:
    """Format a number with thousands separators: ``12,345``."""
    return f"{value:,.{decimals}f}"


def percent(share: float, decimals: int = 0) -> str:
    """Format a share from 0 to 1 as per cent: ``0.256`` -> ``26%``."""
    return f"{share * 100:.{decimals}f}%"


def source_lines(first: int, last: int) -> str:
    """Return the location of source lines: ``第 4327–4333 行`` or ``lines 4327–4333``."""
    return format_lines(first, last, current_language())


def source_place(measure: Mapping[str, Any]) -> str:
    """Return a measure's location in its source: page, table and row, sheet and cell, or lines."""
    place = str(measure.get(f"place_{current_language()}") or "")
    return place or source_lines(int(measure["first_line"]), int(measure["last_line"]))


def document_title(name: str) -> str:
    """Put a document's name in title marks, unless it is a number: 国发〔2018〕1号, GB/T 29490-2013."""
    return name if _DOCUMENT_NUMBER.fullmatch(name) else f"《{name}》"


def shorten(text: str, most: int) -> str:
    """Cut a text off after ``most`` characters, with an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def escape_markdown(words: str) -> str:
    """Escape Markdown and LaTeX in text from a file or an error."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>$~:])", r"\\\1", show_unseen(words))


def whole_percent(share: float) -> str:
    """Format a share as per cent; less than all is never 100%, more than nothing never 0%."""
    return "<1%" if 0 < share < 0.005 else ">99%" if 0.995 <= share < 1 else percent(share)
