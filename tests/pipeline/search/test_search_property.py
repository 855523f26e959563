"""Properties of every query, however hostile."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import search as text_search
from pipeline.search.fold import fold_text
from pipeline.search.query import Condition, Word, parse
from tests.pipeline.search_corpus import TEXTS, write_corpus

PIECES = sorted(
    {row["measure_text"][start : start + 3] for _, _, row in TEXTS for start in range(0, 12, 2)} - {""}
)
SIGNS = [
    "-",
    "－",
    "“",
    "”",
    '"',
    "「",
    "region:",
    "地区：江苏",
    "depth:x",
    "doubt:是",
    "confidence<",
    "置信度＞＝0.9",
    "部门:公安",
    "(",
    "[",
    "\\",
    ".*",
    "'",
    "\x00",
    "，",
]

queries = st.lists(st.sampled_from([*PIECES, *SIGNS, "專利", "ＰＣＴ"]), max_size=8).map(" ".join)
anything = (
    st.text(max_size=60) | queries | st.lists(st.sampled_from([*PIECES, *SIGNS]), max_size=12).map("".join)
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("search") / "built")


@given(st.text() | anything)
@example("\ud800")
@example("专" * 10_000)
@example("-" * 10_000)
@example('"' * 10_001)
@example("region:" * 2_000)
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    parts: list[Word | Condition] = [*query.words, *query.conditions]
    for part in parts:
        assert 0 <= part.start < part.end <= len(query.text)
    assert all(word.folded == fold_text(word.folded) != "" for word in query.words)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@settings(max_examples=25)
@given(anything)
@example("\ud800 \x00 专利")
@example("专" * 10_000)
@example("([\\^$.|?*+{" * 40)
@example("-专利 -商标")
@example("region:x area:y task:z department:w depth:v doubt:u confidence<t")
def test_every_hit_holds_all_words_and_no_unwanted_one(built: Path, text: str) -> None:
    result = text_search.search(built, text)
    wanted = {word.folded for word in result.query.wanted}
    for hit in result.hits.to_dict("records"):
        texts = [hit[column] for column in text_search.SEARCHED.values()]
        assert {place.word for place in hit["spans"]} == wanted
        for place in hit["spans"]:
            printed = hit[text_search.SEARCHED[place.field]][place.start : place.end]
            assert fold_text(printed) == place.word
        for word in result.query.unwanted:
            assert not any(word.folded in fold_text(text) for text in texts)


@settings(max_examples=25)
@given(anything)
def test_no_row_that_holds_the_words_is_missed(built: Path, text: str) -> None:
    result = text_search.search(built, text)
    if result.query.conditions or result.query.empty:
        return
    everything = text_search.search(built, "-蟑螂").hits
    expected = {
        row["measure_id"]
        for row in everything.to_dict("records")
        if all(
            any(word.folded in fold_text(row[column]) for column in text_search.SEARCHED.values())
            != word.unwanted
            for word in result.query.words
        )
    }
    assert set(result.hits["measure_id"]) == expected


@settings(max_examples=25)
@given(st.sampled_from(["<", "<=", ">", ">=", "＜", "≤", "≥"]), st.integers(0, 1000), st.booleans())
def test_a_bound_keeps_the_rows_of_that_confidence(
    built: Path, operator: str, thousandths: int, as_percent: bool
) -> None:
    written = f"{thousandths / 10}%" if as_percent else f"{thousandths / 1000}"
    bound = thousandths / 1000
    holds = {
        "<": lambda value: value < bound,
        ">": lambda value: value > bound,
        "<=": lambda value: value <= bound,
        ">=": lambda value: value >= bound,
    }[{"＜": "<", "≤": "<=", "≥": ">="}.get(operator, operator)]
    result = text_search.search(built, f"confidence{operator}{written}")
    everything = text_search.search(built, "-蟑螂").hits
    expected = everything.loc[[holds(value) for value in everything["confidence"]], "measure_id"]
    assert not result.doubts
    assert set(result.hits["measure_id"]) == set(expected)


@settings(max_examples=10)
@given(st.permutations(["专利", "-项目", "“导航”", "region:江苏", "商标"]))
def test_the_order_of_the_words_makes_no_difference(built: Path, parts: list[str]) -> None:
    one = text_search.search(built, " ".join(sorted(parts))).hits
    other = text_search.search(built, " ".join(parts)).hits
    assert one.equals(other)
