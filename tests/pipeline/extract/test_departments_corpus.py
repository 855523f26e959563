"""The department cells of all 31 plans: nothing is left over, and nearly every body is known."""

from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from pipeline.extract.departments.mentions import load_directory
from pipeline.extract.departments.segments import split_cell
from pipeline.store import store

DIRECTORY: Final = load_directory()


@pytest.fixture(scope="module")
def cells(corpus_built: Path) -> pd.DataFrame:
    return store.table(corpus_built, "measures")[["measure_id", "region_id", "departments_text"]]


@pytest.fixture(scope="module")
def mentions(corpus_built: Path) -> pd.DataFrame:
    return store.table(corpus_built, "departments")


def test_every_character_is_in_a_body_a_role_word_or_a_separator(cells: pd.DataFrame) -> None:
    assert cells["region_id"].nunique() == 31
    unclaimed = [
        (cell, cell[piece.start : piece.end])
        for cell in cells["departments_text"].unique()
        for piece in split_cell(cell, DIRECTORY)
        if piece.kind == "unknown"
    ]
    assert unclaimed == []
    for cell in cells["departments_text"]:
        assert sum(piece.end - piece.start for piece in split_cell(cell, DIRECTORY)) == len(cell)


def test_nearly_every_body_has_a_canonical_name(mentions: pd.DataFrame) -> None:
    known = mentions["department_id"] != ""
    assert len(mentions) > 2_800
    assert known.mean() >= 0.99
    assert set(mentions.loc[known, "department_id"]) <= set(DIRECTORY.by_id)


def test_a_filled_cell_names_a_body(cells: pd.DataFrame, mentions: pd.DataFrame) -> None:
    filled = cells.loc[cells["departments_text"] != "", "measure_id"]
    assert set(filled) == set(mentions["measure_id"])


def test_what_the_plans_say_most_is_read(mentions: pd.DataFrame) -> None:
    by_name = mentions.groupby("department_id")["measure_id"].nunique()
    assert by_name.idxmax() == "ip-office"
    assert set(by_name.nlargest(3).index) == {"ip-office", "industry-commerce", "press-copyright"}
    assert set(mentions["level"]) == {"central", "provincial", "city", "other"}
    houses = mentions["department_id"].str.startswith("customs")
    assert set(mentions.loc[houses, "level"]) == {"central"}


def test_bodies_count_what_names_them(corpus_built: Path, mentions: pd.DataFrame) -> None:
    bodies = store.table(corpus_built, "bodies").set_index("department_id")
    hosts = mentions[mentions["host_id"] != ""].assign(department_id=lambda rows: rows["host_id"])
    named = pd.concat([mentions, hosts])
    counted = named.groupby("department_id")["region_id"].agg(["size", "nunique"])
    assert (bodies.loc[counted.index, "mentions"] == counted["size"]).all()
    assert (bodies.loc[counted.index, "regions"] == counted["nunique"]).all()
