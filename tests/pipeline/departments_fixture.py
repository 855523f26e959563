"""Small tables of departments: two plans, a part of a body, a collective name, a body that is not known."""

from typing import Any, Final

from tests.pipeline.built_fixture import BEIJING, JIANGSU, Rows

TASKS: Final = {
    f"{JIANGSU}-9": "1.1",
    f"{JIANGSU}-11": "2.1;2.10",
    f"{JIANGSU}-12": "",
    f"{BEIJING}-1": "1.1",
}


def mention(
    measure_id: str,
    department_id: str,
    role: str = "named",
    level: str = "provincial",
    host_id: str = "",
) -> dict[str, Any]:
    """A row of the table `departments`."""
    task_id = TASKS[measure_id]
    return {
        "measure_id": measure_id,
        "plan_id": measure_id.rpartition("-")[0],
        "region_id": measure_id.split("-")[-2],
        "year": 2018,
        "area_id": "1" if task_id == "1.1" else "2",
        "task_id": task_id,
        "department_id": department_id,
        "host_id": host_id,
        "quote": department_id or "乙办",
        "role": role,
        "level": level,
    }


def body(department_id: str, mentions: int, part_of: str = "", collective: bool = False) -> dict[str, Any]:
    """A row of the table `bodies`."""
    return {
        "department_id": department_id,
        "name_zh": f"{department_id}局",
        "name_en": f"The <{department_id}>",
        "short_zh": f"{department_id}局",
        "short_en": f"{department_id}.",
        "part_of": part_of,
        "collective": collective,
        "mentions": mentions,
    }


BODIES: Final[Rows] = [
    body("court", 1),
    body("customs", 0),
    body("house", 2, part_of="customs"),
    body("all", 1, collective=True),
    body("ip", 5),
    body("nobody", 0),
]
DEPARTMENTS: Final[Rows] = [
    mention(f"{JIANGSU}-9", "ip", "lead"),
    mention(f"{JIANGSU}-9", "house", level="central"),
    mention(f"{JIANGSU}-11", "ip"),
    mention(f"{JIANGSU}-11", "ip", "support", "city"),
    mention(f"{JIANGSU}-11", "", "named", "other"),
    mention(f"{JIANGSU}-12", "ip"),
    mention(f"{JIANGSU}-12", "all", "support", "other"),
    mention(f"{BEIJING}-1", "ip", "named"),
    mention(f"{BEIJING}-1", "house", level="central"),
    mention(f"{BEIJING}-1", "court", "support"),
]
