"""Layout checks of charts: no text is cut, outside its tile, or overlaps another."""

from collections.abc import Iterator
from typing import Any, Final, Literal

from playwright.sync_api import Page

from tests.settling import moved, settled

VIEWS: Final[tuple[tuple[int, Literal["light", "dark"]], ...]] = ((1440, "light"), (800, "dark"))
"""Window widths in pixels, and colour schemes."""

SHOWN: Final = ".plot svg >> visible=true"
SIDEWAYS: Final = "document.documentElement.scrollWidth - window.innerWidth"

# Names that lean have boxes that lie on one another while their letters don't.
CLASHES: Final = """() => {
  const found = []
  const box = (element) => element.getBoundingClientRect()
  const pictures = [...document.querySelectorAll(".plot:has(.main-svg), .grid-holder svg")]
  const leaves = (text, frame) =>
    text.left < frame.left - 1 || text.right > frame.right + 1 ||
    text.top < frame.top - 2 || text.bottom > frame.bottom + 2
  for (const picture of pictures.filter((svg) => box(svg).width)) {
    const texts = [...picture.querySelectorAll("text")]
      .filter((text) => text.checkVisibility() && box(text).width)
    for (const text of texts) if (leaves(box(text), box(picture))) found.push(["cut", text.textContent])
    const upright = texts.filter((text) => !text.closest("[transform*=rotate]"))
      .map((text) => [text.textContent, box(text)])
    upright.forEach(([words, one], at) => {
      for (const [others, other] of upright.slice(at + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
        if (wide > 1 && high > 0.35 * Math.min(one.height, other.height)) found.push(["over", words, others])
      }
    })
  }
  return { drawn: pictures.length, found }
}"""


def views(page: Page, *addresses: str) -> Iterator[str]:
    """Show a window's page in much room and in little, in light and in dark; yields which it is.

    With addresses, each of them is shown so in the window; a change of room costs more than one of address.
    """
    for width, scheme in VIEWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses or ("",):
            (moved(page, address) if address else settled(page)).evaluate("document.fonts.ready")
            yield f"{address} at {width} pixels in {scheme} colours"


def assert_nothing_clashes(page: Page, *addresses: str, drawn: int | None = None) -> None:
    """Look at an open page, or at some addresses of its dashboard, in a wide window and in a narrow one."""
    for _ in unclashed_views(page, *addresses, drawn=drawn):
        pass


def unclashed_views(page: Page, *addresses: str, drawn: int | None = None) -> Iterator[str]:
    """As :func:`views`; in none is a word cut or hidden, and none is wider than its window.

    Parameters
    ----------
    page
        A page that shows pictures.
    addresses
        Where other pages show some, or the same page shows others.
    drawn
        How many drawings it holds, those for another width included; without a number, at least one.
    """
    for view in views(page, *addresses):
        page.locator(SHOWN).first.wait_for()
        seen: dict[str, Any] = page.evaluate(CLASHES)
        assert seen["found"] == [], f"words are cut or hidden {view}"
        assert drawn in (None, seen["drawn"]), f"{seen['drawn']} drawings {view}"
        assert page.evaluate(SIDEWAYS) <= 0, f"the page is wider than its window {view}"
        yield view
