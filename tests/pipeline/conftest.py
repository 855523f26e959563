"""What several tests of the pipeline share: the corpus, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build import build


@pytest.fixture(scope="session")
def corpus_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the shipped corpus, built as ``plan-atlas build`` builds them; not to be changed."""
    out = tmp_path_factory.mktemp("corpus") / "built"
    build(out=out)
    return out
