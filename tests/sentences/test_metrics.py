"""What is counted, on sentences that were judged by hand before they were read.

Each line of ``metrics.jsonl`` has the measure, the quantity as it is printed (``quote``) and what it counts
(``metric``); any of several will do.
"""

import json

from pipeline.extract.quantities.targets import find_targets
from tests.sentences.judging import FOLDER


def test_metrics_end_where_the_thing_ends() -> None:
    lines = (FOLDER / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    for item in map(json.loads, lines):
        targets = find_targets(item["measure"])
        metrics = {one.metric for one in targets for quote in item["quote"] if quote in one.quote}
        assert len(metrics) == 1, item
        assert metrics <= {*item["metric"]}, (item, metrics)
