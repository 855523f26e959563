"""Extract deadlines of measures (6月底前, 第三季度, 到2020年), or dates of a deadline column."""

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
"""By month from 1 on; the same in all years, so that dates can be compared."""
_HALVES: Final = {"上半年": 6, "年中": 6}


class Deadline(NamedTuple):
    """The span of a printed date, and the last day (year, month, day) of the period that it names."""

    start: int
    end: int
    date: tuple[int, int, int]


def find_deadlines(text: str, year: int, *, is_column: bool = False) -> Iterator[Deadline]:
    """Find the deadlines of a measure, or of a cell of a deadline column (``is_column``), in text order.

    ``year`` is the plan's, the default of dates without one; earlier dates are not deadlines. In a measure,
    days and months need 前 or a verb of completion, as 4月26日 may be a day of events.
    """
    for match in _DATE.finditer(text):
        parts = match.groupdict()
        period = parts["month"] or parts["quarter"] or parts["half"]
        if not (period or parts["year"] or parts["next"]) or (parts["half"] == "全年" and not is_column):
            continue
        due_year = int(parts["year"] or year + bool(parts["next"]))
        is_sure = parts["before"] or parts["by"] or parts["quarter"] or parts["half"] or parts["third"]
        is_done = (period or due_year > year) and _COMPLETION_VERB.match(text, match.end())
        if due_year >= year and (is_column or is_sure or is_done):
            yield Deadline(*match.span(), _end_date(parts, due_year))


def _end_date(parts: dict[str, str | None], year: int) -> tuple[int, int, int]:
    """The last day of the period; with 前, the last day before it."""
    month, day = 12, 31
    if parts["month"]:
        month = int(numeral_value(parts["month"]) or 12)
    elif parts["quarter"]:
        month = 3 * int(numeral_value(parts["quarter"]) or 4)
    elif parts["half"]:
        month = _HALVES.get(parts["half"], 12)
    if parts["day"]:
        day = int(parts["day"])
    elif parts["third"]:
        day = _PART_OF_MONTH.get(parts["third"], 31)
    elif parts["before"] and parts["month"]:
        month -= 1
    elif parts["before"] and not (parts["quarter"] or parts["half"]):
        month = 0
    return (year, month, min(day, _DAYS_IN_MONTH[month])) if month else (year - 1, 12, 31)
