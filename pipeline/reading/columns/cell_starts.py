"""Find fragments that are unlikely to start a cell or a row: text in brackets, and labels."""

import re
from collections.abc import Sequence
from typing import Final

from pipeline.reading.columns.layout import Fragment

_CLOSING: Final = {
    "）": "（",
    ")": "(",
    "》": "《",
    "〕": "〔",
    "】": "【",
    "］": "［",
    "]": "[",
    "”": "“",
    "’": "‘",
}
_OPENING: Final = frozenset(_CLOSING.values())
_DEPARTMENT_LABEL: Final = re.compile(
    "(?:牵头|主办|主责|责任|负责|配合|协办|协同|参与|参加|落实|实施)(?:责任)?(?:单位|部门|处室|科室)[：:]"
    "|(?:责任|分管|牵头|联系)(?:人|领导)[：:]"
)
_BARE_LABEL: Final = re.compile(
    "(?:牵头|主办|主责|责任|配合|协办|协同|参与|参加)(?:责任)?(?:单位|部门|处室|科室)"
)
"""A label without a colon, between spaces. Headers that contain it have already been removed."""
SUPPORT_LABEL: Final = re.compile(
    "[（(]?(?:配合|协办|协同|协助|参与|参加)(?:责任)?(?:单位|部门|处室|科室)[：:]"
)
"""The label of the departments that support those before them: it starts no cell of its own."""
_DATE_LABEL: Final = re.compile("(?:完成|落实|办结|实施)(?:时限|时间|期限|日期)[：:]")
_LIST_NUMBER: Final = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])[）)]")


def find_bracketed(fragments: Sequence[Fragment]) -> list[bool]:
    """Whether each fragment is within brackets opened on its line, or closes one that it does not open.

    A space within 《…》（国办发 〔2018〕 26号） does not separate cells, and no cell starts with 26号）.
    """
    found: list[bool] = []
    line, still_open = 0, ""
    for fragment in fragments:
        if fragment.line != line:
            line, still_open = fragment.line, ""
        found.append(bool(still_open) or _unmatched_brackets(fragment.text)[1])
        still_open = _unmatched_brackets(still_open + fragment.text)[0]
    return found


def find_labels(fragments: Sequence[Fragment]) -> list[str]:
    """Return ``bodies`` or ``date`` for fragments that start with a label of the department column, else ''.

    A label may be split over two lines: 完成时 | 限：12月底.
    """
    following = [*(fragment.text for fragment in fragments[1:]), ""]
    texts = [fragment.text + after for fragment, after in zip(fragments, following, strict=True)]
    return [
        "bodies"
        if _DEPARTMENT_LABEL.match(text) or _BARE_LABEL.fullmatch(fragment.text)
        else "date"
        if _DATE_LABEL.match(text)
        else ""
        for fragment, text in zip(fragments, texts, strict=True)
    ]


def _unmatched_brackets(text: str) -> tuple[str, bool]:
    """Return the brackets that a text leaves open, and whether it closes one that it does not open."""
    number = _LIST_NUMBER.match(text)
    opened: list[str] = []
    unopened = False
    for letter in text[number.end() if number else 0 :]:
        if letter in _OPENING:
            opened.append(letter)
        elif letter in _CLOSING:
            if opened and opened[-1] == _CLOSING[letter]:
                opened.pop()
            else:
                unopened = True
    return "".join(opened), unopened
