"""What all tests share: the order of the kinds of tests, Chromium, and a dashboard to look at."""

import gc
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect

from pipeline.build import preview
from pipeline.build.build import build
from pipeline.taxonomy.collection import load_collections
from pipeline.taxonomy.loading import DEFAULT, SHARED
from tests.chromium import HEADLESS_SHELL, MANY_SHORT_PAGES, MISSING, find_chromium, launched_chromium
from tests.corpora import CORPORA, SHIPPED, build_corpus
from tests.serving import dashboard_command
from tests.settling import PATIENCE
from tests.shared import made_once, served_once

KINDS: Final = ("unit", "property", "gold", "page", "browser")

# A shared machine makes any time limit on a single example a coin toss.
settings.register_profile("plan-atlas", deadline=None, print_blob=True)
settings.load_profile("plan-atlas")
expect.set_options(timeout=PATIENCE)

SmallCorpus = Callable[[str], Path]

_KIND: Final = pytest.StashKey[int]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test its kind, and run the kinds from the quickest to the slowest.

    Of a kind, sweeps over all pages begin first, so that no process is left alone with one at the end.
    """
    for item in items:
        kind = kind_of(item)
        if kind == "browser" and not item.path.stem.endswith("browser"):
            raise pytest.UsageError(f"{item.nodeid} needs a browser: it belongs in a file test_*_browser.py")
        item.add_marker(kind)
        item.stash[_KIND] = KINDS.index(kind)
    items.sort(key=lambda item: (item.stash[_KIND], len(item.path.parts)))


def pytest_collection_finish() -> None:
    """Keep the tests themselves out of every search for garbage: Streamlit asks for one after each run."""
    gc.freeze()


def kind_of(item: pytest.Item) -> str:
    """The kind of a test: by its mark, else by the browser that it asks for, else by where it lies."""
    for kind in reversed(KINDS):
        if item.get_closest_marker(kind):
            return kind
    if "browser" in getattr(item, "fixturenames", ()):
        return "browser"
    if item.path.parent.name == "pages":
        return "page"
    return next((kind for kind in ("property", "gold", "browser") if kind in item.path.stem), "unit")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the test is skipped, or failed where REQUIRE_BROWSER=1."""
    executable = find_chromium(HEADLESS_SHELL)
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"{MISSING}, and REQUIRE_BROWSER=1", pytrace=False)
        pytest.skip(MISSING)
    with launched_chromium(executable, *MANY_SHORT_PAGES) as chromium:
        yield chromium


@pytest.fixture(scope="session", autouse=True)
def _no_collections_of_the_users_own() -> None:
    """Leave only the shipped collection in this process's cache: it is then the collection of any file."""
    for collections in (load_collections(), load_collections(SHARED)):
        for name in collections.keys() - {DEFAULT.name}:
            del collections[name]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the shipped corpus, as ``plan-atlas build`` writes them; not to be changed."""
    return made_once(tmp_path_factory, "corpus", lambda folder: build([SHIPPED], folder / "built")) / "built"


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    """The built tables of a small corpus by its name in ``CORPORA``; not to be changed."""

    def built(name: str) -> Path:
        folder = made_once(tmp_path_factory, name, lambda folder: build_corpus(CORPORA[name], folder))
        return folder / "built"

    return built


@pytest.fixture
def _previews_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Previews read documents in this process: to start another, as they do, takes longer than to read."""

    def run(command: list[str], **_: object) -> None:
        preview.main(*map(Path, command[3:]))

    monkeypatch.setattr(preview, "subprocess", SimpleNamespace(run=run, TimeoutExpired=TimeoutError))


@pytest.fixture(scope="session")
def dashboard_url(browser: Browser, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard over the corpus, served as `make run` serves it."""
    with served_once(tmp_path_factory, "dashboard", partial(dashboard_command, built=corpus)) as url:
        yield url
