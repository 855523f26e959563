"""Queries of the store, and its errors without usable tables."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import BuiltError
from pipeline.store import snapshot, store
from tests.pipeline.built_fixture import BEIJING, BUILD, JIANGSU, SMALL, typed, write_built

LETTER = {JIANGSU: "J", BEIJING: "B"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return write_built(tmp_path / "built")


def numbers(frame: pd.DataFrame) -> list[str]:
    """The measures of a frame, as the first letter of the plan and the running number."""
    ids = [measure_id.rpartition("-") for measure_id in frame.measure_id.tolist()]
    return [LETTER[plan_id] + number for plan_id, _, number in ids]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_comes_with_the_columns_and_types_of_the_codebook(built: Path, name: str) -> None:
    assert_frame_equal(store.table(built, name), typed(name, SMALL.get(name, ())))


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_its_types_too(tmp_path: Path, name: str) -> None:
    empty = write_built(tmp_path / "empty", {name: []})
    assert_frame_equal(store.table(empty, name), store.table(write_built(tmp_path / "b"), name).iloc[:0])


def test_a_missing_text_is_an_empty_one(tmp_path: Path) -> None:
    built = write_built(tmp_path, {"plans": [{"plan_id": "p", "title": None}]})
    assert store.table(built, "plans")["title"].tolist() == [""]


def test_an_unknown_table(built: Path) -> None:
    with pytest.raises(KeyError):
        store.table(built, "departments; DROP TABLE plans")


def test_measures_come_in_document_order(built: Path) -> None:
    assert numbers(store.measures(built)) == ["J9", "J10", "J11", "J12", "B1", "B2", "B3"]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"region_ids": ["110000"]}, ["B1", "B2", "B3"]),
        ({"region_ids": ["110000", "320000"], "area_ids": ["1"]}, ["J9", "J10", "B1"]),
        ({"area_ids": ["2"]}, ["J11", "J12", "B2", "B3"]),
        ({"task_ids": ["2.1"]}, ["J11", "B2"]),
        ({"task_ids": ["2.10"]}, ["J11", "B3"]),
        ({"task_ids": ["2.1", "2.10"]}, ["J11", "B2", "B3"]),
        ({"depths": ["specific"]}, ["J9", "J11"]),
        ({"depths": ["generic", "none"]}, ["J10", "B1", "B2"]),
        ({"depths": ["blank"], "task_ids": ["2.10"]}, ["B3"]),
        ({"depths": ["absent"]}, []),
        ({"measure_ids": [f"{JIANGSU}-12", f"{BEIJING}-1"]}, ["J12", "B1"]),
        ({"measure_ids": [f"{JIANGSU}-12"], "region_ids": ["110000"]}, []),
        ({"region_ids": []}, []),
        ({"measure_ids": []}, []),
        ({"region_ids": ["999999"]}, []),
        ({"region_ids": ["' OR 1=1 --"]}, []),
        ({"region_ids": ("320000",), "task_ids": ("1.1",)}, ["J9"]),
    ],
)
def test_measures_of_a_selection(built: Path, filters: dict[str, Any], wanted: list[str]) -> None:
    assert numbers(store.measures(built, **filters)) == wanted


def test_task_and_depth_are_asked_of_the_same_cell(tmp_path: Path) -> None:
    cells = [dict(cell) for cell in SMALL["coverage"]]
    next(cell for cell in cells if cell["plan_id"] == JIANGSU and cell["task_id"] == "2.10")["depth"] = (
        "generic"
    )
    built = write_built(tmp_path, {"coverage": cells})
    assert numbers(store.measures(built, task_ids=["2.10"], depths=["specific"])) == []
    assert numbers(store.measures(built, task_ids=["2.10"], depths=["generic"])) == ["J11"]


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        ({}, 8),
        ({"region_ids": ["110000"]}, 4),
        ({"area_ids": ["2"], "depths": ["specific"]}, 2),
        ({"task_ids": ["2.1"]}, 2),
        ({"depths": ["absent", "blank"]}, 2),
        ({"depths": []}, 0),
    ],
)
def test_coverage_of_a_selection(built: Path, filters: dict[str, Any], rows: int) -> None:
    assert len(store.coverage(built, **filters)) == rows


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, ["f0", "f1", "f2"]),
        ({"kinds": ["merged_cell", "unheard_of"]}, ["f0"]),
        ({"kinds": []}, []),
    ],
)
def test_findings_of_a_selection(built: Path, filters: dict[str, Any], wanted: list[str]) -> None:
    assert store.findings(built, **filters).finding_id.tolist() == wanted


@pytest.mark.parametrize(
    ("name", "filters", "rows"),
    [
        ("plans", {"region_ids": ["110000"]}, 1),
        ("plans", {"depths": ["specific"]}, 2),
        ("regions", {"region_ids": ["110000", "540000"]}, 2),
        ("regions", {"area_ids": ["1"]}, 4),
        ("areas", {"area_ids": ["1"], "region_ids": ["110000"]}, 1),
        ("tasks", {"area_ids": ["1"]}, 2),
        ("tasks", {"task_ids": ["2.10"]}, 1),
        ("ledger", {"region_ids": ["110000"]}, 2),
        ("ledger", {"area_ids": ["1"]}, 6),
        ("ledger", {"area_ids": ["1"], "region_ids": ["320000"], "depths": ["generic"]}, 2),
        ("findings", {"region_ids": ["320000"]}, 2),
        ("findings", {"task_ids": ["1.1", "1.2"]}, 2),
    ],
)
def test_a_filter_restricts_what_it_is_about(
    built: Path, name: str, filters: dict[str, Any], rows: int
) -> None:
    assert len(store.table(built, name, **filters)) == rows


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, ["110000", "320000"]),
        ({"all_of": ["1.1"]}, ["110000", "320000"]),
        ({"all_of": ["1.1", "1.2"]}, ["320000"]),
        ({"any_of": ["1.2", "2.1"]}, ["320000"]),
        ({"none_of": ["1.2"]}, ["110000"]),
        ({"all_of": ["1.1"], "any_of": ["1.1", "1.2"], "none_of": ["2.1"]}, ["110000"]),
        ({"all_of": ["2.1"], "none_of": ["2.10"]}, []),
    ],
)
def test_combination(built: Path, asked: dict[str, Any], wanted: list[str]) -> None:
    assert store.find_covering_regions(built, **asked) == wanted


def test_combination_of_what_is_covered_at_chosen_depths(built: Path) -> None:
    assert store.find_covering_regions(built, ["1.1"], covered=["specific"]) == ["320000"]
    assert store.find_covering_regions(built, none_of=["1.1"], covered=["specific"]) == ["110000"]


def test_ledger_shares(built: Path) -> None:
    shares = store.ledger_shares(built)
    jiangsu = shares[shares.plan_id == JIANGSU]
    assert shares.plan_id.drop_duplicates().tolist() == [JIANGSU, BEIJING]
    assert jiangsu.character_class.tolist() == ["task", "measure", "departments", "title"]
    assert jiangsu.characters.tolist() == [10, 14, 5, 13]
    assert jiangsu.share.sum() == pytest.approx(1)


def test_source_spans(built: Path) -> None:
    assert store.source_spans(built, JIANGSU).line.tolist() == [1, 90, 91, 92, 100, 101]
    assert store.source_spans(built, JIANGSU, 91, 100).line.tolist() == [91, 92, 100]
    assert store.source_spans(built, JIANGSU, first_line=100).line.tolist() == [100, 101]
    assert store.source_spans(built, JIANGSU, last_line=90).line.tolist() == [1, 90]
    assert store.source_spans(built, "another").empty


def test_cell_spans_find_the_text_of_a_merged_cell_with_the_row_above(built: Path) -> None:
    assert store.cell_spans(built, f"{JIANGSU}-9").line.tolist() == [90, 91, 92]
    merged = store.cell_spans(built, f"{JIANGSU}-10")
    assert merged[["line", "character_class"]].to_numpy().tolist() == [
        [92, "departments"],
        [100, "task"],
        [101, "measure"],
    ]
    assert numbers(merged) == ["J9", "J10", "J10"]
    assert store.cell_spans(built, f"{JIANGSU}-12").empty


def test_a_cell_merged_over_three_rows(tmp_path: Path) -> None:
    measures = [dict(row) for row in SMALL["measures"]]
    measures[2]["merged"] = "measure;departments"
    built = write_built(tmp_path, {"measures": measures})
    spans = store.cell_spans(built, f"{JIANGSU}-11")
    assert numbers(spans) == ["J9", "J10"]
    assert spans.character_class.tolist() == ["departments", "measure"]


def test_build_info(built: Path) -> None:
    info = store.build_info(built)
    assert info.built_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (info.version, info.clean) == ("0.1.0", True)
    assert info.sources == (store.SourceInfo(**BUILD["sources"][0]),)


def test_a_new_build_is_seen_at_once_and_has_another_key(built: Path) -> None:
    before = store.built_key(built), len(store.table(built, "plans"))
    (built / "build.json").unlink()
    write_built(built, {"plans": SMALL["plans"][:1]})
    assert hash(store.built_key(built)) != hash(before[0])
    assert (before[1], len(store.table(built, "plans"))) == (2, 1)


def test_a_folder_with_a_strange_name(tmp_path: Path) -> None:
    built = write_built(tmp_path / "省级 [2018] 'plans' *")
    assert len(store.measures(built, depths=["specific"])) == 2


ASKED: list[Callable[[Path], object]] = [
    lambda built: store.table(built, "regions"),
    store.measures,
    store.find_covering_regions,
    store.ledger_shares,
    store.build_info,
    store.built_key,
    lambda built: store.cell_spans(built, "x"),
]


@pytest.mark.parametrize("ask", ASKED)
def test_without_a_build_every_answer_is_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(snapshot, "SWAP_SECONDS", 0)
    with pytest.raises(BuiltError, match="no built tables here; run `plan-atlas build` first") as caught:
        ask(tmp_path / "nowhere")
    assert "请先运行 `plan-atlas build`" in caught.value.sentence("zh")
    assert caught.value.source == tmp_path / "nowhere"


@pytest.mark.parametrize("content", [b"", b"PAR1 and then nothing", None])
def test_a_broken_table(built: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    monkeypatch.setattr(snapshot, "SWAP_SECONDS", 0)
    file = built / "measures.parquet"
    if content is None:
        pd.DataFrame({"measure_id": ["a table of another make"]}).to_parquet(file)
    else:
        file.write_bytes(content)
    with pytest.raises(BuiltError, match="not whole"):
        store.measures(built)
    assert len(store.table(built, "plans")) == 2


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": "1"}', '{"sources": [{}]}'])
def test_a_broken_build_file(built: Path, content: str) -> None:
    (built / "build.json").write_text(content, encoding="utf-8")
    with pytest.raises(BuiltError, match="not whole"):
        store.build_info(built)


def test_a_query_during_a_swap_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "SWAP_SECONDS", 1.0)
    aside = write_built(tmp_path / "aside")
    swap = threading.Timer(0.1, aside.rename, [tmp_path / "built"])
    swap.start()
    assert len(store.table(tmp_path / "built", "plans")) == 2
    swap.join()


def test_many_threads_at_once(built: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda task_id: len(store.measures(built, task_ids=[task_id])), ["2.1", "1.2"] * 40)
        )
    assert found == [2, 1] * 40


def test_the_sizes_of_tables_are_their_rows(built: Path) -> None:
    sizes = store.table_sizes(built)
    assert list(sizes) == list(TABLES)
    assert sizes == {name: len(SMALL.get(name, ())) for name in TABLES}
