"""Exports of one collection and one year out of several."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.export.export import export_tables
from pipeline.schema.errors import PlanAtlasError
from tests.conftest import SmallCorpus


@pytest.fixture(scope="module")
def built(small_corpus: SmallCorpus) -> Path:
    return small_corpus("three years of one region")


@pytest.mark.parametrize(("year", "years"), [(None, {2017, 2018, 2019}), (2018, {2018})])
def test_all_years_are_exported_or_one(
    built: Path, tmp_path: Path, year: int | None, years: set[int]
) -> None:
    export_tables(built, tmp_path, "csv", year=year)
    for name in ("plans", "measures", "coverage", "tasks", "regions"):
        assert set(pd.read_csv(tmp_path / f"{name}.csv")["year"]) == years, name


@pytest.mark.parametrize("asked", [{"year": 2020}, {"collection": "others"}, {"collection": "ip-work-plans"}])
def test_an_ambiguous_edition_is_refused_with_the_choices(
    built: Path, tmp_path: Path, asked: dict[str, str | int]
) -> None:
    with pytest.raises(PlanAtlasError, match="ip-work-plans 2019, ip-work-plans 2018"):
        export_tables(built, tmp_path, "csv", **asked)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_the_command_takes_a_year(built: Path, tmp_path: Path) -> None:
    asked = ["export", "--built", str(built), "--format", "csv", "--out", str(tmp_path), "--year", "2017"]
    assert main(asked) == 0
    assert set(pd.read_csv(tmp_path / "measures.csv")["year"]) == {2017}
