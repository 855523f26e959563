"""Import in Chromium: a file's rows are shown and open their text, and no rule of axe is broken."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.documents.drawing import Contents
from tests.documents.forms import write_documents
from tests.pages.conftest import Windows
from tests.settling import settled


@pytest.mark.parametrize(("scheme", "language"), [("light", "zh"), ("dark", "en")])
def test_a_file_is_read_and_a_row_opens_its_text(
    windows: Windows, tmp_path: Path, scheme: str, language: str
) -> None:
    write_documents(["1"], ["docx"], tmp_path, Contents())
    page = windows(f"import?lang={language}", "h1", scheme=scheme)
    names = {"zh": ("选择文件", "添加文件"), "en": ("Upload", "Add files")}[language]
    expect(page.get_by_role("button", name=names[0], exact=True)).to_be_visible()
    page.locator(".st-key-import_files input[type=file]").set_input_files(tmp_path / "docx" / "1.docx")
    expect(page.locator("p.answer")).to_contain_text({"zh": "读到", "en": "rows read"}[language])
    expect(page.get_by_role("button", name=names[1], exact=True)).to_be_visible()
    grid = page.locator('[class*="st-key-table_rows"] canvas').first
    grid.scroll_into_view_if_needed()
    settled(page)
    grid.click(position={"x": 18, "y": 60}, force=True)
    expect(page.locator(".measure details.source")).to_be_visible()
    assert Axe().run(settled(page)).response["violations"] == []
