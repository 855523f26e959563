"""Documents written as files in every form that users have, with the rows that they hold beside them."""

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from tests.documents.conversion import PDF_MODES, convert, pdf_text
from tests.documents.document import Document, gold_text, with_radicals
from tests.documents.drawing import Contents, draw_document
from tests.documents.grid_files import draw_grid_style, web_page_of, workbook_of
from tests.documents.printed_pages import draw_print_style, print_pages
from tests.documents.prose import draw_prose_style, prose_document, prose_of
from tests.documents.text_forms import (
    TableStyle,
    comma_separated,
    draw_table_style,
    one_cell_a_line,
    tab_separated,
)
from tests.documents.word_file import draw_word_style, write_word_file
from tests.pipeline.layouts import Habit, SampleRow, draw_habit, lay_out

TABLE_FORMS: Final[dict[str, Callable[[Document, TableStyle], str]]] = {
    "word-txt": one_cell_a_line,
    "tsv": tab_separated,
    "csv": comma_separated,
}
FILE_FORMS: Final = ("docx", "pdf")
OFFICE_FORMS: Final = (*PDF_MODES, "lo-txt", *FILE_FORMS)
GRID_FORMS: Final = {"xlsx": workbook_of, "html": web_page_of}
PRINTED_FORMS: Final = ("printed", "unruled")
FORMS: Final = (*OFFICE_FORMS, *TABLE_FORMS, *GRID_FORMS, *PRINTED_FORMS, "prose", "synth")
"""``raw``, ``layout`` and ``plain``: a PDF that LibreOffice made of a DOCX, through pdftotext; ``lo-txt``:
that DOCX saved by LibreOffice as text; ``word-txt``: one cell a line; ``tsv``; ``csv``; ``printed`` and
``unruled``: PDF with ruling lines and without, as :mod:`tests.documents.printed_pages` lays it out;
``synth``: a dump that :mod:`tests.pipeline.layouts` lays out; ``prose``: numbered
items, as :mod:`tests.documents.prose` writes them."""


def write_documents(
    names: Sequence[str], forms: Sequence[str], folder: Path, contents: Contents | None = None
) -> None:
    """Write ``<form>/<name>.txt`` with its rows in ``<name>.jsonl`` and its style in ``<name>.style.json``.

    Parameters
    ----------
    names
        The seeds of the documents.
    forms
        Of :data:`FORMS`. The office forms need the programs of :mod:`tests.documents.conversion`.
    folder
        Where the folders of the forms are made.
    contents
        What every document is made of; without it, each draws its own.
    """
    documents = [draw_document(name, contents) for name in names]
    if office := [form for form in forms if form in OFFICE_FORMS]:
        _write_office_forms(documents, office, folder)
    for form in forms:
        for document in documents:
            if form in TABLE_FORMS:
                style = draw_table_style(form, document.name)
                text = TABLE_FORMS[form](with_radicals(document), style)
                _write(document, text.encode(style.encoding), asdict(style), folder / form)
            elif form in GRID_FORMS:
                grid = draw_grid_style(document.name)
                plain = replace(document, radicals=frozenset())
                data = GRID_FORMS[form](plain, grid)
                _write(plain, data, asdict(grid), folder / form, f".{form}")
            elif form in PRINTED_FORMS:
                paper = draw_print_style(document.name, "none" if form == "unruled" else "")
                plain = replace(document, radicals=frozenset())
                _write(plain, print_pages(plain, paper), asdict(paper), folder / form, ".pdf")
            elif form == "prose":
                prose, wording = prose_document(document), draw_prose_style(document.name)
                text = prose_of(with_radicals(prose), wording)
                _write(prose, text.encode(), asdict(wording), folder / form)
            elif form == "synth":
                _write_dump(document, folder / form)


def _write_office_forms(documents: Sequence[Document], forms: Sequence[str], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        files = []
        for document in documents:
            files.append(made / f"{document.name}.docx")
            write_word_file(document, draw_word_style(document.name), files[-1])
        if set(forms) & {*PDF_MODES, "pdf"}:
            convert(files, "pdf", made)
        if "lo-txt" in forms:
            convert(files, "txt:Text (encoded):UTF8", made)
        for document, file in zip(documents, files, strict=True):
            for form in forms:
                style = asdict(draw_word_style(document.name))
                if form in FILE_FORMS:
                    data = file.with_suffix(f".{form}").read_bytes()
                    plain = replace(document, radicals=frozenset())
                    _write(plain, data, style, folder / form, f".{form}")
                    continue
                text = (
                    file.with_suffix(".txt").read_text(encoding="utf-8-sig")
                    if form == "lo-txt"
                    else pdf_text(file.with_suffix(".pdf"), form)
                )
                _write(document, document.printed(text).encode(), style, folder / form)


def dump_of(document: Document) -> tuple[str, Habit]:
    """The text of the form ``synth``, and the habit in which it is laid out."""
    printed = with_radicals(document)
    chance = random.Random(f"synth {document.name}")
    habit = draw_habit(chance)
    rows = [
        SampleRow(printed.areas[row.area - 1], row.task, row.measure, row.departments, "task" in row.shares)
        for row in printed.rows
    ]
    return lay_out(rows, habit, chance.randrange(10**6)), habit


def _write_dump(document: Document, folder: Path) -> None:
    text, habit = dump_of(document)
    _write(document, text.encode(), asdict(habit), folder)


def _write(document: Document, data: bytes, style: object, folder: Path, suffix: str = ".txt") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document.name}{suffix}"
    path.write_bytes(data)
    path.with_suffix(".jsonl").write_text(gold_text(document), encoding="utf-8")
    about = {"title": document.title, "region_id": document.region_id, "year": document.year, "style": style}
    path.with_suffix(".style.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8"
    )
