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
        There is none, or a file lacks a name.
    """
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
    load_taxonomy(file.parent)
    return Collection(file.parent.name, content["name_zh"], content["name_en"], file.parent)
