"""The tables of facts: spans of quantities, bodies, documents and names, and what counts once."""

from typing import Any

import pytest

from pipeline.build.fact_tables import fact_records
from pipeline.build.findings import plan_findings
from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.facts import load_vocabularies
from pipeline.reading.plan import ParsedPlan
from tests.pipeline.layouts import Habit, SampleRow
from tests.pipeline.sample_plans import AREAS, ROWS, TAXONOMY, read_one, small_plan

MORE = (
    *ROWS,
    SampleRow(
        AREAS[2],
        "加强知识产权文化建设",
        "贯彻《河北省专利条例》，推进石家庄高新区建立知识产权服务业集聚区，引进品牌服务机构5家。",
        "省知识产权局牵头，工商局、石家庄海关配合",
    ),
)
PLAN = read_one(small_plan(rows=MORE))


def tables(plan: ParsedPlan = PLAN) -> dict[str, list[dict[str, Any]]]:
    return fact_records([plan], load_vocabularies())


def test_target_offsets_match_their_quotes() -> None:
    texts = {measure.measure_id: measure.row.measure.text for measure in PLAN.measures}
    targets = tables()["targets"]
    assert [(t["quote"], t["value_min"], t["unit"], t["comparator"]) for t in targets] == [
        ("5家", 5.0, "家", "="),
        ("10项", 10.0, "项", "="),
        ("8%", 8.0, "%", "="),
        ("5家", 5.0, "家", "="),
    ]
    for target in targets:
        assert texts[target["measure_id"]][target["char_start"] : target["char_end"]] == target["quote"]
    assert [target["target_id"] for target in targets] == [f"{t['measure_id']}-T1" for t in targets]


def test_a_target_repeated_in_a_later_row_names_the_earlier_one() -> None:
    first, *others, again = tables()["targets"]
    assert again["repeat_of"] == first["target_id"]
    assert {target["repeat_of"] for target in (first, *others)} == {""}
    (found,) = [f for f in plan_findings(PLAN, TAXONOMY) if f.kind == "target_repeated"]
    assert found.measure_id == again["measure_id"]
    assert "5家" in found.message_zh


def test_equal_numbers_of_different_things_are_not_repeated() -> None:
    other = "为石家庄高新区企业办实事，培养专利代理人5家。"
    rows = (*ROWS, SampleRow(AREAS[2], "加强知识产权文化建设", other, "省知识产权局"))
    assert {counted.repeat_of for counted in count_targets(read_one(small_plan(rows=rows)))} == {""}


def test_a_repeated_target_counts_once_for_its_indicator() -> None:
    for indicator in tables()["indicators"]:
        held = [t for t in tables()["targets"] if t["indicator_id"] == indicator["indicator_id"]]
        assert indicator["targets"] == sum(not target["repeat_of"] for target in held)
        assert indicator["regions"] == bool(held)


def test_bodies_have_their_roles_and_are_counted() -> None:
    last = [row for row in tables()["departments"] if row["measure_id"] == PLAN.measures[-1].measure_id]
    assert [(row["full_name"], row["role"], row["level"], row["position"]) for row in last] == [
        ("省知识产权局", "lead", "provincial", 1),
        ("省工商局", "support", "provincial", 2),
        ("石家庄海关", "support", "central", 3),
    ]
    bodies = {row["department_id"]: row for row in tables()["bodies"]}
    for body in bodies.values():
        named = [row for row in tables()["departments"] if row["department_id"] == body["department_id"]]
        assert (body["mentions"], body["regions"]) == (len(named), bool(named))
    assert bodies[last[0]["department_id"]]["mentions"] == 7


def test_documents_are_listed_once_with_their_citations() -> None:
    (citation,) = tables()["citations"]
    assert (citation["quote"], citation["kind"]) == ("《河北省专利条例》", "regulation")
    (document,) = tables()["documents"]
    assert (document["title"], document["citations"], document["regions"]) == (citation["title"], 1, 1)


def test_campaigns_have_the_keys_of_their_row() -> None:
    by_name = {row["name"]: row for row in tables()["campaigns"]}
    assert {"龙腾", "云端"} <= set(by_name)
    assert (by_name["龙腾"]["task_id"], by_name["龙腾"]["area_id"]) == ("2.3", "2")


@pytest.mark.parametrize(
    ("departments", "measure", "kind"),
    [
        ("省知识产权局、省稀奇古怪小组", "开展重大案件督办。", "department_unknown"),
        ("省知识产权局、天地玄黄", "开展重大案件督办。", "departments_left_out"),
        ("省知识产权局", "贯彻《河北省专利条例，开展检查。", "citation_open"),
        ("省知识产权局", "培育示范企业3万5家。", "target_unread"),
    ],
)
def test_what_is_doubtful_in_a_fact_is_a_finding(departments: str, measure: str, kind: str) -> None:
    rows = (*ROWS, SampleRow(AREAS[2], "加强知识产权文化建设", measure, departments))
    plan = read_one(small_plan(Habit(), rows))
    assert [(f.measure_id, f.severity) for f in plan_findings(plan, TAXONOMY) if f.kind == kind] == [
        (plan.measures[-1].measure_id, "doubt")
    ]
