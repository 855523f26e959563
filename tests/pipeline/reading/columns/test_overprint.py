"""Bold text that a dump prints several times over is written once; what a writer repeats stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.columns.overprint import strip_overprint

WORDS = st.permutations("甲乙丙丁戊己庚辛").flatmap(
    lambda letters: st.integers(1, 8).map(lambda length: "".join(letters[:length]))
)
"""Words in which no letter comes twice: whatever is repeated then was printed several times."""


def stripped(line: str) -> str:
    text, kept = strip_overprint(line, 0, len(line))
    assert "".join(line[place] for place in kept) == text
    return text


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("强化执法强化执法强化执法强化执法。。。。继续开展", "强化执法。继续开展"),
        ("加大加大加大加大“两法“两法“两法“两法衔接衔接衔接衔接”工作", "加大“两法衔接”工作"),
        ("力度力度力度力度，，，，提高提高提高提高。。。。认真", "力度，提高。认真"),
        ("开开开开展市场培育工作展市场培育工作展市场培育工作展市场培育工作。", "开展市场培育工作。"),
        ("通过努力，强化监管强化监管强化监管，取得成效", "通过努力，强化监管，取得成效"),
        ("专利12专利12专利12件", "专利12件"),
    ],
    ids=["whole", "in pieces", "with marks", "cut in words", "amid a sentence", "with digits"],
)
def test_overprint_is_written_once(printed: str, meant: str) -> None:
    assert stripped(printed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "完善机制。。。。",
        "等等……",
        "www.sipo.gov.cn",
        "电话12333",
        "1000000元",
        "研究研究再说",
        "谢谢",
        "“走出去”“引进来”",
        "加强加强",
        "--------",
        "",
    ],
)
def test_what_a_writer_repeats_is_no_overprint(text: str) -> None:
    assert stripped(text) == text


def test_only_the_span_that_is_asked_for_is_looked_at() -> None:
    line = "强化强化 强化强化强化 年年年"
    assert strip_overprint(line, 5, 11) == ("强化", (5, 6))
    assert strip_overprint(line, 0, 4) == ("强化强化", (0, 1, 2, 3))


@given(before=WORDS, bold=WORDS, after=WORDS, times=st.integers(3, 5))
def test_any_bold_text_comes_back_from_any_number_of_printings(
    before: str, bold: str, after: str, times: int
) -> None:
    assert stripped(f"{before}，{bold * times}。{after}") == f"{before}，{bold}。{after}"


@given(st.text("甲乙1。", max_size=40))
def test_what_is_kept_is_in_order_and_loses_no_letter(line: str) -> None:
    text, kept = strip_overprint(line, 0, len(line))
    assert list(kept) == sorted(set(kept))
    assert set(text) == set(line)
