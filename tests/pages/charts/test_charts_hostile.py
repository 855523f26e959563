"""Hostile names stay text in charts and on slides."""

import shutil
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest

from tests.pages.charts.page_charts import open_with_charts, slides_of, words_of

HOSTILE: Final = '=HYPERLINK("http://x.y","z") <script>alert(1)</script> **粗** $x$ & </a:t>'
PLANTED: Final = {
    "bodies": "SELECT * REPLACE ($1 || name_en AS name_en, $1 || short_en AS short_en) FROM '{file}'",
    "regions": "SELECT * REPLACE ($1 || short_en AS short_en) FROM '{file}'",
    "targets": "SELECT * REPLACE ($1 || metric AS metric) FROM '{file}'",
    "campaigns": "SELECT * REPLACE ($1 || name AS name) FROM '{file}'",
    "keywords": "SELECT * REPLACE ($1 || term AS term) FROM '{file}'",
}
VIEWS: Final[list[tuple[str, dict[str, str]]]] = [
    ("targets", {}),
    ("targets", {"see": "region", "of": "320000"}),
    ("targets", {"see": "plans"}),
    ("keywords", {"of_region": "320000"}),
    ("keywords", {"see": "use", "term": HOSTILE[:40]}),
    ("keywords", {"see": "alike"}),
    ("keywords", {"see": "named"}),
    ("departments", {}),
    ("departments", {"duty": "region", "of_region": "320000"}),
    ("departments", {"duty": "task", "of_task": "1.1"}),
]


@pytest.fixture(scope="module")
def planted(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the corpus, in which names are hostile."""
    folder = tmp_path_factory.mktemp("planted") / "built"
    shutil.copytree(corpus, folder)
    for table, sql in PLANTED.items():
        query = sql.format(file=corpus / f"{table}.parquet").replace("$1", "'" + HOSTILE + "'")
        duckdb.sql(f"COPY ({query}) TO '{folder / table}.parquet' (FORMAT parquet)")
    return folder


def said_on(slide: Any) -> list[str]:
    """All texts of a slide: of shapes, of tables, and of the labels and caches of charts."""
    found = list(words_of(slide.shapes))
    for shape in slide.shapes:
        if shape.has_chart:
            found += shape.chart._chartSpace.xpath(".//a:t/text() | .//c:v/text()")
    return found


@pytest.mark.parametrize(("page", "address"), VIEWS)
def test_hostile_names_are_escaped(
    planted: Path, monkeypatch: pytest.MonkeyPatch, page: str, address: dict[str, str]
) -> None:
    _, charts = open_with_charts(planted, monkeypatch, page, lang="en", **address)
    assert charts
    for exhibit in charts.values():
        said = [text for slide in slides_of(exhibit, "en") for text in said_on(slide)]
        # A title of several such names is longer than a slide has room for.
        assert any(exhibit.title[:80] in text for text in said)
        hostile = [text for text in said if HOSTILE[:24] in text]
        assert hostile
        frame = exhibit.frame.astype(str).to_numpy().ravel()
        assert any(HOSTILE[:40] in text for text in [*frame, *map(str, exhibit.frame.columns)])
