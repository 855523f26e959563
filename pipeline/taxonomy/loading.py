"""Loads regions and their groups, the template of a year, and small lists of names from TOML files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.toml_files import (
    Texts,
    index_wordings,
    open_file,
    read_entries,
    read_file,
    read_words,
    require_known,
    require_section,
)

SHARED: Final = Path(__file__).resolve().parents[2] / "data" / "taxonomy"
"""The files shared by all collections; each collection is a subfolder."""

DEFAULT: Final = SHARED / "ip-work-plans"
"""The collection that the project ships."""

_CITY_KINDS: Final = ("prefecture", "county")
REGION_KINDS: Final = (
    *("municipality", "province", "autonomous_region", "special_administrative_region", "corps"),
    *_CITY_KINDS,
)
_REGION_ID: Final = re.compile(r"[0-9]{6}")
_TASKS_FILE: Final = "tasks.toml"
GROUPS_FILE: Final = "region_groups.toml"
METRICS_FILE: Final = "metrics.toml"
TITLES_FILE: Final = "titles.toml"


@dataclass(frozen=True)
class MacroRegion:
    """A macro-region, such as 华东."""

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
        """The words that identify this region in a text: its short name and ``words``."""
        return (self.short_zh, *self.words)


@dataclass(frozen=True)
class RegionGroup:
    """A group of regions beside the macro-regions, such as 长江经济带; ``regions`` are their ids."""

    id: str
    name_zh: str
    name_en: str
    regions: Texts


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
    replaces: Texts = ()
    """The ids of the tasks of the previous template that it replaces; without any, the task of its id."""
    words: tuple[str, ...] = ()
    """Words by which a measure names the task, in tables without a task column."""


@dataclass(frozen=True)
class Taxonomy:
    """Regions by ``official_order``, and the template of a year, tasks by ``order``."""

    regions: tuple[Region, ...]
    macro_regions: tuple[MacroRegion, ...]
    areas: tuple[Area, ...]
    tasks: tuple[Task, ...]


def load_taxonomy(folder: Path = DEFAULT, year: int | None = None) -> Taxonomy:
    """Load the regions and the template of a collection's plans of a year; without a year, the last template.

    Raises TaxonomyError where a file is missing or invalid, or an entry lacks a key, repeats another, or
    refers to an unknown id.
    """
    macro_regions, regions = load_regions(folder)
    home = template_folder(folder, year)
    source = home / "areas.toml"
    areas = read_entries(source, read_file(source), "area", Area)
    source = home / _TASKS_FILE
    known = {"area_id": [area.id for area in areas]}
    tasks = read_entries(source, read_file(source), "task", Task, known)
    _require_earlier_tasks(folder, home, tasks)
    return Taxonomy(regions, macro_regions, areas, tuple(sorted(tasks, key=lambda task: task.order)))


def template_folder(folder: Path, year: int | None = None) -> Path:
    """Return the folder of the latest template up to a year, or else of the first one.

    A collection with a single template has it in its own folder.
    """
    dated = sorted(path for path in folder.glob("[0-9][0-9][0-9][0-9]") if path.is_dir())
    if not dated:
        return folder
    valid = [path for path in dated if year is None or int(path.name) <= year]
    return valid[-1] if valid else dated[0]


def load_regions(folder: Path = DEFAULT) -> tuple[tuple[MacroRegion, ...], tuple[Region, ...]]:
    """Read the macro-regions and regions of ``regions.toml``; raises TaxonomyError."""
    source, document = open_file(folder, "regions.toml")
    macro_regions = read_entries(source, document, "macro_region", MacroRegion)
    known = {"macro_id": [macro.id for macro in macro_regions], "kind": REGION_KINDS}
    regions = read_entries(source, document, "region", Region, known)
    for region in regions:
        if not _REGION_ID.fullmatch(region.id):
            raise TaxonomyError.of("region_id_invalid", source=source, region=region.id)
    regions = _remove_city_words(regions)
    tiles = (((region.tile_column, region.tile_row), region) for region in regions)
    index_wordings(source, "region", ((tile, f"tile {tile}", region) for tile, region in tiles))
    words = ((word, word, region) for region in regions for word in region.identifying_words)
    index_wordings(source, "region", words)
    return (
        tuple(sorted(macro_regions, key=lambda macro: macro.order)),
        tuple(sorted(regions, key=lambda region: region.official_order)),
    )


def load_region_groups(folder: Path = DEFAULT) -> tuple[RegionGroup, ...]:
    """Read ``region_groups.toml``; raises TaxonomyError where it is invalid or names an unknown region."""
    source, document = open_file(folder, GROUPS_FILE)
    known = {"regions": [region.id for region in load_regions(folder)[1]]}
    groups = read_entries(source, document, "region_group", RegionGroup, known)
    for group in groups:
        if not group.regions:
            raise TaxonomyError.of("region_group_empty", source=source, group=group.id)
    return groups


def load_metric_names(folder: Path = DEFAULT) -> dict[str, str]:
    """Read the English name of each metric, by its Chinese wording; raises TaxonomyError."""
    source, document = open_file(folder, METRICS_FILE)
    return require_section(source, "[names]", document.get("names"), "text")


@cache
def load_title_nouns(folder: Path = DEFAULT) -> tuple[str, ...]:
    """Read the nouns of ``titles.toml``; raises TaxonomyError."""
    return read_words(*open_file(folder, TITLES_FILE), "nouns")


def _require_earlier_tasks(folder: Path, home: Path, tasks: Iterable[Task]) -> None:
    """Raise where a task replaces a task that the previous template does not have."""
    replaced = [(task, task_id) for task in tasks for task_id in task.replaces]
    if not replaced:
        return
    before = template_folder(folder, int(home.name) - 1) if home != folder else home
    earlier = read_entries(before / _TASKS_FILE, read_file(before / _TASKS_FILE), "task", Task)
    if before == home:
        raise TaxonomyError.of("no_earlier_template", source=home / _TASKS_FILE, task=replaced[0][0].id)
    known = [task.id for task in earlier]
    for task, task_id in replaced:
        require_known(home / _TASKS_FILE, "task", task.id, "replaces", task_id, known)


def _remove_city_words(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """Remove the names of cities that are regions themselves from the words of their provinces."""
    cities = {word for region in regions if region.kind in _CITY_KINDS for word in region.identifying_words}
    return tuple(
        region
        if region.kind in _CITY_KINDS
        else replace(region, words=tuple(word for word in region.words if word not in cities))
        for region in regions
    )
