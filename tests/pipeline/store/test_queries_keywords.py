"""Queries over words, similarity, reused text and names, on a small build."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.store import store
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, Rows, write_built

OTHER = "ip-work-plans-2018-540000"


def use_of(measure_id: str, term: str, start: int) -> dict[str, Any]:
    measure = next(row for row in SMALL["measures"] if row["measure_id"] == measure_id)
    place = {name: measure[name] for name in ("measure_id", "region_id", "area_id", "task_id")}
    return {**place, "term": term, "char_start": start, "char_end": start + len(term)}


def measures(**changes: dict[str, Any]) -> Rows:
    """The small measures, some of them changed; keys are the ends of their ids."""
    return [
        {**row, **changes.get(f"n{row['measure_id'].rpartition('-')[2]}", {})} for row in SMALL["measures"]
    ]


def keyword(term: str, z: float, *, year: int = 2018, **columns: Any) -> dict[str, Any]:
    return {"year": year, "scope": "region", "scope_id": "320000", "term": term, "z": z, **columns}


def test_keywords_of_one_text_come_by_z_and_of_the_last_year(tmp_path: Path) -> None:
    rows = [
        keyword("改革", 2.0, keyness=9.0),
        keyword("中心", 3.0),
        keyword("旧词", 9.0, year=2017),
        keyword("别处", 9.0, scope_id="110000"),
    ]
    write_built(tmp_path, {"keywords": rows})
    found = store.keywords(tmp_path, "region", "320000")
    assert found["term"].tolist() == ["中心", "改革"]
    assert store.keywords(tmp_path, "task", "9.9").empty


def test_vocabulary_counts_uses_and_regions(tmp_path: Path) -> None:
    terms = [
        use_of(f"{JIANGSU}-9", "改革", 6),
        use_of(f"{BEIJING}-1", "改革", 2),
        use_of(f"{JIANGSU}-11", "中心", 2),
    ]
    write_built(tmp_path, {"terms": terms})
    assert store.vocabulary(tmp_path).to_numpy().tolist() == [["改革", 2, 2]]
    assert store.vocabulary(tmp_path, least=1)["term"].tolist() == ["改革", "中心"]


def test_a_term_is_found_where_it_is_a_word(tmp_path: Path) -> None:
    terms = [use_of(f"{JIANGSU}-9", "改革", 6), use_of(f"{BEIJING}-1", "改革", 2)]
    write_built(tmp_path, {"terms": terms})
    found = store.concordance(tmp_path, "改革", region_ids=["320000"])
    spans = found[["measure_id", "region_id", "char_start", "char_end"]]
    assert spans.to_numpy().tolist() == [[f"{JIANGSU}-9", "320000", 6, 8]]
    assert store.concordance(tmp_path, "改革", area_ids=["2"]).empty


def test_a_merged_cell_counts_once_unless_its_own_row_alone_is_asked_for(tmp_path: Path) -> None:
    merged = {"measure_text": "指导苏州加快改革。", "merged": "measure", "characters": 9}
    terms = [use_of(f"{JIANGSU}-9", "改革", 6), use_of(f"{JIANGSU}-10", "改革", 6)]
    write_built(tmp_path, {"terms": terms, "measures": measures(n10=merged)})
    assert len(store.concordance(tmp_path, "改革")) == 1
    assert store.concordance(tmp_path, "改革", task_ids=["1.2"])["measure_id"].tolist() == [f"{JIANGSU}-10"]
    use = store.term_use(tmp_path, ["改革"], region_ids=["320000"])
    assert use[["count", "measures", "characters"]].to_numpy().tolist() == [[1, 1, 9 + 5 + 8]]


def test_use_of_terms_by_region(tmp_path: Path) -> None:
    write_built(tmp_path)
    use = store.term_use(tmp_path, ["改革", "没有"])
    assert use[["term", "region_id", "count", "measures", "characters"]].to_numpy().tolist() == [
        ["改革", "110000", 1, 1, 8],
        ["改革", "320000", 1, 1, 27],
        ["没有", "110000", 0, 0, 8],
        ["没有", "320000", 0, 0, 27],
    ]
    assert use["per_1000"].tolist() == pytest.approx([125.0, 1000 / 27, 0.0, 0.0])


def test_a_term_counts_as_a_word_or_anywhere(tmp_path: Path) -> None:
    text = {"measure_text": "改革与改革开放，再改革", "characters": 11}
    write_built(tmp_path, {"measures": measures(n9=text), "terms": [use_of(f"{JIANGSU}-9", "改革", 0)]})
    words = store.term_use(tmp_path, ["改革"], region_ids=["320000"])
    letters = store.term_use(tmp_path, ["改革"], region_ids=["320000"], anywhere=True)
    assert (words["count"].tolist(), letters["count"].tolist()) == ([1], [3])


@pytest.mark.parametrize("term", ["pct", "ＰＣＴ", "PcT"])
def test_capitals_and_width_make_no_difference(tmp_path: Path, term: str) -> None:
    write_built(tmp_path, {"measures": measures(n9={"measure_text": "申请PCT专利，ＰＣＴ占优"})})
    assert store.term_use(tmp_path, [term], region_ids=["320000"])["count"].tolist() == [2]


@pytest.mark.parametrize("term", [".*", "[", "%_", "'; DROP TABLE measures; --", "\\", "$1"])
def test_signs_mean_nothing_but_themselves(tmp_path: Path, term: str) -> None:
    write_built(tmp_path, {"measures": measures(n9={"measure_text": f"甲{term}乙"})})
    assert store.term_use(tmp_path, [term])["count"].sum() == 1


def test_no_terms_have_no_use(tmp_path: Path) -> None:
    write_built(tmp_path)
    assert store.term_use(tmp_path, []).empty
    assert store.term_use(tmp_path, ["改革"], region_ids=[]).empty


def campaign(measure_id: str, name: str, start: int = 0) -> dict[str, Any]:
    measure = next(row for row in SMALL["measures"] if row["measure_id"] == measure_id)
    place = {name: measure[name] for name in ("measure_id", "plan_id", "region_id", "area_id", "task_id")}
    return {**place, "name": name, "kind": "action", "char_start": start, "char_end": start + 2}


def test_names_most_regions_have_come_first(tmp_path: Path) -> None:
    rows = [
        *(campaign(f"{JIANGSU}-9", "雷霆", at) for at in (0, 3, 6)),
        campaign(f"{JIANGSU}-11", "护航"),
        campaign(f"{BEIJING}-1", "护航"),
    ]
    write_built(tmp_path, {"campaigns": rows})
    assert store.mentions(tmp_path, "campaigns").to_numpy().tolist() == [
        ["护航", "action", "110000", 1, 1],
        ["护航", "action", "320000", 1, 1],
        ["雷霆", "action", "320000", 3, 1],
    ]
    assert store.mentions(tmp_path, "campaigns", area_ids=["2"])["name"].tolist() == ["护航"]
    assert store.mention_spans(tmp_path, "campaigns", "雷霆")["char_start"].tolist() == [0, 3, 6]
    assert store.mentions(tmp_path, "citations").empty


def pair(one: str, other: str, cosine: float) -> dict[str, Any]:
    return {"plan_id": one, "other_id": other, "cosine": cosine}


@pytest.mark.parametrize("both_ways", [True, False])
def test_each_pair_of_plans_is_listed_once(tmp_path: Path, both_ways: bool) -> None:
    third = {"plan_id": OTHER, "year": 2018, "region_id": "540000"}
    pairs = [(JIANGSU, BEIJING, 0.4), (JIANGSU, OTHER, 0.7), (BEIJING, OTHER, 0.1)]
    rows = [pair(*one) for one in pairs] + [pair(b, a, c) for a, b, c in pairs if both_ways]
    write_built(tmp_path, {"plans": [*SMALL["plans"], third], "likeness": rows})
    assert store.rank_plan_pairs(tmp_path).to_numpy().tolist() == [
        ["320000", "540000", 0.7],
        ["110000", "320000", 0.4],
        ["110000", "540000", 0.1],
    ]
    near = store.nearest_plans(tmp_path, JIANGSU)
    assert near[["region_id", "cosine"]].to_numpy().tolist() == [["540000", 0.7], ["110000", 0.4]]


def test_shared_terms_come_by_what_they_add_to_the_cosine(tmp_path: Path) -> None:
    rows = [
        *(
            keyword(term, 1.0, tf_idf=weight, count=2)
            for term, weight in (("甲", 0.1), ("乙", 0.5), ("丙", 0.9))
        ),
        *(keyword(term, 1.0, tf_idf=0.4, count=3, scope_id="110000") for term in ("甲", "乙")),
    ]
    write_built(tmp_path, {"keywords": rows})
    found = store.shared_terms(tmp_path, "320000", "110000")
    assert found[["term", "count", "other_count"]].to_numpy().tolist() == [["乙", 2, 3], ["甲", 2, 3]]


def test_each_reuse_pair_is_listed_once_with_whether_it_is_within_a_plan(tmp_path: Path) -> None:
    rows = [
        {"measure_id": f"{JIANGSU}-9", "other_id": f"{BEIJING}-1", "score": 0.9, "same_characters": 5},
        {"measure_id": f"{JIANGSU}-9", "other_id": f"{JIANGSU}-11", "score": 0.7, "same_characters": 9},
        {"measure_id": f"{BEIJING}-1", "other_id": f"{JIANGSU}-9", "score": 0.9, "same_characters": 5},
    ]
    write_built(tmp_path, {"reuse": rows})
    found = store.find_reused_texts(tmp_path)
    assert found[["other_id", "within", "other_task_id"]].to_numpy().tolist() == [
        [f"{JIANGSU}-11", True, "2.1;2.10"],
        [f"{BEIJING}-1", False, "1.1"],
    ]
