"""The learnt model comes from data in the repository, and from nothing else."""

from pathlib import Path

from pipeline.reading.columns.column_models import COLUMN_NAMES, MODEL_FILE, save_column_models
from pipeline.tools.learn import department_cells, learn_column_models, read_gold
from tests.pipeline.sample_plans import TAXONOMY


def test_learning_again_gives_the_very_bytes_that_are_shipped(tmp_path: Path) -> None:
    rows = [row for plan in read_gold().values() for row in plan]
    save_column_models(learn_column_models(rows, TAXONOMY), tmp_path / "column_models.json")
    assert (tmp_path / "column_models.json").read_bytes() == MODEL_FILE.read_bytes()


def test_the_hand_made_rows_have_what_is_learnt_from() -> None:
    plans = read_gold()
    assert len(plans) == 10
    for rows in plans.values():
        assert all({"task", "measure", "depts", "std", "level", "area"} <= row.keys() for row in rows)


def test_there_is_a_model_for_every_column() -> None:
    models = learn_column_models([{"task": "甲", "measure": "乙。", "depts": "丙局"}], TAXONOMY)
    assert tuple(models.models) == COLUMN_NAMES


def test_departments_are_heard_in_whole_cells() -> None:
    cells = department_cells()
    text = "、".join(cells)
    for name in ("知识产权局", "海关", "高级人民法院", "公安厅", "财政厅", "教育厅"):
        assert name in text
    assert all(cells)
    assert not any("{place}" in cell for cell in cells)
