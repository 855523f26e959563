"""Queries over targets: what counts once, what is quantified, and the sentence of a target."""

from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema.codebook import TABLES
from pipeline.store import store
from pipeline.store.queries_facts import sentence_around
from tests.pipeline.built_fixture import BEIJING, JIANGSU, SMALL, Rows, write_built

TEXT: Final = "建成中心。培训500人次；新增贯标企业8-12家。"


def target(plan_id: str, place: str, quote: str, **more: Any) -> dict[str, Any]:
    """A target of a measure, as ``11-T1`` is the first of measure 11."""
    measure_id = f"{plan_id}-{place.partition('-')[0]}"
    start = TEXT.index(quote)
    return {
        "target_id": f"{plan_id}-{place}",
        "measure_id": measure_id,
        "plan_id": plan_id,
        "region_id": plan_id[-6:],
        "quote": quote,
        "comparator": "=",
        "kind": "target",
        "area_id": "2",
        "char_start": start,
        "char_end": start + len(quote),
        **more,
    }


@pytest.fixture
def built(tmp_path: Path) -> Path:
    measures = [
        {**row, "measure_text": TEXT if row["area_id"] == "2" else row["measure_text"]}
        for row in SMALL["measures"]
    ]
    coverage = [
        {
            **row,
            "depth": "quantified" if row["task_id"] == "2.1" and row["plan_id"] == JIANGSU else row["depth"],
        }
        for row in SMALL["coverage"]
    ]
    targets = [
        target(JIANGSU, "11-T1", "500人次", value_min=500.0, value_max=500.0, indicator_id="trained"),
        target(JIANGSU, "11-T2", "8-12家", value_min=8.0, value_max=12.0, indicator_id="firms"),
        target(
            JIANGSU, "12-T1", "500人次", indicator_id="trained", repeat_of=f"{JIANGSU}-11-T1", area_id="1"
        ),
        target(JIANGSU, "12-T2", "8-12家", kind="fact"),
        target(BEIJING, "3-T1", "500人次", value_min=500.0, value_max=None, comparator=">="),
    ]
    indicators: list[dict[str, Any]] = [
        {"indicator_id": "firms", "regions": 1, "targets": 1},
        {"indicator_id": "trained", "regions": 2, "targets": 2},
        {"indicator_id": "nobody"},
    ]
    tables: dict[str, Rows] = {
        "measures": measures,
        "coverage": coverage,
        "targets": targets,
        "indicators": indicators,
    }
    return write_built(tmp_path / "built", tables)


def ids(frame: pd.DataFrame) -> list[str]:
    return [f"{'J' if str(code).startswith(JIANGSU) else 'B'}{str(code)[26:]}" for code in frame["target_id"]]


def test_indicators_of_most_regions_come_first(built: Path) -> None:
    assert store.indicators(built)["indicator_id"].tolist() == ["trained", "firms", "nobody"]
    assert tuple(store.indicators(built).columns) == TABLES["indicators"].column_names


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, ["J11-T1", "J11-T2", "J12-T1", "J12-T2", "B3-T1"]),
        ({"kinds": ["target"]}, ["J11-T1", "J11-T2", "J12-T1", "B3-T1"]),
        ({"indicator_ids": ["trained"]}, ["J11-T1", "J12-T1"]),
        ({"indicator_ids": [""], "kinds": ["target"]}, ["B3-T1"]),
        ({"region_ids": ["110000"]}, ["B3-T1"]),
        ({"area_ids": ["1"]}, ["J12-T1"]),
        ({"target_ids": [f"{BEIJING}-3-T1"]}, ["B3-T1"]),
        ({"kinds": []}, []),
    ],
)
def test_targets_of_a_selection(built: Path, filters: dict[str, list[str]], wanted: list[str]) -> None:
    found = store.targets(built, **filters)
    assert ids(found) == wanted
    assert tuple(found.columns)[: len(TABLES["targets"].columns)] == TABLES["targets"].column_names


def test_a_repeated_target_counts_in_the_first_selected_row(built: Path) -> None:
    assert store.targets(built)["counted"].tolist() == [True, True, False, True, True]
    assert store.targets(built, area_ids=["1"])["counted"].tolist() == [True]


def test_an_open_bound_is_missing_and_never_zero(built: Path) -> None:
    [found] = store.targets(built, region_ids=["110000"]).to_dict("records")
    assert found["value_min"] == 500
    assert pd.isna(found["value_max"])


def test_targets_know_their_sentence_and_their_lines(built: Path) -> None:
    found = store.targets(built, region_ids=["320000"])
    assert found["sentence"].tolist() == ["培训500人次；", "新增贯标企业8-12家。"] * 2
    assert found["first_line"].tolist() == [110, 110, 120, 120]
    for row in found.to_dict("records"):
        start, end = row["char_start"] - row["sentence_start"], row["char_end"] - row["sentence_start"]
        assert row["sentence"][start:end] == row["quote"]


def test_quantified_plans_count_standard_cells_and_each_target_once(built: Path) -> None:
    beijing, jiangsu = store.quantified_plans(built).to_dict("records")
    assert (beijing["specific"], beijing["targets"]) == (0, 1)
    assert pd.isna(beijing["share"])
    assert (jiangsu["specific"], jiangsu["quantified"]) == (3, 1)
    assert jiangsu["share"] == pytest.approx(1 / 3)
    assert (jiangsu["targets"], jiangsu["repeats"]) == (2, 1)


def test_quantified_plans_of_a_selection(built: Path) -> None:
    [jiangsu] = store.quantified_plans(built, region_ids=["320000"], area_ids=["1"]).to_dict("records")
    assert (jiangsu["specific"], jiangsu["quantified"]) == (1, 0)
    assert (jiangsu["targets"], jiangsu["repeats"]) == (1, 0)
    assert store.quantified_plans(built, region_ids=[]).empty


@given(st.text(alphabet="一二0。；;", max_size=40), st.data())
def test_a_sentence_holds_its_target_and_ends_where_a_sentence_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    assert first == 0 or text[first - 1] in "。；;"
    assert last == len(text) or text[last - 1] in "。；;"
    assert not set(text[first:start]) & set("。；;")
    assert not set(text[end : last - 1]) & set("。；;")
