"""Collections: the plans that answer one template, over one or more years."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED, load_taxonomy
from pipeline.taxonomy.toml_files import read_file, require_section

COLLECTION_FILE: Final = "collection.toml"
_ID: Final = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*")
_YEAR: Final = re.compile(r"[0-9]{4}")


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
