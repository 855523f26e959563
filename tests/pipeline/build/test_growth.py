"""Twice the text takes about twice the steps: no cost grows with the square of a cell's length."""

from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace
from typing import Final

import pytest

from pipeline.build.findings import plan_findings
from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.facts import load_vocabularies
from pipeline.extract.keywords import find_terms
from tests.pipeline.sample_plans import HEADER, TAXONOMY, read_plans, small_plan

MEASURE: Final = "推进石家庄高新区建立知识产权服务业集聚区，引进品牌服务机构5家。 \n"
DEPARTMENTS: Final = "省知识产权局 \n"
PLAN: Final = small_plan()
FILLED: Final[dict[str, Callable[[int], str]]] = {
    "lines of one measure": lambda n: PLAN.replace(MEASURE, (MEASURE.rstrip() + "\n") * n, 1),
    "paragraphs of one measure": lambda n: PLAN.replace(MEASURE, (MEASURE + "\n") * n, 1),
    "measures of one task": lambda n: PLAN.replace(
        DEPARTMENTS, DEPARTMENTS + f"\n{MEASURE}\n{DEPARTMENTS}" * n, 1
    ),
    "departments": lambda n: PLAN.replace(DEPARTMENTS, "省知识产权局、省\n" * n + "工商局 \n", 1),
    "digits": lambda n: PLAN.replace(MEASURE, ("1" * 30 + "\n") * n, 1),
    "titles": lambda n: PLAN.splitlines(keepends=True)[0] * n + PLAN,
    "headers": lambda n: PLAN.replace(MEASURE, f"{HEADER}\n" * n + MEASURE, 1),
    "page numbers": lambda n: PLAN.replace(MEASURE, "- 3 -\n" * n + MEASURE, 1),
    "growing page numbers": lambda n: PLAN.replace(MEASURE, "".join(f"{i}\n" for i in range(n)) + MEASURE, 1),
    "blank lines": lambda n: PLAN.replace(MEASURE, "\n" * n + MEASURE, 1),
    "lines of one letter": lambda n: PLAN.replace(MEASURE, "省\n" * n + MEASURE, 1),
    "brackets": lambda n: PLAN.replace(MEASURE, ("（《“" * 10 + "\n") * n, 1),
}


def steps(work: Callable[[], object]) -> int:
    """The number of calls, in Python or in C."""
    profile = Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def read(text: str) -> None:
    for plan in read_plans(text):
        plan_findings(plan, TAXONOMY)
        list(count_targets(plan))


@pytest.mark.parametrize("filled", FILLED)
def test_reading_time_grows_linearly_with_lines(filled: str) -> None:
    read(PLAN)  # what is loaded once is loaded
    base = steps(lambda: read(PLAN))
    fill = FILLED[filled]
    # Of lines of one cell so many that the search has as many readings at hand as it keeps at most.
    lines = 300 if filled.endswith("of one measure") else 150
    once, twice = steps(lambda: read(fill(lines))) - base, steps(lambda: read(fill(2 * lines))) - base
    assert twice < 2.5 * once


class Asked(frozenset[str]):
    """Words that count their lookups."""

    times = 0

    def __contains__(self, word: object) -> bool:
        Asked.times += 1
        return super().__contains__(word)


def test_long_digit_runs_are_read_in_linear_time() -> None:
    lexicon = replace(load_vocabularies().lexicon, stop_words=Asked(load_vocabularies().lexicon.stop_words))
    assert find_terms("7" * 20_000, lexicon) == ()
    assert Asked.times < 100
