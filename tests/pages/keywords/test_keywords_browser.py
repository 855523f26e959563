"""The keywords page in Chromium: from words to sentences and back, and no word cut or hidden."""

import csv
import io
import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Final

import pytest
from playwright.sync_api import expect

from pages.ui.text import LANGUAGES
from tests.pages.charts.clashes import assert_nothing_clashes
from tests.pages.charts.grids import assert_grid_is_whole
from tests.pages.charts.plots import click_mark, click_row, find_mark, plot_selector
from tests.pages.conftest import ROOT, Contexts, Windows
from tests.settling import settled

pytestmark = pytest.mark.browser

SHOWS: Final = ".answer, [data-testid=stAlert]"
FILE: Final = "plan-atlas-keywords"
PLANE_JS: Final = ROOT / "pages" / "charts" / "browser" / "plane.js"
RANGE: Final = "(plot) => plot._fullLayout.xaxis.range[1] - plot._fullLayout.xaxis.range[0]"
PLACED: Final = """({ points, sizes }) => placeLabels(
  points.map(([x, y]) => ({ x, y })), sizes.map(([wide, high]) => ({ wide, high })),
  { left: 0, top: 0, right: 620, bottom: 500 },
).map(({ left, top, right, bottom }) => [left, top, right, bottom])"""


def test_a_distinctive_word_leads_to_its_sentences_and_their_source(opened: Windows) -> None:
    page = opened("lang=zh&of_region=320000")
    chart = f"{FILE}-region-words"
    settled(page).locator(plot_selector(chart)).locator(".main-svg").first.wait_for()
    row = page.locator(plot_selector(chart)).evaluate("(plot) => plot._fullLayout.meta.rows[0]")
    uses = int(row["note"].split()[0])
    click_mark(page, chart, row["key"])
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("mark.mark-term")).to_have_count(uses)
    drawer.get_by_text("原文第").first.click()
    expect(drawer.locator("details[open] ol")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("open=word")))
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_typed_term_is_shown_in_context(opened: Windows) -> None:
    page = opened("lang=en&see=use")
    field = page.get_by_role("combobox", name="Terms")
    field.fill("贯标")
    field.press("Enter")
    expect(page.locator("p.answer")).to_contain_text("贯标 appears in")
    field.press("Escape")
    click_mark(page, f"{FILE}-term-by-region", "text:letters:130000:贯标")
    expect(page.get_by_role("dialog")).to_contain_text("Hebei: 贯标")
    page.keyboard.press("Escape")
    settled(page).get_by_role("button", name="See each place in its context").click()
    expect(page.locator(".kwic")).to_contain_text("贯标")
    middles = (
        settled(page)
        .locator(".kwic mark")
        .evaluate_all("(marks) => marks.map((mark) => Math.round(mark.getBoundingClientRect().left))")
    )
    assert len(middles) > 10
    assert len(set(middles)) == 1
    expect(page).to_have_url(re.compile(re.escape("see=lines")))
    expect(page).to_have_url(re.compile(re.escape("term=")))


def test_a_region_on_the_map_is_compared_with_the_others(opened: Windows) -> None:
    page = opened("lang=en&see=alike")
    settled(page).locator(plot_selector(f"{FILE}-map")).get_by_text("Zhejiang", exact=True).click()
    expect(page.locator("p.answer")).to_contain_text("Nearest to Zhejiang")
    expect(page).to_have_url(re.compile(re.escape("like=330000")))
    click_mark(page, f"{FILE}-map", "330000")
    click_row(page, f"{FILE}-nearest", 0)
    expect(page.get_by_role("dialog")).to_contain_text("Zhejiang and")
    settled(page).go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_map_zooms_in_and_out(opened: Windows) -> None:
    page = opened("lang=en&see=alike")
    x, y = find_mark(page, f"{FILE}-map", "120000")
    plot = page.locator(plot_selector(f"{FILE}-map"))
    whole = plot.evaluate(RANGE)
    page.mouse.move(x - 60, y - 60)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=5)
    page.mouse.up()
    seen = [plot.element_handle(), whole]
    page.wait_for_function(f"([plot, whole]) => ({RANGE})(plot) < whole / 2", arg=seen)
    settled(page).mouse.dblclick(x + 40, y + 70)
    page.wait_for_function(f"([plot, whole]) => ({RANGE})(plot) > 0.98 * whole", arg=seen)
    expect(page).not_to_have_url(re.compile("like="))


@pytest.mark.parametrize("seed", range(4))
def test_labels_of_a_plane_cover_no_label_and_no_mark(contexts: Contexts, seed: int) -> None:
    random = Random(seed)
    points = [(random.gauss(300, 90), random.gauss(250, 70)) for _ in range(31)]
    points += [(30.0, 30.0)] * 4 if seed % 2 else []
    sizes = [(random.choice([26.0, 39.0, 78.0]), 12.5) for _ in points]
    page = contexts().new_page()
    page.add_script_tag(path=PLANE_JS)
    boxes = page.evaluate(PLACED, {"points": points, "sizes": sizes})
    page.close()
    marks = [(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert not [box for box in boxes if any(overlap(box, mark) for mark in marks)]
    assert all(left >= 0 and top >= 0 and right <= 620 and low <= 500 for left, top, right, low in boxes)


def overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 1e-9 and high > 1e-9


def test_the_export_holds_every_line_of_the_concordance(opened: Windows, tmp_path: Path) -> None:
    page = opened("lang=zh&see=lines&term=%E4%B8%93%E5%88%A9")
    page.locator(".kwic").wait_for()
    total = int((page.locator("p.answer b").text_content() or "").replace(",", "").split()[0])
    page.get_by_role("button", name="全部各行").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    file = tmp_path / "lines.csv"
    download.value.save_as(file)
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert len(rows) == total > 50
    assert {row["词"] for row in rows} == {"专利"}
    page.get_by_role("button", name="Page 2", exact=True).click()
    expect(page.locator(".kwic")).to_contain_text(rows[50]["后文"][:6])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_of_a_figure_or_a_grid_is_cut_or_hidden(opened: Windows, lang: str) -> None:
    page, figures = opened(f"lang={lang}"), ("of_region=110000", "see=alike&like=150000")
    assert_nothing_clashes(page, *(f"keywords?lang={lang}&{one}" for one in figures))
    terms = "term=专利&term=贯标&term=a%20very%20long%20text%20that%20nobody%20wrote"
    grids = (f"see=use&{terms}", "see=named", "see=named&what=citations")
    assert_grid_is_whole(page, *(f"keywords?lang={lang}&{one}" for one in grids))


def test_a_button_in_the_drawer_leads_to_another_view(opened: Windows) -> None:
    page = opened("lang=en&see=alike&open=pair:320000:370000")
    page.get_by_role("dialog").get_by_role("button", name="See these words in context in both").click()
    expect(page.locator("table.kwic")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("see=lines"))
