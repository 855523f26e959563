"""How the suite itself behaves: the order of its kinds, and what a missing Chromium means."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.conftest import pytest_collection_modifyitems

ROOT: Final = Path(__file__).resolve().parents[1]


def run_suite(folder: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A small suite under this one's conftest, on a machine with an empty path."""
    (folder / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "REQUIRE_BROWSER"}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            str(ROOT / "pyproject.toml"),
            "-p",
            "no:cacheprovider",
            *options,
            str(folder),
        ],
        env={**environment, "PATH": "", "PYTHONPATH": str(ROOT), **variables},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A test of each kind, the one in a browser first."""
    (tmp_path / "pages").mkdir()
    for name in ("pages/test_a", "test_b_gold", "test_c_property", "test_d"):
        (tmp_path / f"{name}.py").write_text("def test_it(): pass\n", encoding="utf-8")
    (tmp_path / "test_a_browser.py").write_text("def test_click(browser): pass\n", encoding="utf-8")
    return tmp_path


def test_kinds_run_in_their_order_and_without_chromium_the_last_is_skipped_with_a_reason(suite: Path) -> None:
    outcome = run_suite(suite, "--verbose")
    assert outcome.returncode == 0, outcome.stdout
    ran = [line.split("::")[0] for line in outcome.stdout.splitlines() if "::" in line]
    order = ["test_d", "test_c_property", "test_b_gold", "pages/test_a", "test_a_browser"]
    assert [Path(path).stem for path in ran] == [Path(name).stem for name in order]
    assert "4 passed, 1 skipped" in outcome.stdout
    assert "no Chromium on the path" in outcome.stdout


def test_a_required_chromium_that_is_missing_is_a_failure(suite: Path) -> None:
    outcome = run_suite(suite, REQUIRE_BROWSER="1")
    assert outcome.returncode == 1, outcome.stdout
    assert "no Chromium on the path" in outcome.stdout


def test_a_test_that_needs_a_browser_says_so_in_the_name_of_its_file(request: pytest.FixtureRequest) -> None:
    def test_click(browser: Browser) -> None: ...

    item = pytest.Function.from_parent(request.node.parent, name="test_click", callobj=test_click)
    with pytest.raises(pytest.UsageError, match=r"test_kinds.py::test_click .* test_\*_browser.py"):
        pytest_collection_modifyitems([item])
