"""The plans of 2018, held against the rows that were read by hand."""

from pathlib import Path

import pytest

from pipeline.readers import Document, read_document
from pipeline.readers.provenance import find_provenance
from pipeline.reading.ledger import find_gaps
from pipeline.reading.plan import ParsedPlan, read_plan
from pipeline.taxonomy.loading import DEFAULT
from pipeline.tools.learn import read_gold
from tests.documents.evaluate import GOLD_REGIONS, TAXONOMY, Figures, compare, list_jobs

CORPUS = Path(__file__).resolve().parents[3] / "data/raw/ip-work-plans/2018/provincial-ip-work-plans-2018.txt"


@pytest.fixture(scope="module")
def source() -> Document:
    return read_document(CORPUS)


@pytest.fixture(scope="module")
def plans(source: Document) -> list[ParsedPlan]:
    return [read_plan(job) for job in list_jobs(source, find_provenance(CORPUS, [DEFAULT.name]))]


@pytest.fixture(scope="module")
def figures(plans: list[ParsedPlan]) -> dict[str, Figures]:
    by_region = {plan.job.plan.region_id: plan for plan in plans}
    return {name: compare(rows, by_region[GOLD_REGIONS[name]].measures) for name, rows in read_gold().items()}


@pytest.fixture(scope="module")
def total(figures: dict[str, Figures]) -> Figures:
    return sum(figures.values(), Figures())


def test_every_plan_is_found_the_one_without_a_title_among_them(plans: list[ParsedPlan]) -> None:
    regions = [plan.job.plan.region_id for plan in plans]
    assert len(regions) == len(set(regions)) == 31
    assert [plan.job.plan.region_id for plan in plans if not plan.job.plan.title] == [GOLD_REGIONS["gansu"]]
    assert {plan.job.year for plan in plans} == {2018}
    in_scope = {region.id for region in TAXONOMY.regions if region.in_scope}
    assert in_scope - set(regions) == {"540000"}


@pytest.mark.parametrize("name", sorted(GOLD_REGIONS))
def test_no_row_is_missed_and_none_invented(name: str, figures: dict[str, Figures]) -> None:
    assert (figures[name].missed, figures[name].invented) == (0, 0)


def test_cells_are_read_to_the_last_character(total: Figures) -> None:
    assert total.share("tasks") >= 0.995
    assert total.share("measures") >= 0.985
    assert total.share("departments") >= 0.985


def test_coverage_is_right_in_every_cell(total: Figures) -> None:
    assert total.share("cells_right", "cells") == 1.0


def test_levels_agree_with_those_given_by_hand(total: Figures) -> None:
    assert total.share("levels_right", "levels") >= 0.95


def test_every_character_of_the_source_has_exactly_one_class(
    source: Document, plans: list[ParsedPlan]
) -> None:
    spans = [(span.line, span.start, span.end) for plan in plans for span in plan.spans]
    assert find_gaps(source, spans) == []
    assert sum(end - start for _, start, end in spans) == source.characters == 153_654


def test_a_gap_in_the_ledger_is_seen(source: Document, plans: list[ParsedPlan]) -> None:
    spans = [(span.line, span.start, span.end) for plan in plans for span in plan.spans]
    assert len(find_gaps(source, spans[1:])) == 1
    assert find_gaps(source, [*spans, spans[0]])[0].span_count == 2
