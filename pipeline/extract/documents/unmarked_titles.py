"""Find documents named without title marks: 国家知识产权“十三五”规划, 2018年宣传工作要点, 专利法.

Unlike a description (制定实施方案, 出台相关政策), a name ends with a word for a kind of document, follows a
verb applied to documents (落实, 修订, 印发) or another listed name, and has a feature of names: place,
issuer, year, five-year plan, 若干, 试行 or a period in brackets. Without these the document may not exist.
Laws, documents with ``unmarked`` wordings in ``documents.toml``, and regulations after a verb of applying
(落实节约用水条例) need only their name.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from typing import Final

from pipeline.extract.documents.names import DocumentNames
from pipeline.extract.patterns import load_patterns
from pipeline.extract.wordings import is_free

_PATTERNS: Final = load_patterns("unmarked_titles")

_MAX_LENGTH: Final = 80
_MIN_CONTENT: Final = 2
_MIN_CONTENT_UNPLACED: Final = 5
_MIN_CONTENT_WITH_REMARK: Final = 4


@cache
def _start_pattern(places: str) -> re.Pattern[str]:
    place = f"(?:{places})(?!知识产权局|经济|技术开发)"
    body = r"(?:[\u4e00-\u9fff]{0,12}?(?:政府|[厅局委办])(?=关于))?"
    year, plan = _PATTERNS.year.pattern, _PATTERNS.five_years.pattern
    of = f"{_PATTERNS.national.pattern}|{_PATTERNS.own.pattern}|{place}"
    return re.compile(f"(?P<year>{year})?(?P<plan>{plan})?(?P<of>{of})?{body}(?P<late_year>{year})?")


def find_unmarked(
    text: str, names: DocumentNames, excluded: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of names outside the excluded spans, sorted and disjoint."""
    has_known = any(word in text for word in names.unmarked_words)
    known = [found.span() for found in names.unmarked.finditer(text)] if has_known else []
    found = sorted(
        [*known, *_find_in_clauses(text, names, {end for _, end in [*excluded, *known]})],
        key=lambda span: span[0],
    )
    last = 0
    for start, end in found:
        if start >= last and is_free(start, end, excluded):
            yield start, end
            last = end


def _find_in_clauses(text: str, names: DocumentNames, cited: set[int]) -> Iterator[tuple[int, int]]:
    begin = previous = 0
    for boundary in [*_PATTERNS.boundary.finditer(text), None]:
        end = boundary.start() if boundary else len(text)
        listed = text[begin - 1 : begin] == "、" and (begin - 1 in cited or begin - 1 == previous > 0)
        joined = _PATTERNS.joining_word.match(text, begin, end) if begin in cited else None
        at = joined.end() if joined else begin
        for kind in _find_name_ends(text, at, end):
            start = _find_name_start(text, at, kind, names, listed=listed or bool(joined))
            if start < 0:
                continue
            previous = _remark_end(text, kind)
            yield start, previous
            joined = _PATTERNS.joining_word.match(text, previous, end)
            at = joined.end() if joined else previous
        begin = boundary.end() if boundary else end


def _find_name_ends(text: str, begin: int, end: int) -> list[int]:
    """Possible ends of names: the last of adjacent words for kinds (工作计划实施方案)."""
    words = [
        kind
        for kind in _PATTERNS.kind.finditer(text, begin, end)
        if not _PATTERNS.not_after_kind.match(text, kind.end())
    ]
    return [
        word.end()
        for word, following in zip_longest(words, words[1:])
        if following is None
        or following.start() - word.end() > 8
        or _PATTERNS.name_break.search(text, word.end(), following.start())
    ]


def _find_name_start(text: str, begin: int, end: int, names: DocumentNames, *, listed: bool) -> int:
    """Start of the name that ends here, or -1."""
    begin = max(begin, end - _MAX_LENGTH)
    for verb in _PATTERNS.verb.finditer(text, begin, end):
        if _has_issuer_or_year(text, verb.end(), end, names, verb[0]) or _is_worded_as_title(
            text, verb.end(), end, verb[0]
        ):
            return verb.end()
        if _PATTERNS.in_force.search(verb[0]) and _is_regulation(text[verb.end() : end]):
            return verb.end()
    if (listed or _PATTERNS.verb_after.match(text, _remark_end(text, end))) and _has_issuer_or_year(
        text, begin, end, names, ""
    ):
        return begin
    if listed and _is_regulation(text[begin:end]):
        return begin
    return -1


def _has_issuer_or_year(text: str, start: int, end: int, names: DocumentNames, verb: str) -> bool:
    """Whether a span has an issuer or a year, and a subject."""
    sign = _start_pattern(names.places.pattern).match(text, start, end)
    if sign is None or sign.end() == start:
        return False
    inside = text[sign.end() : end]
    if _PATTERNS.not_in_title.search(inside) or (
        inside.startswith("的") or ("的" in inside and "关于" not in inside)
    ):
        return False
    if not sign["of"] and _PATTERNS.begins_with_verb.match(inside):
        return False
    is_national = bool(sign["of"]) and bool(_PATTERNS.national.match(sign["of"]))
    if is_national and (
        _PATTERNS.not_national.match(text[start:end]) or _PATTERNS.issuing_verbs.fullmatch(verb)
    ):
        return False
    if inside.endswith("意见") and not _PATTERNS.title_words.search(inside):
        return False
    if sign["of"] and sign["of"][0] in "我本全" and not sign["year"] and _PATTERNS.issuing_verbs.match(verb):
        return False
    five_years = bool(_PATTERNS.five_years.search(text[start:end]))
    return (five_years and bool(sign["of"])) or len(_PATTERNS.generic.sub("", inside)) >= _MIN_CONTENT


def _is_worded_as_title(text: str, start: int, end: int, verb: str) -> bool:
    """Whether a name without issuer and year is worded as a title, or followed by a remark of titles."""
    inside, behind = text[start:end], text[end : end + 24]
    content = len(_PATTERNS.generic.sub("", inside))
    remarked = _PATTERNS.period_or_trial.match(behind) and _PATTERNS.remark.match(behind)
    if _PATTERNS.not_in_title.search(inside) or content < (
        _MIN_CONTENT_WITH_REMARK if remarked else _MIN_CONTENT_UNPLACED
    ):
        return False
    if remarked or _PATTERNS.numbered.match(behind):
        return True
    exists = not _PATTERNS.drafting_verbs.search(verb)
    return exists and bool(_PATTERNS.worded_as_title.search(inside))


def _is_regulation(words: str) -> bool:
    """Whether words name a regulation; if applied, it exists: 落实节约用水条例."""
    if not words.endswith("条例") or words.startswith(("地方", "党内", "上位", "新")):
        return False
    if (
        _PATTERNS.verb.match(words)
        or _PATTERNS.begins_with_verb.match(words)
        or _PATTERNS.not_in_title.search(words)
    ):
        return False
    return len(_PATTERNS.generic.sub("", words)) >= _MIN_CONTENT


def _remark_end(text: str, end: int) -> int:
    remark = _PATTERNS.remark.match(text, end)
    return remark.end() if remark else end
