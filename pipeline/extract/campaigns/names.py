"""Known campaigns (``campaigns.toml``) and canonical names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.extract.patterns import compile_words
from pipeline.schema.model import CAMPAIGN_KINDS
from pipeline.taxonomy import toml_files
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import Texts

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
    """A known campaign; ``unquoted`` are wordings that need no quotation marks."""

    name: str
    kind: str
    wordings: Texts
    unquoted: Texts


@dataclass(frozen=True)
class CampaignNames:
    """Known campaigns by wording, the pattern of unquoted ones, and quoted words that are not names."""

    known: Mapping[str, KnownCampaign]
    actions: tuple[str, ...]
    not_names: frozenset[str]
    unquoted: re.Pattern[str]
    images: re.Pattern[str]
    no_images: re.Pattern[str]

    def is_image(self, name: str) -> bool:
        """Whether a name is figurative (春雷, 利剑), not a literal activity (清理, 保护)."""
        return bool(self.images.search(name)) and not self.no_images.search(name)

    def find_known(self, words: str) -> KnownCampaign | None:
        """The known campaign that words name, or start with if its name ends with a plus sign."""
        bare = _normalise_marks(words)
        head, plus, _ = bare.partition("+")
        wordings = (bare, _DATE.sub("", bare, count=1), normalise_name(bare), head + plus if plus else bare)
        return next((self.known[wording] for wording in wordings if wording in self.known), None)

    def resolve(self, match: str) -> KnownCampaign:
        """The known campaign of a match of ``unquoted``, such as 护航专项行动 or 4.26知识产权宣传周."""
        bare = _normalise_marks(_QUOTES.sub("", match))
        known = self.find_known(bare)
        return known or self.known[next(name for name in self.actions if bare.startswith(name))]


def normalise_name(words: str) -> str:
    """Remove year and ordinal number, and 行动 from short names of actions: 剑网2018行动 is 剑网."""
    bare = _normalise_marks(words)
    undated = _ORDINAL.sub("", _YEAR.sub("", bare)) or bare
    action = _ACTION.match(undated)
    return action[1] if action else undated


def _normalise_marks(words: str) -> str:
    return _POINT.sub(".", "".join(words.split())).replace("＋", "+")


@cache
def load_campaigns(folder: Path = DEFAULT) -> CampaignNames:
    """Read ``campaigns.toml``, in which all lists are optional; raises :class:`TaxonomyError`."""
    source, document = toml_files.open_file(folder, _FILE)
    document = {name: [] for name in _LISTS} | document
    actions, not_names, images, no_images = (toml_files.read_words(source, document, name) for name in _LISTS)
    campaigns = [KnownCampaign(name, "action", (), ()) for name in actions]
    if "campaign" in document:
        known_kinds = {"kind": CAMPAIGN_KINDS}
        campaigns += toml_files.read_entries(source, document, "campaign", KnownCampaign, known_kinds)
    wordings = (
        (wording, wording, campaign)
        for campaign in campaigns
        for wording in (campaign.name, *campaign.wordings, *campaign.unquoted)
    )
    known = toml_files.index_wordings(source, "campaign", wordings)
    names = tuple(campaign.name for campaign in campaigns if campaign.kind == "action")
    patterns = _compile_unquoted(campaigns, names), compile_words(images), compile_words(no_images)
    return CampaignNames(known, names, frozenset(not_names), *patterns)


def _compile_unquoted(campaigns: Iterable[KnownCampaign], actions: Iterable[str]) -> re.Pattern[str]:
    wordings = [
        (wording, campaign.kind == "event") for campaign in campaigns for wording in campaign.unquoted
    ]
    wordings.sort(key=lambda wording: -len(wording[0]))
    patterns = [_wording_pattern(wording, is_event) for wording, is_event in wordings]
    patterns += [re.escape(name) + _OF_ACTION for name in actions]
    return re.compile("|".join(patterns) or "(?!)")


def _wording_pattern(wording: str, is_event: bool) -> str:
    """The pattern of a wording; the date before an event's name may be in quotation marks."""
    if date := _DATE.match(wording):
        day = re.escape(date[0]).replace(r"\.", "[.·•‧．]")
        return rf"[“‘\"]?{day}[”’\"]?{re.escape(wording[date.end() :])}"
    return (_ANY_DATE if is_event else "") + re.escape(wording)
