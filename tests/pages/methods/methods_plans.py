"""Two plans for the tests of Data and methods, with markup in the source of one of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.build.build import build
from pipeline.taxonomy.loading import load_taxonomy

HEADER: Final = "序号 工作重点 工作内容 具体举措及成果形式 责任部门"
HOSTILE: Final = '指导<script>window.caught=1</script>&amp;<img src=x onerror="window.caught=2">开展试点。'
HEBEI: Final = "ip-work-plans-2018-130000"


def build_two_plans(folder: Path) -> Path:
    """The tables of two plans; the first has twenty rows, and markup in one of its measures."""
    source = folder / "plans.txt"
    source.write_text("\n\n".join((*plan_lines("河北省", 20), *plan_lines("江苏省", 3))), encoding="utf-8")
    build([source], folder / "built")
    return folder / "built"


def plan_lines(region: str, rows: int) -> Iterator[str]:
    """A plan as a dump prints it, a cell a line."""
    taxonomy = load_taxonomy()
    names = {area.id: area.name_zh for area in taxonomy.areas}
    yield f"{region} 2018年工作要点"
    yield HEADER
    area = ""
    for number, task in enumerate(taxonomy.tasks[:rows]):
        if task.area_id != area:
            area = task.area_id
            yield from (area, names[area])
        yield task.name_zh
        yield HOSTILE if number == 2 else f"建设第{number + 1}批示范项目，年底前完成验收。"
        yield f"{region[0]}知识产权局" if number % 2 else "省知识产权局、省财政厅"
