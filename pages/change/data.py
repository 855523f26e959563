"""What changed from one year to the next, as tidy frames: cells, regions, totals, measures and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from pages.ui import data, filters
from pages.ui.evidence.evidence import records
from pages.ui.names import metric_name
from pages.ui.target_values import value_text
from pages.ui.text import column, current_language
from pipeline.schema.model import COVERED_DEPTHS, Edition

MOVED: Final = ("gained", "deepened", "thinned", "lost")
"""The changes of a cell that stands in both years."""
ABSENT: Final = ("no_plan_before", "unread_before", "no_plan", "unread")
"""Why a region can't be compared: it has no plan that could be read in one of the years."""
OF_TEMPLATE: Final = ("new_task", "dropped_task")
BEYOND_CHANCE: Final = 1.96
"""Standard errors beyond which 5 % of differences lie by chance."""
MOST_TERMS: Final = 30


@dataclass(frozen=True)
class Pair:
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

    @property
    def asked(self) -> dict[str, Any]:
        """As arguments of the store."""
        return self.later._asdict()


@dataclass(frozen=True)
class Totals:
    """The covered cells of both years; ``steps`` lead from the one to the other, by kind of change.

    The step ``judged`` is of texts that are the same and were judged at another depth, ``split`` of tasks of
    one template that stand for several of the other.
    """

    before: int
    after: int
    steps: Mapping[str, int]


def find_cells(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """The cells of the chosen regions and key areas in both years.

    Returns
    -------
    DataFrame
        The columns of the codebook's table `task_changes`; ``column`` (str), the code of the task, which for
        a dropped one ends in its year; ``task`` (str), its number and short name; ``region`` (str), in the
        official order of regions and the order of the template.
    """
    found = data.ask_whole("task_changes", **pair.asked)
    regions = filters.chosen_regions(data.regions(), chosen)
    names = regions.set_index("region_id")[column("short")]
    found = found[found["region_id"].isin(names.index)]
    if chosen.area:
        found = found[found["area_id"].isin(chosen.area)]
    old = found["task_id"] == ""
    own = found["task_id"].where(~old, found["task_id_before"])
    titles = {
        True: data.ask_edition(pair.earlier, "tasks").set_index("task_id")[column("short")].to_dict(),
        False: data.tasks().set_index("task_id")[column("short")].to_dict(),
    }
    tasks = [f"{code} {titles[gone].get(code, '')}".strip() for code, gone in zip(own, old, strict=True)]
    found = found.assign(
        column=own.where(~old, own + f"@{pair.before}"),
        task=pd.Series(tasks, found.index, dtype="str"),
        region=found["region_id"].map(names),
    )
    places = {code: place for place, code in enumerate(names.index)}
    areas = {code: place for place, code in enumerate(data.areas()["area_id"])}
    order = found.assign(
        place=found["region_id"].map(places), of_area=found["area_id"].map(areas).fillna(len(areas)), old=old
    ).sort_values(["place", "of_area", "old"], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def covered_before(pair: Pair, cells: pd.DataFrame) -> pd.DataFrame:
    """The covered cells of the earlier year that stand behind ``cells``, each once: region_id, task_id."""
    earlier = data.ask_edition(pair.earlier, "coverage")
    covered = earlier.loc[earlier["depth"].isin(COVERED_DEPTHS), ["region_id", "task_id"]]
    asked = cells.assign(task_id=cells["task_id_before"].str.split(";")).explode("task_id")
    return asked[["region_id", "task_id"]].drop_duplicates().merge(covered, on=["region_id", "task_id"])


def count_totals(cells: pd.DataFrame, before: int) -> Totals:
    """How the covered cells of one year, ``before`` in all, lead to those of the next."""
    step = cells["depth"].isin(COVERED_DEPTHS).astype("int64") - cells["depth_before"].isin(COVERED_DEPTHS)
    found = {str(kind): int(total) for kind, total in step.groupby(cells["change"]).sum().items() if total}
    if "same" in found:
        found["judged"] = found.pop("same")
    after = int(cells["depth"].isin(COVERED_DEPTHS).sum())
    if split := after - before - sum(found.values()):
        found["split"] = split
    return Totals(before, after, found)


def by_region(cells: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """One row per region, those that gained most first, those that can't be compared last.

    Parameters
    ----------
    before
        As `covered_before` gives it.

    Returns
    -------
    DataFrame
        region_id, region, absent (str, one of `ABSENT` or empty); before, after (float64, missing where the
        year has no plan that could be read), difference (float64); gained, deepened, thinned, lost (int64).
    """
    covered = before["region_id"].value_counts()
    rows = []
    for (region_id, region), own in cells.groupby(["region_id", "region"], sort=False):
        absent = next((kind for kind in ABSENT if (own["change"] == kind).any()), "")
        earlier = float(covered.get(region_id, 0)) if not absent.endswith("_before") else None
        later = (
            float(own["depth"].isin(COVERED_DEPTHS).sum()) if absent not in ("no_plan", "unread") else None
        )
        moved = {kind: int((own["change"] == kind).sum()) for kind in MOVED}
        rows.append(
            {"region_id": region_id, "region": region, "absent": absent, "before": earlier, "after": later}
            | moved
        )
    found = pd.DataFrame(rows, columns=["region_id", "region", "absent", "before", "after", *MOVED])
    found = found.astype({"before": "float64", "after": "float64"})
    found.insert(5, "difference", found["after"] - found["before"])
    return found.sort_values(
        "difference", ascending=False, kind="stable", na_position="last", ignore_index=True
    )


def find_measures(pair: Pair, chosen: filters.Filters) -> pd.DataFrame:
    """The pairs of measures of the chosen regions and key areas.

    Returns
    -------
    DataFrame
        As `store.measure_changes`, with region and code (str), the id by which a pair is opened.
    """
    found = _chosen(pair, data.ask_whole("measure_changes", **pair.asked), chosen, "measures", "measure_id")
    return found.assign(code=found["measure_id"].where(found["measure_id"] != "", found["measure_id_before"]))


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
        As `store.target_changes`, with region, code (str), by which a pair is opened, and of each side
        (the earlier one's names end in ``_before``): label, the value as it is written; sentence, unit and
        metric (str), empty where there is no target.
    """
    found = _chosen(pair, data.ask_whole("target_changes", **pair.asked), chosen, "targets", "target_id")
    found = found.drop(columns=["unit", "metric"], errors="ignore")
    for suffix, edition in (("_before", pair.earlier), ("", pair.later)):
        known = {row["target_id"]: row for row in _targets(edition)}
        sides = [known.get(code, {}) for code in found[f"target_id{suffix}"]]
        for name in ("label", "sentence", "unit", "metric"):
            values = [str(side.get(name, "")) for side in sides]
            found[f"{name}{suffix}"] = pd.Series(values, found.index, dtype="str")
    return found.assign(code=found["target_id"].where(found["target_id"] != "", found["target_id_before"]))


def comparable(targets: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The pairs by indicator that have a value in the same unit in both years, most changes first."""
    both = targets[
        (targets["indicator_id"] != "")
        & targets["value"].notna()
        & targets["value_before"].notna()
        & (targets["unit"] == targets["unit_before"])
    ]
    groups = {str(code): own.reset_index(drop=True) for code, own in both.groupby("indicator_id")}
    return dict(sorted(groups.items(), key=lambda group: -(group[1]["change"] != "kept").sum()))


def is_all_same(cells: pd.DataFrame, measures: pd.DataFrame, targets: pd.DataFrame) -> bool:
    """Whether nothing changed: no cell, no measure, no target."""
    kinds = ((cells, "same"), (measures, "unchanged"), (targets, "kept"))
    return all((frame["change"] == kind).all() for frame, kind in kinds)


def find_bodies(pair: Pair) -> pd.DataFrame:
    """The bodies of both years as `store.department_changes`, those that changed most first."""
    found = data.ask_edition(pair.earlier, "department_changes", after=data.built_folder(pair.later))
    order = (found["mentions"] - found["mentions_before"]).abs().sort_values(ascending=False, kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def find_terms(pair: Pair) -> pd.DataFrame:
    """The terms as `store.keyword_changes` whose use differs by more than chance, the most risen first."""
    found = data.ask_edition(pair.earlier, "keyword_changes", after=data.built_folder(pair.later))
    telling = found[found["z"].abs() >= BEYOND_CHANCE].head(MOST_TERMS)
    return telling.sort_values("z", ascending=False, kind="stable", ignore_index=True)


def what_is_counted(target: Mapping[str, Any]) -> str:
    """What a pair of targets counts, as the later one says it if there is one."""
    return metric_name(str(target["metric"] or target["metric_before"]))


def _targets(edition: Edition) -> list[dict[str, Any]]:
    units = data.ask_edition(edition, "indicators").set_index("indicator_id")[column("unit")].to_dict()
    found = records(data.ask_edition(edition, "targets"))
    for row in found:
        unit = str(units.get(row["indicator_id"], row["unit"]))
        row["label"] = value_text(row, unit, current_language())
    return found


def _chosen(pair: Pair, found: pd.DataFrame, chosen: filters.Filters, table: str, key: str) -> pd.DataFrame:
    """The rows of the chosen regions and key areas, in the official order of regions.

    The area is that of ``table``, by its ``key``: of the later year, or of the earlier for what was dropped.
    """
    names = filters.chosen_regions(data.regions(), chosen).set_index("region_id")[column("short")]
    found = found[found["region_id"].isin(names.index)]
    if chosen.area:
        sides = [data.ask_edition(pair.earlier, table), data.ask(table)]
        kept = {code for side in sides for code in side.loc[side["area_id"].isin(chosen.area), key]}
        code = found[key].where(found[key] != "", found[f"{key}_before"])
        found = found[code.isin(kept)]
    places = {code: place for place, code in enumerate(names.index)}
    order = found["region_id"].map(places).sort_values(kind="stable").index
    return found.loc[order].assign(region=found["region_id"].map(names)).reset_index(drop=True)


def regions_of(cells: pd.DataFrame, kind: str) -> Sequence[str]:
    """The names of the regions that have cells of a kind."""
    return tuple(dict.fromkeys(cells.loc[cells["change"] == kind, "region"]))
