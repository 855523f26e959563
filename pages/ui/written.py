"""Text from documents as it is written: escaped, and with the characters in it that nobody would see.

A character that only steers how others are shown, such as U+202E that turns their direction, is shown by its
number. It stays in the text, so that what is copied is what the source holds; what it steers ends with it.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls other than tabs and line breaks, formats, and letters without a shape."""


def escape_text(text: str) -> str:
    """A text as HTML that reads as it is written."""
    return _UNSEEN.sub(_shown, escape(text))


def answer_html(sentence: str, *more: str) -> str:
    """The answer of a view, and what is added to it in smaller letters, as HTML; all of it is HTML."""
    rest = "".join(f'<p class="quiet">{line}</p>' for line in more if line)
    return f'<p class="answer">{sentence}</p>{rest}'


def show_unseen(text: str) -> str:
    """A text in which unseen characters are replaced by their numbers, for tables and attributes."""
    return _UNSEEN.sub(lambda found: f"[{_number(found[0])}]", text)


def _shown(found: re.Match[str]) -> str:
    return f'<bdi class="unseen" data-sign="{_number(found[0])}">{found[0]}</bdi>'


def _number(sign: str) -> str:
    return f"U+{ord(sign):04X}"
