"""Prints groups of words that may be terms: ``python -m pipeline.tools.mine``."""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.build.built import BUILT
from pipeline.extract.keywords import Lexicon, load_lexicon, tokenize
from pipeline.store import store

_MAX_WORDS: Final = 5
"""Words in a group at most."""
_MIN_SHARE: Final = 0.25
"""A group is more than chance where it holds this share of the uses of its rarest word."""
_MAX_NEIGHBOUR_SHARE: Final = 0.8
"""A group is part of a longer one where the same word is beside it in this share of its uses."""

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
    """Groups of words that occur together more often than by chance, the most frequent first.

    Parameters
    ----------
    texts
        Pairs of a region and a text.
    lexicon
        What is known; its words are one word here.
    least, regions
        How often a group is used at least, and by how many regions.
    """
    outside = _PARTICLES | lexicon.stop_words
    words, seen = Counter[str](), defaultdict[tuple[str, ...], _GroupUses](_GroupUses)
    for region, text in texts:
        tokens = ["", *tokenize(text, lexicon), ""]
        words.update(tokens)
        for at, end in _word_groups(tokens, outside):
            seen[tuple(tokens[at:end])].add(tokens, at, end, region)
    found = [
        Candidate("".join(group), uses.count, len(uses.regions), uses.example)
        for group, uses in seen.items()
        if uses.count >= least
        and len(uses.regions) >= regions
        and uses.count >= _MIN_SHARE * min(words[word] for word in group)
        and uses.is_free(outside)
    ]
    return sorted(found, key=lambda candidate: -candidate.count)


@dataclass
class _GroupUses:
    """Statistics of a group: its frequency, its places, and its neighbours."""

    count: int = 0
    example: str = ""
    regions: set[str] = field(default_factory=set)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)

    def add(self, tokens: Sequence[str], at: int, end: int, region: str) -> None:
        self.count += 1
        self.example = self.example or "".join(tokens[max(at - 4, 0) : end + 4])
        self.regions.add(region)
        self.before[tokens[at - 1]] += 1
        self.after[tokens[end]] += 1

    def is_free(self, outside: AbstractSet[str]) -> bool:
        """Whether the group is no part of a longer one."""
        usual = (beside.most_common(1)[0] for beside in (self.before, self.after))
        return all(
            times < _MAX_NEIGHBOUR_SHARE * self.count or word in outside or not _WORD.fullmatch(word)
            for word, times in usual
        )


def _word_groups(tokens: Sequence[str], outside: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    for at in range(1, len(tokens) - 1):
        for end in range(at + 1, min(at + _MAX_WORDS, len(tokens) - 1) + 1):
            if not _WORD.fullmatch(tokens[end - 1]):
                break
            if end - at > 1 and _can_be_term(tokens[at:end], outside):
                yield at, end


def _can_be_term(group: Sequence[str], outside: AbstractSet[str]) -> bool:
    return group[0] not in outside and group[-1] not in outside and not group[0].isdigit()


def main() -> None:
    """Print one candidate per line: term, uses, regions and an example, separated by tabs."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.tools.mine", description=__doc__)
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
