"""Keys, sections and files of a taxonomy that nothing reads are reported."""

import shutil
from pathlib import Path

import pytest

from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.collection import KEYS, require_known_keys
from pipeline.taxonomy.loading import DEFAULT, SHARED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a collection in a taxonomy to damage."""
    shutil.copytree(SHARED, tmp_path / "taxonomy")
    return tmp_path / "taxonomy" / DEFAULT.name


def test_what_is_shipped_is_known(folder: Path) -> None:
    require_known_keys(folder)
    assert {file.name for file in folder.parent.rglob("*.toml")} == set(KEYS)


@pytest.mark.parametrize(
    "file, added",
    [
        ("departments.toml", "[[departmet]]\nid = 'x'"),
        ("ip-work-plans/terms.toml", "[stopp]\nwords = ['工作']"),
        ("ip-work-plans/2018/tasks.toml", "[[aufgabe]]\nid = '9.9'"),
        ("ip-work-plans/collection.toml", "name_fr = 'x'"),
    ],
)
def test_a_key_that_nothing_reads_is_named(folder: Path, file: str, added: str) -> None:
    spoilt = folder.parent / file
    spoilt.write_text(f"{spoilt.read_text(encoding='utf-8')}\n{added}\n", encoding="utf-8")
    with pytest.raises(TaxonomyError, match="There is no key or section") as caught:
        require_known_keys(folder)
    assert caught.value.source == spoilt


@pytest.mark.parametrize("name", ["deparments.toml", "Terms.toml", "campaign.toml"])
def test_a_file_whose_name_is_misspelt_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("", encoding="utf-8")
    with pytest.raises(TaxonomyError, match="is meant, rename it"):
        require_known_keys(folder)


def test_other_files_are_allowed(folder: Path) -> None:
    (folder / "notes.toml").write_text("x = 1", encoding="utf-8")
    require_known_keys(folder)
