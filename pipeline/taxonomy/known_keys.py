"""Checks the names of taxonomy files and their keys: a name that nothing reads is most likely misspelt."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.toml_files import read_file

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "areas.toml": ("area",),
    "campaigns.toml": ("actions", "not_names", "images", "no_images", "campaign"),
    "collection.toml": ("name_zh", "name_en"),
    "columns.toml": ("column", "other"),
    "departments.toml": (
        *("prefixes", "determiners", "duties", "separators", "role_words", "role_labels"),
        *("successors", "part_of", "place_pattern", "department"),
    ),
    "documents.toml": ("laws", "document"),
    "indicators.toml": ("indicator",),
    "levels.toml": ("routine", "acts", "things", "bodies", "places", "features"),
    "metrics.toml": ("names",),
    "opposites.toml": ("negation", "neutral", "pair"),
    "patterns.toml": (
        *("units", "bounds", "changes", "commitments", "metrics", "shares", "campaign_nouns"),
        *("campaigns", "unquoted_campaigns", "body_names", "remarks", "duties"),
        *("document_kind_words", "document_kinds", "document_makers", "document_numbers"),
        *("document_titles", "unmarked_titles", "level_features", "denials"),
    ),
    "quantities.toml": ("units", "sizes", "other_words", "only_before", "counted"),
    "region_groups.toml": ("region_group",),
    "regions.toml": ("macro_region", "region"),
    "tasks.toml": ("task",),
    "terms.toml": ("dictionary", "stop", "cut"),
    "titles.toml": ("nouns",),
}
"""The keys and sections of each file."""
_SIMILAR: Final = 0.8


def require_known_keys(folder: Path) -> None:
    """Raise TaxonomyError for a misspelt file name or an unknown key in a collection or the shared files."""
    for file in sorted((*folder.parent.glob("*.toml"), *folder.glob("*.toml"), *folder.glob("*/*.toml"))):
        if file.name not in KEYS:
            _require_other_name(file)
            continue
        known = KEYS[file.name]
        unknown = [name for name in read_file(file) if name not in known]
        if unknown:
            raise TaxonomyError.of("taxonomy_keys_unknown", source=file, unknown=[*unknown], known=[*known])


def _require_other_name(file: Path) -> None:
    meant = get_close_matches(file.stem.lower(), [Path(name).stem for name in KEYS], 1, _SIMILAR)
    if meant:
        raise TaxonomyError.of("taxonomy_file_unknown", source=file, name=file.name, meant=meant[0])
