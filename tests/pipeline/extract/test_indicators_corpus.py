"""The indicators of the shipped corpus: how many regions they hold, and that they mix nothing."""

from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from pipeline.extract.quantities.targets import Indicator, find_targets, load_indicators, matching_indicators

ALIKE: Final = ({"家", "个", "所"}, {"人", "名", "个"}, {"项", "个"}, {"期", "次"})
"""Units that count one thing: institutions, people, projects, courses."""


@pytest.fixture(scope="module")
def grouped(corpus_built: Path) -> pd.DataFrame:
    """The targets of the corpus that belong to an indicator."""
    targets = pd.read_parquet(corpus_built / "targets.parquet")
    return targets[targets["indicator_id"] != ""]


def test_twenty_indicators_hold_three_regions_or_more(grouped: pd.DataFrame) -> None:
    regions = grouped.groupby("indicator_id")["region_id"].nunique()
    assert (regions >= 3).sum() >= 20


def test_every_indicator_has_a_target(grouped: pd.DataFrame) -> None:
    assert {indicator.id for indicator in load_indicators()} == set(grouped["indicator_id"])


def test_only_targets_are_grouped(grouped: pd.DataFrame) -> None:
    assert set(grouped["kind"]) == {"target"}


def test_units_are_those_that_the_indicator_declares(grouped: pd.DataFrame) -> None:
    declared = {indicator.id: set(indicator.units) for indicator in load_indicators()}
    found = set(zip(grouped["indicator_id"], grouped["unit"], strict=True))
    assert [(name, unit) for name, unit in found if unit not in declared[name]] == []


@pytest.mark.parametrize("indicator", load_indicators(), ids=lambda indicator: indicator.id)
def test_units_of_an_indicator_count_one_thing(indicator: Indicator) -> None:
    units = set(indicator.units)
    assert len(units) == 1 or any(units <= alike for alike in ALIKE)


def test_no_target_fits_two_indicators(corpus_built: Path) -> None:
    indicators = load_indicators()
    measures = pd.read_parquet(corpus_built / "measures.parquet", columns=["task_text", "measure_text"])
    torn = [
        (target.quote, ids)
        for task, text in measures.itertuples(index=False)
        for target in find_targets(text)
        if len(ids := list(matching_indicators(target, text, task, indicators))) > 1
    ]
    assert torn == []


@pytest.mark.parametrize(
    ("indicator_id", "quotes"),
    [
        ("patents-per-10000", {"达到19件", "达到7.8件", "达到2.7件以上"}),
        ("pledge-financing", {"达到25亿元", "1亿元", "超12亿元", "达到2亿元"}),
        ("regulated-markets", {"10家", "9家", "5家以上", "3至5个"}),
        ("ip-management-standard", {"50家", "50家以上", "20家"}),
        ("reviews", {"20个", "1-2项", "两项", "3—5个", "10个"}),
        ("pilot-schools", {"100所", "20个", "10-15所", "2至4所", "20-30所", "1-2家", "3家"}),
    ],
)
def test_a_group_holds_what_a_reader_would_put_there(
    indicator_id: str, quotes: set[str], grouped: pd.DataFrame
) -> None:
    assert set(grouped.loc[grouped["indicator_id"] == indicator_id, "quote"]) == quotes
