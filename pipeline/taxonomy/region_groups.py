"""Further groups of regions, such as 长江经济带, read from ``region_groups.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT, load_regions
from pipeline.taxonomy.toml_files import (
    Texts,
    entries_of,
    find_file,
    read_toml,
    require_distinct,
    require_known,
)

GROUPS_FILE: Final = "region_groups.toml"


@dataclass(frozen=True)
class RegionGroup:
    """A group of regions; ``regions`` are their ids. A region can be in several groups."""

    id: str
    name_zh: str
    name_en: str
    regions: Texts


def load_region_groups(folder: Path = DEFAULT) -> tuple[RegionGroup, ...]:
    """Read ``region_groups.toml``; raises TaxonomyError where it is invalid or names an unknown region."""
    source = find_file(folder, GROUPS_FILE)
    groups = entries_of(source, read_toml(source), "region_group", RegionGroup)
    require_distinct(source, "region_group", groups, "id", "name_zh", "name_en")
    known = [region.id for region in load_regions(folder)[1]]
    for group in groups:
        if not group.regions:
            raise TaxonomyError(
                f"[[region_group]] {group.id} 的 regions 是空的；请至少写一个地区代码。",
                f"[[region_group]] {group.id}: regions is empty; list one region's id or more.",
                source=source,
            )
        for region_id in group.regions:
            require_known(source, "region_group", group.id, "regions", region_id, known)
    return groups
