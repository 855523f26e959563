"""A small built folder: two plans over four tasks, a region without a plan, and one outside the source."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schema.codebook import TABLES

Rows = Sequence[Mapping[str, Any]]

JIANGSU: Final = "ip-work-plans-2018-320000"
BEIJING: Final = "ip-work-plans-2018-110000"
EMPTY: Final[dict[str, Any]] = {"string": "", "int64": 0, "float64": 0.0, "bool": False}


def write_built(folder: Path, tables: Mapping[str, Rows] | None = None) -> Path:
    """Write a built folder; rows need only the columns that matter, and tables only those that differ."""
    folder.mkdir(parents=True, exist_ok=True)
    rows_of = {**SMALL, **(tables or {})}
    for name, table in TABLES.items():
        rows = [
            {c.name: row.get(c.name, EMPTY[c.dtype]) for c in table.columns} for row in rows_of.get(name, ())
        ]
        schema = pa.schema((column.name, column.dtype) for column in table.columns)
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")
    (folder / "build.json").write_text(json.dumps(BUILD, ensure_ascii=False), encoding="utf-8")
    return folder


def typed(name: str, rows: Rows) -> pd.DataFrame:
    """Rows as the store gives them out."""
    columns = TABLES[name].columns
    records = [{c.name: row.get(c.name, EMPTY[c.dtype]) for c in columns} for row in rows]
    frame = pd.DataFrame(records, columns=[c.name for c in columns])
    return frame.astype({c.name: "str" if c.dtype == "string" else c.dtype for c in columns})


def _measure(
    plan_id: str, number: int, area_id: str, task_id: str, level: str, text: str, merged: str = ""
) -> dict[str, Any]:
    return {
        "measure_id": f"{plan_id}-{number}",
        "plan_id": plan_id,
        "region_id": plan_id[-6:],
        "year": 2018,
        "area_id": area_id,
        "task_id": task_id,
        "task_text": f"任务{task_id}",
        "measure_text": text,
        "departments_text": "知识产权局",
        "first_line": 10 * number,
        "last_line": 10 * number + 2,
        "level": level,
        "match_score": 0.5,
        "merged": merged,
        "characters": len(text),
    }


def _cell(plan_id: str, task_id: str, depth: str, *numbers: int) -> dict[str, Any]:
    return {
        "plan_id": plan_id,
        "region_id": plan_id[-6:],
        "year": 2018,
        "area_id": task_id.partition(".")[0],
        "task_id": task_id,
        "depth": depth,
        "measures": len(numbers),
        "measure_ids": ";".join(f"{plan_id}-{number}" for number in numbers),
    }


def _span(
    plan_id: str, line: int, character_class: str, text: str, number: int | None = None
) -> dict[str, Any]:
    return {
        "plan_id": plan_id,
        "line": line,
        "offset": 100 * line,
        "char_end": len(text),
        "character_class": character_class,
        "measure_id": f"{plan_id}-{number}" if number else "",
        "characters": len(text),
        "text": text,
    }


def _place(region_id: str, zh: str, en: str, order: int, status: str, plan_id: str = "") -> dict[str, Any]:
    names = {"name_zh": f"{zh}全称", "name_en": f"All of {en}", "short_zh": zh, "short_en": en}
    return {"region_id": region_id, **names, "official_order": order, "status": status, "plan_id": plan_id}


SMALL: Final[dict[str, Rows]] = {
    # The plans stand in the source in another order than the official one.
    "plans": [
        {"plan_id": JIANGSU, "year": 2018, "region_id": "320000", "title": "江苏省 2018年工作要点"},
        {"plan_id": BEIJING, "year": 2018, "region_id": "110000", "title": "北京市 2018年工作要点"},
    ],
    "regions": [
        _place("110000", "北京", "Beijing", 1, "plan", BEIJING),
        _place("320000", "江苏", "Jiangsu", 10, "plan", JIANGSU),
        _place("540000", "西藏", "Xizang", 26, "no_plan"),
        _place("710000", "台湾", "Taiwan", 33, "outside"),
    ],
    "areas": [
        {"area_id": "1", "name_zh": "体制", "name_en": "Institutions", "tasks": 2},
        {"area_id": "2", "name_zh": "保护", "name_en": "Protection", "tasks": 2},
    ],
    "tasks": [
        {"task_id": task_id, "area_id": task_id[0], "name_zh": f"任务{task_id}", "official_order": order}
        for order, task_id in enumerate(("1.1", "1.2", "2.1", "2.10"), start=1)
    ],
    "measures": [
        _measure(JIANGSU, 9, "1", "1.1", "specific", "指导苏州加快改革。"),
        _measure(JIANGSU, 10, "1", "1.2", "generic", "继续推进。", merged="departments"),
        _measure(JIANGSU, 11, "2", "2.1;2.10", "specific", "建成中心。"),
        _measure(JIANGSU, 12, "2", "", "specific", "自设任务的举措。"),
        _measure(BEIJING, 1, "1", "1.1", "generic", "推进改革。"),
        _measure(BEIJING, 2, "2", "2.1", "none", "暂无。"),
        _measure(BEIJING, 3, "2", "2.10", "blank", ""),
    ],
    "coverage": [
        _cell(JIANGSU, "1.1", "specific", 9),
        _cell(JIANGSU, "1.2", "generic", 10),
        _cell(JIANGSU, "2.1", "specific", 11),
        _cell(JIANGSU, "2.10", "specific", 11),
        _cell(BEIJING, "1.1", "generic", 1),
        _cell(BEIJING, "1.2", "absent"),
        _cell(BEIJING, "2.1", "none", 2),
        _cell(BEIJING, "2.10", "blank", 3),
    ],
    "ledger": [
        _span(JIANGSU, 1, "title", "江苏省 2018年工作要点"),
        _span(JIANGSU, 90, "task", "任务1.1", 9),
        _span(JIANGSU, 91, "measure", "指导苏州加快改革。", 9),
        _span(JIANGSU, 92, "departments", "知识产权局", 9),
        _span(JIANGSU, 100, "task", "任务1.2", 10),
        _span(JIANGSU, 101, "measure", "继续推进。", 10),
        _span(BEIJING, 201, "title", "北京市 2018年工作要点"),
        _span(BEIJING, 202, "measure", "推进改革。", 1),
    ],
    "findings": [
        {
            "finding_id": f"f{number}",
            "plan_id": plan_id,
            "region_id": plan_id[-6:],
            "measure_id": measure_id,
            "kind": kind,
            "severity": severity,
        }
        for number, (plan_id, measure_id, kind, severity) in enumerate(
            (
                (JIANGSU, f"{JIANGSU}-10", "merged_cell", "note"),
                (JIANGSU, "", "guessed_plan_name", "doubt"),
                (BEIJING, f"{BEIJING}-1", "low_match", "doubt"),
            )
        )
    ],
}

BUILD: Final[dict[str, Any]] = {
    "version": "0.1.0",
    "built_at": "2026-01-02T03:04:05+00:00",
    "fingerprint": "abc",
    "clean": True,
    "sources": [
        {
            "file": "plans.txt",
            "path": "data/raw/ip-work-plans/2018/plans.txt",
            "sha256": "def",
            "collection": "ip-work-plans",
            "year": 2018,
            "title": "Work plans",
            "title_zh": "工作要点",
            "encoding": "utf-8",
            "bytes": 3000,
            "characters": 1000,
        }
    ],
}


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of the files in a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
