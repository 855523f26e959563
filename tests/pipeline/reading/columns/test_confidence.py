"""Rows that are read wrongly have little confidence, rows that are read rightly much."""

from pathlib import Path
from statistics import fmean

import pytest

from pipeline.build.findings import plan_findings
from pipeline.reading.columns.confidence import ConfidenceModel, load_confidence, save_confidence
from pipeline.reading.plan_checks import require_plan
from pipeline.schema.errors import SourceError
from tests.documents.forms import write_documents
from tests.documents.scoring import RowScore, score_folder
from tests.pipeline.sample_plans import TAXONOMY, read_one, small_plan


def test_a_plan_that_is_read_rightly_has_much_confidence() -> None:
    plan = read_one(small_plan())
    assert min(measure.confidence for measure in plan.measures) > load_confidence().doubtful_below
    assert "row_doubtful" not in {finding.kind for finding in plan_findings(plan, TAXONOMY)}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[RowScore]:
    """Rows of documents that no model has learnt, in dumps of any habits."""
    folder = tmp_path_factory.mktemp("documents")
    write_documents([f"confidence{n}" for n in range(12)], ["synth"], folder)
    return [row for score in score_folder(folder / "synth", workers=1) for row in score.rows]


def test_confidence_is_calibrated(rows: list[RowScore]) -> None:
    reported = fmean(row.confidence or 0.0 for row in rows)
    assert reported == pytest.approx(fmean(not row.wrong for row in rows), abs=0.05)


def test_wrong_rows_are_doubted_and_right_ones_hardly(rows: list[RowScore]) -> None:
    wrong = [row for row in rows if row.wrong]
    right = [row for row in rows if not row.wrong]
    rate = fmean(row.doubted for row in right)
    assert rate <= 0.06
    assert wrong
    assert fmean(row.doubted for row in wrong) > 10 * rate


def test_words_out_of_order_are_refused() -> None:
    lines = small_plan().splitlines()
    head, body = lines[:4], [line for line in lines[4:] if line.strip()]
    shuffled = "\n\n".join([*head, *body[::2], "\f", *body[1::2]])
    with pytest.raises(SourceError, match="pdftotext -raw"):
        require_plan(read_one(shuffled))


def test_a_model_is_saved_and_loaded_as_it_was(tmp_path: Path) -> None:
    leaf = (-1, -2.0, -1, -1)
    tree = ((0, 0.5, 1, 2, 0.0), (*leaf, 2.0), (*leaf, -2.0))
    model = ConfidenceModel(("margin",), 0.9, -1.0, (tree,))
    save_confidence(model, tmp_path / "model.json")
    assert load_confidence(tmp_path / "model.json") == model
    assert model.confidence({"margin": 0.0}) < 0.5 < model.confidence({"margin": 1.0})
