"""What is counted, on sentences that were judged by hand before they were read.

Each line of ``metrics.jsonl`` has the measure, the quantity as it is printed (``quote``) and what it counts
(``metric``); any of several will do.
"""

import json
from typing import Any

import pytest

from pipeline.extract.quantities.targets import find_targets
from tests.sentences.judging import FOLDER

LINES = (FOLDER / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
ITEMS: list[dict[str, Any]] = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("item", ITEMS, ids=[item["id"] for item in ITEMS])
def test_metrics_end_where_the_thing_ends(item: dict[str, Any]) -> None:
    targets = find_targets(item["measure"])
    (metric,) = {one.metric for one in targets for quote in item["quote"] if quote in one.quote}
    assert metric in item["metric"]
