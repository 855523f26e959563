"""Candidates for the dictionary."""

import sys
from pathlib import Path

import pytest

from pipeline.extract.keywords import load_lexicon
from pipeline.tools import mine
from pipeline.tools.mine import Candidate, find_candidates

LEXICON = load_lexicon()
TEXTS = [
    ("110000", "推进钙钛矿电池联盟建设。"),
    ("120000", "支持钙钛矿电池产业，开展宣传。"),
    ("130000", "在展会上推介钙钛矿电池。"),
]


def terms(texts: list[tuple[str, str]], least: int = 3, regions: int = 3) -> list[str]:
    return [found.term for found in find_candidates(texts, LEXICON, least=least, regions=regions)]


def test_words_that_stand_together_are_a_candidate() -> None:
    assert terms(TEXTS) == ["钙钛矿电池"]


def test_a_candidate_shows_its_uses_its_regions_and_an_example() -> None:
    (found,) = find_candidates([*TEXTS, TEXTS[0]], LEXICON, least=3, regions=3)
    assert isinstance(found, Candidate)
    assert (found.term, found.count, found.regions) == ("钙钛矿电池", 4, 3)
    assert "推进钙钛矿电池联盟" in found.example


@pytest.mark.parametrize(("least", "regions"), [(4, 1), (1, 4)])
def test_what_is_rare_is_no_candidate(least: int, regions: int) -> None:
    assert terms(TEXTS, least, regions) == []


def test_words_of_the_dictionary_are_no_candidates() -> None:
    assert terms([(str(n), "开展专利导航") for n in range(9)]) == []


def test_groups_with_boilerplate_at_an_end_are_no_candidates() -> None:
    assert terms([(str(n), "推进宣传工作，加强维权机制") for n in range(9)]) == []


def test_a_part_of_a_longer_group_is_no_candidate() -> None:
    texts = [(str(n), f"支持钙钛矿电池{end}") for n, end in enumerate(("联盟。", "联盟；", "联盟，"))]
    assert terms(texts) == ["钙钛矿电池联盟"]


def test_the_command_prints_candidates_of_the_corpus(
    corpus_built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mine", "--built", str(corpus_built), "--least", "4"])
    mine.main()
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines
    for term, count, regions, example in lines:
        assert int(count) >= 4
        assert int(regions) >= 3
        assert term in example
