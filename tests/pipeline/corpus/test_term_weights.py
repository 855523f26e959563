"""Weights are learnt from the tasks of words; the nearest task is found by the answers of others."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.local_tasks import ANSWERS_AVERAGED, NEAR, NO_TASK, Near, nearest_tasks
from pipeline.corpus.term_weights import Answer, build_vocabulary, find_words, learn_weights, shared_words
from pipeline.corpus.texts import unit_vectors
from pipeline.extract.keywords import load_lexicon

TASKS = {"1.1": "考核", "2.2": "维权", "3.5": "运营", "4.2": "导航"}
REGIONS = tuple(f"{number}0000" for number in range(11, 36))
ANSWERS = [
    Answer(region, task, frozenset({"推进", word}))
    for region, (task, word) in product(REGIONS, TASKS.items())
]


def nearest(
    words: Collection[str], weights: Mapping[str, float], answers: Sequence[Answer], least: float = NEAR
) -> Near:
    """The task nearest to an idea of Beijing."""
    known = unit_vectors([answer.words for answer in answers], weights)
    (found,) = nearest_tasks(unit_vectors([words], weights), ["110000"], known, answers, least)
    return found


def test_a_word_of_one_task_weighs_more_than_a_word_of_all_tasks() -> None:
    weights = learn_weights(ANSWERS)
    assert weights["推进"] == pytest.approx(0, abs=0.1)
    assert min(weights[word] for word in TASKS.values()) > 1


def test_a_word_of_other_texts_only_weighs_as_rare_words_do_and_one_of_a_single_text_nothing() -> None:
    weights = learn_weights(ANSWERS, [frozenset({"军民", "种质"}), frozenset({"军民"})])
    assert weights["军民"] == pytest.approx(weights["考核"], rel=0.2)
    assert "种质" not in weights


def test_pairs_within_a_region_are_not_learnt_from() -> None:
    own = [
        Answer("110000", task, frozenset({word, "推进"})) for task, word in TASKS.items() for _ in range(9)
    ]
    weights = learn_weights(own)
    # Without a pair to learn from, a word tells the more the fewer texts hold it.
    assert weights["推进"] < weights["考核"]


def test_weights_without_answers() -> None:
    assert learn_weights([]) == {}
    assert nearest({"考核"}, {"考核": 1.0}, []) == NO_TASK


def test_words_are_found_within_terms_and_none_is_made_of_two_others() -> None:
    vocabulary = build_vocabulary(["军民融合", "军民", "融合", "知识产权", "维权援助工作站"], load_lexicon())
    assert "军民融合" not in vocabulary
    assert {"军民", "融合"} <= find_words("推进军民融合知识产权工作", vocabulary)
    assert find_words("ＰＣＴ专利", frozenset({"PCT", "专利"})) == {"PCT", "专利"}


def test_shared_words_are_sorted_by_contribution_without_negligible_ones() -> None:
    weights = dict(zip(["维权", "海外", "拥有", "拥有量", "推进"], (2, 3, 1, 1, 0.01), strict=True))
    one = unit_vectors([weights], weights).weights(0)
    assert sum(weight**2 for weight in one.values()) == pytest.approx(1)
    assert shared_words(one, [one]) == ("海外", "维权", "拥有量")
    assert shared_words(one, []) == ()


def test_the_task_is_near_for_which_other_regions_wrote_the_same() -> None:
    near = nearest({"维权", "推进"}, learn_weights(ANSWERS), ANSWERS)
    assert near.task_id == "2.2"
    assert near.score == pytest.approx(1, abs=0.01)
    assert near.words == ("维权",)


def test_no_task_is_near_without_answers() -> None:
    weights = learn_weights(ANSWERS, [frozenset({"军民"})] * 2)
    assert nearest({"军民", "推进"}, weights, ANSWERS) == NO_TASK
    assert nearest((), weights, ANSWERS) == NO_TASK


def test_a_region_is_not_near_to_what_it_wrote_itself_nor_to_what_few_wrote() -> None:
    own = [Answer("110000", "2.2", frozenset({"维权"}))] * 5
    few = [Answer(region, "3.5", frozenset({"维权"})) for region in REGIONS[1 : ANSWERS_AVERAGED - 1]]
    assert nearest({"维权"}, {"维权": 1.0}, [*own, *few], least=0.1).task_id == "3.5"
    assert nearest({"维权"}, {"维权": 1.0}, [*own, *few], least=0.99) == NO_TASK
    assert NEAR < 1


WORDS = st.frozensets(st.sampled_from("甲乙丙丁戊"))


@given(WORDS, st.lists(st.builds(Answer, st.sampled_from(REGIONS[:3]), st.sampled_from([*TASKS]), WORDS)))
def test_nearness_is_that_of_its_definition(words: frozenset[str], answers: list[Answer]) -> None:
    weights = dict(zip("甲乙丙丁戊", (1.0, 2.0, 3.0, 5.0, 8.0), strict=True))
    scores = {}
    for task_id in {answer.task_id for answer in answers}:
        others = [a.words for a in answers if a.task_id == task_id and a.region_id != "110000"]
        cosines = sorted((cosine(words, other, weights) for other in others), reverse=True)
        scores[task_id] = sum(cosines[:ANSWERS_AVERAGED]) / ANSWERS_AVERAGED
    best = max(scores.values(), default=0.0)
    near = nearest(words, weights, answers, least=1e-9)
    assert near.score == pytest.approx(best)
    assert scores.get(near.task_id, 0.0) == pytest.approx(best)


def cosine(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    shared, *lengths = (sum(weights[word] ** 2 for word in words) for words in (one & other, one, other))
    return shared / (lengths[0] * lengths[1]) ** 0.5 if shared else 0.0
