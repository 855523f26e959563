"""Whatever stands on the command line is answered by a sentence, never by a traceback."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.build.build import build
from tests.pipeline.sample_plans import small_plan

NAMES = [
    "file",
    "empty",
    "missing",
    "loop",
    "loop/built",
    "file/built",
    "turning/turning/plans.txt",
    "dangling",
    "strange",
    "x" * 300,
    "/".join(["x" * 200] * 30),
    os.fsdecode(b"\xff\xfe.txt"),
    "\ud800",
    "a\0b",
    "v[1] {x} %s $1 'a' *?\n中",
    "year=2018",
]
PORTS = ["0", "-1", "65536", "99999", "x", "", "8501.5", "１", "9" * 5000, "\0", "٣"]


@pytest.fixture(scope="module")
def good_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small plan; not to be changed."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "plans.txt").write_text(small_plan(), encoding="utf-8")
    build([folder / "plans.txt"], folder / "built")
    return folder / "built"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0))
    (tmp_path / "plans.txt").write_text(small_plan(), encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "turning").symlink_to(".")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / "build.json").write_text("{}", encoding="utf-8")
    return tmp_path


def answered(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> int:
    """The exit status; demands a sentence where it is an error."""
    try:
        status = cli.main(arguments)
    except SystemExit as ended:  # argparse says what is wrong and ends
        status = int(ended.code or 0)
    message = capsys.readouterr()
    assert status in {0, 1, 2}
    assert "Traceback" not in message.err
    assert message.err.strip() or status != 2
    return status


Command = Callable[[str], list[str]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "command",
    [
        lambda name: ["build", name, "--out", "out"],
        lambda name: ["build", "plans.txt", "--out", name],
        lambda name: ["check", "--built", name],
        lambda name: ["serve", "--built", name],
        lambda name: ["export", "--built", name, "--format", "csv", "--out", "exported"],
    ],
    ids=["source", "out", "check", "serve", "export"],
)
@pytest.mark.usefixtures("folder")
def test_any_file_name_is_handled(command: Command, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    answered(command(name), capsys)


@pytest.mark.parametrize("name", NAMES)
def test_any_export_folder_is_handled(
    folder: Path, good_build: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(["export", "--built", str(good_build), "--format", "json", "--out", name], capsys)
    assert (folder / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.usefixtures("folder")
def test_an_invalid_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(["serve", f"--port={port}"], capsys) == 2


@pytest.mark.parametrize("name", ["v[1]", "v?", "*", "year=2018", "a\nb", "{x}%s", "省 级"])
def test_tables_are_read_from_the_folder_that_is_named(
    folder: Path, good_build: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = small_plan().replace("5家", "6家")
    (folder / "other.txt").write_text(other, encoding="utf-8")
    shutil.copytree(good_build, "v1")
    assert cli.main(["build", "other.txt", "--out", name]) == 0
    assert cli.main(["check", "--built", name]) == 0
    assert cli.main(["export", "--built", name, "--format", "json", "--out", "exported"]) == 0
    assert "6家" in (folder / "exported" / "measures.json").read_text(encoding="utf-8")
    capsys.readouterr()


def test_serving_where_there_are_no_tables_builds_none_of_the_shipped_corpus(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("empty", "missing"):
        assert cli.main(["serve", "--built", name]) == 2
        assert "run `plan-atlas build" in capsys.readouterr().err
    assert list((folder / "empty").iterdir()) == []
    assert not (folder / "missing").exists()
