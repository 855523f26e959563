"""Doubts of the reader are reported with their place, in both languages; certain readings are not."""

import re

import pytest

from pipeline.build.findings import Finding, absent_findings, gap_findings, plan_findings
from pipeline.reading.ledger import Gap
from pipeline.schema.codebook import FINDING_KINDS
from pipeline.schema.errors import fill_templates
from pipeline.schema.model import SEVERITIES, Edition
from tests.pipeline.layouts import Habit
from tests.pipeline.sample_plans import AREAS, HEADER, TAXONOMY, dump, read_one, small_plan

PLAN = small_plan()
CUSTOMS = dump(
    """加强海关知识产权保护␣

加大对进出口侵权货物的查处力度，开展“龙腾”专项行动，及时向社会
公布典型案件。␣

石家庄海关␣
"""
)


def findings_of(text: str) -> list[Finding]:
    return plan_findings(read_one(text), TAXONOMY)


def finding_in_place(printed: str) -> Finding:
    """The only finding for a text that replaces the customs row."""
    assert CUSTOMS in PLAN
    text = PLAN.replace(CUSTOMS, dump(printed))
    # A cell that is blank in one row only is read with less confidence as well.
    (found,) = [finding for finding in findings_of(text) if finding.kind != "row_doubtful"]
    kind = FINDING_KINDS[found.kind]
    assert found.severity == kind[0]
    assert found.region_id == "130000"
    assert found.plan_id == "plans-2018-130000"
    assert found.measure_id.startswith("plans-2018-130000-00")
    lines = text.splitlines()[found.first_line - 1 : found.last_line]
    assert "".join(lines).replace(" ", "") in printed.replace("␣", "").replace("\n", "").replace(" ", "")
    assert found.message_zh.endswith("。")
    assert found.message_en.endswith(".")
    return found


def test_a_plain_plan_has_no_findings() -> None:
    assert findings_of(PLAN) == []


def test_the_region_of_a_plan_without_a_title_was_guessed() -> None:
    lost = small_plan(Habit(region="四川省")).split("\n", 1)[1].replace("石家庄", "成都")
    (found,) = findings_of(lost)
    assert (found.kind, found.severity, found.measure_id) == ("region_guessed", "doubt", "")
    assert found.first_line == found.last_line
    assert lost.splitlines()[found.first_line - 1].strip() == HEADER
    assert "四川省" in found.message_zh
    assert "3 处" in found.message_zh
    assert "河北（1 处" in found.message_zh or "河北，1 处" in found.message_zh
    assert "Sichuan" in found.message_en
    assert "Hebei with 1" in found.message_en


@pytest.mark.parametrize(
    ("kind", "printed", "message"),
    [
        (
            "match_low",
            "海关知识产权执法␣\n\n建立执法协作机制，移送涉嫌犯罪案件10件。␣\n\n石家庄海关␣\n",
            "2.3",
        ),
        ("measure_blank", "加强海关知识产权保护  石家庄海关␣\n", "加强海关知识产权保护"),
        (
            "measure_open",
            "加强海关知识产权保护␣\n\n开展“龙腾”专项行动，及时向社会公布␣\n\n石家庄海关␣\n",
            "加强海关知识产权保护",
        ),
        (
            "departments_blank",
            "加强海关知识产权保护␣\n\n开展“龙腾”专项行动，公布典型案件。␣\n",
            "加强海关知识产权保护",
        ),
        (
            "departments_run_together",
            "加强海关知识产权保护␣\n\n开展“龙腾”专项行动，公布典型案件。␣\n\n省公安厅省商务厅␣\n",
            "省公安厅省商务厅",
        ),
        (
            "overprint_removed",
            "加强海关知识产权保护␣\n\n开展专项行动开展专项行动开展专项行动开展专项行动。。。。公布典型案件。␣\n\n石家庄海关␣\n",
            "21",
        ),
        (
            "cell_merged",
            "加强海关知识产权保护␣\n开展“龙腾”专项行动，公布典型案件。␣\n石家庄海关、省公\n"
            "安厅 加大国际展会、电子商务等领域知识\n产权执法力度␣\n开展电子商务执法维权行动。␣\n",
            "加大国际展会、电子商务等领域知识产权执法力度",
        ),
    ],
)
def test_each_doubt_is_reported_with_its_row(kind: str, printed: str, message: str) -> None:
    found = finding_in_place(printed)
    assert found.kind == kind
    assert message in found.message_zh
    assert message in found.message_en


def test_a_local_task_near_a_standard_one_is_reported() -> None:
    near = "推动企业开展知识产权评议"
    text = PLAN.replace("加强海关知识产权保护 ", f"{near} ")
    assert [(found.kind, found.severity) for found in findings_of(text)] == [("match_near", "doubt")]


@pytest.mark.parametrize(
    "departments",
    ["省市场监管局、省政府办公厅", "各市市场局", "省委宣传部、省委网信办", "省高级人民法院、市区政府"],
)
def test_departments_that_are_split_do_not_run_together(departments: str) -> None:
    text = PLAN.replace("石家庄海关 ", f"{departments} ")
    assert "departments_run_together" not in {found.kind for found in findings_of(text)}


def test_long_cells_are_truncated_in_messages() -> None:
    long = "加强海关知识产权保护以及各类专业市场和展会的知识产权管理与保护工作机制建设"
    text = PLAN.replace(CUSTOMS, dump(f"{long[:15]}\n{long[15:30]}\n{long[30:]}␣\n\n␣石家庄海关␣\n"))
    assert all("…" in found.message_zh and long not in found.message_zh for found in findings_of(text))


def test_findings_come_in_the_order_of_the_lines() -> None:
    text = PLAN.replace("石家庄海关 \n", "").replace("集聚区，引进品牌服务机构5家。", "集聚区")
    found = findings_of(text)
    kinds = [finding.kind for finding in found if finding.kind != "row_doubtful"]
    assert kinds == ["measure_open", "departments_blank"]
    assert [finding.first_line for finding in found] == sorted(finding.first_line for finding in found)


def test_a_region_without_a_plan_is_a_finding() -> None:
    tibet = [region for region in TAXONOMY.regions if region.id == "540000"]
    (found,) = absent_findings(tibet, Edition("plans", 2018))
    assert (found.kind, found.severity, found.region_id) == ("plan_absent", "note", "540000")
    assert (found.plan_id, found.measure_id, found.first_line, found.last_line) == ("", "", 0, 0)
    assert "西藏自治区" in found.message_zh


def test_a_gap_in_the_ledger_is_an_error_with_file_and_line() -> None:
    found = gap_findings([Gap(3, 0, AREAS[0] * 3, 0), Gap(9, 4, "海关", 2)], "plans.txt")
    assert [(finding.kind, finding.severity) for finding in found] == [("unaccounted", "error")] * 2
    assert [(finding.first_line, finding.last_line) for finding in found] == [(3, 3), (9, 9)]
    for finding, line in zip(found, ("3", "9"), strict=True):
        assert "plans.txt" in finding.message_zh
        assert "plans.txt" in finding.message_en
        assert line in finding.message_zh
        assert line in finding.message_en
    assert "…" in found[0].message_zh


@pytest.mark.parametrize("kind", FINDING_KINDS)
def test_a_count_of_one_is_no_plural(kind: str) -> None:
    english = FINDING_KINDS[kind][2]
    assert not re.search(r"{number} (?:\w+ )?\w+s\b|{number}(?! of).* (?:were|are|have)\b", english)


def test_columns_are_listed_as_each_language_does() -> None:
    _, zh, en = FINDING_KINDS["columns_left_out"]
    messages = fill_templates((zh, en), {"cells": ["“备注”", "“进展”"]})
    assert ["“备注”、“进展”" in messages[0], "“备注”, “进展”" in messages[1]] == [True, True]


def test_kinds_are_stated_in_both_languages_with_the_same_values() -> None:
    for severity, zh, en in FINDING_KINDS.values():
        assert severity in SEVERITIES
        assert zh.endswith("。")
        assert en.endswith(".")
        # English leaves out the Chinese name of a task.
        assert set(re.findall(r"{(\w+)", zh)) - {"name"} == set(re.findall(r"{(\w+)", en)) - {"name"}
