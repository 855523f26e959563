"""Charts of several pages as one deck of slides."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.charts import slide_deck


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
