"""The coverage page in Chromium: mouse and keyboard, links that reopen a view, pictures and tables saved."""

import re
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pipeline.store import store
from tests.pages.charts.grids import cell_at, name_of
from tests.pages.charts.saving import save_from_menu
from tests.pages.conftest import Windows
from tests.settling import PATIENCE, moved, settled

pytestmark = pytest.mark.browser

PICTURE: Final = ".st-key-plot_plan-atlas-coverage .plot"
DRAWER: Final = "dialog"

Opened = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows) -> Opened:
    """Opens the coverage page at an address, in a window of some width, in light or dark."""

    def follow(address: str = "", width: int = 1440, scheme: Any = "light", locale: str = "zh-CN") -> Page:
        return windows(f"coverage?{address}", PICTURE, width=width, scheme=scheme, locale=locale)

    return follow


def test_a_cell_opens_its_measure_its_departments_and_its_source(opened: Opened) -> None:
    page = opened("lang=zh")
    page.mouse.move(*cell_at(page, "江苏", "3.4"))
    hint = page.locator(".plot-hint")
    expect(hint).to_contain_text("江苏省 · 3.4 鼓励高等院校")
    for words in ("具体", "落实江苏省教育厅", "责任部门：省知识产权局"):
        expect(hint).to_contain_text(words)
    page.mouse.click(*cell_at(page, "江苏", "3.4"))
    drawer = page.get_by_role(DRAWER)
    expect(drawer).to_contain_text("鼓励高等学校通过无偿许可的方式")
    expect(drawer).to_contain_text("责任部门：省知识产权局")
    drawer.get_by_text(re.compile("^原文第 4538–4547 行")).click()
    expect(drawer.locator(".source")).to_contain_text("落实江苏省教育厅")
    page.wait_for_url("**open=320000%3A3.4*")


def test_a_cell_that_only_doubtful_rows_answer_says_so_under_the_pointer(
    opened: Opened, corpus: Path
) -> None:
    doubtful = set(store.doubtful_measures(corpus))
    cells = store.coverage(corpus)
    alone = cells[[bool(ids) and doubtful >= set(ids.split(";")) for ids in cells["measure_ids"]]]
    region, task = alone[["region_id", "task_id"]].iloc[0]
    names: dict[str, str] = dict(
        store.table(corpus, "regions")[["region_id", "short_en"]].itertuples(index=False)
    )
    page = opened("lang=en")
    page.mouse.move(*cell_at(page, names[region], task))
    expect(page.locator(".plot-hint")).to_contain_text("? doubtful reading: check the source")
    page.mouse.move(*cell_at(page, "Jiangsu", "3.4"))
    expect(page.locator(".plot-hint")).to_contain_text("3.4")
    expect(page.locator(".plot-hint")).not_to_contain_text("doubtful")


def test_a_drawer_closed_before_the_browser_heard_its_address_leaves_none(opened: Opened) -> None:
    first, late = opened("lang=en"), []
    page = first.context.new_page()

    def hold_back(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def to_browser(message: str | bytes) -> None:
            told = ForwardMsg.FromString(message) if isinstance(message, bytes) else ForwardMsg()
            if told.page_info_changed.query_string.endswith("open=3.4"):
                late.append(message)
            else:
                browser.send(message)

        def to_server(message: str | bytes) -> None:
            server.send(message)
            while late:
                browser.send(late.pop())

        server.on_message(to_browser)
        browser.on_message(to_server)

    page.route_web_socket(re.compile("_stcore/stream"), hold_back)
    page.goto(first.url)
    page.locator(PICTURE).wait_for()
    settled(page)
    name_of(page, "3.4").click()
    expect(page.get_by_role(DRAWER)).to_contain_text("Of 31 regions")
    settled(page)
    assert late, "the address was not held back"
    page.keyboard.press("Escape")
    expect(page.get_by_role(DRAWER)).to_have_count(0)
    settled(page)
    expect(page).not_to_have_url(re.compile("open="))


def test_a_region_has_a_profile_that_leads_to_its_gaps(opened: Opened) -> None:
    page = opened("lang=zh")
    name_of(page, "内蒙古").click()
    drawer = page.get_by_role(DRAWER)
    expect(drawer).to_contain_text("内蒙古自治区")
    expect(drawer).to_contain_text(re.compile(r"覆盖 57 项标准任务中的 \d+ 项"))
    table = drawer.get_by_test_id("stDataFrame")
    table.wait_for()
    settled(page)
    # The grid is painted on a canvas: below its header of some 35 pixels stands the first row, with its box.
    table.click(position={"x": 16, "y": 55})
    page.wait_for_url(re.compile(r"open=150000%3A\d"))


def test_the_matrix_is_moved_through_by_keyboard(opened: Opened) -> None:
    page = opened("lang=en")
    page.locator(".grid-scroll").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(".plot-hint")).to_contain_text("1.2")
    expect(page.locator(".grid-spoken")).to_contain_text("1.2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role(DRAWER)).to_contain_text("Beijing")
    page.wait_for_url("**open=110000*")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Export").first.focus()
    page.keyboard.press("Enter")
    first = page.get_by_test_id("stPopoverBody").get_by_role("button", name="PNG")
    first.wait_for()
    settled(page)
    page.keyboard.press("Tab")
    expect(first).to_be_focused()


def test_the_drawer_steps_from_cell_to_cell_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened("lang=en")
    page.locator(".grid-scroll").focus()
    for key in ("ArrowRight", "Enter"):
        page.keyboard.press(key)
    drawer = page.get_by_role(DRAWER)
    expect(drawer.locator("h3")).to_contain_text("Beijing · 1.2")
    expect(drawer.locator("details[open]")).to_have_count(0)
    drawer.get_by_role("button", name="Next cell 1.3").click()
    expect(drawer.locator("h3")).to_contain_text("Beijing · 1.3")
    settled(page)
    drawer.get_by_role("button", name="Previous cell 1.2").click()
    expect(drawer.locator("h3")).to_contain_text("Beijing · 1.2")
    settled(page)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page.locator(".grid-scroll")).to_be_focused()


def test_a_link_reopens_the_same_view(opened: Opened) -> None:
    address = "lang=en&macro=east&area=3&depth=generic&rows=coverage&open=340000%3A3.2"
    page = opened(address)
    expect(page.get_by_role(DRAWER)).to_contain_text("Anhui")
    page.keyboard.press("Escape")
    expect(page.get_by_role(DRAWER)).to_have_count(0)
    for key, said in (("macro", "East China"), ("area", "3 Creation and use"), ("depth", "generic")):
        expect(page.locator(f".st-key-{key}")).to_contain_text(said)
    expect(page.locator(PICTURE)).to_contain_text("How 7 regions address 17 standard tasks")
    expect(page.locator("[data-row]").first).to_have_text("Anhui")


def test_filters_change_the_picture_and_the_address(opened: Opened) -> None:
    page = opened("lang=zh")
    page.locator(".st-key-area").get_by_role("combobox").click()
    page.get_by_role("option", name="5 对外合作").click()
    expect(page.locator(PICTURE)).to_contain_text("31 个地区如何落实 4 项标准任务")
    page.wait_for_url("**area=5*")
    page.keyboard.press("Escape")
    page.go_back()
    expect(page.locator(PICTURE)).to_contain_text("57 项标准任务")
    page.go_forward()
    expect(page.locator(PICTURE)).to_contain_text("4 项标准任务")
    page.get_by_role("button", name="重置筛选").click()
    expect(page.locator(PICTURE)).to_contain_text("57 项标准任务")


def test_the_language_is_first_the_browsers_and_then_the_readers(opened: Opened) -> None:
    page = opened("area=5", locale="en-GB")
    expect(page.get_by_role("heading", level=1)).to_have_text("Coverage matrix")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("覆盖矩阵")
    expect(page.locator(".st-key-area")).to_contain_text("5 对外合作")
    page.wait_for_url("**lang=zh*")
    page.locator('[data-testid="stSidebarNav"] a').nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("缺口清单")
    page.wait_for_url("**/gaps?*area=5*")


def test_the_picture_is_saved_in_light_colours(opened: Opened, tmp_path: Path) -> None:
    page = opened("lang=en", scheme="dark")
    page.mouse.move(*cell_at(page, "Jiangsu", "3.4"))
    files = {}
    for ending in ("png", "svg"):
        file = save_from_menu(page, "plan-atlas-coverage", ending, tmp_path)
        files[file.name] = file.read_bytes()
    drawing = ElementTree.fromstring(files["plan-atlas-coverage.svg"])
    wide, high = (float(drawing.attrib[side]) for side in ("width", "height"))
    assert struct.unpack(">II", files["plan-atlas-coverage.png"][16:24]) == (3 * wide, 3 * high)
    text = files["plan-atlas-coverage.svg"].decode()
    for words in ("How 31 regions address 57 standard tasks", "specific", "Source: ", "Inner Mongolia"):
        assert words in text
    assert "light-dark" not in text
    assert "grid-cross" not in text, "what the pointer lights up is no part of the picture"
    assert drawing.attrib["font-family"].endswith("sans-serif")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_matrix_is_readable_at_1440_pixels(opened: Opened, lang: str) -> None:
    page = opened(f"lang={lang}")
    box = page.locator(".grid-scroll").evaluate("(box) => [box.scrollWidth, box.clientWidth]")
    assert box[0] <= box[1], "nothing has to be scrolled sideways"
    seen: list[list[Any]] = page.locator(PICTURE).evaluate(
        """(plot) => [...plot.querySelectorAll("text")].map((text) => {
          const [one, all] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()]
          const out = one.left < all.left - 1 || one.right > all.right + 1
            || one.top < all.top || one.bottom > all.bottom
          return [parseFloat(text.getAttribute("font-size")), out, text.textContent]
        })"""
    )
    assert min(size for size, *_ in seen) >= 9.5
    assert [words for _, outside, words in seen if outside] == []


def test_all_cells_are_in_sight_at_1280_pixels_with_whole_names_of_key_areas(opened: Opened) -> None:
    page = opened("lang=zh", width=1280)
    hidden = page.locator(".grid-scroll").evaluate("(box) => box.scrollWidth - box.clientWidth")
    assert hidden < 14, "less than a cell is out of sight: the end of a slanted name"
    assert "对外合作" in page.locator(PICTURE).locator("text").all_text_contents()


def test_names_stay_in_sight_in_a_narrow_window(opened: Opened) -> None:
    page = opened("lang=en", width=800)
    page.locator(".grid-scroll").evaluate("(box) => { box.scrollLeft = 400 }")
    name = name_of(page, "Jiangsu")
    expect(name).to_be_in_viewport()
    name.click()
    expect(page.get_by_role(DRAWER)).to_contain_text("Jiangsu")


def test_a_page_never_asks_another_server(browser: Browser, dashboard_url: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(dashboard_url)
    for name in ("", "coverage", "gaps", "methods"):
        moved(settled(page), name).get_by_role("heading", level=1).wait_for()
    context.close()
    local = (dashboard_url, "data:", "blob:", "ws://localhost")
    assert [url for url in asked if not url.startswith(local)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_tasks_fit_on_a_common_screen(opened: Opened, lang: str) -> None:
    scroll = opened(f"lang={lang}", 1280).locator(".grid-scroll")
    assert scroll.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
