"""What cells above and below a page break tell of whether their row goes on."""

from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Final

import pypdfium2
import pytest

from pipeline.readers import read_document
from pipeline.readers.document import Place
from pipeline.readers.pdf.page import PageCell
from pipeline.readers.pdf.page_breaks import (
    MIN_EVIDENCE,
    CellBreak,
    JoinedCell,
    LastLine,
    cell_evidence,
    ends_mid_sentence,
    merge_over_breaks,
    serial_evidence,
)
from tests.documents.document import Document, DocumentRow, gold_text
from tests.documents.drawing import draw_document
from tests.documents.forms import write_documents
from tests.documents.printed_pages import PrintStyle, draw_print_style, print_pages
from tests.documents.scoring import score_folder
from tests.documents.word_file import draw_word_style

FULL: Final = LastLine("", gap=0.1, free_width=0.2, line_width=12.0)
NAMES: Final = [f"printed{number}" for number in range(8)]


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        (["3 0", "3 1", "3"], "2", True),
        (["9", "1"], "0", True),
        (["10", "11", "1"], "2", False),
        (["1" * 3000, "1" * 3000], "2" * 3000, True),
        (["30", "31", "32"], "", True),
        (["1", "2", "3"], "4", False),
        (["10", "11", "12"], "13", False),
    ],
)
def test_serials_tell_whether_a_row_goes_on(above: list[str], below: str, goes_on: bool) -> None:
    assert (serial_evidence(above, below, numbers_rows=True) > 0) == goes_on


@pytest.mark.parametrize(
    "column, above, below, goes_on",
    [
        ("task", "探索以公证方式保管知识产", "权证据、证明材料", True),
        ("task", "建立大型专业市场管理和保护", "加强在线创意、研发成果的知识产权保护", False),
        ("task", "探索创新成果收益分配制度", "对领导干部综合考核评价时，注重发明创造、保护知识产权", False),
        ("departments", "（牵头单位：自", "治区外办）", True),
        ("departments", "省司法厅会同省人民检察院", "省交通运输厅，省版权局", False),
        ("departments", "省审计厅", "（牵头）、各市人民政府", True),
        ("measure", "打造一站式服务大厅的体", "系，优化服务。", True),
        ("measure", "全年完成二十项。", "组织企业参加展会。", False),
    ],
)
def test_texts_tell_whether_a_cell_goes_on(column: str, above: str, below: str, goes_on: bool) -> None:
    assert (cell_evidence(column, replace(FULL, text=above), below) > 0) == goes_on


def test_room_that_is_left_speaks_against_it() -> None:
    text = "打造一站式服务大厅的体"
    tight = cell_evidence("measure", replace(FULL, text=text), "系，优化服务。")
    loose = cell_evidence("measure", replace(FULL, text=text, free_width=6.0, gap=5.0), "系，优化服务。")
    assert tight - loose > MIN_EVIDENCE


def test_an_empty_cell_tells_little_where_cells_are_merged() -> None:
    above = replace(FULL, text="探索知识产权保护")
    assert cell_evidence("task", above, "") > cell_evidence("task", above, "", is_merged=True) > 0


def cells_over_a_break(
    above: str, below: str, *, merged: int, blank: int
) -> tuple[list[JoinedCell], set[int]]:
    """The departments of rows 0 and 1 with a page break between them, and which rows are unsure.

    Below them stand one cell over so many ``merged`` rows more than one, and as many ``blank`` ones.
    """

    def cell(row: int, text: str, x0: float = 1.0, row_span: int = 1) -> JoinedCell:
        paragraphs = [(text, Place((("row", row),)))] if text else []
        part = PageCell(0, row_span, x0, x0 + 1, text, 0.0, 0.0, 9.0)
        return JoinedCell(row, row_span, paragraphs, part, part)

    first, second, end = cell(0, above), cell(1, below), 3 + merged
    cells = [first, second, cell(2, "省财政厅", row_span=1 + merged)]
    cells += [cell(row, "") for row in range(end, end + blank)]
    cells += [cell(row, "举办活动。", 0.0) for row in range(end + blank)]
    columns = {0.0: "measure", 1.0: "departments"}
    unsure = merge_over_breaks(cells, [CellBreak(first, second, 0.0)], columns.__getitem__)
    return [one for one in cells if one.x0 and one.row < 2], unsure


@pytest.mark.parametrize(
    ("above", "below", "merged", "blank", "spans", "unsure"),
    [
        ("省司法厅", "", 12, 0, [2], set()),
        ("省司法厅", "", 0, 12, [1, 1], set()),
        ("省司法厅", "", 2, 0, [2], {1}),
        ("省司法厅", "", 1, 3, [1, 1], {1}),
        ("", "省司法厅", 2, 1, [2], {0}),
        ("省司法厅", "省公安厅", 12, 0, [1, 1], set()),
    ],
)
def test_an_empty_cell_at_a_page_break_is_merged_as_others_of_its_column_are(
    above: str, below: str, merged: int, blank: int, spans: list[int], unsure: set[int]
) -> None:
    cells, found = cells_over_a_break(above, below, merged=merged, blank=blank)
    assert [one.row_span for one in cells] == spans
    assert found == unsure


@pytest.mark.parametrize(
    "text, room, expected", [("安排资金5.2亿", 0.3, True), ("安排资金。", 0.3, False), ("安排", 5.0, False)]
)
def test_a_measure_breaks_off_within_a_sentence_on_a_full_line(
    text: str, room: float, expected: bool
) -> None:
    assert ends_mid_sentence(LastLine(text, 0.1, room, 12.0)) == expected


@pytest.mark.property
def test_pages_as_word_processors_print_them_come_back_to_the_last_character(tmp_path: Path) -> None:
    write_documents(NAMES, ["printed"], tmp_path)
    scores = score_folder(tmp_path / "printed", workers=1)
    assert len(scores) == len(NAMES)
    wrong = [s.name for s in scores if s.refusal or s.missed or any(row.wrong for row in s.rows)]
    assert wrong == []


def test_dotted_lines_part_cells(tmp_path: Path) -> None:
    document = replace(draw_document("printed0"), radicals=frozenset())
    (tmp_path / "dots.pdf").write_bytes(print_pages(document, PrintStyle(rules="dots", by_lines=True)))
    (tmp_path / "dots.jsonl").write_text(gold_text(document), encoding="utf-8")
    (score,) = score_folder(tmp_path, workers=1)
    assert not score.refusal
    assert score.exact == len(document.rows)


def plan_of(*rows: DocumentRow) -> Document:
    return replace(draw_document("hanging"), rows=rows, radicals=frozenset())


def test_a_mark_that_hangs_out_of_its_cell_stays_in_it(tmp_path: Path) -> None:
    measure = "推进知识产权保护体系建设，" * 9
    rows = [DocumentRow(1, f"深化改革任务{n}", measure, "省知识产权局") for n in range(3)]
    path = tmp_path / "hanging.pdf"
    path.write_bytes(print_pages(plan_of(*rows), PrintStyle(hangs=True)))
    texts = ["".join(line.split()) for line in read_document(path).lines]
    assert texts.count(measure) == 3
    assert texts.count("省知识产权局") == 3


@pytest.mark.property
def test_tables_without_rules_come_back_where_rows_stand_apart_or_are_printed_cell_by_cell(
    tmp_path: Path,
) -> None:
    names = [name for name in NAMES if draw_word_style(name).vertical == "top"]
    for name, (padding, by_lines) in zip(names, cycle([(4.0, True), (4.0, False), (0.0, False)])):
        document = replace(draw_document(name), radicals=frozenset())
        style = PrintStyle(rules="none", padding=padding, hangs=False, by_lines=by_lines)
        (tmp_path / f"{name}.pdf").write_bytes(print_pages(document, style))
        (tmp_path / f"{name}.jsonl").write_text(gold_text(document), encoding="utf-8")
    scores = score_folder(tmp_path, workers=1)
    assert len(scores) > 3
    assert not any(score.refusal for score in scores)
    assert sum(score.exact for score in scores) >= 0.99 * sum(score.figures.rows for score in scores)


@pytest.mark.property
def test_pages_printed_from_top_to_bottom_are_read_as_aligned_text(tmp_path: Path) -> None:
    for name, rules in zip(NAMES, cycle(["none", "stripes"])):
        document = replace(draw_document(name), radicals=frozenset())
        style = replace(draw_print_style(name, rules), by_lines=True)
        (tmp_path / f"{name}.pdf").write_bytes(print_pages(document, style))
        (tmp_path / f"{name}.jsonl").write_text(gold_text(document), encoding="utf-8")
    scores = score_folder(tmp_path, workers=1)
    assert not any(score.refusal for score in scores)
    rows = [row for score in scores for row in score.rows]
    assert sum(score.exact for score in scores) >= 0.9 * sum(score.figures.rows for score in scores)
    assert sum(bool(row.wrong) and not row.doubted for row in rows) <= 0.03 * len(rows)


def test_a_page_that_shows_no_cells_beside_others_that_do_is_a_doubt(tmp_path: Path) -> None:
    document = replace(draw_document("printed3"), radicals=frozenset())
    whole = pypdfium2.PdfDocument.new()
    for rules in ("thin", "none"):
        pages = print_pages(document, PrintStyle(rules=rules, hangs=False, by_lines=True))
        whole.import_pages(pypdfium2.PdfDocument(pages), [0])
    whole.save(tmp_path / "both.pdf")
    losses = [one for one in read_document(tmp_path / "both.pdf").losses if one.kind == "page_without_table"]
    assert [one.place.format("en") for one in losses if one.place is not None] == ["page 2"]


def test_words_of_a_title_are_no_header(tmp_path: Path) -> None:
    document = replace(draw_document("printed7"), title="湖南省2019年度工作任务分工", radicals=frozenset())
    path = tmp_path / "titled.pdf"
    path.write_bytes(print_pages(document, PrintStyle(rules="none", padding=4.0)))
    lines = ["".join(line.split()) for line in read_document(path).lines]
    assert document.title in lines


@pytest.mark.property
def test_lines_between_rows_part_them_where_none_parts_columns(tmp_path: Path) -> None:
    for number, name in enumerate(NAMES[:6]):
        style = PrintStyle(rules="levels", hangs=False, by_lines=number % 2 == 1, shaded=number % 3 == 1)
        document = replace(draw_document(name), radicals=frozenset())
        (tmp_path / f"{name}.pdf").write_bytes(print_pages(document, style))
        (tmp_path / f"{name}.jsonl").write_text(gold_text(document), encoding="utf-8")
    scores = score_folder(tmp_path, workers=1)
    assert not any(score.refusal for score in scores)
    assert sum(score.exact for score in scores) >= 0.99 * sum(score.figures.rows for score in scores)


def test_rows_that_no_line_parts_are_a_doubt(tmp_path: Path) -> None:
    document = replace(draw_document("left14"), radicals=frozenset())
    style = PrintStyle(rules="levels", hangs=False, left_out=0.15, by_lines=True)
    (tmp_path / "left14.pdf").write_bytes(print_pages(document, style))
    (tmp_path / "left14.jsonl").write_text(gold_text(document), encoding="utf-8")
    (score,) = score_folder(tmp_path, workers=1)
    assert any(row.wrong for row in score.rows)
    assert all(row.doubted for row in score.rows if row.wrong)


def test_shades_of_every_second_row_part_none_where_the_page_prints_cell_by_cell(tmp_path: Path) -> None:
    document = replace(draw_document("printed3"), radicals=frozenset())
    for padding in (0.0, 3.0):
        path = tmp_path / f"striped{padding:.0f}.pdf"
        path.write_bytes(print_pages(document, PrintStyle(rules="stripes", padding=padding, hangs=False)))
        path.with_suffix(".jsonl").write_text(gold_text(document), encoding="utf-8")
    scores = score_folder(tmp_path, workers=1)
    assert not any(score.refusal for score in scores)
    assert [score.exact for score in scores] == [len(document.rows)] * 2
