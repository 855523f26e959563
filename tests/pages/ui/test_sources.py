"""How charts and citations name the sources."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from pages.ui import data
from pages.ui.evidence.sources import cite_view, source_note
from pages.ui.text import in_language


@pytest.mark.parametrize(
    ("titles", "named", "cited"),
    [
        (["A"], "A", "A (SHA-256 aaaaaaaaaaaa)"),
        (["A"] * 30, "A", "A (30 files)"),
        (["A", "B", "B"], "A, B", "A (SHA-256 aaaaaaaaaaaa), B (2 files)"),
        (["A", "B", "C", "D"], "A and 3 others", "D (SHA-256 aaaaaaaaaaaa)"),
    ],
)
def test_files_under_one_title_are_one_source(
    titles: list[str], named: str, cited: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [SimpleNamespace(title=title, title_zh=title, sha256="a" * 64) for title in titles]
    info = SimpleNamespace(version="1", built_at=datetime(2026, 1, 1), sources=sources)
    monkeypatch.setattr(data, "build_info", lambda: info)
    with in_language("en"):
        assert source_note() == f"Source: {named}; Plan Atlas 1"
        assert cited in cite_view("Title", "")
