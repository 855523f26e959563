"""Empty task cells of most rows of a table without merged cells: merged, or blank."""

from pathlib import Path

import pytest

from pipeline.build.findings import plan_findings
from pipeline.readers import read_document
from pipeline.readers.provenance import Provenance
from pipeline.reading.plan import read_plan
from tests.documents.evaluate import TAXONOMY, list_jobs
from tests.pipeline.sample_plans import ROWS

TITLE = "河北省2018年知识产权工作要点任务分解表,,,,"
HEAD = "序号,工作重点,工作内容,具体举措,责任部门"


@pytest.mark.parametrize(
    "shown", ["nothing", "repeated areas", "a first row without a task", "a merged serial"]
)
def test_empty_tasks_of_most_rows_are_doubts_where_tasks_are_not_merged(tmp_path: Path, shown: str) -> None:
    rows = [
        [str(n), ROWS[0].area, row.task, row.measure, row.departments] for n, row in enumerate(ROWS * 2, 1)
    ]
    for place, row in enumerate(rows):
        row[1] = row[1] if place == 0 or shown == "repeated areas" else ""
        row[2] = row[2] if place % 4 == 0 else ""
    if shown == "a first row without a task":
        rows[0][2] = ""
    if shown == "a merged serial":
        rows[2][0] = ""
    path = tmp_path / "plan.csv"
    path.write_text("\n".join([TITLE, HEAD, *map(",".join, rows)]))
    (job,) = list_jobs(read_document(path), Provenance("plans", 2018, "", ""))
    plan = read_plan(job)
    kinds = ("task_maybe_blank", "task_blank")
    found = {one.measure_id for one in plan_findings(plan, TAXONOMY) if one.kind in kinds}
    expected = {plan.measures[place].measure_id for place in range(1, 16) if place % 4}
    assert (not found) if shown == "nothing" else found >= expected
