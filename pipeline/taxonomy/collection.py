"""Collections: the plans that answer one template, over one or more years."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED, load_taxonomy
from pipeline.taxonomy.toml_files import read_file, require_section

COLLECTION_FILE: Final = "collection.toml"
_ID: Final = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*")
_YEAR: Final = re.compile(r"[0-9]{4}")
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


@dataclass(frozen=True)
class Collection:
    """A collection: its id, which is the name of its folder, and its display names."""

    id: str
    name_zh: str
    name_en: str
    folder: Path


@cache
def load_collections(root: Path = SHARED) -> dict[str, Collection]:
    """Load the folders of a taxonomy that hold a ``collection.toml``, by id, and check all their templates.

    Raises TaxonomyError where there is none, or one lacks its file or a name, or a template has errors.
    """
    for template in (*root.glob("*/tasks.toml"), *root.glob("*/*/tasks.toml")):
        read_file(root / template.relative_to(root).parts[0] / COLLECTION_FILE)
    found = {file.parent.name: _load_collection(file) for file in sorted(root.glob(f"*/{COLLECTION_FILE}"))}
    if not found:
        raise TaxonomyError.of("no_collection", source=root, file_name=COLLECTION_FILE)
    return found


def _load_collection(file: Path) -> Collection:
    folder = file.parent
    if not _ID.fullmatch(folder.name):
        raise TaxonomyError.of("collection_folder_name", source=folder)
    content = read_file(file)
    require_section(file, "", content, "text", ("name_zh", "name_en"))
    for home in sorted({template.parent for template in folder.glob("*/*.toml")}):
        # The template of a folder with another name would silently be replaced by that of another year.
        if not _YEAR.fullmatch(home.name):
            raise TaxonomyError.of("template_folder_name", source=home)
        load_taxonomy(folder, int(home.name))
    load_taxonomy(folder)
    return Collection(folder.name, content["name_zh"], content["name_en"], folder)


@cache
def load_task_names() -> tuple[str, ...]:
    """Load the distinct names of the standard tasks of all templates; raises as `load_collections`."""
    names: list[str] = []
    for collection in load_collections().values():
        years = [int(home.name) for home in collection.folder.glob("[0-9]*") if home.is_dir()]
        for year in (None, *years):
            names += [task.name_zh for task in load_taxonomy(collection.folder, year).tasks]
    return tuple(dict.fromkeys(names))


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
