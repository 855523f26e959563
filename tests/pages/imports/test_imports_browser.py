"""Import in Chromium: a file's rows are shown and open their text, and no rule of axe is broken."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.documents.drawing import Contents
from tests.documents.forms import write_documents
from tests.pages.conftest import Windows
from tests.settling import moved, settled


def test_a_file_is_read_and_a_row_opens_its_text(windows: Windows, tmp_path: Path) -> None:
    write_documents(["1"], ["docx"], tmp_path, Contents())
    page = windows("import?lang=en", "h1", scheme="dark")
    expect(page.get_by_role("button", name="Upload", exact=True)).to_be_visible()
    moved(page, "import?lang=zh")
    expect(page.get_by_role("button", name="选择文件", exact=True)).to_be_visible()
    page.locator(".st-key-import_files input[type=file]").set_input_files(tmp_path / "docx" / "1.docx")
    expect(page.locator("p.answer")).to_contain_text("读到")
    expect(page.get_by_role("button", name="添加文件", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="移除 1.docx", exact=True)).to_be_attached()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="Add files", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Remove 1.docx", exact=True)).to_be_attached()
    grid = page.locator('[class*="st-key-table_rows"] canvas').first
    grid.scroll_into_view_if_needed()
    settled(page)
    grid.click(position={"x": 18, "y": 60}, force=True)
    expect(page.locator(".measure details.source")).to_be_visible()
    assert Axe().run(settled(page)).response["violations"] == []
