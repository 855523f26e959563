"""Texts as files of Office can hold them: the one rule for characters that XML forbids."""

from __future__ import annotations

from pipeline.export.exported_values import office_text


def printable(text: str) -> str:
    r"""Return a text in which every character is one that XML allows.

    A control character is shown as its picture (U+2400 and after: a vertical tab is ␋), half of a surrogate
    pair and the two noncharacters that XML forbids as U+FFFD. Line breaks become ``\n``; tabs stay. This is
    the rule of the workbooks, so that a text reads the same in a sheet, on a slide and in a report.
    """
    return office_text(text)


def one_line(text: str) -> str:
    """Return a printable text without line breaks, for titles and labels."""
    return " ".join(printable(text).split())
