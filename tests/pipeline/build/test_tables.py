"""The tables have the codebook's columns, unique keys, and consistent counts."""

from typing import Any, Final

import pyarrow as pa
import pytest

from pipeline.build.findings import plan_findings
from pipeline.build.tables import SourcePlans, make_tables
from pipeline.readers.provenance import Provenance
from pipeline.schema.codebook import TABLES
from pipeline.taxonomy.collection import Collection
from pipeline.taxonomy.loading import DEFAULT
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import ROWS, TAXONOMY, dump, read_plans, small_plan, source_of

Records = list[dict[str, Any]]

COLLECTIONS: Final = {"plans": Collection("plans", "工作要点", "Plans", DEFAULT)}

TEXT = small_plan() + small_plan(Habit(region="四川省")).replace(
    "加强海关知识产权保护 ", dump("建设天府新区知识产权保护示范区␣")
)


def tables_of(text: str = TEXT) -> dict[str, pa.Table]:
    plans = tuple(read_plans(text))
    findings = [finding for plan in plans for finding in plan_findings(plan, TAXONOMY)]
    sources = [SourcePlans("plans.txt", source_of(text), Provenance("plans", None, "", ""), plans)]
    return make_tables(sources, findings, COLLECTIONS)


def records(name: str, text: str = TEXT) -> Records:
    found: Records = tables_of(text)[name].to_pylist()
    return found


def one(rows: Records, **wanted: object) -> dict[str, Any]:
    (found,) = [row for row in rows if wanted.items() <= row.items()]
    return found


@pytest.mark.parametrize("text", [TEXT, small_plan()], ids=["two plans", "one plan without findings"])
def test_tables_have_the_columns_and_types_of_the_codebook(text: str) -> None:
    tables = tables_of(text)
    assert list(tables) == list(TABLES)
    for name, table in TABLES.items():
        expected = [(column.name, column.dtype.replace("float64", "double")) for column in table.columns]
        assert [(field.name, str(field.type)) for field in tables[name].schema] == expected
        open_bounds = {"value_min", "value_max"} if name == "targets" else set()
        assert {f for f in tables[name].column_names if tables[name][f].null_count} <= open_bounds


def test_no_sources_make_empty_tables_with_all_columns() -> None:
    tables = make_tables([], [], COLLECTIONS)
    assert tables["measures"].num_rows == tables["ledger"].num_rows == tables["coverage"].num_rows == 0
    assert tables["measures"].schema == tables_of()["measures"].schema


def test_the_row_of_a_plan() -> None:
    plan = one(records("plans"), region_id="510000")
    assert plan["plan_id"] == "plans-2018-510000"
    assert plan["title"] == "四川省2018年工作要点"
    assert plan["title_origin"] == "printed"
    assert (plan["measures"], plan["standard_tasks"], plan["local_tasks"]) == (8, 7, 1)
    lines = TEXT.splitlines()[plan["first_line"] - 1 : plan["last_line"]]
    assert plan["characters"] == len("".join("".join(lines).split()))


def test_a_plan_without_a_title_is_recognised_by_its_words() -> None:
    lost = TEXT.replace("四川省 2018年工作要点 \n", "").replace("石家庄海关", "成都海关")
    plan = one(records("plans", lost.replace("高新区", "四川高新区")), title="")
    assert plan["title_origin"] == "words"


def test_regions_have_a_plan_or_none_or_lie_outside() -> None:
    regions = records("regions")
    assert len(regions) == 35
    assert one(regions, region_id="130000")["status"] == "plan"
    assert one(regions, region_id="130000")["plan_id"] == "plans-2018-130000"
    assert {row["region_id"] for row in regions if row["status"] == "outside"} == {
        "710000",
        "810000",
        "820000",
    }
    assert sum(row["status"] == "no_plan" for row in regions) == 35 - 2 - 3
    assert all(not row["plan_id"] for row in regions if row["status"] != "plan")


def test_areas_and_tasks_are_those_of_the_template() -> None:
    assert [row["tasks"] for row in records("areas")] == [6, 11, 17, 7, 4, 12]
    tasks = records("tasks")
    assert len({row["task_id"] for row in tasks}) == len(tasks) == 57
    assert [row["official_order"] for row in tasks] == sorted(row["official_order"] for row in tasks)


def test_measures_are_numbered_in_the_order_of_the_plan() -> None:
    measures = records("measures")
    assert [row["measure_id"] for row in measures] == [
        f"plans-2018-{region}-{number:03d}" for region in ("130000", "510000") for number in range(1, 9)
    ]
    first = one(measures, measure_id="plans-2018-130000-001")
    assert first["task_text"] == ROWS[0].task
    assert first["measure_text"] == ROWS[0].measure
    assert first["departments_text"] == ROWS[0].departments
    assert (first["task_id"], first["area_id"], first["level"]) == ("1.1", "1", "specific")
    assert (first["match_method"], first["match_score"], first["merged"]) == ("exact", 1.0, "")
    assert first["characters"] == len(ROWS[0].measure)
    local = one(measures, measure_id="plans-2018-510000-005")
    assert (local["task_id"], local["match_method"], local["area_id"]) == ("", "local", "2")


def test_coverage_has_a_cell_for_each_plan_and_task() -> None:
    coverage = records("coverage")
    assert len(coverage) == 2 * 57
    assert len({(row["plan_id"], row["task_id"]) for row in coverage}) == 2 * 57
    cell = one(coverage, plan_id="plans-2018-130000", task_id="2.3")
    assert (cell["depth"], cell["measures"]) == ("specific", 1)
    assert cell["measure_ids"] == "plans-2018-130000-005"
    absent = one(coverage, plan_id="plans-2018-510000", task_id="2.3")
    assert (absent["depth"], absent["measures"], absent["measure_ids"]) == ("absent", 0, "")


def test_a_cell_of_coverage_is_as_deep_as_its_deepest_measure() -> None:
    text = (
        small_plan()
        .replace("加强海关知识产权保护 \n", "加大知识产权犯罪打击力度 \n")
        .replace("深入推进打击侵犯知识产权犯罪“云端”行动，对重大案件挂牌督办。", "加大知识产权犯罪打击力度。")
    )
    measures = [row for row in records("measures", text) if row["task_id"] == "2.5"]
    assert [row["level"] for row in measures] == ["specific", "generic"]
    cell = one(records("coverage", text), task_id="2.5")
    assert (cell["depth"], cell["measures"]) == ("specific", 2)
    assert cell["measure_ids"].split(";") == [row["measure_id"] for row in measures]
    assert cell["characters"] == sum(row["characters"] for row in measures)


def test_a_cell_is_quantified_where_a_specific_measure_commits_to_a_number() -> None:
    coverage = [row for row in records("coverage") if row["measures"]]
    targets = [row for row in records("targets") if row["kind"] == "target"]
    for cell in coverage:
        held = [row for row in targets if row["measure_id"] in cell["measure_ids"].split(";")]
        assert cell["targets"] == len(held)
        assert cell["depth"] == ("quantified" if held else "specific")
    assert {cell["depth"] for cell in coverage} == {"quantified", "specific"}
    measures = {row["measure_id"]: row["targets"] for row in records("measures")}
    assert sum(measures.values()) == len(targets) > 0


def test_a_cell_that_names_two_tasks_counts_for_both() -> None:
    both = "广泛开展知识产权普及型教育；加强\n知识产权公益宣传和咨询服务 \n"
    text = small_plan().replace("加强海关知识产权保护 \n", both)
    assert one(records("measures", text), task_id="6.11;6.12")["area_id"] == "6"
    for task_id in ("6.11", "6.12"):
        assert one(records("coverage", text), task_id=task_id)["measures"] == 1


def test_the_ledger_counts_every_character_once() -> None:
    ledger = records("ledger")
    assert sum(row["characters"] for row in ledger) == source_of(TEXT).characters
    assert all(row["characters"] == len(row["text"]) for row in ledger)
    assert len({row["offset"] for row in ledger}) == len(ledger)


def test_findings_are_numbered() -> None:
    findings = records("findings", small_plan().replace("石家庄海关 \n", ""))
    assert [row["finding_id"] for row in findings] == [f"F{n:04d}" for n in range(1, len(findings) + 1)]
    assert {row["kind"] for row in findings} >= {"departments_blank"}
    assert findings[0]["measure_id"] == "plans-2018-130000-005"
