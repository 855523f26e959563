"""The command says what it does and what is wrong, in two languages, and never harms the last build."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
import pytest

from pipeline import cli
from pipeline.build.build import build
from pipeline.build.built import is_current
from pipeline.readers import find_sources
from pipeline.reading import jobs
from tests.corpora import SHIPPED
from tests.pipeline.built_fixture import content
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import HEADER, small_plan

PLAN: Final = small_plan()
COMMAND: Final = str(Path(sys.executable).with_name("plan-atlas"))
CORPUS: Final = "".join(source.read_text(encoding="utf-8") for source in find_sources([SHIPPED]))


def written(folder: Path, data: str | bytes, name: str = "plans.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.fixture(scope="module")
def good_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    build([written(folder, PLAN, "good.txt")], folder / "built")
    return folder / "built"


@pytest.fixture
def built(tmp_path: Path, good_build: Path) -> Path:
    """A good build, which is the last one when a test begins."""
    return shutil.copytree(good_build, tmp_path / "built")


Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path, built: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Builds from what is given; demands exit status 2, a sentence in each language, and the last build."""
    before = content(built)

    def refuse(*sources: Path, place: str = "", out: Path = built) -> str:
        assert cli.main(["build", *map(str, sources), "--out", str(out)]) == 2
        message = capsys.readouterr().err
        assert content(built) == before
        assert [path for path in tmp_path.iterdir() if path.name.startswith(".built")] == []
        english, chinese = message.splitlines()
        where = place or str(sources[-1])
        assert english.startswith(f"{where}:")
        assert chinese.startswith(f"{where}:")
        assert not re.search("[\u4e00-\u9fff]", english.removeprefix(where))
        assert english.endswith(".")
        assert re.search("[\u4e00-\u9fff]", chinese.removeprefix(where))
        assert chinese.endswith("。")
        return message

    return refuse


UNREADABLE: Final[dict[str, tuple[str | bytes, int | None, str]]] = {
    "empty": (b"", None, "empty"),
    "poem": ("春眠不觉晓，处处闻啼鸟。\n夜来风雨声，花落知多少。\n", None, "No plan was found"),
    "another table": ("task,measure\n1,2\n", None, "No plan was found"),
    "header only": (f"{HEADER}\n", 1, "no table row below"),
    "header amid blank lines": (f"\n\n{HEADER}\n\n", 3, "no table row below"),
    "title and header": (f"河北省 2018年工作要点\n\n{HEADER}\n", 1, "no table row below"),
    "title only": ("河北省 2018年工作要点\n", 1, "no table row below"),
    "nothing but page numbers": (f"河北省 2018年工作要点\n{HEADER}\n" + "1\n" * 300, 1, "no table row below"),
    "nobody's plan": (f"{HEADER}\n加强海关知识产权保护\n开展专项行动。\n海关\n", 1, "do not tell whose"),
    "no year": (PLAN.replace("河北省 2018年工作要点", "河北省知识产权工作要点"), 1, "year"),
    "PDF": (b"%PDF-1.7\n" + bytes(range(256)), None, "PDF"),
    "cut in a character": (PLAN.encode() + "省".encode()[:2], 82, "ends in the middle of a character"),
    "damaged": (PLAN.encode().replace("海关".encode(), b"\xff\xff", 1), 47, "bytes that are no UTF-8"),
    "one character in long lines": (("知" * 10_000 + "\n") * 300, None, "3,000,000 characters"),
    "one character in many lines": ("\n".join(["知"] * 200_000), None, "No plan was found"),
}


@pytest.mark.parametrize(("data", "line", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_can_not_be_read_is_refused(
    tmp_path: Path, refused: Refused, data: str | bytes, line: int | None, message: str
) -> None:
    source = written(tmp_path, data)
    place = str(source) if line is None else f"{source}:{line}"
    assert message in refused(source, place=place)


def test_sources_that_are_not_there_are_named(tmp_path: Path, refused: Refused) -> None:
    refused(tmp_path / "missing.txt")
    (tmp_path / "folder").mkdir()
    assert ".txt" in refused(tmp_path / "folder")
    refused(Path(os.devnull))


def test_an_out_that_can_not_be_written_is_named(tmp_path: Path, refused: Refused) -> None:
    source = written(tmp_path, PLAN)
    for out in (source / "built", Path(os.devnull) / "built", source):
        refused(source, out=out, place=str(out))
    mine = written(tmp_path, "mine", "thesis.doc")
    refused(source, out=tmp_path, place=str(tmp_path))
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_provenance_that_can_not_be_read_is_named(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "new").mkdir()
    source = written(tmp_path / "new", PLAN)
    described = written(tmp_path / "new", "year = ", "source.toml")
    refused(source, place=str(described))


def check_cut(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> int:
    """Half a plan is read whole, as far as it goes, or refused with file and line; never anything else."""
    source, out = written(tmp_path, text, "cut.txt"), tmp_path / "built"
    before = content(out)
    status = cli.main(["build", str(source), "--out", str(out)])
    message = capsys.readouterr()
    assert status in {0, 1, 2}
    if status == 1:
        assert "line 1 of cut.txt" in message.err or "cut.txt, line" in message.err
    elif status == 2:
        assert content(out) == before
        assert all(line.startswith(str(source)) for line in message.err.splitlines())
        assert len(message.err.splitlines()) == 2
    else:
        lost = [f for f in pq.read_table(out / "findings.parquet").to_pylist() if f["severity"] == "error"]
        plans = pq.read_table(out / "plans.parquet").to_pylist()
        assert all(finding["last_line"] < plans[0]["first_line"] for finding in lost)
        assert all(plan["measures"] for plan in plans)
    return status


PAGED: Final = small_plan(Habit(page_lines=12))


@pytest.mark.parametrize("part", range(1, 25, 3))
@pytest.mark.usefixtures("built")
def test_half_a_plan_is_read_or_refused(
    tmp_path: Path, part: int, capsys: pytest.CaptureFixture[str]
) -> None:
    place = part * len(PAGED) // 25
    another = small_plan(Habit(region="四川省")) if part % 2 else ""
    check_cut(tmp_path, PAGED[:place], capsys)
    check_cut(tmp_path, PAGED[place:] + another, capsys)


TITLES: Final = [match.start() for match in re.finditer("(?m)^ ?.{2,10} 2018年工作要点 $", CORPUS)]


@pytest.mark.parametrize("tenth", range(0, 10, 3))
@pytest.mark.usefixtures("built")
def test_half_a_plan_of_the_corpus_is_read_or_refused(
    tmp_path: Path, tenth: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = TITLES[3 * tenth], TITLES[3 * tenth + 1]
    cut = before + (after - before) * (tenth + 1) // 11
    assert check_cut(tmp_path, CORPUS[before:cut], capsys) == 0
    check_cut(tmp_path, CORPUS[cut : TITLES[3 * tenth + 2]], capsys)


def test_a_corpus_cut_in_the_middle_is_read_as_far_as_it_goes(
    tmp_path: Path, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    middle = len(CORPUS) // 2
    assert check_cut(tmp_path, CORPUS[:middle], capsys) == 0
    assert pq.read_table(built / "plans.parquet").num_rows == sum(title < middle for title in TITLES)


def test_characters_in_no_class_are_named_and_the_rest_is_built(
    tmp_path: Path, built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "preface_spans", lambda *_: [])
    source = written(tmp_path, "知识产权工作资料汇编\n\n" + PLAN)
    before = content(built)
    assert cli.main(["build", str(source), "--out", str(built)]) == 1
    message = capsys.readouterr()
    english, chinese = message.err.splitlines()
    assert "line 1 of plans.txt" in english
    assert "plans.txt 第 1 行" in chinese
    assert "The last clean tables are kept" in message.out
    assert content(built) == before
    assert cli.main(["build", str(source), "--out", str(built), "--keep-going"]) == 1
    assert "plan-atlas check" in capsys.readouterr().out
    assert content(built) != before


def test_a_build_says_what_it_has_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = written(tmp_path, PLAN + small_plan(Habit(region="四川省")))
    assert cli.main(["build", str(source), "--out", str(tmp_path / "built")]) == 0
    message = capsys.readouterr()
    assert message.err == ""
    assert "Built 2 plans, 16 measures" in message.out
    assert "2 份工作要点，16 条举措" in message.out


def test_a_build_from_a_folder_and_a_check_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw" / "ip" / "2018").mkdir(parents=True)
    written(tmp_path / "raw" / "ip" / "2018", PLAN)
    built = str(tmp_path / "built")
    assert cli.main(["build", str(tmp_path / "raw"), "--out", built]) == 0
    assert cli.main(["check", "--built", built]) == 0
    assert "The ledger holds." in capsys.readouterr().out


def test_an_interrupted_build_leaves_the_last_one(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = content(built)
    monkeypatch.setattr(cli, "build", interrupted)
    assert cli.main(["build", "--out", str(built)]) == 130
    assert "Stopped" in capsys.readouterr().err
    assert content(built) == before


def test_serve_refuses_a_port_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--built", str(tmp_path / "built"), "--port", str(port)]) == 2
    printed = capsys.readouterr()
    assert f"Port {port} can't be used" in printed.err
    assert "--port" in printed.err
    assert printed.out == ""
    assert not (tmp_path / "built").exists()


def test_serve_builds_only_if_something_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, built = written(tmp_path, PLAN), tmp_path / "built"
    build([source], built)
    served: list[tuple[list[str], dict[str, Any]]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        served.append((command, options))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    serve = ["serve", "--built", str(built), "--port", "8999"]
    assert cli.main(serve) == 0
    assert "Reading" not in capsys.readouterr().out
    written(tmp_path, PLAN.replace("5家", "6家"))
    assert cli.main(serve) == 0
    assert "Reading plans.txt" in capsys.readouterr().out
    assert is_current(built, [source])
    command, options = served[-1]
    assert len(served) == 2
    assert command[command.index("--server.port") + 1] == "8999"
    assert command[command.index("--server.fileWatcherType") + 1] == "none"
    assert options["env"]["PLAN_ATLAS_BUILT"] == str(built)
    assert cli.main([*serve, "--watch", "--public-address", "https://example.org/atlas/"]) == 0
    command, options = served.pop()
    assert command[command.index("--server.fileWatcherType") + 1] == "auto"
    assert command[command.index("--server.baseUrlPath") + 1] == "atlas"
    assert options["env"]["PLAN_ATLAS_PUBLIC_ADDRESS"] == "https://example.org/atlas"
    assert cli.main([*serve, "--public-address", "example.org"]) == 2
    assert "write it as https://" in capsys.readouterr().err
    before = content(built)
    written(tmp_path, "")
    assert cli.main(serve) == 2
    assert str(source) in capsys.readouterr().err
    assert len(served) == 2
    assert content(built) == before


def test_the_server_ends_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, built = written(tmp_path, PLAN), tmp_path / "built"
    build([source], built)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: os.kill(os.getpid(), signal.SIGTERM))
    with pytest.raises(SystemExit) as caught:
        cli.main(["serve", "--built", str(built)])
    assert caught.value.code == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--help"], ["build", "check", "export", "serve"]),
        (["build", "--help"], ["SOURCE", "--out", "data/raw", "data/built", "leaves the last one"]),
        (["check", "--help"], ["--built", "--findings", "Exit status 1"]),
        (["export", "--help"], ["--format", "--region", "--area", "--task", "--depth", "--confidence-below"]),
        (["serve", "--help"], ["--port", "8501", "--public-address", "--watch"]),
        (["--version"], ["plan-atlas "]),
    ],
)
def test_help_says_how(arguments: list[str], message: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert all(words in shown for words in message)


@pytest.mark.parametrize("value", ["nan", "1.5", "-0.1", "90%", ""])
def test_a_confidence_is_a_number_from_0_to_1(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["export", "--format", "csv", "--out", "x", f"--confidence-below={value}"])
    assert "no number from 0 to 1" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["bulid"], ["build", "--nowhere"], ["export", "--format", "doc"]])
def test_an_unknown_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert "usage: plan-atlas" in capsys.readouterr().err


def plan_atlas(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command itself, as it is installed, on a terminal that writes ASCII alone."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_installed_command_builds_and_refuses_on_a_terminal_without_chinese(tmp_path: Path) -> None:
    source, out = written(tmp_path, PLAN), tmp_path / "built"
    good = plan_atlas("build", source, "--out", out)
    assert (good.returncode, good.stderr) == (0, "")
    assert "Built 1 plan, " in good.stdout
    before = content(out)
    bad = plan_atlas("build", written(tmp_path, HEADER), "--out", out)
    assert bad.returncode == 2
    assert "Traceback" not in bad.stderr
    assert len(bad.stderr.splitlines()) == 2
    assert content(out) == before


def test_a_build_that_is_killed_leaves_the_last_one(built: Path) -> None:
    before = content(built)
    command = [COMMAND, "build", "--out", str(built)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"Reading")
        process.kill()
    assert process.returncode != 0
    assert content(built) == before


def test_a_closed_pipe_is_no_error(tmp_path: Path, built: Path) -> None:
    command = [COMMAND, "check", "--built", str(built), "--findings"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
