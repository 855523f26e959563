"""A chart's menu in the browser: open it and save files."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from pages.charts.show import key_class
from tests.settling import settled

DRAWN: Final = ("png", "svg")
"""Files made by the browser, in menu order."""


def open_menu(page: Page, file_name: str) -> Locator:
    """What the menu of the chart called ``file_name`` holds, once it is there."""
    ways = page.locator(key_class(f"ways_{file_name}"))
    if not ways.is_visible():
        page.locator(key_class(f"menu_{file_name}")).get_by_role("button").first.click()
        ways.locator("code").first.wait_for()
        settled(page)
    return ways


def save_from_menu(page: Page, file_name: str, ending: str, folder: Path) -> Path:
    """Take one file from the menu into a folder, by its ending, as ``png`` or ``pptx``."""
    ways = open_menu(page, file_name)
    if ending in DRAWN:
        button = ways.locator(f"{key_class(f'save_{file_name}')} button").nth(DRAWN.index(ending))
    else:
        button = ways.locator(key_class(f"{ending}_of_{file_name}")).get_by_role("button")
    with page.expect_download() as download:
        button.click()
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == f"{file_name}.{ending}"
    return saved


def take_table(page: Page, file_name: str, folder: Path) -> dict[str, Path]:
    """The files of a table's menu, by their kinds: CSV, XLSX, Parquet and JSON."""
    page.locator(f".st-key-take_{file_name} button").first.click()
    page.get_by_role("button", name="Parquet", exact=True).wait_for()
    files = {}
    for kind in ("CSV", "XLSX", "Parquet", "JSON"):
        # Each click reruns the menu, and a download whose button is replaced meanwhile is cancelled.
        settled(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=kind, exact=True).click()
        files[kind] = folder / download.value.suggested_filename
        download.value.save_as(files[kind])
    page.keyboard.press("Escape")
    settled(page)
    return files
