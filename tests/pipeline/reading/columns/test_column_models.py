"""The learnt column models: each column's text scores best in its own model, and files round-trip."""

from pathlib import Path

import pytest

from pipeline.reading.columns.column_models import (
    COLUMN_NAMES,
    END,
    MODEL_FILE,
    START,
    ColumnModels,
    load_column_models,
    save_column_models,
    train,
)


def small_models() -> ColumnModels:
    return ColumnModels({name: train([name, "知识产权"], 3) for name in COLUMN_NAMES})


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    models = small_models()
    path = tmp_path / "new" / "column_models.json"
    save_column_models(models, path)
    loaded = load_column_models(path)
    for name in COLUMN_NAMES:
        assert loaded[name].weights == models[name].weights
        assert loaded[name].backoffs == models[name].backoffs
        assert loaded[name].order == models[name].order


def test_equal_models_are_saved_as_equal_bytes(tmp_path: Path) -> None:
    save_column_models(small_models(), tmp_path / "one.json")
    save_column_models(ColumnModels(dict(reversed(small_models().models.items()))), tmp_path / "two.json")
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
def test_text_scores_best_in_its_own_column(column: str, text: str) -> None:
    models = load_column_models(MODEL_FILE)

    def likelihood(name: str) -> float:
        model = models[name]
        return model.score(START * (model.order - 1), text + END)

    assert max(COLUMN_NAMES, key=likelihood) == column
