"""Judges what is extracted from single sentences and cells against facts that were written down by hand.

A file of items (``targets.jsonl`` and so on) has one JSON object a line:

======== ==================================================================================================
id, tag  what the item is called, and what it tries
measure  the text of the measure cell
departments  the department cell, '' where the item is not about it
region   the name of the region whose plan it stands in, where that matters; ``task`` likewise
expect   the facts: ``targets``, ``departments``, ``citations`` and ``campaigns`` are lists, ``level`` a word
         or the words of which any will do; ``may`` lists texts of which a fact is neither asked nor wrong;
         ``is`` gives fields of a fact as they are to be, to the letter
wrong    where it is known that the item is not read right: why
======== ==================================================================================================

An item is right when each expected fact is found with all that it is expected to be, and no other is found.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.extract.facts import find_facts, load_vocabularies
from pipeline.extract.levels.level import find_level
from pipeline.taxonomy.loading import DEFAULT, Region, load_taxonomy

FOLDER = Path(__file__).parent
YEAR = 2018
TASK = "加强知识产权文化建设"
REGION = "山东省"


@dataclass(frozen=True)
class Item:
    """A sentence or cell, and what is to be found in it."""

    id: str
    kind: str
    tag: str
    measure: str
    departments: str
    region: str
    task: str
    expect: dict[str, Any]
    wrong: str


def read_items(kind: str) -> list[Item]:
    """The items of a kind of `FITS`, or of ``levels``."""
    lines = (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_item(json.loads(line)) for line in lines if line]


def _item(said: dict[str, Any]) -> Item:
    return Item(
        said["id"],
        said["kind"],
        said.get("tag", ""),
        said["measure"],
        said.get("departments", ""),
        said.get("region", "") or REGION,
        said.get("task", TASK),
        said["expect"],
        said.get("wrong", ""),
    )


def misreadings(item: Item) -> list[str]:
    """What is missed of an item and what is found besides; nothing where it is right."""
    if item.kind == "level":
        facts = find_facts(item.measure, "", item.task, _regions()[item.region], YEAR, load_vocabularies())
        level = find_level(item.measure, item.task, quantified=facts.commitments > 0).level
        return [] if level in _options(item.expect["level"]) else [f"level {level}"]
    facts = find_facts(
        item.measure, item.departments, item.task, _regions()[item.region], YEAR, load_vocabularies()
    )
    found: Sequence[Any] = getattr(facts, item.kind)
    wanted = item.expect[item.kind]
    rest, missed = list(found), []
    for want in wanted:
        fits = [fact for fact in rest if _fits(item.kind, fact, want)]
        if fits:
            rest.remove(min(fits, key=lambda fact: len(fact.quote)))
        else:
            missed.append(f"missed {want}")
    allowed = [_folded(text) for text in item.expect.get("may", [])]
    besides = [fact for fact in rest if not _is_allowed(_folded(fact.quote), allowed)]
    return missed + [f"found {fact}" for fact in besides]


def _is_allowed(quote: str, allowed: Iterable[str]) -> bool:
    return any(text in quote or quote in text for text in allowed)


def _fits(kind: str, fact: Any, want: Any) -> bool:
    if isinstance(want, dict) and "is" in want:
        return all(getattr(fact, name) == value for name, value in want["is"].items())
    return FITS[kind](fact, want)


def _is_target(fact: Any, want: dict[str, Any]) -> bool:
    if _folded(want["quote_contains"]) not in _folded(fact.quote):
        return False
    return any(_is_reading(fact, reading) for reading in [want, *want.get("or", [])])


def _is_reading(fact: Any, want: dict[str, Any]) -> bool:
    units = [_folded(unit) for unit in _options(want["unit"])]
    return (
        _is_close(fact.value_min, want["min"])
        and _is_close(fact.value_max, want["max"])
        and ("*" in units or _folded(fact.unit) in units)
        and fact.comparator in _options(want["cmp"])
        and fact.kind in _options(want.get("kind", fact.kind))
    )


def _is_body(fact: Any, want: dict[str, Any]) -> bool:
    name = _folded(want["name_contains"])
    return (
        (name in _folded(fact.quote) or name in _folded(fact.full_name))
        and fact.role in _options(want.get("role", fact.role))
        and fact.level in _options(want.get("level", fact.level))
    )


def _is_citation(fact: Any, want: dict[str, Any]) -> bool:
    title, number = _folded(want.get("title_contains", "")), _number_folded(want.get("number", ""))
    if title not in _folded(fact.title) and title not in _folded(fact.quote):
        return False
    return number in _number_folded(fact.number if title else f"{fact.number} {fact.quote}")


def _is_campaign(fact: Any, want: str) -> bool:
    return _folded(want) in _folded(fact.name) or _folded(want) in _folded(fact.quote)


FITS: dict[str, Callable[[Any, Any], bool]] = {
    "targets": _is_target,
    "departments": _is_body,
    "citations": _is_citation,
    "campaigns": _is_campaign,
}
"""Whether a fact is what an item expects, for each kind of fact."""


def _options(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_close(got: float | None, want: float | None) -> bool:
    if got is None or want is None:
        return got is want
    return abs(got - want) <= 1e-3 * max(abs(want), 1e-9)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number_folded(text: str) -> str:
    brackets = str.maketrans("〔【［（(〕】］）)—–－‐−", "[[[[[]]]]]-----")
    return _folded(_folded(text).translate(brackets)).upper()


@cache
def _regions() -> dict[str, Region]:
    return {region.name_zh: region for region in load_taxonomy(DEFAULT).regions}
