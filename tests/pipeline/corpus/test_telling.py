"""What words weigh is learnt from the tasks they go with; a task is near by what others wrote for it."""

from __future__ import annotations

from itertools import product

import pytest

from pipeline.corpus.nearest import LIKEST, NEAR, NOTHING, Answers
from pipeline.corpus.telling import (
    Answer,
    cosine,
    shared_words,
    vector_of,
    vocabulary_of,
    weights_of,
    words_of,
)
from pipeline.extract.keywords import load_lexicon

TASKS = {"1.1": "考核", "2.2": "维权", "3.5": "运营", "4.2": "导航"}
REGIONS = tuple(f"{number}0000" for number in range(11, 36))
ANSWERS = [
    Answer(region, task, frozenset({"推进", word}))
    for region, (task, word) in product(REGIONS, TASKS.items())
]


def test_a_word_that_goes_with_one_task_tells_and_one_that_goes_with_all_does_not() -> None:
    weights = weights_of(ANSWERS)
    assert weights["推进"] == pytest.approx(0, abs=0.1)
    assert min(weights[word] for word in TASKS.values()) > 1


def test_a_word_of_other_texts_only_weighs_as_rare_words_do_and_one_of_a_single_text_nothing() -> None:
    weights = weights_of(ANSWERS, [frozenset({"军民", "种质"}), frozenset({"军民"})])
    assert weights["军民"] == pytest.approx(weights["考核"], rel=0.2)
    assert "种质" not in weights


def test_pairs_of_one_region_teach_nothing() -> None:
    own = [
        Answer("110000", task, frozenset({word, "推进"})) for task, word in TASKS.items() for _ in range(9)
    ]
    weights = weights_of(own)
    # Without a pair to learn from, a word tells the more the fewer texts hold it.
    assert weights["推进"] < weights["考核"]


def test_no_answer_at_all_is_no_error() -> None:
    assert weights_of([]) == {}
    assert Answers([], {}).nearest({"考核": 1.0}, "110000") == NOTHING


def test_words_are_found_within_terms_and_none_is_made_of_two_others() -> None:
    vocabulary = vocabulary_of(["军民融合", "军民", "融合", "知识产权", "维权援助工作站"], load_lexicon())
    assert "军民融合" not in vocabulary
    assert {"军民", "融合"} <= words_of("推进军民融合知识产权工作", vocabulary)
    assert words_of("ＰＣＴ专利", frozenset({"PCT", "专利"})) == {"PCT", "专利"}


def test_what_is_shared_is_told_strongest_first_without_what_adds_nothing() -> None:
    one = vector_of(
        {"维权", "海外", "拥有", "拥有量", "推进"},
        dict(zip(["维权", "海外", "拥有", "拥有量", "推进"], (2, 3, 1, 1, 0.01), strict=True)),
    )
    assert shared_words(one, [one]) == ("海外", "维权", "拥有量")
    assert cosine(one, one) == pytest.approx(1)
    assert shared_words(one, []) == ()


def test_the_task_is_near_for_which_other_regions_wrote_the_same() -> None:
    weights = weights_of(ANSWERS)
    near = Answers(ANSWERS, weights).nearest(vector_of({"维权", "推进"}, weights), "110000")
    assert near.task_id == "2.2"
    assert near.score == pytest.approx(1, abs=0.01)
    assert near.words == ("维权",)


def test_no_task_is_near_where_nothing_is() -> None:
    weights = weights_of(ANSWERS, [frozenset({"军民"})] * 2)
    known = Answers(ANSWERS, weights)
    assert known.nearest(vector_of({"军民", "推进"}, weights), "110000") == NOTHING
    assert known.nearest({}, "110000") == NOTHING


def test_a_region_is_not_near_to_what_it_wrote_itself_nor_to_what_few_wrote() -> None:
    own = [Answer("110000", "2.2", frozenset({"维权"}))] * 5
    few = [Answer(region, "3.5", frozenset({"维权"})) for region in REGIONS[1 : LIKEST - 1]]
    known = Answers([*own, *few], {"维权": 1.0})
    assert known.nearest({"维权": 1.0}, "110000", least=0.1).task_id == "3.5"
    assert known.nearest({"维权": 1.0}, "110000", least=0.99) == NOTHING
    assert NEAR < 1
