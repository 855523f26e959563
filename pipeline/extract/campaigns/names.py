"""What campaigns are called: the names that are known beforehand, and one name for the wordings of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.extract.wordings import compile_words
from pipeline.schema.model import CAMPAIGN_KINDS
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import (
    Texts,
    entries_of,
    find_file,
    index_wordings,
    read_toml,
    read_words,
    require_known,
)

_FILE: Final = "campaigns.toml"
_LISTS: Final = ("actions", "not_names", "images", "no_images")

_POINT: Final = re.compile(r"(?<=\d)[·•‧．∙・](?=\d)")
_YEAR: Final = re.compile(r"[-—－]?(?<!\d)20\d{2}(?!\d)(?:年度?)?[-—－]?")
_ORDINAL: Final = re.compile(r"^第[\d一二三四五六七八九十百]+[届次]")
_ACTION: Final = re.compile(r"^(.{2,4}?)(?:联合)?(?:专项)?(?:执法)?行动$")
_QUOTES: Final = re.compile(r"[“”‘’\"]")
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_ANY_DATE: Final = r"(?:[“‘\"]?\d{1,2}[.·•‧．]\d{1,2}[”’\"]?)?"
_OF_ACTION: Final = r"(?:知识产权)?(?:联合)?(?:专项)?(?:执法)?(?:维权)?(?:专项)?行动(?!计划|方案)"


@dataclass(frozen=True)
class KnownCampaign:
    """A campaign of many regions; ``unquoted`` are the wordings that count without quotation marks."""

    name: str
    kind: str
    wordings: Texts
    unquoted: Texts

    @property
    def id(self) -> str:
        """What messages call it by."""
        return self.name


@dataclass(frozen=True)
class CampaignNames:
    """Known campaigns by their wordings, what finds them unquoted, and quoted words that are no names."""

    known: Mapping[str, KnownCampaign]
    unquoted: re.Pattern[str]
    actions: tuple[str, ...]
    not_names: frozenset[str]
    images: re.Pattern[str]
    no_images: re.Pattern[str]

    def is_image(self, name: str) -> bool:
        """Whether a name is a figurative word (春雷, 利剑) and not a literal activity (清理, 保护)."""
        return bool(self.images.search(name)) and not self.no_images.search(name)

    def known_as(self, words: str) -> KnownCampaign | None:
        """The known campaign that words name, or begin with where its name ends with a plus sign."""
        bare = _normalise_marks(words)
        head, plus, _ = bare.partition("+")
        wordings = (bare, _DATE.sub("", bare, count=1), normalise_name(bare), head + plus if plus else bare)
        return next((self.known[wording] for wording in wordings if wording in self.known), None)

    def named_by(self, found: str) -> KnownCampaign:
        """The known campaign of what ``unquoted`` found, such as 护航专项行动 or 4.26知识产权宣传周."""
        bare = _normalise_marks(_QUOTES.sub("", found))
        known = self.known_as(bare)
        return known or self.known[next(name for name in self.actions if bare.startswith(name))]


def normalise_name(words: str) -> str:
    """A name without its year and its number, and an action's short name without 行动: 剑网2018行动, 剑网."""
    bare = _normalise_marks(words)
    undated = _ORDINAL.sub("", _YEAR.sub("", bare)) or bare
    action = _ACTION.match(undated)
    return action[1] if action else undated


def _normalise_marks(words: str) -> str:
    return _POINT.sub(".", "".join(words.split())).replace("＋", "+")


@cache
def load_campaigns(folder: Path = DEFAULT) -> CampaignNames:
    """Read ``campaigns.toml``, where each list can be left out; raises :class:`TaxonomyError`."""
    source = find_file(folder, _FILE)
    document = {name: [] for name in _LISTS} | read_toml(source)
    actions, not_names, images, no_images = (read_words(source, document, name) for name in _LISTS)
    entries = entries_of(source, document, "campaign", KnownCampaign) if "campaign" in document else ()
    for entry in entries:
        require_known(source, "campaign", entry.id, "kind", entry.kind, CAMPAIGN_KINDS)
    campaigns = [*(KnownCampaign(name, "action", (), ()) for name in actions), *entries]
    known = index_wordings(
        source,
        "campaign",
        (
            (wording, wording, campaign)
            for campaign in campaigns
            for wording in (campaign.name, *campaign.wordings, *campaign.unquoted)
        ),
    )
    names = tuple(campaign.name for campaign in campaigns if campaign.kind == "action")
    return CampaignNames(
        known,
        _compile_unquoted(campaigns, names),
        names,
        frozenset(not_names),
        compile_words(images),
        compile_words(no_images),
    )


def _compile_unquoted(campaigns: Iterable[KnownCampaign], actions: Iterable[str]) -> re.Pattern[str]:
    """What finds the wordings that count without quotation marks, the longest that fits."""
    wordings = [
        (wording, campaign.kind == "event") for campaign in campaigns for wording in campaign.unquoted
    ]
    patterns = [
        _wording_pattern(wording, of_event)
        for wording, of_event in sorted(wordings, key=lambda item: -len(item[0]))
    ]
    patterns += [re.escape(name) + _OF_ACTION for name in actions]
    return re.compile("|".join(patterns) or "(?!)")


def _wording_pattern(wording: str, of_event: bool) -> str:
    """A wording as a pattern; the date before the name of an event may be in quotation marks."""
    date = _DATE.match(wording)
    if date:
        day = re.escape(date[0]).replace(r"\.", "[.·•‧．]")
        return rf"[“‘\"]?{day}[”’\"]?{re.escape(wording[date.end() :])}"
    return (_ANY_DATE if of_event else "") + re.escape(wording)
