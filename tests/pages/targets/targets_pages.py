"""The page of targets as tests open it and read it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT
from tests.pages.scripts import switch_to


def open_targets(built: Path, monkeypatch: pytest.MonkeyPatch, **address: str | list[str]) -> AppTest:
    """Open the page over some tables at an address; nothing on it may be an error."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    switch_to(page, "targets")
    for name, codes in address.items():
        page.query_params[name] = codes
    page.run()
    assert [error.value for error in page.error] == []
    return page


def html_of(page: AppTest) -> str:
    return "".join(str(element.proto.body) for element in page.get("html"))


def answer_of(page: AppTest) -> str:
    """What is said before the picture, without tags."""
    found = next(body for body in re.findall(r'<p class="answer">.*', html_of(page), re.DOTALL))
    return unescape(re.sub(r"<[^>]+>", "", found))


def drawn(page: AppTest, layout: int = 0) -> str:
    """The picture of the page, as SVG."""
    [data] = [
        json.loads(element.proto.json)
        for element in page.get("bidi_component")
        if element.proto.component_name == "plan_atlas_picture"
    ]
    return str(data[layout]["svg"])


def parts(svg: str) -> dict[str, list[str]]:
    """The words of each part of a picture, by what it opens."""
    found = re.findall(r'<g class="part" data-open="([^"]+)"(.*?)</g>', svg, re.DOTALL)
    return {code: texts(inside) for code, inside in found}


def texts(svg: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def table(page: AppTest) -> pd.DataFrame:
    return page.dataframe[-1].value
