"""Extract campaigns: named actions, projects and platforms in a measure.

A name is in quotation marks with a noun of its kind: in the name (“剑网行动”), after it (“雷霆”专项行动),
after its list (“利剑”“护航”等行动), or before it (平台“知果汇”). Known names need no noun, and some need no
quotation marks; `unquoted` has the rules for names without marks or noun. Other quotations are not names:
sentences, mottos, brands, hotlines.
"""

import re
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.campaigns.names import CampaignNames, normalise_name
from pipeline.extract.campaigns.quotations import find_quotations
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
