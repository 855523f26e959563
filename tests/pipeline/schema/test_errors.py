"""Errors keep their fields, also across processes."""

import pickle
from pathlib import Path

import pytest

from pipeline.schema.errors import BuiltError, PlanAtlasError, SourceError, TaxonomyError, printable


@pytest.mark.parametrize("kind", [PlanAtlasError, SourceError, BuiltError, TaxonomyError])
@pytest.mark.parametrize(("source", "line"), [(None, None), (Path("plans.txt"), 12)])
def test_errors_can_be_pickled(kind: type[PlanAtlasError], source: Path | None, line: int | None) -> None:
    error = kind("坏了。", "It is broken.", source=source, line=line)
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert [back.sentence(language) for language in ("zh", "en")] == [
        error.sentence("zh"),
        error.sentence("en"),
    ]
    assert str(back) == str(error)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("河北　2018 plan.txt", "河北　2018 plan.txt"),
        ("a\nb.csv", r"a\nb.csv"),
        ("\x1b[31mred.csv", r"\x1b[31mred.csv"),
        ("\u202egnp.csv", r"\u202egnp.csv"),
        ("bad\udcff.csv", r"bad\udcff.csv"),
    ],
)
def test_terminal_codes_in_names_are_escaped(name: str, shown: str) -> None:
    assert printable(name) == shown
