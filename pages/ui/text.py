"""Words on the pages, in two languages: labels, names of codes, and how numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, cast

import streamlit as st

from pages.ui.written import written_plainly

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
LANGUAGE_NAMES: Final[dict[str, str]] = {"zh": "中文", "en": "English"}
LANGUAGE_STATE: Final = "page_language"
"""Where the session keeps the language of the pages."""

PRODUCT: Final[dict[Language, str]] = {"zh": "省级政策对照", "en": "Plan Atlas"}

Names = dict[str, dict[Language, str]]

DEPTHS: Final[Names] = {
    "absent": {"zh": "未列", "en": "absent"},
    "blank": {"zh": "列而未填", "en": "blank"},
    "none": {"zh": "声明暂无", "en": "declared none"},
    "generic": {"zh": "原则性", "en": "generic"},
    "specific": {"zh": "具体", "en": "specific"},
    "quantified": {"zh": "量化", "en": "quantified"},
}
DEPTH_MEANINGS: Final[Names] = {
    "absent": {"zh": "该地区的工作要点没有列出这项任务", "en": "the plan does not list the task"},
    "blank": {"zh": "列出了任务，但举措一栏没有内容", "en": "the task is listed, its measure is left empty"},
    "none": {"zh": "写明本地区没有或暂不开展", "en": "the plan says that the region has none"},
    "generic": {"zh": "只重复任务或泛泛表态", "en": "only restates the task, or says that work goes on"},
    "specific": {"zh": "写明了做什么", "en": "says what will be done"},
    "quantified": {
        "zh": "写明了做什么，并有量化目标",
        "en": "says what will be done, with at least one target",
    },
}
CLASS_NAMES: Final[Names] = {
    "task": {"zh": "工作内容", "en": "task"},
    "measure": {"zh": "举措", "en": "measure"},
    "deliverable": {"zh": "成果形式", "en": "deliverable"},
    "departments": {"zh": "责任部门", "en": "departments"},
    "deadline": {"zh": "完成时限", "en": "deadline"},
    "title": {"zh": "标题", "en": "title"},
    "header": {"zh": "表头与页眉", "en": "table or page header"},
    "serial": {"zh": "序号", "en": "serial"},
    "area": {"zh": "工作重点", "en": "key area"},
    "page_number": {"zh": "页码", "en": "page number"},
    "overprint": {"zh": "重复印刷", "en": "overprint"},
    "preface": {"zh": "前言与封面", "en": "preface"},
    "delimiter": {"zh": "分隔符", "en": "delimiter"},
    "other_column": {"zh": "其他列", "en": "other column"},
    "running_head": {"zh": "页眉与页脚", "en": "header or footer"},
    "comment": {"zh": "批注", "en": "comment"},
    "footnote": {"zh": "脚注与尾注", "en": "footnote or endnote"},
    "hidden": {"zh": "隐藏的文字", "en": "hidden text"},
    "deleted": {"zh": "修订中删除的文字", "en": "deletion (tracked change)"},
    "invisible": {"zh": "不可见的文字", "en": "invisible text"},
    "unread": {"zh": "未读取", "en": "not read"},
}
SEVERITIES: Final[Names] = {
    "note": {"zh": "说明", "en": "note"},
    "doubt": {"zh": "存疑", "en": "doubt"},
    "error": {"zh": "错误", "en": "error"},
}
DOUBTS: Final[Names] = {
    "yes": {"zh": "读取存疑", "en": "doubtful reading"},
    "no": {"zh": "读取无疑", "en": "no doubt"},
}
"""Whether it is doubtful that a row was read rightly."""

STATUSES: Final[Names] = {
    "plan": {"zh": "有工作要点", "en": "has a plan"},
    "unread": {"zh": "文件未能读取", "en": "document not readable"},
    "no_plan": {"zh": "未见工作要点", "en": "no plan published"},
    "outside": {"zh": "不在来源范围", "en": "outside the source"},
}
MATCH_METHODS: Final[Names] = {
    "exact": {"zh": "与模板一致", "en": "same words as the template"},
    "similar": {"zh": "与模板相近", "en": "close to the template"},
    "joined": {"zh": "一格两项", "en": "two tasks in one cell"},
    "local": {"zh": "自设任务", "en": "local task"},
}


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


def prose(topic: str, name: str, **values: str) -> str:
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


def named(names: Names, code: str, language: Language | None = None) -> str:
    """The name of a code, such as ``named(DEPTHS, "blank")``; an unknown code stands for itself."""
    entry = names.get(code)
    return entry[language or current_language()] if entry else code


def column(stem: str, language: Language | None = None) -> str:
    """The column of a table that holds ``stem`` in the language of the pages: ``short`` -> ``short_en``."""
    return f"{stem}_{language or current_language()}"


def joined(words: Iterable[str], language: Language | None = None) -> str:
    """Words in a row, parted as the language parts them."""
    return ("、" if (language or current_language()) == "zh" else ", ").join(words)


def first_few(names: Sequence[str], most: int = 3) -> str:
    """Names in a row; where they are more than ``most``, the first of them, and how many there are."""
    first, more = joined(names[:most]), len(names) - most
    return first if more <= 0 else t(f"{first}等 {len(names)} 个", f"{first} and {more} more")


def capitalized(words: str) -> str:
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


def literal(words: str) -> str:
    """Words that come from a file or from an error, kept from being read as Markdown or LaTeX."""
    seen = written_plainly(words)
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+!|<>$~:" else sign for sign in seen)


def whole_percent(share: float) -> str:
    """A share as per cent; what is not all is never written as 100%, what is not nothing never as 0%."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else percent(share)
