"""What the keywords page is made of: names."""

import re

import pandas as pd
import pytest

from pages.keywords.mentions import kind_noun, summarize_mentions
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


@pytest.mark.parametrize("what", ["campaigns", "citations"])
@pytest.mark.parametrize(
    ("regions", "each", "ending"),
    [
        (3, [2, 1], "2 {things}, 1 of them in one region only; {verb} by most regions: 甲 (2 regions)"),
        (3, [1, 1, 1], "3 {things}, each in one region only"),
        (1, [1, 1], "2 {things}"),
    ],
)
def test_only_what_several_regions_name_is_named_by_most(
    what: str, regions: int, each: list[int], ending: str
) -> None:
    names = list("甲乙丙")[: len(each)]
    ranked = pd.DataFrame({"name": names, "kind": "action", "regions": each})
    things = {"campaigns": "campaigns and projects", "citations": "documents"}[what]
    verb = {"campaigns": "named", "citations": "cited"}[what]
    with in_language("en"):
        said = re.sub("<.*?>", "", summarize_mentions(what, regions, ranked))
    assert ending.format(things=things, verb=verb) in said
    assert ("most" in said) == (max(each) > 1)
