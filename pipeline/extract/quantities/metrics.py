"""Extract the metric of a quantity: the counted thing in the words of its sentence."""

import re
from typing import Final

from pipeline.extract.patterns import load_patterns
from pipeline.extract.quantities.changes import CHANGE_TO
from pipeline.extract.quantities.numerals import CHINESE
from pipeline.extract.quantities.quantities import Quantity
from pipeline.extract.quantities.units import PLACES_AND_BODIES, WORDS

_MAX_LENGTH: Final = 30
_WINDOW: Final = 60
_PLACES: Final = tuple("县市区乡镇村校")
"""Counted things with a name of one character."""
_MIN_LENGTH: Final = 2

_COUNTED: Final = {name: "|".join(words) for name, words in WORDS["counted"].items()}
_PATTERNS: Final = load_patterns("metrics", {"chinese": CHINESE, **_COUNTED})

_DONE_TO: Final = re.compile(_COUNTED["done_to"])

_CHANGE_AFTER: Final = re.compile(CHANGE_TO)
_BREAK: Final = re.compile("[，。；、：！？!?;,:]")


def find_metric(text: str, quantity: Quantity) -> str:
    """The counted thing of a quantity, at most 30 characters, or ''.

    It is after the unit (新增5家省级试点企业), else before the number (发明专利拥有量达到8件). What the
    things do (10家企业开展贯标) and relative clauses (3家能够适应需求的机构) are left out.
    """
    if quantity.counted:
        return quantity.counted
    before = _metric_before(text, quantity)
    names_them = quantity.unit in PLACES_AND_BODIES and text.endswith(quantity.unit, 0, quantity.end)
    start = quantity.end - names_them * len(quantity.unit)
    window = text[start : start + _WINDOW]
    # The quantity is an attribute of things: 申请量超过100件的企业.
    stem = text[max(0, quantity.number - _MAX_LENGTH) : quantity.number]
    if window.startswith("的") and _PATTERNS.measured.search(stem) and len(before) >= _MIN_LENGTH:
        return before
    after = "" if _CHANGE_AFTER.match(window) else _metric_after(window)
    if len(after) >= _MIN_LENGTH:
        return after
    return before if len(before) >= _MIN_LENGTH else after if after in _PLACES else ""


def _metric_after(window: str) -> str:
    """The thing after the unit, without brackets, 的 and relative clauses."""
    start = _match_end(_PATTERNS.between, window, 0)
    which = _match_end(_PATTERNS.attribute, window, start)
    which = _match_end(_PATTERNS.relative, window, which)
    match = _PATTERNS.nouns.match(window, _match_end(_PATTERNS.between, window, which))
    return _shorten_phrase(match[0]) if match else ""


def _match_end(pattern: re.Pattern[str], window: str, start: int) -> int:
    match = pattern.match(window, start)
    return match.end() if match else start


def _shorten_phrase(phrase: str) -> str:
    """Shorten a long phrase to the part before 和, 与, 及 or 并."""
    if len(phrase) > _MAX_LENGTH:
        joint = max(phrase.rfind(joint, _MIN_LENGTH, _MAX_LENGTH + 1) for joint in "和与及并")
        phrase = _PATTERNS.open.sub("", phrase[: max(joint, 0)])
    return _PATTERNS.tail.sub("", phrase)


def _metric_before(text: str, quantity: Quantity) -> str:
    window = text[max(0, quantity.start - _WINDOW) : quantity.start]
    clause = _PATTERNS.trail.sub(
        "", _PATTERNS.from_value.sub("", _PATTERNS.opening.sub("", _BREAK.split(window)[-1]))
    )
    # Remove the verb, unless it ends the phrase: 推荐申报.
    for verb in reversed(list(_DONE_TO.finditer(clause))):
        rest = _PATTERNS.lead.sub("", clause[verb.end() :])
        if len(rest) >= _MIN_LENGTH and not _DONE_TO.fullmatch(rest):
            clause = rest
            break
    phrase = _PATTERNS.earlier_quantity.sub("", clause)
    phrase = _PATTERNS.lead.sub("", phrase[_match_end(_PATTERNS.for_whom, phrase, 0) :])
    phrase = _PATTERNS.lead.sub("", phrase[_match_end(_PATTERNS.opening_acts, phrase, 0) :])
    phrase = phrase[_match_end(_PATTERNS.relative, phrase, 0) :]
    if len(phrase) > _MAX_LENGTH:
        owner, _, owned = phrase.rpartition("的")
        phrase = owned if owner else ""
    no_thing = len(phrase) > _MAX_LENGTH or _DONE_TO.fullmatch(phrase) or _PATTERNS.not_a_thing.search(phrase)
    return "" if no_thing else phrase
