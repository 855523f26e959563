"""A small report with one of everything, for the tests."""

from pipeline.export.reports.document import (
    Document,
    Figure,
    Heading,
    Paragraph,
    Run,
    Section,
    Table,
    TableCell,
    TableColumn,
    make_cell,
    make_runs,
)
from tests.pipeline.export.office.exhibit_samples import exhibit

ROWS = 60
"""Rows of the long table; more than a page holds."""


def sections(text: str = "句子") -> tuple[Section, ...]:
    """Sections with every kind of block; ``text`` stands in each of them."""
    columns = (TableColumn(f"任务 {text}", 3.0), TableColumn("数", 1.0, numeric=True))
    rows = tuple(
        (
            make_cell(Run(f"第{row}项 {text}", link="gaps?view=task")),
            TableCell((Run(str(row)),), fill="#123a66", ink="#ffffff"),
        )
        for row in range(1, ROWS + 1)
    )
    return (
        Section(
            "words",
            f"文字 {text}",
            (
                Paragraph(make_runs(text, Run(f"粗 {text}", bold=True))),
                Heading(f"小节 {text}", 2),
                Heading("细目", 3),
            ),
            link="coverage?lang=zh",
        ),
        Section("table", "表格", (Table(columns, rows, shown=5, more="其余"),)),
        Section("figures", "图", tuple(Figure(exhibit(name)) for name in ("stacked", "small_grid", "dots"))),
    )


def sample(text: str = "句子", language: str = "zh") -> Document:
    """A report of these sections; ``text`` is its title and stands in all its parts."""
    return Document(text, make_runs(text), sections(text), "", "", "file", language, make_runs(text))
