"""The parts of a chart's menu that need no browser: citation, link, deck and stage."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.charts.chart_menu import key_class
from tests.pages.conftest import OpenAt


def cited_in(small_built: Path, monkeypatch: pytest.MonkeyPatch, language: str, **address: str) -> str:
    """The citation of a view, as an app of one line says it."""
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(small_built))

    def app() -> None:
        import streamlit as st

        from pages.ui import address, links
        from pages.ui.evidence.sources import cite_view

        with address.sync_address():
            for name in ("area", "lang", "open", "region"):
                address.read_state(name)
            st.text(cite_view("A <b>title</b>。", f"http://x{links.link()}"))

    made = AppTest.from_function(app)
    made.session_state["page_language"] = language
    for name, code in address.items():
        made.query_params[name] = code
    return made.run().text[0].value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_citation_names_title_version_source_day_and_view(
    small_built: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    from pipeline.store.store import build_info

    info = build_info(small_built)
    said = cited_in(small_built, monkeypatch, language, region="110000", area="2")
    assert said.startswith("A <b>title</b>" + ("。" if language == "zh" else ". "))
    assert f"Plan Atlas {info.version}" in said
    assert f"{info.built_at:%Y-%m-%d}" in said
    for source in info.sources:
        assert source.sha256[:12] in said
        assert (source.title_zh if language == "zh" else source.title) in said
    assert said.endswith("?area=2&region=110000")


def test_the_link_of_a_view_leaves_out_how_it_is_looked_at(
    small_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cited_in(small_built, monkeypatch, "en", area="2", lang="en")
    looked_at = cited_in(small_built, monkeypatch, "en", lang="en", open="110000:2.1", present="x", area="2")
    assert plain == looked_at


def test_keys_become_classes_as_streamlit_writes_them() -> None:
    assert key_class("plot_plan-atlas-gaps-3.4-map") == ".st-key-plot_plan-atlas-gaps-3-4-map"


def test_a_page_has_no_deck_before_there_is_one(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en")
    assert not [button for button in app.sidebar.button if button.key == "clear_deck"]


def test_a_chart_that_is_not_there_is_explained(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", present="<script>")
    [said] = [info.value for info in app.info]
    assert "no such chart" in said
    assert not app.exception


def test_a_chart_that_is_there_is_not_explained(open_at: OpenAt) -> None:
    assert not open_at("coverage", lang="en", present="plan-atlas-coverage").info
