"""Learns the voices of the columns from plans read by hand: ``python -m pipeline.learn``.

The hand-made rows are in ``tests/gold``, one JSON object per row with ``task``, ``measure`` and
``depts``; the standard tasks, key areas, regions and departments come from the taxonomy. The
same data always gives the same file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.ngrams import train
from pipeline.taxonomy import Taxonomy, load_taxonomy
from pipeline.voices import MODEL_FILE, Voices, save_voices

GOLD_FOLDER: Final = Path(__file__).resolve().parent.parent / "tests" / "gold"
_CLAUSE_END: Final = re.compile("[。；，]")


def read_gold(folder: Path = GOLD_FOLDER) -> dict[str, list[dict[str, Any]]]:
    """The hand-made rows by the name of their file, which is the region's name in pinyin."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        for path in sorted(folder.glob("*.jsonl"))
    }


def learn_voices(rows: Sequence[dict[str, Any]], taxonomy: Taxonomy) -> Voices:
    """The voices of hand-made rows, with the names that the taxonomy adds to them."""
    areas = [area.name_zh for area in taxonomy.areas]
    names = [task.name_zh for task in taxonomy.tasks]
    tasks = [name + end for name in names for end in ("", "", "", "。")]
    local_tasks: list[str] = []
    measures = list(names)
    departments = list(department_names(taxonomy))
    for row in rows:
        bare = row["task"].rstrip("。")
        tasks += [bare, bare + "。"]
        local_tasks += [bare + "。", bare, _CLAUSE_END.split(row["measure"])[0]]
        measures.append(row["measure"])
        departments.append(row["depts"])
    background = Counter("".join(tasks + measures + departments))
    return Voices(
        {
            "area": train(areas * 3, 4, background),
            "task": train(tasks, 4, background),
            "local_task": train(local_tasks, 3, background),
            "measure": train(measures, 3, background),
            "departments": train(departments, 3, background),
        }
    )


def department_names(taxonomy: Taxonomy) -> Iterable[str]:
    """Names that a department cell may hold: bodies of every region and of its places."""
    for region in taxonomy.regions:
        for place in region.telling_words:
            yield from (place + "市政府、", place + "海关", place + "市知识产权局")


def main() -> None:
    rows = [row for plan in read_gold().values() for row in plan]
    save_voices(learn_voices(rows, load_taxonomy()), MODEL_FILE)


if __name__ == "__main__":
    main()
