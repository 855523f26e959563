"""The frame of every page: language and edition selectors, logo, page style, citation."""

import runpy
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import streamlit as st

from pages.charts import slide_deck, stage
from pages.ui import address, data, links
from pages.ui.evidence import evidence
from pages.ui.evidence.sources import show_citations
from pages.ui.guard import fragment, show_errors
from pages.ui.text import (
    LANGUAGE_NAMES,
    LANGUAGE_STATE,
    LANGUAGES,
    PRODUCT,
    escape_markdown,
    fill_text,
    join_words,
    localized,
    t,
    tab_title,
)
from pages.ui.theme import DARK, LIGHT
from pipeline.export.citations import cite_tables
from pipeline.schema.model import Edition

_ICON: Final = Path(__file__).with_name("icon.png")

HOME: Final = "default-page"
"""Name of the default page, which Streamlit does not serve but reserves: no path that a user would try."""

_LANGUAGE: Final = "lang"
_FIRST_PAGE: Final = "pages/overview/page.py"
_DASHBOARD: Final = Path(__file__).resolve().parents[2] / "dashboard.py"

_LOGO: Final = Path(__file__).with_name("logo.svg").read_text(encoding="utf-8")
_STYLE, _LATIN_QUOTES = (
    f"<style>{Path(__file__).with_name(name).read_text(encoding='utf-8')}</style>"
    for name in ("shell.css", "latin_quotes.css")
)

_LANGUAGE_COMPONENT: Final = st.components.v2.component(
    "plan_atlas_language", js=Path(__file__).with_name("shell.js").read_text(encoding="utf-8")
)


def show_page(show: Callable[[], None], *, states_edition: bool = True) -> None:
    """Show a page within the dashboard's frame; called in the last line of every page script.

    A caption above the page names its edition, unless the page does (``states_edition=False``).

    Until `st.navigation` has been called once, Streamlit runs the scripts of a folder called ``pages`` as
    an app of their own: a page opened on a server just started would appear without the frame. Such a
    page registers the pages and reruns, within the frame.
    """
    if not address.is_syncing():
        set_tab_title()
        st.navigation(runpy.run_path(str(_DASHBOARD))["page_list"](), position="hidden")
        st.rerun()
    stage.reset()
    with address.sync_address(), show_errors():
        if stage.presented_name() == stage.DECK:
            slide_deck.present_deck()
        elif stage.presented_name():
            show()
            stage.explain_empty()
        else:
            if states_edition:
                _show_edition()
            slide_deck.show_deck()
            show()
            _show_citation()


@fragment
def _show_citation() -> None:
    """Show a menu on how to cite the page; its content is made when it is opened."""
    icon, label = ":material/format_quote:", t("引用此页", "Cite this page")
    menu = st.popover(label, icon=icon, key="cite_page", type="tertiary", on_change=address.record_input)
    if menu.open:
        with menu:
            page, link = address.page_title(), links.file_link()
            show_citations(cite_tables(data.build_info(), date.today(), page=page, link=link))


def add_alias(page: st.Page, url_path: str) -> st.Page:
    """Return a hidden page that redirects to ``page``: the default page's own path is the root."""

    def follow() -> None:
        st.switch_page(page, query_params={name: st.query_params.get_all(name) for name in st.query_params})

    return st.Page(follow, title=page.title, url_path=url_path, visibility="hidden")


def unknown_pages(pages: Sequence[st.Page]) -> list[st.Page]:
    """Return the first page under the opened path if no page has that path.

    Otherwise Streamlit shows its own message, which is in English whatever the language.
    """
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    path = unquote(urlsplit(st.context.url or "").path).strip("/").removeprefix(base).strip("/")
    # The default page keeps its url_path in `st.context.url`, though its `Page.url_path` is empty.
    if not path or "/" in path or path in {HOME, *(page.url_path for page in pages)}:
        return []
    return [st.Page(_FIRST_PAGE, title=pages[0].title, url_path=path, visibility="hidden")]


def choose_language() -> None:
    """Draw the language switch: the link's language, else the one chosen before, else the browser's."""
    default = "zh" if (st.context.locale or "zh").lower().startswith("zh") else "en"
    names = LANGUAGE_NAMES.__getitem__
    chosen = address.read_state(_LANGUAGE, LANGUAGES, (default,), names=names, always_written=True)[0]
    if not st.session_state.get(_LANGUAGE) or not address.has_new_input():
        st.session_state[_LANGUAGE] = chosen
    language = st.sidebar.segmented_control(
        "语言 Language",
        LANGUAGES,
        format_func=names,
        key=_LANGUAGE,
        on_change=address.record_input,
        required=True,
        width="stretch",
    )
    st.session_state[LANGUAGE_STATE] = language or chosen
    address.write_state(_LANGUAGE, (language or chosen,))


def choose_edition() -> None:
    """Draw the selectors of collection and year in the sidebar: counts never span two editions."""
    found = data.editions()
    st.session_state.pop(data.COMPARED_STATE, None)
    st.session_state.pop(data.EDITION_STATE, None)
    if found.empty:
        return
    names = dict(zip(found["collection"].astype(str), found[localized("name")], strict=True))
    with st.sidebar:
        collection = _choose_option("collection", t("文件集合", "Collection"), names)
        years = found.loc[found["collection"] == collection, "year"].astype(str)
        year = _choose_option("year", t("年份", "Year"), dict(zip(years, years, strict=True)))
    if len(found) > 1:
        st.session_state[data.EDITION_STATE] = Edition(collection, int(year))


def _choose_option(name: str, label: str, options: dict[str, str]) -> str:
    """Choose one option; with one only, no widget is drawn, but unknown codes in the URL are reported."""
    if len(options) > 1:
        return address.choose_one(label, name, options, everywhere=True)
    address.read_state(name, list(options), list(options), names=options.__getitem__)
    address.write_state(name, ())
    return next(iter(options))


def _show_edition() -> None:
    """Show which collection and year the page is about, where there are several."""
    edition: Edition | None = st.session_state.get(data.EDITION_STATE)
    if edition is None:
        return
    found = data.editions()
    mine = found[found["collection"] == edition.collection]
    of = "" if len(mine) == len(found) else escape_markdown(mine[localized("name")].iloc[0])
    others = join_words(mine.loc[mine["year"] != edition.year, "year"].astype(str))
    st.caption(fill_text("ui", "edition", of=of, year=edition.year, others=others))


def add_page_style() -> None:
    """Set logo, CSS, and the document's ``lang`` attribute."""
    set_tab_title()
    first, second = PRODUCT["zh"], PRODUCT["en"]
    fill = partial(_LOGO.format, first=t(first, second), second=t(second, first), light=LIGHT, dark=DARK)
    # The product's name above the page list, and only its icon where the sidebar is closed.
    st.logo(fill(width=176), size="large", icon_image=fill(width=32))
    st.html(_STYLE + t("", _LATIN_QUOTES) + evidence.STYLE_TAG + stage.style())
    with st.sidebar:
        _LANGUAGE_COMPONENT(data=t("zh-CN", "en"), key="page_language_mark")


def set_tab_title(title: str = "") -> None:
    """Set title and icon of the browser tab; without an icon Streamlit fetches one from elsewhere."""
    st.set_page_config(page_title=tab_title(title), page_icon=str(_ICON), layout="wide")
