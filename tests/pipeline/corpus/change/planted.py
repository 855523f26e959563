"""Plans of a year, and of the next year with known edits."""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.corpus.change.tables import Records, YearPlans, change_records
from pipeline.corpus.counted_targets import count_targets
from pipeline.extract.deadlines import find_deadlines
from pipeline.extract.quantities.targets import Target, find_targets
from pipeline.reading.plan import ParsedPlan
from pipeline.schema.model import Edition
from pipeline.taxonomy.loading import Taxonomy, load_taxonomy
from tests.pipeline.sample_plans import read_plans

GOLD: Final = Path(__file__).resolve().parents[3] / "gold"
REGIONS: Final = {
    "beijing": "北京市",
    "jiangsu": "江苏省",
    "anhui": "安徽省",
    "fujian": "福建省",
    "guangdong": "广东省",
    "shanghai": "上海市",
}
HEADER: Final = "序号\t工作重点\t工作内容\t具体举措及成果形式\t责任部门"
TAXONOMY: Final = load_taxonomy()
IDS: Final = {
    name: region.id
    for name, title in REGIONS.items()
    for region in TAXONOMY.regions
    if region.name_zh == title
}


@dataclass(frozen=True)
class Row:
    """A row of a plan; ``standard`` is its task, '' for a local one."""

    task: str
    measure: str
    departments: str
    standard: str


Plan = list[Row]
Corpus = dict[str, Plan]


@dataclass
class Truth:
    """The changes by the edits, by region and task; all else is unchanged."""

    measures: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    targets: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    cells: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    copied: set[tuple[str, str]] = field(default_factory=set)
    deadlines: set[tuple[str, str]] = field(default_factory=set)


@cache
def gold_plans() -> dict[str, tuple[Row, ...]]:
    """The hand-made rows of some regions, one to a task, no figure twice and no deadline."""
    rows = {name: tuple(_one_a_task(name)) for name in REGIONS}
    reads = read_year({name: list(held) for name, held in rows.items()}, 2018).reads
    twice = {
        counted.measure.row.measure.text
        for read in reads
        for counted in count_targets(read)
        if counted.repeat_of
    }
    return {name: tuple(row for row in held if row.measure not in twice) for name, held in rows.items()}


def _one_a_task(name: str) -> Iterator[Row]:
    names = {task.id: task.name_zh for task in TAXONOMY.tasks}
    seen: set[str] = set()
    for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = re.sub(r"\s", "", row["measure"])
        if (
            len(row["std"]) == 1
            and row["std"][0] not in seen
            and len(text) > 20
            and not any(find_deadlines(text, 2018))
        ):
            seen.add(row["std"][0])
            yield Row(names[row["std"][0]], text, row["depts"] or "省知识产权局", row["std"][0])


def read_year(
    corpus: Corpus, year: int, taxonomy: Taxonomy = TAXONOMY, unread: frozenset[str] = frozenset()
) -> YearPlans:
    """The plans of a year, read from text with tabs between its cells."""
    reads: list[ParsedPlan] = []
    for name, rows in corpus.items():
        lines = [f"{REGIONS[name]}{year}年工作要点", HEADER]
        lines += [
            f"{number}\t\t{row.task}\t{row.measure.replace('2018', str(year))}\t{row.departments}"
            for number, row in enumerate(rows, 1)
        ]
        reads += read_plans("\n".join(lines) + "\n", year=year)
    return YearPlans(Edition("plans", year), taxonomy, reads, unread)


def changes_of(*years: YearPlans) -> dict[str, Records]:
    return change_records(years)


class Editor:
    """Edits a copy of a corpus at random; each row is edited at most once."""

    def __init__(self, corpus: Corpus, chance: random.Random) -> None:
        self.before, self.after = corpus, {name: list(rows) for name, rows in corpus.items()}
        self.chance, self.truth = chance, Truth()
        self.touched: set[tuple[str, str]] = set()

    def edit(self, times: int) -> None:
        edits: Sequence[Callable[[str], None]] = (
            self.drop_row, self.add_row, self.change_value, self.drop_value, self.add_value,
            self.reword, self.rewrite, self.copy_sentence, self.shuffle_rows, self.blank_row,
            self.restate_value, self.negate, self.set_deadline, self.split_row,
        )  # fmt: skip
        for number in range(times):
            edits[number % len(edits)](self.chance.choice(list(self.after)))

    def drop_row(self, name: str) -> None:
        if row := self._pick(name):
            self.after[name].remove(row)
            self._mark(name, row.standard, {"dropped"}, {"lost", "same"})
            self.truth.targets[name, row.standard] = ["dropped"] * len(targets_of(row.measure))

    def add_row(self, name: str) -> None:
        held = {row.standard for row in (*self.before[name], *self.after[name])}
        other = self.chance.choice([other for other in self.before if other != name])
        new = [
            row
            for row in self.before[other]
            if row.standard not in held and (other, row.standard) not in self.touched
        ]
        if new:
            row = self.chance.choice(new)
            self.after[name].insert(self.chance.randrange(len(self.after[name]) + 1), row)
            self._mark(name, row.standard, {"new"}, {"gained", "same", "deepened"})
            self.truth.targets[name, row.standard] = ["new"] * len(targets_of(row.measure))
            self._mark_copy(name, row.standard, row.measure)

    def change_value(self, name: str) -> None:
        if row := self._pick(name, with_value=True):
            target = simple_targets(row.measure)[0]
            number = int(re.match(r"\d+", target.quote)[0])  # type: ignore[index]
            higher = self.chance.random() < 0.5 or number < 2
            value = number + self.chance.randint(1, 9) if higher else self.chance.randint(1, number - 1)
            text = _with_quote(row.measure, target, str(value) + target.quote[len(str(number)) :])
            self._replace(name, row, text)
            kinds = ["kept"] * (len(targets_of(row.measure)) - 1)
            self.truth.targets[name, row.standard] = [*kinds, "raised" if higher else "lowered"]

    def drop_value(self, name: str) -> None:
        if row := self._pick(name, with_value=True):
            target = simple_targets(row.measure)[0]
            self._replace(
                name, row, _with_quote(row.measure, target, f"一批{target.unit}".replace("一批家", "一批"))
            )
            self.truth.targets[name, row.standard] = ["kept"] * (len(targets_of(row.measure)) - 1) + [
                "dropped"
            ]

    def add_value(self, name: str) -> None:
        if row := self._pick(name):
            number = 100 + len(self.touched)  # another each time: what is repeated counts once
            self._replace(name, row, f"{row.measure.rstrip('。；')}。建成海洋观测站{number}座。")
            self.truth.targets[name, row.standard] = ["kept"] * len(targets_of(row.measure)) + ["new"]

    def reword(self, name: str) -> None:
        if row := self._pick(name):
            self._replace(name, row, f"切实{row.measure.rstrip('。；')}，务求取得实效。")

    def rewrite(self, name: str) -> None:
        """Another region's answer to the same task."""
        if row := self._pick(name):
            texts = [
                other.measure
                for region, rows in self.before.items()
                for other in rows
                if region != name and other.standard == row.standard and not targets_of(other.measure)
            ]
            if texts and not targets_of(row.measure):
                text = self.chance.choice(texts)
                self._replace(name, row, text)
                self.truth.measures[name, row.standard] = {"reworded", "new", "dropped"}
                self._mark_copy(name, row.standard, text)

    def copy_sentence(self, name: str) -> None:
        other = self.chance.choice([other for other in self.before if other != name])
        row, source = self._pick(name), self.chance.choice(self.before[other])
        sentence = source.measure.split("。")[0]
        if row and len(sentence) >= 14 and not targets_of(sentence) and "；" not in sentence:
            self._replace(name, row, f"{row.measure.rstrip('。；')}。{sentence}。")
            self._mark_copy(name, row.standard, sentence)

    def shuffle_rows(self, name: str) -> None:
        """Change only the order."""
        self.chance.shuffle(self.after[name])

    def restate_value(self, name: str) -> None:
        """The same number in other digits or as a fraction of 万."""
        if row := self._pick(name, with_value=True):
            target = simple_targets(row.measure)[0]
            number, unit = re.fullmatch(r"(\d+)(.)", target.quote).groups()  # type: ignore[union-attr]
            wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
            written = self.chance.choice((wide, f"{int(number) / 10000:f}".rstrip("0") + "万"))
            self._replace(name, row, _with_quote(row.measure, target, written + unit))
            self.truth.measures[name, row.standard] = {"unchanged", "reworded"}

    def negate(self, name: str) -> None:
        row = self._pick(name)
        if row and not targets_of(row.measure) and len(re.split("[，。；、]", row.measure)[0]) >= 6:
            self._replace(name, row, f"不再{row.measure}")
            self.truth.measures[name, row.standard] = {"reversed"}

    def set_deadline(self, name: str) -> None:
        if row := self._pick(name):
            self._replace(name, row, f"{row.measure.rstrip('。；')}，9月底前完成。")
            self.truth.deadlines.add((name, row.standard))

    def split_row(self, name: str) -> None:
        row = self._pick(name)
        head, mark, tail = row.measure.partition("。") if row else ("", "", "")
        if row and len(head) >= 12 and len(tail) >= 12:
            self._replace(name, row, tail)
            self.after[name].insert(0, replace(row, measure=head + mark))
            self.truth.measures[name, row.standard] = {"reworded", "new"}

    def blank_row(self, name: str) -> None:
        if row := self._pick(name):
            self._replace(name, row, "")
            self.truth.cells[name, row.standard] = {"lost"}
            self.truth.targets[name, row.standard] = ["dropped"] * len(targets_of(row.measure))

    def _pick(self, name: str, *, with_value: bool = False) -> Row | None:
        free = [
            row
            for row in self.after[name]
            if (name, row.standard) not in self.touched and (not with_value or simple_targets(row.measure))
        ]
        return self.chance.choice(free) if free else None

    def _replace(self, name: str, row: Row, text: str) -> None:
        self.after[name][self.after[name].index(row)] = replace(row, measure=text)
        self._mark(name, row.standard, {"reworded"}, {"same", "deepened", "thinned", "gained", "lost"})
        self.truth.targets.setdefault((name, row.standard), ["kept"] * len(targets_of(row.measure)))

    def _mark_copy(self, name: str, task_id: str, text: str) -> None:
        """Whether a sentence of twelve letters or more is new in this region."""
        own = "".join(row.measure for row in self.before[name])
        sentences = [part for part in re.split("[。；;！？]", text) if len(re.sub(r"\W", "", part)) >= 12]
        if any(sentence not in own for sentence in sentences):
            self.truth.copied.add((name, task_id))

    def _mark(self, name: str, task_id: str, measures: set[str], cells: set[str]) -> None:
        self.touched.add((name, task_id))
        self.truth.measures[name, task_id] = measures
        self.truth.cells[name, task_id] = cells


def targets_of(text: str) -> list[Target]:
    return [target for target in find_targets(text, 2018) if target.kind == "target"]


def simple_targets(text: str) -> list[Target]:
    """Targets with an integer in digits, whose context does not affect its value."""
    return [
        target for target in targets_of(text) if re.fullmatch(r"\d{1,4}[^\d\W万亿百千多余成]", target.quote)
    ]


def _with_quote(text: str, target: Target, quote: str) -> str:
    return text[: target.start] + quote + text[target.end :]
