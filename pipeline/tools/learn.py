"""Train the column models: ``python -m pipeline.tools.learn``.

Training data are the gold rows in ``tests/gold``, the standard tasks and key areas of the taxonomy, and
``data/model/department_cells.txt``. Training is deterministic.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.reading.columns.column_models import (
    MODEL_FILE,
    ColumnModels,
    model_text,
    save_column_models,
    train,
)
from pipeline.taxonomy.loading import Taxonomy, load_taxonomy

GOLD_FOLDER: Final = Path(__file__).resolve().parents[2] / "tests" / "gold"
CELLS_FILE: Final = MODEL_FILE.with_name("department_cells.txt")
_GOLD_WEIGHT: Final = 3
_ORDERS: Final = {"area": 4, "task": 4, "measure": 3, "departments": 3}
_VERBS: Final = (
    *("加强", "加大", "推进", "推动", "开展", "完善", "促进"),
    *("强化", "深化", "实施", "探索", "支持", "鼓励"),
)
"""Interchangeable verbs at the start of tasks."""


def read_gold() -> dict[str, list[dict[str, Any]]]:
    """Gold rows by file name, which is the region's name in pinyin."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        for path in sorted(GOLD_FOLDER.glob("*.jsonl"))
    }


def learn_column_models(rows: Sequence[dict[str, Any]], taxonomy: Taxonomy) -> ColumnModels:
    """Train the models with gold rows and the names in the taxonomy."""
    names = [task.name_zh for task in taxonomy.tasks]
    tasks = [name + end for name in names for end in ("", "", "", "。")]
    tasks += [verb + name[2:] for name in names if name[:2] in _VERBS for verb in _VERBS]
    measures = [name + end for name in names for end in ("", "。")]
    departments = department_cells()
    for row in rows:
        bare = row["task"].rstrip("。")
        tasks += [bare, bare + "。"]
        measures.append(row["measure"])
        departments += [row["depts"]] * _GOLD_WEIGHT
    areas = [area.name_zh for area in taxonomy.areas] * 3
    texts = {"area": areas, "task": tasks, "measure": measures, "departments": departments}
    cells = {name: list(map(model_text, column)) for name, column in texts.items()}
    background = Counter("".join(cells["task"] + cells["measure"] + cells["departments"]))
    return ColumnModels({name: train(texts, _ORDERS[name], background) for name, texts in cells.items()})


def department_cells() -> list[str]:
    """Additional training cells for the departments column.

    Generated once from the names of bodies with prefixes, and kept fixed so that additions to the directory
    do not change how documents are read.
    """
    return CELLS_FILE.read_text(encoding="utf-8").splitlines()


def main() -> None:
    rows = [row for plan in read_gold().values() for row in plan]
    save_column_models(learn_column_models(rows, load_taxonomy()), MODEL_FILE)


if __name__ == "__main__":
    main()
