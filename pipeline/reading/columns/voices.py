"""What each column sounds like: the learnt character models of areas, tasks, measures, departments."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.reading.columns.ngrams import CharacterModel
from pipeline.schema.folding import fold_compatibility

MODEL_FILE: Final = Path(__file__).resolve().parents[3] / "data" / "model" / "voices.json"

VOICES: Final = ("area", "task", "measure", "departments")
"""One model for each column of a plan."""


_DIGIT: Final = re.compile(r"\d")
_NUMBERING: Final = re.compile(
    r"(?:第?[（(【\[]?(?:0{1,3}(?:\.0{1,2})*|[一二三四五六七八九十]{1,3})[)）】\]、.．:：]+|0{1,2}(?:\.0{1,2}){1,2}(?=[\u4e00-\u9fff])|[①-⑳●○◆■★▪•])(?!0)"
)
_OUTLINE_NUMBER: Final = re.compile(r"0{1,2}(?:\.0{1,2}){1,2}")


def model_text(text: str) -> str:
    """``text`` as the models know it, of the same length: any digit as 0, compatibility characters folded."""
    return _DIGIT.sub("0", fold_compatibility(text))


def numbering_length(text: str) -> int:
    """How many characters number a cell at its start in a :func:`model_text`: ``0.``, ``（一）``, ``①``."""
    match = _NUMBERING.match(text) or _OUTLINE_NUMBER.fullmatch(text)
    return match.end() if match else 0


@dataclass(frozen=True)
class Voices:
    """The character model of each voice, by its name in :data:`VOICES`."""

    models: dict[str, CharacterModel]

    def __getitem__(self, voice: str) -> CharacterModel:
        return self.models[voice]


def save_voices(voices: Voices, path: Path) -> None:
    """Write ``voices`` as JSON, sorted, so that the same data gives the same bytes."""
    content = {
        name: {"order": model.order, "weights": dict(model.weights), "backoffs": dict(model.backoffs)}
        for name, model in sorted(voices.models.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


@cache
def load_voices(path: Path = MODEL_FILE) -> Voices:
    """The voices that :func:`save_voices` wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Voices({name: CharacterModel(**content[name]) for name in VOICES})
