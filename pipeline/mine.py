"""Prints groups of words that may be terms, for an analyst to choose from: ``python -m pipeline.mine``."""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline import store
from pipeline.built import BUILT
from pipeline.extract.keywords import Lexicon, cut, load_lexicon

LONGEST: Final = 5
"""Words in a group at most."""
HELD: Final = 0.25
"""A group is more than chance where it holds this share of the uses of its rarest word."""
FREE: Final = 0.8
"""A group is part of a longer one where one neighbour stands beside it in this share of its uses."""

_WORD: Final = re.compile(r"[^\W_]+")
_PARTICLES: Final = frozenset("的和与及等对在为将以被并或于从向把了是其各该本我")


@dataclass(frozen=True)
class Candidate:
    """A group of words that the dictionary does not list."""

    term: str
    count: int
    regions: int
    example: str


def find_candidates(
    texts: Iterable[tuple[str, str]], lexicon: Lexicon, *, least: int, regions: int
) -> list[Candidate]:
    """The groups of words that stand together more often than by chance, the most used first.

    Parameters
    ----------
    texts
        Pairs of a region and a text.
    lexicon
        What is known; its words are one word here.
    least, regions
        How often a group is used at least, and by how many regions.
    """
    words, uses, places = (
        Counter[str](),
        Counter[tuple[str, ...]](),
        defaultdict[tuple[str, ...], set[str]](set),
    )
    before, after = (
        defaultdict[tuple[str, ...], Counter[str]](Counter),
        defaultdict[tuple[str, ...], Counter[str]](Counter),
    )
    examples: dict[tuple[str, ...], str] = {}
    for region, text in texts:
        tokens = ["", *cut(text, lexicon), ""]
        words.update(tokens)
        for at, end in _groups(tokens, lexicon):
            group = tuple(tokens[at:end])
            uses[group] += 1
            places[group].add(region)
            before[group][tokens[at - 1]] += 1
            after[group][tokens[end]] += 1
            examples.setdefault(group, "".join(tokens[max(at - 4, 0) : end + 4]))
    return [
        Candidate("".join(group), count, len(places[group]), examples[group])
        for group, count in uses.most_common()
        if count >= least
        and len(places[group]) >= regions
        and count >= HELD * min(words[word] for word in group)
        and all(_is_free(beside[group], count) for beside in (before, after))
    ]


def _groups(tokens: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    for at in range(1, len(tokens) - 1):
        for end in range(at + 1, min(at + LONGEST, len(tokens) - 1) + 1):
            if not _WORD.fullmatch(tokens[end - 1]):
                break
            if end - at > 1 and _may_be_term(tokens[at:end], lexicon):
                yield at, end


def _may_be_term(group: Sequence[str], lexicon: Lexicon) -> bool:
    outside = _PARTICLES | lexicon.stop_words
    return group[0] not in outside and group[-1] not in outside and not group[0].isdigit()


def _is_free(beside: Counter[str], count: int) -> bool:
    neighbour, times = beside.most_common(1)[0]
    return not _WORD.fullmatch(neighbour) or times < FREE * count


def main() -> None:
    """Print one candidate a line: term, uses, regions and an example, parted by tabs."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.mine", description=__doc__)
    parser.add_argument("--built", type=Path, default=BUILT, help="the folder of built tables")
    parser.add_argument("--least", type=int, default=4, help="uses at least")
    parser.add_argument("--regions", type=int, default=3, help="regions at least")
    asked = parser.parse_args()
    measures = store.measures(asked.built)
    texts = [
        (region, text)
        for column in ("task_text", "measure_text")
        for region, text in zip(measures["region_id"], measures[column], strict=True)
    ]
    for found in find_candidates(texts, load_lexicon(), least=asked.least, regions=asked.regions):
        print(found.term, found.count, found.regions, found.example, sep="\t")


if __name__ == "__main__":
    main()
