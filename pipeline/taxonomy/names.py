"""Names and nouns from small files of the taxonomy: groups of regions, metrics, and titles of plans."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT, load_regions
from pipeline.taxonomy.toml_files import Texts, open_file, read_entries, read_words, require_section

GROUPS_FILE: Final = "region_groups.toml"
METRICS_FILE: Final = "metrics.toml"
TITLES_FILE: Final = "titles.toml"


@dataclass(frozen=True)
class RegionGroup:
    """A group of regions beside the macro-regions, such as 长江经济带; ``regions`` are their ids."""

    id: str
    name_zh: str
    name_en: str
    regions: Texts


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
