"""Dates by which a measure is to be done: 6月底前, 第三季度, 到2020年, or those of a column of deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipeline.extract.quantities.numerals import CHINESE, numeral_value

_DATE: Final = re.compile(
    rf"(?<![\d{CHINESE}.])(?=[到至截2明今本第上下年全\d{CHINESE}])(?P<by>到|至|截至|截止到?)?"
    r"(?:(?P<year>20\d\d)(?:年度?|(?=[./-]\d))|(?P<next>明年)|今年|本年度?)?"
    r"(?:[./-]?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?|(?<=\d[./-]\d)|(?<=\d[./-]\d\d))"
    r"(?:[./-]?(?P<day>3[01]|[12]\d|0?[1-9])(?:[日号]|(?!\d))|(?P<third>上旬|中旬|下旬|[初中底末]))?"
    r"|第?(?P<quarter>[一二三四1-4])季度[末底]?"
    r"|(?<![去上前每])(?P<half>上半年|年中|下半年|年[底末内]|(?<=年)[底末内]|全年)[底末]?)?"
    r"(?P<before>(?:之|以)?前)?(?!起|开始|以来|以后|后|以上|之后|间)"
)
_COMPLETION_VERB: Final = re.compile(
    "[^，。；]{0,8}(?:完成|达到|出台|印发|建成|启动|发布|实现|上线|投入|报送)"
)
_PART_OF_MONTH: Final = {"初": 5, "上旬": 10, "中": 20, "中旬": 20}
_DAYS_IN_MONTH: Final = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of each month from 1 on, in all years alike, so that they can be compared."""
_HALVES: Final = {"上半年": 6, "年中": 6}


class Deadline(NamedTuple):
    """Where a date is printed; its year, month and day, those of the end of the span that is named."""

    start: int
    end: int
    date: tuple[int, int, int]


def find_deadlines(text: str, year: int, *, is_column: bool = False) -> Iterator[Deadline]:
    """The deadlines of a text in its order.

    Parameters
    ----------
    text
        A measure, or a cell of a column of deadlines.
    year
        The plan's, which a date without one means; earlier dates are no deadlines.
    is_column
        Whether each date is a deadline; in a measure, days and months are so only with 前 or with what is to
        be done by then: 4月26日 may be a day of events.
    """
    for match in _DATE.finditer(text):
        named = match.groupdict()
        part = named["month"] or named["quarter"] or named["half"]
        if not (part or named["year"] or named["next"]) or (named["half"] == "全年" and not is_column):
            continue
        own = int(named["year"] or year + bool(named["next"]))
        is_sure = named["before"] or named["by"] or named["quarter"] or named["half"] or named["third"]
        is_done = (part or own > year) and _COMPLETION_VERB.match(text, match.end())
        if own >= year and (is_column or is_sure or is_done):
            yield Deadline(*match.span(), _end_date(named, own))


def _end_date(named: dict[str, str | None], year: int) -> tuple[int, int, int]:
    """The last day of a year, or of a part of it; with 前, the last one before it."""
    month, day = 12, 31
    if named["month"]:
        month = int(numeral_value(named["month"]) or 12)
    elif named["quarter"]:
        month = 3 * int(numeral_value(named["quarter"]) or 4)
    elif named["half"]:
        month = _HALVES.get(named["half"], 12)
    if named["day"]:
        day = int(named["day"])
    elif named["third"]:
        day = _PART_OF_MONTH.get(named["third"], 31)
    elif named["before"] and named["month"]:
        month -= 1
    elif named["before"] and not (named["quarter"] or named["half"]):
        month = 0
    return (year, month, min(day, _DAYS_IN_MONTH[month])) if month else (year - 1, 12, 31)
