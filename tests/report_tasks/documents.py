"""Made-up task tables of government work reports, in the formats and layouts in which they are published."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

import docx
import openpyxl

AREAS: Final = {
    "1": "推动经济平稳增长",
    "2": "加快科技创新和产业升级",
    "3": "深化改革扩大开放",
    "4": "保障和改善民生",
}


class TaskRow(NamedTuple):
    """A row as published; ``task_id`` is the standard task it answers ('' for none)."""

    task_id: str
    task: str
    measure: str
    lead: str
    support: str
    deadline: str

    @property
    def area(self) -> str:
        return AREAS[self.task_id[:1] or "4"]


_ROWS: Final = (
    ("1.1", "扩大有效投资", "积极扩大有效投资。实施省级重点项目6{n}0个以上，全年固定资产投资增长6%左右。",
     "省发展改革委", "省财政厅、省自然资源厅", "{year}年12月底前"),
    ("1.2", "释放消费潜力", "举办消费促进月活动1{n}场，释放城乡消费潜力，社会消费品零售总额增长7%。",
     "省商务厅", "省文化和旅游厅、省市场监管局", "持续推进"),
    ("1.3", "支持民营企业和中小微企业发展", "落实支持民营企业发展的各项政策，新增“专精特新”企业5{n}家。",
     "省工业和信息化厅", "省财政厅", "{year}年11月底前"),
    ("2.1", "强化企业科技创新主体地位", "强化企业创新主体地位，新认定高新技术企业1{n}0家，建设实验室20家。",
     "省科技厅", "省教育厅", "{year}年12月底前"),
    ("2.3", "发展壮大数字经济", "发展数字经济，新建5G基站{n}万个。",
     "省工业和信息化厅", "省发展改革委、省通信管理局", "{year}年12月底前"),
    ("3.1", "持续优化营商环境", "持续优化营商环境，推进“一网通办”，企业开办时间压缩至{n}个工作日。",
     "省市场监管局", "省司法厅", "{year}年6月底前"),
    ("3.2", "稳定外贸外资基本盘，推动外贸稳规模优结构", "支持跨境电商综合试验区建设，外贸进出口增长{n}%。",
     "省商务厅", "省税务局", "{year}年12月底前"),
    ("4.1", "稳定和扩大就业", "城镇新增就业8{n}万人。",
     "省人力资源社会保障厅", "省教育厅", "{year}年12月底前"),
    ("4.3", "提升医疗卫生服务能力", "提升基层医疗卫生服务能力，新建县域医共体3{n}个。",
     "省卫生健康委", "省医保局", "{year}年12月底前"),
    ("", "保护传承长城文化", "保护修缮长城重点点段1{n}处，办好长城文化论坛。",
     "省文化和旅游厅", "省文物局", "{year}年10月底前"),
)  # fmt: skip

REGIONS: Final = {
    "130000": "河北省",
    "140000": "山西省",
    "320000": "江苏省",
    "440000": "广东省",
    "510000": "四川省",
}


def rows_of(region_id: str, year: int) -> list[TaskRow]:
    """The rows of a region's document: one is left out, and the figures are its own."""
    place = list(REGIONS).index(region_id)
    kept = [row for number, row in enumerate(_ROWS) if number != place + year % 2]
    return [TaskRow(*(text.format(n=place + year - 2020, year=year) for text in row)) for row in kept]


ONE_CONTENT: Final = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
TASK_AND_MEASURE: Final = ("序号", "重点任务", "具体举措", "责任单位", "完成时限")
"""Headers in use: the content in one column, or in two."""

Grid = list[list[str]]


@dataclass(frozen=True)
class Layout:
    """How a table is laid out.

    ``header`` are its header cells; ``banners`` are key areas in rows of their own.
    """

    header: tuple[str, ...] = ONE_CONTENT
    banners: bool = True


def grid_of(rows: Sequence[TaskRow], layout: Layout) -> Grid:
    """The table, row by row; a banner has one cell."""
    grid: Grid = [list(layout.header)]
    number = 0
    for place, (area, mine) in enumerate(groupby(rows, lambda row: row.area)):
        if layout.banners:
            grid.append([f"{'一二三四五六'[place % 6]}、{area}"])
        for row in mine:
            number += 1
            grid.append([_text(row, name, number, layout) for name in layout.header])
    return grid


def _text(row: TaskRow, name: str, number: int, layout: Layout) -> str:
    has_measures = bool({"具体举措", "工作内容"} & set(layout.header))
    return {
        "序号": str(number),
        "重点领域": row.area,
        "重点任务": row.task if has_measures else row.measure,
        "主要目标": row.measure,
        "具体举措": row.measure,
        "工作内容": row.measure,
        "牵头单位": row.lead,
        "配合单位": row.support,
        "责任单位": f"{row.lead}、{row.support}",
        "完成时限": row.deadline,
    }[name]


def word_file(title: str, grid: Grid) -> bytes:
    """DOCX: the title in a paragraph, banners over the whole width."""
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(rows=len(grid), cols=len(grid[0]), style="Table Grid")
    for cells, line in zip(table.rows, grid, strict=True):
        if len(line) == 1:
            cells.cells[0].merge(cells.cells[-1]).text = line[0]
            continue
        for cell, text in zip(cells.cells, line, strict=True):
            cell.text = text
    return _saved(document.save)


def workbook(title: str, grid: Grid) -> bytes:
    """XLSX: the title and banners in merged rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    for number, line in enumerate([[title], *grid], 1):
        for column, text in enumerate(line, 1):
            sheet.cell(number, column, text)
        if len(line) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(grid[0]))
    return _saved(book.save)


def web_page(title: str, grid: Grid) -> bytes:
    """HTML: the title in a heading, banners over the whole width."""
    rows = "\n".join(f"<tr>{''.join(_cells_of(line, len(grid[0])))}</tr>" for line in grid)
    head = '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>通知</title></head>'
    return f"{head}<body><h1>{escape(title)}</h1>\n<table>\n{rows}\n</table></body></html>".encode()


def _cells_of(line: list[str], width: int) -> Iterator[str]:
    span = f' colspan="{width}"' if len(line) == 1 else ""
    return (f"<td{span}>{escape(text)}</td>" for text in line)


def csv_file(title: str, grid: Grid) -> bytes:
    """CSV in GB18030, as Excel saves it in China."""
    stream = io.StringIO()
    padded = ([*line, *[""] * (len(grid[0]) - len(line))] for line in [[title], *grid])
    csv.writer(stream).writerows(padded)
    return stream.getvalue().encode("gb18030")


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


FORMATS: Final[tuple[tuple[str, Callable[[str, Grid], bytes], Layout], ...]] = (
    ("docx", word_file, Layout()),
    ("xlsx", workbook, Layout(("序号", "重点任务", "责任单位", "完成时限"), banners=False)),
    ("html", web_page, Layout(TASK_AND_MEASURE)),
    ("csv", csv_file, Layout(("重点任务", "牵头单位", "配合单位", "完成时限"))),
    ("xlsx", workbook, Layout(("重点领域", "主要目标", "责任单位", "完成时限"), banners=False)),
)
"""How the documents are published: the formats with a writer and a layout each."""

TITLES: Final = (
    "{region}{year}年政府工作报告重点任务分工",
    "{year}年{region}政府工作报告主要目标任务责任分解",
    "{region}人民政府办公厅关于印发{year}年省政府工作报告重点工作分工方案的通知",
    "{region}{year}年为民办实事",
)


def format_of(region_id: str, year: int) -> tuple[str, Callable[[str, Grid], bytes], Layout]:
    """The format of a region's document; each region takes another every year."""
    return FORMATS[(list(REGIONS).index(region_id) + year) % len(FORMATS)]


def write_documents(folder: Path, years: Sequence[int] = (2023, 2024)) -> None:
    """The documents of all regions, a folder a year."""
    for year in years:
        (folder / str(year)).mkdir(parents=True)
        for place, (region_id, region) in enumerate(REGIONS.items()):
            ending, write, layout = format_of(region_id, year)
            title = TITLES[(place + year) % len(TITLES)].format(region=region, year=year)
            content = write(title, grid_of(rows_of(region_id, year), layout))
            (folder / str(year) / f"{region}.{ending}").write_bytes(content)
