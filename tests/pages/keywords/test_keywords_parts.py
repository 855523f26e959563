"""What the keywords page is made of: differences and names."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.keywords.named import campaign_words
from pages.keywords.reuse import LONGEST, differences
from pages.ui.text import document_title

pytestmark = pytest.mark.unit

TEXT = st.text(alphabet="甲乙丙丁<>&\"'，。", max_size=40)


def bare(html: str) -> str:
    return unescape(re.sub(r"</?(?:del|ins)>", "", html))


@given(TEXT, TEXT)
def test_both_texts_stay_whole_whatever_differs(left: str, right: str) -> None:
    one, two = differences(left, right)
    assert (bare(one), bare(two)) == (left, right)
    assert "<ins>" not in one
    assert "<del>" not in two


@given(TEXT)
def test_equal_texts_have_no_marks(text: str) -> None:
    assert not re.search("<(del|ins)>", "".join(differences(text, text)))


def test_what_differs_is_marked_and_chance_is_not_the_same() -> None:
    assert differences("开展执法专项行动，查处假冒", "开展维权专项行动，查处侵权") == (
        "开展<del>执法</del>专项行动，查处<del>假冒</del>",
        "开展<ins>维权</ins>专项行动，查处<ins>侵权</ins>",
    )
    assert differences("甲甲的乙乙", "丙丙的丁丁") == ("<del>甲甲的乙乙</del>", "<ins>丙丙的丁丁</ins>")


def test_very_long_texts_are_shown_without_marks() -> None:
    left, right = "甲" * (LONGEST + 1), "<乙>"
    assert differences(left, right) == (left, "&lt;乙&gt;")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("国家知识产权战略纲要", "《国家知识产权战略纲要》"),
        ("PCT条约指南", "《PCT条约指南》"),
        ("国发〔2018〕1号", "国发〔2018〕1号"),
        ("国家知识产权局公告（第二七〇号）", "国家知识产权局公告（第二七〇号）"),
        ("GB/T 29490-2013", "GB/T 29490-2013"),
    ],
)
def test_a_document_called_by_its_number_has_no_title_marks(name: str, shown: str) -> None:
    assert document_title(name) == shown


@pytest.mark.parametrize(
    ("kinds", "many"),
    [
        (["action", "event"], "campaigns and projects"),
        (["strategy"], "strategies and mechanisms"),
        (["action", "strategy"], "campaigns, projects and strategies"),
    ],
)
def test_names_are_called_what_they_are(kinds: list[str], many: str) -> None:
    assert campaign_words(pd.DataFrame({"kind": kinds}))[2] == many
