"""The page of targets over the corpus: its figures are those of the tables, counted in another way."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pipeline.store import store
from tests.pages.charts.page_charts import ask
from tests.pages.elements import answer_of
from tests.pages.targets.targets_pages import open_targets, parts

LANGUAGES: Final = ("zh", "en")

Open = Callable[..., AppTest]


@pytest.fixture
def opened(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page at an address, such as ``opened(lang="en", see="region")``."""
    return lambda **address: open_targets(corpus, monkeypatch, **address)


def counted(built: Path) -> pd.DataFrame:
    """The targets that count, by a way of their own: one of each that a plan sets."""
    frame = pd.read_parquet(built / "targets.parquet")
    return frame[(frame["kind"] == "target") & (frame["repeat_of"] == "")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_indicators_of_the_corpus_agree_with_the_tables(opened: Open, corpus: Path, lang: str) -> None:
    frame = counted(corpus)
    sizes = frame[frame["indicator_id"] != ""].groupby("indicator_id")["region_id"].nunique()
    for indicator_id in sizes.sort_values(ascending=False).index[:4]:
        own = frame[frame["indicator_id"] == indicator_id]
        page = opened(lang=lang, indicator=indicator_id)
        assert set(parts(page)) == set(own["target_id"])
        regions, targets = own["region_id"].nunique(), len(own)
        words = {
            "zh": (f"{regions} 个为", f"{targets} 个目标"),
            "en": (f"{regions} of 31 regions", f"{targets} targets"),
        }[lang]
        assert [word for word in words if word not in answer_of(page)] == []
        if (own["unit"] != "元").all():
            ends = own[["value_min", "value_max"]].bfill(axis=1).ffill(axis=1)
            assert f"{median(ends.mean(axis=1)):,.10g} " in answer_of(page)


def test_the_ranking_of_the_corpus_agrees_with_the_tables(opened: Open, corpus: Path) -> None:
    shown = parts(opened(lang="en", see="plans"))
    cells = ask(
        corpus,
        "SELECT region_id, count(*) FILTER (depth = 'quantified'), count(*) FROM coverage "
        "WHERE depth IN ('specific', 'quantified') GROUP BY region_id",
    )
    targets = counted(corpus).groupby("region_id").size()
    assert {code: words[-1].split(" ", 1)[1] for code, words in shown.items()} == {
        code: f"({quantified}/{specific}) · {targets.get(code, 0)}" for code, quantified, specific in cells
    }
    shares = [quantified / specific for code in shown for one, quantified, specific in cells if one == code]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_region_of_the_corpus_shows_all_its_targets(opened: Open, corpus: Path, lang: str) -> None:
    frame = counted(corpus)
    for region_id in ("320000", "410000", "660000"):
        page = opened(lang=lang, see="region", of=region_id)
        assert set(parts(page)) == set(frame.loc[frame["region_id"] == region_id, "target_id"])


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
