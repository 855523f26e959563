"""Whatever a department cell holds, it is cut without a gap, and what is found stands where it is said to."""

from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.departments.mentions import find_departments, load_directory
from pipeline.extract.departments.segments import split_cell
from tests.pipeline.sample_plans import TAXONOMY

DIRECTORY: Final = load_directory()
WORDS: Final = (
    *(name for body in DIRECTORY.bodies[::4] for name in (body.name_zh, f"省{body.name_zh}")),
    *"、，；。：（）“”",
    *("牵头", "配合", "会同", "牵头单位：", "配合部门：", "等", "及", "由", "负责", "责任部门："),
    *("省", "市", "自治区", "兵团", "石家庄", "杭州市", "广西", "各", "有关", "第八师", "人民银行", "国家"),
    *("甲", "乙丙", "１０", "23", "推广技术", "规划处"),
)

cells = st.one_of(st.lists(st.sampled_from(WORDS), max_size=25).map("".join), st.text(max_size=60))
regions = st.sampled_from(TAXONOMY.regions)


@given(cells)
def test_segments_cover_the_cell_without_gaps(cell: str) -> None:
    pieces = split_cell(cell, DIRECTORY)
    assert "".join(cell[piece.start : piece.end] for piece in pieces) == cell
    assert all(piece.start < piece.end for piece in pieces)
    assert all(one.end == other.start for one, other in pairwise(pieces))
    assert {piece.kind for piece in pieces} <= {"body", "role", "separator", "remark", "unknown", "text"}


@given(cells, regions)
def test_mentions_are_slices_in_order(cell: str, region: object) -> None:
    mentions = find_departments(cell, region, DIRECTORY)  # type: ignore[arg-type]
    assert all(mention.quote == cell[mention.start : mention.end] != "" for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    assert {mention.role for mention in mentions} <= {"lead", "support", "named"}
    assert {mention.level for mention in mentions} <= {"central", "provincial", "city", "other"}
    assert all(not mention.department_id or mention.department_id in DIRECTORY.by_id for mention in mentions)


@given(st.sampled_from(DIRECTORY.bodies), regions)
def test_every_body_is_found_by_its_own_name(body: object, region: object) -> None:
    (mention,) = find_departments(body.name_zh, region, DIRECTORY)  # type: ignore[attr-defined,arg-type]
    assert mention.department_id == body.id  # type: ignore[attr-defined]


def test_a_very_long_cell_is_read_to_its_end() -> None:
    cell = "省知识产权局、工商局，石家庄、" * 2_000
    mentions = find_departments(cell, TAXONOMY.regions[2], DIRECTORY)
    assert len(mentions) == 3 * 2_000
    assert mentions[-1].end == len(cell) - 1
    for sign in ("省", "“", "（", "1", "玄"):
        assert not any(
            m.department_id for m in find_departments(sign * 30_000, TAXONOMY.regions[2], DIRECTORY)
        )
