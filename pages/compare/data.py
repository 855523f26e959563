"""The regions and tasks to compare, chosen in the sidebar and kept in the URL, and their data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from pages.charts.parts import Heading, fill_heading
from pages.compare.sentences import MAX_TERMS, MIN_LETTERS, MIN_SIMILARITY
from pages.reports.comparison import compare_pairs, coverage_group, group_tasks, name_missing, region_totals
from pages.ui import address, data, filters
from pages.ui.cards import cards
from pages.ui.codes import CODE_NAMES, name_of
from pages.ui.html import answer_html
from pages.ui.names import region_labels, region_names, regions_with_plan
from pages.ui.text import fill_both, fill_text, join_first, join_words, percent, t, whole_percent
from pipeline.schema.model import COVERED_DEPTHS

FILE: Final = "plan-atlas-compare"
MIN_REGIONS: Final = 2
MAX_REGIONS: Final = 6
"""More columns can't be read side by side."""

TASK_KINDS: Final = CODE_NAMES["task_kind"]
"""Kinds of tasks to choose from, by how the regions answer them."""

MAX_NAMES: Final = 3
"""Regions named in a title."""

NUMBERS: Final = {"targets": "targets", "departments": "all_departments", "characters": "all_characters"}
"""Columns of the totals that have a chart of their own, with the names of their headings."""

FILTERS: Final = ("region", "area", "task")

Depths = Mapping[str, Mapping[str, str]]
"""Depth codes by task and region."""


@dataclass(frozen=True)
class Choice:
    """The choice of the reader.

    ``regions`` have a plan, ``without_plan`` have none, both in the order chosen; ``suggested`` if the page
    chose them. ``tasks`` are standard tasks in the order of the template, ``named_tasks`` those of the task
    filter. ``dropped`` counts the regions chosen beyond `MAX_REGIONS`.
    """

    regions: tuple[str, ...]
    without_plan: tuple[str, ...]
    suggested: bool
    tasks: tuple[str, ...]
    areas: tuple[str, ...]
    named_tasks: tuple[str, ...]
    dropped: int = 0

    @property
    def comparable(self) -> bool:
        return len(self.regions) >= MIN_REGIONS and bool(self.tasks)


def choose() -> Choice:
    names = region_labels()
    requested = len(address.read_state("region", list(names)))
    with st.sidebar.container(key="compare_regions"):
        label = t(f"地区（{MIN_REGIONS}–{MAX_REGIONS} 个）", f"Regions ({MIN_REGIONS} to {MAX_REGIONS})")
        hint, about = t("选择地区", "Choose regions"), fill_text("compare", "columns")
        regions = address.choose_many(label, "region", names, most=MAX_REGIONS, placeholder=hint, help=about)
    chosen = filters.draw_filters(("area", "task"))
    choice = resolve_choice(regions, chosen.area, chosen.task)
    choice = replace(choice, dropped=max(requested - MAX_REGIONS, 0))
    # If the reader chooses none, the page does, which decides the rows as well.
    address.record_choice("region", t("地区", "Regions"), choice.regions, names.__getitem__)
    return choice


def read_choice() -> Choice:
    """Return the choice in the URL without drawing the filters."""
    regions = address.read_state("region", list(region_labels()))[:MAX_REGIONS]
    areas = address.read_state("area", data.areas()["area_id"].tolist())
    return resolve_choice(regions, areas, address.read_state("task", data.tasks()["task_id"].tolist()))


def resolve_choice(regions: Sequence[str], areas: tuple[str, ...], task_ids: tuple[str, ...]) -> Choice:
    """Return the choice for some filters; by default the two plans with the most similar wording."""
    with_plan, pairs = regions_with_plan(), data.query("rank_plan_pairs")
    most_similar = pairs.iloc[0][["region_id", "other_region_id"]] if len(pairs) else with_plan[:MIN_REGIONS]
    tasks = filters.filter_tasks(data.tasks(), filters.Filters(area=areas, task=task_ids))
    return Choice(
        tuple(code for code in regions if code in with_plan) if regions else tuple(most_similar),
        tuple(code for code in regions if code not in with_plan),
        not regions,
        tuple(tasks["task_id"]),
        areas,
        task_ids,
    )


def select_depths(choice: Choice) -> Depths:
    """Return the depths of the tasks and regions compared, in the order of the choice."""
    known = data.query("cell_depths")
    return {task: {region: known[region, task] for region in choice.regions} for task in choice.tasks}


def find_totals(depths: Depths) -> pd.DataFrame:
    """Return `pages.reports.comparison.region_totals` with region_id and region (str), its name."""
    found = region_totals(pd.DataFrame(depths).T).reset_index()
    return found.assign(region=found["region_id"].map(region_names()))


def find_similarities(regions: Sequence[str]) -> pd.DataFrame:
    """Return `pages.reports.comparison.compare_pairs` with region names, the most similar wording first."""
    plans, names = data.regions().set_index("region_id")["plan_id"], region_names()
    found = compare_pairs(dict(zip(regions, plans[list(regions)], strict=True))).sort_values(
        ["words", "depths"], ascending=False, kind="stable", ignore_index=True
    )
    found.insert(1, "region", found["region_id"].map(names))
    found.insert(3, "other_region", found["other_region_id"].map(names))
    return found


def find_answers(regions: Sequence[str], tasks: Sequence[str]) -> dict[str, list[cards.Answer]]:
    """Return the answers of the regions by task, in the order given."""
    found = cards.find_answers(regions, tasks)
    return {task: [found[region, task] for region in regions] for task in tasks}


def answer(choice: Choice, depths: Depths, pairs: pd.DataFrame) -> str:
    """Answer what all, one and none of the regions cover, and how similar their plans are.

    ``pairs`` is the result of `pages.compare.data.find_similarities`.
    """
    groups, tasks, names = group_tasks(depths), len(choice.tasks), region_names()
    who = escape(join_words(names[code] for code in choice.regions))
    differing = sum(len(set(by_region.values())) > 1 for by_region in depths.values())
    values = {"who": who, "tasks": tasks, "differing": differing, "two": len(choice.regions) == MIN_REGIONS}
    counts = {group: len(found) for group, found in groups.items()}
    line = escape(group_line(*depths.values())) if tasks == 1 else ""
    sentence = fill_text("compare", "one_task" if line else "answer", **values, **counts, line=line)
    return answer_html(sentence, describe_similarity(pairs), *notes(choice))


def describe_similarity(pairs: pd.DataFrame) -> str:
    """Describe the similarity of two plans; of several pairs, of the most and the least similar."""
    ends = [pairs.iloc[0], pairs.iloc[-1]]
    most, least = (t("未存", "not kept") if pd.isna(end["words"]) else f"{end['words']:.2f}" for end in ends)
    if len(pairs) == 1:
        return fill_text("compare", "one_pair", most=most, depth=whole_percent(ends[0]["depths"]))
    first, last = (escape(t("与", " and ").join((end["region"], end["other_region"]))) for end in ends)
    return fill_text("compare", "many_pairs", first=first, most=most, last=last, least=least)


def notes(choice: Choice) -> list[str]:
    """Note that the page chose the regions, and which can't be compared."""
    lines = [fill_text("compare", "suggested")] if choice.suggested else []
    if choice.dropped:
        lines.append(fill_text("compare", "dropped", most=MAX_REGIONS, dropped=choice.dropped))
    return [*lines, *map(escape, name_missing(choice.without_plan))]


def too_few(choice: Choice) -> str:
    reason = "no_task" if not choice.tasks else "one_region" if choice.regions else "no_region"
    name = escape(region_names()[choice.regions[0]]) if choice.regions else ""
    sentence, to_do = fill_both("compare", reason, name=name)
    return answer_html(sentence, *notes(choice), to_do)


def chart_heading(totals: pd.DataFrame, column: str, text: str) -> Heading:
    """Return the heading of the chart of a column of the totals: which regions have most, and how much."""
    most, tasks = totals[column].max(), totals["tasks"].iloc[0]
    first = totals.loc[totals[column] == most, "region"].tolist()
    values = {"same": len(first) == len(totals), "names": join_first(first, MAX_NAMES)}
    return fill_heading("compare", text, **values, most=most, tasks=tasks)


def explain_marks() -> str:
    shortest, share = str(MIN_LETTERS), percent(MIN_SIMILARITY)
    return fill_text("compare", "marks", most_terms=str(MAX_TERMS), shortest=shortest, share=share)


def group_line(by_region: Mapping[str, str]) -> str:
    group = coverage_group(by_region)
    if group == "one":
        name = region_names()[covering_regions(by_region)[0]]
        return t(f"只有{name}覆盖", f"covered by {name} only")
    return name_of(TASK_KINDS, group)


def covering_regions(by_region: Mapping[str, str]) -> list[str]:
    """Return the regions that cover a task, from its depths by region."""
    return [region for region, depth in by_region.items() if depth in COVERED_DEPTHS]
