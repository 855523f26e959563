"""What several tests of the pipeline share: the corpus, built once."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus_built(corpus: Path) -> Path:
    """The tables of the shipped corpus; not to be changed."""
    return corpus
