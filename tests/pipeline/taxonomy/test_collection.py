"""A collection with misplaced files is refused; otherwise another template would silently be used."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.collection import load_collections
from pipeline.taxonomy.loading import SHARED

YEARS: Final = Path(__file__).parents[2] / "report_tasks" / "government-report-tasks"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copy(SHARED / "regions.toml", tmp_path)
    shutil.copytree(YEARS, tmp_path / "plans")
    return tmp_path


def test_a_collection_has_the_name_of_its_folder(root: Path) -> None:
    assert list(load_collections(root)) == ["plans"]


@pytest.mark.parametrize(
    ("taken", "named", "advice"),
    [
        ("collection.toml", "collection.toml", "missing"),
        ("2024/tasks.toml", "2024/tasks.toml", "missing"),
        ("2023/areas.toml", "2023/areas.toml", "missing"),
        ("2023", "2024/tasks.toml", "no earlier template"),
    ],
)
def test_what_is_missing_is_named(root: Path, taken: str, named: str, advice: str) -> None:
    (root / "plans" / taken).rename(root.parent / f"{root.name}-taken")
    with pytest.raises(TaxonomyError, match=advice) as caught:
        load_collections(root)
    assert caught.value.source == root / "plans" / named


def test_a_template_is_named_by_its_year(root: Path) -> None:
    folder = (root / "plans" / "2024").rename(root / "plans" / "2024年")
    with pytest.raises(TaxonomyError, match="four digits") as caught:
        load_collections(root)
    assert caught.value.source == folder
