"""Pairs the measures of a region's plans of two years: within their tasks first, then by text alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz

from pipeline.corpus.change.reversals import is_reversed
from pipeline.corpus.local_tasks import find_own_task
from pipeline.reading.plan import Measure, PlanRead
from pipeline.schema.folding import fold_compatibility

_SURE: Final = 0.6
"""Likeness from which two texts for one task are certainly the same measure, reworded."""
_DOUBTFUL: Final = 0.3
"""Likeness below which two of several texts for one task are not paired."""
_ANYWHERE: Final = 0.8
"""Likeness from which texts for different tasks are paired, doubtfully."""
_LOCAL: Final = 0.6
"""Mean likeness of name and text from which two local tasks are one."""
_SHORTEST: Final = 12
"""Characters of a sentence that can be told to come from another region's plan."""
_MERGED: Final = 80
"""Likeness, in %, from which a text may be part of a longer one of the other plan, merged or split."""

_NO_LETTER: Final = re.compile(r"[^\w.%％+\-~～–—/]+|_+|(?<!\d)[.\-~～–—/]+|[.\-~～–—/]+(?!\d)")
"""What makes no difference between two texts; the signs within numbers do: 1.5亿 is not 15亿."""
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?![\d.万亿件家个名人项次元])")
_SENTENCE: Final = re.compile(r"[^。；;！？!?\n]+")


@dataclass(frozen=True)
class MeasurePair:
    """A measure of two years; one of them is None where it was added or dropped."""

    before: Measure | None
    after: Measure | None
    similarity: float
    certain: bool

    @cached_property
    def change(self) -> str:
        """One of ``MEASURE_CHANGES``."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "dropped"
        if self.similarity == 1:
            return "unchanged"
        texts = (measure.row.measure.text for measure in (self.before, self.after))
        return "reversed" if is_reversed(*texts) else "reworded"


@dataclass(frozen=True)
class _Text:
    """A measure with its letters; these without its plan's year; and with years counted from it."""

    measure: Measure
    place: int
    letters: str
    undated: str
    counted: str


def pair_measures(before: PlanRead, after: PlanRead, tasks: Mapping[str, Sequence[str]]) -> list[MeasurePair]:
    """The measures of two plans of a region, in the order of the later plan, then the dropped ones.

    Parameters
    ----------
    before, after
        The plans.
    tasks
        By the id of an earlier task, the ids of the later ones that stand for it.
    """
    old, new = list(_texts(before)), list(_texts(after))
    pairs: dict[int, MeasurePair] = {}
    taken: set[int] = set()

    def keep(found: Iterable[tuple[float, bool, _Text, _Text]]) -> None:
        # The likest first; of equals, those that are nearest in their plans' orders.
        ordered = sorted(found, key=lambda pair: (-pair[0], abs(pair[2].place - pair[3].place)))
        for similarity, certain, one, other in ordered:
            if one.place not in taken and other.place not in pairs:
                taken.add(one.place)
                pairs[other.place] = MeasurePair(one.measure, other.measure, similarity, certain)

    keep(_same_tasks(old, new, tasks))
    keep(_only_answers(_without(old, taken), _without(new, pairs), tasks))
    keep(_same_local_tasks(_without(old, taken), _without(new, pairs)))
    keep(_anywhere(_without(old, taken), _without(new, pairs)))
    return [
        *(
            pairs.get(text.place) or MeasurePair(None, text.measure, 0.0, not _is_part(text, old))
            for text in new
        ),
        *(MeasurePair(text.measure, None, 0.0, not _is_part(text, new)) for text in _without(old, taken)),
    ]


def _texts(read: PlanRead) -> Iterator[_Text]:
    for place, measure in enumerate(read.measures):
        letters = letters_of(measure.row.measure.text)
        year = read.job.year
        yield _Text(measure, place, letters, _without_year(letters, year), _count_years(letters, year))


def letters_of(text: str) -> str:
    """The letters and digits of a text, which decide whether two texts are the same."""
    return _NO_LETTER.sub("", fold_compatibility(text))


def _without_year(letters: str, year: int) -> str:
    return _YEAR.sub(lambda found: "Y" if int(found[0]) == year else found[0], letters)


def _count_years(letters: str, year: int) -> str:
    """Counts years from the plan's, but for later ones: these are deadlines, put off if they move."""
    return _YEAR.sub(
        lambda found: f"Y{int(found[0]) - year:+d}" if int(found[0]) <= year else found[0], letters
    )


def _is_part(text: _Text, others: Sequence[_Text]) -> bool:
    """Whether nearly all of a text stands in a longer one."""
    return len(text.letters) >= _SHORTEST and any(
        len(other.letters) > len(text.letters)
        and fuzz.partial_ratio(text.letters, other.letters, score_cutoff=_MERGED)
        for other in others
    )


def _without(texts: Sequence[_Text], taken: Iterable[int]) -> list[_Text]:
    places = set(taken)
    return [text for text in texts if text.place not in places]


def _similarity(one: _Text, other: _Text) -> float:
    """1 for the same letters, also where years have moved on with the plan's; less than 1 for all others."""
    if one.letters == other.letters or one.undated == other.undated or one.counted == other.counted:
        return 1.0
    return min(fuzz.ratio(one.letters, other.letters) / 100, 0.999)


def _by_task(
    old: Sequence[_Text], new: Sequence[_Text], tasks: Mapping[str, Sequence[str]]
) -> Iterator[tuple[list[_Text], list[_Text]]]:
    groups: dict[str, tuple[list[_Text], list[_Text]]] = defaultdict(lambda: ([], []))
    for text in old:
        for task_id in {later for earlier in text.measure.match.task_ids for later in tasks[earlier]}:
            groups[task_id][0].append(text)
    for text in new:
        for task_id in text.measure.match.task_ids:
            groups[task_id][1].append(text)
    yield from groups.values()


def _same_tasks(
    old: Sequence[_Text], new: Sequence[_Text], tasks: Mapping[str, Sequence[str]]
) -> Iterator[tuple[float, bool, _Text, _Text]]:
    for earlier, later in _by_task(old, new, tasks):
        for one in earlier:
            for other in later:
                if (similarity := _similarity(one, other)) >= _DOUBTFUL:
                    yield similarity, similarity >= _SURE, one, other


def _only_answers(
    old: Sequence[_Text], new: Sequence[_Text], tasks: Mapping[str, Sequence[str]]
) -> Iterator[tuple[float, bool, _Text, _Text]]:
    """What is left over for a task, one in each year: written anew, or one dropped and one added."""
    for earlier, later in _by_task(old, new, tasks):
        if len(earlier) == len(later) == 1:
            (one,), (other,) = earlier, later
            yield _similarity(one, other), not (one.letters and other.letters), one, other


def _same_local_tasks(
    old: Sequence[_Text], new: Sequence[_Text]
) -> Iterator[tuple[float, bool, _Text, _Text]]:
    for one in (text for text in old if not text.measure.match.task_ids):
        for other in (text for text in new if not text.measure.match.task_ids):
            similarity = _similarity(one, other)
            names = [letters_of(find_own_task(text.measure.row.task.text)) for text in (one, other)]
            name = fuzz.ratio(*names) / 100 if any(names) else similarity
            if max((similarity + name) / 2, similarity) >= _LOCAL:
                yield similarity, max(similarity, name) >= _ANYWHERE, one, other


def _anywhere(old: Sequence[_Text], new: Sequence[_Text]) -> Iterator[tuple[float, bool, _Text, _Text]]:
    for one in old:
        for other in new:
            # Bounds the likeness, and costs nothing.
            longest, shortest = sorted((len(one.letters), len(other.letters)), reverse=True)
            if shortest >= _SHORTEST and 2 * shortest >= _ANYWHERE * (longest + shortest):
                similarity = _similarity(one, other)
                if similarity >= _ANYWHERE:
                    yield similarity, False, one, other


def index_sentences(reads: Iterable[PlanRead]) -> dict[str, list[tuple[str, str]]]:
    """Region and measure of each sentence that can be recognised elsewhere, in the order of the plans."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for read in reads:
        for measure in read.measures:
            for sentence in sentences_of(measure, read.job.year):
                found[sentence].append((read.job.plan.region_id, measure.measure_id))
    return found


def sentences_of(measure: Measure, year: int) -> Iterator[str]:
    """The sentences of a measure, without its plan's year, that can be recognised elsewhere."""
    for sentence in _SENTENCE.findall(measure.row.measure.text):
        if len(letters := _without_year(letters_of(sentence), year)) >= _SHORTEST:
            yield letters


def first_elsewhere(
    measure: Measure, year: int, region_id: str, sentences: Mapping[str, Sequence[tuple[str, str]]]
) -> str:
    """The measure of another region that had a sentence of it a year before, new in this one; '' if none."""
    for sentence in sentences_of(measure, year):
        held = sentences.get(sentence, ())
        if held and all(region != region_id for region, _ in held):
            return held[0][1]
    return ""
