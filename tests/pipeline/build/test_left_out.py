"""A plan or a file that can't be read is left out and reported; the others are read."""

from pathlib import Path

import pytest

from pipeline import cli
from pipeline.build.build import build
from pipeline.build.built import is_current
from pipeline.build.check import check_built
from pipeline.reading.plan import ParsedPlan, read_plan
from pipeline.reading.plan_job import PlanJob
from pipeline.schema.errors import SourceError
from tests.corpora import InThisProcess
from tests.pipeline.build.test_build import REGIONS, TEXT, frame, info_of, written
from tests.pipeline.built_fixture import content
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import small_plan


@pytest.mark.parametrize(
    "text",
    [small_plan() + small_plan(), TEXT + small_plan(Habit(region="四川省", page_lines=20))],
    ids=["at once", "later"],
)
def test_a_plan_twice_in_one_file_is_left_out_with_both_places(tmp_path: Path, text: str) -> None:
    source = written(tmp_path, text)
    report = build([source], tmp_path / "built")
    title = text.splitlines()[0] if text.startswith(small_plan() * 2) else "四川省 2018年工作要点 "
    first, second = (number for number, line in enumerate(text.splitlines(), 1) if line == title)
    (lost,) = report.left_out
    assert (lost.error.source, lost.error.line) == (source, second)
    assert f"{source}:{first} " in lost.error.message_zh
    assert f"{source}:{first} " in lost.error.message_en
    assert (report.clean, report.replaced) == (False, True)


def test_a_plan_in_two_files_is_left_out_with_both_places(tmp_path: Path) -> None:
    one, two = written(tmp_path, name="one.txt"), written(tmp_path, small_plan(), name="two.txt")
    report = build([one, two], tmp_path / "built")
    (lost,) = report.left_out
    assert (lost.error.source, lost.error.line) == (two, 1)
    assert f"{one}:1" in lost.error.message_zh
    assert report.plans == 3


HEADER_ONLY = "云南省 2018年工作要点 \n\n序号 工作重点 工作内容 具体举措及成果形式 责任部门 \n\n"


@pytest.mark.parametrize(
    ("bad", "region_id"), [(HEADER_ONLY, "530000"), (small_plan(), "130000")], ids=["no rows", "twice"]
)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_other_plans_are_read_when_one_can_not_be_read(
    tmp_path: Path, bad: str, region_id: str, place: int
) -> None:
    plans = [small_plan(Habit(region=region)) for region in REGIONS]
    plans.insert(place, bad)
    source = written(tmp_path, "".join(plans))
    report = build([source], tmp_path / "built")
    assert (report.plans, report.clean, len(report.left_out)) == (3, False, 1)
    findings = frame(tmp_path / "built", "findings")
    (error,) = findings[findings["severity"] == "error"].to_dict("records")
    assert error["kind"] == "plan_left_out"
    assert error["region_id"] == region_id
    assert 0 < error["first_line"] <= error["last_line"]
    assert error["message_en"].startswith(f"plans.txt, line {error['first_line']}: ")
    assert "absent" not in {f"{kind}" for kind in findings[findings["region_id"] == region_id]["kind"]}
    checked = check_built(tmp_path / "built")
    assert checked.balanced
    assert not checked.disagreements
    assert not checked.holds


def test_a_plan_that_a_worker_refuses_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(job: PlanJob) -> ParsedPlan:
        if job.plan.region_id == "510000":
            raise SourceError("第三列不是责任部门。", "The third column holds no departments.")
        return read_plan(job)

    monkeypatch.setattr("pipeline.build.build.read_plan", refuse)
    source = written(tmp_path)
    report = build([source], tmp_path / "built", executor=InThisProcess())
    (lost,) = report.left_out
    assert (lost.error.source, lost.error.line) == (source, 82)
    assert report.plans == 2
    (error,) = (finding for finding in report.findings if finding.severity == "error")
    assert "四川省" in error.message_zh
    assert "The third column holds no departments." in error.message_en


@pytest.mark.parametrize("bad", [b"", b"\xff\xfe\xff", b"%PDF-1.7"], ids=["empty", "binary", "PDF"])
def test_other_files_are_read_when_one_can_not_be_read(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "bad.txt").write_bytes(bad)
    written(tmp_path / "raw")
    report = build([tmp_path / "raw"], tmp_path / "built")
    assert (report.plans, report.clean) == (3, False)
    (lost,) = report.left_out
    assert (lost.file, lost.plan) == ("bad.txt", None)
    assert is_current(tmp_path / "built", [tmp_path / "raw"])
    assert not check_built(tmp_path / "built").disagreements


def test_the_last_clean_tables_are_replaced_by_others_only_if_asked(tmp_path: Path) -> None:
    source, out = written(tmp_path), tmp_path / "built"
    build([source], out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    written(tmp_path, TEXT + HEADER_ONLY)
    report = build([source], out)
    assert (report.clean, report.replaced) == (False, False)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    report = build([source], out, keep_going=True)
    assert (report.clean, report.replaced) == (False, True)
    assert info_of(out)["clean"] is False
    build([source], out)
    written(tmp_path)
    assert build([source], out).clean
    assert info_of(out)["clean"] is True


@pytest.mark.parametrize(
    ("data", "place", "left_out", "message"),
    [
        (
            small_plan() + "四川省 2018年工作要点 \n",
            "plans.txt, line 82: ",
            "This plan (Sichuan Province) was left out.",
            "no table row",
        ),
        (
            small_plan() + small_plan(),
            "plans.txt, line 82: ",
            "This plan (Hebei Province) was left out.",
            "stands at",
        ),
    ],
    ids=["second plan empty", "plan twice"],
)
def test_a_plan_that_can_not_be_read_is_named_and_the_last_clean_tables_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str, place: str, left_out: str, message: str
) -> None:
    built = tmp_path / "built"
    build([written(tmp_path, small_plan(), "good.txt")], built)
    before = content(built)
    source = written(tmp_path, data)
    assert cli.main(["build", str(source), "--out", str(built)]) == 1
    reported = capsys.readouterr()
    english, chinese = reported.err.splitlines()
    assert english.startswith(place)
    assert english.endswith(left_out)
    assert message in english
    assert "plans.txt 第 82 行" in chinese
    assert "--keep-going" in reported.out
    assert content(built) == before
    assert cli.main(["build", str(source), "--out", str(built), "--keep-going"]) == 1
    assert "not complete" in capsys.readouterr().out
    assert content(built) != before
    assert cli.main(["check", "--built", str(built)]) == 1
    assert "left out" in capsys.readouterr().out


def test_one_bad_source_among_good_ones_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = written(tmp_path, small_plan(Habit(region="四川省")), "one.txt")
    built = tmp_path / "built"
    build([written(tmp_path, small_plan(), "good.txt")], built)
    before = content(built)
    assert cli.main(["build", str(good), str(written(tmp_path, "", "two.txt")), "--out", str(built)]) == 1
    assert capsys.readouterr().err.startswith("two.txt: The file is empty")
    assert content(built) == before


def test_where_nothing_can_be_read_each_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = [str(written(tmp_path, "", f"{number}.txt")) for number in range(25)]
    assert cli.main(["build", *empty, "--out", str(tmp_path / "built")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(empty[0])
    assert lines[2].startswith(empty[1])
    assert lines[40] == "… and 5 more errors. …… 另有 5 处错误。"
