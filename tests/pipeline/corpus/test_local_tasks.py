"""Local tasks: planted ideas are grouped, near misses are not, and open rows are distinguished from tasks."""

import random
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.local_tasks import ALIKE, Idea, cluster_ideas, find_own_task, first_clauses, group_ideas
from pipeline.corpus.term_weights import find_words
from pipeline.corpus.texts import Vectors, unit_vectors

TELLING = "种质 资源库 林木 良种 三合一 审判 送达 保全 调查官 窗口 商标 版权 正版 督查"
WEIGHTS = dict.fromkeys(TELLING.split(), 2.0) | {"改革": 1.0, "建设": 0.05, "推进": 0.0}
SEEDS = Idea("加强种质资源保护", "建设林木种质资源库，选育林木良种。")
SEEDS_AGAIN = Idea("", "新建种质资源库2个，加快林木良种选育。")
SOFTWARE = Idea("推进软件正版化", "督查政府机关使用正版软件。")
COURTS = Idea("推进审判体制改革", "推进知识产权“三合一”审判，设立技术调查官，建设送达和保全的协作。")
OFFICES = Idea("", "推进开发区“三合一”综合管理改革试点，建设专利、商标和版权的窗口。")
ALL = (SEEDS, SOFTWARE, COURTS, SEEDS_AGAIN, OFFICES)


def vectors(*ideas: Idea) -> Vectors:
    return unit_vectors([find_words(idea.text, frozenset(WEIGHTS)) for idea in ideas], WEIGHTS)


@pytest.mark.parametrize(
    ("cell", "task"),
    [
        ("其他", ""),
        ("其它：", ""),
        ("其他工作", ""),
        ("其他：未列入但地方开展的创新性工作", ""),
        ("未列入但地方开展的创新性工作", ""),
        ("其他（未列入的工作）", ""),
        ("", ""),
        ("其他：推进知识产权军民融合发展", "推进知识产权军民融合发展"),
        ("其它、推进军民融合。", "推进军民融合"),
        ("其他（军民融合）", "军民融合"),
        ("其他国家知识产权制度研究", "其他国家知识产权制度研究"),
        ("建立专利执法案件的调查回访制度。", "建立专利执法案件的调查回访制度"),
        ("推动企业（园区）开展评议（试点）", "推动企业（园区）开展评议（试点）"),
    ],
)
def test_a_task_is_distinguished_from_an_open_row(cell: str, task: str) -> None:
    assert find_own_task(cell) == task
    assert Idea(find_own_task(cell), "举措。").kind == ("local" if task else "other")


def test_an_open_row_is_named_by_what_its_measure_begins_with() -> None:
    assert Idea("", "建设种质资源库。选育良种。").name == "建设种质资源库"
    assert Idea("保护种质资源", "建设种质资源库。").name == "保护种质资源"


def test_a_long_beginning_ends_with_a_clause() -> None:
    clauses = [
        "组织开展林木种质资源库建设",
        "强化种质资源保护和利用",
        "加快林木品种选育和审定",
        "推广良种和良法并且配套",
    ]
    assert first_clauses("，".join(clauses)) == "，".join(clauses[:3])
    assert first_clauses("很" * 80 + "，长") == "很" * 80


def test_the_same_idea_comes_together_whether_its_row_has_a_task_or_not() -> None:
    groups = group_ideas(ALL, vectors(*ALL))
    assert [group.members for group in groups] == [(0, 3), (1,), (2,), (4,)]
    assert groups[0].central == 0
    assert min(groups[0].scores) >= ALIKE
    assert groups[1].scores == (0.0,)


def test_a_group_lists_its_shared_words() -> None:
    together, alone, *_ = group_ideas(ALL, vectors(*ALL))
    assert [set(words) for words in together.shared] == [{"种质", "资源库", "林木", "良种"}] * 2
    assert alone.shared == ((),)


def test_one_phrase_in_common_is_a_near_miss() -> None:
    one, two = (vectors(COURTS, OFFICES).weights(row) for row in range(2))
    assert 0 < sum(weight * two.get(word, 0.0) for word, weight in one.items()) < ALIKE


def test_words_without_weight_group_nothing() -> None:
    one, two = Idea("", "推进良种。"), Idea("", "推进正版。")
    assert [group.members for group in group_ideas((one, two), vectors(one, two))] == [(0,), (1,)]


def test_of_equally_central_ideas_the_shorter_names_the_group() -> None:
    longer = Idea("", "新建种质资源库，并且持续加快林木良种选育。")
    (group,) = group_ideas((longer, SEEDS_AGAIN), vectors(longer, SEEDS_AGAIN))
    assert group.central == 1


def test_a_chain_of_neighbours_is_no_group() -> None:
    chain = dict.fromkeys(pairwise(range(6)), 0.2)
    assert max(map(len, cluster_ideas(matrix(6, chain), least=0.15))) == 2


@given(st.integers(0, 7).flatmap(lambda n: st.tuples(st.just(n), alike_pairs(n))))
def test_linkage_is_that_of_the_definition(case: tuple[int, dict[tuple[int, int], float]]) -> None:
    count, alike = case
    groups = cluster_ideas(matrix(count, alike), least=0.3)
    assert groups == linked_by_definition(count, alike, least=0.3)


def test_groups_are_those_of_one_linkage_over_all_ideas() -> None:
    chance = random.Random(7)
    words = TELLING.split()
    ideas = [Idea("", "、".join(chance.sample(words, chance.randint(1, 3)))) for _ in range(700)]
    found = vectors(*ideas)
    whole = cluster_ideas((found.values @ found.values.T).toarray())
    assert [group.members for group in group_ideas(ideas, found)] == whole


def matrix(count: int, alike: dict[tuple[int, int], float]) -> np.ndarray:
    whole = np.eye(count)
    for (one, two), score in alike.items():
        whole[one, two] = whole[two, one] = score
    return whole


def alike_pairs(count: int) -> st.SearchStrategy[dict[tuple[int, int], float]]:
    """Cosines without equal values or equal means."""
    pairs = list(combinations(range(count), 2))
    return st.permutations(range(len(pairs))).map(
        lambda ranks: {
            pair: (rank + 1) / (len(pairs) + 1) + 1e-4 * 0.618 ** (number + 1)
            for number, (pair, rank) in enumerate(zip(pairs, ranks, strict=True))
            if rank % 3
        }
    )


def linked_by_definition(
    count: int, alike: dict[tuple[int, int], float], least: float
) -> list[tuple[int, ...]]:
    groups: list[tuple[int, ...]] = [(number,) for number in range(count)]
    while len(groups) > 1:
        mean, one, two = max(
            (
                sum(alike.get((min(a, b), max(a, b)), 0.0) for a in one for b in two) / (len(one) * len(two)),
                one,
                two,
            )
            for one, two in combinations(groups, 2)
        )
        if mean < least:
            break
        groups = [group for group in groups if group not in (one, two)] + [tuple(sorted(one + two))]
    return sorted(groups)
