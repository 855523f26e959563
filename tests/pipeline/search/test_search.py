"""Hits of queries, their spans and their order."""

from pathlib import Path

import pytest

from pipeline import search as text_search
from tests.pipeline.built_fixture import BEIJING, JIANGSU, write_built
from tests.pipeline.search_corpus import write_corpus, write_merged


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("search") / "built")


def found(built: Path, text: str, **options: object) -> set[str]:
    """The hits of a query, as ``J1`` for the first measure of Jiangsu."""
    hits = text_search.search(built, text, **options).hits  # type: ignore[arg-type]
    short = {JIANGSU: "J", BEIJING: "B"}
    return {
        f"{short[plan]}{code.rpartition('-')[2]}" for plan, code in hits[["plan_id", "measure_id"]].to_numpy()
    }


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("专利导航", {"J1", "J2", "J3"}),
        ("專利導航", {"J1", "J2", "J3"}),
        ("老字号", {"J3"}),
        ("PCT", {"J1", "B1"}),
        ("ｐｃｔ", {"J1", "B1"}),
        ("项目 专利", {"J1"}),
        ("专利，项目", {"J1"}),
        ("“利导航 项目”", {"J1"}),
        ("“项目 专利”", set()),
        ("专利 -项目", {"J2", "J3"}),
        ("－项目 －商标", {"J3", "B2"}),
        ("国家商标", {"J2"}),
        ("公安", {"J2", "B1"}),
        ("小微", {"B2"}),
        ("c++", {"B1"}),
        (".*", set()),
        ("(含", {"B1"}),
        ("（含c", {"B1"}),
        ("[", set()),
        ("\\", set()),
        ("%", set()),
        ("'", set()),
        ("", set()),
        ("  ", set()),
        ("-", set()),
    ],
)
def test_words_are_found_wherever_and_however_they_are_written(
    built: Path, text: str, hits: set[str]
) -> None:
    assert found(built, text) == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("region:江苏 商标", {"J2"}),
        ("地區：江蘇 商标", {"J2"}),
        ("region:320000", {"J1", "J2", "J3"}),
        ("Region:jiangsu 商标", {"J2"}),
        ("region:北京全称", {"B1", "B2"}),
        ("region:Jiang 商标", {"J2"}),
        ("region:江苏,北京 pct", {"J1", "B1"}),
        ("region:江苏 region:北京 pct", {"J1", "B1"}),
        ("-region:江苏", {"B1", "B2"}),
        ("area:保护", {"J2", "J3", "B2"}),
        ("重点：1", {"J1", "B1"}),
        ("task:1.2", {"B1"}),
        ("任务:自设", {"J3"}),
        ("task:local", {"J3"}),
        ("department:公安", {"J2", "B1"}),
        ("部门：Security", {"J2", "B1"}),
        ("部门:工商局", {"J2"}),
        ("-部门:公安 pct", {"J1"}),
        ("depth:量化", {"J2"}),
        ("深度：blank", {"B2"}),
        ("depth:absent", set()),
        ('region:"江苏" 商标', {"J2"}),
        ("doubt:yes", {"J3"}),
        ("存疑：是", {"J3"}),
        ("-doubt:no 专利", {"J3"}),
        ("doubt:no 专利", {"J1", "J2"}),
        ("confidence<0.9", {"J3", "B2"}),
        ("Confidence: < 90%", {"J3", "B2"}),
        ("置信度＜０.９", {"J3", "B2"}),
        ("confidence<=.855 confidence≥.855", {"B2"}),
        ("-confidence<0.9", {"J1", "J2", "B1"}),
        ("confidence>0.6 -专利", {"B1", "B2"}),
    ],
)
def test_fields_narrow_by_names_in_both_languages(built: Path, text: str, hits: set[str]) -> None:
    assert found(built, text) == hits


@pytest.mark.parametrize(
    ("text", "value", "possible"),
    [
        ("region:江素", "江素", "江苏"),
        ("area:保户", "保户", "保护"),
        ("task:9.9", "9.9", "任务1.1"),
        ("department:公按", "公按", "公安机关"),
        ("depth:深", "深", "量化"),
        ("doubt:也许", "也许", "是"),
        ("confidence:0.9", "0.9", "置信度<0.9"),
        ("confidence<", "<", "置信度<0.9"),
        ("置信度<9", "<9", "置信度<0.9"),
        ("confidence<x", "<x", "置信度<0.9"),
    ],
)
def test_a_wrong_value_is_left_out_and_reported_with_what_is_possible(
    built: Path, text: str, value: str, possible: str
) -> None:
    result = text_search.search(built, f"{text} 商标")
    (doubt,) = result.doubts
    assert f"“{value}”" in doubt.zh
    assert f"“{value}”" in doubt.en
    assert possible in doubt.zh
    assert found(built, f"{text} 商标") == {"J2", "B1"}


def test_a_region_without_a_plan_is_no_zero(built: Path) -> None:
    (doubt,) = text_search.search(built, "region:西藏,江苏 商标").doubts
    assert "没有西藏的工作要点" in doubt.zh
    assert "no plan of Xizang" in doubt.en
    assert text_search.search(built, "-region:西藏 商标").doubts == ()


def test_filters_are_those_of_the_measure_itself(built: Path) -> None:
    assert found(built, "专利", region_ids=["110000"]) == set()
    assert found(built, "专利", area_ids=["2"]) == {"J2", "J3"}
    assert found(built, "专利", depths=["quantified"]) == {"J2"}
    assert found(built, "专利", depths=["generic"]) == {"J1", "J3"}
    assert found(built, "专利", depths=[]) == set()
    assert found(built, "专利", doubts=["yes"]) == {"J3"}
    assert found(built, "专利", doubts=["no"]) == {"J1", "J2"}


def test_spans_are_offsets_into_the_printed_text(built: Path) -> None:
    hits = text_search.search(built, "專利導航 pct").hits
    (hit,) = hits.to_dict("records")
    shown = [
        (place.field, hit[text_search.SEARCHED[place.field]][place.start : place.end])
        for place in hit["spans"]
    ]
    assert shown == [("task", "专利导航"), ("measure", "专利导航"), ("measure", "ＰＣＴ")]
    hits = text_search.search(built, "专利导航 战略").hits
    (hit,) = hits.to_dict("records")
    shown = [
        (place.field, hit[text_search.SEARCHED[place.field]][place.start : place.end])
        for place in hit["spans"]
    ]
    assert shown == [("citation", "战略"), ("measure", "战略"), ("measure", "专 利导航")]


def test_the_task_weighs_more_than_the_measure_and_more_places_more_than_one(built: Path) -> None:
    hits = text_search.search(built, "专利导航").hits
    assert hits["measure_id"].tolist() == [f"{JIANGSU}-{number}" for number in (1, 3, 2)]
    assert hits["score"].is_monotonic_decreasing
    assert hits["score"].gt(0).all()


def test_the_score_is_the_formula(built: Path) -> None:
    hits = text_search.search(built, "小微").hits
    # One of five measures has the word, once, in the task; the five tasks have 4, 4, 3, 4 and 4 characters.
    frequency = 4 / (1 - 0.5 + 0.5 * 4 / 3.8)
    assert hits["score"].tolist() == [pytest.approx(1.3862943611 * frequency / (1.2 + frequency))]


def test_ties_stay_in_the_order_of_the_source_and_regions_in_the_official_one(built: Path) -> None:
    assert text_search.search(built, "-蟑螂").hits["plan_id"].tolist() == [JIANGSU] * 3 + [BEIJING] * 2
    by_region = text_search.search(built, "-蟑螂", sort="region").hits
    assert by_region["measure_id"].str[-8:].tolist() == [
        "110000-1",
        "110000-2",
        "320000-1",
        "320000-2",
        "320000-3",
    ]


def test_a_measure_merged_over_two_rows_counts_once(tmp_path: Path) -> None:
    merged = write_merged(tmp_path / "built")
    result = text_search.search(merged, "商标", sort="region")
    assert result.hits["measure_id"].str[-1].tolist() == ["1", "2", "3"]
    cells = result.hits[["task_cell", "measure_cell", "departments_cell"]].to_numpy().T.tolist()
    assert [[cell[0] == cell[1], cell[1] == cell[2]] for cell in cells] == [
        [False, True],
        [True, False],
        [True, False],
    ]
    assert result.measures == 2
    assert text_search.search(merged, "品牌 -注册").measures == 1
    (way,) = text_search.suggest_queries(merged, "商标 蟑螂")
    assert way.hits == 2


def test_nothing_found_has_all_columns(built: Path) -> None:
    nothing, something = text_search.search(built, "蟑螂").hits, text_search.search(built, "专利").hits
    assert nothing.empty
    assert nothing.dtypes.to_dict() == something.dtypes.to_dict()


@pytest.mark.parametrize(
    ("text", "kind", "other"),
    [
        ("专利导行", "spelling", "专利导航"),
        ("项目专利导航", "apart", "项目 专利导航"),
        ("商标 蟑螂", "dropped", "商标"),
        ("商标 蟑螂 region:江苏", "dropped", "商标 region:江苏"),
        ("老字号 region:北京", "dropped", "老字号"),
        ("江苏 老字号", "field", "地区:江苏 老字号"),
        ("city:Beijing pct", "field", "region:Beijing pct"),
        ("security", "field", "department:security"),
        ("《关于专利导航工作的若干意见》", "spelling", "专利导航"),
    ],
)
def test_where_nothing_is_found_queries_are_suggested(built: Path, text: str, kind: str, other: str) -> None:
    assert text_search.search(built, text).hits.empty
    ways = {way.kind: way for way in text_search.suggest_queries(built, text)}
    assert ways[kind].text == other  # type: ignore[index]
    assert ways[kind].hits == len(text_search.search(built, other).hits) > 0  # type: ignore[index]


def test_no_query_is_suggested_twice(built: Path) -> None:
    texts = [way.text for way in text_search.suggest_queries(built, "专利导航*", most=20)]
    assert texts == ["专利导航"]


def test_a_number_begins_where_it_is_printed_to_begin(tmp_path: Path) -> None:
    texts = ["培育15家企业", "培育5家企业", "培育5-15 家企业", "达到3.5%", "共 5家", "５家", "第5%"]
    measures = [
        {"measure_id": f"{JIANGSU}-{number}", "plan_id": JIANGSU, "measure_text": text}
        for number, text in enumerate(texts)
    ]
    numbers = write_built(tmp_path / "built", {"measures": measures, "citations": []})
    for query, found_in in (
        ("5家", [1, 4, 5]),
        ("15家", [0, 2]),
        ("5%", [6]),
        ("1", [0, 2]),
        ("５", [1, 2, 4, 5, 6]),
    ):
        hits = text_search.search(numbers, query, sort="region").hits
        assert [int(code.rpartition("-")[2]) for code in hits["measure_id"]] == found_in
        for hit in hits.to_dict("records"):
            assert all(hit["measure_text"][place.start] in "15５" for place in hit["spans"])


def test_filters_that_leave_nothing_are_the_first_thing_to_try(built: Path) -> None:
    first = text_search.suggest_queries(built, "老字号", region_ids=["110000"])[0]
    assert (first.kind, first.text, first.hits) == ("everywhere", "老字号", 1)
    assert text_search.suggest_queries(built, "蟑螂") == ()


def test_a_corpus_without_measures_finds_nothing(tmp_path: Path) -> None:
    empty = write_built(tmp_path / "built", {"measures": [], "coverage": []})
    assert text_search.search(empty, "专利").hits.empty
    assert text_search.suggest_queries(empty, "专利") == ()
