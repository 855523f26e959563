"""Extract campaigns: named actions, projects and platforms in a measure.

A name is in quotation marks with a noun of its kind: in the name (“剑网行动”), after it (“雷霆”专项行动),
after its list (“利剑”“护航”等行动), or before it (平台“知果汇”). Known names need no noun, and some need no
quotation marks. Other quotations are not names: sentences, mottos, brands, hotlines.

Unquoted names are recognised by their noun and form: actions by a figurative word (春雷行动, 蓝天保卫战,
春雨工程), actions and projects by a count (百企强基工程, 双千计划), projects after a verb of implementation
by their aim (知识产权强企工程). Literal activities (联合执法行动, 农资打假行动), building works and figures
of speech (系统工程) are not names. Quoted names without a noun are recognised by a count (“四书五进”) or as a
loan or insurance product (“天府知来贷”), both after a verb of launching.

Quotation marks can be any: “甲”, ‘甲’, "甲", '甲', 「甲」, 『甲』, and also ”甲” with two closing marks.
Apostrophes (O'Reilly) are ignored.
"""

import re
from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.campaigns.names import CampaignNames, normalise_name
from pipeline.extract.patterns import is_free, load_lists, load_patterns, split_lists

_NOUNS: Final = load_lists("campaign_nouns")
_KIND_OF: Final = {
    noun: "event" if kind == "occasions" else kind for kind, nouns in _NOUNS.items() for noun in nouns
}
_NOUN: Final = "|".join(sorted(_KIND_OF, key=len, reverse=True))

_PATTERNS: Final = load_patterns("campaigns", {"noun": _NOUN})
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBERED: Final = re.compile(r"\d[\d+＋]{1,5}")
"""Project names of digits only: “5511”工程; elsewhere 4·26 and 12345 are a date and a hotline."""
_SENTENCE: Final = re.compile(r"[，。；：！？]")

_MAX_NAME_LENGTH: Final = 40
_MAX_LENGTH_AFTER_NOUN: Final = 12
_WINDOW: Final = 24
_MAX_QUOTED_LENGTH: Final = 60
"""In characters; opening marks without a closing mark within this distance are unmatched."""
_OPENING: Final = re.compile(r"[“‘\"＂「『”’＇]|(?<![A-Za-z0-9])'")
_CLOSING: Final = {
    mark: re.compile(f"[{family}。；！？\n{'，' * (mark in '”’')}]")
    for family in ('“”"＂', "‘’'＇", "「」", "『』")
    for mark in family
}
_SENTENCE_ENDS: Final = "。；，！？\n"
_UNQUOTED: Final = load_patterns("unquoted_campaigns")
_LIST_SEPARATOR: Final = re.compile(r"[、和与及]$")
_YEAR: Final = re.compile(r"[-—－]?20\d{2}年?度?$")
_MAX_ACTION_LENGTH: Final = 5
_MAX_COUNTED_LENGTH: Final = 16
_NOUN_WINDOW: Final = 48
_LIST_BEFORE: Final = re.compile(r"(?:[“‘\"][^“”‘’\"，。；]{1,12}[”’\"][、和与及]?)+$")
FoundName = tuple[int, int, str, str]
"""The span of a name without marks, including the noun, then the name and its kind."""


@dataclass(frozen=True)
class Campaign:
    """A campaign in a measure; ``quote`` includes quotation marks, ``name`` is canonical."""

    start: int
    end: int
    quote: str
    name: str
    kind: str


def find_campaigns(text: str, names: CampaignNames) -> tuple[Campaign, ...]:
    """Extract all campaigns of a measure in text order, without overlaps."""
    quoted = []
    for listed in split_lists(text, find_quotations(text), _PATTERNS.listed):
        last_end = listed[-1][1]
        noun = _PATTERNS.noun_after.match(text, last_end, last_end + _WINDOW)
        found = (_read_quotation(text, start, end, noun, names) for start, end in listed)
        quoted += [campaign for campaign in found if campaign]
    return tuple(sorted([*quoted, *_find_unquoted(text, quoted, names)], key=lambda campaign: campaign.start))


def _read_quotation(
    text: str, start: int, end: int, after: re.Match[str] | None, names: CampaignNames
) -> Campaign | None:
    words = text[start + 1 : end - 1]
    if len(words) > _MAX_NAME_LENGTH or normalise_name(words) in names.not_names or _SENTENCE.search(words):
        return None
    longer = names.unquoted.match(text, start)
    if longer and longer.end() > end:
        return None
    known = names.find_known(words)
    name_and_kind: tuple[str, str] | None
    if known:
        own_name = _name_strategy_action if len(words) > len(known.name) else _name_strategy_project
        name_and_kind = own_name(words, after) if known.kind == "strategy" else None
        name_and_kind = name_and_kind or (known.name, known.kind)
    else:
        name_and_kind = _find_by_noun(text, start, words, after)
    if name_and_kind is None and (kind := kind_without_noun(text, start, end, words, names)):
        name_and_kind = normalise_name(words), kind
    return Campaign(start, end, text[start:end], *name_and_kind) if name_and_kind else None


def _name_strategy_action(words: str, after: re.Match[str] | None) -> tuple[str, str] | None:
    """Name and kind of an action or project that implements a strategy: “互联网+知识产权”行动."""
    if after and not after["between"] and after["noun"] in ("行动", "行动计划", "工程", "计划"):
        return normalise_name(words), _KIND_OF[after["noun"]]
    ending = _PATTERNS.ending.search(words)
    if ending and ending.lastgroup in ("action", "project"):
        return normalise_name(words), str(ending.lastgroup)
    return None


def _name_strategy_project(words: str, after: re.Match[str] | None) -> tuple[str, str] | None:
    """Name and kind of a project named after a strategy: “互联网+”农产品出村进城工程."""
    if not after or not words.endswith(("+", "＋")) or not after["between"]:
        return None
    kind = _KIND_OF[after["noun"]]
    if kind not in ("action", "project") or _PATTERNS.function_words.search(after["between"]):
        return None
    return normalise_name(words) + after["between"] + after["noun"], kind


def _find_by_noun(text: str, start: int, words: str, after: re.Match[str] | None) -> tuple[str, str] | None:
    """Name and kind by the nouns in, after and before quoted words."""
    name = normalise_name(words)
    ending = _PATTERNS.ending.search(words)
    if ending and len(words) > len(ending[0]) and not (ending["platform"] and "、" in words):
        return name, str(ending.lastgroup)
    if after and not _PATTERNS.no_name_between.search(after["between"]):
        kind = _KIND_OF[after["noun"]]
        if after["noun"] in _NOUNS["occasions"] or ("+" in words and not _LETTER.search(words)):
            return name + after["between"] + after["noun"], kind
        numbered = after["noun"] in ("工程", "计划") and _NUMBERED.fullmatch(words)
        return (name, kind) if numbered or _LETTER.search(words) else None
    before = _PATTERNS.noun_before.search(text, max(0, start - 4), start)
    if before and _LETTER.search(words) and len(words) <= _MAX_LENGTH_AFTER_NOUN:
        return name, _KIND_OF[before["noun"]]
    return None


def _find_unquoted(text: str, quoted: Sequence[Campaign], names: CampaignNames) -> list[Campaign]:
    """Names without quotation marks that overlap neither quoted nor earlier ones; known names come first."""
    known = [
        Campaign(match.start(), match.end(), match[0], campaign.name, campaign.kind)
        for match in names.unquoted.finditer(text)
        for campaign in [names.resolve(match[0])]
    ]
    others = [
        Campaign(start, end, text[start:end], normalise_name(name), kind)
        for start, end, name, kind in find_unquoted(text, names)
    ]
    taken = [(campaign.start, campaign.end) for campaign in quoted]
    kept = []
    for campaign in [*known, *sorted(others, key=lambda campaign: (campaign.start, -campaign.end))]:
        if is_free(campaign.start, campaign.end, taken):
            insort(taken, (campaign.start, campaign.end))
            kept.append(campaign)
    return kept


def find_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of quotations with their marks, sorted and disjoint.

    An opening mark may be closed by another opening mark (“甲“行动) that nothing else closes, as marks are
    often printed the wrong way round; else the first is unmatched and skipped.
    """
    opening = _OPENING.search(text)
    while opening:
        end = _find_end(text, opening.start(), opening[0])
        if end:
            yield opening.start(), end
        opening = _OPENING.search(text, end or opening.end())


def _find_end(text: str, start: int, mark: str) -> int:
    end = _next_mark(text, start, mark)
    if end is None or end == start + 1 or (mark in "”’" and text[end] != mark):
        return 0
    is_reversed = text[end] == mark and mark in "“‘「『"
    return 0 if is_reversed and _next_mark(text, end, mark) is not None else end + 1


def _next_mark(text: str, start: int, mark: str) -> int | None:
    """Position of the next mark of the same family in the same sentence."""
    match = _CLOSING[mark].search(text, start + 1, start + 1 + _MAX_QUOTED_LENGTH)
    return match.start() if match and match[0] not in _SENTENCE_ENDS else None


def find_unquoted(text: str, names: CampaignNames) -> Iterator[FoundName]:
    """Find unquoted names with a noun of their kind; they may overlap."""
    for noun in _UNQUOTED.action.finditer(text):
        yield from _find_actions(text, noun.start(), noun.end(), names)
    for noun in _UNQUOTED.project.finditer(text):
        yield from _find_counted(text, noun.start(), noun.end())
        yield from _find_figurative(text, noun.start(), noun.end(), names)
    for works in _UNQUOTED.project_clause.finditer(text):
        for group in ("name", "second"):
            name = works[group]
            if name and _UNQUOTED.aim.search(name) and not _UNQUOTED.building.search(name):
                yield works.start(group), works.end(group), name, "project"


def _find_actions(text: str, at: int, end: int, names: CampaignNames) -> Iterator[FoundName]:
    """Find the names before 行动, from the last to the first of a list (护航、雷霆等专项行动)."""
    head = text[max(0, at - _NOUN_WINDOW) : at]
    offset = at - len(head)
    suffix = text[at:end] if text[at:end] != "行动" else ""
    stem = _YEAR.sub("", _UNQUOTED.modifiers.sub("", head, count=1))
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
        if len(name) < length or not re.fullmatch(rf"{_UNQUOTED.han.pattern}+", name):
            return ""
        if _UNQUOTED.name_boundary.search(stem, 0, len(stem) - length) and (
            name in names.actions or names.is_image(name)
        ):
            return name
    return ""


def _find_counted(text: str, at: int, end: int) -> Iterator[FoundName]:
    """Find a name such as 百企强基 or 双千 before the noun."""
    for start in range(max(0, at - _MAX_COUNTED_LENGTH), at - 1):
        name = _UNQUOTED.counted.fullmatch(text, start, at)
        starts_here = name and _UNQUOTED.name_boundary.search(text, max(0, start - 4), start)
        if name and starts_here and not _UNQUOTED.no_counted_name.search(name[0]):
            kind = "action" if text[at:end] == "行动" else "project"
            yield start, end, text[start:end], kind
            return


def _find_figurative(text: str, at: int, end: int, names: CampaignNames) -> Iterator[FoundName]:
    """Find a project with a figurative name, after a verb that launches projects (启动春雨工程)."""
    head = text[max(0, at - _NOUN_WINDOW) : at]
    name = _figurative_name(head, names)
    start = at - len(name)
    if (
        name
        and not _UNQUOTED.building.search(name)
        and _UNQUOTED.project_verb.search(text, max(0, start - 4), start)
    ):
        yield start, end, name + text[at:end], "project"


def kind_without_noun(text: str, start: int, end: int, words: str, names: CampaignNames) -> str:
    """The kind of quoted words without a noun, or '' where they are not a name."""
    if _UNQUOTED.no_name.search(words):
        return ""
    before = _LIST_BEFORE.sub("", text[max(0, start - _NOUN_WINDOW) : start])
    if _UNQUOTED.product.match(words) and not _UNQUOTED.generic_product.search(words):
        return (
            "project"
            if _UNQUOTED.launch_verb.search(before) and _UNQUOTED.product_after.match(text, end)
            else ""
        )
    is_launched = bool(_UNQUOTED.adjacent_launch_verb.search(before))
    if is_launched and _figurative_name(words, names) == words:
        # 开展“绿盾”自然保护地强化监督
        return "action"
    if not _UNQUOTED.work_after.match(text, end):
        return ""
    if _UNQUOTED.counts.match(words) and _UNQUOTED.launch_verb.search(before):
        return "action"
    coined = re.fullmatch(rf"{_UNQUOTED.han.pattern}{{4,8}}", words)
    return "action" if coined and is_launched else ""
