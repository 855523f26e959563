"""The built folder is replaced as a whole, and has a fingerprint of its inputs."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.build import built as built_folder
from pipeline.build import swap
from pipeline.build.built import (
    RAW,
    ROOT,
    built_from,
    fingerprint,
    is_current,
    lock_output,
    path_from_root,
    project_version,
    write_built,
)
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import BuiltError, SourceError
from pipeline.schema.manifest import INFO_FILE, find_differences
from pipeline.taxonomy.loading import SHARED as TAXONOMY
from tests.pipeline.built_fixture import content

SMALL = {name: pa.table({"number": [1, 2]}) for name in TABLES}


def test_tables_and_info_are_in_one_folder(tmp_path: Path) -> None:
    out = tmp_path / "new" / "built"
    write_built(out, SMALL, {"version": "1", "标题": "工作要点"})
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [INFO_FILE, *(f"{name}.parquet" for name in TABLES)]
    )
    assert pq.read_table(out / "plans.parquet").equals(SMALL["plans"])
    info = json.loads((out / INFO_FILE).read_text(encoding="utf-8"))
    assert {key: info[key] for key in ("version", "标题")} == {"version": "1", "标题": "工作要点"}
    assert set(info["files"]) == {f"{name}.parquet" for name in TABLES}
    assert list(out.parent.iterdir()) == [out]


def test_old_tables_are_replaced_completely(tmp_path: Path) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"version": "1"})
    write_built(out, {"plans": SMALL["plans"]}, {"version": "2"})
    assert sorted(content(out)) == [INFO_FILE, "plans.parquet"]
    assert list(tmp_path.iterdir()) == [out]


def test_open_pages_keep_reading_the_old_tables(tmp_path: Path) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {})
    with (out / "plans.parquet").open("rb") as reader:
        write_built(out, {"plans": pa.table({"number": [3]})}, {})
        assert pq.read_table(reader).equals(SMALL["plans"])


def test_a_failed_write_leaves_the_last_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"version": "1"})
    before = content(out)
    fsync = os.fsync
    room = iter(range(5))

    def disk_fills_up(handle: int) -> None:
        if next(room, None) is None:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", disk_fills_up)
    with pytest.raises(SourceError) as caught:
        write_built(out, SMALL, {"version": "2"})
    assert caught.value.source == out
    assert "No space left" in caught.value.message_en
    assert "No space left" in caught.value.message_zh
    assert content(out) == before
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("failing", [1, 2])
def test_failed_renames_restore_the_last_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    out = tmp_path / "built"
    write_built(out, SMALL, {"version": "1"})
    before = content(out)
    rename = Path.rename
    renames = iter(range(1, 9))

    def fails_once(self: Path, target: Path) -> Path:
        if next(renames) == failing:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(swap, "_exchange_call", lambda: None)
    monkeypatch.setattr(Path, "rename", fails_once)
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


def _strange_info(folder: Path) -> None:
    (folder / INFO_FILE).write_text('{"name": "my own build"}', encoding="utf-8")


def _info_of_another_kind(folder: Path) -> None:
    (folder / INFO_FILE).write_text('["files"]', encoding="utf-8")


def _parquet_only(folder: Path) -> None:
    pq.write_table(SMALL["plans"], folder / "my-research.parquet")


def _with_an_extra_file(folder: Path) -> None:
    write_built(folder, SMALL, {})
    (folder / "notes.txt").write_text("mine", encoding="utf-8")


def _with_an_extra_folder(folder: Path) -> None:
    write_built(folder, SMALL, {})
    (folder / "mine").mkdir()


def _with_a_changed_table(folder: Path) -> None:
    write_built(folder, SMALL, {})
    pq.write_table(pa.table({"number": [3]}), folder / "plans.parquet")


def _with_a_changed_info(folder: Path) -> None:
    write_built(folder, SMALL, {})
    info = json.loads((folder / INFO_FILE).read_text(encoding="utf-8"))
    (folder / INFO_FILE).write_text(json.dumps({**info, "note": "mine"}), encoding="utf-8")


def _with_a_link_for_a_table(folder: Path) -> None:
    write_built(folder, SMALL, {})
    (folder / "plans.parquet").rename(folder.parent / "plans.parquet")
    (folder / "plans.parquet").symlink_to(folder.parent / "plans.parquet")


def _sources(folder: Path) -> None:
    (folder / "plans.txt").write_text("mine", encoding="utf-8")


def _sources_below(folder: Path) -> None:
    (folder / "raw").mkdir()
    (folder / "raw" / "plans.txt").write_text("mine", encoding="utf-8")


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"" for p in folder.rglob("*")}


@pytest.mark.parametrize(
    "fill",
    [
        _strange_info,
        _info_of_another_kind,
        _parquet_only,
        _with_an_extra_file,
        _with_an_extra_folder,
        _with_a_changed_table,
        _with_a_changed_info,
        _with_a_link_for_a_table,
        _sources,
        _sources_below,
    ],
)
@pytest.mark.parametrize("linked", [False, True])
def test_foreign_files_are_not_replaced(tmp_path: Path, fill: Callable[[Path], None], linked: bool) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    fill(folder)
    before = everything_in(tmp_path)
    out = folder
    if linked:
        out = tmp_path / "link"
        out.symlink_to(folder)
    with pytest.raises(SourceError) as caught, lock_output(out):
        pass
    assert caught.value.source == folder
    assert caught.value.message_en.endswith(".")
    with pytest.raises(SourceError):
        write_built(out, SMALL, {"version": "2"})
    out.unlink() if linked else None
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize("place", ["/", "~", ".", "loop", "file", "nested"])
def test_protected_folders_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    for name in ("home", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    write_built(tmp_path / "built", SMALL, {})
    before = everything_in(tmp_path / "built")
    out = {
        "/": Path("/"),
        "~": tmp_path / "home",
        ".": Path(),
        "loop": tmp_path / "loop" / "built",
        "file": tmp_path / "file",
        "nested": tmp_path / "built" / "more",
    }[place]
    with pytest.raises(SourceError), lock_output(out):
        pass
    assert everything_in(tmp_path / "built") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built", "file", "here", "home", "loop"]


@pytest.mark.parametrize(
    "name", ["v[1]", "*", "?", "{x}", "%s", "'\"", "year=2018", " ", "-x", "a\nb", "省" * 80]
)
def test_folder_names_can_be_any_text(tmp_path: Path, name: str) -> None:
    write_built(tmp_path / "v1", {"plans": pa.table({"number": [9]})}, {})
    with lock_output(tmp_path / name):
        write_built(tmp_path / name, SMALL, {})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["v1", name])
    assert find_differences(tmp_path / name) == []


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "plans.txt").write_text("河北省 2018年工作要点\n", encoding="utf-8")
    return folder


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_does_not_block_the_build(raw: Path) -> None:
    before = fingerprint([raw])
    os.mkfifo(raw / "pipe.txt")
    assert fingerprint([raw]) != before


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
    model = tmp_path / "column_models.json"
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
    assert built_from(out) == [raw]
    assert is_current(out, [raw])
    (raw / "plans.txt").write_text("", encoding="utf-8")
    assert not is_current(out, [raw])


@pytest.mark.parametrize("harm", ["no folder", "table gone", "info gone", "info no JSON", "info no object"])
def test_an_incomplete_build_is_not_current(raw: Path, tmp_path: Path, harm: str) -> None:
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
    if harm == "table gone":
        assert built_from(out) == [raw]
    else:
        with pytest.raises(BuiltError, match="no built tables of use here"):
            built_from(out)


def test_only_the_default_folder_is_built_from_the_shipped_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built_folder, "BUILT", tmp_path / "data" / "built")
    assert built_from(tmp_path / "data" / "built") == [RAW]


def test_paths_within_the_project_are_relative_to_its_folder(tmp_path: Path) -> None:
    assert path_from_root(RAW) == "data/raw"
    assert path_from_root(ROOT / "data" / ".." / "data" / "raw") == "data/raw"
    assert path_from_root(tmp_path) == str(tmp_path.resolve())


def test_the_version_is_that_of_the_project() -> None:
    assert f'version = "{project_version()}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
