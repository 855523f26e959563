"""Slides as LibreOffice draws them: every chart on its page, with its words and its colours."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from pipeline.export.office.slides import make_deck
from pipeline.schema.chart import Bars, Chart, Dots, Grid, Plane
from tests.libreoffice import page_pictures, page_texts, require_libreoffice, to_pdf
from tests.pipeline.export.office.exhibit_samples import BODIES, exhibit, grid
from tests.pipeline.export.office.test_slides_hostile import hostile
from tests.shared import made_once

SCRIPT = "<script>=1+1</script>"
# As many slides as a matrix of all tasks has for some tasks: LibreOffice draws 2000 squares in ten seconds.
CHARTS: Final = {
    **{name: exhibit(name) for name in BODIES},
    "large_grid": replace(exhibit("large_grid"), body=grid(35, 20)),
}


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One deck of all kinds, and a page of a hostile text, as one PDF and a picture of each page."""
    require_libreoffice()

    def draw(folder: Path) -> None:
        exhibits = [*CHARTS.values(), hostile("stacked", SCRIPT)]
        (folder / "deck.pptx").write_bytes(make_deck(exhibits, "zh"))
        page_pictures(to_pdf(folder / "deck.pptx"))

    return made_once(tmp_path_factory, "slides drawn", draw)


@pytest.fixture(scope="session")
def texts(drawn: Path) -> list[str]:
    return page_texts(drawn / "deck.pdf")


@pytest.fixture(scope="session")
def pictures(drawn: Path) -> list[Path]:
    return sorted(drawn.glob("*.png"))


def labels_of(shown: Chart) -> list[str]:
    """What must be written on the page."""
    body = shown.body
    if isinstance(body, Bars):
        return list(body.categories)
    if isinstance(body, Dots):
        return list(body.rows)
    if isinstance(body, Plane):
        return [place.label for series in body.series for place in series.places]
    if isinstance(body, Grid):
        return list(body.rows)
    return [tile.label for tile in body.tiles if tile.label.isascii() or len(tile.label) < 4]


def squeezed(text: str) -> str:
    """Without white space: a PDF knows where signs stand, not which spaces were between them."""
    return "".join(text.split())


def pages_of(texts: list[str], name: str) -> list[int]:
    """The pages of a chart: one, or several where one would be too small to be read."""
    return [at for at, text in enumerate(texts) if f"{name}覆盖" in squeezed(text)]


def test_each_slide_is_a_page(texts: list[str], pictures: list[Path]) -> None:
    assert [name for name in CHARTS if not pages_of(texts, name)] == []
    assert len(texts) == len(pictures) == sum(len(pages_of(texts, name)) for name in CHARTS) + 1


@pytest.mark.parametrize("name", CHARTS)
def test_title_labels_and_source_are_on_the_page(texts: list[str], name: str) -> None:
    shown, text = CHARTS[name], squeezed("".join(texts[at] for at in pages_of(texts, name)))
    wanted = [shown.title, shown.subtitle, shown.source, shown.cite, *labels_of(shown)]
    assert [words for words in wanted if squeezed(words) not in text] == []


@pytest.mark.parametrize("name", CHARTS)
def test_the_chart_is_drawn_in_its_colours(texts: list[str], pictures: list[Path], name: str) -> None:
    body = CHARTS[name].body
    if isinstance(body, Grid):
        wanted = {cell.fill for cells in body.cells for cell in cells}
    elif isinstance(body, (Bars, Dots, Plane)):
        wanted = {series.colour for series in body.series}
    else:
        wanted = {tile.fill for tile in body.tiles if not tile.dashed}
    with Image.open(pictures[pages_of(texts, name)[0]]) as opened:
        picture = opened.convert("RGB")
        body_part = picture.crop((0, picture.height // 4, picture.width, picture.height))
        pixels = set(body_part.get_flattened_data())
    assert [colour for colour in wanted if tuple(bytes.fromhex(colour[1:])) not in pixels] == []


def test_a_hostile_text_is_read_on_its_page(texts: list[str]) -> None:
    assert texts[-1].count(SCRIPT) >= 3
