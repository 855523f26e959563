"""Known documents: their usual titles, and the places that titles name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pipeline.extract.documents.titles import STATE, key_of
from pipeline.schema.errors import TaxonomyError
from pipeline.schema.model import DOCUMENT_KINDS
from pipeline.taxonomy.loading import DEFAULT, load_taxonomy, read_toml

_FILE: Final = "documents.toml"


@dataclass(frozen=True)
class KnownDocument:
    """A document that every region may name; ``unmarked`` are the wordings that count without title marks."""

    title: str
    kind: str
    wordings: tuple[str, ...]
    unmarked: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentNames:
    """Known documents by the key of each wording, and places with the region that each is in.

    ``unmarked`` finds the documents that need no title marks, and is needed only where a text has one of
    ``unmarked_words``.
    """

    known: Mapping[str, KnownDocument]
    unmarked: re.Pattern[str]
    unmarked_words: tuple[str, ...]
    places: re.Pattern[str]
    region_of: Mapping[str, str]
    region_names: Mapping[str, tuple[str, ...]]

    def regions_named(self, title: str, *, of_places: bool = True) -> frozenset[str]:
        """The regions that a title names, and those of the cities that it names."""
        found = (place[0] for place in self.places.finditer(title))
        regions = ((self.region_of[place], place) for place in found)
        return frozenset(id for id, place in regions if of_places or place in self.region_names[id])

    def key_without_place(self, title: str, maker: str) -> str:
        """The key of a title without the name of the region whose document it is."""
        for name in self.region_names.get(maker, ()):
            if name in title:
                return key_of(title.replace(name, "", 1))
        return key_of(title)


@cache
def load_documents(folder: Path = DEFAULT) -> DocumentNames:
    """Read ``documents.toml`` and the places of ``regions.toml``; raises :class:`TaxonomyError`."""
    source = folder / _FILE
    known: dict[str, KnownDocument] = {}
    contents = read_toml(source)
    entries = contents.get("document", [])
    laws = _laws(source, contents.get("laws", []))
    unmarked: list[str] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        document = _document_from(source, number, entry)
        unmarked += document.unmarked
        for wording in (document.title, *document.wordings, *document.unmarked):
            other = known.setdefault(key_of(wording), document)
            if other is not document:
                raise TaxonomyError(
                    f"[[document]] {other.title} 与 {document.title} 都有“{wording}”；请只留一处。",
                    f"[[document]] {other.title} and {document.title} both have “{wording}”; keep one.",
                    source=source,
                )
    regions = load_taxonomy(folder).regions
    region_names = {region.id: (region.name_zh, region.short_zh) for region in regions}
    region_of = {name: id for id, names in region_names.items() for name in names}
    region_of |= {word: region.id for region in regions for word in region.words}
    return DocumentNames(
        known,
        _as_printed(laws, unmarked),
        (STATE, *laws, *unmarked),
        any_of(region_of),
        region_of,
        region_names,
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds each of the words, the longest that fits."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def _laws(source: Path, laws: Any) -> list[str]:
    """The laws that count without title marks."""
    if not isinstance(laws, list) or not all(isinstance(law, str) and key_of(law) for law in laws):
        raise TaxonomyError(
            "laws 应为带引号的法律名称的列表；请改正。",
            "laws should be a list of names of laws in quotes; mend it.",
            source=source,
        )
    return laws


def _as_printed(laws: list[str], others: list[str]) -> re.Pattern[str]:
    """A pattern of the known names; laws also with 中华人民共和国 and 实施细则, but not within 专利法律.

    With 中华人民共和国 before it, any law is recognised.
    """
    of_laws = any_of(laws).pattern or "$^"
    of_others = any_of(others).pattern or "$^"
    return re.compile(
        f"(?:(?:{STATE})?(?:{of_laws})|{STATE}[\u4e00-\u9fff、]{{1,24}}?法)(?:实施(?:细则|条例|办法))?(?![律规院官庭日学治人务定理则制型])|{of_others}"
    )


def _document_from(source: Path, number: int, entry: Any) -> KnownDocument:
    title: Any = entry.get("title") if isinstance(entry, dict) else None
    place = f"[[document]] {title or f'#{number}'}"
    if not isinstance(entry, dict) or entry.keys() - {"unmarked"} != {"title", "kind", "wordings"}:
        raise TaxonomyError(
            f"{place} 应有 title、kind、wordings 三个键，可另有 unmarked；请改正。",
            f"{place} should have the keys title, kind and wordings, and unmarked at will; mend it.",
            source=source,
        )
    wordings, unmarked = entry["wordings"], entry.get("unmarked", [])
    are_lists = isinstance(wordings, list) and isinstance(unmarked, list)
    texts = [title, *wordings, *unmarked] if are_lists else [None]
    if not all(isinstance(text, str) and key_of(text) for text in texts):
        raise TaxonomyError(
            f"{place} 的 title 应为带引号的名称，wordings 与 unmarked 应为名称的列表；请改正。",
            f"{place}: title should be a title in quotes, wordings and unmarked lists of such; mend it.",
            source=source,
        )
    if entry["kind"] not in DOCUMENT_KINDS:
        raise TaxonomyError(
            f"{place} 的 kind 为 {entry['kind']}，并不存在；可用的有：{'、'.join(DOCUMENT_KINDS)}。",
            f"{place}: there is no kind {entry['kind']}; use one of {', '.join(DOCUMENT_KINDS)}.",
            source=source,
        )
    return KnownDocument(title, entry["kind"], tuple(wordings), tuple(unmarked))
