"""The page of targets over the corpus: its figures are those of the tables, counted in another way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.store import store
from tests.pages.elements import answer_of
from tests.pages.targets.targets_pages import open_targets

Open = Callable[..., AppTest]


@pytest.fixture
def opened(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page at an address, such as ``opened(lang="en", see="region")``."""
    return lambda **address: open_targets(corpus, monkeypatch, **address)


def test_each_quote_is_part_of_its_sentence(corpus: Path) -> None:
    targets = store.targets(corpus)
    assert len(targets) > 100
    for row in targets.to_dict("records"):
        start = row["char_start"] - row["sentence_start"]
        assert row["sentence"][start : start + len(row["quote"])] == row["quote"]


@pytest.mark.parametrize(("of", "said"), [("110000", "都写在自设任务里"), ("340000", "并列第 29")])
def test_local_targets_and_joint_rank_are_stated(opened: Open, of: str, said: str) -> None:
    assert said in answer_of(opened(lang="zh", see="region", of=of))


def test_targets_with_equal_middles_keep_their_values(opened: Open) -> None:
    said = answer_of(opened(lang="en", indicator="patent-databases"))
    assert "2–4 databases (Henan), 3 databases (Henan, Guangxi)" in said
