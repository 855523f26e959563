"""What several tests of the pipeline share: the corpus, built once, and what a process loads once."""

from pathlib import Path

import pytest

from pipeline.readers.pdf import extraction  # noqa: F401
from tests.pipeline.sample_plans import read_plans, small_plan


@pytest.fixture(scope="session", autouse=True)
def _load_before_forks() -> None:
    """Load models and words before builds start their workers: where these are forked, they inherit them."""
    read_plans(small_plan())


@pytest.fixture(scope="session")
def corpus_built(corpus: Path) -> Path:
    """The tables of the shipped corpus; not to be changed."""
    return corpus
