"""Charts of several pages as one deck of slides."""

import io
from pathlib import Path

import pptx
import pytest
from streamlit.testing.v1 import AppTest

from pages.charts import slide_deck
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


def test_a_full_deck_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slide_deck, "MAX_CHARTS", 1)

    def app() -> None:
        import streamlit as st

        from pages.charts import slide_deck
        from tests.pipeline.export.office.exhibit_samples import exhibit

        for name in ("stacked", "dots", "stacked"):
            slide_deck.add_chart(exhibit(name))
        st.text(" ".join(name for name, _ in slide_deck.deck_charts()))

    made = AppTest.from_function(app).run()
    assert not made.exception
    assert made.text[0].value == "stacked"
    assert [toast.icon for toast in made.toast] == [
        f":material/{name}:" for name in ("add_to_queue", "block", "add_to_queue")
    ]
