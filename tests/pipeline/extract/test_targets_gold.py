"""Targets of the measures that were read by hand, held against those found."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.quantities.targets import Target, find_targets

GOLD = Path(__file__).resolve().parents[2] / "gold"


def gold_rows() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each measure with its quantities."""
    for path in sorted(GOLD.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["measure"], row["targets"]


def is_same(given: dict[str, Any], found: Target, measure: str) -> bool:
    """Whether two stand in one place and say one thing."""
    place = measure.find(given["quote"])
    values = (found.value_min, found.value_max, found.unit)
    apart = found.end <= place or place + len(given["quote"]) <= found.start
    # A quote that stands more than once in a measure has no one place.
    return values == (given["min"], given["max"], given["unit"]) and (
        not apart or measure.count(given["quote"]) > 1
    )


@pytest.fixture(scope="module")
def compared() -> list[tuple[dict[str, Any] | None, Target | None]]:
    """Pairs of what was read by hand and what was found; None on one side where the other has no match."""
    pairs: list[tuple[dict[str, Any] | None, Target | None]] = []
    for measure, quantities in gold_rows():
        found = list(find_targets(measure))
        for given in quantities:
            match = next((target for target in found if is_same(given, target, measure)), None)
            if match is not None:
                found.remove(match)
            pairs.append((given, match))
        pairs += [(None, target) for target in found]
    return pairs


Pairs = list[tuple[dict[str, Any] | None, Target | None]]


def test_targets_are_found_and_none_invented(compared: Pairs) -> None:
    wanted = [(given, found) for given, found in compared if given and given["kind"] == "target"]
    right = sum(found is not None and found.kind == "target" for _, found in wanted)
    message = [given for given, found in compared if found and found.kind == "target"]
    # What was read as a fact is counted neither way.
    counted = sum(given is None or given["kind"] == "target" for given in message)
    precision, recall = right / counted, right / len(wanted)
    assert len(wanted) == 87
    assert min(precision, recall) >= 0.95
    assert 2 * precision * recall / (precision + recall) >= 0.96


def test_facts_are_distinguished_from_targets(compared: Pairs) -> None:
    both = [(given["kind"], found.kind) for given, found in compared if given and found]
    assert len(both) >= 100
    assert sum(given == found for given, found in both) / len(both) >= 0.97


def test_comparators_are_read_as_by_hand(compared: Pairs) -> None:
    both = [(given["cmp"], found.comparator) for given, found in compared if given and found]
    assert sum(given == found for given, found in both) / len(both) >= 0.97


def test_quotes_are_the_shortest_that_hold_the_number_its_unit_and_its_bounds(compared: Pairs) -> None:
    both = [(given["quote"], found.quote) for given, found in compared if given and found]
    assert sum(given == found for given, found in both) / len(both) >= 0.97


def test_most_quantities_say_what_they_count(compared: Pairs) -> None:
    found = [target for _, target in compared if target]
    assert sum(len(target.metric) >= 2 for target in found) / len(found) >= 0.97
