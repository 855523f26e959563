"""Collections: the plans that answer one template, over one or more years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import SHARED, load_taxonomy
from pipeline.taxonomy.toml_files import read_single

COLLECTION_FILE: Final = "collection.toml"
_ID: Final = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*")
_YEAR: Final = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Collection:
    """A collection by the name of its folder, with what pages call it."""

    id: str
    name_zh: str
    name_en: str
    folder: Path


@cache
def load_collections(root: Path = SHARED) -> dict[str, Collection]:
    """The collections of a taxonomy by id: its folders that hold a ``collection.toml``.

    Raises
    ------
    TaxonomyError
        There is none, or one lacks its file or a name, or has a template with errors.
    """
    for template in (*root.glob("*/tasks.toml"), *root.glob("*/*/tasks.toml")):
        read_single(root / template.relative_to(root).parts[0] / COLLECTION_FILE)
    found = {file.parent.name: _collection(file) for file in sorted(root.glob(f"*/{COLLECTION_FILE}"))}
    if not found:
        raise TaxonomyError(
            f"这里没有任何文件集合；请建一个文件夹，在其中放入 {COLLECTION_FILE} 和模板。",
            f"There is no collection here; make a folder with a {COLLECTION_FILE} and a template in it.",
            source=root,
        )
    return found


def _collection(file: Path) -> Collection:
    if not _ID.fullmatch(file.parent.name):
        raise TaxonomyError(
            "文件集合的文件夹名只能由小写拉丁字母、数字和连字符组成；请改名。",
            "The folder of a collection is named by small Latin letters, digits and hyphens only; rename it.",
            source=file.parent,
        )
    content = read_single(file)
    for name in ("name_zh", "name_en"):
        if not isinstance(content.get(name), str) or not content[name].strip():
            raise TaxonomyError(
                f'缺少 {name}；请写成 {name} = "…"。', f'{name} is missing; write {name} = "…".', source=file
            )
    _require_templates(file.parent)
    return Collection(file.parent.name, content["name_zh"], content["name_en"], file.parent)


def _require_templates(folder: Path) -> None:
    """Reads all templates of a collection: where one is not found, that of another year would be taken."""
    for home in sorted({file.parent for file in folder.glob("*/*.toml")}):
        if not _YEAR.fullmatch(home.name):
            raise TaxonomyError(
                "模板的文件夹以四位数的年份命名，如 2024；请改名。",
                "The folder of a template is named by its year in four digits, such as 2024; rename it.",
                source=home,
            )
        load_taxonomy(folder, int(home.name))
    load_taxonomy(folder)


@cache
def load_task_names() -> tuple[str, ...]:
    """The names of the standard tasks of all templates of all collections, each once.

    Raises
    ------
    TaxonomyError
        As for :func:`load_collections`.
    """
    names: list[str] = []
    for collection in load_collections().values():
        dated = [int(home.name) for home in collection.folder.glob("[0-9]*") if home.is_dir()]
        for year in (None, *dated):
            names += [task.name_zh for task in load_taxonomy(collection.folder, year).tasks]
    return tuple(dict.fromkeys(names))
