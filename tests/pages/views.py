"""Every view of every page: found by what the pages offer, opened by its address, and read for faults."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, Final
from unittest.mock import patch

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from pages.ui import address
from pages.ui.text import LANGUAGES
from tests.missing_values import NOT_WRITTEN
from tests.pages.scripts import open_page
from tests.serving import ROOT

PAGES: Final = tuple(
    dict.fromkeys(
        ("overview", *re.findall(r'url_path="(\w+)"', (ROOT / "dashboard.py").read_text(encoding="utf-8")))
    )
)
"""The pages by their addresses, as the dashboard names them."""

TYPED: Final = {
    "q": ("专利", "知识产权 -培训", "depth:quantified", "区域", "无处可寻"),
    "term": ("专利", "无处可寻"),
}
"""What a reader could type, by its name in the address; some of it is nowhere to be found."""

VIEW_NAMES: Final = ("view", "see", "duty", "section")
"""Names in the address that choose a view, and with it what there is on the page."""

OPTIONS: Final = 3
"""How many options of any other choice can be tried from a view, and how many things can be opened in it."""

MISJOINED: Final = {
    "en": re.compile(r"[A-Za-z)\d%]、[A-Za-z(\d]"),
    "zh": re.compile(r"[\u4e00-\u9fff）], [\u4e00-\u9fff]"),
}
"""By language, where names are joined as the other language joins them."""

LINKED: Final = {"compare": {"print": ("1",)}}
"""What only a link can ask for, by page and name in the address."""


@dataclass(frozen=True)
class View:
    """A page at an address: names and codes, without the language."""

    page: str
    choices: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        query = "&".join(f"{name}={code}" for name, code in self.choices)
        return f"{self.page}?{query}" if query else self.page

    def but(self, name: str, code: str) -> View:
        """The view with another choice of one name; what is open in it is closed, unless that is chosen."""
        kept = [(other, chosen) for other, chosen in self.choices if other not in (name, "open")]
        return View(self.page, (*kept, (name, code)))


@dataclass(frozen=True)
class Opened:
    """A view as Streamlit's test driver has run it; ``offers`` are its choices by name in the address."""

    app: AppTest
    offers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "zh"

    @cached_property
    def texts(self) -> list[str]:
        """All words that are shown or handed to a component."""
        return [text for element in _elements(self.app) for text in _texts(_told(element))]

    @property
    def opens(self) -> tuple[str, ...]:
        """The codes of what can be opened in charts, pictures, grids and cards."""
        opened = re.compile(r'data-open=\\?"(.*?)\\?"|"key": ?"([^"\\]+)"')
        found = [code or key for text in self.texts for code, key in opened.findall(text)]
        return tuple(dict.fromkeys(map(unescape, found)))

    @property
    def faults(self) -> list[str]:
        """What is wrong with it, in words."""
        errors = [f"error box: {error.value}" for error in self.app.error]
        errors += [f"exception: {problem.value}" for problem in self.app.exception]
        written = [
            f"{found[0]} in {_around(text, found)!r}"
            for text in self.texts
            for found in NOT_WRITTEN.finditer(text)
        ]
        missing = [
            f"a table shows missing values as None: {list(frame.value.columns[frame.value.isna().any()])}"
            for frame in self.app.dataframe
            if not frame.proto.HasField("placeholder") and frame.value.isna().any(axis=None)
        ]
        misjoined = [
            f"joined as in the other language: {_around(text, found)!r}"
            for text in self.texts
            for found in MISJOINED[self.language].finditer(text)
        ]
        blank = [] if any(text.strip() for text in self.texts) else ["nothing is shown"]
        return [*errors, *written[:3], *misjoined[:3], *missing, *blank]


def open_view(view: View, language: str = "zh") -> Opened:
    """Run a view over the tables that ``PLAN_ATLAS_BUILT`` names."""
    with _noting_offers() as offers:
        app = open_page(view.page, {"lang": language, **dict(view.choices)})
    return Opened(app, offers, language)


def explored(
    page: str, chance: random.Random, *, more: int, telling: Collection[str] = ()
) -> Iterator[tuple[View, str, Opened]]:
    """Open a page, each of its tabs, and then views that one choice more leads to.

    Parameters
    ----------
    page
        The file of the page.
    chance
        Picks the language of each view, some of many options, and what is opened beyond the tabs.
    more
        How many views are opened beyond the tabs.
    telling
        Codes that are tried first: those of which the tables have something to show.
    """

    def open_one(view: View) -> tuple[View, str, Opened]:
        language = chance.choice(LANGUAGES)
        return view, language, open_view(view, language)

    first = open_one(View(page))
    yield first
    nearest = list(_next(View(page), first[2], chance, telling))
    tabs = [view for view in nearest if view.choices[-1][0] in VIEW_NAMES]
    waiting = {view: None for view in nearest if view not in tabs}
    for tab in tabs:
        opened = open_one(tab)
        yield opened
        waiting.update(dict.fromkeys(_next(tab, opened[2], chance, telling)))
    for view in chance.sample(list(waiting), min(more, len(waiting))):
        yield open_one(view)


def _next(view: View, opened: Opened, chance: random.Random, telling: Collection[str]) -> Iterator[View]:
    offers = {**opened.offers, **LINKED.get(view.page, {}), "open": opened.opens}
    for name, codes in offers.items():
        others = [code for code in codes if (name, code) not in view.choices and code]
        chance.shuffle(others)
        others.sort(key=lambda code: code not in telling)
        few = len(others) if name in VIEW_NAMES else OPTIONS
        yield from (view.but(name, code) for code in others[:few])


@contextmanager
def _noting_offers() -> Iterator[dict[str, tuple[str, ...]]]:
    """While a page runs, note by name which codes its widgets offer."""
    offers: dict[str, tuple[str, ...]] = {}

    def noting(choose: Callable[..., Any]) -> Callable[..., Any]:
        def noted(label: str, name: str, options: Sequence[str], *rest: Any, **more: Any) -> Any:
            offers[name] = (*options, *TYPED.get(name, ()))
            return choose(label, name, options, *rest, **more)

        return noted

    def paging(name: str, rows: Any, size: int, subject: Any) -> Any:
        offers[name] = tuple(str(page) for page in range(1, -(-len(rows) // size) + 1))
        return choose_page(name, rows, size, subject)

    choose_page = address.choose_page
    kinds = ("choose_many", "choose_one", "choose_segment", "choose_pills", "choose_words")
    noted = {kind: noting(getattr(address, kind)) for kind in kinds}
    with patch.multiple(address, choose_page=paging, **noted):  # type: ignore[call-overload]
        yield offers


def _elements(app: AppTest) -> Iterator[Any]:
    waiting = [app._tree]
    while waiting:
        node = waiting.pop(0)
        waiting += list(getattr(node, "children", {}).values())
        if getattr(node, "proto", None) is not None:
            yield node


def _told(element: Any) -> Any:
    return MessageToDict(element.proto) if hasattr(element.proto, "DESCRIPTOR") else {}


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for name, inside in told.items():
            if name not in ("id", "data", "arrowData", "jsContent", "cssContent"):
                yield from _texts(inside)
    elif isinstance(told, list):
        for inside in told:
            yield from _texts(inside)


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(found.start() - 40, 0) : found.end() + 20]
