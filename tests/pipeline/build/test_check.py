"""The check verifies the ledger against the source itself."""

import json
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import cli
from pipeline.build import check
from pipeline.build.build import build
from pipeline.build.check import CheckReport, check_built
from pipeline.reading import jobs
from pipeline.reading.ledger import Gap
from pipeline.schema.errors import BuiltError, PlanAtlasError
from pipeline.schema.model import CHARACTER_CLASSES
from tests.pipeline.sample_plans import ROWS, annotated_workbook, small_plan


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "plans.txt"
    path.write_text(small_plan(), encoding="utf-8")
    return path


@pytest.fixture
def built(tmp_path: Path, source: Path) -> Path:
    build([source], tmp_path / "built")
    return tmp_path / "built"


def ledger_of(built: Path) -> pa.Table:
    return pq.read_table(built / "ledger.parquet")


def tamper(built: Path, ledger: pa.Table) -> None:
    pq.write_table(ledger, built / "ledger.parquet")


def test_the_ledger_of_the_corpus_holds_and_every_finding_is_listed_in_a_report_that_adds_up(
    corpus_built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: list[CheckReport] = []

    def check_once(built: Path) -> CheckReport:
        reports.append(check_built(built))
        return reports[0]

    monkeypatch.setattr(check, "check_built", check_once)
    assert cli.main(["check", "--built", str(corpus_built), "--findings"]) == 0
    expected_text = capsys.readouterr()
    assert expected_text.err == ""
    assert "The ledger holds." in expected_text.out
    assert "字符台账平衡。" in expected_text.out
    assert "153,654 characters" in expected_text.out
    messages = pq.read_table(corpus_built / "findings.parquet")["message_en"].to_pylist()
    assert [message for message in messages if message not in expected_text.out] == []
    (report,) = reports
    (source,) = report.sources
    assert sum(source.classes.values()) == source.characters
    assert set(source.classes) <= set(CHARACTER_CLASSES)
    assert len(report.findings) == len(messages)
    assert len(list(report.lines())) < 20
    listed = list(report.lines(every_finding=True))
    assert len(listed) == len(list(report.lines())) + len(report.findings)


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_row_missing_from_the_ledger_is_reported(
    built: Path, place: int, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ledger_of(built).to_pylist()
    gone = rows.pop(place)
    tamper(built, pa.Table.from_pylist(rows, schema=ledger_of(built).schema))
    report = check_built(built)
    assert report.sources[0].gaps == (Gap(gone["line"], gone["char_start"], gone["text"], 0),)
    assert cli.main(["check", "--built", str(built)]) == 1
    expected_text = capsys.readouterr().out
    assert "does NOT hold" in expected_text
    assert "字符台账不平" in expected_text
    assert f"line {gone['line']}: '{gone['text']}'" in expected_text


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_duplicate_row_in_the_ledger_is_reported(
    built: Path, place: int, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ledger_of(built).to_pylist()
    twice = rows[place]
    tamper(built, pa.Table.from_pylist([*rows, twice], schema=ledger_of(built).schema))
    assert check_built(built).sources[0].gaps == (Gap(twice["line"], twice["char_start"], twice["text"], 2),)
    assert cli.main(["check", "--built", str(built)]) == 1
    assert "does NOT hold" in capsys.readouterr().out


def test_an_empty_ledger_is_reported_in_a_few_lines(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(built, ledger_of(built).slice(0, 0))
    assert cli.main(["check", "--built", str(built)]) == 1
    expected_text = capsys.readouterr().out
    assert "more lines" in expected_text
    assert len(expected_text.splitlines()) < 40


def test_a_source_that_has_changed_since_is_named(
    built: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source.write_text(small_plan().replace("5家", "6家"), encoding="utf-8")
    with pytest.raises(BuiltError) as caught:
        check_built(built)
    assert caught.value.source == source
    assert cli.main(["check", "--built", str(built)]) == 2
    expected_text = capsys.readouterr()
    assert expected_text.out == ""
    assert str(source) in expected_text.err
    assert "has changed" in expected_text.err
    assert "改动过" in expected_text.err


def test_a_source_that_is_gone_is_named(
    built: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source.unlink()
    with pytest.raises(PlanAtlasError) as caught:
        check_built(built)
    assert caught.value.source == source
    assert cli.main(["check", "--built", str(built)]) == 2
    assert str(source) in capsys.readouterr().err


@pytest.mark.parametrize("harm", ["no folder", "no ledger", "no table", "no info"])
def test_tables_that_are_missing_are_named(
    built: Path, harm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    match harm:
        case "no folder":
            shutil.rmtree(built)
        case "no ledger":
            (built / "ledger.parquet").unlink()
        case "no table":
            (built / "ledger.parquet").write_bytes(b"no table")
        case _:
            (built / "build.json").unlink()
    assert cli.main(["check", "--built", str(built)]) == 2
    expected_text = capsys.readouterr()
    assert str(built) in expected_text.err
    assert "Traceback" not in expected_text.err


def test_characters_in_no_class_fail_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "preface_spans", lambda *_: [])
    source = tmp_path / "plans.txt"
    source.write_text("知识产权工作资料汇编\n\n" + small_plan(), encoding="utf-8")
    build([source], tmp_path / "built")
    assert cli.main(["check", "--built", str(tmp_path / "built")]) == 1
    assert "line 1: '知识产权工作资料汇编'" in capsys.readouterr().out


def test_findings_of_a_workbook_are_listed_with_their_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build([annotated_workbook(tmp_path)], tmp_path / "built")
    assert cli.main(["check", "--built", str(tmp_path / "built"), "--findings"]) == 1
    listed = capsys.readouterr().out
    places = dict(re.findall(r"^\w+ +(\w+) +(\S.*?): ", listed, re.MULTILINE))
    assert places["columns_unknown"] == "plan.xlsx sheet 山东 · A2"
    assert places["line_left_out"] == f"plan.xlsx sheet 山东 · A{len(ROWS) + 3}"
    assert places["plan_left_out"] == "sheet 四川 · A1"
    assert places["plan_absent"] == "-"
    assert f"  sheet 四川 · A1 – A{len(ROWS) + 3} left out" in listed
    assert not re.search(r"\blines? \d", listed)


@pytest.mark.parametrize(
    ("edited", "is_usable"),
    [
        ({"finding_places": {}}, True),
        ({"left_out": [{"file": "plan.xlsx", "first_line": 9999, "last_line": 9999}]}, True),
        ({"finding_places": None}, False),
        ({"finding_places": {"F0001": []}}, False),
    ],
)
def test_places_that_were_edited_by_hand_are_reported(
    tmp_path: Path, edited: dict[str, object], *, is_usable: bool
) -> None:
    built = tmp_path / "built"
    build([annotated_workbook(tmp_path)], built)
    info = built / "build.json"
    info.write_text(json.dumps({**json.loads(info.read_text("utf-8")), **edited}), "utf-8")
    if is_usable:
        assert check_built(built).disagreements
    else:
        with pytest.raises(BuiltError):
            check_built(built)
