"""The learnt voices: each column sounds like itself, and files hold what was saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reading.columns.ngrams import END, START, train
from pipeline.reading.columns.voices import MODEL_FILE, VOICES, Voices, load_voices, save_voices


def small_voices() -> Voices:
    return Voices({name: train([name, "知识产权"], 3) for name in VOICES})


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    voices = small_voices()
    path = tmp_path / "new" / "voices.json"
    save_voices(voices, path)
    loaded = load_voices(path)
    for name in VOICES:
        assert loaded[name].weights == voices[name].weights
        assert loaded[name].backoffs == voices[name].backoffs
        assert loaded[name].order == voices[name].order


def test_the_same_voices_are_the_same_bytes(tmp_path: Path) -> None:
    save_voices(small_voices(), tmp_path / "one.json")
    save_voices(Voices(dict(reversed(small_voices().models.items()))), tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("area", "实施严格的知识产权保护"),
        ("task", "推动高校建立知识产权转移转化机构"),
        ("measure", "开展培训2次，受训人员达到300人次，推动工作取得实效。"),
        ("measure", "一是加大宣传力度；二是完善工作机制。"),
        ("departments", "省林业厅、省水利厅"),
        ("departments", "呼和浩特海关、自治区工商局"),
        ("departments", "市教委"),
    ],
)
def test_each_column_sounds_like_itself(column: str, text: str) -> None:
    voices = load_voices(MODEL_FILE)

    def likelihood(name: str) -> float:
        model = voices[name]
        return model.score(START * (model.order - 1), text + END)

    assert max(VOICES, key=likelihood) == column
