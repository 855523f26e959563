"""Ways in which a document can be spoilt; each takes text or bytes and a source of chance."""

import random
from collections.abc import Callable, Sequence
from typing import Final

from tests.pipeline.layouts import PAGE_NUMBERS, TITLES, chinese_number, roman
from tests.pipeline.sample_plans import AREAS

Lines = list[str]
LineMutation = Callable[[Lines, random.Random], Lines]
ByteMutation = Callable[[bytes, random.Random], bytes]

_LINE_STARTS: Final = (
    "20 ",
    "2018年",
    "1.5 万件",
    "3—5",
    "第3批",
    "1/3",
    "50%",
    "12月底",
    "1.",
    "2、",
    "①",
    "（一）",
    "500 强",
    "三是",
    "Ⅲ",
    "2018.12.31",
    "①②③ ",
)
_CHARACTERS: Final = (
    *"\u202a\u202e\u2066\u2069\u200b\u200d\u00ad\ufeff\u3000\u00a0\u0301\u20dd\ufe0f\ufffd\uffff",
    *"\u2028\u2029\x85\x0b\x0c\x1c\x1f\x07\x1b\x7f\t",
    *"⼯⼈⼤⽂⾏㈠㊣①½ﬁ",
    *"𠀀👩\U000e0001\U0010ffff",
    *"\"',;|=+@-（）《》“”【】。",
)
_OTHER_HEADERS: Final = (
    "序号 工作任务 牵头单位 配合单位 完成时限",
    "编号 类别 任务目标 落实举措 执行部门 完成时间",
    "序号,工作重点,工作内容,具体举措,责任部门",
    "序号;重点工作;主要任务;工作举措;责任单位",
    "工作重点\t工作内容\t具体任务\t成果形式\t责任部门",
    "责任部门 具体举措及成果形式 工作内容 工作重点 序号",
    "序号 工作重点 工作内容",
    "姓名 电话 单位 职务 备注",
)
_ENCODINGS: Final = ("gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "big5", "utf-32", "cp1252")
_ESCAPED_SURROGATES: Final = (b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\xbd\xed\xb8\x80")
_MOST_POWER: Final = 4.0


def few(chance: random.Random) -> int:
    """How many places are changed: mostly a few, seldom very many."""
    return int(10 ** chance.uniform(0, 1.5))


def many(chance: random.Random) -> int:
    """How often something is repeated: from once to ten thousand times, each size as likely."""
    return int(10 ** chance.uniform(0, _MOST_POWER))


def header_of(lines: Sequence[str]) -> str:
    """The first line that looks like a table header; else the usual one."""
    usual = "序号 工作重点 工作内容 具体举措及成果形式 责任部门"
    return next((line for line in lines if "责任" in line and "工作" in line), usual)


def title(chance: random.Random) -> str:
    """A title of any region, also those of a made-up one, with its year in any digits."""
    region = chance.choice(("河北省", "北京市", "西藏自治区", "新疆生产建设兵团", "上海", "某某省"))
    year = chance.choice(("2018", "2019", "二〇一八", "２０１８", "1999"))
    return chance.choice((*TITLES, "{region}{year}年专利工作计划")).format(region=region, year=year)


def page_number(chance: random.Random) -> str:
    """A page number of any style."""
    number = chance.randrange(1, 40)
    style = chance.choice([style for style in PAGE_NUMBERS if style])
    return style.format(n=number, roman=roman(number), zh=chinese_number(number))


def insert(lines: Lines, chance: random.Random, drawn: Callable[[], str]) -> Lines:
    """The lines with new ones at a few places."""
    for _ in range(few(chance)):
        lines.insert(chance.randrange(len(lines) + 1), drawn())
    return lines


def insert_lines(lines: Lines, chance: random.Random) -> Lines:
    """Titles, headers, page numbers, area names, blank lines and lines of its own, where none belongs."""
    kind = chance.randrange(6)
    drawn: tuple[Callable[[], str], ...] = (
        lambda: title(chance),
        lambda: header_of(lines),
        lambda: page_number(chance),
        lambda: chance.choice(AREAS)[: chance.randrange(2, 20)],
        lambda: chance.choice(lines or [""]),
        lambda: chance.choice(("", " ", "\f", "　", "\t\t")),
    )
    return insert(lines, chance, drawn[kind])


def delete_lines(lines: Lines, chance: random.Random) -> Lines:
    start, length = chance.randrange(len(lines) + 1), few(chance)
    return lines[:start] + lines[start + length :]


def swap_lines(lines: Lines, chance: random.Random) -> Lines:
    for _ in range(few(chance) if len(lines) > 1 else 0):
        one, other = chance.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
    return lines


def repeat_line(lines: Lines, chance: random.Random) -> Lines:
    """One of the lines, the header or a title, again and again."""
    repeated = chance.choice((chance.choice(lines or [""]), header_of(lines), title(chance), *AREAS[:1], "1"))
    place = chance.randrange(len(lines) + 1)
    return lines[:place] + [repeated] * many(chance) + lines[place:]


def number_lines(lines: Lines, chance: random.Random) -> Lines:
    """Numbers on lines of their own: one after the other, or any."""
    place, grow = chance.randrange(len(lines) + 1), chance.random() < 0.5
    numbers = [str(n if grow else chance.randrange(2000)) for n in range(1, many(chance))]
    return lines[:place] + numbers + lines[place:]


def start_lines_with_numbers(lines: Lines, chance: random.Random) -> Lines:
    for _ in range(few(chance) if lines else 0):
        place = chance.randrange(len(lines))
        lines[place] = chance.choice(_LINE_STARTS) + lines[place]
    return lines


def break_lines(lines: Lines, chance: random.Random) -> Lines:
    """Every line cut where it is as long as a page is wide, or at every character."""
    width = chance.choice((1, 2, 7, 16, 40))
    return [line[at : at + width] for line in lines for at in range(0, max(1, len(line)), width)]


def join_lines(lines: Lines, chance: random.Random) -> Lines:
    """Runs of lines joined to one; all of them at times."""
    length = chance.choice((2, 3, 10, len(lines) or 1))
    glue = chance.choice(("", " ", "\t", ","))
    return [glue.join(lines[at : at + length]) for at in range(0, len(lines), length)]


def blank_lines(lines: Lines, chance: random.Random) -> Lines:
    """Blank lines everywhere, or none."""
    if chance.random() < 0.5:
        return [line for line in lines if line.strip()]
    between = [""] * chance.choice((1, 2, 5))
    return [part for line in lines for part in (line, *between)]


def other_spaces(lines: Lines, chance: random.Random) -> Lines:
    """Spaces as tabs or as other white space, doubled or gone."""
    space = chance.choice(("\t", "　", "  ", "\xa0", "", ",", ";", " " * 40))
    return [line.replace(" ", space) for line in lines]


def insert_characters(lines: Lines, chance: random.Random) -> Lines:
    for _ in range(few(chance) if lines else 0):
        place = chance.randrange(len(lines))
        at = chance.randrange(len(lines[place]) + 1)
        lines[place] = lines[place][:at] + chance.choice(_CHARACTERS) + lines[place][at:]
    return lines


def long_run(lines: Lines, chance: random.Random) -> Lines:
    """A long run of one character, in a line or on lines of their own."""
    run = [chance.choice(("一", "1", "。", "、", "（", "《", "A", '"', ",", "-", "家", "省"))] * many(chance)
    place = chance.randrange(len(lines) + 1)
    return lines[:place] + (run if chance.random() < 0.5 else ["".join(run)]) + lines[place:]


def other_header(lines: Lines, chance: random.Random) -> Lines:
    """Every header with other columns, or with one of its letters gone."""
    header = header_of(lines)
    at = chance.randrange(len(header))
    changed = chance.choice((*_OTHER_HEADERS, header[:at] + header[at + 1 :], ""))
    return [changed if line == header else line for line in lines]


def repeat_all(lines: Lines, chance: random.Random) -> Lines:
    """The whole document once more, or a part of it."""
    start = chance.choice((0, chance.randrange(len(lines) + 1)))
    return lines + lines[start:]


def quote_cells(lines: Lines, chance: random.Random) -> Lines:
    """Quotes and commas where a table with delimiters has its own."""
    mark = chance.choice(('"', '""', ",", ";", "'", '",', "\t"))
    for _ in range(few(chance) if lines else 0):
        place = chance.randrange(len(lines))
        at = chance.choice((0, len(lines[place]), chance.randrange(len(lines[place]) + 1)))
        lines[place] = lines[place][:at] + mark + lines[place][at:]
    return lines


def cut(data: bytes, chance: random.Random) -> bytes:
    """The file, ended or begun in its middle."""
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.7 else data[at:]


def spoil_bytes(data: bytes, chance: random.Random) -> bytes:
    """A few bytes that are others, or none, or half of a surrogate pair."""
    spoilt = bytearray(data)
    for _ in range(few(chance)):
        at = chance.randrange(len(spoilt) + 1)
        spoilt[at : at + 1] = chance.choice(
            (b"", b"\x00", chance.randbytes(1), b"\r", *_ESCAPED_SURROGATES, b"\xef\xbb\xbf")
        )
    return bytes(spoilt)


def line_ends(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\r", b"\x0c", "\u2028".encode(), b"")))


LINE_MUTATIONS: Final[tuple[LineMutation, ...]] = (
    insert_lines,
    delete_lines,
    swap_lines,
    repeat_line,
    number_lines,
    start_lines_with_numbers,
    break_lines,
    join_lines,
    blank_lines,
    other_spaces,
    insert_characters,
    long_run,
    other_header,
    repeat_all,
    quote_cells,
)
BYTE_MUTATIONS: Final[tuple[ByteMutation, ...]] = (cut, spoil_bytes, line_ends)

_MOST: Final = 3
_SHARE_OF_BYTES: Final = 0.12
_SHARE_OF_ENCODINGS: Final = 0.15


def mutated(text: str, chance: random.Random) -> tuple[bytes, tuple[str, ...]]:
    """A document spoilt in one to three ways, as a file has it, and the names of the ways."""
    lines, names = text.split("\n"), list[str]()
    for mutation in chance.choices(LINE_MUTATIONS, k=chance.randrange(1, _MOST + 1)):
        lines = mutation(lines, chance)
        names.append(mutation.__name__)
    encoding = "utf-8"
    if chance.random() < _SHARE_OF_ENCODINGS:
        encoding = chance.choice(_ENCODINGS)
        names.append(encoding)
    data = "\n".join(lines).encode(encoding, errors="replace")
    if chance.random() < _SHARE_OF_BYTES:
        spoil = chance.choice(BYTE_MUTATIONS)
        data = spoil(data, chance)
        names.append(spoil.__name__)
    return data, tuple(names)
