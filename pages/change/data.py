"""What changed from one year to the next, as tidy frames: cells, regions, totals, measures and targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from pages.ui import data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import metric_name
from pages.ui.target_values import value_text
from pages.ui.text import current_language, localized
from pipeline.schema.model import COVERED_DEPTHS, Edition

MOVED: Final = ("gained", "deepened", "thinned", "lost")
"""The changes of a cell that stands in both years."""
ABSENT: Final = ("no_plan_before", "unread_before", "no_plan", "unread")
"""Why a region can't be compared: it has no plan that could be read in one of the years."""
OF_TEMPLATE: Final = ("new_task", "dropped_task")
BEYOND_CHANCE: Final = 1.96
"""Standard errors beyond which 5 % of differences lie by chance."""
MOST_TERMS: Final = 30


class Pair(NamedTuple):
    """The two editions that are compared."""

    earlier: Edition
    later: Edition

    @property
    def before(self) -> int:
        """The earlier year."""
        return self.earlier.year

    @property
    def year(self) -> int:
        """The later year."""
        return self.later.year


def find_cells(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """The cells of the chosen regions and key areas in both years.

    Returns
    -------
    DataFrame
        The columns of the codebook's table `task_changes`; ``column`` (str), the code of the task, which for
        a dropped one ends in its year; ``task`` (str), its number and short name; ``region`` and ``code``
        (str), by which a cell is opened; in the official order of regions and the order of the template.
    """
    found = _of_regions(pair, "task_changes", chosen)
    if chosen.area:
        found = found[found["area_id"].isin(chosen.area)]
    dropped = found["task_id"] == ""
    task_id = found["task_id"].where(~dropped, found["task_id_before"])
    now, before = (
        task_id.map(tasks.set_index("task_id")[localized("short")])
        for tasks in (data.tasks(), data.query_edition(pair.earlier, "tasks"))
    )
    codes = task_id.where(~dropped, task_id + f"@{pair.before}")
    found = found.assign(
        column=codes,
        task=(task_id + " " + now.where(~dropped, before).fillna("")).str.strip().astype("str"),
        region=found.pop("region"),
        code=found["region_id"] + ":" + codes,
    )
    order = pd.DataFrame(
        {
            "region": found.groupby("region_id", sort=False).ngroup(),
            "area": pd.Categorical(found["area_id"], data.areas()["area_id"]),
            "dropped": dropped,
        }
    ).sort_values(["region", "area", "dropped"], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def covered_before(pair: Pair, cells: pd.DataFrame) -> pd.DataFrame:
    """The covered cells of the earlier year that stand behind ``cells``, each once: region_id, task_id."""
    earlier = data.query_edition(pair.earlier, "coverage")
    covered = earlier.loc[earlier["depth"].isin(COVERED_DEPTHS), ["region_id", "task_id"]]
    asked = cells.assign(task_id=cells["task_id_before"].str.split(";")).explode("task_id")
    return asked[["region_id", "task_id"]].drop_duplicates().merge(covered, on=["region_id", "task_id"])


def count_steps(cells: pd.DataFrame, before: int) -> dict[str, int]:
    """By how many the covered cells of one year, ``before`` in all, grew or shrank, by kind of change.

    The kind ``judged`` is of texts that are the same and were judged at another depth, ``split`` of tasks of
    one template that stand for several of the other.
    """
    covered = cells["depth"].isin(COVERED_DEPTHS).astype("int64")
    steps = covered - cells["depth_before"].isin(COVERED_DEPTHS)
    found = steps.groupby(cells["change"].replace("same", "judged")).sum().to_dict()
    found["split"] = int(covered.sum()) - before - sum(found.values())
    return {str(kind): step for kind, step in found.items() if step}


def not_compared(cells: pd.DataFrame) -> dict[str, str]:
    """The regions that can't be compared, each with one of `ABSENT`."""
    absent = cells[cells["change"].isin(ABSENT)].drop_duplicates("region_id")
    return dict(zip(absent["region_id"], absent["change"], strict=True))


def by_region(cells: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """One row per region, those that gained most first, those that can't be compared last.

    ``before`` is as `covered_before` gives it.

    Returns
    -------
    DataFrame
        region_id, region, absent (str, one of `ABSENT` or empty); before, after (float64, missing where the
        year has no plan that could be read), difference (float64); gained, deepened, thinned, lost (int64).
    """
    counts = count_kinds(cells, MOVED)
    reasons_of = not_compared(cells)
    absent = pd.Series([reasons_of.get(code, "") for code in counts["region_id"]], dtype="str")
    after = cells[cells["depth"].isin(COVERED_DEPTHS)]
    earlier, later = (
        counts["region_id"]
        .map(covered["region_id"].value_counts())
        .fillna(0)
        .astype("float64")
        .where(~absent.isin(reasons))
        for covered, reasons in (
            (before, ("no_plan_before", "unread_before")),
            (after, ("no_plan", "unread")),
        )
    )
    found = counts[["region_id", "region"]].assign(
        absent=absent, before=earlier, after=later, difference=later - earlier
    )
    return found.join(counts[list(MOVED)]).sort_values(
        "difference", ascending=False, kind="stable", ignore_index=True
    )


def find_measures(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """The pairs of measures of the chosen regions and key areas.

    Returns
    -------
    DataFrame
        As `store.measure_changes`, with region and code (str), the id by which a pair is opened.
    """
    return _of_areas(pair, "measure_changes", chosen, "measures", "measure_id")


def count_kinds(frame: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """How many rows of each kind of change each region has.

    Returns
    -------
    DataFrame
        region_id, region (str); a column (int64) for each of ``kinds``.
    """
    counts = frame.groupby(["region_id", "region"], sort=False)["change"].value_counts()
    return counts.unstack(fill_value=0).reindex(columns=list(kinds), fill_value=0).reset_index()


def find_targets(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """The pairs of targets of the chosen regions and key areas, with what is read of each side.

    Returns
    -------
    DataFrame
        As `store.target_changes`, with region, code, by which a pair is opened, and of each side (the earlier
        one's names end in ``_before``): label, the value as it is written; sentence, unit and metric, empty
        where there is no target; and counted, what the later one counts if there is one (all str).
    """
    found = _of_areas(pair, "target_changes", chosen, "targets", "target_id")
    found = found.drop(columns=["unit_before", "unit", "metric"])
    for suffix, edition in (("_before", pair.earlier), ("", pair.later)):
        sides = _targets(edition).add_suffix(suffix)
        found = found.merge(sides, "left", f"target_id{suffix}").fillna(dict.fromkeys(sides, ""))
    counted = found["metric"].where(found["metric"] != "", found["metric_before"])
    return found.assign(counted=counted.map(metric_name))


def comparable(targets: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The pairs by indicator that have a value in the same unit in both years, most changes first."""
    both = targets[
        (targets["indicator_id"] != "")
        & targets["value"].notna()
        & targets["value_before"].notna()
        & (targets["unit"] == targets["unit_before"])
    ]
    groups = {str(code): own.reset_index(drop=True) for code, own in both.groupby("indicator_id")}
    return dict(
        sorted(groups.items(), key=lambda group: -(group[1]["value"] != group[1]["value_before"]).sum())
    )


def earlier_values(pair: Pair, targets: pd.DataFrame) -> dict[int, pd.Series]:
    """The values (float64) of pairs of targets in the years before both, from the first such year on.

    A value is missing where no target of that year is paired with it, or one of another unit.
    """
    found: dict[int, pd.Series] = {}
    edition, ids = pair.earlier, targets["target_id_before"]
    while before := data.previous_edition(edition):
        changes = data.query_build("target_changes", **edition._asdict())
        changes = changes[changes["target_id"] != ""].set_index("target_id")
        values, units = ids.map(changes["value_before"]), ids.map(changes["unit_before"])
        found[before.year] = values.where(units == targets["unit"])
        edition, ids = before, ids.map(changes["target_id_before"])
    return {year: found[year] for year in sorted(found) if found[year].notna().any()}


def is_all_same(cells: pd.DataFrame, measures: pd.DataFrame, targets: pd.DataFrame) -> bool:
    """Whether nothing changed: no cell, no measure and its deadline, no target."""
    kinds = ((cells, "same"), (measures, "unchanged"), (targets, "kept"))
    stands = measures["deadline_change"].isin(["", "kept"]).all()
    return bool(stands) and all((frame["change"] == kind).all() for frame, kind in kinds)


def find_bodies(pair: Pair) -> pd.DataFrame:
    """The bodies of both years as `store.department_changes`, those that changed most first."""
    found = data.query_edition(pair.earlier, "department_changes", after=data.built_folder(pair.later))
    order = (found["mentions"] - found["mentions_before"]).abs().sort_values(ascending=False, kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def find_terms(pair: Pair) -> pd.DataFrame:
    """The terms as `store.keyword_changes` whose use differs by more than chance, the most risen first."""
    found = data.query_edition(pair.earlier, "keyword_changes", after=data.built_folder(pair.later))
    telling = found[found["z"].abs() >= BEYOND_CHANCE].head(MOST_TERMS)
    return telling.sort_values("z", ascending=False, kind="stable", ignore_index=True)


def _targets(edition: Edition) -> pd.DataFrame:
    """The targets of an edition: target_id, label, sentence, unit, metric."""
    found = data.query_edition(edition, "targets")
    units = data.query_edition(edition, "indicators").set_index("indicator_id")[localized("unit")].to_dict()
    labels = [
        value_text(row, str(units.get(row["indicator_id"], row["unit"])), current_language())
        for row in records(found)
    ]
    found["label"] = pd.Series(labels, found.index, dtype="str")
    return found[["target_id", "label", "sentence", "unit", "metric"]]


def _of_regions(pair: Pair, table: str, chosen: filters.Filters) -> pd.DataFrame:
    """The rows of a table of changes of the chosen regions, in their official order, with their names."""
    found = data.query_build(table, **pair.later._asdict())
    names = filters.chosen_regions(data.regions(), chosen).set_index("region_id")[localized("short")]
    place = pd.Series(pd.Categorical(found["region_id"], names.index)).dropna()
    found = found.loc[place.sort_values(kind="stable").index]
    return found.assign(region=found["region_id"].map(names)).reset_index(drop=True)


def _of_areas(pair: Pair, table: str, chosen: filters.Filters, facts: str, key: str) -> pd.DataFrame:
    """The rows of a table of changes of the chosen regions and key areas, with ``code``.

    The area is that of the table ``facts``, by its ``key``: of the later year, or of the earlier for what was
    dropped.
    """
    found = _of_regions(pair, table, chosen)
    found["code"] = found[key].where(found[key] != "", found[f"{key}_before"])
    if chosen.area:
        sides = pd.concat([data.query_edition(pair.earlier, facts), data.query(facts)])
        found = found[found["code"].isin(sides.loc[sides["area_id"].isin(chosen.area), key])]
    return found.reset_index(drop=True)
