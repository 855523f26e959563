"""Character models: probabilities that add up, and that favour what they have heard."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.columns.column_models import END, START, UNSEEN, VOCABULARY, CharacterModel, train

TEXTS = ["省知识产权局", "省财政厅", "省公安厅、省检察院", "市知识产权局"]
BACKGROUND = Counter("省市知识产权局财政厅公安检察院、推进保护加强" * 3)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_what_can_follow_a_history_adds_up_to_one(order: int) -> None:
    model = train(TEXTS, order, BACKGROUND)
    known = {*BACKGROUND, *"".join(TEXTS), END}
    unknown = VOCABULARY - len(BACKGROUND)
    for history in ("", "省", "知识", "甲乙", START * (order - 1)):
        total = sum(math.exp(model.log_probability(history, character)) for character in known)
        total += unknown * math.exp(model.log_probability(history, UNSEEN))
        assert total == pytest.approx(1, abs=0.02)


def test_what_was_heard_is_likelier_than_what_was_not() -> None:
    model = train(TEXTS, 3, BACKGROUND)
    assert model.log_probability("知识", "产") > model.log_probability("知识", "保")
    assert model.log_probability("知识", "保") > model.log_probability("知识", "甲")
    assert model.score("", "知识产权局") > model.score("", "加强保护推")


def test_a_text_is_scored_alike_in_one_piece_and_in_several() -> None:
    model = train(TEXTS, 3, BACKGROUND)
    pieces = model.score("", "省知识") + model.score("省知识", "产权局")
    assert model.score("", "省知识产权局") == pytest.approx(pieces)
    single = sum(
        model.log_probability("省知识产权局"[:place], character)
        for place, character in enumerate("省知识产权局")
    )
    assert model.score("", "省知识产权局") == pytest.approx(single)


def test_only_as_much_of_the_history_counts_as_the_order_says() -> None:
    model = train(TEXTS, 3, BACKGROUND)
    assert model.score("省知识", "产权") == model.score("知识", "产权")
    assert model.log_probability("省知识", "产") == model.log_probability("知识", "产")


def test_ends_are_heard_where_texts_end() -> None:
    model = train(TEXTS, 3, BACKGROUND)
    assert model.log_probability("权局", END) > model.log_probability("知识", END)


def test_the_same_texts_give_the_same_model() -> None:
    first, again = (train(TEXTS, 3, BACKGROUND) for _ in range(2))
    assert (first.weights, first.backoffs) == (again.weights, again.backoffs)


@given(st.text(max_size=30), st.text(max_size=10))
def test_anything_at_all_has_a_finite_score(text: str, history: str) -> None:
    model = train(TEXTS, 3, BACKGROUND)
    assert -40 * len(text) - 1 <= model.score(history, text) <= 0


def test_a_model_is_its_tables() -> None:
    model = train(TEXTS, 3, BACKGROUND)
    copy = CharacterModel(model.order, dict(model.weights), dict(model.backoffs))
    assert copy.score("省", "知甲产权局") == model.score("省", "知甲产权局")
