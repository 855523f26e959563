"""Extract campaigns: named actions, projects and platforms in a measure.

A name is in quotation marks with a noun of its kind: in the name (“剑网行动”), after it (“雷霆”专项行动),
after its list (“利剑”“护航”等行动), or before it (平台“知果汇”). Known names need no noun, and some need no
quotation marks; `unquoted` has the rules for names without marks or noun. Other quotations are not names:
sentences, mottos, brands, hotlines.

Quotation marks can be any: “甲”, ‘甲’, "甲", '甲', 「甲」, 『甲』, and also ”甲” with two closing marks.
Apostrophes (O'Reilly) are ignored.
"""

import re
from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.campaigns.names import CampaignNames, normalise_name
from pipeline.extract.campaigns.unquoted import find_unquoted, kind_without_noun
from pipeline.extract.patterns import load_lists, load_patterns
from pipeline.extract.wordings import is_free, split_lists

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
