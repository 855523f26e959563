"""Every supported encoding, and the errors for files that are no text."""

import codecs
import io
import os
import random
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.readers import MAX_BYTES, read_document
from pipeline.readers.document import Loss
from pipeline.readers.text import MAX_LINE_CHARACTERS, MAX_LINES
from pipeline.schema.errors import SourceError

PLAN: Final = """河北省 2018年工作要点

序号 工作重点 工作内容 具体举措及成果形式 责任部门
1 推进知识产权领域改革 1.1深化改革 1.制定实施方案，明确责任分工。 省知识产权局
2 加强知识产权保护 2.1严格保护 2.开展“护航”“雷霆”专项行动。 省知识产权局、省公安厅
"""
FRENCH: Final = (
    "Le gouvernement a présenté son plan. L'été dernier, les régions ont élaboré leurs mesures.\n" * 4
)
TRADITIONAL: Final = (
    "行政院經濟部智慧財產局今日公布專利法修正草案，加強智慧財產權之保護，並推動產業創新發展。\n" * 4
)
JAPANESE: Final = (
    "特許庁は、知的財産に関する計画を公表しました。中小企業の支援を進めるとともに、人材の育成を図ります。\n"
    * 4
)
KOREAN: Final = (
    "특허청은 지식재산 보호를 위한 계획을 발표하였다. 각 지방자치단체는 중소기업 지원을 강화한다.\n" * 4
)
RUSSIAN: Final = "Правительство утвердило план действий по охране интеллектуальной собственности.\n" * 4

MARKED: Final = (
    ("utf-8", b""),
    ("utf-8-sig", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
PLAIN: Final = (("gb18030", b""), ("utf-16-le", b""), ("utf-16-be", b""))

any_line = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\v\f\x85\u2028 "))
texts = st.lists(st.tuples(any_line, st.sampled_from(("\n", "\r\n", "\r", "")))).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def written(folder: Path, data: bytes, name: str = "plans.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def encoded(text: str, encoding: str, mark: bytes = b"") -> bytes:
    return mark + text.encode(encoding.removesuffix("-sig"))


def refusal(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_document(path)
    assert caught.value.source == path
    assert caught.value.message_zh.endswith("。")
    assert caught.value.message_en.endswith(".")
    assert not re.search("[\u4e00-\u9fff]", caught.value.message_en)
    return caught.value


def check_reading(folder: Path, text: str, encoding: str, mark: bytes) -> None:
    data = encoded(text, encoding, mark)
    source = read_document(written(folder, data))
    assert source.encoding == encoding
    assert source.sha256 == sha256(data).hexdigest()
    expected = list(io.StringIO(text, newline=""))
    assert source.lines == tuple(line.rstrip("\r\n") for line in expected)
    assert source.starts == tuple(len("".join(expected[:index])) for index in range(len(expected)))
    assert source.characters == sum(not character.isspace() for character in text)


@pytest.mark.property
@pytest.mark.parametrize(("encoding", "mark"), MARKED)
@given(text=texts)
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str, mark: bytes
) -> None:
    assume(text.strip())
    assume(mark or not text.startswith("\ufeff"))
    check_reading(tmp_path_factory.getbasetemp(), text, encoding, mark)


@pytest.mark.property
@pytest.mark.parametrize(("encoding", "mark"), PLAIN)
@given(text=texts)
def test_chinese_comes_back_without_a_mark_with_anything_in_it(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str, mark: bytes
) -> None:
    # Only mostly Chinese text can be detected without a byte order mark.
    prose = PLAN * (4 * len(text) // len(PLAN) + 1)
    check_reading(tmp_path_factory.getbasetemp(), prose + text, encoding, mark)


@pytest.mark.parametrize(("encoding", "mark"), [*MARKED, *PLAIN])
def test_one_line_is_enough_to_show_the_encoding(tmp_path: Path, encoding: str, mark: bytes) -> None:
    check_reading(tmp_path, "河北省 2018年工作要点", encoding, mark)


def test_traditional_characters_in_gbk(tmp_path: Path) -> None:
    assert read_document(written(tmp_path, TRADITIONAL.encode("gbk"))).lines == tuple(
        TRADITIONAL.splitlines()
    )


def test_lines_end_where_editors_end_them(tmp_path: Path) -> None:
    source = read_document(written(tmp_path, "甲\r\n乙\r\r丙\f丁\u2028戊\n\n己".encode()))
    assert source.lines == ("甲", "乙", "", "丙\f丁\u2028戊", "", "己")
    assert source.starts == (0, 3, 5, 6, 12, 13)
    assert source.characters == 6


def test_a_byte_order_mark_does_not_count(tmp_path: Path) -> None:
    marked = read_document(written(tmp_path, codecs.BOM_UTF8 + PLAN.encode()))
    plain = read_document(written(tmp_path, PLAN.encode()))
    assert (marked.lines, marked.starts, marked.characters) == (plain.lines, plain.starts, plain.characters)


@pytest.mark.parametrize("mark", ["> ", ">", ">> ", "> > "])
def test_marks_of_quoted_mail_are_no_text(tmp_path: Path, mark: str) -> None:
    below = ("序号\t任务", "", "1\t建设", "95%", "2\t推进")
    text = "".join(f"{line}\n" for line in ["请查收。", *(mark + line for line in below)])
    found = read_document(written(tmp_path, text.encode()))
    assert found.lines[1:] == below
    assert all(text[start:].startswith(line) for line, start in zip(found.lines, found.starts, strict=True))
    few = "请查收。\n" + ">95%\n" * 4
    assert read_document(written(tmp_path, few.encode())).lines[1:] == (">95%",) * 4


def test_a_line_break_of_markdown_is_no_text(tmp_path: Path) -> None:
    text = "-----  ------\n1  建设\\   省财政厅\\\n   推进     C:\\省\n"
    found = read_document(written(tmp_path, text.encode()))
    assert found.lines[1:] == ("1  建设    省财政厅 ", "   推进     C:\\省")


def test_missing(tmp_path: Path) -> None:
    error = refusal(tmp_path / "none.txt")
    assert error.message_en == "There is no such file; check the path."


def test_missing_below_a_file(tmp_path: Path) -> None:
    assert "no such file" in refusal(written(tmp_path, b"a") / "none.txt").message_en


def test_folder(tmp_path: Path) -> None:
    assert "This is a folder" in refusal(tmp_path).message_en


def test_not_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, PLAN.encode())
    # The superuser, whom containers run tests as, may read any file.
    monkeypatch.setattr(Path, "open", deny)
    assert "can't be read (Permission denied)" in refusal(path).message_en


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert "a pipe" in refusal(path).message_en


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t\f\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000\n".encode()]
)
def test_empty(tmp_path: Path, data: bytes) -> None:
    assert "empty" in refusal(written(tmp_path, data)).message_en


def test_200_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path, b"")
    os.truncate(path, 200 * 1024 * 1024)
    error = refusal(path)
    assert "64 MB" in error.message_zh
    assert "64 MB" in error.message_en


@pytest.mark.parametrize("data", [b"a", b"\n", b"a\n", b"\x00", b"\x01", b"\x80", b"\x80\n", b"\x00\xd8"])
def test_as_much_as_is_allowed_of_one_thing_is_refused_soon(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data * (MAX_BYTES // len(data)))
    refusal(path)
    path.unlink()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_line_that_no_dump_has(tmp_path: Path, encoding: str) -> None:
    longest = "中" * MAX_LINE_CHARACTERS
    assert read_document(written(tmp_path, f"{PLAN}{longest}\n".encode(encoding))).lines[-1] == longest
    error = refusal(written(tmp_path, f"{PLAN}{longest}中\n{longest}中".encode(encoding)))
    assert error.line == 1 + PLAN.count("\n")
    assert "20001" in error.message_en


def test_more_lines_than_any_dump_has(tmp_path: Path) -> None:
    assert f"more than {MAX_LINES} lines" in refusal(written(tmp_path, b"a\n" * (MAX_LINES + 1))).message_en


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "an old Office or WPS document"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (
            b"From: <Saved by Word>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related",
            "a web page in a single",
        ),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><Table>',
            "an XML document of Office",
        ),
    ],
)
def test_other_formats_are_named(tmp_path: Path, data: bytes, named: str) -> None:
    assert named in refusal(written(tmp_path, data)).message_en


@pytest.mark.parametrize(
    ("member", "named"),
    [
        ("ppt/presentation.xml", "a PowerPoint presentation"),
        ("OFD.xml", "an OFD document"),
        ("plans.txt", "a ZIP archive"),
    ],
)
def test_what_is_in_a_zip_is_named(tmp_path: Path, member: str, named: str) -> None:
    path = tmp_path / "plans.txt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, PLAN)
    assert named in refusal(path).message_en


@pytest.mark.parametrize(
    "data",
    [
        bytes(1000),
        bytes(range(256)) * 40,
        random.Random(0).randbytes(100_000),
        b"\x01\x02 text \x03" * 20,
        b"\x01\x02\xff\xfe\xff" * 20,
        codecs.BOM_UTF16_LE + b"\x01\x00\x02\x00" * 20,
    ],
)
def test_binary(tmp_path: Path, data: bytes) -> None:
    assert "a binary file" in refusal(written(tmp_path, data)).message_en


def test_a_zero_byte_in_a_text_is_placed(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, (PLAN * 9 + "省知\x00识产权局\n" + PLAN).encode()))
    assert error.line == 1 + 9 * PLAN.count("\n")
    assert "a zero byte" in error.message_en


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (JAPANESE, "shift_jis", "Shift-JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "ISO-2022"),
        (KOREAN, "euc_kr", "EUC-KR"),
        (FRENCH, "cp1252", "Windows-1252"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (PLAN, "utf-32", "UTF-32"),
        (PLAN, "utf-32-be", "UTF-32"),
    ],
)
def test_another_encoding_is_named(tmp_path: Path, text: str, encoding: str, named: str) -> None:
    error = refusal(written(tmp_path, text.encode(encoding)))
    assert f"looks like {named}, which is not read; save it as UTF-8" in error.message_en
    assert f"像是 {named}，" in error.message_zh


def test_an_encoding_that_is_guessed_is_reported(tmp_path: Path) -> None:
    read = read_document(written(tmp_path, TRADITIONAL.encode("big5")))
    assert (read.encoding, read.lines) == ("big5", tuple(TRADITIONAL.splitlines()))
    assert [(loss.kind, loss.text) for loss in read.losses] == [("encoding_guessed", "Big5")]


@pytest.mark.parametrize(
    ("signs", "kind", "codes"),
    [
        ("\ufffd\ufffd", "characters_lost", "U+FFFD"),
        ("\ue000\uffff", "characters_lost", "U+E000, U+FFFF"),
        ("\u200b\ufeff", "characters_invisible", "U+200B, U+FEFF"),
        ("\u202e\u2066", "characters_invisible", "U+202E, U+2066"),
        ("\x01\x1b", "characters_invisible", "U+0001, U+001B"),
        ("\ufe00\ufe01", "characters_invisible", "U+FE00, U+FE01"),
        ("\u3164\u180e", "characters_invisible", "U+3164, U+180E"),
    ],
)
def test_characters_that_are_lost_or_that_nobody_sees_are_reported(
    tmp_path: Path, signs: str, kind: str, codes: str
) -> None:
    above = PLAN * 10  # among so much text, control characters make no binary file
    line = 1 + above.count("\n")
    source = read_document(written(tmp_path, f"{above}货{signs}物\n货物\n{signs}\n".encode()))
    assert source.lines[-3] == f"货{signs}物"
    assert source.losses == tuple(Loss(kind, number=2, text=codes, line=one) for one in (line, line + 2))


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_text_in_gb18030_behind_the_mark_of_utf_8_is_read(tmp_path: Path, encoding: str) -> None:
    read = read_document(written(tmp_path, b"\xef\xbb\xbf" + PLAN.encode(encoding)))
    assert (read.encoding, read.lines) == ("gb18030", tuple(PLAN.splitlines()))


@pytest.mark.parametrize("size", range(1, 9))
def test_a_few_strange_bytes(tmp_path: Path, size: int) -> None:
    error = refusal(written(tmp_path, b"\xff" * size))
    assert "save it as UTF-8" in error.message_en
    assert "UTF-32" not in error.message_en


def test_an_encoding_that_nobody_knows(tmp_path: Path) -> None:
    data = bytes(random.Random(0).choices(range(128, 256), k=5000))
    assert "can't be detected" in refusal(written(tmp_path, data)).message_en


@pytest.mark.parametrize(("encoding", "mark"), [*MARKED, *PLAIN])
def test_bytes_that_can_not_be_decoded_are_placed(tmp_path: Path, encoding: str, mark: bytes) -> None:
    bad = {"utf-16-le": b"\x00\xd8", "utf-16-be": b"\xd8\x00"}.get(encoding, b"\xff")
    sound = encoded(PLAN, encoding)
    error = refusal(written(tmp_path, mark + sound + bad + sound))
    assert error.line == 1 + PLAN.count("\n")
    assert bad.hex(" ").upper() in error.message_en
    family = encoding.upper().removesuffix("-SIG").removesuffix("-LE").removesuffix("-BE")
    assert f"The file is in {family}, but this line" in error.message_en


@pytest.mark.parametrize(("encoding", "mark"), [*MARKED, *PLAIN])
def test_cut_in_the_middle_of_a_character(tmp_path: Path, encoding: str, mark: bytes) -> None:
    error = refusal(written(tmp_path, encoded(PLAN.rstrip("\n").rstrip("厅") + "厅", encoding, mark)[:-1]))
    assert error.line == PLAN.count("\n")
    assert "ends in the middle of a character" in error.message_en


@pytest.mark.parametrize(("encoding", "mark"), [*MARKED, *PLAIN])
def test_cut_anywhere_it_is_read_or_refused(tmp_path: Path, encoding: str, mark: bytes) -> None:
    data = encoded(PLAN, encoding, mark)
    for size in range(len(data)):
        path = written(tmp_path, data[:size])
        try:
            text = "\n".join(read_document(path).lines)
        except SourceError:
            continue
        if size > 16:
            assert PLAN.startswith(text)


def test_the_reader_is_picked_by_the_ending_and_is_text_for_any_other(tmp_path: Path) -> None:
    for name in ("plans.txt", "PLANS.TXT", "plans", "plans.dump"):
        assert read_document(written(tmp_path, PLAN.encode(), name)).lines == tuple(PLAN.splitlines())


def test_reading_loads_no_heavy_library(tmp_path: Path) -> None:
    path = written(tmp_path, PLAN.encode())
    code = (
        "import sys; from pathlib import Path; from pipeline.readers import read_document; "
        "read_document(Path(sys.argv[1])); "
        "print({'pandas', 'numpy', 'sklearn', 'charset_normalizer'} & set(sys.modules))"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code, path], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
