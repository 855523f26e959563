"""Differences of two texts as HTML."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.evidence.differences import MAX_LENGTH, differences_html

pytestmark = pytest.mark.unit

TEXT = st.text(alphabet="甲乙丙丁012<>&\"'，。", max_size=40)


def strip_marks(html: str) -> str:
    return unescape(re.sub(r"</?(?:del|ins)>", "", html))


@given(TEXT, TEXT)
def test_both_texts_stay_complete(left: str, right: str) -> None:
    one, two = differences_html(left, right)
    assert (strip_marks(one), strip_marks(two)) == (left, right)
    assert "<ins>" not in one
    assert "<del>" not in two


@given(TEXT)
def test_equal_texts_have_no_marks(text: str) -> None:
    assert not re.search("<(del|ins)>", "".join(differences_html(text, text)))


def test_differences_are_marked_and_short_matches_ignored() -> None:
    assert differences_html("开展执法专项行动，查处假冒", "开展维权专项行动，查处侵权") == (
        "开展<del>执法</del>专项行动，查处<del>假冒</del>",
        "开展<ins>维权</ins>专项行动，查处<ins>侵权</ins>",
    )
    assert differences_html("甲甲的乙乙", "丙丙的丁丁") == ("<del>甲甲的乙乙</del>", "<ins>丙丙的丁丁</ins>")


def test_numbers_differ_as_a_whole() -> None:
    assert differences_html("培训人员100人次", "培训人员121人次") == (
        "培训人员<del>100</del>人次",
        "培训人员<ins>121</ins>人次",
    )
    assert differences_html("12", "15") == ("<del>12</del>", "<ins>15</ins>")


def test_very_long_texts_are_shown_without_marks() -> None:
    left, right = "甲" * (MAX_LENGTH + 1), "<乙>"
    assert differences_html(left, right) == (left, "&lt;乙&gt;")
