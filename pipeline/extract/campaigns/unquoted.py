"""Names of campaigns without quotation marks, or without a noun of their kind.

Unquoted names are recognised by their noun and form: actions by a figurative word (春雷行动, 蓝天保卫战,
春雨工程), actions and projects by a count (百企强基工程, 双千计划), projects after a verb of implementation
by their aim (知识产权强企工程). Literal activities (联合执法行动, 农资打假行动), building works and figures
of speech (系统工程) are not names.

Quoted names without a noun are recognised by a count (“四书五进”) or as a loan or insurance product
(“天府知来贷”), both after a verb of launching.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.campaigns.names import CampaignNames
from pipeline.extract.patterns import load_patterns

_PATTERNS: Final = load_patterns("unquoted_campaigns")
_LIST_SEPARATOR: Final = re.compile(r"[、和与及]$")
_YEAR: Final = re.compile(r"[-—－]?20\d{2}年?度?$")
_MAX_ACTION_LENGTH: Final = 5
_MAX_COUNTED_LENGTH: Final = 16
_WINDOW: Final = 48

_LIST_BEFORE: Final = re.compile(r"(?:[“‘\"][^“”‘’\"，。；]{1,12}[”’\"][、和与及]?)+$")


FoundName = tuple[int, int, str, str]
"""The span of a name without marks, including the noun, then the name and its kind."""


def find_unquoted(text: str, names: CampaignNames) -> Iterator[FoundName]:
    """Find unquoted names with a noun of their kind; they may overlap."""
    for noun in _PATTERNS.action.finditer(text):
        yield from _find_actions(text, noun.start(), noun.end(), names)
    for noun in _PATTERNS.project.finditer(text):
        yield from _find_counted(text, noun.start(), noun.end())
        yield from _find_figurative(text, noun.start(), noun.end(), names)
    for works in _PATTERNS.project_clause.finditer(text):
        for group in ("name", "second"):
            name = works[group]
            if name and _PATTERNS.aim.search(name) and not _PATTERNS.building.search(name):
                yield works.start(group), works.end(group), name, "project"


def _find_actions(text: str, at: int, end: int, names: CampaignNames) -> Iterator[FoundName]:
    """Find the names before 行动, from the last to the first of a list (护航、雷霆等专项行动)."""
    head = text[max(0, at - _WINDOW) : at]
    offset = at - len(head)
    suffix = text[at:end] if text[at:end] != "行动" else ""
    stem = _YEAR.sub("", _PATTERNS.modifiers.sub("", head, count=1))
    stop = end
    while name := _figurative_name(stem, names):
        start = len(stem) - len(name)
        yield offset + start, stop, name + suffix, "action"
        separator = _LIST_SEPARATOR.search(stem, 0, start)
        if not separator:
            return
        stop = offset + separator.start()
        stem = _YEAR.sub("", stem[: separator.start()])
    if stop == end:
        yield from _find_counted(text, at, end)


def _figurative_name(stem: str, names: CampaignNames) -> str:
    """The figurative name at the end of ``stem``, if it starts where names start."""
    for length in range(2, _MAX_ACTION_LENGTH + 1):
        name = stem[-length:]
        if len(name) < length or not re.fullmatch(rf"{_PATTERNS.han.pattern}+", name):
            return ""
        if _PATTERNS.name_boundary.search(stem, 0, len(stem) - length) and (
            name in names.actions or names.is_image(name)
        ):
            return name
    return ""


def _find_counted(text: str, at: int, end: int) -> Iterator[FoundName]:
    """Find a name such as 百企强基 or 双千 before the noun."""
    for start in range(max(0, at - _MAX_COUNTED_LENGTH), at - 1):
        name = _PATTERNS.counted.fullmatch(text, start, at)
        starts_here = name and _PATTERNS.name_boundary.search(text, max(0, start - 4), start)
        if name and starts_here and not _PATTERNS.no_counted_name.search(name[0]):
            kind = "action" if text[at:end] == "行动" else "project"
            yield start, end, text[start:end], kind
            return


def _find_figurative(text: str, at: int, end: int, names: CampaignNames) -> Iterator[FoundName]:
    """Find a project with a figurative name, after a verb that launches projects (启动春雨工程)."""
    head = text[max(0, at - _WINDOW) : at]
    name = _figurative_name(head, names)
    start = at - len(name)
    if (
        name
        and not _PATTERNS.building.search(name)
        and _PATTERNS.project_verb.search(text, max(0, start - 4), start)
    ):
        yield start, end, name + text[at:end], "project"


def kind_without_noun(text: str, start: int, end: int, words: str, names: CampaignNames) -> str:
    """The kind of quoted words without a noun, or '' where they are not a name."""
    if _PATTERNS.no_name.search(words):
        return ""
    before = _LIST_BEFORE.sub("", text[max(0, start - _WINDOW) : start])
    if _PATTERNS.product.match(words) and not _PATTERNS.generic_product.search(words):
        return (
            "project"
            if _PATTERNS.launch_verb.search(before) and _PATTERNS.product_after.match(text, end)
            else ""
        )
    is_launched = bool(_PATTERNS.adjacent_launch_verb.search(before))
    if is_launched and _figurative_name(words, names) == words:
        # 开展“绿盾”自然保护地强化监督
        return "action"
    if not _PATTERNS.work_after.match(text, end):
        return ""
    if _PATTERNS.counts.match(words) and _PATTERNS.launch_verb.search(before):
        return "action"
    coined = re.fullmatch(rf"{_PATTERNS.han.pattern}{{4,8}}", words)
    return "action" if coined and is_launched else ""
