"""The lines of a concordance."""

from pathlib import Path

import pytest

from pipeline.store import store
from tests.pipeline.built_fixture import write_built

PLAN = "ip-work-plans-2018-110000"
TEXTS = (
    ("1", "1.1", "开展专利导航，建设ＰＣＴ专利数据库。"),
    ("4", "4.2", "实施专利导航项目，推进产业专利导航。"),
    ("4", "4.2;4.3", "继续推进。"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        {
            "measure_id": f"{PLAN}-{number}",
            "plan_id": PLAN,
            "region_id": "110000",
            "area_id": area_id,
            "task_id": task_id,
            "measure_text": text,
        }
        for number, (area_id, task_id, text) in enumerate(TEXTS, 1)
    ]
    uses = [(0, "专利导航", 2), (0, "PCT专利", 9), (1, "专利导航项目", 2), (1, "产业专利导航", 11)]
    terms = [
        {**rows[row], "term": term, "char_start": start, "char_end": start + len(term)}
        for row, term, start in uses
    ]
    return write_built(tmp_path_factory.mktemp("words") / "built", {"measures": rows, "terms": terms})


def lines(built: Path, term: str, **options: object) -> list[tuple[str, str, str]]:
    found = store.concordance(built, term, **options)  # type: ignore[arg-type]
    return list(zip(found["left"], found["term"], found["right"], strict=True))


def test_a_term_is_found_as_a_word_of_its_own(built: Path) -> None:
    assert lines(built, "专利导航") == [("开展", "专利导航", "，建设ＰＣＴ专利数据库。")]


def test_a_term_is_found_inside_longer_ones_where_asked(built: Path) -> None:
    assert lines(built, "专利导航", anywhere=True, width=3) == [
        ("开展", "专利导航", "，建设"),
        ("实施", "专利导航", "项目，"),
        ("进产业", "专利导航", "。"),
    ]


def test_any_other_text_is_found_anywhere(built: Path) -> None:
    assert lines(built, "推进", width=2) == [("目，", "推进", "产业"), ("继续", "推进", "。")]
    assert lines(built, "（推进") == []


@pytest.mark.parametrize("asked", ["PCT专利", "pct专利", "ＰＣＴ专利", " pct专利 "])
def test_case_and_width_are_ignored_and_shown_as_printed(asked: str, built: Path) -> None:
    assert lines(built, asked, width=2) == [("建设", "ＰＣＴ专利", "数据")]


def test_filters_restrict_the_measures(built: Path) -> None:
    assert lines(built, "推进", area_ids=["1"]) == []
    assert lines(built, "推进", task_ids=["4.3"]) == [("继续", "推进", "。")]
    assert lines(built, "专利导航", region_ids=["320000"]) == []
    assert lines(built, "专利导航", region_ids=["110000"], area_ids=["1"], width=0) == [("", "专利导航", "")]


@pytest.mark.parametrize("nothing", ["", "  ", "没有这样的词"])
def test_nothing_found_has_all_columns(nothing: str, built: Path) -> None:
    found = store.concordance(built, nothing)
    assert found.empty
    assert list(found.columns) == [
        *("left", "term", "right", "measure_id", "region_id", "area_id", "task_id"),
        *("char_start", "char_end"),
    ]
    assert str(found["char_start"].dtype) == "int64"


def test_offsets_lead_to_the_measure(built: Path) -> None:
    found = store.concordance(built, "专利导航", anywhere=True)
    texts = store.measures(built).set_index("measure_id")["measure_text"]
    spans = zip(found["measure_id"], found["char_start"], found["char_end"], strict=True)
    assert [texts[measure_id][start:end] for measure_id, start, end in spans] == ["专利导航"] * 3
