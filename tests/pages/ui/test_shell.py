"""The frame of the dashboard: language, filters in the address, and messages instead of tracebacks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.schema.errors import BuiltError, SourceError
from pipeline.store import snapshot
from tests.pages.conftest import ROOT, OpenAt
from tests.pages.scripts import switch_to

PAGES = ("overview", "coverage", "gaps", "keywords", "methods")


def said(app: AppTest) -> str:
    """Return all text of a page."""
    kinds = (app.title, app.subheader, app.markdown, app.info, app.error, app.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_without_tables_a_page_says_what_to_do(
    open_at: OpenAt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str, lang: str
) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(tmp_path / "nothing"))
    monkeypatch.setattr(snapshot, "SWAP_SECONDS", 0)
    app = open_at(page, lang=lang)
    assert not app.exception
    assert "plan-atlas build" in app.code[0].value
    assert not app.error


def failing(problem: Callable[[], Exception]) -> AppTest:
    def script(problem: Exception) -> None:
        from pages.ui.guard import show_errors

        with show_errors():
            raise problem

    return AppTest.from_function(script, kwargs={"problem": problem()}).run()


def test_a_known_error_is_shown_as_a_sentence() -> None:
    app = failing(lambda: SourceError("坏的 *文件*", "a bad *file*", source=Path("a_b.txt"), line=3))
    assert app.error[0].value == r"a\_b.txt\:3\: 坏的 \*文件\*"
    assert not app.exception


def test_an_unknown_error_shows_no_traceback() -> None:
    app = failing(lambda: ZeroDivisionError("secret"))
    assert "secret" not in said(app)
    assert app.error
    assert not app.exception


def test_a_missing_build_is_shown_as_information() -> None:
    app = failing(lambda: BuiltError("没有数据表", "no tables"))
    assert not app.error
    assert "没有数据表" in app.info[0].value


def test_filters_are_read_from_the_url(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", region=["320000", "nonsense"], area="2")
    assert app.multiselect(key="region").value == ["320000"]
    assert app.multiselect(key="area").value == ["2"]
    assert "1 region × 2 tasks" in said(app)


def test_filters_are_written_to_the_url_as_codes(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="zh")
    app.multiselect(key="macro").select("east").run()
    assert app.query_params["macro"] == "east"
    app.multiselect(key="region").select("320000").run()
    assert {name: app.query_params[name] for name in ("macro", "region")} == {
        "macro": "east",
        "region": "320000",
    }


@pytest.mark.parametrize("page", ["overview", "coverage", "gaps", "methods"])
def test_a_group_of_regions_is_read_from_the_url(open_at: OpenAt, page: str) -> None:
    app = open_at(page, lang="en", group="yangtze-delta")
    assert app.multiselect(key="group").value == ["yangtze-delta"]
    assert not app.exception


def test_a_group_selects_its_regions(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", group="yangtze-delta")
    assert "1 region × 4 tasks" in said(app)
    app = open_at("coverage", lang="en", group=["yangtze-delta", "jing-jin-ji"], macro="north")
    assert "1 region × 4 tasks" in said(app)
    assert app.button(key="reset_filters").click().run().multiselect(key="group").value == []


def test_chosen_regions_can_be_saved_as_a_group_in_the_url(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", region=["110000", "320000"])
    app.text_input(key="own_group_name").set_value("My ~ <b>")
    [save] = [button for button in app.button if button.label == "Save"]
    save.click().run()
    code = "My <b>~110000~320000"
    assert app.query_params["group"] == code
    assert "region" not in app.query_params
    copied = open_at("coverage", lang="en", group=[code, "None~1", "~110000"], macro="east")
    assert copied.multiselect(key="group").value == [code]
    assert "1 region × 4 tasks" in said(copied)
    assert "group=None~1" in copied.warning[0].value.replace("\\", "")
    assert "My <b>" in copied.multiselect(key="group").options


def test_a_group_saved_twice_is_one(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en")
    for _ in range(2):
        app.multiselect(key="region").set_value(["110000", "320000"]).run()
        app.text_input(key="own_group_name").set_value("Mine")
        [save] = [button for button in app.button if button.label == "Save"]
        save.click().run()
    assert app.multiselect(key="group").value == ["Mine~110000~320000"]
    assert not app.exception


def test_filters_persist_across_languages_and_pages(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="zh", macro="east")
    app.segmented_control(key="lang").set_value("en").run()
    assert app.multiselect(key="macro").value == ["east"]
    assert app.title[0].value == "Coverage matrix"
    app.query_params.clear()
    switch_to(app, "overview").run()
    assert app.multiselect(key="macro").value == ["east"]
    assert app.query_params["lang"] == "en"


def test_the_reset_button_clears_the_filters(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", macro="east", depth="specific")
    app.button(key="reset_filters").click().run()
    assert app.multiselect(key="macro").value == []
    assert "macro" not in app.query_params
    assert "2 regions × 4 tasks" in said(app)


def test_an_empty_selection_says_what_to_do(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", macro="east", region="110000")
    assert "Reset filters" in app.info[0].value
    assert not app.exception


def test_the_configuration_sends_no_data_and_shows_no_details() -> None:
    import tomllib

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert {"light", "dark"} <= set(config["theme"])
