"""Keep the state of a page's widgets in its URL, so that a copied link opens the same view.

Streamlit can bind a widget to the URL (``bind="query-params"``), but it writes option labels, so that a link
copied in Chinese means nothing in English, and it drops them on a change of page. Here the URL holds codes
(``?region=320000&area=3&lang=en``), and choices are kept across pages.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final, Literal, NoReturn, TypeVar
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from pages.ui import conditions
from pages.ui.codes import read_rows
from pages.ui.conditions import record_choice as record_choice
from pages.ui.text import current_language, t

Options = Mapping[str, str] | Sequence[str]
"""The codes to choose from, with their labels or, where a function returns these, without."""

Names = Callable[[str], str] | None
"""A function that returns the label of a code; None if the options have labels, or are their own."""

_CHOICES: Final = read_rows(Path(__file__).parent / "codes" / "choices.csv")
"""The choices whose options are always the same: the label, which has no code, and each option."""

DISPLAY_ONLY: Final = ("open", "present", "embed", "embed_options")
"""Query parameters that are not part of a view: they only say how it is displayed."""

_OF_ALL_PAGES: Final = ("collection", "year")  # which hold for other pages where one does not read them

Rows = TypeVar("Rows", list[Any], pd.DataFrame)
View = TypeVar("View")

# Keys of the session state.
_SEEN: Final = "address_seen"  # codes by name as last read from or written to the URL, to detect new links
_STAGED: Final = "address_staged"  # codes by name to be written to the URL at the end of the run
_KEPT: Final = "address_kept"  # codes by name, kept across pages
_PAGE: Final = "address_page"
_DRAWN: Final = "address_drawn"  # where each widget was last drawn
_TITLE: Final = "address_title"
_WRITTEN: Final = "address_told"  # all query parameters as last written
_BEFORE: Final = "address_before"  # those of the page before, which the browser can still send


# Streamlit starts a session's next run before the last one has stopped, so these belong to a run.
_RUNNING: Final[ContextVar[bool]] = ContextVar("address_running", default=False)
_HAS_INPUT: Final[ContextVar[bool]] = ContextVar("address_has_input", default=False)

is_syncing: Final = _RUNNING.get
"""Whether the caller runs within `sync_address`."""
has_new_input: Final = _HAS_INPUT.get
"""Whether a change of a widget started this run."""


def start_page(page: str, title: str = "") -> None:
    """Set the current page and its title; a name that its URL lacks keeps its value from the page before."""
    st.session_state[_TITLE] = title
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state[_BEFORE] = st.session_state.pop(_WRITTEN, {})
        names = conditions.read_names()
        conditions.clear_problems(keep=names)
        st.session_state[_STAGED] = {name: codes for name, codes in _state(_STAGED).items() if name in names}
        _state(_SEEN).clear()


def page_title() -> str:
    """Return the title of the current page."""
    return st.session_state.get(_TITLE, "")


def current_page() -> str:
    """Return the current page's name, as in its URL."""
    url = st.context.url
    return urlsplit(url).path.rpartition("/")[2] if url else str(st.session_state.get(_PAGE, ""))


def current_choices() -> dict[str, tuple[str, ...]]:
    """Return the codes of all choices by name, as the URL has them or is about to."""
    return {**_url_codes(), **_state(_STAGED)}


def record_input() -> None:
    """Record that the user changed a widget: in this run the widgets override the URL; a callback."""
    _HAS_INPUT.set(True)
    conditions.clear_problems()


def rerun(scope: Literal["app", "fragment"] = "app") -> NoReturn:
    """Write the URL, so that the new run reads it, and rerun the app or the fragment."""
    _write_url()
    st.rerun(scope=scope)


@contextmanager
def sync_address() -> Iterator[None]:
    """Write the URL once, at the end of a run of the app or of a fragment.

    Runs can be nested (a full run draws the fragments too); the outermost one writes. A run that the user's
    next click interrupts writes nothing: the next run does.
    """
    outermost = not is_syncing()
    _RUNNING.set(True)
    try:
        yield
        if outermost:
            _write_url()
    finally:
        if outermost:
            _RUNNING.set(False)
            _HAS_INPUT.set(False)


def read_state(
    name: str,
    allowed: Sequence[str] | Callable[[str], bool] | None = None,
    default: Sequence[str] = (),
    *,
    names: Callable[[str], str] = str,
    always_written: bool = False,
) -> tuple[str, ...]:
    """Return the codes of ``name``: from the URL if that changed by itself, else as last kept.

    ``allowed`` are the valid codes, or a predicate, None if all are valid; the user is told about others in
    the URL, by their labels from ``names``. ``default`` are the codes if neither the URL nor the session has
    any. ``always_written``: the URL has the name even at its default, so that its absence means nothing.
    """
    conditions.record_name(name)
    kept = _state(_KEPT)
    written = tuple(st.query_params.get_all(name))
    is_valid = allowed if callable(allowed) else (lambda code: allowed is None or code in allowed)
    changed = written != _state(_SEEN).get(name, ()) and not has_new_input()
    if changed and (written or not always_written):
        kept[name] = tuple(dict.fromkeys(written))
        shown = tuple(filter(is_valid, kept[name])) or tuple(default)
        unknown = [code for code in kept[name] if not is_valid(code)]
        conditions.record_problem(name, unknown, map(names, shown))
    return tuple(filter(is_valid, kept.get(name, ()))) or tuple(default)


def write_state(name: str, codes: Sequence[str], default: Sequence[str] = ()) -> None:
    """Keep ``codes`` under ``name``, for other pages too, and write them to the URL unless the default."""
    if is_syncing():
        conditions.record_name(name)
    _state(_KEPT)[name] = _state(_STAGED)[name] = () if tuple(codes) == tuple(default) else tuple(codes)


def set_choices(choices: Mapping[str, Sequence[str]]) -> None:
    """Set names to codes, in their widgets and in the URL; without codes, to the default; a callback."""
    for name, codes in choices.items():
        st.session_state.pop(name, None)
        write_state(name, codes)
    record_input()


def choices_code(**choices: str | Sequence[str]) -> str:
    """Return a code that makes these choices where it is opened: ``?task=3.4&region=110000``."""
    return f"?{urlencode(choices, doseq=True)}"


def drop_unread() -> None:
    """Remove from the URL what the view does not read; what a link had of it is reported to the user.

    Choices of other views stay in the session.
    """
    reason, found = t("此处不用", "not used in this view"), current_choices()
    for name in sorted(found.keys() - conditions.read_names() - {*DISPLAY_ONLY, *_OF_ALL_PAGES}):
        codes = found[name]
        if _WRITTEN not in st.session_state and _state(_BEFORE).get(name) != codes:
            conditions.record_problem(name, codes, reason=reason)
        _state(_STAGED)[name] = ()


def choose_many(
    label: str, name: str, options: Options, names: Names = None, *, most: int | None = None, **settings: Any
) -> tuple[str, ...]:
    """Draw a multiselect bound to ``name`` in the URL; its choice is a condition, and none means all.

    At most ``most`` options can be chosen. ``settings`` are further arguments of the widget, here and below.
    """
    set_widget(name, list(read_state(name, list(options), names=_names_of(options, names)))[:most])
    settings = {"placeholder": t("全部", "All"), "max_selections": most, "select_all": False} | settings
    return _draw_many(st.multiselect, label, name, options, names, **settings)


def choose_one(
    label: str,
    name: str,
    options: Options,
    names: Names = None,
    *,
    widget: Callable[..., str | None] = st.selectbox,
    stated: str | None = None,
    everywhere: bool = False,
    **settings: Any,
) -> str:
    """Draw a selectbox bound to ``name`` in the URL; the first option is the default.

    A non-empty choice is a condition, which files call ``stated`` or else ``label``; with ``stated=""`` it
    is none. ``everywhere`` marks a choice that holds on all pages: it is always in the URL, and applies to
    every table.
    """
    named, codes = _names_of(options, names), list(options)
    set_widget(name, read_state(name, codes, codes[:1], names=named, always_written=everywhere)[0])
    chosen = widget(label, codes, format_func=named, key=name, on_change=record_input, **settings) or codes[0]
    write_state(name, (chosen,), () if everywhere else codes[:1])
    if stated != "":
        record_choice(name, stated or label, (chosen,) if chosen else (), named, always=everywhere)
    return chosen


def choose_segment(
    label: str, name: str, options: Options, names: Names = None, *, decides: bool = False, **settings: Any
) -> str:
    """As `choose_one`, with a segmented control.

    Most choose a view or an order: only with ``decides`` the choice is a condition.
    """
    settings |= {"widget": st.segmented_control, "stated": label if decides else "", "required": True}
    return choose_one(label, name, options, names, **settings)


def choose_listed(listed: str, name: str = "", **settings: Any) -> str:
    """As `choose_segment`, with the label and the options that `choices.csv` lists; ``name``: ``listed``."""
    label, names = _listed(listed)
    return choose_segment(label, name or listed, names, **settings)


def choose_view(page: str, name: str, **views: View) -> View:
    """As `choose_segment`, for the views of a page, which `choices.csv` lists; return the one chosen."""
    label, names = _listed(page)
    return views[choose_segment(label, name, names, label_visibility="collapsed")]


def _listed(name: str) -> tuple[str, dict[str, str]]:
    texts = {row["code"]: row[current_language()] for row in _CHOICES if row["name"] == name}
    return texts.pop(""), texts


def choose_pills(label: str, name: str, options: Sequence[str], names: Names) -> tuple[str, ...]:
    """As `choose_many`, with pills; chosen codes that are no longer among the options are dropped."""
    set_widget(name, list(read_state(name, options, names=_names_of(options, names))))
    st.session_state[name] = [code for code in st.session_state[name] if code in options]
    return _draw_many(st.pills, label, name, options, names, selection_mode="multi")


def choose_words(
    label: str, name: str, suggestions: Sequence[str], *, most: int, longest: int, **settings: Any
) -> tuple[str, ...]:
    """As `choose_many`, with free text: at most ``most`` words of at most ``longest`` characters.

    The words are untrusted: show them escaped.
    """

    def clean(words: Iterable[str]) -> list[str]:
        stripped = (word.strip()[:longest].strip() for word in words)
        return list(dict.fromkeys(filter(None, stripped)))[:most]

    set_widget(name, clean(read_state(name)))
    settings |= {"max_selections": most, "accept_new_options": True, "select_all": False}
    return _draw_many(st.multiselect, label, name, suggestions, None, clean, **settings)


def _draw_many(
    widget: Any, label: str, name: str, options: Options, names: Names, clean: Any = tuple, **settings: Any
) -> tuple[str, ...]:
    settings |= {"format_func": _names_of(options, names), "key": name, "on_change": record_input}
    chosen = tuple(clean(widget(label, list(options), **settings)))
    write_state(name, chosen)
    record_choice(name, label, chosen, settings["format_func"])
    return chosen


def _names_of(options: Options, names: Names) -> Callable[[str], str]:
    return names or (options.__getitem__ if isinstance(options, Mapping) else str)


def choose_page(name: str, rows: Rows, size: int, subject: Hashable) -> Rows:
    """Draw a pagination bound to ``name`` in the URL if there are several pages; return the rows of one.

    A page has ``size`` rows; another ``subject`` than in the last run starts at the first one.
    """
    pages = -(-len(rows) // size)
    drawn = _state(_DRAWN)
    number, before = drawn.get(name, (0, subject))
    page = int(read_state(name, [str(page) for page in range(1, pages + 1)], ("1",))[0])
    # A widget under a new key starts at its default.
    if before != subject:
        page, number = 1, number + 1
    elif not has_new_input() and st.session_state.get(f"{name}_{number}", page) != page:
        number += 1
    drawn[name] = (number, subject)
    if pages > 1:
        page = st.pagination(pages, default=page, key=f"{name}_{number}", on_change=record_input)
    write_state(name, (str(page),), ("1",))
    return rows[size * (page - 1) : size * page]


def set_widget(name: str, value: object) -> None:
    """Set a widget to ``value`` if it is new, has labels in another language, or differs from the URL."""
    drawn = _state(_DRAWN)
    place = (st.session_state.get(_PAGE), current_language())
    is_new = drawn.get(name) != place or name not in st.session_state
    if is_new or (not has_new_input() and st.session_state[name] != value):
        st.session_state[name] = value
    drawn[name] = place


def _write_url() -> None:
    """Write the staged codes to the URL; one change, one history entry."""
    staged, present = _state(_STAGED), _url_codes()
    wanted = {name: tuple(codes) for name, codes in {**present, **staged}.items() if codes}
    # On a quick change of page the browser may send other query parameters than its URL has.
    if wanted != present or _WRITTEN not in st.session_state:
        st.query_params.from_dict({name: list(codes) for name, codes in wanted.items()})
    st.session_state[_WRITTEN] = wanted
    _state(_SEEN).update(staged)
    staged.clear()


def _url_codes() -> dict[str, tuple[str, ...]]:
    """Return the codes in the URL, as it is or will be once the browser has applied all changes.

    A user who is quick changes a widget before the browser has received the last URL, and sends the one
    before it: so in a run that a widget started, the last written URL is used.
    """
    if has_new_input() and (written := st.session_state.get(_WRITTEN)) is not None:
        return written
    return {name: tuple(st.query_params.get_all(name)) for name in st.query_params}


def _state(key: str) -> dict:
    return st.session_state.setdefault(key, {})
