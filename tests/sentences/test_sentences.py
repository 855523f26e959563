"""Sentences and cells in the style of other years and fields, each with the facts that are in it."""

import pytest
from _pytest.mark import ParameterSet

from tests.sentences.judging import FITS, Item, misreadings, read_items

KINDS = (*FITS, "levels")
LEAST_RIGHT = 0.97


def _cases() -> list[ParameterSet]:
    return [pytest.param(item, id=item.id) for kind in KINDS for item in read_items(kind)]


@pytest.mark.parametrize("item", _cases())
def test_facts_of_a_sentence(item: Item) -> None:
    found = misreadings(item)
    if item.wrong:
        assert found, f"{item.id} is right now: it is no longer known to be wrong"
    else:
        assert not found, (item.measure or item.departments, found)


@pytest.mark.parametrize("kind", KINDS)
def test_nearly_all_sentences_are_right(kind: str) -> None:
    items = read_items(kind)
    assert sum(not item.wrong for item in items) >= LEAST_RIGHT * len(items)
