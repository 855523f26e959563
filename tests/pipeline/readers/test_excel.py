"""Workbooks as they look: merged cells, formats of numbers; what is hidden is told."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pipeline.readers import read_document
from pipeline.readers.document import Document
from pipeline.readers.number_formats import format_value
from pipeline.readers.provenance import Provenance
from pipeline.reading.jobs import iter_jobs
from pipeline.reading.plan import read_plan
from pipeline.reading.plan_job import PlanJob
from pipeline.schema.errors import SourceError
from pipeline.taxonomy.loading import DEFAULT
from tests.documents.conversion import convert
from tests.libreoffice import require_libreoffice
from tests.pipeline.sample_plans import TAXONOMY


def workbook(tmp_path: Path, fill: Callable[[xlsxwriter.Workbook, Worksheet], object]) -> Document:
    path = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(path)
    fill(book, book.add_worksheet("山东"))
    book.close()
    return read_document(path)


def losses(document: Document) -> dict[str, int]:
    return {loss.kind: loss.number for loss in document.losses}


@pytest.mark.parametrize(
    "value, number_format, shown",
    [
        (1.0, "", "1"),
        (1.1, "0.00", "1.10"),
        (0.95, "0%", "95%"),
        (0.1234, "0.0%", "12.3%"),
        (2.5, "", "2.5"),
        (dt.date(2018, 6, 30), "yyyy年m月d日", "2018年6月30日"),
        (dt.date(2018, 6, 30), "yyyy年m月", "2018年6月"),
        (dt.datetime(2018, 6, 30), "", "2018-06-30"),
        (12, '0"月底前"', "12月底前"),
        (0.15, '"增长"0%', "增长15%"),
        (12000, '#,##0"件"', "12,000件"),
        (7, "000", "007"),
        (3, '"（"0"）"', "（3）"),
        (5.5, 'General"亿元"', "5.5亿元"),
        (dt.date(2018, 6, 30), '[$-804]m"月"d"日""底前"', "6月30日底前"),
        (True, "", "TRUE"),
        (float("inf"), "", "inf"),
        (float("nan"), "000", "nan"),
        (123456, '0!.0000"万元"', "12.3456万元"),
        (123456789, '0.00,,"百万"', "123.46百万"),
        (25, '[>=10000]0!.0,"万";0"项"', "25项"),
        (0.5, "0", "1"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"无"', "无"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0.1 + 0.2, "", "0.3"),
        (123456, "0.00E+00", "1.23E+05"),
        (13812345678, "000-0000-0000", "138-1234-5678"),
        (1.5, "0.##", "1.5"),
        (12, '[DBNum1][$-804]G/通用格式"项"', "十二项"),
        (45291, "m月d日", "12月31日"),
        (dt.date(2023, 12, 5), "[DBNum1]yyyy年m月d日", "二〇二三年十二月五日"),
        (dt.date(2023, 12, 5), "yyyy.mm.dd", "2023.12.05"),
        (dt.datetime(2023, 6, 30, 14, 5), "yyyy/m/d aaaa 上午/下午h:mm", "2023/6/30 星期五 下午2:05"),
        (dt.time(8, 30), "h:mm", "8:30"),
        ("财政厅", '"省"@', "省财政厅"),
        ("财政厅", "@", "财政厅"),
        (0.25, "# ?/?", None),
        (5, ";;;", None),
        (10**12, "", None),
        (1e30, "0.00", None),
        (1e9, "yyyy年", None),
        (45000, "[<100]0.0;yyyy年m月", "2023年3月"),
    ],
)
def test_values_read_as_they_are_shown(value: float | dt.date, number_format: str, shown: str | None) -> None:
    assert format_value(value, number_format) == shown


def test_number_formats_come_from_the_sheet(tmp_path: Path) -> None:
    document = workbook(
        tmp_path, lambda book, sheet: sheet.write_number(0, 0, 3.1, book.add_format({"num_format": "0.00"}))
    )
    assert document.lines == ("3.10",)


def test_number_formats_that_cannot_be_read_are_a_doubt(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_number(1, 1, 0.25, book.add_format({"num_format": "# ?/?"}))
        sheet.write_number(2, 1, 2, book.add_format({"num_format": 14}))

    document = workbook(tmp_path, fill)
    assert document.lines == ("0.25", "1900/1/2")
    assert [(one.kind, one.text) for one in document.losses if one.number] == [("cell_formats_unread", "B2")]


def test_merged_cells_and_places(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(0, 0, 1, 1, "合")
        sheet.write_string(2, 2, "一\n二")

    document = workbook(tmp_path, fill)
    (table,) = document.tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [(0, 0, 2, 2), (2, 2, 1, 1)]
    assert document.lines == ("合", "一", "二")
    assert document.place(3).format("zh") == "工作表“山东” · C3"


def test_hidden_rows_are_read_and_hidden_sheets_are_not(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_string(0, 0, "明")
        sheet.write_string(1, 0, "藏")
        sheet.set_row(1, None, None, {"hidden": True})
        other = book.add_worksheet("备份")
        other.write_string(0, 0, "旧")
        other.hide()

    document = workbook(tmp_path, fill)
    assert document.lines == ("明", "藏", "旧")
    assert document.classes == {3: "hidden"}
    assert losses(document) == {"hidden_read": 1, "hidden_left_out": 1}


def test_what_a_merged_cell_covers_is_hidden(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(0, 0, 1, 0, "合")
        sheet.write_string(1, 0, "盖住")

    document = workbook(tmp_path, fill)
    assert (document.lines, document.classes) == (("合", "盖住"), {2: "hidden"})
    assert losses(document) == {"hidden_left_out": 1}


def test_cells_merged_beyond_the_last_text_are_none(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_column(0, 0, ["一", "二", "三"])
        sheet.merge_range(1, 2, 2, 3, "")

    path = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(path)
    fill(book, book.add_worksheet("山东"))
    book.close()
    spoilt = tmp_path / "spoilt.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            # The merged cells themselves are left out, as some programs do.
            new.writestr(name, re.sub(rb'<c r="(?!A)\w+" s="\d+"/>', b"", old.read(name)))
    assert read_document(spoilt).lines == ("一", "二", "三")


def test_styles_with_an_id_that_is_no_number_are_refused(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_number(0, 0, 3.1, book.add_format({"num_format": '0.00"件"'}))

    workbook(tmp_path, fill)
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as source, zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b'numFmtId="164"', b'numFmtId="x"'))
    with pytest.raises(SourceError, match="damaged"):
        read_document(path)


def test_old_workbooks_are_read_and_doubt_their_numbers(tmp_path: Path) -> None:
    require_libreoffice()

    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(0, 0, 1, 0, "合")
        sheet.write_number(0, 1, 3.1, book.add_format({"num_format": "0.00"}))
        sheet.write_number(1, 1, 12)

    workbook(tmp_path, fill)
    convert([tmp_path / "plan.xlsx"], "xls", tmp_path)
    document = read_document(tmp_path / "plan.xls")
    assert (document.format, document.lines) == ("xls", ("合", "3.1", "12"))
    assert document.tables[0].cells[0].row_span == 2
    assert losses(document) == {"formats_unread": 2}


@pytest.mark.parametrize("inline", [False, True], ids=["shared texts", "texts in the sheet"])
def test_text_struck_through_is_left_out(tmp_path: Path, inline: bool) -> None:
    path = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": inline})
    sheet = book.add_worksheet("山东")
    struck, plain = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
    sheet.write_string(0, 0, "留")
    sheet.write_string(1, 0, "删", struck)
    sheet.write_rich_string(2, 0, "甲", struck, "乙", "丙")
    sheet.write_rich_string(3, 0, struck, "丁", plain, "戊", struck)
    sheet.write_number(4, 0, 2018, struck)
    book.close()
    document = read_document(path)
    texts = dict(enumerate(document.lines, 1))
    assert [text for n, text in texts.items() if n not in document.classes] == ["留", "甲丙", "戊"]
    assert {texts[n]: kind for n, kind in document.classes.items()} == dict.fromkeys(
        ("删", "乙", "丁", "2018"), "deleted"
    )
    assert losses(document) == {"struck_left_out": 4}


@pytest.mark.parametrize(("value", "number"), [("#REF!", 1), ("#N/A", 1), ("12", 0)])
def test_error_values_are_a_doubt(tmp_path: Path, value: str, number: int) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["序号", "工作内容", "#REF!"])
        sheet.write_formula(1, 1, "=A9", None, value)

    found = [loss for loss in workbook(tmp_path, fill).losses if loss.kind == "cells_with_errors"]
    assert [(loss.number, loss.text) for loss in found] == [(1, "B2")] * number


def test_comments_are_in_the_ledger(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_string(0, 0, "正文")
        sheet.write_comment(0, 0, "请核实")

    document = workbook(tmp_path, fill)
    assert "comment" in document.classes.values()
    assert losses(document) == {"comments_left_out": 1}


@pytest.mark.parametrize(
    "name, left_out, kind", [("措施", ["措施", "旧"], "hidden_left_out"), ("旧措施", [], "hidden_read")]
)
def test_a_hidden_column_gives_way_to_a_visible_one_of_its_name(
    tmp_path: Path, name: str, left_out: list[str], kind: str
) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        for row, texts in enumerate((["任务", name, "措施"], ["甲", "旧", "新"])):
            sheet.write_row(row, 0, texts)
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.set_column(3, 16_383, None, None, {"hidden": bool(left_out)})

    document = workbook(tmp_path, fill)
    assert [document.lines[line - 1] for line in document.classes] == left_out
    assert kind in losses(document)


def test_a_hidden_column_is_reported_beside_one_that_gives_way(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        for row, texts in enumerate((["任务", "措施", "说明", "措施"], ["甲", "旧", "乙", "新"])):
            sheet.write_row(row, 0, texts)
        sheet.set_column(1, 2, None, None, {"hidden": True})

    document = workbook(tmp_path, fill)
    assert losses(document) == {"hidden_left_out": 2, "hidden_read": 1}


def test_text_boxes_of_a_sheet_are_read_above_its_cells(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_string(5, 0, "正文")
        sheet.insert_textbox(0, 0, "标题\n副标题")

    document = workbook(tmp_path, fill)
    assert document.lines == ("标题", "副标题", "正文")
    assert losses(document) == {"text_boxes_read": 1 + 1}


def test_a_sheet_that_is_too_wide_is_refused(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        for column in range(16_000):
            sheet.write_number(0, column, column)

    with pytest.raises(SourceError, match="Sheet 山东 has 1 rows and 16000 columns"):
        workbook(tmp_path, fill)


def test_cells_at_the_far_corner_take_no_memory(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_string(0, 0, "近")
        sheet.write_string(1_048_575, 16_383, "远")

    with pytest.raises(SourceError, match="columns, which no plan has"):
        workbook(tmp_path, fill)


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no text"):
        workbook(tmp_path, lambda *_: None)


def test_a_workbook_under_another_name_is_read_by_its_content(tmp_path: Path) -> None:
    workbook(tmp_path, lambda _, sheet: sheet.write_string(0, 0, "正文"))
    path = (tmp_path / "plan.xlsx").rename(tmp_path / "plan.txt")
    assert read_document(path).format == "xlsx"


@pytest.mark.parametrize(
    "pattern, replacement",
    [(rb'<c r="(\w+)" s="(\d+)"', rb'<c s="\2" r="\1"'), (rb"<(/?)([a-z]\w*)", rb"<\1x:\2")],
    ids=["attributes in another order", "names with a prefix"],
)
def test_sheets_of_other_programs_show_the_same(tmp_path: Path, pattern: bytes, replacement: bytes) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_number(0, 0, 3.1, book.add_format({"num_format": "0.00"}))
        sheet.set_row(0, None, None, {"hidden": True})

    workbook(tmp_path, fill)
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as source, zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(pattern, replacement, data)
                if b"<x:" in data:
                    data = data.replace(b"xmlns=", b"xmlns:x=", 1)
            archive.writestr(name, data)
    document = read_document(path)
    assert (document.lines, losses(document)) == (("3.10",), {"hidden_read": 1})


@pytest.mark.parametrize(
    ("file", "names", "titles", "plans"),
    [
        (
            "汇总",
            ["说明", "山东", "江苏省", "兵团"],
            {},
            [("370000", None), ("320000", None), ("660000", None)],
        ),
        ("2020年各省", ["山东", "江苏2019年"], {}, [("370000", 2020), ("320000", 2019)]),
        ("山东省", ["2019年", "2020"], {}, [("370000", 2019), ("370000", 2020)]),
        ("a", ["一", "江苏"], {0: "山东省2018年工作要点"}, [("370000", 2018), ("320000", 2018)]),
        ("a", ["一", "山东2018", "附件"], {0: "山东省2018年工作要点"}, [("370000", 2018)]),
        (
            "a",
            ["江苏", "河北"],
            {0: "山东省2018年工作要点", 1: "河北省2018年工作要点"},
            [("370000", 2018), ("130000", 2018)],
        ),
    ],
)
def test_sheets_that_only_their_names_give_to_regions(
    tmp_path: Path, file: str, names: list[str], titles: dict[int, str], plans: list[tuple[str, int | None]]
) -> None:
    path = tmp_path / f"{file}.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for place, name in enumerate(names):
        sheet = book.add_worksheet(name)
        if name == "说明":
            sheet.write_string(0, 0, "本表由各地填写。")
            continue
        for line, texts in enumerate(
            (
                [titles.get(place, "工作要点")],
                ["序号", "工作内容", "具体举措", "责任部门"],
                ["1", f"任务{place}", f"办展览{place}场。", "省知识产权局"],
            )
        ):
            sheet.write_row(line, 0, texts)
    book.close()
    provenance = Provenance("ip-work-plans", None, "", "")
    found = list(iter_jobs(read_document(path), provenance, TAXONOMY, DEFAULT))
    assert [(plan.region_id, plan.year) for plan, _ in found] == plans
    jobs = [answer for _, answer in found if isinstance(answer, PlanJob)]
    rows = [row.measure.text for job in jobs for row in (one.row for one in read_plan(job).measures)]
    years_are_known = all(year for _, year in plans)
    assert rows == [f"办展览{n}场。" for n, name in enumerate(names) if name != "说明"] * years_are_known
