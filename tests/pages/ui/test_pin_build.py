"""A run of a page reads one build, whatever lands in the middle of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from pages.ui import data
from pipeline.store import store
from tests.pages.conftest import OpenOver
from tests.pipeline.built_fixture import SMALL, write_built


def land(built: Path, aside: Path) -> None:
    """Another build takes the place of ``built``."""
    write_built(aside, {"plans": SMALL["plans"][:1], "regions": SMALL["regions"][:1]})
    shutil.rmtree(built)
    aside.rename(built)


def test_within_pin_build_all_queries_see_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = write_built(tmp_path / "built")
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    with data.pin_build(newest=True):
        key, before = data.built_key(), len(data.plans())
        land(built, tmp_path / "aside")
        assert data.built_key() == key
        assert (len(data.plans()), len(data.regions()), len(store.measures(built))) == (before, 4, 7)
    assert data.built_key() != key
    assert (len(data.plans()), len(data.regions())) == (1, 1)


def test_a_page_is_whole_when_a_build_lands_in_the_middle_of_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_over: OpenOver
) -> None:
    built = write_built(tmp_path / "built")
    keys: set[data.BuiltKey] = set()
    landed: list[bool] = []
    ask = data.query

    def asked(query: str, **arguments: object) -> pd.DataFrame:
        keys.add(data.built_key())
        answer = ask(query, **arguments)
        if not landed:
            landed.append(True)
            land(built, tmp_path / "aside")
        return answer

    monkeypatch.setattr(data, "query", asked)
    app = open_over("overview", built, lang="en")
    assert landed
    assert len(keys) == 1
    keys.clear()
    app.run()
    assert len(keys) == 1
    assert not app.exception
