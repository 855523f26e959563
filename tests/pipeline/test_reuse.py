"""Reused text: planted near-copies are found, and nothing else."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import reuse
from pipeline.reuse import Reuse, compare, find_reuse, is_reuse, letters_of, runs_of, without

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
    assert found == Reuse(0, 4, score=1.0, share_of_shorter=1.0, same=len(letters_of(COPIED)))


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


def test_texts_of_their_own_are_no_reuse() -> None:
    assert pairs(*OTHERS, COPIED) == []


def test_what_the_template_says_is_nobodys_text() -> None:
    one = f"{TEMPLATE[0]}，实行联合惩戒，在门户网站公布名单。"
    other = f"{TEMPLATE[0]}，由市场监管部门牵头建立黑名单制度。"
    assert pairs(one, other) == []
    assert pairs(TEMPLATE[0], TEMPLATE[0]) == []


def test_titles_of_documents_are_nobodys_text() -> None:
    title = "《关于实行以增加知识价值为导向分配政策的实施意见》"
    assert pairs(f"落实{title}，形成总结。", f"落实{title}，开展督导。") == []


def test_short_texts_are_left_out() -> None:
    assert pairs("继续推进质押融资工作。", "继续推进质押融资工作。") == []


def test_a_phrase_that_many_share_leads_to_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reuse, "COMMON", 3)
    assert pairs(COPIED, COPIED, *OTHERS) == [(0, 1)]
    assert pairs(COPIED, COPIED, COPIED, COPIED, *OTHERS) == []


@given(st.text(), st.text())
def test_a_text_with_marks_is_as_long_as_its_letters(text: str, given_text: str) -> None:
    letters = letters_of(text)
    assert len(without(letters, runs_of(letters_of(given_text)))) == len(letters)
    assert set(without(letters, runs_of(letters))) <= {reuse.GIVEN, *letters[: reuse.RUN]}


SENTENCES = st.lists(st.sampled_from((COPIED, *OTHERS, "继续加强有关工作。", *TEMPLATE)), max_size=4)


@given(st.lists(SENTENCES.map("".join), max_size=7))
def test_the_index_finds_what_comparing_all_pairs_finds(texts: list[str]) -> None:
    given_runs = {run for text in TEMPLATE for run in runs_of(letters_of(text))}
    own = [without(letters_of(text), given_runs) for text in texts]
    lengths = [len(text) - text.count(reuse.GIVEN) for text in own]
    long_enough = [number for number, length in enumerate(lengths) if length >= reuse.SHORTEST]
    expected = [
        found
        for first, second in combinations(long_enough, 2)
        if is_reuse(found := compare(first, second, own, lengths))
    ]
    assert sorted(find_reuse(texts, TEMPLATE), key=lambda found: (found.first, found.second)) == expected
