"""A run of a page reads one build, even if another replaces it meanwhile."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from pages.ui import data
from pipeline.store import store
from tests.pages.conftest import OpenOver
from tests.pipeline.built_fixture import SMALL, write_built


def replace_build(built: Path, aside: Path) -> None:
    """Replace ``built`` by another build."""
    write_built(aside, {"plans": SMALL["plans"][:1], "regions": SMALL["regions"][:1]})
    shutil.rmtree(built)
    aside.rename(built)


def test_all_queries_within_pin_build_read_one_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = write_built(tmp_path / "built")
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(built))
    with data.pin_build(newest=True):
        key, before = data.built_key(), len(data.plans())
        replace_build(built, tmp_path / "aside")
        assert data.built_key() == key
        assert (len(data.plans()), len(data.regions()), len(store.measures(built))) == (before, 4, 7)
    assert data.built_key() != key
    assert (len(data.plans()), len(data.regions())) == (1, 1)


def test_a_page_reads_one_build_when_another_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_over: OpenOver
) -> None:
    built = write_built(tmp_path / "built")
    keys: set[data.BuiltKey] = set()
    replaced: list[bool] = []
    ask = data.query

    def asked(query: str, **arguments: object) -> pd.DataFrame:
        keys.add(data.built_key())
        answer = ask(query, **arguments)
        if not replaced:
            replaced.append(True)
            replace_build(built, tmp_path / "aside")
        return answer

    monkeypatch.setattr(data, "query", asked)
    app = open_over("overview", built, lang="en")
    assert replaced
    assert len(keys) == 1
    keys.clear()
    app.run()
    assert len(keys) == 1
    assert not app.exception
