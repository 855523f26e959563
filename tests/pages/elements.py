"""What a page shows in Streamlit's test driver: its HTML, its answer, its tables and its components."""

import json
import re
from html import unescape
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest


def html_of(page: AppTest) -> str:
    """All HTML that the page's own texts and cards are made of."""
    texts = [str(element.proto.body) for element in page.get("html")]
    return "".join([*texts, *(str(data["html"]) for data in components(page, "plan_atlas_gap_cards"))])


def answer_of(page: AppTest) -> str:
    """The first sentence, without tags."""
    found = re.search(r'<p class="answer">(.*?)</p>', html_of(page), re.DOTALL)
    assert found
    return bare(found[1])


def bare(html: str) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", html, flags=re.DOTALL))


def components(page: AppTest, name: str) -> list[Any]:
    """What is handed to the components of a name."""
    found = page.get("bidi_component")
    return [json.loads(one.proto.json) for one in found if one.proto.component_name == name]


def table(page: AppTest, place: int = -1) -> pd.DataFrame:
    return page.dataframe[place].value
