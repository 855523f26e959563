"""The generator of documents: what it writes holds its rows, in every form, and what it scores is counted."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.__main__ import expand_names
from tests.documents.document import Document, DocumentRow, gold_rows, squeeze, with_radicals
from tests.documents.drawing import TAXONOMY, Contents, draw_document
from tests.documents.forms import (
    FILE_FORMS,
    FORMS,
    GRID_FORMS,
    PRINTED_FORMS,
    TABLE_FORMS,
    write_documents,
)
from tests.documents.prose import prose_document
from tests.documents.scoring import RowScore, calibration, score_document, summary
from tests.documents.text_forms import TableStyle, comma_separated, draw_table_style, tab_separated
from tests.libreoffice import require_libreoffice

NAMES = st.integers(0, 10**6).map(str)
few_examples = settings(max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def characters(document: Document) -> Counter[str]:
    """How often each character stands in the cells that are not merged with the one above."""
    rows = gold_rows(replace(document, rows=tuple(row for row in document.rows if not row.shares)))
    return Counter("".join(row["task"] + row["measure"] + row["depts"] for row in rows))


def test_a_name_is_a_document() -> None:
    assert draw_document("a") == draw_document("a")
    assert draw_document("a") != draw_document("b")


def test_simple_contents_are_the_standard_tasks_to_the_letter() -> None:
    rows = draw_document("a", Contents()).rows
    assert [row.standard for row in rows] == [(task.id,) for task in TAXONOMY.tasks]
    assert [row.task for row in rows] == [task.name_zh for task in TAXONOMY.tasks]


@few_examples
@given(name=NAMES, form=st.sampled_from(sorted(TABLE_FORMS)))
def test_a_table_form_holds_every_character_of_the_rows(name: str, form: str) -> None:
    document = draw_document(name)
    text = TABLE_FORMS[form](with_radicals(document), draw_table_style(form, name))
    assert not characters(document) - Counter(text)


@few_examples
@given(name=NAMES, breaks=st.sampled_from(["", "\n"]))
def test_tables_with_separators_have_the_cells_of_the_rows(name: str, breaks: str) -> None:
    document = draw_document(name)
    style = TableStyle(areas="every", merged="again", breaks=breaks)
    wanted = [(squeeze(row.task), squeeze(row.measure), squeeze(row.departments)) for row in document.rows]
    for text, delimiter in ((tab_separated(document, style), "\t"), (comma_separated(document, style), ",")):
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        assert lines[0][0] == document.title
        assert [tuple(map(squeeze, line[2:])) for line in lines[2:]] == wanted


def test_every_form_is_written_with_its_rows_beside_it_and_the_same_again(tmp_path: Path) -> None:
    require_libreoffice()
    forms = [form for form in FORMS if form not in (*FILE_FORMS, *GRID_FORMS, *PRINTED_FORMS)]
    write_documents(["a", "b"], forms, tmp_path)
    write_documents(["a"], forms, tmp_path / "again")
    for form in forms:
        one, again = (folder / form / "a.txt" for folder in (tmp_path, tmp_path / "again"))
        assert one.read_bytes() == again.read_bytes()
        for name in ("a", "b"):
            path = tmp_path / form / f"{name}.txt"
            rows = [json.loads(line) for line in path.with_suffix(".jsonl").read_text("utf-8").splitlines()]
            document = draw_document(name)
            document = prose_document(document) if form == "prose" else document
            assert rows == gold_rows(document)
            style = json.loads(path.with_suffix(".style.json").read_text("utf-8"))["style"]
            text = path.read_bytes().decode(style.get("encoding", "utf-8"))
            lost = characters(document) - Counter(text)
            # Plain pdftotext takes a hyphen at the end of a line for one of its own and leaves it out.
            assert not lost if form != "plain" else set(lost) <= {"-"}


def test_a_score_separates_wrong_missed_and_invented_rows(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "北京市 2018年工作要点\n序号 工作重点 工作内容 具体举措及成果形式 责任部门\n\n"
        "加强海关知识产权保护 \n\n开展行动。 \n\n海关 \n\n"
        "加大宣传力度 \n\n举办宣传活动。 \n\n市知识产权局 \n",
        encoding="utf-8",
    )
    right = DocumentRow(2, "加强海关知识产权保护", "开展行动。", "海关", ("2.3",))
    missed = DocumentRow(6, "实施专利导航项目", "完成10项。", "市科委", ("4.2",))
    other = DocumentRow(6, "加大宣传力度", "举办展览。", "市知识产权局", ("6.10",))
    document = replace(draw_document("a"), rows=(right, other, missed), radicals=frozenset())
    lines = [json.dumps(row, ensure_ascii=False) for row in gold_rows(document)]
    path.with_suffix(".jsonl").write_text("\n".join(lines), encoding="utf-8")
    score = score_document(path)
    assert [row.wrong for row in score.rows] == [(), ("measure",)]
    assert score.rows[1].differences == (("举办展览。", "举办宣传活动。"),)
    assert score.missed == ("实施专利导航项目",)
    path.with_suffix(".jsonl").write_text(lines[0], encoding="utf-8")
    assert [row.wrong for row in score_document(path).rows] == [(), ("invented",)]


def test_a_refused_document_counts_as_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("no plan\n", encoding="utf-8")
    path.with_suffix(".jsonl").write_text("", encoding="utf-8")
    score = score_document(path)
    assert "No plan was found" in score.refusal
    assert summary("raw", [score]).split()[:4] == ["raw", "1", "1", "0"]


def test_calibration_holds_confidence_against_the_share_that_is_right() -> None:
    rows = [RowScore((), False, 0.95)] * 9 + [RowScore(("task",), False, 0.95)]
    assert calibration(rows)[1].split() == ["0.90", "to", "1.00", "10", "0.950", "0.900"]
    assert calibration(rows)[-1].endswith("0.0500")


@pytest.mark.parametrize(
    "asked, names", [(["d:0:2", "x"], ["d00", "d01", "x"]), (["t:9:11"], ["t09", "t10"])]
)
def test_names_of_a_range(asked: list[str], names: list[str]) -> None:
    assert expand_names(asked) == names
