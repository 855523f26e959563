"""A chart's menu without a browser: citation, link, deck and presentation."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.charts.show import key_class
from tests.pages.conftest import OpenAt


def cited_in(small_built: Path, monkeypatch: pytest.MonkeyPatch, language: str, **address: str) -> str:
    """Return the citation of a view from a minimal app."""
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
def test_a_citation_has_title_version_source_date_and_link(
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


def test_the_link_of_a_view_leaves_out_display_parameters(
    small_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cited_in(small_built, monkeypatch, "en", area="2", lang="en")
    looked_at = cited_in(small_built, monkeypatch, "en", lang="en", open="110000:2.1", present="x", area="2")
    assert plain == looked_at


def test_key_class_matches_streamlit() -> None:
    assert key_class("plot_plan-atlas-gaps-3.4-map") == ".st-key-plot_plan-atlas-gaps-3-4-map"


def test_no_deck_is_shown_before_a_chart_is_added(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en")
    assert not [button for button in app.sidebar.button if button.key == "clear_deck"]


def test_presenting_an_unknown_chart_shows_an_explanation(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", present="<script>")
    [said] = [info.value for info in app.info]
    assert "no such chart" in said
    assert not app.exception


def test_presenting_a_known_chart_shows_no_explanation(open_at: OpenAt) -> None:
    assert not open_at("coverage", lang="en", present="plan-atlas-coverage").info
