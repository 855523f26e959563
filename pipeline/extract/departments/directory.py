"""The directory of bodies (``departments.toml``), indexed by how names start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.extract.wordings import WordList
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT, Region, load_regions
from pipeline.taxonomy.toml_files import entries_of, find_file, read_toml, read_words, require_distinct

BODIES_FILE: Final = "departments.toml"
BODY_KINDS: Final = (
    "government",
    "local_government",
    "party",
    "court",
    "procuratorate",
    "customs",
    "finance_regulator",
    "institution",
    "association",
    "collective",
    "other",
)
BODY_LEVELS: Final = ("central", "provincial", "city", "other")
PLACE_ENDS: Final = "市区县州盟旗师"
"""Endings of place names below the province."""

_PLACE: Final = "{place}"
_PLACE_SUFFIXES: Final = ("自治区", "自治州", "自治县", "自治旗", "地区", "林区", "省", *PLACE_ENDS)
_WORD_LISTS: Final = ("prefixes", "determiners", "duties", "separators")
_ROLE_LISTS: Final = ("none", "charge", "support", "lead", "ahead")
_LABEL_LISTS: Final = ("charge", "support", "lead")


@dataclass(frozen=True)
class BodyEntry:
    """One ``[[department]]`` of the file; names that are short enough are not written twice."""

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
        """Its name and its other names."""
        return (self.name_zh, *self.aliases_zh)


@dataclass(frozen=True)
class PlacePattern:
    """Names with a place inside, such as 人民银行{place}分行."""

    department_id: str
    patterns: tuple[str, ...]

    @property
    def id(self) -> str:
        """What messages call it by."""
        return self.department_id


@dataclass(frozen=True)
class Body:
    """A body by its canonical name; ``level`` is '' where only the cell shows its level."""

    id: str
    name_zh: str
    name_en: str
    kind: str
    collective: bool
    part_of: str
    successor: str = ""
    """The body that a reform put in its place."""
    short_zh: str = ""
    short_en: str = ""
    level: str = ""
    since: int = 0
    """The year from which bodies have had this name, where a reform brought it; else 0."""
    party_office: bool = False
    """Whether its name takes 委 after the prefix, as in 省委宣传部."""


_NO_WORDS: Final = WordList({}, {})


@dataclass(frozen=True)
class Directory:
    """The bodies that are known, and the words by which cells are cut."""

    bodies: tuple[Body, ...]
    by_id: Mapping[str, Body] = field(default_factory=dict)
    names: WordList = _NO_WORDS
    """Names and other names, to the id of the body."""
    heads: WordList = _NO_WORDS
    """Prefixes before the place in a place pattern."""
    tails: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """By head, the endings after the place, longest first, with the id of the body."""
    places: WordList = _NO_WORDS
    """Places, to ``provincial`` where a region has that name and ``city`` where it lies in one."""
    prefixes: WordList = _NO_WORDS
    determiners: WordList = _NO_WORDS
    duties: WordList = _NO_WORDS
    separators: WordList = _NO_WORDS
    roles: WordList = _NO_WORDS
    """Role words, to ``lead``, ``support``, ``charge`` or ``none``."""
    labels: WordList = _NO_WORDS
    """Labels before bodies, with their role: ``lead``, ``support`` or ``charge``."""
    ahead: frozenset[str] = frozenset()


def load_directory(folder: Path = DEFAULT) -> Directory:
    """Read ``departments.toml``, and the places of ``regions.toml``.

    Raises
    ------
    TaxonomyError
        The file is missing or no TOML, an entry lacks a key, two entries share a name, or something names a
        body that is not there.
    """
    source = find_file(folder, BODIES_FILE)
    document = read_toml(source)
    entries = entries_of(source, document, "department", BodyEntry)
    patterns = entries_of(source, document, "place_pattern", PlacePattern)
    part_of, successors = document.get("part_of", {}), document.get("successors", {})
    _require_consistent(source, entries, patterns, {"part_of": part_of, "successors": successors})
    bodies = tuple(
        _make_body(entry, part_of.get(entry.id, ""), successors.get(entry.id, "")) for entry in entries
    )
    require_distinct(source, "department", bodies, "id", "name_zh", "name_en", "short_zh", "short_en")
    words = {name: read_words(source, document, name) for name in _WORD_LISTS}
    roles = {name: read_words(source, document, f"role_words.{name}") for name in _ROLE_LISTS}
    ends = read_words(source, document, "role_labels.ends")
    labels = {
        word + end: role
        for role in _LABEL_LISTS
        for word in read_words(source, document, f"role_labels.{role}")
        for end in ends
    }
    heads, tails = _split_patterns(patterns)
    return Directory(
        bodies=bodies,
        by_id={body.id: body for body in bodies},
        names=WordList.of(
            {name: entry.id for entry in entries for name in (entry.name_zh, *entry.aliases_zh)}
        ),
        heads=heads,
        tails=tails,
        places=_index_places(load_regions(folder)[1]),
        **{name: WordList.of(listed) for name, listed in words.items()},
        roles=WordList.of({word: role for role in _ROLE_LISTS[:-1] for word in roles[role]}),
        labels=WordList.of(labels),
        ahead=frozenset(roles["ahead"]),
    )


def _make_body(entry: BodyEntry, part_of: str, successor: str) -> Body:
    return Body(
        id=entry.id,
        name_zh=entry.name_zh,
        name_en=entry.name_en,
        kind=entry.kind,
        collective=entry.kind == "collective",
        part_of=part_of,
        successor=successor,
        short_zh=entry.short_zh or entry.name_zh,
        short_en=entry.short_en or entry.name_en,
        level=entry.level,
        since=entry.since,
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
    """Names of regions and of what lies in them, also without 市 and the like: cells name nothing else."""
    known: dict[str, str] = {}
    for region in regions:
        for word in region.words:
            known[word] = "city"
            bare = next((word[: -len(end)] for end in _PLACE_SUFFIXES if word.endswith(end)), word)
            if len(bare) > 1:
                known[bare] = "city"
    for region in regions:
        known[region.name_zh] = known[region.short_zh] = "provincial"
    whole = dict(known)
    for name, level in known.items():
        for end in _PLACE_SUFFIXES:
            whole.setdefault(name + end, "city" if end in PLACE_ENDS else level)
    return WordList.of(whole)


def _require_consistent(
    source: Path,
    entries: Iterable[BodyEntry],
    patterns: Iterable[PlacePattern],
    relations: Mapping[str, Mapping[str, str]],
) -> None:
    ids: set[str] = set()
    owner: dict[str, str] = {}
    for entry in entries:
        ids.add(entry.id)
        _require_one_of(source, entry.id, "kind", entry.kind, BODY_KINDS)
        if entry.level:
            _require_one_of(source, entry.id, "level", entry.level, BODY_LEVELS)
        for name in entry.names:
            other = owner.setdefault(name, entry.id)
            problem = (f"也列在 {other} 之下，请删去其一", f"is {other}'s too; take it out of one of them")
            _require(source, other == entry.id, entry.id, "name", name, *problem)
    named = [(pattern.department_id, "place_pattern") for pattern in patterns]
    named += [
        (body_id, table)
        for table, relation in relations.items()
        for pair in relation.items()
        for body_id in pair
    ]
    for body_id, table in named:
        problem = ("在名录中并不存在，请改正", "is no id of the list; mend it")
        _require(source, body_id in ids, table, "id", body_id, *problem)


def _require_one_of(source: Path, entry_id: str, key: str, value: str, known: tuple[str, ...]) -> None:
    problem = (f"并不存在，可用的有：{'、'.join(known)}", f"is not known; use one of {', '.join(known)}")
    _require(source, value in known, entry_id, key, value, *problem)


def _require(source: Path, holds: bool, entry_id: str, key: str, value: str, zh: str, en: str) -> None:
    if not holds:
        raise TaxonomyError(
            f"[[department]] {entry_id} 的 {key} “{value}”{zh}。",
            f"[[department]] {entry_id}: {key} “{value}” {en}.",
            source=source,
        )
