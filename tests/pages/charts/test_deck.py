"""Charts of several pages as one deck of slides."""

import io
from pathlib import Path

import pptx
import pytest

from pipeline.export.office.slides import make_deck
from tests.pages.charts.page_charts import open_with_charts


def test_charts_of_several_pages_make_one_deck(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    charts = [
        open_with_charts(corpus, monkeypatch, page, lang="en")[1][name]
        for page, name in (("overview", "plan-atlas-overview-map"), ("coverage", "plan-atlas-coverage"))
    ]
    slides = list(pptx.Presentation(io.BytesIO(make_deck(charts, "en"))).slides)
    titles = [slide.shapes.title.text for slide in slides]
    assert titles[0] == charts[0].title
    assert len(titles) > 2
    assert all(charts[1].title in title for title in titles[1:])
