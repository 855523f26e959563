"""The messages: each is used somewhere, and says the same in both languages."""

import pickle
import re
from pathlib import Path
from string import Formatter

import pytest

from pipeline.schema.codebook import MESSAGES
from pipeline.schema.errors import SourceError

SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(__file__).parents[3].glob("pipeline/**/*.py")
)


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_kind_is_used_and_has_the_same_values_in_both_languages(kind: str) -> None:
    # Formats and problems of PDF files are parts of the names of kinds.
    assert re.search(rf'"{kind}"', SOURCES) or kind.startswith("pdf_") or kind.endswith("_not_read")
    zh, en = ({name for _, name, *_ in Formatter().parse(text) if name} for text in MESSAGES[kind])
    assert zh == en
    assert MESSAGES[kind][0].endswith("。")
    assert MESSAGES[kind][1].endswith(".")


def test_all_used_kinds_have_messages() -> None:
    used = set(re.findall(r'(?:Error|Doubt)\.of\(\s*"(\w+)"', SOURCES))
    assert used <= MESSAGES.keys()
    assert len(used) > 100


def test_values_are_written_as_each_language_does() -> None:
    error = SourceError.of("collection_unknown", source=Path("a.txt"), known=["甲", "乙"], stated="{0}")
    assert "“{0}”的文件集合；请改用 甲、乙，" in error.message_zh
    assert "no collection {0}; name one of 甲, 乙, or" in error.message_en
    assert pickle.loads(pickle.dumps(error)).message_zh == error.message_zh
    unit = SourceError.of("too_much_in_file", number=1200, unit=("行", "rows"), limit=1000)
    assert unit.message_zh.startswith("这里有 1,200 行，")
    assert unit.message_en.startswith("There are 1,200 rows here")
