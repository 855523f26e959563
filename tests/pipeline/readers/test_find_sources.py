"""Which files are meant by the files and folders that a build is given."""

import os
from pathlib import Path

import pytest

from pipeline.readers import find_sources
from pipeline.schema.errors import SourceError


def touched(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return paths


def refusal(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        find_sources([path])
    assert caught.value.source == path
    assert caught.value.message_zh.endswith("。")
    assert caught.value.message_en.endswith(".")
    return caught.value


def test_a_folder_stands_for_what_is_in_it_and_below(tmp_path: Path) -> None:
    expected = touched(tmp_path, "2017/b.txt", "2018/a.TXT", "2018/more/c.txt", "z.txt")
    touched(tmp_path, "2018/source.toml", "2018/._a.txt", ".trash/d.txt", "folder.txt/readme.md")
    assert find_sources([tmp_path]) == expected


def test_a_file_stands_for_itself_whatever_its_ending(tmp_path: Path) -> None:
    paths = touched(tmp_path, "z.dump", "a.txt")
    assert find_sources(paths) == paths


def test_what_is_meant_twice_comes_once(tmp_path: Path) -> None:
    first, second = touched(tmp_path, "a.txt", "b.txt")
    assert find_sources([second, tmp_path, first]) == [second, first]


def test_nothing_is_meant_by_nothing() -> None:
    assert find_sources([]) == []


def test_missing(tmp_path: Path) -> None:
    assert "no such file or folder" in refusal(tmp_path / "none").message_en


def test_locks_of_office_are_no_sources(tmp_path: Path) -> None:
    (tmp_path / "~$plan.docx").write_bytes(b"lock")
    (tmp_path / "plan.docx").write_bytes(b"")
    assert [path.name for path in find_sources([tmp_path])] == ["plan.docx"]


def test_folder_without_sources(tmp_path: Path) -> None:
    touched(tmp_path, "source.toml")
    assert "no source (.txt, .csv" in refusal(tmp_path).message_en


def test_folder_that_can_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    # The superuser, whom containers run tests as, may list any folder.
    monkeypatch.setattr(os, "scandir", deny)
    assert "can't be listed (Permission denied)" in refusal(tmp_path).message_en
