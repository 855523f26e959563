"""Pairs the measures of a region's plans of two years, by task first and then by text alone.

Rewordings that reverse the meaning are told from others: 开展 and 不再开展, 不少于 and 不超过.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import Final, TypeAlias

from rapidfuzz import fuzz, process

from pipeline.corpus.local_tasks import find_own_task
from pipeline.reading.plan import Measure, ParsedPlan
from pipeline.schema.folding import fold_compatibility
from pipeline.taxonomy.loading import SHARED
from pipeline.taxonomy.toml_files import read_toml, require_section

_SURE: Final = 0.6
"""Minimum similarity of two texts for one task that are certainly the same measure, reworded."""
_DOUBTFUL: Final = 0.3
"""Minimum similarity of two texts for one task, where it has several."""
_ANYWHERE: Final = 0.8
"""Minimum similarity of texts for different tasks, a doubtful pair."""
_LOCAL: Final = 0.6
"""Minimum mean similarity of name and text of two local tasks."""
_SHORTEST: Final = 12
"""Minimum length of a sentence that can be recognised in another region's plan."""
_MERGED: Final = 80
"""Minimum similarity, in %, of a text with part of a longer one of the other plan, merged or split."""

_PUNCTUATION: Final = re.compile(r"[^\w.%％+\-~～–—/]+|_+|(?<!\d)[.\-~～–—/]+|[.\-~～–—/]+(?!\d)")
"""Punctuation outside numbers, which texts may differ in; 1.5亿 is not 15亿."""
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?![\d.万亿件家个名人项次元])")
_SENTENCE: Final = re.compile(r"[^。；;！？!?\n]+")
_MIN_RATIO: Final = 85
"""Minimum similarity, in %, of two clauses about the same thing, without negations and directions."""
_CLAUSE_END: Final = re.compile(r"[，。；、！？：,;!?:\s]+")
_NUMBER: Final = re.compile(r"[\d.%％]+")


@dataclass(frozen=True)
class MeasurePair:
    """A measure in two years; None where it was added or dropped."""

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
    """A measure with its index in the plan and its letters, as they are and with years normalised."""

    measure: Measure
    index: int
    letters: str
    undated: str
    """The letters without the plan's year."""
    relative: str
    """The letters with years relative to the plan's; not later ones, which are deadlines."""


@dataclass(frozen=True)
class _Clause:
    """A clause: its topic, its number of negations, and its directions such as ``up0``, ``down2``."""

    topic: str
    negations: int
    directions: frozenset[str]

    def is_opposite(self, other: _Clause) -> bool:
        opposites = {
            name.replace("up", "down") if "up" in name else name.replace("down", "up")
            for name in self.directions - other.directions
        }
        has_turned = not opposites.isdisjoint(other.directions - self.directions)
        return has_turned != bool((self.negations - other.negations) % 2)


_Texts: TypeAlias = Sequence[_Text]
_Pairs: TypeAlias = Iterable[tuple[float, bool, _Text, _Text]]
"""Similarity, whether the pair is certain, the earlier and the later text."""


def pair_measures(
    before: ParsedPlan, after: ParsedPlan, tasks: Mapping[str, Sequence[str]]
) -> list[MeasurePair]:
    """Pair the measures of two plans of a region, in the order of the later plan, the dropped ones last.

    ``tasks`` are the ids of the later tasks by that of the earlier task they are paired with.
    """
    old, new = _make_texts(before), _make_texts(after)
    pairs: dict[int, MeasurePair] = {}
    paired: set[int] = set()

    def keep(found: _Pairs) -> None:
        # The most similar first; ties by the nearest positions in their plans.
        ordered = sorted(found, key=lambda pair: (-pair[0], abs(pair[2].index - pair[3].index)))
        for similarity, certain, one, other in ordered:
            if one.index not in paired and other.index not in pairs:
                paired.add(one.index)
                pairs[other.index] = MeasurePair(one.measure, other.measure, similarity, certain)

    def unpaired() -> tuple[_Texts, _Texts]:
        rest = [text for text in old if text.index not in paired]
        return rest, [text for text in new if text.index not in pairs]

    keep(_match_same_tasks(old, new, tasks))
    keep(_match_only_answers(*unpaired(), tasks))
    keep(_match_local_tasks(*unpaired()))
    keep(_match_anywhere(*unpaired()))
    dropped, added = unpaired()
    pairs |= {text.index: MeasurePair(None, text.measure, 0.0, not _is_part(text, old)) for text in added}
    return [
        *(pairs[text.index] for text in new),
        *(MeasurePair(text.measure, None, 0.0, not _is_part(text, new)) for text in dropped),
    ]


def _make_texts(read: ParsedPlan) -> list[_Text]:
    year = read.job.year
    texts = []
    for index, measure in enumerate(read.measures):
        letters = strip_punctuation(measure.row.measure.text)
        relative = _YEAR.sub(
            lambda found: f"Y{int(found[0]) - year:+d}" if int(found[0]) <= year else found[0], letters
        )
        texts.append(_Text(measure, index, letters, _remove_year(letters, year), relative))
    return texts


def strip_punctuation(text: str) -> str:
    """Return the letters and digits of a text, for comparison."""
    return _PUNCTUATION.sub("", fold_compatibility(text))


def _remove_year(letters: str, year: int) -> str:
    return _YEAR.sub(lambda found: "Y" if int(found[0]) == year else found[0], letters)


def _is_part(text: _Text, others: _Texts) -> bool:
    """Whether nearly all of a text is in a longer one."""
    return len(text.letters) >= _SHORTEST and any(
        len(other.letters) > len(text.letters)
        and fuzz.partial_ratio(text.letters, other.letters, score_cutoff=_MERGED)
        for other in others
    )


def _similarity(one: _Text, other: _Text) -> float:
    """Return 1 for the same letters, also where years moved with the plan's; less than 1 for all others."""
    if one.letters == other.letters or one.undated == other.undated or one.relative == other.relative:
        return 1.0
    return min(fuzz.ratio(one.letters, other.letters) / 100, 0.999)


def _group_by_task(
    old: _Texts, new: _Texts, tasks: Mapping[str, Sequence[str]]
) -> Iterable[tuple[list[_Text], list[_Text]]]:
    groups: dict[str, tuple[list[_Text], list[_Text]]] = defaultdict(lambda: ([], []))
    for text in old:
        for task_id in {later for earlier in text.measure.match.task_ids for later in tasks[earlier]}:
            groups[task_id][0].append(text)
    for text in new:
        for task_id in text.measure.match.task_ids:
            groups[task_id][1].append(text)
    return groups.values()


def _match_same_tasks(old: _Texts, new: _Texts, tasks: Mapping[str, Sequence[str]]) -> _Pairs:
    for earlier, later in _group_by_task(old, new, tasks):
        for one, other in product(earlier, later):
            if (similarity := _similarity(one, other)) >= _DOUBTFUL:
                yield similarity, similarity >= _SURE, one, other


def _match_only_answers(old: _Texts, new: _Texts, tasks: Mapping[str, Sequence[str]]) -> _Pairs:
    """Pair the only unpaired text for a task in each year: rewritten, or one dropped and one added."""
    for earlier, later in _group_by_task(old, new, tasks):
        if len(earlier) == len(later) == 1:
            (one,), (other,) = earlier, later
            yield _similarity(one, other), not (one.letters and other.letters), one, other


def _match_local_tasks(old: _Texts, new: _Texts) -> _Pairs:
    local = ([text for text in texts if not text.measure.match.task_ids] for texts in (old, new))
    for one, other in product(*local):
        similarity = _similarity(one, other)
        names = [strip_punctuation(find_own_task(text.measure.row.task.text)) for text in (one, other)]
        name = fuzz.ratio(*names) / 100 if any(names) else similarity
        if max((similarity + name) / 2, similarity) >= _LOCAL:
            yield similarity, max(similarity, name) >= _ANYWHERE, one, other


def _match_anywhere(old: _Texts, new: _Texts) -> _Pairs:
    for one, other in product(old, new):
        # A cheap upper bound of the similarity.
        shortest, longest = sorted((len(one.letters), len(other.letters)))
        is_possible = shortest >= _SHORTEST and 2 * shortest >= _ANYWHERE * (longest + shortest)
        if is_possible and (similarity := _similarity(one, other)) >= _ANYWHERE:
            yield similarity, False, one, other


def index_sentences(reads: Iterable[ParsedPlan]) -> dict[str, list[tuple[str, str]]]:
    """Map each recognisable sentence to its regions and measures, in the order of the plans."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for read in reads:
        for measure in read.measures:
            for sentence in split_sentences(measure, read.job.year):
                found[sentence].append((read.job.plan.region_id, measure.measure_id))
    return found


def split_sentences(measure: Measure, year: int) -> Iterator[str]:
    """Yield the recognisable sentences of a measure, without its plan's year."""
    for sentence in _SENTENCE.findall(measure.row.measure.text):
        if len(letters := _remove_year(strip_punctuation(sentence), year)) >= _SHORTEST:
            yield letters


def find_earlier_source(
    measure: Measure, year: int, region_id: str, sentences: Mapping[str, Sequence[tuple[str, str]]]
) -> str:
    """Return the other region's measure with a sentence that is new in this region; '' if there is none."""
    for sentence in split_sentences(measure, year):
        sources = sentences.get(sentence, ())
        if sources and all(region != region_id for region, _ in sources):
            return sources[0][1]
    return ""


def is_reversed(before: str, after: str) -> bool:
    """Whether a clause of a text says the opposite of one of the other in nearly the same words."""
    old, new = (dict.fromkeys(_CLAUSE_END.split(text)) for text in (before, after))
    gone = [clause for text in old if text not in new and (clause := _parse_clause(text)).topic]
    for text in new:
        if text not in old and (clause := _parse_clause(text)).topic:
            match = process.extractOne(
                clause.topic, [other.topic for other in gone], scorer=fuzz.ratio, score_cutoff=_MIN_RATIO
            )
            if match and clause.is_opposite(gone[match[2]]):
                return True
    return False


def _parse_clause(text: str) -> _Clause:
    words = load_opposites()
    kinds = [str(match.lastgroup) for match in words.finditer(text)]
    directions = frozenset(kinds) - {"negation", "neutral"}
    return _Clause(_NUMBER.sub("", words.sub("", text)), kinds.count("negation"), directions)


@cache
def load_opposites(source: Path = SHARED / "opposites.toml") -> re.Pattern[str]:
    """Read the patterns of ``data/taxonomy/opposites.toml``, one group per list; raises TaxonomyError."""
    content = read_toml(source)
    pairs = content.pop("pair", None)
    lists = require_section(source, "", content, "patterns", ("negation", "neutral"))
    for number, pair in enumerate(pairs if isinstance(pairs, list) else [pairs], 1):
        pair = require_section(source, f"[[pair]] {number}", pair, "patterns", ("up", "down"))
        lists |= {f"{name}{number}": pair[name] for name in ("up", "down")}
    return re.compile("|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in lists.items()))
