"""The rules of the house: sizes of files and folders, what the entry imports, and locks that hold."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from plotly.offline import get_plotlyjs_version

ROOT: Final = Path(__file__).resolve().parents[1]
CODE_FOLDERS: Final = ("pipeline", "pages", "tests", "benchmarks")
LONGEST_FILE: Final = 400
LOCKS: Final = ("requirements.lock", "requirements-dev.lock")

MOST_FILES: Final = 20


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    """Every name that a file imports, with its module and wherever in the file the import stands."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def crossings(paths: list[Path], forbidden: str) -> list[str]:
    """The imports that match, each led by its file."""
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports_of(path)
        if re.match(forbidden, name)
    ]


def requirements_in(lock: str) -> dict[str, str]:
    """Each requirement of a lock, by name and version, with all that stands under it."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"))
    blocks = re.findall(r"(?m)^(\S+)(.*(?:\n[ \t].*)*)", text)
    return dict(blocks)


def test_no_file_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*ROOT.glob("*.py"), *python_files(*CODE_FOLDERS)]
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_folder_is_too_full() -> None:
    folders = [ROOT / name for name in CODE_FOLDERS]
    folders += [path for folder in folders for path in folder.rglob("*") if path.is_dir()]
    counts = {
        str(folder.relative_to(ROOT)): sum(path.is_file() for path in folder.iterdir())
        for folder in folders
        if folder.name != "__pycache__"
    }
    assert {name: count for name, count in counts.items() if count > MOST_FILES} == {}


def test_the_entry_holds_pages_language_and_theme_only() -> None:
    assert crossings([ROOT / "dashboard.py"], r"(pipeline|pandas|plotly|duckdb)(\.|$)") == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_a_version_and_a_hash(lock: str) -> None:
    requirements = requirements_in(lock)
    loose = [name for name, rest in requirements.items() if "==" not in name or "--hash=sha256:" not in rest]
    assert requirements
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_address_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"(?m)^.*(?:://|--index-url|--find-links|(?:^|\s)/\w+/).*$", text) == []


def test_the_browser_draws_with_the_version_that_python_describes() -> None:
    bundle = (ROOT / "static" / "plotly-basic.min.js").read_text(encoding="utf-8")
    assert f"v{get_plotlyjs_version()}" in bundle[:200]


def test_tests_and_dashboard_run_on_the_same_versions() -> None:
    assert requirements_in("requirements.lock").keys() <= requirements_in("requirements-dev.lock").keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_what_the_project_depends_on(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    if lock == "requirements-dev.lock":
        wanted += [entry for entry in project["dependency-groups"]["dev"] if isinstance(entry, str)]
    names = {re.split(r"[<>=!~\[; ]", entry)[0].lower() for entry in wanted}
    locked = {requirement.split("==")[0].lower() for requirement in requirements_in(lock)}
    assert names - locked == set()


def files_to_name() -> list[Path]:
    """The files that a recipe can name."""
    folders = (ROOT / name for name in (*CODE_FOLDERS, "data", "docs"))
    return [*ROOT.glob("*.*"), *(path for folder in folders for path in folder.rglob("*.*"))]


def test_recipes_name_what_there_is() -> None:
    text = (ROOT / "docs" / "how-to-add.md").read_text(encoding="utf-8")
    quoted = re.findall(r"`([^`\n]+)`", re.sub(r"(?s)```.*?```", "", text))
    tree = [f"/{path.relative_to(ROOT)}" for path in files_to_name()]
    files = [name for name in quoted if re.fullmatch(r"[\w/.]+\.(?:py|csv|md|toml|css|jsonl)", name)]
    assert [name for name in files if not any(path.endswith(f"/{name}") for path in tree)] == []
    words = {
        word
        for path in python_files(*CODE_FOLDERS)
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }
    names = re.findall(r"(?m)^(_?[A-Za-z]\w*_\w+|[A-Z]\w+)(?:\(.*)?$", "\n".join(quoted))
    # A third language is called xx.
    assert [name for name in names if name not in words and not name.endswith("_xx")] == []
