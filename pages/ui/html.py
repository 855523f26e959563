"""HTML for pages: escaped text from documents with its invisible characters shown, answers, tables.

A character without a glyph, such as U+202E (right-to-left override), is shown by its code point. It stays in
the HTML, so that copied text equals the source, but isolated, so that it does not affect the text around it.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control characters but tabs and line breaks, format characters, and letters without a glyph."""


def escape_text(text: str) -> str:
    """Return a text as HTML, with invisible characters shown."""
    shown = '<bdi class="unseen" data-sign="{}">{}</bdi>'
    return _INVISIBLE.sub(lambda found: shown.format(f"U+{ord(found[0]):04X}", found[0]), escape(text))


def answer_html(sentence: str, *more: str) -> str:
    """Return the answer of a view, and further lines in small print, as HTML; all arguments are HTML."""
    rest = "".join(f'<p class="quiet">{line}</p>' for line in more if line)
    return f'<p class="answer">{sentence}</p>{rest}'


def table_html(
    rows: Iterable[Sequence[str]], kind: str, *, titles: Iterable[str] = (), caption: str = ""
) -> str:
    """Return a table of the CSS class ``kind``, in which a row begins with its heading; cells are HTML."""
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for name, *cells in rows
    )
    caption = caption and f"<caption>{caption}</caption>"
    head = head and f"<thead><tr>{head}</tr></thead>"
    return f'<table class="{kind}">{caption}{head}<tbody>{body}</tbody></table>'


def show_unseen(text: str) -> str:
    """Replace invisible characters by their code points, for tables and HTML attributes."""
    return _INVISIBLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
