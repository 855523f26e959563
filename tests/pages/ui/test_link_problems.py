"""Warnings about unknown values in the URL, in every view and for every parameter."""

from pathlib import Path
from typing import Final

import pytest

from pages.ui.text import LANGUAGES
from tests.pages.conftest import OpenAt, OpenOver
from tests.pages.scripts import switch_to
from tests.pages.views import PAGES, TYPED, View, open_view

UNKNOWN: Final = "999"
OPENS_NOTHING: Final = ("overview", "change", "region", "task", "import", "methods")
VIEWS: Final = (
    *map(View, PAGES),
    *(View("gaps", (("view", view),)) for view in ("task", "query")),
    View("gaps", (("for_region", "320000"),)),
    *(View("targets", (("see", see),)) for see in ("region", "plans")),
    *(View("departments", (("duty", duty),)) for duty in ("body", "task", "region")),
    *(View("keywords", (("see", see),)) for see in ("use", "lines", "alike", "reuse", "named")),
)


@pytest.mark.page
@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_every_unknown_value_is_reported(view: View, monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
    monkeypatch.setenv("PLAN_ATLAS_BUILT", str(corpus))
    opened = open_view(view)
    assert not opened.app.warning
    names = {*opened.offers} - {*TYPED, *dict(view.choices)}
    names |= set() if view.page in OPENS_NOTHING else {"open"}
    spoilt = View(view.page, (*view.choices, *((name, UNKNOWN) for name in sorted(names))))
    [warning] = open_view(spoilt, LANGUAGES[VIEWS.index(view) % 2]).app.warning
    assert [name for name in names if f"{name}={UNKNOWN}" not in warning.value.replace("\\", "")] == []


@pytest.mark.page
def test_the_warning_names_the_default_until_the_next_input(open_at: OpenAt) -> None:
    app = open_at("region", lang="fr", region=UNKNOWN)
    [warning] = app.warning
    assert "lang=fr（现显示：中文）；region=999（现显示：北京）" in warning.value
    app.segmented_control(key="lang").set_value("en").run()
    assert not app.warning


@pytest.mark.page
def test_the_warning_is_shown_on_the_opened_page_only(open_at: OpenAt) -> None:
    app = open_at("coverage", lang="en", region=["320000", UNKNOWN])
    assert [element.value for element in app.warning] == [
        r"Not applied from the link\: region=999 \(shown instead\: Jiangsu\)."
    ]
    assert not switch_to(app, "overview").run().warning


@pytest.mark.page
def test_a_line_of_another_plan_is_reported(open_over: OpenOver, corpus: Path) -> None:
    app = open_over("methods", corpus, lang="en", plan="ip-work-plans-2018-110000", line="999999")
    assert "line=999999 (shown instead: lines " in app.warning[0].value.replace("\\", "")


@pytest.mark.page
@pytest.mark.parametrize(
    ("page", "kept", "unused"),
    [
        ("departments", {}, {"for_region": "320000"}),
        ("gaps", {"macro": "east"}, {"region": "320000"}),
        ("gaps", {"for_region": "320000"}, {"macro": "east", "none_of": "3.4"}),
    ],
)
def test_what_the_view_does_not_use_is_reported_and_leaves_the_url(
    open_at: OpenAt, page: str, kept: dict[str, str], unused: dict[str, str]
) -> None:
    app = open_at(page, lang="en", **kept, **unused)
    reported = [f"{name}={code} (not used in this view)" for name, code in unused.items()]
    warning = app.warning[0].value.replace("\\", "")
    assert [words for words in reported if words not in warning] == []
    assert app.query_params.keys() == {"lang", *kept}


@pytest.mark.page
def test_choices_of_another_view_return_with_it(open_at: OpenAt) -> None:
    app = open_at("gaps", lang="en", macro="east")
    app.selectbox(key="for_region").set_value("320000").run()
    assert app.query_params.keys() == {"lang", "for_region"}
    assert not app.warning
    app.selectbox(key="for_region").set_value("").run()
    assert "macro" in app.query_params


@pytest.mark.page
@pytest.mark.parametrize("code", ["540000:3.4", "710000:3.4:source"])
def test_a_cell_of_a_region_without_a_plan_opens_the_region(
    open_over: OpenOver, corpus: Path, code: str
) -> None:
    app = open_over("coverage", corpus, lang="en", open=code)
    assert not app.warning
    assert "There is no document to read" in app.info[0].value
