"""Text that would like to be more than text, planted in the cells of a source that the pipeline reads.

Whatever is planted is marked by ``planted``, so that a test can tell what has come of it: an element of that
name or class, a link to that host, or a script that calls ``alert``.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pipeline.build.build import build
from pipeline.taxonomy.loading import load_taxonomy
from tests.corpora import InThisProcess

REGION: Final = "130000"
BODIES: Final = "省知识产权局、省财政厅"
HEADER: Final = "序号 工作重点 工作内容 具体举措及成果形式 责任部门"

MEASURES: Final = {
    "1.1": "指导<script>alert(1)</script>基地<planted>建设</planted></div>&amp;&lt;b&gt;工作，培育企业10家。",
    "1.2": '=HYPERLINK("http://planted.example","点我")，开展区域布局试点，建设示范企业5家。',
    "1.3": "+86号专线开通，建设**粗字样**集聚区3个，:red[红字样]与[链字样](http://planted.example)一并推进。",
    "1.4": "-2项评议不再开展，出台$x^2+y$评议办法，`代码样`与~~删字样~~保留，完成评议10项。",
    "1.6": "@SUM(1)奖励办法修订，<img/src=x/onerror=alert(2)/class=planted>奖励项目20项。",
    "2.1": "公开\x07案件\u202e信息\u200b全部，落实《处罚<planted>公开</planted>**办法**》，"
    "开展“雷<b>霆</b>$1$”专项行动。",
}
"""By the standard task that they answer; the reader drops white space, so none has any."""

TASKS: Final = {"2.3": "加强海关<planted>知识产权</planted>**保护**"}
"""Standard tasks that the source words in its own way."""

LOCAL_TASK: Final = "推广知识产权<planted>特色</planted>**粗字样**$x^2$做法"
LOCAL_MEASURE: Final = "开展<planted>特色</planted>活动4场，总结:red[红字样]经验。"
DEPARTMENTS: Final = {
    "1.2": "省知识产权局、省<planted>财政厅",
    "1.3": "省**粗字样**财政厅、省\x07知识产权局",
}
PLANTED: Final = (*MEASURES.values(), *TASKS.values(), LOCAL_TASK, LOCAL_MEASURE, *DEPARTMENTS.values())


def hostile_lines(year: int = 2018) -> Iterator[str]:
    """A dump of two plans, a cell a line: the first one is hostile, the second one answers as others do.

    Those of another year than 2018 say nearly the same, with another number.
    """
    taxonomy = load_taxonomy()
    names = {area.id: area.name_zh for area in taxonomy.areas}
    for region in ("河北省", "江苏省"):
        hostile = region == "河北省"
        area = ""
        yield from (f"{region} {year}年工作要点", HEADER)
        for number, task in enumerate(taxonomy.tasks[:20]):
            if task.area_id != area:
                area = task.area_id
                yield from (area, names[area])
            plain = f"建设第{number + 1}批示范项目{number + 2}个，年底前完成验收。"
            yield TASKS.get(task.id, task.name_zh) if hostile else task.name_zh
            measure = MEASURES.get(task.id, plain) if hostile else plain
            yield measure if year == 2018 else measure.replace("工作", "任务").replace("10", "8")
            yield DEPARTMENTS.get(task.id, BODIES) if hostile else BODIES
        yield from (LOCAL_TASK if hostile else "推广特色做法", LOCAL_MEASURE, "省知识产权局")


def build_hostile(folder: Path, years: Sequence[int] = (2018,)) -> Path:
    """The built tables of the hostile sources."""
    for year in years:
        text = "\n\n".join(hostile_lines(year))
        (folder / f"plans-{year}.txt").write_text(text, encoding="utf-8", newline="")
    sources = [folder / f"plans-{year}.txt" for year in years]
    build(sources, folder / "built", executor=InThisProcess())
    return folder / "built"
