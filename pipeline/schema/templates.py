"""Placeholders in texts and messages.

In English, ``{count:region}`` is a count with its noun, ``{count:body|bodies}`` one with an irregular plural
(`plural`), and ``{count:=is|are}`` the word alone. ``{count:?words}`` are words for a value that is neither
zero nor empty, ``{count:!words}`` those for one that is; they may contain placeholders, and are filled even
if they are not shown. Any other format is one of Python's.
"""

from string import Formatter
from typing import Any, Final


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its English noun: ``3 regions``; ``many`` is an irregular plural."""
    return f"{count:,.0f} {one if count == 1 else many or one + 's'}"


class _TextFormatter(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        kind, words = format_spec[:1], format_spec[1:]
        if kind in ("?", "!"):
            return words if bool(value) == (kind == "?") else ""
        if kind == "=":
            return words.split("|")[0 if value == 1 else 1]
        if words and kind.isalpha():
            return plural(value, *format_spec.split("|"))
        return format(value, format_spec)


TEXT_FORMATTER: Final = _TextFormatter()
