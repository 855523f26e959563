"""Reused text: planted near-copies are found, and nothing else."""

import random
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus import reuse
from pipeline.corpus.reuse import (
    Reuse,
    compare_texts,
    find_ngrams,
    find_reuse,
    is_reuse,
    mask_template,
    matching_blocks,
    strip_template,
    strip_text,
)

TEMPLATE = ("将故意侵犯知识产权行为情况纳入企业和个人信用记录", "实施专利导航项目")
COPIED = "加大违法案件查处力度，对涉嫌犯罪的案件及时移送公安机关，依法追究刑事责任。"
OTHERS = (
    "建设知识产权运营公共服务平台，设立重点产业知识产权运营基金，支持科技型中小企业融资。",
    "开展中小学知识产权教育试点学校评选，组织教师培训，编写适合学生的读本。",
    "支持地理标志产品参加国际展会，与海外协会互认保护名录，打造区域公共品牌。",
)


def pairs(*texts: str) -> list[tuple[int, int]]:
    return [(found.first, found.second) for found in find_reuse(texts, TEMPLATE)]


def test_the_same_text_twice_is_wholly_the_same() -> None:
    (found,) = find_reuse([COPIED, *OTHERS, COPIED], TEMPLATE)
    whole, length = (0, len(COPIED) - 1), len(strip_text(COPIED))
    assert found == Reuse(0, 4, 1.0, 1.0, length, length, *whole, *whole)


@pytest.mark.parametrize(
    "copy",
    [
        COPIED.replace("，", "、").replace("。", " "),
        COPIED.replace("公安机关", "司法机关"),
        "继续" + COPIED,
        COPIED + "组织开展农资打假执法工作。",
        "落实有关文件精神，" + COPIED[:-1] + "，并按时报送情况。",
    ],
)
def test_near_copies_are_found(copy: str) -> None:
    assert pairs(*OTHERS, COPIED, copy) == [(3, 4)]


def test_a_long_text_that_holds_a_whole_other_is_found_by_the_shorter() -> None:
    (found,) = find_reuse(["".join(OTHERS) + COPIED, COPIED], TEMPLATE)
    assert found.share_of_shorter == 1.0
    assert found.score < 0.6


def test_different_texts_are_no_reuse() -> None:
    assert pairs(*OTHERS, COPIED) == []


def test_text_of_the_template_is_ignored() -> None:
    one = f"{TEMPLATE[0]}，实行联合惩戒，在门户网站公布名单。"
    other = f"{TEMPLATE[0]}，由市场监管部门牵头建立黑名单制度。"
    assert pairs(one, other) == []
    assert pairs(TEMPLATE[0], TEMPLATE[0]) == []


def test_titles_of_documents_are_ignored() -> None:
    title = "《关于实行以增加知识价值为导向分配政策的实施意见》"
    assert pairs(f"落实{title}，形成总结。", f"落实{title}，开展督导。") == []


def test_short_texts_are_left_out() -> None:
    assert pairs("继续推进质押融资工作。", "继续推进质押融资工作。") == []


def test_a_common_phrase_makes_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reuse, "COMMON", 3)
    assert pairs(COPIED, COPIED, *OTHERS) == [(0, 1)]
    assert pairs(COPIED, COPIED, COPIED, COPIED, *OTHERS) == []


@given(st.text(), st.text())
def test_a_text_with_marks_is_as_long_as_its_letters(text: str, given_text: str) -> None:
    letters = strip_text(text)
    assert len(mask_template(letters, find_ngrams(strip_text(given_text)))) == len(letters)
    assert set(mask_template(letters, find_ngrams(letters))) <= {reuse.MASK, *letters[: reuse.NGRAM]}


SENTENCES = st.lists(st.sampled_from((COPIED, *OTHERS, "继续加强有关工作。", *TEMPLATE)), max_size=4)


@given(st.lists(SENTENCES.map("".join), max_size=reuse.KEPT + 1))
def test_the_index_finds_what_comparing_all_pairs_finds(texts: list[str]) -> None:
    given_runs = {run for text in TEMPLATE for run in find_ngrams(strip_text(text))}
    letters = [strip_template(text, given_runs) for text in texts]
    long_enough = [number for number, one in enumerate(letters) if one.length >= reuse.SHORTEST]
    expected = []
    for first, second in combinations(long_enough, 2):
        found, passage = compare_texts(first, second, letters)
        if is_reuse(found) or len(find_ngrams(passage)) > reuse.LONG_PASSAGE - reuse.NGRAM:
            expected.append(found)
    assert sorted(find_reuse(texts, TEMPLATE), key=lambda found: (found.first, found.second)) == expected


CHARACTERS = [chr(code) for code in range(0x4E00, 0x5E00)]


def drawn(chance: random.Random, length: int) -> str:
    """Unique text with a comma after each twelve characters."""
    letters = "".join(chance.choices(CHARACTERS, k=length))
    return "，".join(letters[at : at + 12] for at in range(0, length, 12))


@pytest.mark.parametrize("length", [30, 45, 94])
@pytest.mark.parametrize("around", [0, 60, 300, 2_000])
@given(seed=st.integers(0, 2**16))
@settings(max_examples=5)
def test_a_passage_is_found_in_measures_of_any_length(length: int, around: int, seed: int) -> None:
    chance = random.Random(seed)
    passage = drawn(chance, length)
    hosts = [f"{drawn(chance, around)}。{passage}。{drawn(chance, around)}" for _ in range(2)]
    texts = [drawn(chance, 80), hosts[0], drawn(chance, 200), hosts[1]]
    (found,) = find_reuse(texts, TEMPLATE)
    assert (found.first, found.second) == (1, 3)
    # What follows can begin alike by chance.
    assert length <= found.longest <= length + 2
    for text, (start, end) in ((texts[1], found[-4:-2]), (texts[3], found[-2:])):
        assert passage in text[start:end]


@pytest.mark.parametrize("length", [16, 24])
@given(seed=st.integers(0, 2**16))
@settings(max_examples=10)
def test_a_stock_phrase_is_no_reuse(length: int, seed: int) -> None:
    chance = random.Random(seed)
    phrase = drawn(chance, length)
    texts = [f"{drawn(chance, chance.randint(30, 200))}，{phrase}。" for _ in range(20)]
    assert list(find_reuse(texts, TEMPLATE)) == []


def test_a_phrase_of_16_characters_is_no_reuse_in_short_texts() -> None:
    phrase = "参照有关人才引进计划给予相关待遇。"
    assert pairs(f"探索相关制度措施，{phrase}", f"鼓励引进海外人才，并{phrase}") == []


def test_a_long_phrase_that_many_use_is_no_reuse() -> None:
    chance = random.Random(1)
    phrase = drawn(chance, 40)
    few, many = ([f"{drawn(chance, 90)}。{phrase}。" for _ in range(n)] for n in (reuse.RARE, reuse.RARE + 1))
    assert len(pairs(*few)) == sum(min(earlier, reuse.KEPT) for earlier in range(reuse.RARE))
    assert pairs(*many) == []


def test_a_passage_is_the_same_without_its_punctuation_and_titles() -> None:
    chance = random.Random(2)
    one, two = drawn(chance, 20), drawn(chance, 20)
    texts = [f"{drawn(chance, 90)}。{one}《甲方案》{two}", f"{one}，《甲方案》。{two}。{drawn(chance, 90)}"]
    (found,) = find_reuse(texts, TEMPLATE)
    assert found.longest == 40
    assert texts[0][slice(found.char_start, found.char_end)] == f"{one}《甲方案》{two}"


def test_a_text_that_all_have_is_kept_with_the_nearest_earlier_ones() -> None:
    texts = [f"{drawn(random.Random(number), 15)}。{COPIED}" for number in range(reuse.KEPT + 5)]
    found = pairs(*texts)
    assert Counter(second for _, second in found) == {n: min(n, reuse.KEPT) for n in range(1, len(texts))}
    last = len(texts) - 1
    assert [first for first, second in found if second == last] == list(range(last - reuse.KEPT, last))


def by_difflib(one: str, other: str) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [
        (block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size >= reuse.NGRAM
    ]


@pytest.mark.parametrize("alphabet", ["甲", "甲乙", "甲乙丙" + reuse.MASK])
@given(data=st.data())
def test_matching_blocks_are_those_of_difflib(alphabet: str, data: st.DataObject) -> None:
    one, other, shared = (data.draw(st.text(alphabet, max_size=30)) for _ in range(3))
    for pair in ((one, other), (one + shared, shared + other), (shared + one, shared + other + shared)):
        assert list(map(tuple, matching_blocks(*pair))) == by_difflib(*pair)
