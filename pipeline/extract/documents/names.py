"""Known documents (``documents.toml``), the places that titles name, and issuers: the state, or a region."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.extract.documents.titles import STATE, title_key
from pipeline.extract.patterns import load_patterns
from pipeline.extract.wordings import compile_words
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
