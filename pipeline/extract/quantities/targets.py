"""Extract the quantities of a measure as commitments or facts, with their metrics and indicators."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.extract.patterns import load_patterns
from pipeline.extract.quantities.numerals import CHINESE, is_chinese
from pipeline.extract.quantities.quantities import Quantity, find_quantities
from pipeline.extract.quantities.shares import CHANGE_TO, CHANGE_VERBS
from pipeline.extract.quantities.units import BODIES, PLACES_AND_BODIES, WORDS
from pipeline.schema.errors import TaxonomyError
from pipeline.taxonomy.loading import DEFAULT
from pipeline.taxonomy.toml_files import Texts, find_file, read_entries, read_toml

_MAX_LENGTH: Final = 30
_METRIC_WINDOW: Final = 60
_PLACES: Final = tuple("县市区乡镇村校")
"""Counted things with a name of one character."""
_MIN_LENGTH: Final = 2
_COUNTED_WORDS: Final = {name: "|".join(words) for name, words in WORDS["counted"].items()}
_METRICS: Final = load_patterns("metrics", {"chinese": CHINESE, **_COUNTED_WORDS})
_DONE_TO: Final = re.compile(_COUNTED_WORDS["done_to"])
_CHANGE_AFTER: Final = re.compile(CHANGE_TO)
_BREAK: Final = re.compile("[，。；、：！？!?;,:]")
_PATTERNS: Final = load_patterns(
    "commitments", {"chinese": CHINESE, "change_verbs": CHANGE_VERBS, "change_to": CHANGE_TO}
)
_SIZES: Final = frozenset(
    (
        *("元", "千瓦", "兆瓦", "千伏", "蒸吨", "吨", "亩", "公顷", "平方米", "立方米"),
        *("公里", "人", "户", "头", "张"),
    )
)
"""Units of size, before counted things: 10兆瓦以上电站12座."""
_WORTH_UNITS: Final = ("元", "标准煤", "瓦", "伏", "蒸吨")
"""Units of the worth or capacity of projects and companies: 年用能1万吨标准煤以上企业."""
_PER_CASE: Final = {
    "元": re.compile("给予|予以|[每单]一?[个家件项名人篇户次所份亩笔]|一次性|最高(?:奖|补|资助|可)"),
    "分": re.compile("给予|予以|每一?[个家件项名人篇户次所份]|[加扣减计]$"),
    "%": re.compile("给予|予以"),
}
_CLAUSE_END: Final = re.compile("[，。；！？,;]")
_CLAUSE_WINDOW: Final = 90

INDICATORS_FILE: Final = "indicators.toml"
_QUANTITY: Final = "#"
"""Replaces the number and its comparator in the clause that rules match; the unit follows."""

_SENTENCE_ENDS: Final = "。；;！？!?\n"
_CLAUSE_ENDS: Final = _SENTENCE_ENDS + "，,"
_CONTEXT: Final = 200
"""Maximum number of characters on each side of a quantity, as texts may lack punctuation."""


@dataclass(frozen=True)
class Target:
    """A quantity in a text; open bounds are None; ``kind`` is ``target`` for commitments, else ``fact``."""

    start: int
    end: int
    quote: str
    value_min: float | None
    value_max: float | None
    unit: str
    comparator: str
    kind: str
    metric: str


@dataclass(frozen=True)
class Indicator:
    """An indicator and the rules that match its targets.

    A target's unit must be one of ``units``, its clause must match one of the regular expressions ``any_of``
    and none of ``none_of``, and, if there are any, its sentence one of ``sentence`` and its task one of
    ``task``.
    """

    id: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    units: Texts
    any_of: Texts
    none_of: Texts = ()
    sentence: Texts = ()
    task: Texts = ()


def find_targets(text: str, year: int | None = None) -> tuple[Target, ...]:
    """Extract all quantities of a measure in text order, without overlaps.

    ``year`` is the plan's: results of earlier years are no commitments. Zero and negative numbers are left
    out, except a zero that is the aim (实现零投诉目标). Shares in words are percentages (半数 is 50 %).
    """
    return tuple(
        Target(
            start=quantity.start,
            end=quantity.end,
            quote=text[quantity.start : quantity.end],
            value_min=quantity.value_min,
            value_max=quantity.value_max,
            unit=quantity.unit,
            comparator=quantity.comparator,
            kind="target" if is_commitment(text, quantity, year) else "fact",
            metric=find_metric(text, quantity),
        )
        for quantity in find_quantities(text)
    )


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
    window = text[start : start + _METRIC_WINDOW]
    # The quantity is an attribute of things: 申请量超过100件的企业.
    stem = text[max(0, quantity.number - _MAX_LENGTH) : quantity.number]
    if window.startswith("的") and _METRICS.measured.search(stem) and len(before) >= _MIN_LENGTH:
        return before
    after = "" if _CHANGE_AFTER.match(window) else _metric_after(window)
    if len(after) >= _MIN_LENGTH:
        return after
    return before if len(before) >= _MIN_LENGTH else after if after in _PLACES else ""


def _metric_after(window: str) -> str:
    """The thing after the unit, without brackets, 的 and relative clauses."""
    start = _match_end(_METRICS.between, window, 0)
    which = _match_end(_METRICS.attribute, window, start)
    which = _match_end(_METRICS.relative, window, which)
    match = _METRICS.nouns.match(window, _match_end(_METRICS.between, window, which))
    return _shorten_phrase(match[0]) if match else ""


def _match_end(pattern: re.Pattern[str], window: str, start: int) -> int:
    match = pattern.match(window, start)
    return match.end() if match else start


def _shorten_phrase(phrase: str) -> str:
    """Shorten a long phrase to the part before 和, 与, 及 or 并."""
    if len(phrase) > _MAX_LENGTH:
        joint = max(phrase.rfind(joint, _MIN_LENGTH, _MAX_LENGTH + 1) for joint in "和与及并")
        phrase = _METRICS.open.sub("", phrase[: max(joint, 0)])
    return _METRICS.tail.sub("", phrase)


def _metric_before(text: str, quantity: Quantity) -> str:
    window = text[max(0, quantity.start - _METRIC_WINDOW) : quantity.start]
    clause = _METRICS.trail.sub(
        "", _METRICS.from_value.sub("", _METRICS.opening.sub("", _BREAK.split(window)[-1]))
    )
    # Remove the verb, unless it ends the phrase: 推荐申报.
    for verb in reversed(list(_DONE_TO.finditer(clause))):
        rest = _METRICS.lead.sub("", clause[verb.end() :])
        if len(rest) >= _MIN_LENGTH and not _DONE_TO.fullmatch(rest):
            clause = rest
            break
    phrase = _METRICS.earlier_quantity.sub("", clause)
    phrase = _METRICS.lead.sub("", phrase[_match_end(_METRICS.for_whom, phrase, 0) :])
    phrase = _METRICS.lead.sub("", phrase[_match_end(_METRICS.opening_acts, phrase, 0) :])
    phrase = phrase[_match_end(_METRICS.relative, phrase, 0) :]
    if len(phrase) > _MAX_LENGTH:
        owner, _, owned = phrase.rpartition("的")
        phrase = owned if owner else ""
    no_thing = len(phrase) > _MAX_LENGTH or _DONE_TO.fullmatch(phrase) or _METRICS.not_a_thing.search(phrase)
    return "" if no_thing else phrase


def is_commitment(text: str, quantity: Quantity, year: int | None = None) -> bool:
    """Whether a plan of a given year commits to deliver, reach, keep or spend a quantity of a measure.

    False for existing things (已建成5家; in a plan for 2018, 2017年建成5家), means of the work
    (依托全省4家网点), counted actors and fields (四部门, 四个领域), and terms of an offer
    (对……的，给予2万元奖励).
    """
    sentence = _PATTERNS.change_start.sub(r"\1", _text_since("。；！？;", text, quantity.start))
    clause = _text_since("，,", sentence, len(sentence))
    quoted = text[quantity.start : quantity.end]
    after = text[quantity.end : quantity.end + _CLAUSE_WINDOW]
    return not (
        quantity.unit in BODIES
        or _PATTERNS.existing.search(
            _PATTERNS.of_last_year.sub("", clause) if quantity.unit == "倍" else clause
        )
        or _is_past(sentence, year)
        or (not quoted.startswith("达") and _is_means(clause, after))
        or _PATTERNS.stated.search(clause)
        or _PATTERNS.change_after.match(after)
        or ("按" in clause and _PATTERNS.grant_after.match(after))
        or _is_offer(sentence, quoted + after)
        or _is_condition(clause, quoted, after, quantity)
        or (
            quantity.unit in _PER_CASE
            and _PER_CASE[quantity.unit].search(clause + quoted)
            and not _PATTERNS.raised_rate.search(clause)
            and not (quantity.comparator == ">=" and _PATTERNS.rate.search(clause))
        )
        or (
            quantity.unit == "%" and quantity.comparator == "=" and _PATTERNS.share_of.search(clause + quoted)
        )
        or _is_scope(clause, after, quantity)
        or _is_sum(clause, quantity)
        or (quantity.unit == "次" and _PATTERNS.multi_year.search(clause))
        or (quantity.unit in ("次", "期") and "每" in clause and after.startswith("的"))
    )


def _text_since(marks: str, text: str, end: int) -> str:
    """The text before a position, from the last of ``marks`` on."""
    window = text[max(0, end - _CLAUSE_WINDOW) : end]
    return window[max(window.rfind(mark) for mark in marks) + 1 :]


def _is_past(sentence: str, year: int | None) -> bool:
    """Whether the last year before a quantity is over; years of comparison don't count."""
    last, number, _ = ([match.groups() for match in _PATTERNS.year.finditer(sentence)] or [(None,) * 3])[-1]
    return year is not None and (bool(last) or bool(number and int(number) < year))


def _is_means(clause: str, after: str) -> bool:
    """Whether the quantity is a means or starting point of the work."""
    if _PATTERNS.existing_means.search(clause):
        return True
    by = _PATTERNS.means_before.search(clause)
    if by is None and _PATTERNS.growth_after.match(after):
        by = _PATTERNS.from_before.search(clause)
    return by is not None and not _PATTERNS.action_verbs.search(by[1])


def _is_offer(before: str, rest: str) -> bool:
    return any(
        offer.start() < len(before) and not _CLAUSE_END.search(before, offer.end())
        for offer in _PATTERNS.offer.finditer(before + rest)
    )


def _is_condition(clause: str, quoted: str, after: str, quantity: Quantity) -> bool:
    """Whether it is a condition of a rule: 达到50件以上的企业可享受……, 不足100家的市要补齐."""
    if _PATTERNS.shortfall.match(quoted):
        return bool(_PATTERNS.of_after.match(after))
    # 80%的县要完成验收 demands it of a share of all.
    is_share = quantity.unit == "%" and not _PATTERNS.share_said.search(clause)
    is_rule = _PATTERNS.condition.match(after) and not _PATTERNS.action_verbs.search(clause) and not is_share
    return bool(is_rule) or _is_size(clause, quoted, after, quantity)


def _is_size(clause: str, quoted: str, after: str, quantity: Quantity) -> bool:
    """Whether it is the size of the things meant: 年产值1亿元以上的企业, 20户以上自然村."""
    if quantity.comparator not in (">=", "<="):
        return False
    is_counted = quantity.unit in _SIZES and bool(_PATTERNS.counted_things.match(after))
    is_quality = bool(_PATTERNS.quality.search(clause))
    is_of_things = bool(_PATTERNS.of_things.match(after))
    if not quoted.endswith(("以上", "以下")):
        # 人口超过3万人的乡镇, 产值超500亿元的集群2个
        is_rule = is_of_things and (is_quality or clause.startswith(("对", "凡")))
        is_size = is_counted or (is_rule and not _PATTERNS.action_verbs.search(clause))
        return is_size and bool(_PATTERNS.bounded.match(quoted))
    if is_counted or (is_quality and is_of_things):
        return True
    things = [_PATTERNS.of_worth.match(after)] if quantity.unit.endswith(_WORTH_UNITS) else []
    things += [_PATTERNS.of_size.match(after)] if quantity.unit in ("户", "人") else []
    things += [_PATTERNS.of_counted.match(after)] if quantity.unit in _SIZES else []
    found = [thing[0] for thing in things if thing]
    return any(
        not _PATTERNS.action_verbs.search(thing) and not _PATTERNS.effect_verbs.search(thing)
        for thing in found
    )


def _is_scope(clause: str, after: str, quantity: Quantity) -> bool:
    """Whether it counts fields of work instead of deliverables."""
    if (
        quantity.comparator != "="
        or not _PATTERNS.scope.match(after)
        or _PATTERNS.selection_verbs.search(clause)
    ):
        return False
    return is_chinese(quantity.numeral) or bool(_PATTERNS.listed.search(clause))


def _is_sum(clause: str, quantity: Quantity) -> bool:
    """Whether it sums up a list of existing things (省和市两个受理点)."""
    listed = quantity.unit == "个" and is_chinese(quantity.numeral) and _PATTERNS.listed.search(clause)
    return bool(listed) and "在" not in clause and not _PATTERNS.action_verbs.search(clause)


def load_indicators(folder: Path = DEFAULT) -> tuple[Indicator, ...]:
    """Read ``indicators.toml`` in file order, empty without the file; raises :class:`TaxonomyError`."""
    source = find_file(folder, INDICATORS_FILE)
    if not source.exists():
        return ()
    indicators = read_entries(source, read_toml(source), "indicator", Indicator)
    for indicator in indicators:
        _require_rules(source, indicator)
    return indicators


def find_indicator(target: Target, text: str, task_text: str, indicators: Sequence[Indicator]) -> str:
    """Id of the first matching indicator, or ''."""
    return next(matching_indicators(target, text, task_text, indicators), "")


def matching_indicators(
    target: Target, text: str, task_text: str, indicators: Sequence[Indicator]
) -> Iterator[str]:
    """Ids of all matching indicators in file order."""
    if target.kind != "target":
        return
    clause = _context_of(target, text, _CLAUSE_ENDS)
    sentence = _context_of(target, text, _SENTENCE_ENDS)
    for indicator in indicators:
        if (
            target.unit in indicator.units
            and _matches_any(indicator.any_of, clause)
            and not _matches_any(indicator.none_of, clause)
            and (not indicator.sentence or _matches_any(indicator.sentence, sentence))
            and (not indicator.task or _matches_any(indicator.task, task_text))
        ):
            yield indicator.id


def _context_of(target: Target, text: str, ends: str) -> str:
    """The text around a target up to the nearest ``ends``, with its number replaced by a placeholder."""
    before = re.split(f"[{ends}]", text[max(0, target.start - _CONTEXT) : target.start])[-1]
    after = re.split(f"[{ends}]", text[target.end : target.end + _CONTEXT], maxsplit=1)[0]
    return before + _QUANTITY + target.unit + after


def _matches_any(patterns: Iterable[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)


def _require_rules(source: Path, indicator: Indicator) -> None:
    for name in ("units", "any_of"):
        if not getattr(indicator, name):
            raise TaxonomyError.of("rules_empty", source=source, indicator=indicator.id, name=name)
    for name in ("any_of", "none_of", "sentence", "task"):
        for pattern in getattr(indicator, name):
            try:
                re.compile(pattern)
            except re.error as error:
                entry = f"[[indicator]] {indicator.id}"
                raise TaxonomyError.of(
                    "rule_no_pattern", source=source, entry=entry, name=name, pattern=pattern, error=error
                ) from error
