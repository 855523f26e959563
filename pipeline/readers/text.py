"""Text reader: detects the encoding; the error for an unsupported encoding names it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Final

from pipeline.readers.document import TERMINATOR, Document, Loss, find_character_losses, split_lines
from pipeline.readers.drawn import read_drawn
from pipeline.schema.errors import SourceError

MAX_LINES: Final = 1_000_000
MAX_LINE_CHARACTERS: Final = 20_000
"""Longer than the lines of any dump of tables; reading more would only cost time."""

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UTF_16: Final = ("utf-16-le", "utf-16-be")
_UTF_32: Final = ("utf-32-le", "utf-32-be")

_ENCODING_NAMES: Final = {
    "big5": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "koi8_r": "KOI8-R",
    "cp866": "CP866",
    **{f"cp{page}": f"Windows-{page}" for page in (1252, 1250, 1251, 1253, 1255, 1256, 1258, 874)},
}
"""Encodings that are not supported but can be detected; the error names the first that fits."""

_GUESSED_ENCODINGS: Final = ("big5", "big5hkscs")
"""Those that are used if no supported one fits, with a finding that they are a guess."""

_COMMON_CHARACTERS: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子得于着下自之年过发后作里"
    "用道行所然家种事成方多经去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日"
    "者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问最重并物应向头文体政美相见被"
    "利二等产或新制身果加月合回特代内信表化位次度门任常先海通教原东提立及比员解水名真论处各入几认条平系"
    "更别变总何电数安少报才结反受目量再建务做接必场件计管期市直资命指统区保至形社便决治展科司五基书非则"
    "界达强即难且权思完设式路记南品住告类求据程北边交规万取术领共确传师观清今切院识带导争运省织组责监协"
    "支持护局企专商服创推积极序号"
    "，。、；：？！“”‘’（）《》〈〉【】…—·\u3000０１２３４５６７８９"
)
_PLAIN_CHARACTERS: Final = _COMMON_CHARACTERS | frozenset(map(chr, (9, 10, 13, *range(32, 127))))
_MIN_COMMON_SHARE: Final = 0.25
"""Minimum share of common characters in non-ASCII text. Chinese prose has 0.4 (traditional) to 0.75; bytes of
Big5, Shift-JIS, EUC-JP, EUC-KR or UTF-8 decoded as GB18030 have less than 0.15 from fifty characters on."""
_MIN_PLAIN_SHARE: Final = 0.5
"""Minimum share of plain characters in a text. Chinese in UTF-16 has 0.75 or more, byte-swapped 0.02."""
_SAMPLE_SIZE: Final = 50_000

_ASCII: Final = re.compile("[\x00-\x7f]+")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]+")
_MAX_CONTROL_SHARE: Final = 0.01
_QUOTE_MARKS: Final = re.compile("(?:> ?)+")
_MIN_QUOTED_LINES: Final = 5
"""Minimum number of lines after each other with such marks; text of a cell can begin with one (>95%)."""
_HARD_BREAK: Final = re.compile(r"\\(?=  |\s*$)")
"""Markdown for a line break: at the end of a line or of a cell in it."""
_MARKDOWN_RULE: Final = re.compile(" *-{5,}(?: +-{5,})* *")
"""A line below the names of columns, or round the table."""
_REPLACEMENT: Final = "\ufffd"


def read_text(path: Path, data: bytes) -> Document:
    """Read text in UTF-8, UTF-16 or GB18030 (so also GBK and GB 2312); the encoding is detected.

    Raises SourceError if the file is empty, not text, damaged, too long, in another encoding, or has lines
    too long for a dump.
    """
    encoding, text = decode(path, data)
    _require_text(path, text)
    lines, starts = split_lines(text)
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE_CHARACTERS:
            raise SourceError.of(
                "line_too_long", source=path, line=number, length=len(line), most=MAX_LINE_CHARACTERS
            )
    lines, starts = _remove_quote_marks(lines, starts)
    if any(map(_MARKDOWN_RULE.fullmatch, lines)):
        lines = tuple(_HARD_BREAK.sub(" ", line) for line in lines)
    losses = (*find_encoding_losses(encoding), *find_character_losses(lines))
    document = Document(path, sha256(data).hexdigest(), encoding, lines, starts, losses=losses)
    return read_drawn(document) or document


def _remove_quote_marks(
    lines: Sequence[str], starts: Sequence[int]
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the lines, and where they start, without the marks of quoted mail: ``> text``."""
    cuts = list[int]()
    for is_quoted, group in groupby(map(_QUOTE_MARKS.match, lines), key=bool):
        marks = list(group)
        are_marks = is_quoted and len(marks) >= _MIN_QUOTED_LINES
        cuts += [mark.end() if mark and are_marks else 0 for mark in marks]
    pairs = zip(lines, starts, cuts, strict=True)
    texts, places = zip(*((line[cut:], start + cut) for line, start, cut in pairs), strict=True)
    return texts, places


def find_encoding_losses(encoding: str) -> tuple[Loss, ...]:
    """Return the finding that an encoding is a guess, if it is one."""
    return (
        (Loss("encoding_guessed", text=_ENCODING_NAMES[encoding]),) if encoding in _GUESSED_ENCODINGS else ()
    )


def _require_text(path: Path, text: str) -> None:
    if not text or text.isspace():
        raise SourceError.of("file_empty", source=path)
    if _is_binary(text):
        raise SourceError.of("binary_file", source=path)
    # The larger count and not the sum, as \r\n is one terminator.
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise SourceError.of("too_many_lines", source=path, most=MAX_LINES)


def _is_binary(text: str) -> bool:
    return len(text) - len(_CONTROL.sub("", text)) > _MAX_CONTROL_SHARE * len(text)


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """Return the encoding, by byte order mark or the first that decodes plausibly, and the decoded text."""
    if b"\x1b$" in data and data.isascii() and b"\x00" not in data:
        raise _encoding_error(path, "ISO-2022")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            if encoding in _UTF_32:
                raise _encoding_error(path, "UTF-32")
            rest = data[len(mark) :]
            try:
                return encoding, rest.decode(encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                # Editors join the mark of UTF-8 and text in GB18030.
                if encoding == "utf-8-sig" and (found := _decode_chinese(rest, "gb18030")):
                    return found
                raise _damaged_error(path, error) from error
    errors: list[UnicodeDecodeError] = []
    for encoding in _UTF_16 if b"\x00" in data else ("utf-8", "gb18030", *_UTF_16):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            errors.append(error)
        else:
            if _is_plausible(text, encoding):
                return encoding, text
    if found := _decode_chinese(data, *_GUESSED_ENCODINGS):
        return found
    raise _decoding_error(path, data, errors)


def _decode_chinese(data: bytes, *encodings: str) -> tuple[str, str] | None:
    """Return the first encoding in which the data are Chinese text, and that text; None if there is none."""
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if _is_chinese(text):
                return encoding, text
    return None


def _is_plausible(text: str, encoding: str) -> bool:
    """Whether decoded text is plausible; hardly any bytes are invalid in GB18030 or UTF-16."""
    if encoding == "utf-8":
        return True
    if encoding == "gb18030":
        return _is_chinese(text)
    return "\x00" not in text and _character_share(text, _PLAIN_CHARACTERS) >= _MIN_PLAIN_SHARE


def _is_chinese(text: str) -> bool:
    return _character_share(_ASCII.sub("", text), _COMMON_CHARACTERS) >= _MIN_COMMON_SHARE


def _character_share(text: str, characters: frozenset[str]) -> float:
    sample = text[:: len(text) // _SAMPLE_SIZE + 1]
    return sum(map(characters.__contains__, sample)) / max(len(sample), 1)


def _decoding_error(path: Path, data: bytes, errors: list[UnicodeDecodeError]) -> SourceError:
    for error in errors:
        if _is_damage(error):
            return _damaged_error(path, error)
    if _is_utf_32(data[:_SAMPLE_SIZE]):
        return _encoding_error(path, "UTF-32")
    zero = data.find(b"\x00")
    around = data[max(0, zero - _SAMPLE_SIZE) : max(0, zero) + _SAMPLE_SIZE].decode("latin-1")
    if _is_binary(around):
        return SourceError.of("binary_file", source=path)
    if zero >= 0:
        line = 1 + len(re.findall(rb"\r\n?|\n", data[:zero]))
        return SourceError.of("line_has_zero_byte", source=path, line=line)
    return _encoding_error(path, _likely_encoding(errors[0]))


def _is_damage(error: UnicodeDecodeError) -> bool:
    """Whether the invalid bytes are damage in a text that otherwise has the encoding."""
    data, encoding = error.object, error.encoding
    before = data[: error.start].decode(encoding)[-_SAMPLE_SIZE:]
    after = data[error.start : error.start + _SAMPLE_SIZE].decode(encoding, errors="replace")
    text = before + after.rstrip(_REPLACEMENT)
    beyond_ascii = _ASCII.sub("", text)
    sound = len(beyond_ascii) - beyond_ascii.count(_REPLACEMENT)
    if encoding not in _UTF_16 and not sound:
        return False
    return 2 * sound >= len(beyond_ascii) and _is_plausible(text, encoding)


def _is_utf_32(data: bytes) -> bool:
    for encoding in _UTF_32:
        with suppress(UnicodeDecodeError):
            text = data[: len(data) // 4 * 4].decode(encoding)
            return bool(text) and "\x00" not in text
    return False


def _likely_encoding(error: UnicodeDecodeError) -> str | None:
    # Its import takes longer than reading a source, and only files in other encodings need it.
    from charset_normalizer import from_bytes

    data = error.object
    begin = data.rfind(b"\n", 0, error.start) + 1
    if error.start - begin > MAX_LINE_CHARACTERS:
        begin = error.start
    lines = data[begin : begin + _SAMPLE_SIZE].split(b"\n")
    non_ascii = b"\n".join(line for line in lines if not line.isascii())
    best = from_bytes(non_ascii, cp_isolation=list(_ENCODING_NAMES)).best()
    if best is None:
        return None
    return next(
        (name for codec, name in _ENCODING_NAMES.items() if codec in best.could_be_from_charset), None
    )


def _encoding_error(path: Path, name: str | None) -> SourceError:
    if name is None:
        return SourceError.of("encoding_unknown", source=path)
    return SourceError.of("encoding_not_read", source=path, name=name)


def _damaged_error(path: Path, error: UnicodeDecodeError) -> SourceError:
    data, encoding = error.object, error.encoding
    line = 1 + len(TERMINATOR.findall(data[: error.start].decode(encoding)))
    name = encoding.removesuffix("-le").removesuffix("-be").upper()
    if error.end == len(data) and len(data) - error.start < 4:
        return SourceError.of("file_ends_in_character", source=path, line=line, name=name)
    bad = data[error.start : error.end].hex(" ").upper()
    return SourceError.of("line_undecodable", source=path, line=line, name=name, bad=bad)
