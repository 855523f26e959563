"""Reading documents that no model has learnt, in every form that users have, and how sure the reader is."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.measure import Report, bar_line
from tests.documents.conversion import missing_programs
from tests.documents.drawing import Contents
from tests.documents.evaluate import Figures
from tests.documents.forms import FORMS, OFFICE_FORMS, write_documents
from tests.documents.scoring import HEADER, DocumentScore, calibration, score_folder, summary

SIMPLE: Final = [f"simple{number}" for number in range(6)]
DRAWN: Final = [f"drawn{number:02d}" for number in range(24)]
ROWS_EXACT: Final = 0.99
WRONG_DOUBTED: Final = 0.9
RIGHT_DOUBTED: Final = 0.03
MAY_BE_REFUSED: Final = frozenset({"plain"})
"""Where rows are long, this form has lost the order of its columns: a refusal is as good as a reading."""


def report() -> Report:
    """The figures of each form, over documents of the standard tasks alone and over documents of anything.

    The bars on rows are for the former; what the reader doubts is counted over all of them.
    """
    missing = missing_programs()
    forms = [form for form in FORMS if not missing or form not in OFFICE_FORMS]
    lines = ["", "Reading, documents of every form that no model has learnt"]
    if missing:
        lines.append(f"  not on the path: {', '.join(missing)}; left out: {', '.join(OFFICE_FORMS)}")
    everything: list[DocumentScore] = []
    bars: list[tuple[str, bool]] = []
    for title, names, contents in (
        ("the standard tasks alone", SIMPLE, Contents(sentences=(3, 3))),
        ("anything", DRAWN, None),
    ):
        lines += [f"  documents of {title}", f"  {HEADER}"]
        with tempfile.TemporaryDirectory() as folder:
            write_documents(names, forms, Path(folder), contents)
            for form in forms:
                scores = score_folder(Path(folder, form))
                lines.append(f"  {summary(form, scores)}")
                everything += scores
                if contents:
                    bars += _bars(form, scores)
    bars += _doubt_bars(everything)
    lines += [line for line, _ in bars]
    lines += [
        "  Calibration of the confidence",
        *calibration([r for score in everything for r in score.rows]),
    ]
    return Report(tuple(lines), holds=not missing and all(holds for _, holds in bars))


def _bars(form: str, scores: Sequence[DocumentScore]) -> Iterator[tuple[str, bool]]:
    """The bars of one form: nothing refused, missed or invented, and nearly every row exact."""
    total = Figures()
    for score in scores:
        total += score.figures
    lost = (sum(bool(score.refusal) for score in scores), total.missed, total.invented)
    holds = not any(lost[form in MAY_BE_REFUSED :])
    yield (
        bar_line(f"{form}: refused, missed, invented", "+".join(map(str, lost)), "0+0+0", holds),
        holds,
    )
    exact = sum(score.exact for score in scores) / total.rows if total.rows else 1.0
    for name, share, bar in (
        ("rows exact", exact, ROWS_EXACT),
        ("coverage cells right", total.share("cells_right", "cells"), 1.0),
    ):
        yield bar_line(f"{form}: {name}", f"{share:.4f}", f"{bar:.3f}", share >= bar), share >= bar


def _doubt_bars(scores: Sequence[DocumentScore]) -> Iterator[tuple[str, bool]]:
    """The bars of the doubts: on most of the rows that are wrong, on few of those that are right."""
    rows = [row for score in scores for row in score.rows]
    for name, judged, bar, sign in (
        ("wrong rows doubted", [row for row in rows if row.wrong], WRONG_DOUBTED, 1),
        ("right rows doubted", [row for row in rows if not row.wrong], RIGHT_DOUBTED, -1),
    ):
        share = sum(row.doubted for row in judged) / len(judged) if judged else max(sign, 0)
        holds = sign * share >= sign * bar
        yield bar_line(name, f"{share:.4f}", f"{bar:.3f}", holds), holds
