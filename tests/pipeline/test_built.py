"""The built folder is swapped whole, and is known by what it was built from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import built as built_folder
from pipeline.built import (
    INFO_FILE,
    RAW,
    ROOT,
    asked_of,
    fingerprint,
    is_current,
    project_version,
    told_from_root,
    write_built,
)
from pipeline.codebook import TABLES
from pipeline.errors import SourceError
from pipeline.taxonomy import DEFAULT as TAXONOMY

SMALL = {name: pa.table({"number": [1, 2]}) for name in TABLES}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_tables_and_info_stand_side_by_side(tmp_path: Path) -> None:
    out = tmp_path / "new" / "built"
    write_built(out, SMALL, {"version": "1", "标题": "工作要点"})
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [INFO_FILE, *(f"{name}.parquet" for name in TABLES)]
    )
    assert pq.read_table(out / "plans.parquet").equals(SMALL["plans"])
    assert json.loads((out / INFO_FILE).read_text(encoding="utf-8")) == {"version": "1", "标题": "工作要点"}
    assert list(out.parent.iterdir()) == [out]


def test_what_was_there_is_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"version": "1"})
    (out / "stale.parquet").write_bytes(b"old")
    write_built(out, {"plans": SMALL["plans"]}, {"version": "2"})
    assert sorted(content(out)) == [INFO_FILE, "plans.parquet"]
    assert list(tmp_path.iterdir()) == [out]


def test_a_page_that_reads_the_last_tables_goes_on_reading_them(tmp_path: Path) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {})
    with (out / "plans.parquet").open("rb") as reader:
        write_built(out, {"plans": pa.table({"number": [3]})}, {})
        assert pq.read_table(reader).equals(SMALL["plans"])


def test_a_write_that_fails_half_way_leaves_the_last_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"version": "1"})
    before = content(out)
    write_table = pq.write_table

    def disk_fills_up(table: pa.Table, where: Path, **options: object) -> None:
        if where.name == "measures.parquet":
            raise OSError(28, "No space left on device")
        write_table(table, where, **options)

    monkeypatch.setattr(pq, "write_table", disk_fills_up)
    with pytest.raises(SourceError) as caught:
        write_built(out, SMALL, {"version": "2"})
    assert caught.value.source == out
    assert "No space left" in caught.value.message_en
    assert "No space left" in caught.value.message_zh
    assert content(out) == before
    assert list(tmp_path.iterdir()) == [out]


def test_a_swap_that_fails_puts_the_last_build_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"version": "1"})
    before = content(out)
    rename = Path.rename

    def fails_into_place(self: Path, target: Path) -> Path:
        if target == out and not self.name.endswith("-last"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_into_place)
    with pytest.raises(SourceError):
        write_built(out, SMALL, {"version": "2"})
    assert content(out) == before
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("mine", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        write_built(blocked / "built", SMALL, {})
    assert caught.value.source == blocked / "built"
    assert blocked.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_no_build_is_not_swapped_away(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(SourceError) as caught:
        write_built(tmp_path, SMALL, {})
    assert caught.value.source == tmp_path
    assert (tmp_path / "thesis.docx").read_bytes() == b"mine"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "plans.txt").write_text("河北省 2018年工作要点\n", encoding="utf-8")
    return folder


def test_the_same_sources_have_the_same_fingerprint(raw: Path) -> None:
    assert fingerprint([raw]) == fingerprint([raw / "plans.txt"]) == fingerprint([raw])


@pytest.mark.parametrize("name", ["plans.txt", "more.txt", "source.toml"])
def test_another_source_or_provenance_has_another_fingerprint(raw: Path, name: str) -> None:
    before = fingerprint([raw])
    (raw / name).write_text("year = 2019\n", encoding="utf-8")
    assert fingerprint([raw]) != before


def test_another_taxonomy_has_another_fingerprint(raw: Path, tmp_path: Path) -> None:
    copy = tmp_path / "taxonomy"
    shutil.copytree(TAXONOMY, copy)
    before = fingerprint([raw], copy)
    assert before == fingerprint([raw])
    with (copy / "tasks.toml").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    assert fingerprint([raw], copy) != before


def test_other_code_or_another_model_has_another_fingerprint(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint([raw])
    model = tmp_path / "voices.json"
    model.write_text("{}", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(built_folder, "MODEL_FILE", model)
        assert fingerprint([raw]) != before
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "split.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(built_folder, "ROOT", tmp_path)
    assert fingerprint([raw]) != before


def test_a_build_is_current_while_nothing_has_changed(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"fingerprint": fingerprint([raw]), "asked": [str(raw)]})
    assert asked_of(out) == [raw]
    assert is_current(out, [raw])
    (raw / "plans.txt").write_text("", encoding="utf-8")
    assert not is_current(out, [raw])


@pytest.mark.parametrize("harm", ["no folder", "table gone", "info gone", "info no JSON", "info no object"])
def test_a_build_that_is_not_whole_is_not_current(raw: Path, tmp_path: Path, harm: str) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"fingerprint": fingerprint([raw]), "asked": [str(raw)]})
    match harm:
        case "no folder":
            shutil.rmtree(out)
        case "table gone":
            (out / "coverage.parquet").unlink()
        case "info gone":
            (out / INFO_FILE).unlink()
        case "info no JSON":
            (out / INFO_FILE).write_text("{", encoding="utf-8")
        case _:
            (out / INFO_FILE).write_text("[]", encoding="utf-8")
    assert not is_current(out, [raw])
    assert asked_of(out) == ([raw] if harm == "table gone" else [RAW])


def test_paths_within_the_project_are_told_from_its_folder(tmp_path: Path) -> None:
    assert told_from_root(RAW) == "data/raw"
    assert told_from_root(ROOT / "data" / ".." / "data" / "raw") == "data/raw"
    assert told_from_root(tmp_path) == str(tmp_path.resolve())


def test_the_version_is_that_of_the_project() -> None:
    assert f'version = "{project_version()}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
