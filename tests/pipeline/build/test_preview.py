"""Previews: the rows are those of a build, refusals name the file, and nothing stays on disk."""

import pickle
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from pipeline.build import preview
from pipeline.build.build import NothingReadError, build
from pipeline.build.preview import Preview, collection_names, preview_documents
from pipeline.schema.errors import SourceError
from pipeline.store import store
from pipeline.taxonomy.loading import SHARED
from tests.documents.drawing import Contents
from tests.documents.forms import write_documents
from tests.pipeline.sample_plans import small_plan

COLLECTION = "ip-work-plans"
FORMS = ("docx", "xlsx")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files, as empty after a preview as before."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def table(read: Preview, name: str) -> pd.DataFrame:
    assert read.snapshot
    with store.pin_snapshot(read.snapshot):
        return store.table(read.snapshot.built, name)


def test_the_tables_are_those_of_a_build(tmp_path: Path, temporary: Path) -> None:
    names = [f"{number}" for number in range(len(FORMS))]
    for name, form in zip(names, FORMS, strict=True):
        write_documents([name], [form], tmp_path / "forms", Contents())
    suffixes = (".docx", ".xlsx")
    files = sorted(path for path in (tmp_path / "forms").rglob("*") if path.suffix in suffixes)
    assert len(files) == len(FORMS)
    build(files, tmp_path / "built")
    read = preview_documents([(path.name, path.read_bytes()) for path in files], COLLECTION)
    assert list(temporary.glob("plan-atlas-*")) == []
    for name in ("measures", "targets", "departments", "ledger"):
        pd.testing.assert_frame_equal(table(read, name), store.table(tmp_path / "built", name))


@pytest.mark.usefixtures("_previews_here")
def test_every_refusal_names_its_file_and_no_folder(temporary: Path) -> None:
    plan, empty, picture = small_plan().encode(), b" \n", b"\x89PNG\r\n\x1a\n"
    given = [("a.txt", plan), ("a.txt", plan), ("../b/c.docx", empty), ("d.xlsx", picture), ("", b"")]
    read = preview_documents(given, COLLECTION)
    assert list(table(read, "plans")["source_file"]) == ["a.txt"]
    refused = {error.source.name: error for error in read.errors if error.source}
    assert set(refused) == {"a (2).txt", "_b_c.docx", "d.xlsx", "_"}
    assert "stands at a.txt:1 already" in refused["a (2).txt"].sentence("en")
    assert "PNG" in refused["d.xlsx"].sentence("zh")
    for error in read.errors:
        assert all(str(temporary) not in error.sentence(language) for language in ("zh", "en"))
    nothing = preview_documents(given[2:], COLLECTION)
    assert nothing.snapshot is None
    assert len(nothing.errors) == 3


@pytest.mark.usefixtures("_previews_here")
def test_the_year_is_that_of_plans_that_state_none() -> None:
    plan = small_plan().replace("2018年", "").encode()
    read = preview_documents([("工作要点" * 100 + ".txt", plan)], COLLECTION, 2021)
    assert set(table(read, "plans")["year"]) == {2021}
    assert table(read, "plans")["source_file"][0].endswith("点.txt")


@pytest.mark.usefixtures("_previews_here")
def test_another_collection_has_its_own_template(tmp_path: Path) -> None:
    shutil.copytree(SHARED, tmp_path / "taxonomy")
    shutil.copytree(SHARED / COLLECTION, tmp_path / "taxonomy" / "others")
    documents = [("plan.txt", small_plan().encode())]
    read = preview_documents(documents, "others", taxonomy_folder=tmp_path / "taxonomy")
    assert set(table(read, "plans")["collection"]) == {"others"}


@pytest.mark.usefixtures("_previews_here")
def test_an_error_of_the_taxonomy_is_stated(tmp_path: Path) -> None:
    shutil.copytree(SHARED, tmp_path / "taxonomy")
    with (tmp_path / "taxonomy" / "departments.toml").open("a") as file:
        file.write('\n[[department]]\nid = "x"\n')
    documents = [("plan.txt", small_plan().encode())]
    read = preview_documents(documents, COLLECTION, taxonomy_folder=tmp_path / "taxonomy")
    assert read.snapshot is None
    assert [error.sentence("en") for error in read.errors] == [
        "departments.toml: [[department]] x lacks name_zh, name_en, kind, aliases_zh; add what is missing."
    ]


def test_a_preview_that_takes_too_long_is_a_refusal(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    monkeypatch.setattr(preview, "MAX_SECONDS", 0.01)
    read = preview_documents([("plan.txt", small_plan().encode())], COLLECTION)
    assert read.snapshot is None
    assert "fewer files" in read.errors[0].sentence("en")
    assert list(temporary.glob("plan-atlas-*")) == []


def test_collections_have_names_in_both_languages() -> None:
    assert all(zh and en and zh != en for zh, en in collection_names().values())


def test_an_error_of_several_keeps_them_between_processes() -> None:
    errors = [SourceError(f"错{number}", f"wrong {number}", line=number) for number in (1, 2)]
    copied = pickle.loads(pickle.dumps(NothingReadError(errors)))
    assert [error.sentence("zh") for error in copied.errors] == ["错1", "错2"]
    assert copied.sentence("en") == "wrong 1"
