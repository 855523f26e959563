"""Every planted edit is found in the tables of change, and none is invented."""

import random
from collections import Counter, defaultdict
from typing import Final

import pytest

from pipeline.schema.model import COVERED_DEPTHS
from tests.pipeline.corpus.change.planted import IDS, Editor, changes_of, gold_plans, read_year

NAMES: Final = {region_id: name for name, region_id in IDS.items()}


@pytest.mark.parametrize("seed", range(5))
def test_every_edit_is_found_and_none_is_invented(seed: int) -> None:
    chance = random.Random(seed)
    corpus = {name: list(rows) for name, rows in gold_plans().items()}
    editor = Editor(corpus, chance)
    editor.edit(56)
    before, after = read_year(corpus, 2018), read_year(editor.after, 2019)
    found = changes_of(before, after)
    truth = editor.truth

    measures: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in found["measure_changes"]:
        measures[NAMES[row["region_id"]], row["task_id"]].add(row["change"])
    for cell, changes in measures.items():
        assert changes <= truth.measures.get(cell, {"unchanged"}), cell
    assert truth.measures.keys() <= measures.keys()

    targets: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in found["target_changes"]:
        targets[NAMES[row["region_id"]], row["task_id"]][row["change"]] += 1
    for cell in targets.keys() | truth.targets.keys():
        expected = Counter(truth.targets.get(cell, ["kept"] * targets[cell].total()))
        assert targets[cell] == expected, cell

    for row in found["task_changes"]:
        cell = NAMES.get(row["region_id"], ""), row["task_id"]
        assert row["change"] in truth.cells.get(cell, {"same", "no_plan"}), cell

    due = {
        (NAMES[row["region_id"]], row["task_id"])
        for row in found["measure_changes"]
        if row["deadline_change"] not in ("", "kept")
    }
    assert due == truth.deadlines

    copied = {
        (NAMES[r["region_id"]], r["task_id"]) for r in found["measure_changes"] if r["first_measure_id"]
    }
    assert copied == truth.copied

    for plans, column, depth in ((before, "task_id_before", "depth_before"), (after, "task_id", "depth")):
        covered = sum(value in COVERED_DEPTHS for value in plans.depths.values())
        assert covered == sum(row[depth] in COVERED_DEPTHS for row in found["task_changes"] if row[column])
