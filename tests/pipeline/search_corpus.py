"""A few measures to search, in all ways of writing."""

from pathlib import Path
from typing import Any, Final

from tests.pipeline.built_fixture import BEIJING, JIANGSU, write_built

TEXTS: Final[tuple[tuple[str, int, dict[str, Any]], ...]] = (
    (
        JIANGSU,
        1,
        {
            "area_id": "1",
            "task_id": "1.1",
            "task_text": "专利导航",
            "measure_text": "实施专利导航项目，建设ＰＣＴ数据库。",
        },
    ),
    (
        JIANGSU,
        2,
        {
            "area_id": "2",
            "task_id": "2.1",
            "task_text": "商标保护",
            "measure_text": "落实《商标战略纲要》，推进商标与专 利导航。",
            "departments_text": "工商局、公安厅",
            "level": "specific",
            "targets": 2,
        },
    ),
    (
        JIANGSU,
        3,
        {
            "area_id": "2",
            "task_id": "",
            "task_text": "老字号",
            "measure_text": "保護老字號，開展專利導航。" * 3,
            "confidence": 0.5,
        },
    ),
    (
        BEIJING,
        1,
        {
            "area_id": "1",
            "task_id": "1.1;1.2",
            "task_text": "管理改革",
            "measure_text": "推进pct申请（含C++程序）；不涉及商标。",
            "departments_text": "公安局",
        },
    ),
    (
        BEIJING,
        2,
        {
            "area_id": "2",
            "task_id": "2.10",
            "confidence": 0.855,
            "task_text": "小微援助",
            "measure_text": "",
            "level": "blank",
        },
    ),
)

BODIES: Final = (
    {"department_id": "public_security", "name_zh": "公安机关", "name_en": "Public security", "mentions": 2},
    {"department_id": "commerce", "name_zh": "商务部门", "name_en": "Commerce", "mentions": 1},
)


def write_corpus(folder: Path) -> Path:
    """Write the built folder."""
    measures = [
        {
            "measure_id": f"{plan_id}-{number}",
            "plan_id": plan_id,
            "region_id": plan_id[-6:],
            "year": 2018,
            "departments_text": "知识产权局",
            "level": "generic",
            "first_line": 10 * number,
            "last_line": 10 * number + 1,
            "confidence": 0.998,
            **row,
        }
        for plan_id, number, row in TEXTS
    ]
    citations = [
        {"measure_id": f"{JIANGSU}-2", "title": "国家商标战略纲要", "quote": "《商标战略纲要》"},
        {"measure_id": f"{JIANGSU}-2", "title": "国家商标战略纲要", "quote": "《商标战略纲要》"},
    ]
    departments = [
        {"measure_id": f"{JIANGSU}-2", "department_id": "public_security"},
        {"measure_id": f"{BEIJING}-1", "department_id": "public_security"},
    ]
    terms = [{"term": term, "measure_id": f"{JIANGSU}-1"} for term in ("专利导航", "项目") for _ in range(2)]
    tables: dict[str, Any] = {
        "measures": measures,
        "citations": citations,
        "departments": departments,
        "bodies": BODIES,
        "terms": terms,
        "findings": [
            {"measure_id": f"{JIANGSU}-3", "kind": "row_doubtful", "severity": "doubt"},
            {"measure_id": f"{JIANGSU}-1", "kind": "match_low", "severity": "doubt"},
        ],
    }
    return write_built(folder, tables)


def write_merged(folder: Path) -> Path:
    """Write a built folder in which two tasks share a measure, and a measure follows under the second."""
    rows = (
        ("1", "1.1", "商标注册", "推进商标品牌。", ""),
        ("2", "2.1", "商标保护", "推进商标品牌。", "measure;departments"),
        ("2", "2.1", "商标保护", "保护商标。", "task"),
    )
    columns = ("area_id", "task_id", "task_text", "measure_text", "merged")
    measures = [
        {
            "measure_id": f"{JIANGSU}-{number}",
            "plan_id": JIANGSU,
            "region_id": JIANGSU[-6:],
            "departments_text": "工商局",
            "level": "generic",
            **dict(zip(columns, row, strict=True)),
        }
        for number, row in enumerate(rows, 1)
    ]
    return write_built(folder, {"measures": measures, "citations": [], "departments": []})
