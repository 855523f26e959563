"""Finds lines that are in no row of a table: notes and dates below it, and marks that it goes on."""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Final

CONTINUED: Final = re.compile(
    r"(?:^|[（(【])(?:(?:续[上前]?|接[上前])[表页行]?\d{0,2}|[上前][表页]续)[)）】]?$"
)
"""A mark that is a whole cell or in brackets at its end; other words can end with 续 (简化登记手续)."""
_CONTINUED_TABLE: Final = re.compile(rf"(?:附?表\d{{0,2}})?(?:{CONTINUED.pattern})")
_DETAIL: Final = "(?:人员?|单位|部门|机关|处室|时间|日期|说明|事项|电话|方式|地址|邮箱|号码)?"
NOTE: Final = re.compile(
    r"(?:附?注|注意事项|备注|说明|附[件表]?)\d{0,2}[:：]|(?:填表|填报|制表|审核|复核|联系|抄送|抄报|主办)"
    rf"{_DETAIL}(?:[及和、/（(]{_DETAIL}[)）]?)?[:：]"
)
"""The label of a note; text can begin with the same words (注重实效：…, 联系企业：…)."""
_BELOW: Final = re.compile(
    rf"{NOTE.pattern}|(?:有关|工作|几点|报送)要求[:：]?$|[*※★]|(?:地址|网址|电话|传真|邮编){_DETAIL}[:：]|联系方式[:：]?$"
    r"|[（(]此件|(?:信息)?来源[:：]|(?:责任)?编辑[:：]|[上下]一[篇条][:：]|分享到"
    r"|[【[]?(?:打印|关闭)(?:[此本]页|页面|窗口|】|]|$)|扫一扫|浏览次数|相关(?:附件|链接|稿件|文章)[:：]?$"
)
"""The first line below a table: a note, or what web pages print below their text."""
_BODIES: Final = re.compile("[^，。:：]{0,4}(?:单位|部门)[:：]")
"""A label of bodies. Where lines above have one, another one (主办单位：) is no note."""
DATE: Final = re.compile(
    r"[（(]?[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日(?:印发)?[）)]?"
)
"""The date below a signature."""
_MAX_LINES: Final = 15
"""Maximum number of lines below the table that are notes."""


def is_continuation_mark(text: str) -> bool:
    """Return whether a line or a cell only says that the table goes on: 续表, （接上页）, 表1（续）."""
    return _CONTINUED_TABLE.fullmatch("".join(text.split())) is not None


def find_notes(
    lines: Sequence[str], first: int, classes: Mapping[int, str], delimiter: str = ""
) -> dict[int, str]:
    """Return the lines of text below the table of a plan, with their class.

    They begin below the first header with a label that no line above has, and go on to the end, without a
    ``delimiter`` of cells. ``lines`` are those of the plan and ``first`` the number of the first one;
    ``classes`` are those of layout text.
    """
    header = min((number for number, own in classes.items() if own == "header"), default=0)
    squeezed = {n: "".join(line.split()) for n, line in enumerate(lines, first) if n not in classes}
    filled = [number for number, text in squeezed.items() if text]
    below = list(
        takewhile(lambda number: not delimiter or delimiter not in lines[number - first], reversed(filled))
    )
    for number in reversed(below[:_MAX_LINES]):
        label = _BELOW.match(squeezed[number]) if number > header else None
        if label is None:
            continue
        same = _BODIES if label[0].startswith("主办") else re.compile(re.escape(label[0]))
        if not any(same.match(squeezed[one]) for one in filled if one < number):
            notes = [one for one in below if one >= number]
            break
    else:
        notes = []
    above = below[len(notes) :][:1]
    dates = (number for number in above if DATE.fullmatch(squeezed[number]))
    return dict.fromkeys([*notes, *dates], "other_column")
