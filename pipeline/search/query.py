"""The query language of the search box: words, quoted phrases, excluded words, and fields.

A query is words in any order, all of which must occur. White space and punctuation (，、；。) separate
words. Quotes (straight, curly, full-width or 「…」) make a phrase and ``-`` excludes. ``region:``, ``area:``,
``task:``, ``department:``, ``depth:`` and ``doubt:``, or 地区: 重点: 任务: 部门: 深度: 存疑:, filter; a field
used twice, or with comma-separated values, means any of them. ``confidence<0.9`` or 置信度<90% compares; two
comparisons must both hold.

Any text is a valid query. Parts that are not understood are ignored and reported in a sentence.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Self

from pipeline.schema.codebook import MESSAGES
from pipeline.schema.errors import fill_templates
from pipeline.search.fold import fold_text

LONGEST: Final = 500
"""The most characters of a query that are read."""

MOST_WORDS: Final = 20
"""The most words and fields of a query that are read."""

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "region": ("region", "regions", "province", "provinces", "省份", "省市", "省", "地区"),
    "area": ("area", "areas", "工作重点", "重点领域", "领域", "重点"),
    "task": ("task", "tasks", "标准任务", "工作内容", "任务"),
    "department": ("department", "departments", "dept", "责任部门", "责任单位", "单位", "部门"),
    "depth": ("depth", "深度"),
    "doubt": ("doubt", "doubtful", "存疑"),
    "confidence": ("confidence", "置信度"),
}
"""The fields and their names: that of an English query first, that of a Chinese one last."""

COMPARED_FIELDS: Final = ("confidence",)
"""The numeric fields, for comparisons: ``confidence<0.9``."""

QUOTES: Final = '"“”„‟＂「」『』'
_ENDS: Final = {"「": "」", "『": "』"}
_MINUS: Final = "-－−"
_COLONS: Final = ":："
_PUNCTUATION: Final = "，、；。！？"
_FIELD_BY_NAME: Final = {name: field for field, names in FIELDS.items() for name in names}

_PART_START: Final = re.compile(rf"[^\s{_PUNCTUATION}]")
_FIELD: Final = re.compile(rf"([^\s{QUOTES}{_COLONS}{_PUNCTUATION}]{{1,12}})[{_COLONS}]\s*")
_SIGNS: Final = "<>=＜＞＝≤≥"
_WORD: Final = rf"[^\s{QUOTES}{_PUNCTUATION}]"
_COMPARISON: Final = re.compile(
    rf"([^\s{QUOTES}{_COLONS}{_PUNCTUATION}{_SIGNS}]{{1,12}})\s*[{_COLONS}]?\s*([{_SIGNS}]{{1,2}})"
    rf"(\s*[\d.．]{_WORD}*|{_WORD}*)"
)
_BARE_WORD: Final = re.compile(f"{_WORD}+")
_VALUES: Final = re.compile(rf"[^\s{QUOTES}]+")
_VALUE_SEPARATORS: Final = re.compile(r"[,，、;；|/]+")
_UNKNOWN_FIELD: Final = re.compile(r"[^\W\d]{1,12}:.+")
_OPERATORS: Final = ("or", "and", "not", "||", "&", "&&")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Word:
    """A word or phrase; ``start`` and ``end`` are its span in the query, with quotes and minus."""

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

    @classmethod
    def of(cls, kind: str, **values: Any) -> Self:
        """Make one of a kind of ``messages.csv`` with these values, see `fill_templates`."""
        return cls(*fill_templates(MESSAGES[kind], values))


@dataclass(frozen=True)
class Query:
    """A parsed query: the text that was read, its distinct words, its fields, and what was not understood."""

    text: str
    words: tuple[Word, ...] = ()
    conditions: tuple[Condition, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def wanted(self) -> tuple[Word, ...]:
        """The words that must occur."""
        return tuple(word for word in self.words if not word.unwanted)

    @property
    def unwanted(self) -> tuple[Word, ...]:
        """The words that must not occur."""
        return tuple(word for word in self.words if word.unwanted)

    @property
    def empty(self) -> bool:
        """Whether there are neither words nor fields."""
        return not self.words and not self.conditions


def parse(text: str) -> Query:
    """Parse a query; any text is valid, control characters count as spaces."""
    doubts: list[Doubt] = []
    query = _CONTROL.sub(" ", text)[:LONGEST]
    if len(text) > LONGEST:
        doubts.append(Doubt.of("query_too_long", most=LONGEST))
    words: dict[tuple[str, bool], Word] = {}
    conditions: list[Condition] = []
    position = 0
    while start := _PART_START.search(query, position):
        if len(words) + len(conditions) == MOST_WORDS:
            doubts.append(Doubt.of("query_has_too_many_words", most=MOST_WORDS))
            break
        part, position = _parse_part(query, start.start(), doubts)
        if isinstance(part, Word):
            words.setdefault((part.folded, part.unwanted), part)
        elif part:
            conditions.append(part)
    return Query(query, tuple(words.values()), tuple(conditions), tuple(dict.fromkeys(doubts)))


def syntax_hints(query: Query) -> tuple[Doubt, ...]:
    """Explain words that have a special meaning in other search boxes, for queries without hits."""
    words = [word.folded for word in query.wanted if not word.phrase]
    names = [word.partition(":")[0] for word in words if _UNKNOWN_FIELD.fullmatch(word)]
    doubts = [Doubt.of("query_field_unknown", name=name) for name in names]
    if any(word in _OPERATORS or "|" in word for word in words):
        doubts.append(Doubt.of("query_has_or"))
    if any(set(word) & set("*?") for word in words):
        doubts.append(Doubt.of("query_has_wildcards"))
    return tuple(doubts)


def remove_part(query: Query, part: Word | Condition) -> str:
    """Return the query without one of its parts."""
    return f"{query.text[: part.start].rstrip()} {query.text[part.end :].lstrip()}".strip()


def replace_word(query: Query, word: Word, other: str) -> str:
    """Return the query with one of its words replaced."""
    return f"{query.text[: word.start]}{other}{query.text[word.end :]}".strip()


def _parse_part(text: str, start: int, doubts: list[Doubt]) -> tuple[Word | Condition | None, int]:
    """Parse the next part of a query; returns it and its end."""
    position = start + (text[start] in _MINUS)
    unwanted = position > start
    comparison = _COMPARISON.match(text, position)
    if comparison and (field := _FIELD_BY_NAME.get(fold_text(comparison[1]))) in COMPARED_FIELDS:
        value, end = fold_text(f"{comparison[2]}{comparison[3]}"), comparison.end()
        return Condition(str(field), (value,), start, end, unwanted), end
    named = _FIELD.match(text, position)
    field = _FIELD_BY_NAME.get(fold_text(named[1])) if named else None
    if named and field:
        value, end, quoted = _read_value(text, named.end(), _VALUES, doubts)
        values = [value] if quoted else _VALUE_SEPARATORS.split(value)
        given = tuple(value.strip() for value in values if fold_text(value))
        if given:
            return Condition(field, given, start, end, unwanted), end
        doubts.append(Doubt.of("query_value_missing", name=named[1]))
        return None, end
    word, end, phrase = _read_value(text, position, _BARE_WORD, doubts)
    if not word and not phrase:
        doubts.append(Doubt.of("query_minus_alone"))
    folded = fold_text(word)
    return Word(word.strip(), folded, start, end, unwanted, phrase) if folded else None, end


def _read_value(text: str, start: int, bare: re.Pattern[str], doubts: list[Doubt]) -> tuple[str, int, bool]:
    """Return a quoted or bare value, which can be empty, its end, and whether it is quoted."""
    if text[start : start + 1] in tuple(QUOTES):
        return *_read_quoted(text, start, doubts), True
    match = bare.match(text, start)
    return (match[0], match.end(), False) if match else ("", start, False)


def _read_quoted(text: str, start: int, doubts: list[Doubt]) -> tuple[str, int]:
    """Return the quoted text and its end; an unclosed quote extends to the end of the query."""
    ends = _ENDS.get(text[start], QUOTES)
    end = next((at for at in range(start + 1, len(text)) if text[at] in ends), None)
    if end is None:
        doubts.append(Doubt.of("query_quote_unclosed"))
        return text[start + 1 :], len(text)
    return text[start + 1 : end], end + 1
