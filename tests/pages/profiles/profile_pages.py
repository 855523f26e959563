"""What the tests of the profiles share: documents as plain texts."""

import io
from collections.abc import Iterator

import docx

from pipeline.export.reports.document import Document, Paragraph, Run, Section, Table, TableCell


def section_of(document: Document, key: str) -> Section:
    """A section by its key."""
    return next(section for section in document.sections if section.key == key)


def table_of(document: Document, key: str) -> list[list[str]]:
    """The rows of a section's table, as texts."""
    table = next(block for block in section_of(document, key).blocks if isinstance(block, Table))
    return [[cell.text for cell in row] for row in table.rows]


def text_of(document: Document, key: str) -> str:
    """The paragraphs of a section."""
    blocks = section_of(document, key).blocks
    return "\n".join(
        "".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)
    )


def runs_of(document: Document) -> Iterator[Run]:
    """Every run that a document shows."""
    yield from (*document.answer, *document.aside)
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from block.runs
            elif isinstance(block, Table):
                yield from (run for row in block.rows for cell in row for run in _runs(cell))


def words_of(file: bytes) -> str:
    """All the text of a DOCX file, tables included."""
    read = docx.Document(io.BytesIO(file))
    return "\n".join(text.text or "" for text in read.element.body.iter("{*}t"))


def _runs(cell: TableCell) -> tuple[Run, ...]:
    return cell.runs
