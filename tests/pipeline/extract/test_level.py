"""What a measure says of its task: nothing, that there is none, that the work goes on, or something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.level import level_of, new_letters
from pipeline.model import LEVELS

TASK = "加强海关知识产权保护"


@pytest.mark.parametrize("measure", ["", "。", "——", "/", "……", "   "])
def test_nothing_written_is_blank(measure: str) -> None:
    assert level_of(measure, TASK) == "blank"


@pytest.mark.parametrize(
    "measure", ["无", "无。", "暂无", "暂无。", "我省暂无此项工作。", "目前尚无相关计划。", "未开展"]
)
def test_saying_that_there_is_none_is_none(measure: str) -> None:
    assert level_of(measure, TASK) == "none"


@pytest.mark.parametrize(
    "measure",
    [
        "无锡市建设知识产权保护中心。",
        "无人机产业专利导航。",
        "完善无形资产评估制度，建立交易规则。",
    ],
)
def test_a_word_that_begins_like_none_is_not_none(measure: str) -> None:
    assert level_of(measure, TASK) == "specific"


@pytest.mark.parametrize(
    "measure",
    [
        "加强海关知识产权保护。",
        "加强海关知识产权保护",
        "继续加强海关知识产权保护工作。",
        "按照国家统一部署开展工作。",
        "根据国家要求，结合我省实际，积极推进相关工作。",
        "进一步加大海关知识产权保护力度，不断提升保护水平。",
    ],
)
def test_restating_the_task_is_generic(measure: str) -> None:
    assert level_of(measure, TASK) == "generic"


def test_restating_the_standard_task_of_a_reworded_one_is_generic() -> None:
    measure = "推动企业建立知识产权分析评议机制。"
    assert level_of(measure, "企业评议", ("推动企业建立知识产权分析评议机制",)) == "generic"


@pytest.mark.parametrize(
    "measure",
    [
        "开展“龙腾”专项行动。",
        "制定《河北省海关知识产权保护办法》。",
        "加强海关知识产权保护，查办案件30件。",
        "开展PCT培训。",
        "建设海关知识产权保护平台。",
        "举办海关知识产权保护培训班。",
        "对进出口货物实施风险布控，及时向社会公布典型侵权案件，曝光违法企业名单。",
    ],
)
def test_saying_how_is_specific(measure: str) -> None:
    assert level_of(measure, TASK) == "specific"


def test_what_the_task_itself_names_is_not_delivered() -> None:
    assert level_of("推进知识产权运营平台建设。", "建设知识产权运营平台") == "generic"
    assert level_of("推进知识产权运营平台建设。", "建设知识产权运营体系") == "specific"


@given(measure=st.text("加强海关知识产权保护工作，。无暂2平台A继续 "), task=st.text("加强海关保护平台"))
def test_anything_has_a_level(measure: str, task: str) -> None:
    assert level_of(measure, task) in LEVELS
    letters = sum(character.isalnum() for character in measure)
    assert 0 <= new_letters(measure, (task,)) <= letters
