"""Four seconds of spoilt documents, half of them the same each time and half another day by day."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from pipeline.build import build
from pipeline.build.built import write_built
from pipeline.schema.errors import SourceError
from tests.fuzz import invariants
from tests.fuzz.invariants import outcome_of
from tests.fuzz.running import fuzz
from tests.pipeline.sample_plans import small_plan

SECONDS: Final = 2
FIXED_SEED: Final = 2018
SEED_OF_TODAY: Final = int(os.environ.get("FUZZ_SEED", f"{datetime.now(UTC):%Y%m%d}"))


@pytest.mark.parametrize("seed", [FIXED_SEED, SEED_OF_TODAY], ids=["fixed", "today"])
def test_two_seconds_of_it(seed: int) -> None:
    tally = fuzz(seed, SECONDS)
    assert tally.read > 0
    assert tally.violations == [], f"seed {seed}: {tally}"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(small_plan(), encoding="utf-8")
    return file


def test_a_document_as_it_should_be_violates_nothing(plan: Path, tmp_path: Path) -> None:
    outcome = outcome_of(plan, tmp_path / "built")
    assert (outcome.plans, outcome.refusal, outcome.violations) == (1, "", ())


@pytest.mark.parametrize(
    ("failure", "reported"),
    [
        (ValueError("a bug"), "ValueError: a bug"),
        (SourceError("坏", "bad"), "no sentence: 'bad'"),
    ],
)
def test_an_exception_and_a_refusal_that_is_no_sentence_are_violations(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, reported: str
) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(build, "find_sources", failing)
    assert any(reported in message for message in outcome_of(plan, tmp_path / "built").violations)


def test_a_document_that_takes_too_long_is_a_violation(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: Any, **__: Any) -> None:
        while True:
            time.process_time()

    monkeypatch.setattr(build, "find_sources", endless)
    monkeypatch.setattr(invariants, "allowance", lambda _file: 0.2)
    (message,) = outcome_of(plan, tmp_path / "built").violations
    assert message.startswith("more than 0.2 CPU seconds")


def test_tables_that_do_not_agree_are_a_violation(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forging(out: Path, tables: dict[str, Any], info: dict[str, Any]) -> None:
        measures = tables["measures"]
        place = measures.column_names.index("confidence")
        forged = measures.set_column(place, "confidence", [[2.0] * measures.num_rows])
        write_built(out, {**tables, "measures": forged}, info)

    monkeypatch.setattr(build, "write_built", forging)
    violations = outcome_of(plan, tmp_path / "built").violations
    assert any(message.startswith("confidence 2.0 of") for message in violations)
    assert any(message.startswith("check: ") for message in violations)
