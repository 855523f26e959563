"""Column language models: character n-gram models of key areas, tasks, measures and departments."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.reading.columns.ngrams import CharacterModel
from pipeline.schema.folding import fold_compatibility

MODEL_FILE: Final = Path(__file__).resolve().parents[3] / "data" / "model" / "column_models.json"

COLUMN_NAMES: Final = ("area", "task", "measure", "departments")
"""The columns of a plan, each with its model."""

_DIGIT: Final = re.compile(r"\d")
_NUMBERING: Final = re.compile(
    r"(?:第?[（(【\[]?(?:0{1,3}(?:\.0{1,2})*|[一二三四五六七八九十]{1,3})[)）】\]、.．:：]+|0{1,2}(?:\.0{1,2}){1,2}(?=[\u4e00-\u9fff])|[①-⑳●○◆■★▪•])(?!0)"
)
_OUTLINE_NUMBER: Final = re.compile(r"0{1,2}(?:\.0{1,2}){1,2}")


def model_text(text: str) -> str:
    """Replace digits by 0 and fold compatibility characters, without changing the length."""
    return _DIGIT.sub("0", fold_compatibility(text))


def numbering_length(text: str) -> int:
    """Return the length of a :func:`model_text`'s list number (``0.``, ``（一）``, ``①``), or 0."""
    match = _NUMBERING.match(text) or _OUTLINE_NUMBER.fullmatch(text)
    return match.end() if match else 0


@dataclass(frozen=True)
class ColumnModels:
    """The character model of each column, by the names in :data:`COLUMN_NAMES`."""

    models: dict[str, CharacterModel]

    def __getitem__(self, column: str) -> CharacterModel:
        return self.models[column]


def save_column_models(models: ColumnModels, path: Path) -> None:
    """Write models as JSON with sorted keys, so that equal models give identical files."""
    content = {
        name: {"order": model.order, "weights": dict(model.weights), "backoffs": dict(model.backoffs)}
        for name, model in sorted(models.models.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


@cache
def load_column_models(path: Path = MODEL_FILE) -> ColumnModels:
    """Load models written by :func:`save_column_models`."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return ColumnModels({name: CharacterModel(**content[name]) for name in COLUMN_NAMES})
