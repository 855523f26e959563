"""Builds the tables: read, split into plans, rows, match, tables; swapped in whole at the end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.built import BUILT, RAW, fingerprint, project_version, told_from_root, write_built
from pipeline.cell_headers import find_cell_furniture
from pipeline.column_checks import columns_between, require_columns
from pipeline.columns import load_column_names
from pipeline.errors import SourceError
from pipeline.facts import load_words
from pipeline.findings import Finding, absent_findings, gap_findings, plan_findings
from pipeline.furniture import find_furniture
from pipeline.ledger import find_gaps, preface_spans
from pipeline.plan import PlanJob, PlanRead, read_plan
from pipeline.plan_checks import require_plan
from pipeline.provenance import Provenance, provenance_of
from pipeline.readers import find_sources, read_source
from pipeline.readers.delimited import blank_delimiters, find_delimiter
from pipeline.readers.source import Source
from pipeline.split import PlanText, split_plans, with_last_lines
from pipeline.taxonomy import DEFAULT as DEFAULT_TAXONOMY
from pipeline.taxonomy import Taxonomy, load_taxonomy
from pipeline.voices import load_voices

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build yielded."""

    out: Path
    plans: int
    measures: int
    findings: tuple[Finding, ...]
    clean: bool


def quiet(_zh: str, _en: str) -> None:
    """Progress that nobody wants to see."""


def build(
    paths: Sequence[Path] = (RAW,),
    out: Path = BUILT,
    *,
    taxonomy_folder: Path = DEFAULT_TAXONOMY,
    executor: Executor | None = None,
    progress: Progress = quiet,
) -> BuildReport:
    """Read sources and write all tables to ``out``, which changes only when all is done.

    Parameters
    ----------
    paths
        Sources, or folders of sources.
    out
        The folder of the tables; what it held is replaced as a whole.
    taxonomy_folder
        Regions, key areas and standard tasks.
    executor
        Reads the plans; anything shaped like ``concurrent.futures``. By default this
        machine's processes.
    progress
        Is told of each step, in Chinese and English.

    Raises
    ------
    SourceError
        A source can't be read, holds no plan, or holds one twice; ``out`` is left as it was.
    TaxonomyError
        The taxonomy is not as it should be.
    """
    taxonomy = load_taxonomy(taxonomy_folder)
    # Read here, workers that are forked have them, and a mistake in them is told before any work is done.
    words = load_words(taxonomy_folder)
    jobs = _jobs_of(paths, taxonomy, taxonomy_folder, progress)
    everything = [job for _, _, todo in jobs for job in todo]
    progress(f"还原 {len(everything)} 份工作要点的表格", f"Reading the tables of {len(everything)} plans")
    reads = iter(_read_plans(everything, executor))
    from pipeline.tables import SourcePlans, make_tables

    names = source_names([source.path for source, _, _ in jobs])
    sources, findings = [], list[Finding]()
    for name, (source, provenance, todo) in zip(names, jobs, strict=True):
        mine = tuple(islice(reads, len(todo)))
        for read in mine:
            if not read.measures:
                raise _nothing_below(source, read.job.plan)
            require_plan(read, source.path)
        sources.append(SourcePlans(name, source, provenance.collection, mine))
        findings += _findings_of(name, source, mine, taxonomy)
    present = {job.plan.region_id for job in everything}
    findings += absent_findings(r for r in taxonomy.regions if r.in_scope and r.id not in present)
    clean = not any(finding.severity == "error" for finding in findings)
    progress("写出数据表", "Writing the tables")
    info = {
        "version": project_version(),
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint(paths, taxonomy_folder),
        "clean": clean,
        "asked": [told_from_root(path) for path in paths],
        "sources": [
            _source_info(name, source, provenance)
            for name, (source, provenance, _) in zip(names, jobs, strict=True)
        ],
    }
    write_built(out, make_tables(sources, findings, taxonomy, words), info)
    measures = sum(len(read.measures) for source in sources for read in source.plans)
    return BuildReport(out, len(everything), measures, tuple(findings), clean)


def _jobs_of(
    paths: Sequence[Path], taxonomy: Taxonomy, taxonomy_folder: Path, progress: Progress
) -> list[tuple[Source, Provenance, list[PlanJob]]]:
    """Each source with its plans, no plan twice."""
    jobs = []
    for file in find_sources(paths):
        progress(f"读取 {file.name}", f"Reading {file.name}")
        source, provenance = read_source(file), provenance_of(file)
        jobs.append((source, provenance, plan_jobs(source, provenance, taxonomy, taxonomy_folder)))
    refuse_repeats([(source, job) for source, _, todo in jobs for job in todo])
    return jobs


def _read_plans(jobs: Sequence[PlanJob], executor: Executor | None) -> list[PlanRead]:
    """The plans, read side by side, in the order of the jobs."""
    with _workers(len(jobs), executor) as workers:
        pending: Iterator[PlanRead] = (workers.map if workers else map)(read_plan, jobs)
        # Only now, while the workers read: it loads a heavy library that they need not share.
        import_module("pipeline.tables")
        return list(pending)


def plan_jobs(
    source: Source, provenance: Provenance, taxonomy: Taxonomy, taxonomy_folder: Path
) -> list[PlanJob]:
    """A source as one job for each plan in it."""
    names = load_column_names(taxonomy_folder)
    delimiter = find_delimiter(source.lines, names)
    if delimiter:
        furniture = find_cell_furniture(source.lines, delimiter, taxonomy.regions, names, load_voices())
        # Without its delimiters it is split like any other text, each character in its place.
        plans = split_plans(blank_delimiters(source.lines, delimiter), furniture, taxonomy)
        plans = with_last_lines(plans, source.lines)
    else:
        furniture = find_furniture(source.lines, taxonomy.regions, names)
        plans = split_plans(source.lines, furniture, taxonomy)
    if not plans:
        raise SourceError(
            "没有找到工作要点：既无标题，也无表头（如“序号 工作重点 工作内容 具体举措及成果形式 责任部门”）；"
            "请确认这是由表格导出的工作要点文本。",
            "No plan was found: there is neither a title nor a table header; "
            "check that this is the text of a work plan laid out as a table.",
            source=source.path,
        )
    fates = furniture.lines()
    said = Counter(plan.year for plan in plans if plan.year is not None)
    usual = provenance.year or (said.most_common(1)[0][0] if said else None)
    jobs: list[PlanJob] = []
    for plan in plans:
        year = _require_whole(source, plan, fates, (plan.year if plan.title else None) or usual)
        first, last = plan.first_line, plan.last_line
        columns = columns_between(furniture.columns, first, last)
        require_columns(columns, bool(delimiter), source.path, first)
        jobs.append(
            PlanJob(
                plan_id=f"{provenance.collection}-{year}-{plan.region_id}",
                plan=plan,
                year=year,
                lines=source.lines[first - 1 : last],
                starts=source.starts[first - 1 : last],
                furniture_lines={n: fates[n] for n in range(first, last + 1) if n in fates},
                taxonomy_folder=taxonomy_folder,
                possible_page_numbers={
                    n: sequence
                    for n, sequence in furniture.possible_page_numbers.items()
                    if first <= n <= last
                },
                preface=tuple(preface_spans(source.lines, source.starts, first, fates)) if not jobs else (),
                columns=columns,
                delimiter=delimiter,
            )
        )
    return jobs


def _require_whole(source: Source, plan: PlanText, fates: Mapping[int, str], year: int | None) -> int:
    """The year of a plan that has rows, a region and a year; raises SourceError where one is missing."""
    if all(n in fates or not source.lines[n - 1].strip() for n in range(plan.first_line, plan.last_line + 1)):
        raise _nothing_below(source, plan)
    if not plan.region_id:
        raise SourceError(
            "看不出此处开始的工作要点是哪个地区的：没有标题，正文用语也不能确定；"
            "文件开头可能缺失，请重新获取，或在此行之前补上标题。",
            "The plan that begins here has no title, and its words do not tell whose it is; "
            "the file may have lost its beginning: get it again, whole, or put the title before this line.",
            source=source.path,
            line=plan.first_line,
        )
    if year is None:
        raise SourceError(
            "看不出这份工作要点是哪一年的；请在标题中写明年份，或在旁边的 source.toml 中写 year。",
            "The year of this plan can't be told; say it in the title, or as year in a source.toml "
            "beside it.",
            source=source.path,
            line=plan.first_line,
        )
    return year


def _nothing_below(source: Source, plan: PlanText) -> SourceError:
    return SourceError(
        "此处有标题或表头，其下却没有表格的内容；文件可能不完整，请重新获取。",
        "There is a title or a table header here with no table row below it; "
        "the file may have been cut: get it again, whole.",
        source=source.path,
        line=plan.first_line,
    )


def refuse_repeats(jobs: Iterable[tuple[Source, PlanJob]]) -> None:
    """Raise SourceError where two plans are one region's for one year."""
    seen: dict[str, tuple[Source, PlanJob]] = {}
    for source, job in jobs:
        if job.plan_id in seen:
            other, earlier = seen[job.plan_id]
            place = f"{other.path}:{earlier.plan.first_line}"
            raise SourceError(
                f"同一地区同一年份的工作要点（{job.plan_id}）已在 {place} 出现过；请去掉重复的一份。",
                f"The plan of this region and year ({job.plan_id}) stands at {place} already; "
                "remove one of them.",
                source=source.path,
                line=job.plan.first_line,
            )
        seen[job.plan_id] = source, job


def _workers(jobs: int, executor: Executor | None) -> AbstractContextManager[Executor | None]:
    """What reads the plans: the executor that was given, this machine's processes, or None: this one."""
    if executor is not None:
        return nullcontext(executor)
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if min(jobs, processors) < 2:
        return nullcontext(None)
    load_voices()
    return ProcessPoolExecutor(min(jobs, processors))


def source_names(paths: Sequence[Path]) -> list[str]:
    """A name for each source: its file's, or its whole path where files share a name."""
    counts = Counter(path.name for path in paths)
    return [path.name if counts[path.name] == 1 else told_from_root(path) for path in paths]


def _findings_of(name: str, source: Source, reads: Sequence[PlanRead], taxonomy: Taxonomy) -> list[Finding]:
    gaps = find_gaps(source, ((s.line, s.start, s.end) for read in reads for s in read.spans))
    findings = [finding for read in reads for finding in plan_findings(read, taxonomy)]
    return gap_findings(gaps, name) + findings


def _source_info(name: str, source: Source, provenance: Provenance) -> dict[str, Any]:
    return {
        "file": name,
        "path": told_from_root(source.path),
        "sha256": source.sha256,
        "collection": provenance.collection,
        "year": provenance.year,
        "title": provenance.title,
        "title_zh": provenance.title_zh,
        "encoding": source.encoding,
        "bytes": source.path.stat().st_size,
        "characters": source.characters,
    }
