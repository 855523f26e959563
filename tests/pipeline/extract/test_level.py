"""What a measure says of its task: nothing, that there is none, that the work goes on, or something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.levels.level import LEVEL_FEATURES, find_level, level_features, load_level_model

TASK = "加强海关知识产权保护"


def test_restating_the_standard_task_of_a_reworded_one_is_generic() -> None:
    measure = "推动企业建立知识产权分析评议机制。"
    assert find_level(measure, "企业评议", ("推动企业建立知识产权分析评议机制",)).level == "generic"


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
    assert find_level(measure, TASK).level == "specific"


def test_what_the_task_itself_names_is_not_delivered() -> None:
    assert find_level("推进知识产权运营平台建设。", "建设知识产权运营平台").level == "generic"
    assert find_level("推进知识产权运营平台建设。", "建设知识产权运营体系").level == "specific"


def test_what_has_a_target_is_specific() -> None:
    assert find_level("继续推进。", TASK).level == "generic"
    assert find_level("继续推进。", TASK, quantified=True).level == "specific"
    assert find_level("", TASK, quantified=True).level == "blank"


def test_the_confidence_is_that_of_the_likelier_level() -> None:
    assert find_level("暂无。", TASK).confidence == 1
    assert find_level("继续推进。", TASK).confidence > 0.9
    assert 0.5 <= find_level("降低企业用气价格。", TASK).confidence < 1


def test_every_feature_has_a_weight_and_a_name() -> None:
    assert (
        list(level_features("开展培训。", (TASK,)))
        == list(LEVEL_FEATURES)
        == list(load_level_model().weights)
    )


@pytest.mark.parametrize(
    ("piece", "level"),
    [
        *((mark, "blank") for mark in "、（"),
        *((word, "generic") for word in ("按照", "以")),
        *((word, "specific") for word in ("9", "无", "尚在", "一是")),
    ],
)
def test_long_texts_have_a_level(piece: str, level: str) -> None:
    """A pattern that tries all divisions of the text would not end here."""
    assert find_level(piece * (100_000 // len(piece)), TASK).level == level


@given(measure=st.text("加强海关知识产权保护工作，。无暂2平台A继续 "), task=st.text("加强海关保护平台"))
def test_anything_has_a_level(measure: str, task: str) -> None:
    found = find_level(measure, task)
    assert found.level in ("blank", "none", "generic", "specific")
    assert 0.5 <= found.confidence <= 1
