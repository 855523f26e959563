"""The directory of known bodies (``departments.toml``), with word lists for splitting department cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.extract.patterns import WordList
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy import toml_files
from pipeline.taxonomy.loading import DEFAULT, Region, load_regions

BODIES_FILE: Final = "departments.toml"
BODY_KINDS: Final = (
    *("government", "local_government", "party", "court", "procuratorate", "customs"),
    *("finance_regulator", "institution", "association", "collective", "other"),
)
BODY_LEVELS: Final = ("central", "provincial", "city", "other")
PLACE_ENDS: Final = "市区县州盟旗师"
"""Last characters of place names below the province."""

_PLACE: Final = "{place}"
_PLACE_SUFFIXES: Final = ("自治区", "自治州", "自治县", "自治旗", "地区", "林区", "省", *PLACE_ENDS)
_WORD_LISTS: Final = ("prefixes", "determiners", "duties", "separators")
_ROLE_LISTS: Final = ("none", "charge", "support", "lead", "ahead")
_LABEL_LISTS: Final = ("charge", "support", "lead")


@dataclass(frozen=True)
class BodyEntry:
    """A ``[[department]]`` of the file; short names default to the full names.

    ``level`` is '' if it depends on the cell, ``since`` the year of the reform that introduced the name.
    """

    id: str
    name_zh: str
    name_en: str
    kind: str
    aliases_zh: tuple[str, ...]
    level: str = ""
    short_zh: str = ""
    short_en: str = ""
    since: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name_zh, *self.aliases_zh)


@dataclass(frozen=True)
class PlacePattern:
    """Names that contain a place, such as 人民银行{place}分行."""

    department_id: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Body(BodyEntry):
    """A body by its canonical name, with its relations to others."""

    part_of: str = ""
    successor: str = ""
    """Id of the body that replaced it in a reform."""
    collective: bool = False
    party_office: bool = False
    """Whether the region's prefix is followed by 委, as in 省委宣传部."""


@dataclass(frozen=True)
class Directory:
    """Known bodies, and the word lists for splitting cells."""

    bodies: tuple[Body, ...]
    by_id: Mapping[str, Body]
    names: WordList
    """Names and aliases to body ids."""
    heads: WordList
    """Texts before the place in place patterns."""
    tails: Mapping[str, tuple[tuple[str, str], ...]]
    """By head, pairs of the text after the place, longest first, and the body id."""
    places: WordList
    """Places to ``provincial`` for regions, ``city`` for places within one."""
    prefixes: WordList
    determiners: WordList
    duties: WordList
    separators: WordList
    roles: WordList
    """Role words to ``lead``, ``support``, ``charge`` or ``none``."""
    labels: WordList
    """Labels before bodies to ``lead``, ``support`` or ``charge``."""
    ahead: frozenset[str]
    """Role words that apply to the bodies after them."""


def load_directory(folder: Path = DEFAULT) -> Directory:
    """Read ``departments.toml`` and the places of ``regions.toml``.

    Raises :class:`TaxonomyError` where the file is missing or invalid, an entry lacks a key, two entries
    share a name, or an unknown body is referenced.
    """
    source, document = toml_files.open_file(folder, BODIES_FILE)
    known = {"kind": BODY_KINDS, "level": BODY_LEVELS}
    entries = toml_files.read_entries(source, document, "department", BodyEntry, known, distinct=())
    patterns = toml_files.read_entries(source, document, "place_pattern", PlacePattern)
    part_of, successors = document.get("part_of", {}), document.get("successors", {})
    _require_consistent(source, entries, patterns, {"part_of": part_of, "successors": successors})
    bodies = tuple(
        _make_body(entry, part_of.get(entry.id, ""), successors.get(entry.id, "")) for entry in entries
    )
    toml_files.require_distinct(
        source, "department", bodies, "id", "name_zh", "name_en", "short_zh", "short_en"
    )
    read_words = partial(toml_files.read_words, source, document)
    words = {name: read_words(name) for name in _WORD_LISTS}
    roles = {name: read_words(f"role_words.{name}") for name in _ROLE_LISTS}
    ends = read_words("role_labels.ends")
    labels = {
        word + end: role
        for role in _LABEL_LISTS
        for word in read_words(f"role_labels.{role}")
        for end in ends
    }
    heads, tails = _split_patterns(patterns)
    return Directory(
        bodies=bodies,
        by_id={body.id: body for body in bodies},
        names=WordList.of({name: entry.id for entry in entries for name in entry.names}),
        heads=heads,
        tails=tails,
        places=_index_places(load_regions(folder)[1]),
        **{name: WordList.of(listed) for name, listed in words.items()},
        roles=WordList.of({word: role for role in _ROLE_LISTS[:-1] for word in roles[role]}),
        labels=WordList.of(labels),
        ahead=frozenset(roles["ahead"]),
    )


def _make_body(entry: BodyEntry, part_of: str, successor: str) -> Body:
    short = {"short_zh": entry.short_zh or entry.name_zh, "short_en": entry.short_en or entry.name_en}
    return Body(
        **{**vars(entry), **short},
        part_of=part_of,
        successor=successor,
        collective=entry.kind == "collective",
        party_office=entry.name_zh.endswith("部") and f"委{entry.name_zh}" in entry.aliases_zh,
    )


def _split_patterns(
    patterns: Iterable[PlacePattern],
) -> tuple[WordList, dict[str, tuple[tuple[str, str], ...]]]:
    tails: dict[str, list[tuple[str, str]]] = {}
    for entry in patterns:
        for pattern in entry.patterns:
            head, _, tail = pattern.partition(_PLACE)
            tails.setdefault(head, []).append((tail, entry.department_id))
    longest_first = {
        head: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for head, found in tails.items()
    }
    return WordList.of(filter(None, tails)), longest_first


def _index_places(regions: Iterable[Region]) -> WordList:
    """Names of regions and of places in them, with and without suffixes such as 市."""
    levels: dict[str, str] = {}
    for region in regions:
        for word in region.words:
            levels[word] = "city"
            bare = next((word.removesuffix(end) for end in _PLACE_SUFFIXES if word.endswith(end)), word)
            if len(bare) > 1:
                levels[bare] = "city"
    for region in regions:
        levels[region.name_zh] = levels[region.short_zh] = "provincial"
    for name, level in list(levels.items()):
        for end in _PLACE_SUFFIXES:
            levels.setdefault(name + end, "city" if end in PLACE_ENDS else level)
    return WordList.of(levels)


def _require_consistent(
    source: Path,
    entries: Sequence[BodyEntry],
    patterns: Iterable[PlacePattern],
    relations: Mapping[str, Mapping[str, str]],
) -> None:
    ids = {entry.id for entry in entries}
    names = ((name, name, entry) for entry in entries for name in entry.names)
    toml_files.index_wordings(source, "department", names)
    references = [(pattern.department_id, "place_pattern") for pattern in patterns]
    for table, relation in relations.items():
        references += [(body_id, table) for pair in relation.items() for body_id in pair]
    for body_id, table in references:
        if body_id not in ids:
            raise TaxonomyError.of("body_unknown", source=source, table=table, body_id=body_id)
