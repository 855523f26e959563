"""What tells generic measures from specific ones is learnt from data in the repository."""

from pathlib import Path

from pipeline.extract.levels.level import MODEL_FILE, load_level_model
from pipeline.tools.learn_levels import main, save_level_model

LEAST = 0.8


def test_learning_again_gives_the_very_model_that_is_shipped(tmp_path: Path) -> None:
    main(["--out", str(tmp_path / "level.json")])
    assert (tmp_path / "level.json").read_bytes() == MODEL_FILE.read_bytes()


def test_generic_measures_are_found_in_plans_that_the_model_has_not_seen() -> None:
    model = load_level_model()
    assert model.precision >= LEAST
    assert model.recall >= LEAST


def test_a_model_is_written_as_it_is_read(tmp_path: Path) -> None:
    save_level_model(load_level_model(), tmp_path / "level.json")
    assert load_level_model(tmp_path / "level.json") == load_level_model()
