"""Units of quantities, and words that only start like units."""

import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pipeline.extract.patterns import load_patterns
from pipeline.taxonomy.loading import SHARED
from pipeline.taxonomy.toml_files import read_toml, require_section

_COUNTED: Final = (
    *("verbs", "which", "later_verbs", "qualities"),
    *("done_to", "acts", "acts_or_nouns", "act_nouns"),
)


def load_words(source: Path) -> dict[str, Any]:
    """Read ``quantities.toml``; raises :class:`TaxonomyError` where it is invalid."""
    words = read_toml(source)
    for name, kind, needed in (
        ("units", "texts", ("places_and_bodies",)),
        ("other_words", "pattern", ()),
        ("only_before", "pattern", ()),
        ("counted", "patterns", _COUNTED),
    ):
        require_section(source, f"[{name}]", words.get(name), kind, needed)
    sizes = words.get("sizes")
    for name, units in sizes.items() if isinstance(sizes, dict) else [("", sizes)]:
        require_section(source, f"[sizes] {name}".rstrip(), units, "size")
    return words


WORDS: Final = load_words(SHARED / "quantities.toml")
"""Units, and words that delimit the names of counted things."""

PLACES_AND_BODIES: Final = frozenset(WORDS["units"]["places_and_bodies"])
"""Counted without a classifier: 4市县, 四部门."""

BODIES: Final = frozenset(("部门", "部委", "省市"))

ONE_COUNTS: Final = frozenset(("家", "所", "名", "次", "期", "场", "倍", "个百分点", "百分点"))
"""Units with which 一 is a number; with others it is mostly an article (一支队伍)."""

ONE_BEFORE_THING: Final = frozenset("个支项件份部本座")
"""Units with which 一 is a number before one of ``THINGS``."""

DIGITS_ONLY: Final = frozenset("分路面队字单讲节首度站方口头米克兆县市村副具束杯尊班餐")
"""Units that do not follow Chinese numerals, except in other words: 三方, 两路, 五面."""

_PATTERNS: Final = load_patterns("units")
THINGS: Final = _PATTERNS.things.pattern
"""Countable things that a plan can set up."""
FIXED_NAMES: Final = _PATTERNS.fixed_names.pattern
"""Names that contain a number."""

_TIMES_UNITS: Final = tuple(
    f"{unit}{bracket}" for unit in "人家户场件台车架辆批期" for bracket in ("（次）", "(次)")
)

PER: Final = (
    rf"(?:(?:[/／](?:每)?[百千万亿]{{0,2}}|每(?=立方米|平方公里|平方米|升|吨|亩|公顷|公斤|千克|千瓦时|小时|秒))"
    rf"(?:{_PATTERNS.shared_by.pattern})(?:[·・](?:{_PATTERNS.shared_by.pattern}))?){{0,2}}"
)
"""Pattern of a denominator: /立方米, 每亩; also of nothing."""
_LATIN: Final = re.compile("[A-Za-z]")


def _unit_pattern(unit: str) -> str:
    others, only_before = WORDS["other_words"].get(unit), WORDS["only_before"].get(unit)
    after = f"(?!{others})" if others else "(?![A-Za-z])" if _LATIN.search(unit) else ""
    if only_before:
        after = f"(?={only_before}|[，。；、）)]|$)"
    before = "(?<=[百千万亿])" if unit == "方" else ""
    return before + re.escape(unit) + after


_BY_LENGTH: Final = sorted({*chain(*WORDS["units"].values()), *_TIMES_UNITS}, key=len, reverse=True)
UNIT: Final = "(?:" + "|".join(_unit_pattern(unit) for unit in _BY_LENGTH) + ")" + PER
"""Pattern of a unit with denominator (微克/立方米); the longest match wins."""

_SIZES: Final[Mapping[str, Mapping[str, float]]] = WORDS["sizes"]
_SPELLINGS: Final = {"％": "%", "圆": "元", "元人民币": "元"}
_TIMES: Final = re.compile(r"(.)[（(]次[）)]")


def unit_name(printed: str) -> str:
    """The canonical name of a unit with several spellings: ％, 人（次）, 人/次."""
    if printed in ("人/次", "人／次"):
        return "人次"
    return _SPELLINGS.get(printed, _TIMES.sub(r"\1次", printed))


def conversion_factor(unit: str, other: str) -> float | None:
    """Factor from the ``other`` unit to ``unit``; None if they are not convertible."""
    if unit == other:
        return 1.0
    sizes = next((sizes for sizes in _SIZES.values() if unit in sizes and other in sizes), None)
    return sizes[other] / sizes[unit] if sizes else None
