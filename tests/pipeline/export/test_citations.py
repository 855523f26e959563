"""Citations and the README: what an export says of its licence and of how to cite it."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from pipeline.export.citations import LICENCE_URL, cite_source, cite_tables
from pipeline.export.export import readme_text
from pipeline.schema.codebook import TABLES
from pipeline.store import store
from pipeline.store.store import BuildInfo
from tests.pipeline.built_fixture import write_built

ROOT: Final = Path(__file__).resolve().parents[3]
TODAY: Final = date(2026, 3, 4)


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory) -> BuildInfo:
    return store.build_info(write_built(tmp_path_factory.mktemp("cited") / "built"))


def test_every_style_shows_version_days_and_checksum(info: BuildInfo) -> None:
    digits, built = info.sources[0].sha256[:12], info.built_at.date()
    for style, cited in cite_tables(info, TODAY).by_style():
        assert info.version in cited
        assert digits in cited
        assert built.isoformat() in cited
        assert (f"{TODAY:%Y/%m/%d}" if style == "RIS" else TODAY.isoformat()) in cited


def test_a_page_is_cited_by_its_title_and_its_address(info: BuildInfo) -> None:
    for _, cited in cite_tables(info, TODAY, page="Gaps", link="https://atlas.org/gaps?area=3").by_style():
        assert "Gaps. " in cited
        assert "https://atlas.org/gaps?area=3" in cited


def test_apa_begins_with_author_year_and_title(info: BuildInfo) -> None:
    assert cite_tables(info, TODAY).apa.startswith(f"Plan Atlas. ({info.built_at.year}). Plan Atlas tables: ")
    assert "[Data set]" in cite_tables(info, TODAY).apa


def test_ris_is_a_tag_a_line_whatever_a_title_holds(info: BuildInfo) -> None:
    source = replace(info.sources[0], title="two\nlines", year=None)
    for cited in (cite_tables(replace(info, sources=(source,)), TODAY), cite_source(source)):
        lines = cited.ris.split("\n")
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
        assert (lines[0][:6], lines[-1]) == ("TY  - ", "ER  - ")
    assert "n.d." in cite_source(source).apa
    assert "PY" not in cite_source(source).ris


def test_the_readme_names_tables_sources_licence_and_citations(info: BuildInfo) -> None:
    text = readme_text(info, {"measures": 1234, "tasks": 4}, filtered=True, today=TODAY)
    assert f"- `measures` (1,234): {TABLES['measures'].en}" in text
    assert "`coverage`" not in text
    assert text.count(LICENCE_URL) == 2
    assert "`build.json` holds the filters" in text
    assert info.sources[0].sha256 in text
    assert all(cited in text for _, cited in cite_tables(info, TODAY).by_style())
    assert "holds the filters" not in readme_text(info, {}, filtered=False, today=TODAY)


def test_the_licence_and_citation_files_agree_with_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation
    assert f"\nlicense: {project['license']}\n" in citation
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
    assert LICENCE_URL in (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
