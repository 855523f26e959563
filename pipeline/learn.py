"""Learns the voices of the columns from plans read by hand: ``python -m pipeline.learn``.

The hand-made rows are in ``tests/gold``, one JSON object per row with ``task``, ``measure`` and
``depts``; the standard tasks, key areas, regions and departments come from the taxonomy. The
same data always gives the same file.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.ngrams import train
from pipeline.taxonomy import DEFAULT as TAXONOMY_FOLDER
from pipeline.taxonomy import Taxonomy, load_taxonomy
from pipeline.voices import MODEL_FILE, Voices, model_text, save_voices

GOLD_FOLDER: Final = Path(__file__).resolve().parent.parent / "tests" / "gold"
DEPARTMENTS_FILE: Final = TAXONOMY_FOLDER / "departments.toml"
_LONGEST_PLAIN_WORD: Final = 4
_PLACE_BODIES: Final = ("市政府", "海关", "市知识产权局", "市人民政府")
_GOLD_WEIGHT: Final = 3
_ORDERS: Final = {"area": 4, "task": 4, "measure": 3, "departments": 3}
_VERBS: Final = (
    "加强",
    "加大",
    "推进",
    "推动",
    "开展",
    "完善",
    "促进",
    "强化",
    "深化",
    "实施",
    "探索",
    "支持",
    "鼓励",
)
"""What a reworded task puts for the verb that the template has."""


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
    tasks += [verb + name[2:] for name in names if name[:2] in _VERBS for verb in _VERBS]
    measures = [name + end for name in names for end in ("", "。")]
    departments = list(department_cells(taxonomy))
    for row in rows:
        bare = row["task"].rstrip("。")
        tasks += [bare, bare + "。"]
        measures.append(row["measure"])
        departments += [row["depts"]] * _GOLD_WEIGHT
    cells = {
        "area": [model_text(text) for text in areas * 3],
        "task": [model_text(text) for text in tasks],
        "measure": [model_text(text) for text in measures],
        "departments": [model_text(text) for text in departments],
    }
    background = Counter("".join(cells["task"] + cells["measure"] + cells["departments"]))
    return Voices({name: train(texts, _ORDERS[name], background) for name, texts in cells.items()})


def department_cells(taxonomy: Taxonomy, bodies: Path = DEPARTMENTS_FILE) -> Iterator[str]:
    """Cells as the closed world of bodies would fill them, each name in some cell at least once.

    Names follow one another in lists of one to three, with and without what stands before a
    name in a province's own cells; which goes with which is fixed, so that the result is too.
    """
    content = tomllib.loads(bodies.read_text(encoding="utf-8"))
    names = [
        alias
        for department in content["department"]
        for alias in (department["name_zh"], *department["aliases_zh"])
        if department["kind"] != "collective" or len(alias) > _LONGEST_PLAIN_WORD
    ]
    patterns = [pattern for entry in content["place_pattern"] for pattern in entry["patterns"]]
    places = [place for region in taxonomy.regions for place in region.telling_words]
    names += [place + _PLACE_BODIES[i % len(_PLACE_BODIES)] for i, place in enumerate(places)]
    names += [pattern.replace("{place}", places[7 * i % len(places)]) for i, pattern in enumerate(patterns)]
    prefixes = ("省", "", "市", "省", "", "自治区")
    for i, name in enumerate(names):
        listed = [prefixes[i % len(prefixes)] + name]
        listed += [
            prefixes[(i + k) % len(prefixes)] + names[(i * 37 + 101 * k) % len(names)]
            for k in range(1, 1 + i % 3)
        ]
        yield "、".join(listed)
    words, labels = content["role_words"], content["role_labels"]
    for role in ("lead", "charge", "support"):
        yield from (f"省知识产权局{word}" for word in words[role])
        yield from (f"{word}单位：省知识产权局" for word in labels[role])


def main() -> None:
    rows = [row for plan in read_gold().values() for row in plan]
    save_voices(learn_voices(rows, load_taxonomy()), MODEL_FILE)


if __name__ == "__main__":
    main()
