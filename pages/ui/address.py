"""The view in the address bar: what is chosen on a page can be copied as a link and opened again.

Streamlit can bind a widget to the address itself (``bind="query-params"``), but writes the option's label, so
that a link copied in Chinese means nothing in English, and forgets it when the reader turns to another page.
Here the address holds codes (``?region=320000&area=3&lang=en``), and a choice is kept across pages.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Literal, NoReturn
from urllib.parse import urlsplit

import streamlit as st

from pages.ui import conditions, link_problems
from pages.ui.conditions import Condition
from pages.ui.text import current_language

Options = Mapping[str, str] | Sequence[str]
"""The codes that can be chosen, with the words for each or, where a function gives these, without."""

_SEEN: Final = "address_seen"
_STAGED: Final = "address_staged"
_KEPT: Final = "address_kept"
_PAGE: Final = "address_page"
_DRAWN: Final = "address_drawn"
_TITLE: Final = "address_title"
_WRITTEN: Final = "address_told"


# Streamlit begins a reader's next run before the last one has stopped: these are of a run, not of a session.
_RUNNING: Final[ContextVar[bool]] = ContextVar("address_running", default=False)
_TOUCHED: Final[ContextVar[bool]] = ContextVar("address_touched", default=False)


def start_page(page: str, title: str = "") -> None:
    """Tell that ``page`` is being shown; a name missing from the address then keeps its value."""
    st.session_state[_TITLE] = title
    seen = _store(_SEEN)
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state.pop(_WRITTEN, None)
        here = conditions.read_names()
        link_problems.clear_problems(keep=here)
        st.session_state[_STAGED] = {name: codes for name, codes in _store(_STAGED).items() if name in here}
        seen.clear()


def page_title() -> str:
    """The title of the page that is being shown."""
    return str(st.session_state.get(_TITLE, ""))


def current_page() -> str:
    """The page that is being shown, as its address names it."""
    opened = st.context.url
    return urlsplit(opened).path.rpartition("/")[2] if opened else str(st.session_state.get(_PAGE, ""))


def current_choices() -> dict[str, tuple[str, ...]]:
    """The codes of all choices by their name in the address, as it stands or is about to stand."""
    return {**_standing(), **_store(_STAGED)}


def record_input() -> None:
    """Record that the reader changed a widget: in this run the widgets lead and the address follows."""
    _TOUCHED.set(True)
    link_problems.clear_problems()


def is_syncing() -> bool:
    """Whether this happens within `sync_address`."""
    return _RUNNING.get()


def rerun(scope: Literal["app", "fragment"] = "app") -> NoReturn:
    """Run the app, or the fragment, anew from what is kept now.

    The address is written first, so that the new run knows it.
    """
    _write()
    st.rerun(scope=scope)


def has_new_input() -> bool:
    """Whether the reader's change of a widget started this run."""
    return _TOUCHED.get()


@contextmanager
def sync_address() -> Iterator[None]:
    """Around a run of the app or of a part of it: at its end the address is written, once, and leads again.

    Runs can be nested (a part is drawn within the whole the first time); the outermost one counts. A run that
    is cut short by the reader's next click writes nothing: the next run does.
    """
    outermost = not is_syncing()
    _RUNNING.set(True)
    try:
        yield
        if outermost:
            _write()
    finally:
        if outermost:
            _RUNNING.set(False)
            _TOUCHED.set(False)


def read_state(
    name: str,
    allowed: Sequence[str] | Callable[[str], bool] | None = None,
    default: Sequence[str] = (),
    *,
    names: Callable[[str], str] = str,
    always_written: bool = False,
) -> tuple[str, ...]:
    """What ``name`` stands for now: the address if it changed by itself, else what was last kept.

    Parameters
    ----------
    name
        The name in the address.
    allowed
        The codes that mean something, or what tells them; others in the address are named to the reader.
        None if all do.
    default
        What stands where neither the address nor the session says anything.
    names
        The words for a code where it is named to the reader.
    always_written
        Whether the name stands in the address even at its default, so that its absence says nothing.
    """
    conditions.record_name(name)
    kept, seen = _store(_KEPT), _store(_SEEN)
    written = tuple(st.query_params.get_all(name))
    moved = written != seen.get(name, ()) and not has_new_input() and not (always_written and not written)
    if moved:
        kept[name] = tuple(dict.fromkeys(written))
    known = allowed if callable(allowed) else (lambda code: allowed is None or code in allowed)
    codes = tuple(filter(known, kept.get(name, ()))) or tuple(default)
    if moved:
        unknown = [code for code in kept[name] if not known(code)]
        link_problems.record_problem(name, unknown, tuple(map(names, codes)))
    return codes


def write_state(name: str, codes: Sequence[str], default: Sequence[str] = ()) -> None:
    """Keep ``codes`` under ``name``, for other pages too, and write them into the address; but no default."""
    if is_syncing():
        conditions.record_name(name)
    _store(_KEPT)[name] = _store(_STAGED)[name] = () if tuple(codes) == tuple(default) else tuple(codes)


def reset_state(name: str) -> None:
    """Take ``name`` back to its default, in the widget and in the address."""
    st.session_state.pop(name, None)
    write_state(name, ())
    record_input()


def choose_many(
    label: str,
    name: str,
    options: Options,
    names: Callable[[str], str] | None = None,
    *,
    most: int | None = None,
    **settings: Any,
) -> tuple[str, ...]:
    """A list to tick, held in the address under ``name``; nothing means all, and ``most`` can be chosen.

    What is ticked decides which rows there are. ``settings`` are further ones of the widget, here and below.
    """
    options, names = _codes_and_names(options, names)
    set_widget(name, list(read_state(name, options, names=names))[:most])
    chosen = st.multiselect(
        label,
        options,
        format_func=names,
        key=name,
        on_change=record_input,
        max_selections=most,
        select_all=False,
        **settings,
    )
    return _take(name, label, chosen, names)


def choose_one(
    label: str,
    name: str,
    options: Options,
    names: Callable[[str], str] | None = None,
    *,
    widget: Callable[..., str | None] = st.selectbox,
    stated: str | None = None,
    everywhere: bool = False,
    **settings: Any,
) -> str:
    """One of a few, held in the address under ``name``; the first option is the default.

    What is chosen decides which rows there are, unless it is empty; files name it by ``stated`` or by
    ``label``. ``stated`` is empty where it doesn't decide. A choice that holds ``everywhere``, on all pages,
    always stands in the address and decides the rows of every table.
    """
    options, names = _codes_and_names(options, names)
    default = (options[0],)
    set_widget(name, read_state(name, options, default, names=names, always_written=everywhere)[0])
    chosen = (
        widget(label, options, format_func=names, key=name, on_change=record_input, **settings) or options[0]
    )
    write_state(name, (chosen,), () if everywhere else default)
    if stated != "":
        record_choice(name, stated or label, (chosen,) if chosen else (), names, always=everywhere)
    return chosen


def choose_segment(
    label: str,
    name: str,
    options: Options,
    names: Callable[[str], str] | None = None,
    *,
    decides: bool = False,
    **settings: Any,
) -> str:
    """As `choose_one`, with all options in sight side by side.

    Most choose a view or an order: ``decides`` tells that what is chosen decides which rows there are.
    """
    settings |= {"widget": st.segmented_control, "stated": label if decides else "", "required": True}
    return choose_one(label, name, options, names, **settings)


def choose_pills(
    label: str, name: str, options: Sequence[str], names: Callable[[str], str]
) -> tuple[str, ...]:
    """As `choose_many`, with all options in sight side by side; what is no option any more is dropped."""
    set_widget(name, list(read_state(name, options, names=names)))
    st.session_state[name] = [code for code in st.session_state[name] if code in options]
    chosen = st.pills(
        label, options, format_func=names, key=name, on_change=record_input, selection_mode="multi"
    )
    return _take(name, label, chosen, names)


def choose_words(
    label: str, name: str, suggestions: Sequence[str], *, most: int, longest: int, **settings: Any
) -> tuple[str, ...]:
    """Words picked from ``suggestions`` or typed, held in the address: so many at most, none longer.

    What is typed is anybody's: it is held as it is, and must be shown as characters.
    """
    set_widget(name, list(_words(read_state(name), most, longest)))
    typed = st.multiselect(
        label,
        suggestions,
        key=name,
        on_change=record_input,
        max_selections=most,
        accept_new_options=True,
        select_all=False,
        **settings,
    )
    return _take(name, label, _words(typed, most, longest), str)


def _codes_and_names(
    options: Options, names: Callable[[str], str] | None
) -> tuple[list[str], Callable[[str], str]]:
    return list(options), names or (options.__getitem__ if isinstance(options, Mapping) else str)


def _take(name: str, label: str, codes: Sequence[str], names: Callable[[str], str]) -> tuple[str, ...]:
    write_state(name, codes)
    record_choice(name, label, codes, names)
    return tuple(codes)


def record_choice(
    name: str,
    label: str,
    codes: Sequence[str],
    names: Callable[[str], str] = str,
    *,
    always: bool = False,
) -> None:
    """Record that what is chosen under ``name`` decides the rows; see `pages.ui.conditions`."""
    conditions.record_condition(Condition(name, label, tuple(codes), tuple(map(names, codes)), always))


def choose_page(name: str, pages: int, subject: Hashable) -> int:
    """Which page of a long list is shown, from 1, held in the address; another ``subject`` starts anew.

    Nothing is drawn where there is one page only.
    """
    drawn = _store(_DRAWN)
    number, before = drawn.get(name, (0, subject))
    page = int(read_state(name, [str(page) for page in range(1, pages + 1)], ("1",))[0])
    if before != subject:
        page, number = 1, number + 1
    elif not has_new_input() and st.session_state.get(f"{name}_{number}", page) != page:
        number += 1
    drawn[name] = (number, subject)
    if pages > 1:
        page = st.pagination(pages, default=page, key=f"{name}_{number}", on_change=record_input)
    write_state(name, (str(page),), ("1",))
    return page


def _words(typed: Iterable[str], most: int, longest: int) -> tuple[str, ...]:
    stripped = (word.strip()[:longest].strip() for word in typed)
    return tuple(dict.fromkeys(filter(None, stripped)))[:most]


def set_widget(name: str, value: object) -> None:
    """Set a widget to ``value`` where it is new, stands under other labels, or differs from the address."""
    drawn = _store(_DRAWN)
    place = (st.session_state.get(_PAGE), current_language())
    new = drawn.get(name) != place or name not in st.session_state
    if new or (not has_new_input() and st.session_state[name] != value):
        st.session_state[name] = value
    drawn[name] = place


def _write() -> None:
    """Bring the address in line with what was staged; one change, one step back."""
    staged, standing = _store(_STAGED), _standing()
    wanted = {name: tuple(codes) for name, codes in {**standing, **staged}.items() if codes}
    # What a quick reader's browser sent with a click on another page need not be what stands in its address.
    if wanted != standing or _WRITTEN not in st.session_state:
        st.query_params.from_dict({name: list(codes) for name, codes in wanted.items()})
    st.session_state[_WRITTEN] = wanted
    _store(_SEEN).update(staged)
    staged.clear()


def _standing() -> dict[str, tuple[str, ...]]:
    """What the address bar says, or will say once the browser has followed all changes.

    A reader who is quick touches a widget before the browser has heard of the last change, and sends the
    address from before it: so in a run that a touch has started, what was written last counts.
    """
    written: dict[str, tuple[str, ...]] | None = st.session_state.get(_WRITTEN)
    if has_new_input() and written is not None:
        return written
    return {name: tuple(st.query_params.get_all(name)) for name in st.query_params}


def _store(name: str) -> dict:
    return st.session_state.setdefault(name, {})
