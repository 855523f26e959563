"""What the keywords page is made of: names."""

import pandas as pd
import pytest

from pages.keywords.mentions import kind_nouns
from pages.ui.text import document_title

pytestmark = pytest.mark.unit


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
        (["action", "event"], "行动与项目"),
        (["strategy"], "战略与机制"),
        (["action", "strategy"], "行动、项目与战略"),
    ],
)
def test_nouns_of_kinds_of_names(kinds: list[str], many: str) -> None:
    assert kind_nouns(pd.DataFrame({"kind": kinds}))[1] == many
