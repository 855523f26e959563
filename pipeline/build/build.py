"""Builds the tables: reads sources, splits plans, reads rows, makes tables, replaces the output folder."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.build.built import (
    BUILT,
    RAW,
    fingerprint,
    is_clean,
    lock_output,
    path_from_root,
    project_version,
    write_built,
)
from pipeline.build.findings import (
    Finding,
    LeftOut,
    absent_findings,
    findings_by_id,
    gap_findings,
    left_out_findings,
    locate_finding,
    loss_findings,
    plan_findings,
    several_plans_finding,
)
from pipeline.build.regional_plans import number_jobs, require_other_plan
from pipeline.extract.facts import load_vocabularies
from pipeline.readers import find_sources, read_document
from pipeline.readers.document import Document, find_place
from pipeline.readers.limited import exit_with_parent
from pipeline.readers.provenance import Provenance, find_provenance
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.jobs import empty_plan_error, iter_jobs
from pipeline.reading.ledger import find_gaps, unread_spans
from pipeline.reading.plan import ParsedPlan, load_matcher, read_plan
from pipeline.reading.plan_checks import require_plan
from pipeline.reading.plan_job import PlanJob
from pipeline.reading.plans.split import PlanText
from pipeline.schema.errors import SourceError, printable
from pipeline.schema.model import Edition
from pipeline.taxonomy.collection import Collection, load_collections, require_known_keys
from pipeline.taxonomy.loading import SHARED, Taxonomy, load_metric_names, load_region_groups, load_taxonomy

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.build.tables import SourcePlans

Progress = Callable[[str, str], None]

SourceJobs = tuple[str, Document, Provenance, tuple[PlanJob, ...]]
"""A source with its unique name and its plans to read."""

Answer = tuple[ParsedPlan, tuple[Finding, ...]] | SourceError
"""A plan with its findings, or why it can't be read."""


@dataclass(frozen=True)
class Reading:
    """Everything read from some sources, before it is written."""

    sources: Sequence[SourcePlans]
    findings: Sequence[Finding]
    left_out: Sequence[LeftOut]
    collections: Mapping[str, Collection]

    @property
    def clean(self) -> bool:
        """Whether everything was read and every character accounted for."""
        return not any(finding.severity == "error" for finding in self.findings)

    def info_entries(self) -> dict[str, Any]:
        """Return the entries of ``build.json`` about the sources."""
        return {
            "clean": self.clean,
            "left_out": [missed.as_json() for missed in self.left_out],
            "collections": {
                collection.id: {"name_zh": collection.name_zh, "name_en": collection.name_en}
                for collection in self.collections.values()
            },
            "sources": [_source_info(source) for source in self.sources],
            "finding_places": {
                code: [*finding.place]
                for code, finding in findings_by_id(self.findings).items()
                if finding.place
            },
        }

    def tables(self) -> dict[str, pa.Table]:
        """Make all tables of the codebook by name."""
        from pipeline.build.tables import make_tables

        unread = ((lost.collection, lost.year, lost.plan.region_id) for lost in self.left_out if lost.plan)
        return make_tables(self.sources, self.findings, self.collections, frozenset(unread))


@dataclass(frozen=True)
class BuildReport:
    """The result of a build; its counts exclude plans that were left out."""

    out: Path
    plans: int
    measures: int
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    clean: bool
    """Whether everything was read and every character accounted for."""
    replaced: bool
    """Whether the tables were written; an unclean build does not replace a clean one."""


class NothingReadError(SourceError):
    """No plan can be read; ``errors`` has the error of each plan or file, and the first gives the message."""

    def __init__(self, errors: Sequence[SourceError]) -> None:
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__(
            first.message_zh, first.message_en, source=first.source, line=first.line, place=first.place
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Support pickling."""
        return type(self), (self.errors,)


def quiet(_zh: str, _en: str) -> None:
    """Ignore progress messages."""


def build(
    paths: Sequence[Path] = (RAW,),
    out: Path = BUILT,
    *,
    taxonomy_folder: Path = SHARED,
    executor: Executor | None = None,
    progress: Progress = quiet,
    keep_going: bool = False,
) -> BuildReport:
    """Read sources and write all tables to ``out``, which is replaced in one step at the end.

    ``paths`` are sources, or folders of sources; ``taxonomy_folder`` is the shared taxonomy, with a subfolder
    for each collection. ``executor`` reads the plans and has the interface of
    ``concurrent.futures.Executor``; by default a pool of local processes. ``progress`` is called with a
    message for each step, in Chinese and English. With ``keep_going``, a build with errors replaces the
    tables of a clean one.

    Raises SourceError where no plan can be read (`NothingReadError`) or ``out`` can't be replaced, and
    TaxonomyError where the taxonomy has errors; ``out`` is unchanged. Where only some plans or files can't be
    read, they are left out and in the report.
    """
    with lock_output(out):
        # Before reading, so that the tables are out of date if a source changes meanwhile.
        stamp = fingerprint(paths, taxonomy_folder)
        read = read_all(paths, taxonomy_folder=taxonomy_folder, executor=executor, progress=progress)
        replaced = read.clean or keep_going or not is_clean(out)
        if replaced:
            progress("写出数据表", "Writing the tables")
            info = {
                "version": project_version(),
                "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "fingerprint": stamp,
                "asked": [path_from_root(path) for path in paths],
                **read.info_entries(),
            }
            write_built(out, read.tables(), info)
    plans = [plan for source in read.sources for plan in source.plans]
    measures = sum(len(plan.measures) for plan in plans)
    return BuildReport(
        out, len(plans), measures, tuple(read.findings), tuple(read.left_out), read.clean, replaced
    )


def read_all(
    paths: Sequence[Path],
    *,
    taxonomy_folder: Path = SHARED,
    executor: Executor | None = None,
    progress: Progress = quiet,
) -> Reading:
    """Read sources, as `build` does, without writing."""
    collections = load_collections(taxonomy_folder)
    for collection in collections.values():
        # No table contains these; a mistake in them should stop the build rather than a page.
        load_region_groups(collection.folder)
        load_metric_names(collection.folder)
        # Loaded here for forked workers to share, and to report mistakes before the work begins.
        load_vocabularies(collection.folder)
        require_known_keys(collection.folder)
    left_out: list[LeftOut] = []
    jobs = _split_sources(paths, collections, progress, left_out)
    plans = sum(len(mine) for *_, mine in jobs)
    progress(f"还原 {plans} 份工作要点的表格", f"Reading the tables of {plans} plan{'s' * (plans != 1)}")
    sources, several = _read_jobs(jobs, executor, left_out)
    if not any(source.plans for source in sources):
        raise NothingReadError([missed.error for missed in left_out])
    taxonomies = {name: load_taxonomy(collection.folder) for name, collection in collections.items()}
    regions = [region for taxonomy in taxonomies.values() for region in taxonomy.regions]
    findings = [
        *left_out_findings(left_out, regions),
        *several,
        *(finding for source in sources for finding in _find_doubts(source)),
        *_find_absent(sources, left_out, taxonomies),
    ]
    return Reading(sources, findings, left_out, collections)


def _split_sources(
    paths: Sequence[Path], collections: Mapping[str, Collection], progress: Progress, left_out: list[LeftOut]
) -> list[SourceJobs]:
    """Split each source into plans; what can't be read is added to ``left_out``."""
    files = find_sources(paths)
    found = []
    for file, name in zip(files, source_names(files), strict=True):
        progress(f"读取 {printable(file.name)}", f"Reading {printable(file.name)}")
        collection = ""
        try:
            provenance = find_provenance(file, collections)
            collection = provenance.collection
            source, folder = read_document(file), collections[collection].folder
            answers = list(iter_jobs(source, provenance, load_taxonomy(folder, provenance.year), folder))
        except SourceError as error:
            left_out.append(LeftOut(name, collection, None, error))
            continue
        left_out += [
            LeftOut(name, collection, plan, _locate_error(answer, source, plan))
            for plan, answer in answers
            if isinstance(answer, SourceError)
        ]
        jobs = tuple(answer for _, answer in answers if isinstance(answer, PlanJob))
        found.append((name, source, provenance, jobs))
    return found


def _read_jobs(
    jobs: Sequence[SourceJobs], executor: Executor | None, left_out: list[LeftOut]
) -> tuple[list[SourcePlans], list[Finding]]:
    """Read the plans of all sources; also returns a finding for each further plan of a region and year.

    Plans that can't be read, or repeat an earlier one, are added to ``left_out``.
    """
    answers = iter(read_plans(number_jobs(job for *_, mine in jobs for job in mine), executor))
    # Its libraries were imported while the plans were read.
    from pipeline.build.tables import SourcePlans

    sources: list[SourcePlans] = []
    several: list[Finding] = []
    names = {source.path: name for name, source, *_ in jobs}
    read_before: dict[tuple[Edition, str], list[tuple[Document, ParsedPlan]]] = defaultdict(list)
    for name, source, provenance, mine in jobs:
        reads: list[ParsedPlan] = []
        findings: list[Finding] = []
        for job, answer in zip(mine, islice(answers, len(mine)), strict=True):
            earlier = read_before[job.edition, job.plan.region_id]
            try:
                read, found = _require_plan(answer, source, job.plan)
                require_other_plan(read, source.path, earlier)
            except SourceError as error:
                left_out.append(
                    LeftOut(name, job.collection, job.plan, _locate_error(error, source, job.plan))
                )
                continue
            for other, first in earlier[:1]:
                repeated = several_plans_finding(read, names[other.path], other, first)
                several.append(locate_finding(repeated, source))
            earlier.append((source, read))
            reads.append(read)
            findings += found
        missed = [lost.plan for lost in left_out if lost.file == name and lost.plan is not None]
        lines = [span.line for read in reads for span in read.spans]
        unread = tuple(unread_spans(source, missed, lines))
        sources.append(SourcePlans(name, source, provenance, tuple(reads), unread, tuple(findings)))
    return sources, several


def _locate_error(error: SourceError, source: Document, plan: PlanText) -> SourceError:
    """Return an error about a plan with its file, line and place."""
    line = error.line or plan.first_line
    return SourceError(
        error.message_zh,
        error.message_en,
        source=error.source or source.path,
        line=line,
        place=find_place(source, line, line),
    )


def _require_plan(answer: Answer, source: Document, plan: PlanText) -> tuple[ParsedPlan, tuple[Finding, ...]]:
    """Return the plan and its findings, or raise SourceError where it could not be read."""
    if isinstance(answer, SourceError):
        raise answer
    if not answer[0].measures:
        raise empty_plan_error(source, plan)
    return answer


def source_names(paths: Sequence[Path]) -> list[str]:
    """Return printable unique names: the file name, or the whole path where files share a name."""
    counts = Counter(path.name for path in paths)
    return [printable(path.name if counts[path.name] == 1 else path_from_root(path)) for path in paths]


def _find_doubts(plans: SourcePlans) -> list[Finding]:
    """Return the findings of a source and its plans."""
    spans = [*plans.unread, *(span for read in plans.plans for span in read.spans)]
    gaps = find_gaps(plans.source, ((span.line, span.start, span.end) for span in spans))
    findings = gap_findings(gaps, plans.name) + loss_findings(plans.source, plans.plans)
    return [locate_finding(finding, plans.source) for finding in [*findings, *plans.findings]]


def _find_absent(
    sources: Sequence[SourcePlans], left_out: Sequence[LeftOut], taxonomies: Mapping[str, Taxonomy]
) -> list[Finding]:
    """Return findings for the regions of an edition without a plan, read or not."""
    known = {(read.job.edition, read.job.plan.region_id) for source in sources for read in source.plans}
    editions = sorted({edition for edition, _ in known})
    known |= {(Edition(lost.collection, lost.year), lost.plan.region_id) for lost in left_out if lost.plan}
    found = []
    for edition in editions:
        regions = taxonomies[edition.collection].regions
        missing = [r for r in regions if r.in_scope and (edition, r.id) not in known]
        found += absent_findings(missing, edition)
    return found


def _source_info(mine: SourcePlans) -> dict[str, Any]:
    source, provenance = mine.source, mine.provenance
    return {
        "file": mine.name,
        "path": path_from_root(source.path),
        "sha256": source.sha256,
        **vars(provenance),
        "format": source.format,
        "encoding": source.encoding,
        "bytes": source.path.stat().st_size,
        "characters": source.characters,
    }


def read_plans(jobs: Sequence[PlanJob], executor: Executor | None) -> list[Answer]:
    """Read and check plans in parallel; the answers are in the order of the jobs."""
    with _workers(len(jobs), executor) as workers:
        answers = (workers.map if workers else map)(_read_checked, jobs)
        # The tables need more libraries, which are imported while the workers, which don't, are reading.
        import pipeline.build.tables  # noqa: F401

        return list(answers)


def _read_checked(job: PlanJob) -> Answer:
    try:
        read = read_plan(job)
        if read.measures:
            require_plan(read)
    except SourceError as error:
        return error
    return read, tuple(plan_findings(read, load_matcher(job.taxonomy_folder, job.year)[0]))


def _workers(jobs: int, executor: Executor | None) -> AbstractContextManager[Executor | None]:
    """Return the given executor, or local processes, or None for this process."""
    if executor is not None:
        return nullcontext(executor)
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if min(jobs, processors) < 2:
        return nullcontext(None)
    load_column_models()
    return ProcessPoolExecutor(min(jobs, processors), initializer=exit_with_parent)
