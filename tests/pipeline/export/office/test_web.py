"""A chart as a page: what is in the file, read by a parser that knows nothing of it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from pipeline.export.web.web import SCRIPT, page
from tests.pipeline.export.office.exhibit_samples import exhibit
from tests.pipeline.export.office.test_slides_hostile import HOSTILE, hostile

SVG = '<svg viewBox="0 0 9 9"><g class="part" data-hint="北京"><rect width="9" height="9"/></g></svg>'


class Reader(HTMLParser):
    """Tags with their attributes, and texts by the tag around them."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", data))

    def within(self, tag: str) -> list[str]:
        return [text for around, text in self.texts if around == tag]


def test_a_page_holds_words_drawing_and_data() -> None:
    shown = exhibit("stacked")
    read = Reader(page(shown, [(SVG, 620), (SVG, 440)], language="zh"))
    assert read.within("h1") == read.within("title") == [shown.title.strip()]
    assert [said.strip() for said in (shown.subtitle, shown.source, shown.cite)] == read.within("p")[:3]
    assert [attributes["data-width"] for _, attributes in read.tags if "data-width" in attributes] == [
        "620",
        "440",
    ]
    assert read.within("button") == ["region", "tasks", "share"]
    assert read.within("td") == ["北京", "43", "0.75", "天津", "42", "河北", "5", "0.1"]
    assert read.tags[0] == ("html", {"lang": "zh-CN"})


def test_the_only_script_is_the_one_that_the_policy_names() -> None:
    read = Reader(page(exhibit("stacked"), [(SVG, 620)]))
    policy = next(
        attributes["content"] for tag, attributes in read.tags if tag == "meta" and "http-equiv" in attributes
    )
    (script,) = read.within("script")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert script == SCRIPT
    assert policy is not None
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_a_page_asks_nothing_of_the_network() -> None:
    html = page(exhibit("stacked"), [(SVG, 620)]).decode()
    read = Reader(html.encode())
    assert [
        tag for tag, attributes in read.tags if {"src", "srcset", "action", "data"} & attributes.keys()
    ] == []
    assert [tag for tag, _ in read.tags if tag in ("link", "iframe", "img", "object")] == []
    assert re.findall(r"url\(|@import|fetch\(|XMLHttpRequest|WebSocket", html) == []


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x0b" not in text and "\ud800" not in text])
def test_texts_are_texts(text: str) -> None:
    shown = replace(hostile("stacked", text), frame=pd.DataFrame({text: [text]}))
    read = Reader(page(shown, [(SVG, 620)]))
    assert read.within("h1") == read.within("button") == read.within("td") == [text]
    assert [tag for tag, _ in read.tags].count("script") == 1
    links = [attributes["href"] for tag, attributes in read.tags if tag == "a"]
    assert links == ([text] if text.startswith("http://") else [])


def test_control_characters_are_shown() -> None:
    shown = replace(exhibit("stacked"), frame=pd.DataFrame({"a": ["x\x0by", "\uffff"]}))
    assert Reader(page(shown, [(SVG, 620)])).within("td") == ["x␋y", "\N{REPLACEMENT CHARACTER}"]


def test_a_script_cannot_end_itself() -> None:
    read = Reader(page(exhibit("stacked"), [(SVG, 620)], 'const a = "</script><b>"'))
    assert read.within("script") == ['const a = "\\x3c/script><b>"']


def test_what_the_drawing_says_is_not_seen_twice() -> None:
    shown = replace(exhibit("stacked"), title="东部 < 西部", source="来源：2018年")
    drawn = "<svg><text>东部 &lt;</text><text>西部</text></svg>"
    read = Reader(page(shown, [(drawn, 620)]))
    kinds = {tag: attributes.get("class") for tag, attributes in read.tags if tag in ("h1", "p")}
    assert kinds["h1"] == "unseen"
    assert read.within("h1") == ["东部 < 西部"]
    assert ("p", {"class": "quiet"}) in read.tags
