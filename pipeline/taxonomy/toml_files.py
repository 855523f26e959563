"""Reads entries and lists from taxonomy files (TOML); those of a collection extend the shared ones."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, TypeGuard, TypeVar, get_type_hints

from pipeline.schema.errors import TaxonomyError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Entry = TypeVar("_Entry", bound="DataclassInstance")
"""Each ``[[table]]`` section of a file becomes one; its first field identifies it in messages."""
_Key = TypeVar("_Key")

Texts: TypeAlias = Annotated[tuple[str, ...], "of any length"]
"""In an entry, texts of any length; ``tuple[str, ...]`` are words of two characters or more."""

_DISTINCT: Final = ("id", "order", "official_order", "name_zh", "short_zh", "name_en", "short_en")
"""The fields that identify an entry in its table."""


def read_entries(
    source: Path,
    document: dict[str, Any],
    table: str,
    kind: type[_Entry],
    known: Mapping[str, Iterable[str]] = MappingProxyType({}),
    distinct: Sequence[str] = _DISTINCT,
) -> tuple[_Entry, ...]:
    """Make a ``kind`` of each ``[[table]]`` entry; fields with defaults are optional.

    ``known`` are the values allowed in a field, by its name; ``distinct`` are the fields that no two entries
    may share.
    """
    entries = document.get(table)
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise TaxonomyError.of("no_entries", source=source, table=table)
    made = tuple(_make_entry(source, table, number, entry, kind) for number, entry in enumerate(entries, 1))
    require_distinct(source, table, made, *(name for name in distinct if name in kind.__dataclass_fields__))
    for one in made:
        for name, values in known.items():
            given = getattr(one, name)
            for value in given if isinstance(given, tuple) else filter(None, [given]):
                require_known(source, table, _entry_id(one), name, value, values)
    return made


def open_file(folder: Path, name: str) -> tuple[Path, dict[str, Any]]:
    """Find a file of a collection as `find_file` does, and read it as `read_toml` does."""
    source = find_file(folder, name)
    return source, read_toml(source)


def find_file(folder: Path, name: str) -> Path:
    """Return a collection's file, or else the shared file in the parent folder."""
    own, shared = folder / name, folder.parent / name
    return shared if shared.exists() and not own.exists() else own


def read_toml(source: Path) -> dict[str, Any]:
    """Read a taxonomy file as found by `find_file`; a collection's extends the shared one of the same name.

    Tables are merged and lists concatenated, the collection's entries first; an entry with the id of a
    shared one extends it. Raises TaxonomyError where a file is missing, can't be read or is no TOML.
    """
    content: dict[str, Any] = {}
    for layer in _layers(source):
        content = _merge_tables(content, read_file(layer))
    return content


def _layers(source: Path) -> list[Path]:
    shared = source.parent.parent / source.name
    return [source, shared] if shared.exists() else [source]


def _merge_tables(own: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    merged = {**shared, **own}
    for name in own.keys() & shared.keys():
        if isinstance(own[name], dict) and isinstance(shared[name], dict):
            merged[name] = _merge_tables(own[name], shared[name])
        elif isinstance(own[name], list) and isinstance(shared[name], list):
            merged[name] = _merge_lists(own[name], shared[name])
    return merged


def _merge_lists(own: list[Any], shared: list[Any]) -> list[Any]:
    """Concatenate lists; an entry with the id of a shared one extends it."""
    positions = {entry.get("id"): at for at, entry in enumerate(own) if isinstance(entry, dict)}
    merged = list(own)
    for entry in shared:
        at = positions.get(entry.get("id")) if isinstance(entry, dict) and "id" in entry else None
        if at is None:
            merged.append(entry)
        else:
            merged[at] = _merge_tables(merged[at], entry)
    return merged


def read_file(source: Path) -> dict[str, Any]:
    """Read this file alone, not to be changed: all readers get the same; raises as `read_toml`."""
    try:
        # Windows editors write a byte order mark before UTF-8, which TOML does not allow.
        return _parse_toml(source.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise TaxonomyError.of("taxonomy_file_missing", source=source) from error
    except OSError as error:
        raise TaxonomyError.of("taxonomy_file_not_readable", source=source, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise TaxonomyError.of("taxonomy_file_not_utf8", source=source) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise TaxonomyError.of(
            "toml_invalid", source=source, line=int(line[1]) if line else None, error=error
        ) from error
    except (ValueError, RecursionError) as error:  # thousands of digits, or deeply nested brackets
        raise TaxonomyError.of("toml_too_deep", source=source) from error


@lru_cache(maxsize=64)  # a build reads each file several times
def _parse_toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _make_entry(source: Path, table: str, number: int, entry: dict[str, Any], kind: type[_Entry]) -> _Entry:
    place = f"[[{table}]] {entry.get('id', f'#{number}')}"
    kinds = _field_kinds(kind)
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    problem = _find_missing(place, entry, needed)
    unknown = [name for name in entry if name not in kinds]
    if not problem and unknown:
        problem = {"kind": "entry_keys_unknown", "at": place, "unknown": unknown}
    if problem := problem or _find_wrong_value(place, entry, kinds):
        raise TaxonomyError.of(**problem, source=_file_with(source, table, entry))
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    return kind(**values)


@cache
def _field_kinds(kind: type[DataclassInstance]) -> dict[str, _ValueKind]:
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: _FIELD_KINDS[hints[field.name]] for field in fields(kind)}


def _file_with(source: Path, table: str, entry: dict[str, Any]) -> Path:
    """Return the layer of a file that holds an entry, for messages."""
    layers = _layers(source)
    return next((file for file in layers[1:] if entry in read_file(file).get(table, ())), source)


def require_section(
    source: Path, place: str, section: object, kind: str, needed: Iterable[str] = ()
) -> dict[str, Any]:
    """Return a section with the needed keys and values of one kind; else raise TaxonomyError.

    ``source`` and ``place``, such as ``[units]`` or '' for the top level, are the file and the section in
    messages; ``section`` is the value in the file, ``kind`` one of :data:`_VALUE_KINDS`, ``needed`` the
    required keys.
    """
    if not isinstance(section, dict):
        raise TaxonomyError.of("no_section", source=source, section=place)
    kinds = dict.fromkeys(section, _VALUE_KINDS[kind])
    if problem := _find_missing(place, section, needed) or _find_wrong_value(place, section, kinds):
        raise TaxonomyError.of(**problem, source=source)
    return section


def _find_missing(place: str, section: dict[str, Any], needed: Iterable[str]) -> dict[str, Any]:
    """Describe the missing keys as arguments of an error; empty if there are none."""
    missing = [name for name in needed if name not in section]
    at = f"{place} ".lstrip(), place or "The file"
    return {"kind": "keys_missing", "at": at, "missing": missing} if missing else {}


def _find_wrong_value(place: str, section: dict[str, Any], kinds: Mapping[str, _ValueKind]) -> dict[str, Any]:
    """Describe the first value that is not of its kind as arguments of an error; empty if there is none."""
    for name, value in section.items():
        is_valid, *wanted = kinds[name]
        if not is_valid(value):
            key = (f"{place} 的 {name}", f"{place}: {name}") if place else name
            return {"kind": "value_of_other_kind", "key": key, "wanted": tuple(wanted)}
    return {}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(_is_text(text) for text in value)


def _is_words(value: object) -> bool:
    return _is_texts(value) and all(len(word) >= 2 for word in value)


def _is_pattern(value: object) -> bool:
    try:
        return _is_text(value) and bool(re.compile(str(value)))
    except re.error:
        return False


def _is_patterns(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_pattern, value))


def _is_size(value: object) -> bool:
    return type(value) in (int, float) and 0 < float(str(value)) < math.inf


_ValueKind: TypeAlias = tuple[Callable[[object], bool], str, str]
_VALUE_KINDS: Final[dict[str, _ValueKind]] = {
    "text": (_is_text, "带引号的非空文本", "text in quotes, not empty"),
    "texts": (_is_texts, "带引号的文本的列表", "a list of texts in quotes, none empty"),
    "pattern": (_is_pattern, "带引号的正则表达式", "a regular expression in quotes"),
    "patterns": (_is_patterns, "正则表达式的列表，不能为空", "a list of regular expressions, not empty"),
    "size": (_is_size, "大于 0 的数", "a number above 0"),
}
"""The kinds of values of `require_section`: a predicate, and a description in Chinese and English."""

_FIELD_KINDS: Final[dict[Any, _ValueKind]] = {
    str: _VALUE_KINDS["text"],
    int: (_is_count, "不带引号的非负整数", "a whole number without quotes, 0 or more"),
    bool: (
        lambda value: isinstance(value, bool),
        "不带引号的 true 或 false",
        "true or false, without quotes",
    ),
    tuple[str, ...]: (_is_words, "词的列表，每个词至少两个字", "a list of words of two characters or more"),
    Texts: _VALUE_KINDS["texts"],
}


def require_distinct(source: Path, table: str, entries: Iterable[_Entry], *names: str) -> None:
    """Raise TaxonomyError where two entries have the same value of one of these fields."""
    for name in names:
        values = [(getattr(entry, name), entry) for entry in entries]
        index_wordings(
            source, table, ((value, f"{name} = {value}", entry) for value, entry in values if value)
        )


def require_known(
    source: Path, table: str, entry_id: str, name: str, value: str, known: Iterable[str]
) -> None:
    """Raise TaxonomyError where the field ``name`` of an entry is not one of the known values."""
    known = tuple(known)
    if value not in known:
        raise TaxonomyError.of(
            "value_unknown",
            source=source,
            table=table,
            entry_id=entry_id,
            name=name,
            value=value,
            known=[*known],
        )


def read_words(source: Path, document: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return the words under a key of a file, such as ``other.words``; raises TaxonomyError."""
    words: Any = document
    for key in name.split("."):
        words = words.get(key) if isinstance(words, dict) else None
    if not _is_texts(words):
        raise TaxonomyError.of("words_invalid", source=source, name=name)
    return tuple(words)


def index_wordings(
    source: Path, table: str, wordings: Iterable[tuple[_Key, str, _Entry]]
) -> Mapping[_Key, _Entry]:
    """Map keys to entries; each wording is a key, its text for messages, and its entry.

    Raises TaxonomyError where two entries share a key.
    """
    known: dict[_Key, _Entry] = {}
    for key, wording, entry in wordings:
        other = known.setdefault(key, entry)
        if other is not entry:
            one, two = _entry_id(other), _entry_id(entry)
            raise TaxonomyError.of(
                "wording_repeated", source=source, table=table, one=one, two=two, wording=wording
            )
    return known


def _entry_id(entry: DataclassInstance) -> str:
    return str(getattr(entry, fields(entry)[0].name))
