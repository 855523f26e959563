"""Print candidate terms for the dictionary: ``python -m pipeline.tools.mine``."""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.build.built import BUILT
from pipeline.extract.keywords import Lexicon, load_lexicon, tokenize
from pipeline.store import store

_MAX_WORDS: Final = 5
_MIN_SHARE: Final = 0.25
"""Minimum share of the uses of a group's rarest word; below it, the group is due to chance."""
_MAX_NEIGHBOUR_SHARE: Final = 0.8
"""A group is part of a longer one if it has the same neighbour in this share of its uses."""

_WORD: Final = re.compile(r"[^\W_]+")
_PARTICLES: Final = frozenset("的和与及等对在为将以被并或于从向把了是其各该本我")


@dataclass(frozen=True)
class Candidate:
    """A group of words that is not in the dictionary."""

    term: str
    count: int
    regions: int
    example: str


def find_candidates(
    texts: Iterable[tuple[str, str]], lexicon: Lexicon, *, least: int, regions: int
) -> list[Candidate]:
    """Find groups of words that occur together more often than by chance, most frequent first.

    ``texts`` are pairs of region and text; ``least`` and ``regions`` are minimum numbers of uses and regions.
    """
    excluded = _PARTICLES | lexicon.stop_words
    words, groups = Counter[str](), defaultdict[tuple[str, ...], list[tuple[str, str, str, str]]](list)
    for region, text in texts:
        tokens = ["", *tokenize(text, lexicon), ""]
        words.update(tokens)
        for start, end in _word_groups(tokens, excluded):
            example = "".join(tokens[max(start - 4, 0) : end + 4])
            groups[tuple(tokens[start:end])].append((tokens[start - 1], tokens[end], region, example))
    candidates = []
    for group, uses in groups.items():
        *neighbours, in_regions, examples = zip(*uses, strict=True)
        is_often = len(uses) >= max(least, _MIN_SHARE * min(words[word] for word in group))
        if is_often and len(set(in_regions)) >= regions and all(_vary(n, excluded) for n in neighbours):
            candidates.append(Candidate("".join(group), len(uses), len(set(in_regions)), examples[0]))
    return sorted(candidates, key=lambda candidate: -candidate.count)


def _vary(neighbours: Sequence[str], excluded: AbstractSet[str]) -> bool:
    """Whether the words on one side of a group vary, so that it is not part of a longer one."""
    usual, times = Counter(neighbours).most_common(1)[0]
    is_rare = times < _MAX_NEIGHBOUR_SHARE * len(neighbours)
    return is_rare or usual in excluded or not _WORD.fullmatch(usual)


def _word_groups(tokens: Sequence[str], excluded: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    for start, first in enumerate(tokens[1:-1], start=1):
        for end in range(start + 1, min(start + _MAX_WORDS, len(tokens) - 1) + 1):
            last = tokens[end - 1]
            if not _WORD.fullmatch(last):
                break
            if end - start > 1 and not first.isdigit() and excluded.isdisjoint((first, last)):
                yield start, end


def main() -> None:
    """Print one candidate per line: term, uses, regions and an example, separated by tabs."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.tools.mine", description=__doc__)
    parser.add_argument("--built", type=Path, default=BUILT, help="the folder of built tables")
    parser.add_argument("--least", type=int, default=4, help="uses at least")
    parser.add_argument("--regions", type=int, default=3, help="regions at least")
    options = parser.parse_args()
    measures = store.measures(options.built)
    texts = [
        (region, text)
        for column in ("task_text", "measure_text")
        for region, text in zip(measures["region_id"], measures[column], strict=True)
    ]
    for found in find_candidates(texts, load_lexicon(), least=options.least, regions=options.regions):
        print(found.term, found.count, found.regions, found.example, sep="\t")


if __name__ == "__main__":
    main()
