"""A file that describes more than it holds is refused in a sentence, and ends no process but its own."""

import multiprocessing
import zipfile
from pathlib import Path
from typing import Final

import pytest

from pipeline.readers import read_document
from pipeline.readers.document import Document, DocumentBuilder, TableCell
from pipeline.readers.excel import read_xlsx
from pipeline.readers.limited import read_limited
from pipeline.schema.errors import SourceError
from tests.pipeline.readers.test_bad_files import HEADER, TITLE, workbook_of

CELL: Final = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"
"""Some programs quote attributes like this; libraries lay out all cells up to the last one."""


def workbook_with_a_far_cell(path: Path) -> None:
    workbook_of(path, [(TITLE,), HEADER, ("1", "改革", "加强海关知识产权保护", "办理案件20件。", "北京海关")])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"</sheetData>", CELL.encode()))


def test_a_library_that_ends_the_process_is_a_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.xlsx"
    workbook_with_a_far_cell(path)
    with pytest.raises(SourceError, match="more time or memory to read than any plan") as caught:
        read_document(path)
    assert caught.value.source == path
    assert capfd.readouterr().err == ""


def test_a_document_is_the_same_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    workbook_of(path, [(TITLE,), HEADER, ("1", "改革", "加强海关知识产权保护", "办理案件20件。", "北京海关")])
    here, there = read_xlsx(path, path.read_bytes()), read_document(path)
    assert there == here
    assert there.place(1).format("en") == here.place(1).format("en")
    assert [type(cell) for table in there.tables for cell in table.cells] == [TableCell] * len(here.lines)


def read_nested(path: Path, data: bytes) -> None:
    """A reader whose depth of calls is that of the file, without an end."""
    read_nested(path, data)


def read_forever(path: Path, data: bytes) -> None:
    """A reader that keeps what it reads, and reads the same again and again."""
    kept = []
    while True:
        kept.append(bytearray(512 * 1024**2))


@pytest.mark.parametrize("reader", ["read_nested", "read_forever"])
def test_a_reader_without_an_end_is_ended(reader: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="more time or memory"):
        read_limited(f"{__name__}:{reader}", tmp_path / "plan.html", b"")


def read_wrongly(path: Path, data: bytes) -> None:
    """A reader with a mistake."""
    raise KeyError(path.name)


def test_a_mistake_of_a_reader_is_no_limit(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"plan\.html") as caught:
        read_limited(f"{__name__}:read_wrongly", tmp_path / "plan.html", b"")
    assert "in read_wrongly" in caught.value.__notes__[0]


def read_nothing(path: Path, data: bytes) -> Document:
    return DocumentBuilder().build(path, data, "html")


def test_an_interrupted_file_is_not_taken_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    reader = f"{__name__}:read_nothing"
    with monkeypatch.context() as patch:
        patch.setattr("multiprocessing.connection.wait", interrupt)
        with pytest.raises(KeyboardInterrupt):
            read_limited(reader, tmp_path / "first.html", b"")
    assert read_limited(reader, tmp_path / "second.html", b"").path.name == "second.html"


def test_a_file_after_the_process_has_ended_is_read_by_another(tmp_path: Path) -> None:
    reader = f"{__name__}:read_nothing"
    read_limited(reader, tmp_path / "first.html", b"")
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    assert read_limited(reader, tmp_path / "second.html", b"").path.name == "second.html"
