"""Entries and lists from the TOML files of the taxonomy; those of a collection extend the shared ones."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeAlias, TypeGuard, TypeVar

from pipeline.schema.errors import TaxonomyError


class _Entries(Protocol):
    """A dataclass with an id; each ``[[table]]`` section of a file becomes one."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Entries)

Texts: TypeAlias = tuple[str, ...]
"""In an entry, a list of texts of any length; ``tuple[str, ...]`` is a list of words."""


def entries_of(source: Path, document: dict[str, Any], table: str, kind: type[_Entry]) -> tuple[_Entry, ...]:
    """The ``[[table]]`` entries of a file; a field of ``kind`` with a default may be left out."""
    entries = document.get(table)
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise TaxonomyError(
            f"没有 [[{table}]] 条目；请为每一项写一个 [[{table}]] 段。",
            f"There is no [[{table}]]; write one [[{table}]] section for each.",
            source=source,
        )
    return tuple(
        _entry_from(source, table, number, entry, kind) for number, entry in enumerate(entries, start=1)
    )


def find_file(folder: Path, name: str) -> Path:
    """A file of the taxonomy: the one in a collection's folder, or else the shared one beside that."""
    own, shared = folder / name, folder.parent / name
    return shared if shared.exists() and not own.exists() else own


def read_toml(source: Path) -> dict[str, Any]:
    """The content of a file of the taxonomy; a collection's extends the shared one of its name.

    Tables are merged, and lists put end to end, the collection's entries first; an entry with the id of a
    shared one extends it.

    Parameters
    ----------
    source
        As from `find_file`.

    Raises
    ------
    TaxonomyError
        The file is missing, can't be read or is no TOML.
    """
    content: dict[str, Any] = {}
    for layer in _layers(source):
        content = _extended(content, read_single(layer))
    return content


def _layers(source: Path) -> list[Path]:
    shared = source.parent.parent / source.name
    return [source, shared] if shared.exists() else [source]


def _extended(content: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    merged = {**shared, **content}
    for name in content.keys() & shared.keys():
        own, other = content[name], shared[name]
        if isinstance(own, dict) and isinstance(other, dict):
            merged[name] = _extended(own, other)
        elif isinstance(own, list) and isinstance(other, list):
            merged[name] = _joined(own, other)
    return merged


def _joined(own: list[Any], shared: list[Any]) -> list[Any]:
    """Both lists end to end; an entry with the id of a shared one extends it."""
    ids = {entry.get("id"): place for place, entry in enumerate(own) if isinstance(entry, dict)}
    joined = list(own)
    for entry in shared:
        place = ids.get(entry.get("id")) if isinstance(entry, dict) and "id" in entry else None
        if place is None:
            joined.append(entry)
        else:
            joined[place] = _extended(joined[place], entry)
    return joined


def read_single(source: Path) -> dict[str, Any]:
    """The content of this file alone; raises as `read_toml`."""
    try:
        # Windows editors put a byte order mark before UTF-8, which TOML does not allow.
        return tomllib.loads(source.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise TaxonomyError(
            "找不到该文件；请恢复它，或指向放有分类文件的文件夹。",
            "The file is missing; put it back, or name the folder that holds the taxonomy.",
            source=source,
        ) from error
    except OSError as error:
        raise TaxonomyError(
            f"无法读取该文件（{error.strerror}）；请检查其权限。",
            f"The file can't be read ({error.strerror}); check what may read it.",
            source=source,
        ) from error
    except UnicodeDecodeError as error:
        raise TaxonomyError(
            "该文件不是 UTF-8 编码；请另存为 UTF-8。",
            "The file is not UTF-8; save it as UTF-8.",
            source=source,
        ) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise TaxonomyError(
            f"TOML 语法错误（{error}）；请修正该行，例如补全引号或等号。",
            f"This is no valid TOML ({error}); mend the line, such as a missing quote or equals sign.",
            source=source,
            line=int(line[1]) if line else None,
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or brackets in brackets
        raise TaxonomyError(
            "该文件的数字过长或括号嵌套过深；请改正。",
            "A number in this file is too long, or its brackets are nested too deep; mend it.",
            source=source,
        ) from error


def _entry_from(source: Path, table: str, number: int, entry: dict[str, Any], kind: type[_Entry]) -> _Entry:
    place = f"[[{table}]] {entry.get('id', f'#{number}')}"
    wanted = {field.name: _FIELD_KINDS[str(field.type)] for field in fields(kind)}
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    missing = [name for name in needed if name not in entry]
    if missing:
        raise TaxonomyError(
            f"{place} 缺少 {'、'.join(missing)}；请补上。",
            f"{place} lacks {', '.join(missing)}; add what is missing.",
            source=_file_with(source, table, entry),
        )
    unknown = [name for name in entry if name not in wanted]
    if unknown:
        raise TaxonomyError(
            f"{place} 含有未知的键 {'、'.join(unknown)}；请改正拼写或删除。",
            f"{place} has unknown keys: {', '.join(unknown)}; mend the spelling or take them out.",
            source=_file_with(source, table, entry),
        )
    for name in entry:
        fits, kind_zh, kind_en = wanted[name]
        if not fits(entry[name]):
            raise TaxonomyError(
                f"{place} 的 {name} 应为{kind_zh}；请改正。",
                f"{place}: {name} should be {kind_en}; mend it.",
                source=_file_with(source, table, entry),
            )
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    return kind(**values)


def _file_with(source: Path, table: str, entry: dict[str, Any]) -> Path:
    """The layer of a file that holds an entry, for messages."""
    layers = _layers(source)
    return next((file for file in layers[1:] if entry in read_single(file).get(table, ())), source)


def require_section(
    source: Path, place: str, section: object, kind: str, needed: Iterable[str] = ()
) -> dict[str, Any]:
    """A section whose keys all have values of one kind; raises TaxonomyError where it is none.

    Parameters
    ----------
    source
        The file, for messages.
    place
        The section as messages name it, such as ``[units]``; '' for the keys outside of all sections.
    section
        What the file holds there.
    kind
        A kind of :data:`_VALUE_KINDS`.
    needed
        The keys that it must have.
    """
    if not isinstance(section, dict):
        raise TaxonomyError(
            f"没有 {place} 段；请补上。", f"There is no section {place}; add it.", source=source
        )
    missing = [name for name in needed if name not in section]
    if missing:
        raise TaxonomyError(
            f"{place} 缺少 {'、'.join(missing)}；请补上。".lstrip(),
            f"{place or 'The file'} lacks {', '.join(missing)}; add what is missing.",
            source=source,
        )
    fits, kind_zh, kind_en = _VALUE_KINDS[kind]
    for name, value in section.items():
        if not fits(value):
            raise TaxonomyError(
                f"{place} 的 {name} 应为{kind_zh}；请改正。" if place else f"{name} 应为{kind_zh}；请改正。",
                f"{place}: {name} should be {kind_en}; mend it."
                if place
                else f"{name} should be {kind_en}; mend it.",
                source=source,
            )
    return section


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_whole(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(_is_text(text) for text in value)


def _is_words(value: object) -> bool:
    return _is_texts(value) and all(len(word) >= 2 for word in value)


def _is_pattern(value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def _is_patterns(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_pattern, value))


def _is_size(value: object) -> bool:
    return type(value) in (int, float) and 0 < float(str(value)) < math.inf


_VALUE_KINDS: Final[dict[str, tuple[Callable[[object], bool], str, str]]] = {
    "text": (_is_text, "带引号的非空文本", "text in quotes, not empty"),
    "texts": (_is_texts, "带引号的文本的列表", "a list of texts in quotes, none empty"),
    "pattern": (_is_pattern, "带引号的正则表达式", "a regular expression in quotes"),
    "patterns": (_is_patterns, "正则表达式的列表，不能为空", "a list of regular expressions, not empty"),
    "size": (_is_size, "大于 0 的数", "a number above 0"),
}
"""The kinds of values of `require_section`: a test, and what they are in Chinese and English."""

_FIELD_KINDS: Final[dict[str, tuple[Callable[[object], bool], str, str]]] = {
    "str": (_is_text, "带引号的非空文本", "text in quotes, not empty"),
    "int": (_is_whole, "不带引号的非负整数", "a whole number without quotes, 0 or more"),
    "bool": (_is_flag, "不带引号的 true 或 false", "true or false, without quotes"),
    "tuple[str, ...]": (_is_words, "词的列表，每个词至少两个字", "a list of words of two characters or more"),
    "Texts": (_is_texts, "带引号的文本的列表", "a list of texts in quotes, none empty"),
}


def require_distinct(source: Path, table: str, entries: Iterable[_Entry], *names: str) -> None:
    for name in names:
        first_with: dict[object, str] = {}
        for entry in entries:
            value = getattr(entry, name)
            if value in first_with:
                raise TaxonomyError(
                    f"[[{table}]] {first_with[value]} 与 {entry.id} 的 {name} 都是 {value}；请改其中一个。",
                    f"[[{table}]] {first_with[value]} and {entry.id} both have {name} = {value}; change one.",
                    source=source,
                )
            first_with[value] = entry.id


def require_known(
    source: Path, table: str, entry_id: str, name: str, value: str, known: Iterable[str]
) -> None:
    known = tuple(known)
    if value not in known:
        raise TaxonomyError(
            f"[[{table}]] {entry_id} 的 {name} 为 {value}，并不存在；可用的有：{'、'.join(known)}。",
            f"[[{table}]] {entry_id}: there is no {name} {value}; use one of {', '.join(known)}.",
            source=source,
        )


def read_words(source: Path, document: dict[str, Any], name: str) -> tuple[str, ...]:
    """The list of words under a key of a file, such as ``other.words``; raises :class:`TaxonomyError`."""
    listed: Any = document
    for key in name.split("."):
        listed = listed.get(key) if isinstance(listed, dict) else None
    if not _is_texts(listed):
        raise TaxonomyError(
            f'{name} 应为词的列表；请写成 {name} = ["…", "…"]。',
            f'{name} should be a list of words; write {name} = ["…", "…"].',
            source=source,
        )
    return tuple(listed)


def index_wordings(
    source: Path, table: str, wordings: Iterable[tuple[str, str, _Entry]]
) -> Mapping[str, _Entry]:
    """Entries by the key of each of their wordings.

    Parameters
    ----------
    source, table
        The file and its table, for messages.
    wordings
        A key, the wording that it is made from, and its entry, which is named by its ``id``.

    Raises
    ------
    TaxonomyError
        Two entries have one wording.
    """
    known: dict[str, _Entry] = {}
    for key, wording, entry in wordings:
        other = known.setdefault(key, entry)
        if other is not entry:
            raise TaxonomyError(
                f"[[{table}]] {other.id} 与 {entry.id} 都有“{wording}”；请只留一处。",
                f"[[{table}]] {other.id} and {entry.id} both have “{wording}”; keep one.",
                source=source,
            )
    return known
