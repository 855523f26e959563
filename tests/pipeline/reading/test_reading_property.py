"""Rows laid out as documents of every habit come back as they were."""

import random
from dataclasses import replace
from itertools import chain

import pytest

from pipeline.readers.provenance import Provenance
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.columns.rows import Row, read_rows
from pipeline.reading.plan_job import PlanJob
from pipeline.taxonomy.loading import load_taxonomy
from pipeline.tools.learn import read_gold
from tests.documents.evaluate import list_jobs
from tests.pipeline.layouts import (
    HEADERS,
    PAGE_NUMBERS,
    SERIALS,
    TITLES,
    Habit,
    SampleRow,
    draw_habit,
    lay_out,
)
from tests.pipeline.sample_plans import source_of

TAXONOMY = load_taxonomy()
AREA_NAMES = {area.id: area.name_zh for area in TAXONOMY.areas}
POOL = [
    SampleRow(AREA_NAMES[str(row["area"])], row["task"], row["measure"], row["depts"])
    for plan in read_gold().values()
    for row in plan
    if row["measure"] and row["depts"] and not row["shared"]
]


def draw_rows(chance: random.Random, number: int) -> list[SampleRow]:
    """Rows of several plans in the order of the template, no task twice in a row."""
    order = {name: position for position, name in enumerate(AREA_NAMES.values())}
    drawn = sorted(chance.sample(POOL, number), key=lambda row: order[row.area])
    return [
        row for row, above in zip(drawn, [None, *drawn], strict=False) if not above or row.task != above.task
    ]


def read(text: str) -> tuple[list[PlanJob], list[Row]]:
    jobs = list_jobs(source_of(text), Provenance("plans", None, "", ""))
    found = (read_rows(job, TAXONOMY, load_column_models()).rows for job in jobs)
    return jobs, list(chain.from_iterable(found))


def cells_of(rows: list[SampleRow]) -> list[tuple[str, str, str]]:
    return [(row.task, row.measure, row.departments) for row in rows]


def texts_of(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.task.text, row.measure.text, row.departments.text) for row in rows]


@pytest.mark.parametrize(
    "habit",
    [
        Habit(),
        Habit(blank_lines="none", marks_paragraphs=False, marks_pages=False),
        Habit(blank_lines="every", header_repeats=False),
        Habit(header_wraps=True, header=3, page_lines=20),
        *(Habit(serial=serial) for serial in range(len(SERIALS))),
        *(Habit(page_number=style, page_lines=22) for style in range(len(PAGE_NUMBERS))),
        *(Habit(title=title, year=2021) for title in range(len(TITLES))),
        *(Habit(header=header) for header in range(len(HEADERS))),
        *(Habit(shares=shares, shares_lines=1.0) for shares in ("few", "ends", "rows")),
        Habit(widths=(8, 20, 40, 12), page_lines=18),
        Habit(widths=(14, 48, 82, 20), page_lines=60),
    ],
    ids=repr,
)
def test_rows_come_back_whatever_one_habit(habit: Habit) -> None:
    rows = draw_rows(random.Random(7), 40)
    jobs, found = read(lay_out(rows, habit))
    assert [job.plan.region_id for job in jobs] == ["130000"]
    assert [job.year for job in jobs] == [habit.year]
    assert texts_of(found) == cells_of(rows)


@pytest.mark.parametrize("seed", range(80))
def test_rows_come_back_from_documents_of_drawn_habits(seed: int) -> None:
    chance = random.Random(seed)
    habit = draw_habit(chance)
    rows = draw_rows(chance, 12 + seed % 38)
    jobs, found = read(lay_out(rows, habit, seed))
    assert [(job.plan.region_id, job.year) for job in jobs] == [("130000", habit.year)]
    assert texts_of(found) == cells_of(rows)


@pytest.mark.parametrize("blank", ["measure", "departments"])
def test_blank_cells_stay_blank(blank: str) -> None:
    rows = draw_rows(random.Random(11), 30)
    for place in (7, 19):
        is_measure = blank == "measure"
        rows[place] = replace(rows[place], measure="") if is_measure else replace(rows[place], departments="")
    _, found = read(lay_out(rows, Habit(shares_lines=0.0)))
    assert texts_of(found) == cells_of(rows)


def test_two_plans_in_one_source_are_distinguished() -> None:
    rows = draw_rows(random.Random(3), 24)
    first = lay_out(rows, Habit(region="河北省"))
    second = lay_out(rows, Habit(region="甘肃省", serial=4, header=2))
    jobs, found = read(first + second)
    assert [job.plan.region_id for job in jobs] == ["130000", "620000"]
    assert texts_of(found) == cells_of(rows) * 2
