"""A report as LibreOffice draws it: its words, its numbers, its header on every page, its chart in colour."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.export.reports.report import write_document
from tests.libreoffice import page_pictures, page_texts, require_libreoffice, to_pdf
from tests.pipeline.export.office.exhibit_samples import STACKED
from tests.pipeline.export.office.report_samples import ROWS, sample

SCRIPT = "<script>=1+1</script>"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample report as a PDF."""
    require_libreoffice()
    file = tmp_path_factory.mktemp("report") / "report.docx"
    file.write_bytes(write_document(replace(sample(SCRIPT), title="对照报告")))
    return to_pdf(file)


@pytest.fixture(scope="module")
def texts(pdf: Path) -> list[str]:
    return ["".join(text.split()) for text in page_texts(pdf)]


def test_all_rows_and_texts_are_on_the_pages(texts: list[str]) -> None:
    whole = "".join(texts)
    assert [row for row in range(1, ROWS + 1) if f"第{row}项{SCRIPT}{row}" not in whole] == []
    assert whole.count("对照报告·第") == len(texts)
    assert f"共{len(texts)}页" in texts[0]


def test_the_header_is_repeated_on_every_page(texts: list[str]) -> None:
    reached = [text for text in texts if any(f"第{row}项{SCRIPT}" in text for row in range(1, ROWS + 1))]
    assert len(reached) > 1
    assert [text.count(f"任务{SCRIPT}数") for text in reached] == [1] * len(reached)


def test_the_chart_is_drawn_with_its_names_and_numbers(texts: list[str], pdf: Path) -> None:
    page = next(number for number, text in enumerate(texts) if "1管理体制改革" in text)
    assert [name for name in STACKED.categories if name.replace(" ", "") not in texts[page]] == []
    assert "246" in texts[page]
    drawn = Image.open(page_pictures(pdf)[page]).convert("RGB")
    counts = {colour: count for count, colour in drawn.getcolors(1 << 24) or []}
    assert [one.colour for one in STACKED.series if counts.get(_rgb(one.colour), 0) < 20] == []


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return red, green, blue
