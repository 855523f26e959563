"""The ledger as charts: their bars are the shares of the tables."""

from pathlib import Path

import pytest

from pages.charts.plot import web_page
from pipeline.schema.chart import Bars
from pipeline.schema.model import LAYOUT_CLASSES
from tests.pages.charts.page_charts import LANGUAGES, ask, complete, open_with_charts


@pytest.mark.parametrize("language", LANGUAGES)
def test_ledger_bars_are_shares_of_characters(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    _, charts = open_with_charts(corpus, monkeypatch, "methods", lang=language)
    chart = charts["plan-atlas-ledger"]
    complete(chart, language)
    assert isinstance(chart.body, Bars)
    kinds = ", ".join(f"'{kind}'" for kind in LAYOUT_CLASSES)
    shares = ask(
        corpus,
        f"""SELECT sum(length(text)) FILTER (character_class IN ({kinds})) / sum(length(text))
        FROM ledger JOIN plans USING (plan_id) JOIN regions USING (region_id)
        GROUP BY plan_id, official_order ORDER BY official_order""",
    )
    assert list(chart.body.series[-1].values) == pytest.approx([share for (share,) in shares], abs=1e-9)
    for at in range(len(chart.body.categories)):
        assert sum(series.values[at] or 0 for series in chart.body.series) == pytest.approx(1)
    html = web_page(chart, language).decode()  # type: ignore[arg-type]
    assert "<script src=" not in html, "the page needs no network"
    assert len(html) < 2_500_000
