"""Known documents (``documents.toml``), the places that titles name, issuers, and names without title marks.

Unlike a description (制定实施方案, 出台相关政策), a name without title marks (国家知识产权“十三五”规划)
ends with a word for a kind of document, follows a verb applied to documents (落实, 修订, 印发) or another
listed name, and has a feature of names: place, issuer, year, five-year plan, 若干, 试行 or a period in
brackets. Without these the document may not exist. Laws, documents with ``unmarked`` wordings, and
regulations after a verb of applying (落实节约用水条例) need only their name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Final

from pipeline.extract.documents.titles import STATE, title_key
from pipeline.extract.patterns import compile_words, is_free, load_patterns
from pipeline.schema.model import DOCUMENT_KINDS
from pipeline.taxonomy import toml_files
from pipeline.taxonomy.loading import DEFAULT, Region, load_regions
from pipeline.taxonomy.toml_files import Texts

_FILE: Final = "documents.toml"
NATIONAL: Final = "national"
_MAKERS: Final = load_patterns("document_makers", {"state": STATE})
STATE_BODY: Final = f"(?:{_MAKERS.state_body.pattern})"
"""Starts of names of state bodies."""
_LEAD: Final = r"^(?P<lead>(?:\d{4}年度?)?(?:关于)?)"
_PLACE_ABBREVIATIONS: Final = {
    "province": re.compile(rf"{_LEAD}省(?![级际会外内油部直])|(?:我省|本省|全省)"),
    "municipality": re.compile(rf"{_LEAD}市(?![级场值民政县区容辖直])|(?:我市|本市|全市)"),
    "autonomous_region": re.compile(rf"{_LEAD}自治区(?!域)|(?:我区|本区|全区(?!域))"),
    "corps": re.compile(rf"{_LEAD}兵团|我兵团"),
}

_PATTERNS: Final = load_patterns("unmarked_titles")

_MAX_LENGTH: Final = 80
_MIN_CONTENT: Final = 2
_MIN_CONTENT_UNPLACED: Final = 5
_MIN_CONTENT_WITH_REMARK: Final = 4


@dataclass(frozen=True)
class KnownDocument:
    """A known document; ``unmarked`` are wordings that need no title marks."""

    title: str
    kind: str
    wordings: Texts
    unmarked: Texts = ()


@dataclass(frozen=True)
class DocumentNames:
    """Known documents by the key of each wording, and regions by place.

    ``unmarked`` matches documents that need no title marks, in texts with one of ``unmarked_words``.
    """

    known: Mapping[str, KnownDocument]
    unmarked: re.Pattern[str]
    unmarked_words: tuple[str, ...]
    places: re.Pattern[str]
    region_of: Mapping[str, str]
    region_names: Mapping[str, tuple[str, ...]]

    def regions_named(self, title: str, *, of_places: bool = True) -> frozenset[str]:
        """Ids of the regions that a title names, or also of the cities (``of_places``) that it names."""
        places = {match[0] for match in self.places.finditer(title)}
        regions = {place: self.region_of[place] for place in places}
        return frozenset(id for place, id in regions.items() if of_places or place in self.region_names[id])

    def key_without_place(self, title: str, maker: str) -> str:
        """The key of a title without the name of the issuing region."""
        for name in self.region_names.get(maker, ()):
            if name in title:
                return title_key(title.replace(name, "", 1))
        return title_key(title)


@cache
def load_documents(folder: Path = DEFAULT) -> DocumentNames:
    """Read ``documents.toml`` and the places of ``regions.toml``; raises :class:`TaxonomyError`."""
    source, contents = toml_files.open_file(folder, _FILE)
    laws = toml_files.read_words(source, {"laws": []} | contents, "laws")
    documents: tuple[KnownDocument, ...] = ()
    if "document" in contents:
        known_kinds = {"kind": DOCUMENT_KINDS}
        documents = toml_files.read_entries(source, contents, "document", KnownDocument, known_kinds)
    unmarked = [wording for document in documents for wording in document.unmarked]
    wordings = (
        (title_key(wording), wording, document)
        for document in documents
        for wording in (document.title, *document.wordings, *document.unmarked)
    )
    known = toml_files.index_wordings(source, "document", wordings)
    regions = load_regions(folder)[1]
    region_names = {region.id: (region.name_zh, region.short_zh) for region in regions}
    region_of = {name: id for id, names in region_names.items() for name in names}
    region_of |= {word: region.id for region in regions for word in region.words}
    pattern, places = _compile_unmarked(laws, unmarked), compile_words(region_of)
    return DocumentNames(known, pattern, (STATE, *laws, *unmarked), places, region_of, region_names)


def _compile_unmarked(laws: Sequence[str], others: Sequence[str]) -> re.Pattern[str]:
    """Pattern of the known names; laws also with 中华人民共和国 and 实施细则, but not in 专利法律.

    Any law is recognised after 中华人民共和国.
    """
    return re.compile(
        f"(?:(?:{STATE})?(?:{compile_words(laws).pattern})|{STATE}[\u4e00-\u9fff、]{{1,24}}?法)(?:实施(?:细则|条例|办法))?"
        f"(?![律规院官庭日学治人务定理则制型])|{compile_words(others).pattern}"
    )


def replace_place(title: str, region: Region) -> str:
    """Replace an abbreviation of the region with its name: 省专利条例 in the plan of 四川."""
    pattern = _PLACE_ABBREVIATIONS.get(region.kind)
    if pattern is None:
        return title
    return pattern.sub(lambda match: f"{match['lead'] or ''}{region.name_zh}", title, count=1)


def find_maker(title: str, before: str, region: Region, names: DocumentNames) -> str:
    """The id of the issuing region, ``national``, or '' if unknown.

    ``title`` is a result of `replace_place`, ``before`` the text before it or its list, ``region`` the
    plan's. A title that names a region is that region's; one that names a city is the plan's region's if the
    city is in it. One without a place is the region's if a verb of issuing (制定、出台) or a body of the
    region precedes it, or if it is typical of provinces (强省意见, 实施意见).
    """
    if _MAKERS.national_title.match(title):
        return NATIONAL
    if named := names.regions_named(title):
        by_name = names.regions_named(title, of_places=False)
        own = region.id if region.id in named else ""
        return next(iter(by_name), own) if len(named) == 1 else ""
    if _MAKERS.national_before.search(before):
        return NATIONAL
    is_own = (
        _MAKERS.own_title.search(title)
        or _MAKERS.own_verb_before.search(before)
        or _MAKERS.own_body_before.search(before)
    )
    return region.id if is_own else ""


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
