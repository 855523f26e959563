"""Text that would like to be more than text, on every page: nothing comes of it, and it can be read."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pptx import Presentation

from pages.ui.text import LANGUAGES
from tests.hostile import (
    DEPARTMENTS,
    LOCAL_MEASURE,
    LOCAL_TASK,
    MEASURES,
    REGION,
    build_hostile,
    hostile_lines,
)
from tests.pages.conftest import OpenWindow
from tests.serving import ROOT, serving, streamlit_command
from tests.settling import moved, settled

# One dashboard over these tables is enough: side by side, all of this runs in one process.
pytestmark = pytest.mark.xdist_group("hostile")

PARAGRAPH_OF_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
TEXT_OF_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
TEXT_OF_SLIDE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"

TYPED: Final = quote('<planted>**字样**</planted>$x^2$"(')
"""What a stranger's link could hold where a page takes words."""

ADDRESSES: Final = (
    ("overview", "", ()),
    ("overview", f"open={REGION}", ()),
    ("coverage", f"open={REGION}:1.2", (MEASURES["1.2"], DEPARTMENTS["1.2"])),
    ("coverage", f"open={REGION}:1.1", (MEASURES["1.1"],)),
    ("coverage", f"open={REGION}:2.1", (MEASURES["2.1"],)),
    ("coverage", "open=1.3", ()),
    ("gaps", f"for_region={REGION}", ()),
    ("gaps", "view=task&for_task=1.4", ()),
    ("compare", f"region={REGION}&region=320000&task=1.4", (MEASURES["1.4"],)),
    ("compare", f"region={REGION}&region=320000&print=1", ()),
    ("change", "", ()),
    ("change", "see=texts", ()),
    ("change", f"open={REGION}:1.1", (MEASURES["1.1"],)),
    ("import", "", ()),
    ("targets", "", ()),
    ("targets", f"quantities=all&open={REGION}", ()),
    ("keywords", f"of_region={REGION}", ()),
    ("keywords", f"see=lines&term={TYPED}&term=planted", ()),
    ("keywords", f"see=use&term={TYPED}&term=planted", ()),
    ("keywords", "see=named", ()),
    ("keywords", "see=named&what=citations", ()),
    ("keywords", "see=reuse", ()),
    ("departments", "", ()),
    ("departments", f"see=region&for_region={REGION}", ()),
    ("departments", "see=task&for_task=1.2", ()),
    ("local", "", (LOCAL_TASK, LOCAL_MEASURE)),
    ("region", f"region={REGION}", (LOCAL_TASK,)),
    ("task", "task=1.1", ()),
    ("search", f"q={TYPED}", ()),
    ("search", "q=planted", (MEASURES["1.1"],)),
    ("methods", "", ()),
    ("methods", "section=source", ()),
)
"""Pages of the dashboard, and texts that must be read there whole."""

UNFOLD: Final = "document.querySelectorAll('details').forEach(part => { part.open = true })"
LEAKS: Final = r"""() => {
    const everything = root => [...root.querySelectorAll('*')].flatMap(
        element => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
    const styled = /^(粗|红|链|删)?字样$|^代码样$|^办法$/;
    const dressed = 'strong, em, del, a, code, .katex, [style*="color:"]';
    return everything(document).filter(element =>
        element.matches('planted, .planted, .katex, .katex-error, a[href*="planted.example"]')
        || (element.matches('script') && element.textContent.includes('alert('))
        || (element.matches(dressed) && styled.test(element.textContent.trim()))
        || [...element.attributes].some(({name, value}) => name.startsWith('on') && value.includes('alert'))
    ).map(element => element.outerHTML.slice(0, 200));
}"""
TEXT: Final = """() => {
    const said = node => node.nodeType === 3 ? node.data
        : [...(node.shadowRoot ? [node.shadowRoot] : []), node]
            .flatMap(root => [...root.childNodes].map(said)).join('');
    return said(document.body);
}"""


@pytest.fixture(scope="module")
def hostile_url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard over the tables of a hostile source."""
    built = build_hostile(tmp_path_factory.mktemp("hostile"), (2017, 2018))

    def command(port: int) -> list[str]:
        return streamlit_command(ROOT / "dashboard.py", port)

    with serving(command, {"PLAN_ATLAS_BUILT": str(built)}) as url:
        yield url


@pytest.fixture
def page(open_window: OpenWindow) -> Page:
    return open_window()


def test_every_page_is_looked_at() -> None:
    known = set(re.findall(r'url_path="(\w+)"', (ROOT / "dashboard.py").read_text(encoding="utf-8")))
    assert known == {name for name, _, _ in ADDRESSES}


@pytest.mark.parametrize(
    "living",
    [
        "<p>a <planted>b</planted></p>",
        "<p>a <strong>粗字样</strong></p>",
        '<a href="http://planted.example">链字样</a>',
        '<span style="color: red">红字样</span>',
        '<div onclick="alert(1)"></div>',
    ],
)
def test_what_comes_to_life_would_be_seen(page: Page, living: str) -> None:
    page.goto("about:blank")
    page.set_content(living)
    assert len(page.evaluate(LEAKS)) == 1


@pytest.mark.parametrize("name", dict.fromkeys(name for name, _, _ in ADDRESSES))
def test_nothing_planted_comes_to_life_and_it_is_read_as_typed(
    hostile_url: str, page: Page, name: str
) -> None:
    spoken: list[str] = []

    def hear(dialog: Dialog) -> None:
        spoken.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    wanted = {
        f"{name}?lang={LANGUAGES[number % 2]}&{query}": texts
        for number, (of_page, query, texts) in enumerate(ADDRESSES)
        if of_page == name
    }
    page.goto(f"{hostile_url}/{next(iter(wanted))}")
    page.locator("h1, h2").first.wait_for()
    for address, texts in wanted.items():
        moved(page, address).evaluate(UNFOLD)
        assert page.evaluate(LEAKS) == [], address
        expect(page.locator('[data-testid="stException"]')).to_have_count(0)
        text = page.evaluate(TEXT)
        assert [planted for planted in texts if planted not in text] == [], address
        assert spoken == [], address


def test_an_uploaded_document_is_read_as_typed(hostile_url: str, page: Page, tmp_path: Path) -> None:
    source = tmp_path / "plans.txt"
    source.write_text("\n\n".join(hostile_lines()), encoding="utf-8", newline="")
    page.goto(f"{hostile_url}/import?lang=zh")
    page.locator(".st-key-import_files input[type=file]").set_input_files(source)
    expect(page.locator("p.answer")).to_contain_text("读到")
    grid = settled(page).locator('[class*="st-key-table_rows"] canvas').first
    grid.scroll_into_view_if_needed()
    settled(page)
    grid.click(position={"x": 18, "y": 60}, force=True)
    expect(page.locator(".measure details.source")).to_be_visible()
    settled(page).evaluate(UNFOLD)
    assert page.evaluate(LEAKS) == []
    assert MEASURES["1.1"] in page.evaluate(TEXT)


def test_a_report_holds_what_was_planted_as_words(hostile_url: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{hostile_url}/region?lang=zh&region={REGION}")
    page.locator("h1").first.wait_for()
    file = saved(settled(page), "报告 DOCX", tmp_path)
    texts = [
        "".join(node.text or "" for node in paragraph.iter(TEXT_OF_WORD))
        for paragraph in docx.Document(str(file)).element.iter(PARAGRAPH_OF_WORD)
    ]
    assert any(LOCAL_TASK in text for text in texts)
    assert any(LOCAL_MEASURE in text for text in texts)
    assert outward_links(file) == []


@pytest.mark.parametrize("query", ["see=named", "see=named&what=citations"])
def test_slides_and_files_of_a_chart_hold_what_was_planted_as_words(
    hostile_url: str, page: Page, tmp_path: Path, query: str
) -> None:
    page.goto(f"{hostile_url}/keywords?lang=zh&{query}")
    page.locator("h1").first.wait_for()
    settled(page).locator('[class*="st-key-menu_"] button').locator("visible=true").first.click()
    page.get_by_role("button", name="PPTX").first.wait_for()
    settled(page)
    slides = saved(page, "PPTX", tmp_path)
    alone = saved(page, "HTML", tmp_path)
    workbook = saved(page, "XLSX", tmp_path)
    said = " ".join(
        node.text or "" for node in Presentation(str(slides)).slides[0].element.iter(TEXT_OF_SLIDE)
    )
    assert "$1$" in said or "**办法**" in said
    assert outward_links(slides) == []
    cells = [cell for sheet in openpyxl.load_workbook(workbook) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    spoken: list[str] = []

    def hush(dialog: Dialog) -> None:
        spoken.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hush)
    page.goto(alone.as_uri())
    assert page.evaluate(LEAKS) == []
    assert "$1$" in page.evaluate(TEXT) or "**办法**" in page.evaluate(TEXT)
    assert spoken == []


def saved(page: Page, kind: str, folder: Path) -> Path:
    """A download, by the name on its button."""
    with page.expect_download() as download:
        page.get_by_role("button", name=kind).locator("visible=true").first.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def outward_links(file: Path) -> list[str]:
    """The relations of a file of Office that lead to the planted host."""
    with zipfile.ZipFile(file) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
    return [text for text in texts if "planted.example" in text]
