"""The query language of the search box: words, quoted phrases, excluded words, and fields.

A query is words in any order, all of which must occur. White space and punctuation (，、；。) separate
words. Quotes (straight, curly, full-width or 「…」) make a phrase and ``-`` excludes. ``region:``, ``area:``,
``task:``, ``department:``, ``depth:`` and ``doubt:``, or 地区: 重点: 任务: 部门: 深度: 存疑:, filter; a field
used twice, or with comma-separated values, means any of them. ``confidence<0.9`` or 置信度<90% compares; two
comparisons must both hold.

Any text is a valid query. Parts that are not understood are ignored and reported in a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.search.fold import fold_text

LONGEST: Final = 500
"""How many characters of a query are read."""

MOST_WORDS: Final = 20
"""How many words and fields of a query are read."""

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "region": ("region", "regions", "province", "provinces", "地区", "省份", "省市", "省"),
    "area": ("area", "areas", "工作重点", "重点领域", "领域", "重点"),
    "task": ("task", "tasks", "标准任务", "工作内容", "任务"),
    "department": ("department", "departments", "dept", "责任部门", "责任单位", "部门", "单位"),
    "depth": ("depth", "深度"),
    "doubt": ("doubt", "doubtful", "存疑"),
    "confidence": ("confidence", "置信度"),
}
"""The fields and their aliases."""

COMPARED_FIELDS: Final = ("confidence",)
"""The numeric fields, for comparisons: ``confidence<0.9``."""

CHINESE_FIELDS: Final = {
    "region": "地区",
    "area": "重点",
    "task": "任务",
    "department": "部门",
    "depth": "深度",
    "doubt": "存疑",
    "confidence": "置信度",
}
"""The names of the fields in a Chinese query."""

QUOTES: Final = '"“”„‟＂「」『』'
_ENDS: Final = {"「": "」", "『": "』"}
_MINUS: Final = "-－−"
_COLONS: Final = ":："
_PARTING: Final = "，、；。！？"
_NAMED: Final = {name: field for field, names in FIELDS.items() for name in names}

_SKIPPED: Final = re.compile(rf"[\s{_PARTING}]+")
_FIELD: Final = re.compile(rf"([^\s{QUOTES}{_COLONS}{_PARTING}]{{1,12}})[{_COLONS}]\s*")
_SIGNS: Final = "<>=＜＞＝≤≥"
_UNPARTED: Final = rf"[^\s{QUOTES}{_PARTING}]*"
_COMPARISON: Final = re.compile(
    rf"([^\s{QUOTES}{_COLONS}{_PARTING}{_SIGNS}]{{1,12}})\s*[{_COLONS}]?\s*([{_SIGNS}]{{1,2}})"
    rf"(\s*[\d.．]{_UNPARTED}|{_UNPARTED})"
)
_BARE: Final = re.compile(rf"[^\s{QUOTES}{_PARTING}]+")
_VALUE: Final = re.compile(rf"[^\s{QUOTES}]+")
_BETWEEN_VALUES: Final = re.compile(r"[,，、;；|/]+")
_NAMED_BY_HAND: Final = re.compile(r"[^\W\d]{1,12}:.+")
_OPERATORS: Final = ("or", "and", "not", "||", "&", "&&")
_UNREADABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Word:
    """A word or phrase; ``start`` and ``end`` are its place in the query, with its quotes and its minus."""

    text: str
    folded: str
    start: int
    end: int
    unwanted: bool = False
    phrase: bool = False


@dataclass(frozen=True)
class Condition:
    """A field with alternative values, or with excluded ones where it is ``unwanted``."""

    field: str
    values: tuple[str, ...]
    start: int
    end: int
    unwanted: bool = False


@dataclass(frozen=True)
class Doubt:
    """A part that was not understood, with the possible values: a sentence in each language."""

    zh: str
    en: str


@dataclass(frozen=True)
class Query:
    """A parsed query.

    Parameters
    ----------
    text
        What was read of what was typed.
    words
        In the order in which they were typed, each one once.
    conditions
        The fields.
    doubts
        What was not understood.
    """

    text: str
    words: tuple[Word, ...] = ()
    conditions: tuple[Condition, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def wanted(self) -> tuple[Word, ...]:
        """The words that must be found."""
        return tuple(word for word in self.words if not word.unwanted)

    @property
    def unwanted(self) -> tuple[Word, ...]:
        """The words that must not be found."""
        return tuple(word for word in self.words if word.unwanted)

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.words and not self.conditions


def parse(text: str) -> Query:
    """Parse a query; any text is valid.

    Parameters
    ----------
    text
        Anything. Control characters count as spaces.
    """
    doubts: list[Doubt] = []
    read = _UNREADABLE.sub(" ", text)[:LONGEST]
    if len(text) > LONGEST:
        doubts.append(
            Doubt(
                f"检索式太长，只读了前 {LONGEST} 个字符。", f"Only the first {LONGEST} characters were read."
            )
        )
    words: dict[tuple[str, bool], Word] = {}
    conditions: list[Condition] = []
    place = 0
    while (place := _skipped(read, place)) < len(read):
        if len(words) + len(conditions) == MOST_WORDS:
            doubts.append(
                Doubt(f"词太多，只用了前 {MOST_WORDS} 个。", f"Only the first {MOST_WORDS} words were used.")
            )
            break
        found, place = _next(read, place, doubts)
        if isinstance(found, Word):
            words.setdefault((found.folded, found.unwanted), found)
        elif found:
            conditions.append(found)
    return Query(read, tuple(words.values()), tuple(conditions), tuple(dict.fromkeys(doubts)))


def syntax_hints(query: Query) -> tuple[Doubt, ...]:
    """Hints about words with a special meaning in other search boxes, where nothing is found."""
    words = [word.folded for word in query.wanted if not word.phrase]
    names = [word.partition(":")[0] for word in words if _NAMED_BY_HAND.fullmatch(word)]
    doubts = [
        Doubt(
            f"没有“{name}:”这种限定；可用的有 地区: 重点: 任务: 部门: 深度: 存疑: 置信度<。",
            f"Nothing is narrowed by “{name}:”; there are region: area: task: department: depth: doubt: "
            "confidence<.",
        )
        for name in names
    ]
    if any(word in _OPERATORS or "|" in word for word in words):
        doubts.append(
            Doubt(
                "各词都要找到，没有“或”；要找任一个，请分别检索。",
                "All words must be found and there is no OR; search for one, then for the other.",
            )
        )
    if any(set(word) & set("*?") for word in words):
        doubts.append(
            Doubt(
                "“*”和“?”不是通配符；词在长词里也算找到，不用写它们。",
                "“*” and “?” stand for themselves; words are found inside longer words without them.",
            )
        )
    return tuple(doubts)


def remove_part(query: Query, part: Word | Condition) -> str:
    """The query without one of its parts."""
    kept = f"{query.text[: part.start].rstrip()} {query.text[part.end :].lstrip()}"
    return kept.strip()


def replace_word(query: Query, word: Word, other: str) -> str:
    """The query with another word in the place of one of its words."""
    return f"{query.text[: word.start]}{other}{query.text[word.end :]}".strip()


def _skipped(text: str, place: int) -> int:
    found = _SKIPPED.match(text, place)
    return found.end() if found else place


def _next(text: str, start: int, doubts: list[Doubt]) -> tuple[Word | Condition | None, int]:
    """The next part of a query and where it ends."""
    place = start + (text[start] in _MINUS)
    unwanted = place > start
    compared = _COMPARISON.match(text, place)
    if compared and _NAMED.get(fold_text(compared[1])) in COMPARED_FIELDS:
        value = fold_text(f"{compared[2]}{compared[3]}")
        return Condition(
            _NAMED[fold_text(compared[1])], (value,), start, compared.end(), unwanted
        ), compared.end()
    named = _FIELD.match(text, place)
    field = _NAMED.get(fold_text(named[1])) if named else None
    if named and field:
        return _condition(text, start, named.end(), field, named[1], unwanted, doubts)
    if place < len(text) and text[place] in QUOTES:
        inside, end = _quoted(text, place, doubts)
        return _word(inside, start, end, unwanted, phrase=True), end
    bare = _BARE.match(text, place)
    if not bare:
        doubts.append(Doubt("“-”后面要紧跟一个词。", "A “-” must stand directly before a word."))
        return None, place
    return _word(bare[0], start, bare.end(), unwanted), bare.end()


def _word(text: str, start: int, end: int, unwanted: bool, *, phrase: bool = False) -> Word | None:
    sought = fold_text(text)
    return Word(text.strip(), sought, start, end, unwanted, phrase) if sought else None


def _condition(
    text: str, start: int, place: int, field: str, name: str, unwanted: bool, doubts: list[Doubt]
) -> tuple[Condition | None, int]:
    if place < len(text) and text[place] in QUOTES:
        value, end = _quoted(text, place, doubts)
        values = [value]
    else:
        found = _VALUE.match(text, place)
        values, end = (_BETWEEN_VALUES.split(found[0]), found.end()) if found else ([], place)
    given = tuple(value.strip() for value in values if fold_text(value))
    if not given:
        doubts.append(Doubt(f"“{name}：”后面没有写值。", f"Nothing stands after “{name}:”."))
        return None, end
    return Condition(field, given, start, end, unwanted), end


def _quoted(text: str, place: int, doubts: list[Doubt]) -> tuple[str, int]:
    """The quoted text and its end; an unclosed quote extends to the end."""
    ends = _ENDS.get(text[place], QUOTES)
    end = next((at for at in range(place + 1, len(text)) if text[at] in ends), None)
    if end is None:
        doubts.append(
            Doubt(
                "引号没有闭合，从引号起到末尾都当作一个短语。",
                "The quotation marks do not close; all that follows them was taken for one phrase.",
            )
        )
        return text[place + 1 :], len(text)
    return text[place + 1 : end], end + 1
