"""Reads a dump that a test has written, without files; and a small plan to write dumps around."""

from pathlib import Path
from typing import Final

import xlsxwriter

from pipeline.readers.document import Document, split_lines
from pipeline.readers.provenance import Provenance
from pipeline.reading.ledger import Gap, find_gaps
from pipeline.reading.plan import ParsedPlan, read_plan
from pipeline.taxonomy.loading import load_taxonomy
from tests.documents.evaluate import list_jobs
from tests.pipeline.layouts import Habit, SampleRow, lay_out

TAXONOMY: Final = load_taxonomy()
AREAS: Final = tuple(area.name_zh for area in TAXONOMY.areas)
HEADER: Final = "序号 工作重点 工作内容 具体举措及成果形式 责任部门"

ROWS: Final = (
    SampleRow(
        AREAS[0],
        "探索开展知识产权综合管理改革试点",
        "起草高新区知识产权综合管理改革实施方案，在石家庄、保定、廊坊高新区探索建立试点，形成可复制的经验。",
        "省发展改革委、省知识产权局",
    ),
    SampleRow(
        AREAS[0],
        "知识产权服务业集聚区建设",
        "推进石家庄高新区建立知识产权服务业集聚区，引进品牌服务机构5家。",
        "省知识产权局",
    ),
    SampleRow(
        AREAS[0],
        "重大经济活动知识产权评议",
        "开展重大经济活动知识产权评议试点，出台评议办法，完成评议项目10项，提出防范知识产权风险的建议。",
        "省知识产权局、省工业和信息化厅",
    ),
    SampleRow(
        AREAS[1],
        "完善知识产权快速维权机制",
        "继续发挥“12330”维权热线作用，建设知识产权快速维权中心，为企业提供便捷的维权服务。",
        "省知识产权局、省公安厅",
    ),
    SampleRow(
        AREAS[1],
        "加强海关知识产权保护",
        "加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会公布典型案件。",
        "石家庄海关",
    ),
    SampleRow(
        AREAS[1],
        "加大知识产权犯罪打击力度",
        "深入推进打击侵犯知识产权犯罪“云端”行动，对重大案件挂牌督办。",
        "省公安厅、省检察院",
    ),
    SampleRow(
        AREAS[2],
        "实施专利质量提升工程",
        "制定专利质量提升工程实施方案，修订专利资助办法，支持高价值专利培育，发明专利授权量增长8%。",
        "省知识产权局、省财政厅",
    ),
    SampleRow(
        AREAS[2],
        "加快建设知识产权运营服务体系",
        "建设知识产权运营公共服务平台，设立重点产业知识产权运营基金，开展专利导航项目。",
        "省知识产权局、省财政厅、省金融办",
    ),
)
"""Under three key areas; ``lay_out(ROWS, Habit())`` is a dump of them."""


def dump(text: str) -> str:
    """A dump as a test writes it: ``␣`` stands for white space that nobody would see."""
    return text.replace("␣", " ")


def small_plan(habit: Habit | None = None, rows: tuple[SampleRow, ...] = ROWS) -> str:
    return lay_out(rows, habit or Habit())


def annotated_workbook(folder: Path) -> Path:
    """Write a workbook of two sheets with the same plan, which has a column and a row that are not read."""
    file = folder / "plan.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name in ("山东", "四川"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["河北省2018年知识产权工作要点"])
            sheet.write_row(1, 0, ["工作重点", "工作内容", "具体举措", "责任部门", "经费", "编者按"])
            for number, row in enumerate(ROWS, 2):
                sheet.write_row(number, 0, [row.area, row.task, row.measure, row.departments, "", "x"])
            sheet.write_row(len(ROWS) + 2, 0, ["注：以上各项以正式文件为准"])
    return file


def source_of(text: str) -> Document:
    lines, starts = split_lines(text)
    return Document(Path("plans.txt"), "0" * 64, "utf-8", lines, starts)


def read_plans(text: str, *, year: int | None = 2018) -> list[ParsedPlan]:
    """The plans of a dump, each read; ``year`` is what stands beside the source, if anything does."""
    jobs = list_jobs(source_of(text), Provenance("plans", year, "", ""))
    return [read_plan(job) for job in jobs]


def read_one(text: str) -> ParsedPlan:
    (plan,) = read_plans(text)
    return plan


def cells(plan: ParsedPlan) -> list[tuple[str, str, str]]:
    """Task, measure and departments of each row."""
    rows = [measure.row for measure in plan.measures]
    return [(row.task.text, row.measure.text, row.departments.text) for row in rows]


def written(rows: tuple[SampleRow, ...] = ROWS) -> list[tuple[str, str, str]]:
    """What :func:`cells` should give for rows that were laid out."""
    return [(row.task, row.measure, row.departments) for row in rows]


def furniture(plan: ParsedPlan) -> list[tuple[str, str]]:
    """The spans of a plan that belong to no cell: character class and text, in the order of the source."""
    kinds = {"task", "measure", "departments"}
    return [(span.character_class, span.text) for span in plan.spans if span.character_class not in kinds]


def gaps(text: str, plans: list[ParsedPlan]) -> list[Gap]:
    """Where the ledger of a dump does not hold."""
    return find_gaps(source_of(text), ((s.line, s.start, s.end) for plan in plans for s in plan.spans))
