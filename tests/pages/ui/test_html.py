"""Invisible characters are shown, and do not affect the text around them."""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.evidence.evidence import STYLE_TAG
from pages.ui.html import escape_text, show_unseen
from tests.hostile import MEASURES
from tests.pages.conftest import HOSTILE

STEERING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""All directional formatting characters of Unicode."""


class Reader(HTMLParser):
    """Collect the text of HTML, and its isolated characters."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.alone = "", ""
        self.signs: list[str | None] = []
        self.within = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "bdi"
        self.within = True
        self.signs.append(dict(attrs)["data-sign"])

    def handle_endtag(self, tag: str) -> None:
        self.within = False

    def handle_data(self, data: str) -> None:
        self.words += data
        self.alone += data if self.within else ""


@given(st.text(st.sampled_from("甲a<&\"' \n\t" + STEERING + "\u200b\x07\ufeff"), max_size=40))
def test_escaping_keeps_the_text(text: str) -> None:
    assert Reader(escape_text(text)).words == text


@pytest.mark.parametrize("sign", STEERING)
def test_direction_controls_are_isolated_and_shown(sign: str) -> None:
    found = Reader(escape_text(f"公开{sign}信息"))
    assert found.alone == sign
    assert found.signs == [f"U+{ord(sign):04X}"]
    assert show_unseen(f"公开{sign}信息") == f"公开[U+{ord(sign):04X}]信息"


def test_every_control_and_format_is_shown() -> None:
    # Signs of Arabic and Syriac are formats by their category, and yet are seen.
    unseen = [
        chr(code)
        for code in range(0x10000)
        if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}
        and not unicodedata.name(chr(code), "").startswith(("ARABIC NUMBER", "ARABIC SIGN", "ARABIC FOOT"))
        and chr(code) not in "\t\n\r\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
    ]
    assert [sign for sign in unseen if Reader(escape_text(sign)).alone != sign] == []


def test_visible_characters_are_only_escaped() -> None:
    assert escape_text(HOSTILE) == show_unseen(HOSTILE).replace("&", "&amp;").replace("<", "&lt;").replace(
        ">", "&gt;"
    )
    assert show_unseen("甲　乙\u00a0丙\t丁\n") == "甲　乙\u00a0丙\t丁\n"


def test_invisible_characters_in_the_hostile_source_are_shown() -> None:
    found = Reader(escape_text(MEASURES["2.1"]))
    assert found.words == MEASURES["2.1"]
    assert found.signs == ["U+0007", "U+202E", "U+200B"]


def test_the_css_shows_code_points_and_isolates_documents() -> None:
    assert re.search(r"\.unseen::before \{ content: attr\(data-sign\)", STYLE_TAG)
    assert '[lang="zh"] { unicode-bidi: isolate }' in STYLE_TAG
