"""PDF: tables whose text is set sideways, and several tables whose rows lines separate."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers import read_document
from pipeline.readers.records import list_records

HEAD = ("序号", "工作内容", "具体举措", "责任部门")
LEFT, TOP, ROW = 60, 780, 40
COLUMNS = (0, 40, 140, 380, 470)


def start(path: Path) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path))
    canvas.setFont("STSong-Light", 10)
    return canvas


def draw_rows(canvas: Canvas, rows: Sequence[Sequence[str]], top: float, columns: Sequence[float]) -> float:
    """Draw rows with lines between them; return where the last one ends."""
    for cells in rows:
        canvas.line(LEFT, top, LEFT + columns[-1], top)
        for x, text in zip(columns, cells, strict=False):
            canvas.drawString(LEFT + x + 4, top - 24, text)
        top -= ROW
    canvas.line(LEFT, top, LEFT + columns[-1], top)
    return top


def list_rows(first: int, last: int) -> list[tuple[str, ...]]:
    return [(str(n), f"任务内容{n}", f"举办第{n}次展览和交流活动。", "省教育厅") for n in range(first, last)]


@pytest.mark.parametrize("angle", [90, -90])
def test_text_set_sideways_in_a_cell_is_read_in_its_order(tmp_path: Path, angle: int) -> None:
    canvas = start(tmp_path / "plan.pdf")
    rows = list_rows(1, 5)
    end = draw_rows(canvas, [(*row[:3], "") for row in rows], TOP, COLUMNS)
    for x in COLUMNS:
        canvas.line(LEFT + x, TOP, LEFT + x, end)
    for n in range(len(rows)):
        for line, text in enumerate(("省市场", "监管局")):
            canvas.saveState()
            side = 1 if angle > 0 else -1
            canvas.translate(LEFT + 420 + side * 12 * line, TOP - n * ROW - (36 if angle > 0 else 4))
            canvas.rotate(angle)
            canvas.drawString(0, 0, text)
            canvas.restoreState()
    canvas.save()
    found = [record.texts for record in list_records(read_document(tmp_path / "plan.pdf"))]
    assert found == [(*row[:3], "省市场监管局") for row in rows]


def test_a_table_goes_on_in_columns_of_other_widths(tmp_path: Path) -> None:
    canvas = start(tmp_path / "plan.pdf")
    draw_rows(canvas, [HEAD, *list_rows(1, 6)], TOP, COLUMNS)
    canvas.showPage()
    canvas.setFont("STSong-Light", 10)
    draw_rows(canvas, [HEAD, *list_rows(6, 10)], TOP, (0, 60, 200, 390, 470))
    canvas.save()
    records = [one.texts for one in list_records(read_document(tmp_path / "plan.pdf")) if one.table]
    assert records == [HEAD, *list_rows(1, 10)]


def test_a_table_ends_above_another_of_other_widths(tmp_path: Path) -> None:
    canvas = start(tmp_path / "plan.pdf")
    end = draw_rows(canvas, [HEAD, *list_rows(1, 5)], TOP, COLUMNS)
    canvas.drawString(LEFT, end - 30, "联系人名单")
    names = [("单位", "联系人", "电话"), *[("省财政厅", f"张三{n}", f"86001{n}") for n in range(3)]]
    draw_rows(canvas, names, end - 50, (0, 150, 250, 400))
    canvas.save()
    document = read_document(tmp_path / "plan.pdf")
    assert len(document.tables) == 1
    records = [record.texts for record in list_records(document) if record.table]
    assert records == [HEAD, *list_rows(1, 5)]
