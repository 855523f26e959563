"""Campaigns of any text: spans that are inside it, in order, apart, and say what stands there."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.campaigns.campaigns import find_campaigns, find_quotations
from pipeline.extract.campaigns.names import load_campaigns
from pipeline.schema.model import CAMPAIGN_KINDS

NAMES = load_campaigns()
MARKS = list('“”“”‘’"「」《》、。')
WORDS = ["护航", "雷霆", "4.26", "4·26", "宣传周", "知识产权宣传周", "互联网+", "2018", "行动", "等", "平台"]
TEXTS = st.lists(st.sampled_from(MARKS + WORDS), max_size=30).map("".join) | st.text()


@given(TEXTS)
def test_spans_are_in_the_text_and_disjoint(text: str) -> None:
    end = 0
    for campaign in find_campaigns(text, NAMES):
        assert end <= campaign.start < campaign.end <= len(text)
        assert campaign.quote == text[campaign.start : campaign.end]
        assert campaign.name
        assert campaign.kind in CAMPAIGN_KINDS
        end = campaign.end


@given(st.text("“”‘’「」『』\"＂'《》 　、。,"))
def test_marks_alone_name_nothing(text: str) -> None:
    assert find_campaigns(text, NAMES) == ()


@given(TEXTS)
def test_quotations_are_in_the_text_and_disjoint(text: str) -> None:
    last = 0
    for start, end in find_quotations(text):
        assert last <= start < end - 1 < len(text)
        last = end


@given(st.lists(st.sampled_from(["冬雷", "春风", "护航", "剑网2018"]), min_size=1, max_size=8))
def test_what_is_named_is_found(names: list[str]) -> None:
    text = "开展" + "、".join(f"“{name}”" for name in names) + "等专项行动。"
    assert [found.quote for found in find_campaigns(text, NAMES)] == [f"“{name}”" for name in names]
