"""Write documents and score how they are read: ``python -m tests.documents write|score …``."""

import argparse
from itertools import takewhile
from pathlib import Path

from pipeline.reading.columns.confidence import save_confidence
from tests.documents.conversion import missing_programs
from tests.documents.drawing import Contents
from tests.documents.forms import FORMS, OFFICE_FORMS, write_documents
from tests.documents.learning import learn_confidence
from tests.documents.scoring import HEADER, DocumentScore, calibration, score_folder, summary

_LONGEST = 60
_BEFORE = 12


def main() -> int:
    """Run one of the commands; see ``--help``.

    Returns
    -------
    int
        0, or 2 where the programs are missing that the office forms need.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.documents", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="write documents, with the rows that they hold beside them")
    write.add_argument(
        "--names", nargs="+", required=True, help="seeds of the documents; d:0:30 stands for d00 to d29"
    )
    write.add_argument(
        "--simple", action="store_true", help="the standard tasks to the letter, each with three sentences"
    )
    score = commands.add_parser("score", help="read documents and print how well")
    score.add_argument("--prefix", default="", help="only documents whose names begin with this")
    score.add_argument("--show", type=int, default=0, metavar="N", help="print N wrong rows of each mode")
    score.add_argument("--each", action="store_true", help="print a line for each document")
    score.add_argument("--workers", type=int, default=2)
    learn = commands.add_parser("learn", help="learn how sure the reader is, from documents it has read")
    learn.add_argument("--prefix", default="d", help="only documents whose names begin with this")
    learn.add_argument("--workers", type=int, default=2)
    for command in (write, score, learn):
        command.add_argument("--folder", type=Path, required=True, help="where the folders of the modes are")
        command.add_argument("--mode", nargs="+", choices=FORMS, default=list(FORMS))
    asked = parser.parse_args()
    if asked.command == "learn":
        folders = [asked.folder / mode for mode in asked.mode]
        paths = [path for folder in folders for path in sorted(folder.glob(f"{asked.prefix}*.txt"))]
        save_confidence(learn_confidence(paths, asked.workers))
        return 0
    if asked.command == "score":
        print_scores(asked)
        return 0
    if set(asked.mode) & set(OFFICE_FORMS) and (missing := missing_programs()):
        parser.error(f"not on the path: {', '.join(missing)}")
    contents = Contents(sentences=(3, 3)) if asked.simple else None
    write_documents(expand_names(asked.names), asked.mode, asked.folder, contents)
    return 0


def expand_names(ranges: list[str]) -> list[str]:
    """``["d:0:3"]`` as ``["d00", "d01", "d02"]``; what has no colon stands for itself."""
    names = []
    for text in ranges:
        prefix, *bounds = text.split(":")
        names += [f"{prefix}{n:02d}" for n in range(int(bounds[0]), int(bounds[1]))] if bounds else [prefix]
    return names


def print_scores(asked: argparse.Namespace) -> None:
    """Print a line for each mode (and document), the rows that are wrong, and the calibration curve."""
    print(HEADER)
    rows = []
    for mode in asked.mode:
        scores = score_folder(asked.folder / mode, asked.prefix, asked.workers)
        print(summary(mode, scores), flush=True)
        if asked.each:
            print(*(summary(f"  {score.name}", [score]) for score in scores), sep="\n", flush=True)
        print(*_differences(scores)[: asked.show], sep="\n", end="\n" if asked.show else "")
        rows += [row for score in scores for row in score.rows]
    print("Calibration of the confidence", *calibration(rows), sep="\n")


def _differences(scores: list[DocumentScore]) -> list[str]:
    lines = []
    for score in scores:
        lines += [f"    {score.name} refused: {score.refusal}"] if score.refusal else []
        lines += [f"    {score.name} missed {task[:_LONGEST]}" for task in score.missed]
        for row in score.rows:
            for name, texts in zip(row.wrong, row.differences, strict=True):
                doubt = " (doubted)" if row.doubted else ""
                wanted, found = _around_difference(*texts)
                lines.append(f"    {score.name} {name}{doubt}\n      wanted {wanted}\n      found  {found}")
    return lines


def _around_difference(wanted: str, found: str) -> tuple[str, str]:
    """Both texts from shortly before the first character in which they differ."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, found, strict=False)))
    start = max(0, same - _BEFORE)
    lead = "…" if start else ""
    return lead + wanted[start : start + _LONGEST], lead + found[start : start + _LONGEST]


if __name__ == "__main__":
    raise SystemExit(main())
