"""Regions, key areas and standard tasks, read from the TOML files that an analyst edits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeAlias, TypeGuard, TypeVar

from pipeline.schema.errors import TaxonomyError

DEFAULT: Final = Path(__file__).resolve().parents[2] / "data" / "taxonomy"
"""The taxonomy that the project ships."""

REGION_KINDS: Final = (
    "municipality",
    "province",
    "autonomous_region",
    "special_administrative_region",
    "corps",
)

_REGIONS_FILE: Final = "regions.toml"
_AREAS_FILE: Final = "areas.toml"
_TASKS_FILE: Final = "tasks.toml"


@dataclass(frozen=True)
class MacroRegion:
    """A group of regions that are read together, such as 华东."""

    id: str
    name_zh: str
    name_en: str
    order: int


@dataclass(frozen=True)
class Region:
    """A province-level unit or the Corps, by its GB/T 2260 code."""

    id: str
    name_zh: str
    short_zh: str
    abbreviation_zh: str
    name_en: str
    short_en: str
    kind: str
    macro_id: str
    official_order: int
    tile_column: int
    tile_row: int
    in_scope: bool
    words: tuple[str, ...]

    @property
    def identifying_words(self) -> tuple[str, ...]:
        """The words that identify this region in a text: its short name, and ``words``."""
        return (self.short_zh, *self.words)


@dataclass(frozen=True)
class Area:
    """A key area (工作重点) of the template."""

    id: str
    name_zh: str
    short_zh: str
    name_en: str
    short_en: str


@dataclass(frozen=True)
class Task:
    """A standard task (标准任务) of the template."""

    id: str
    area_id: str
    name_zh: str
    short_zh: str
    name_en: str
    short_en: str
    order: int


@dataclass(frozen=True)
class Taxonomy:
    """All that plans are sorted into; regions by ``official_order``, tasks by ``order``."""

    regions: tuple[Region, ...]
    macro_regions: tuple[MacroRegion, ...]
    areas: tuple[Area, ...]
    tasks: tuple[Task, ...]


class _Entries(Protocol):
    """A dataclass with an id; each ``[[table]]`` section of a file becomes one."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Entries)

Texts: TypeAlias = tuple[str, ...]
"""In an entry, a list of texts of any length; ``tuple[str, ...]`` is a list of words."""


def load_taxonomy(folder: Path = DEFAULT) -> Taxonomy:
    """Read ``regions.toml``, ``areas.toml`` and ``tasks.toml``.

    Parameters
    ----------
    folder
        The folder of the three files.

    Raises
    ------
    TaxonomyError
        A file is missing or no TOML, or an entry lacks a key, repeats another, or refers to an unknown id.
    """
    macro_regions, regions = _load_places(folder)
    areas, tasks = _load_template(folder)
    return Taxonomy(regions=regions, macro_regions=macro_regions, areas=areas, tasks=tasks)


def _load_areas(folder: Path) -> tuple[Area, ...]:
    """Read ``areas.toml``, in the order of the file; raises :class:`TaxonomyError`."""
    source = folder / _AREAS_FILE
    areas = entries_of(source, read_toml(source), "area", Area)
    require_distinct(source, "area", areas, "id", "name_zh", "short_zh", "name_en", "short_en")
    return areas


def _load_places(folder: Path) -> tuple[tuple[MacroRegion, ...], tuple[Region, ...]]:
    source = folder / _REGIONS_FILE
    document = read_toml(source)
    macro_regions = entries_of(source, document, "macro_region", MacroRegion)
    require_distinct(source, "macro_region", macro_regions, "id", "order", "name_zh", "name_en")
    regions = entries_of(source, document, "region", Region)
    require_distinct(
        source, "region", regions, "id", "official_order", "name_zh", "short_zh", "name_en", "short_en"
    )
    macro_ids = [macro.id for macro in macro_regions]
    for region in regions:
        require_known(source, "region", region.id, "macro_id", region.macro_id, macro_ids)
        require_known(source, "region", region.id, "kind", region.kind, REGION_KINDS)
    _require_own_tiles(source, regions)
    _require_own_words(source, regions)
    return (
        tuple(sorted(macro_regions, key=lambda macro: macro.order)),
        tuple(sorted(regions, key=lambda region: region.official_order)),
    )


def _load_template(folder: Path) -> tuple[tuple[Area, ...], tuple[Task, ...]]:
    source = folder / _TASKS_FILE
    areas = _load_areas(folder)
    tasks = entries_of(source, read_toml(source), "task", Task)
    require_distinct(source, "task", tasks, "id", "order", "name_zh", "short_zh", "name_en", "short_en")
    area_ids = [area.id for area in areas]
    for task in tasks:
        require_known(source, "task", task.id, "area_id", task.area_id, area_ids)
    return areas, tuple(sorted(tasks, key=lambda task: task.order))


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


def read_toml(source: Path) -> dict[str, Any]:
    """The content of a TOML file; raises :class:`TaxonomyError` with what to do where it can't be read."""
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


def _entry_from(source: Path, table: str, number: int, entry: dict[str, Any], kind: type[_Entry]) -> _Entry:
    place = f"[[{table}]] {entry.get('id', f'#{number}')}"
    wanted = {field.name: _FIELD_KINDS[str(field.type)] for field in fields(kind)}
    needed = [field.name for field in fields(kind) if field.default is MISSING]
    missing = [name for name in needed if name not in entry]
    if missing:
        raise TaxonomyError(
            f"{place} 缺少 {'、'.join(missing)}；请补上。",
            f"{place} lacks {', '.join(missing)}; add what is missing.",
            source=source,
        )
    unknown = [name for name in entry if name not in wanted]
    if unknown:
        raise TaxonomyError(
            f"{place} 含有未知的键 {'、'.join(unknown)}；请改正拼写或删除。",
            f"{place} has unknown keys: {', '.join(unknown)}; mend the spelling or take them out.",
            source=source,
        )
    for name in entry:
        fits, kind_zh, kind_en = wanted[name]
        if not fits(entry[name]):
            raise TaxonomyError(
                f"{place} 的 {name} 应为{kind_zh}；请改正。",
                f"{place}: {name} should be {kind_en}; mend it.",
                source=source,
            )
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    return kind(**values)


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


def _require_own_tiles(source: Path, regions: Iterable[Region]) -> None:
    region_on: dict[tuple[int, int], Region] = {}
    for region in regions:
        tile = (region.tile_column, region.tile_row)
        other = region_on.setdefault(tile, region)
        if other is not region:
            raise TaxonomyError(
                f"[[region]] {other.id} 与 {region.id} 占用同一方格（第 {tile[0]} 列，第 {tile[1]} 行）；"
                "请移动其中一个。",
                f"[[region]] {other.id} and {region.id} stand on one tile (column {tile[0]}, row {tile[1]}); "
                "move one.",
                source=source,
            )


def _require_own_words(source: Path, regions: Iterable[Region]) -> None:
    region_with: dict[str, Region] = {}
    for region in regions:
        for word in region.identifying_words:
            other = region_with.setdefault(word, region)
            if other is not region:
                raise TaxonomyError(
                    f"[[region]] {other.id} 与 {region.id} 都列有“{word}”；这个词无法区分地区，请都删去。",
                    f"[[region]] {other.id} and {region.id} both list “{word}”, which can't tell one from "
                    "the other; take it out of both.",
                    source=source,
                )
