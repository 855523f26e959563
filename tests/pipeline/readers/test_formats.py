"""Known rows come back exactly from every format, and every character of the file has one class."""

from pathlib import Path
from typing import Final

import pytest

from pipeline.build.findings import plan_findings
from pipeline.reading.ledger import find_gaps
from tests.documents.drawing import TAXONOMY
from tests.documents.forms import FILE_FORMS, GRID_FORMS, write_documents
from tests.documents.scoring import DocumentScore, read_file, read_plans, score_folder
from tests.libreoffice import require_libreoffice

NAMES: Final = [f"format{number}" for number in range(4)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents in every format."""
    require_libreoffice()
    folder = tmp_path_factory.mktemp("formats")
    write_documents(NAMES, (*FILE_FORMS, *GRID_FORMS), folder)
    return folder


def exact(score: DocumentScore) -> bool:
    return not score.refusal and not score.missed and not any(row.wrong for row in score.rows)


@pytest.mark.property
@pytest.mark.parametrize("form", [*FILE_FORMS, *GRID_FORMS])
def test_rows_come_back_to_the_last_character(folder: Path, form: str) -> None:
    scores = score_folder(folder / form, workers=1)
    assert len(scores) == len(NAMES)
    assert [score.name for score in scores if not exact(score)] == []


@pytest.mark.property
@pytest.mark.parametrize(
    "form, place",
    [
        ("pdf", "page 1 · table 1 · row "),
        ("docx", "table 1 · row "),
        ("xlsx", "sheet 任务表1 · "),
        ("html", "table 1"),
    ],
)
def test_every_character_has_one_class_and_a_place_that_a_person_can_follow(
    folder: Path, form: str, place: str
) -> None:
    document, plans = read_file(folder / form / f"{NAMES[0]}.{form}")
    assert document.format == form
    spans = [span for plan in plans for span in plan.spans]
    assert find_gaps(document, ((span.line, span.start, span.end) for span in spans)) == []
    first = plans[0].measures[0].row.measure.fragments[0].line
    assert document.place(first).format("en").startswith(place)


def test_a_table_of_another_kind_is_in_no_row(tmp_path: Path) -> None:
    rows = "<tr><td>1<td>推进知识产权领域改革<td>深化改革<td>制定方案，明确分工。<td>省知识产权局</tr>"
    head = "<tr><td>序号<td>工作重点<td>工作内容<td>具体举措<td>责任部门</tr>"
    path = tmp_path / "plan.html"
    path.write_text(
        f"<html><p>河北省2018年工作要点</p><table>{head}{rows}</table><p>联系人</p>"
        "<table><tr><td>张三<td>省知识产权局<td>12345</tr><tr><td>李四<td>省公安厅<td>67890</tr></table></html>",
        encoding="utf-8",
    )
    (plan,) = read_plans(path)
    assert [measure.row.task.text for measure in plan.measures] == ["深化改革"]
    assert {span.character_class for span in plan.spans if span.text in ("张三", "67890")} == {"other_column"}
    (doubt,) = (one for one in plan_findings(plan, TAXONOMY) if one.kind == "table_left_out")
    assert doubt.severity == "doubt"
    assert "张三" in doubt.message_en


def test_a_table_that_goes_on_below_a_heading_needs_no_header(tmp_path: Path) -> None:
    cells = "<td>{n}<td>深化改革{n}<td>制定方案，明确分工。<td>省知识产权局"
    head = "<tr><td>序号<td>工作内容<td>具体举措<td>责任部门</tr>"
    path = tmp_path / "plan.html"
    path.write_text(
        f"<html><p>河北省2018年工作要点</p><table>{head}<tr>{cells.format(n=1)}</table>"
        f"<p>二、实施严格的知识产权保护</p><table><tr>{cells.format(n=2)}</table></html>",
        encoding="utf-8",
    )
    (plan,) = read_plans(path)
    assert [measure.row.task.text for measure in plan.measures] == ["深化改革1", "深化改革2"]
    assert [measure.area_id for measure in plan.measures] == ["", "2"]
