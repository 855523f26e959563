"""Charts collected into one deck of slides; the deck stands in the sidebar as long as there is one."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.ui.guard import fragment
from pages.ui.text import current_language, literal, plural, t
from pipeline.schema.chart import Chart

MOST: Final = 60
"""How many charts a deck can have."""

FILE: Final = "plan-atlas-deck"

_DECK: Final = "slide_deck"
_MIME: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_SHOWN: Final = 18
"""How many characters of a title the narrow sidebar shows."""

Key = tuple[str, str]


def collect(exhibit: Chart) -> None:
    """Put a chart at the end of the deck; the same chart of the same view takes its old place."""
    deck = _deck()
    key = (exhibit.file_name, exhibit.link)
    if key not in deck and len(deck) >= MOST:
        st.toast(
            t(f"演示文稿最多 {MOST} 张图。", f"A deck holds {MOST} charts at most."), icon=":material/block:"
        )
        return
    deck[key] = exhibit
    st.toast(
        t(
            f"已加入演示文稿，共 {len(deck)} 张图",
            f"Added: {plural(len(deck), 'chart', 'charts')} in the deck",
        ),
        icon=":material/add_to_queue:",
    )


def show_deck() -> None:
    """Draw the deck in the sidebar, if there is one."""
    if _deck():
        with st.sidebar.container(key="deck"):
            _show()


@fragment
def _show() -> None:
    deck, language = _deck(), current_language()
    if not deck:
        return
    exhibits = tuple(deck.values())

    def slides() -> bytes:
        from pipeline.export.office.slides import make_deck as deck_of

        return deck_of(exhibits, language)

    count = plural(len(deck), "chart", "charts")
    st.divider()
    st.markdown(t(f"**演示文稿** · {len(deck)} 张图", f"**Deck** · {count}"))
    for number, (key, exhibit) in enumerate(deck.items(), 1):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(literal(f"{number}. {_short(exhibit.title)}"), help=literal(exhibit.title))
            for name, icon, words, change, usable in (
                ("up", "arrow_upward", t("上移", "Move up"), _move_up, number > 1),
                ("down", "arrow_downward", t("下移", "Move down"), _move_down, number < len(deck)),
                ("drop", "close", t("移除", "Take out"), _drop, True),
            ):
                st.button(
                    "",
                    icon=f":material/{icon}:",
                    key=f"{name}_{number}",
                    type="tertiary",
                    disabled=not usable,
                    help=t(f"{words}第 {number} 张图", f"{words} chart {number}"),
                    on_click=change,
                    args=(key,),
                )
    st.download_button(
        t("下载 PPTX", "Download PPTX"),
        data=slides,
        file_name=f"{FILE}.pptx",
        mime=_MIME,
        key="download_deck",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )
    st.button(
        t("清空", "Clear"),
        icon=":material/delete_sweep:",
        key="clear_deck",
        width="stretch",
        on_click=_clear,
    )


def _move_up(key: Key) -> None:
    keys = list(_deck())
    _move_down(keys[keys.index(key) - 1])


def _move_down(key: Key) -> None:
    """Put a chart behind the one after it."""
    deck, keys = _deck(), list(_deck())
    place = keys.index(key)
    keys[place : place + 2] = reversed(keys[place : place + 2])
    for other in keys:
        deck[other] = deck.pop(other)


def _drop(key: Key) -> None:
    _deck().pop(key, None)


def _clear() -> None:
    _deck().clear()


def _deck() -> dict[Key, Chart]:
    return st.session_state.setdefault(_DECK, {})


def _short(title: str) -> str:
    return title if len(title) <= _SHOWN else f"{title[: _SHOWN - 1]}…"
