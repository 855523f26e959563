"""The only access to the built tables: typed queries over Parquet through DuckDB, small DataFrames out.

Queries are about one edition, a collection and a year: where a build has several, ``built`` is a folder made
by `write_edition`. After a build, queries see the new tables, except within `pin_snapshot`.

All functions raise `BuiltError` where the folder has no tables, or tables of another version. DataFrames have
the codebook's columns, order and types; texts are empty, never missing. Rows are in document order unless
documented otherwise. Filters are those of `pipeline.store.selection.Filters`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Unpack

import pandas as pd

from pipeline.extract.levels.level import load_level_model as load_level_model
from pipeline.schema.codebook import TABLES
from pipeline.schema.errors import format_lines
from pipeline.schema.model import CELL_CLASSES, CHARACTER_CLASSES, COVERED_DEPTHS
from pipeline.store.edition_tables import editions as editions
from pipeline.store.edition_tables import read_info
from pipeline.store.edition_tables import write_edition as write_edition
from pipeline.store.gap_tables import similar_plans as similar_plans_of
from pipeline.store.queries_change import department_changes as department_changes
from pipeline.store.queries_change import keyword_changes as keyword_changes
from pipeline.store.queries_change import measure_changes as measure_changes
from pipeline.store.queries_change import target_changes as target_changes
from pipeline.store.queries_change import task_changes as task_changes
from pipeline.store.queries_departments import ROLES as ROLES
from pipeline.store.queries_departments import assignment_differences as assignment_differences
from pipeline.store.queries_departments import assignment_shares as assignment_shares
from pipeline.store.queries_departments import assignment_spread as assignment_spread
from pipeline.store.queries_departments import bodies as bodies
from pipeline.store.queries_departments import department_counts as department_counts
from pipeline.store.queries_departments import find_duties as find_duties
from pipeline.store.queries_departments import list_assignments as list_assignments
from pipeline.store.queries_facts import answer_totals as answer_totals
from pipeline.store.queries_facts import find_measure_targets as find_measure_targets
from pipeline.store.queries_facts import indicators as indicators
from pipeline.store.queries_facts import local_tasks as local_tasks
from pipeline.store.queries_facts import quantified_plans as quantified_plans
from pipeline.store.queries_facts import shared_ideas as shared_ideas
from pipeline.store.queries_facts import targets as targets
from pipeline.store.queries_keywords import concordance as concordance
from pipeline.store.queries_keywords import find_measure_terms as find_measure_terms
from pipeline.store.queries_keywords import find_reused_texts as find_reused_texts
from pipeline.store.queries_keywords import keywords as keywords
from pipeline.store.queries_keywords import mention_spans as mention_spans
from pipeline.store.queries_keywords import mentions as mentions
from pipeline.store.queries_keywords import nearest_plans as nearest_plans
from pipeline.store.queries_keywords import rank_plan_pairs as rank_plan_pairs
from pipeline.store.queries_keywords import shared_terms as shared_terms
from pipeline.store.queries_keywords import term_use as term_use
from pipeline.store.queries_keywords import vocabulary as vocabulary
from pipeline.store.query import query_frame
from pipeline.store.selection import DOUBTFUL, Filters, conditions, in_list, select_all
from pipeline.store.snapshot import BuiltKey as BuiltKey
from pipeline.store.snapshot import Snapshot as Snapshot
from pipeline.store.snapshot import is_pinned as is_pinned
from pipeline.store.snapshot import pin_snapshot as pin_snapshot
from pipeline.store.snapshot import snapshot as snapshot
from pipeline.store.snapshot import unusable_error
from pipeline.taxonomy.loading import DEFAULT, SHARED, load_metric_names, load_region_groups


@dataclass(frozen=True)
class SourceInfo:
    """A source of a build; `characters` excludes white space, `path` is relative to the project."""

    file: str
    path: str
    sha256: str
    collection: str
    year: int | None
    title: str
    title_zh: str
    encoding: str
    bytes: int
    characters: int


@dataclass(frozen=True)
class BuildInfo:
    """Information about a build; `clean` means that everything was read and every character accounted for.

    `edition` are the URL parameters of these tables where they are one edition of several: ``collection``
    where there are several, ``year`` where the collection has several.
    """

    version: str
    built_at: datetime
    fingerprint: str
    clean: bool
    sources: tuple[SourceInfo, ...]
    edition: Mapping[str, str] = field(default_factory=dict)


def build_info(built: Path) -> BuildInfo:
    """Read when the tables were built, by which version, and from which sources."""
    info = read_info(built)
    try:
        sources = tuple(
            SourceInfo(**{field.name: source[field.name] for field in fields(SourceInfo)})
            for source in info["sources"]
        )
        built_at = datetime.fromisoformat(info["built_at"])
        edition = info.get("edition", {})
        return BuildInfo(info["version"], built_at, info["fingerprint"], info["clean"], sources, edition)
    except (ValueError, KeyError, TypeError) as error:
        raise unusable_error(built) from error


def built_key(built: Path) -> BuiltKey:
    """Return a key that changes with every build; cheap enough for every rerun of a page."""
    return snapshot(built).key


def measures(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the measures.

    ``task_ids`` selects measures that name any of these tasks, so none of local tasks. ``depths`` selects the
    measures of coverage cells of these depths: a measure for two tasks belongs to two cells, one for a local
    task to none. With both, one cell must meet both.
    """
    return table(built, "measures", **filters)


def coverage(built: Path, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the coverage cells; regions without a plan have none."""
    return table(built, "coverage", **filters)


def findings(built: Path, *, kinds: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the findings, all or of some kinds."""
    where = [] if kinds is None else [in_list("kind", "kinds")]
    return _rows(built, "findings", where, kinds=kinds)


def finding_places(built: Path) -> pd.DataFrame:
    """Return the place of each finding in words, in the order of `findings`.

    Columns: finding_id, place_zh, place_en (str). The place is that of the finding's row, else page, table
    and row, sheet and cell, or lines; empty where it concerns no place.
    """
    sql = """
        SELECT finding_id, findings.first_line, findings.last_line,
               coalesce(place_zh, '') AS place_zh, coalesce(place_en, '') AS place_en
        FROM findings
        LEFT JOIN (SELECT DISTINCT ON (measure_id) * FROM measures) USING (measure_id)
        ORDER BY findings.file_row_number
    """
    found = query_frame(built, sql)
    try:
        places = {code: (zh, en) for code, (zh, en) in read_info(built).get("finding_places", {}).items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise unusable_error(built) from error
    for index, language in enumerate(("zh", "en")):
        other_places = [
            places[code][index] if code in places else format_lines(first, last, language) if first else ""
            for code, first, last in zip(
                found["finding_id"], found["first_line"], found["last_line"], strict=True
            )
        ]
        found[f"place_{language}"] = found[f"place_{language}"].mask(lambda place: place == "", other_places)
    return found[["finding_id", "place_zh", "place_en"]]


def doubtful_measures(built: Path) -> frozenset[str]:
    """Return the ids of the measures whose reading is doubtful."""
    found = query_frame(built, f"SELECT measure_id FROM measures WHERE {DOUBTFUL}")
    return frozenset(map(str, found["measure_id"]))


def cell_depths(built: Path) -> dict[tuple[str, str], str]:
    """Return the depth of every cell by (region_id, task_id)."""
    rows = coverage(built)[["region_id", "task_id", "depth"]].to_numpy()
    return {(region_id, task_id): depth for region_id, task_id, depth in rows}


def doubtful_cells(built: Path) -> frozenset[tuple[str, str]]:
    """Return the cells (region_id, task_id) that have measures, all of them doubtful."""
    doubtful, rows = doubtful_measures(built), coverage(built)[["region_id", "task_id", "measure_ids"]]
    cells = rows.itertuples(index=False)
    return frozenset((row, task) for row, task, ids in cells if ids and doubtful.issuperset(ids.split(";")))


def similar_plans(built: Path, plan_id: str) -> pd.DataFrame:
    """Return the other plans by similarity, see `pipeline.store.gap_tables.similar_plans`."""
    return similar_plans_of(coverage(built), plan_id)


def find_covering_regions(
    built: Path,
    all_of: Sequence[str] = (),
    any_of: Sequence[str] = (),
    none_of: Sequence[str] = (),
    *,
    covered: Sequence[str] = COVERED_DEPTHS,
) -> list[str]:
    """Return the regions that cover all of some tasks, any of some, and none of some, in the official order.

    ``covered`` are the depths at which a plan covers a task; empty lists of tasks set no condition.
    """
    sql = """
        SELECT regions.region_id FROM regions JOIN (
            SELECT region_id, plan_id,
                   coalesce(list(task_id) FILTER (list_contains($covered::VARCHAR[], depth)), []) AS tasks
            FROM coverage GROUP BY region_id, plan_id
        ) AS answers ON answers.region_id = regions.region_id
        WHERE list_has_all(tasks, $all_of::VARCHAR[])
          AND (len($any_of::VARCHAR[]) = 0 OR list_has_any(tasks, $any_of::VARCHAR[]))
          AND NOT list_has_any(tasks, $none_of::VARCHAR[])
        GROUP BY regions.region_id ORDER BY min(official_order)
    """
    found = query_frame(built, sql, covered=covered, all_of=all_of, any_of=any_of, none_of=none_of)
    return [str(region_id) for region_id in found["region_id"]]


def ledger_shares(built: Path) -> pd.DataFrame:
    """Count the source characters of each plan by class, in the order of `CHARACTER_CLASSES`.

    Columns: plan_id, character_class (str); characters (int64), without white space; share (float64), of the
    plan's characters.
    """
    sql = """
        SELECT plan_id, character_class, sum(characters) AS characters,
               sum(characters) / sum(sum(characters)) OVER (PARTITION BY plan_id) AS share
        FROM ledger GROUP BY plan_id, character_class
        ORDER BY min(min(file_row_number)) OVER (PARTITION BY plan_id),
                 list_position($classes::VARCHAR[], character_class)
    """
    return query_frame(built, sql, classes=CHARACTER_CLASSES)


def source_spans(
    built: Path, plan_id: str, first_line: int | None = None, last_line: int | None = None
) -> pd.DataFrame:
    """Return the ledger's spans of a plan, or of a range of its source lines, in source order."""
    sql = """
        SELECT * EXCLUDE (file_row_number) FROM ledger
        WHERE plan_id = $plan_id AND line BETWEEN coalesce($first_line, line) AND coalesce($last_line, line)
        ORDER BY "offset"
    """
    return query_frame(built, sql, plan_id=plan_id, first_line=first_line, last_line=last_line)


def cell_spans(built: Path, measure_id: str) -> pd.DataFrame:
    """Return the ledger's spans of the cells of a measure, in source order.

    The ledger records a merged cell with the first row that it covers: the spans of such a cell are those of
    that row, with its `measure_id`.
    """
    sql = """
        SELECT * EXCLUDE (file_row_number) FROM ledger SEMI JOIN (
            SELECT character_class, arg_max(above.measure_id, above.file_row_number) AS measure_id
            FROM measures AS row JOIN measures AS above ON above.plan_id = row.plan_id
            CROSS JOIN (SELECT unnest($classes::VARCHAR[]) AS character_class)
            WHERE row.measure_id = $measure_id
              AND NOT list_contains(string_split(above.merged, ';'), character_class)
              AND (above.file_row_number = row.file_row_number OR
                   above.file_row_number < row.file_row_number
                   AND list_contains(string_split(row.merged, ';'), character_class))
            GROUP BY character_class
        ) USING (measure_id, character_class) ORDER BY "offset"
    """
    return query_frame(built, sql, classes=CELL_CLASSES, measure_id=measure_id)


def table(built: Path, name: str, **filters: Unpack[Filters]) -> pd.DataFrame:
    """Return the filtered rows of a table of the codebook; raises KeyError for an unknown table."""
    return _rows(built, name, conditions(name, filters), **filters)


def table_sizes(built: Path) -> dict[str, int]:
    """Count the rows of each table of the codebook."""
    sql = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS size FROM {name}" for name in TABLES)
    found = query_frame(built, sql)
    return dict(zip(map(str, found["name"]), map(int, found["size"]), strict=True))


def _rows(built: Path, name: str, where: Sequence[str], **parameters: Any) -> pd.DataFrame:
    return query_frame(built, select_all(name, where), **parameters)


def region_groups(built: Path) -> pd.DataFrame:
    """Return the groups with a plan of any member, in the order of the taxonomy, with one row per member.

    They are read from the installed taxonomy, as the English names of metrics are, so that they can be edited
    without a new build.

    Columns: group_id, name_zh, name_en, region_id (str). Raises BuiltError and TaxonomyError.
    """
    regions = query_frame(built, "SELECT region_id, status FROM regions")
    statuses = dict(zip(regions["region_id"], regions["status"], strict=True))
    rows = [
        (group.id, group.name_zh, group.name_en, region_id)
        for group in load_region_groups(_taxonomy_folder(built))
        if any(statuses.get(region_id) == "plan" for region_id in group.regions)
        for region_id in group.regions
        if region_id in statuses
    ]
    return pd.DataFrame(rows, columns=["group_id", "name_zh", "name_en", "region_id"], dtype="str")


def metric_names(built: Path) -> dict[str, str]:
    """Return the English names of the metrics in the table `targets` that have one, by the metric."""
    metrics = query_frame(built, "SELECT DISTINCT metric FROM targets")["metric"]
    names = load_metric_names(_taxonomy_folder(built))
    return {metric: names[metric] for metric in sorted(metrics) if metric in names}


def _taxonomy_folder(built: Path) -> Path:
    """Return the folder of the tables' collection, or of the shipped one where that does not exist."""
    found = query_frame(built, "SELECT DISTINCT collection FROM plans")["collection"]
    folders = [SHARED / str(collection) for collection in found]
    return next((folder for folder in folders if folder.is_dir()), DEFAULT)
