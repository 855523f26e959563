"""Tables of several regions, each row of which a column gives to one."""

from pathlib import Path

import pytest
import xlsxwriter

from pipeline.build.findings import plan_findings
from pipeline.readers import read_document
from pipeline.readers.provenance import Provenance
from pipeline.reading.plan import read_plan
from pipeline.schema.errors import SourceError
from tests.documents.evaluate import TAXONOMY, list_jobs
from tests.pipeline.sample_plans import ROWS

HEAD = ["省份", "序号", "工作重点", "工作内容", "具体举措", "责任部门"]


def write_table(path: Path, regions: list[str], title: str = "2018年各省工作要点") -> Path:
    rows = [[title, *[""] * 5], HEAD]
    for n, (region, row) in enumerate(zip(regions, ROWS, strict=False), 1):
        rows.append([region, str(n), row.area, row.task, row.measure, row.departments])
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(row) for row in rows))
    else:
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet()
        for n, cells in enumerate(rows):
            sheet.write_row(n, 0, cells)
        book.close()
    return path


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_rows_are_given_to_the_region_that_a_column_names(tmp_path: Path, suffix: str) -> None:
    path = write_table(tmp_path / f"plan.{suffix}", [*["浙江省"] * 3, *["湖南"] * 2, "兵团"])
    plans = [read_plan(job) for job in list_jobs(read_document(path), Provenance("plans", None, "", ""))]
    assert [(plan.job.plan_id, len(plan.measures)) for plan in plans] == [
        ("plans-2018-330000", 3),
        ("plans-2018-430000", 2),
        ("plans-2018-660000", 1),
    ]
    found = [one for plan in plans for one in plan_findings(plan, TAXONOMY) if one.severity != "note"]
    assert not {one.kind for one in found} & {"region_guessed", "columns_unknown"}


@pytest.mark.parametrize(
    ("regions", "title"),
    [(["浙江省"] * 6, "浙江省2018年工作要点"), (["新疆", "西藏"] * 3, "浙江省2018年工作要点")],
)
def test_a_plan_with_a_title_is_not_split(tmp_path: Path, regions: list[str], title: str) -> None:
    path = write_table(tmp_path / "plan.csv", regions, title)
    (job,) = list_jobs(read_document(path), Provenance("plans", None, "", ""))
    assert job.plan.region_id == "330000"


def test_regions_that_alternate_are_refused(tmp_path: Path) -> None:
    path = write_table(tmp_path / "plan.csv", ["浙江省", "湖南省"] * 3)
    with pytest.raises(SourceError, match="sort the table"):
        list_jobs(read_document(path), Provenance("plans", None, "", ""))
