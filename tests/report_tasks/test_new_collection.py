"""The page that takes a newcomer to a dashboard holds: its files are built as they stand there."""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from pipeline.build.build import build
from pipeline.build.built import ROOT
from pipeline.store import store
from pipeline.taxonomy.loading import SHARED

FILE: Final = re.compile(r"`(data/[^`\n]+\.(?:toml|csv))`[^\n]*\n\n```\w+\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", ["new-collection.md", "new-collection.zh-CN.md"])
def test_the_files_of_the_page_are_built(tmp_path: Path, page: str) -> None:
    shutil.copytree(SHARED, tmp_path / "data" / "taxonomy")
    files = FILE.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    for name, content in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    report = build(
        [tmp_path / "data" / "raw"], tmp_path / "built", taxonomy_folder=tmp_path / "data/taxonomy"
    )
    assert (len(files), report.plans, report.clean) == (4, 1, True)
    measures = store.measures(tmp_path / "built")
    assert list(measures["task_id"]) == ["1.1", "1.2", "2.1"]
