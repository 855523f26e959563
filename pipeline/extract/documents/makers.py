"""Identify the issuer of a document: the state, or a region."""

import re
from typing import Final

from pipeline.extract.documents.names import DocumentNames
from pipeline.extract.documents.titles import STATE
from pipeline.extract.patterns import load_patterns
from pipeline.taxonomy.loading import Region

NATIONAL: Final = "national"
_PATTERNS: Final = load_patterns("document_makers", {"state": STATE})
STATE_BODY: Final = f"(?:{_PATTERNS.state_body.pattern})"
"""Starts of names of state bodies."""

_LEAD: Final = r"^(?P<lead>(?:\d{4}年度?)?(?:关于)?)"
_PLACE_ABBREVIATIONS: Final = {
    "province": re.compile(rf"{_LEAD}省(?![级际会外内油部直])|(?:我省|本省|全省)"),
    "municipality": re.compile(rf"{_LEAD}市(?![级场值民政县区容辖直])|(?:我市|本市|全市)"),
    "autonomous_region": re.compile(rf"{_LEAD}自治区(?!域)|(?:我区|本区|全区(?!域))"),
    "corps": re.compile(rf"{_LEAD}兵团|我兵团"),
}


def replace_place(title: str, region: Region) -> str:
    """Replace an abbreviation of the region with its name: 省专利条例 in the plan of 四川."""
    pattern = _PLACE_ABBREVIATIONS.get(region.kind)
    if pattern is None:
        return title
    return pattern.sub(lambda match: f"{match['lead'] or ''}{region.name_zh}", title, count=1)


def find_maker(title: str, before: str, region: Region, names: DocumentNames) -> str:
    """The id of the issuing region, ``national``, or '' if unknown.

    ``title`` is a result of `replace_place`, ``before`` the text before it or its list, ``region`` the
    plan's. A title that names a region is that region's; one that names a city is the plan's region's if the
    city is in it. One without a place is the region's if a verb of issuing (制定、出台) or a body of the
    region precedes it, or if it is typical of provinces (强省意见, 实施意见).
    """
    if _PATTERNS.national_title.match(title):
        return NATIONAL
    if named := names.regions_named(title):
        by_name = names.regions_named(title, of_places=False)
        own = region.id if region.id in named else ""
        return next(iter(by_name), own) if len(named) == 1 else ""
    if _PATTERNS.national_before.search(before):
        return NATIONAL
    is_own = (
        _PATTERNS.own_title.search(title)
        or _PATTERNS.own_verb_before.search(before)
        or _PATTERNS.own_body_before.search(before)
    )
    return region.id if is_own else ""
