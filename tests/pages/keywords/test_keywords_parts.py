"""What the keywords page is made of: names."""

import pandas as pd
import pytest

from pages.keywords.mentions import kind_noun
from pages.ui.text import document_title, in_language

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
    ("kinds", "one", "many"),
    [
        (["action", "event"], "campaign or project", "campaigns and projects"),
        (["strategy"], "strategy or mechanism", "strategies and mechanisms"),
        (["action", "strategy"], "campaign, project or strategy", "campaigns, projects and strategies"),
    ],
)
def test_nouns_of_kinds_of_names(kinds: list[str], one: str, many: str) -> None:
    named = pd.DataFrame({"kind": kinds})
    with in_language("en"):
        assert (kind_noun(named, 1), kind_noun(named)) == (one, many)
