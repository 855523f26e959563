"""Builds the tables: read, split into plans, rows, match, tables; swapped in whole at the end."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.codebook import TABLES
from pipeline.errors import SourceError
from pipeline.findings import Finding, absent_findings, gap_findings, plan_findings
from pipeline.furniture import find_furniture
from pipeline.ledger import find_gaps
from pipeline.plan import PlanJob, PlanRead, read_plan
from pipeline.provenance import FILE_NAME as PROVENANCE_FILE
from pipeline.provenance import Provenance, provenance_of
from pipeline.readers import find_sources, read_source
from pipeline.readers.source import Source
from pipeline.split import split_plans
from pipeline.tables import SourcePlans, make_tables
from pipeline.taxonomy import DEFAULT as DEFAULT_TAXONOMY
from pipeline.taxonomy import Taxonomy, load_taxonomy
from pipeline.voices import MODEL_FILE, load_voices

ROOT: Final = Path(__file__).resolve().parent.parent
RAW: Final = ROOT / "data" / "raw"
BUILT: Final = ROOT / "data" / "built"
INFO_FILE: Final = "build.json"

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
    files = find_sources(paths)
    jobs: list[tuple[Source, Provenance, list[PlanJob]]] = []
    for file in files:
        progress(f"读取 {file.name}", f"Reading {file.name}")
        source, provenance = read_source(file), provenance_of(file)
        jobs.append((source, provenance, plan_jobs(source, provenance, taxonomy, taxonomy_folder)))
    refuse_repeats([(source, job) for source, _, todo in jobs for job in todo])
    everything = [job for _, _, todo in jobs for job in todo]
    progress(f"还原 {len(everything)} 份工作要点的表格", f"Reading the tables of {len(everything)} plans")
    reads = iter(read_plans(everything, executor))
    sources, findings = [], list[Finding]()
    for source, provenance, todo in jobs:
        mine = tuple(islice(reads, len(todo)))
        sources.append(SourcePlans(source, provenance.collection, mine))
        findings += _findings_of(source, mine, taxonomy)
    present = {job.plan.region_id for job in everything}
    findings += absent_findings(r for r in taxonomy.regions if r.in_scope and r.id not in present)
    clean = not any(finding.severity == "error" for finding in findings)
    progress("写出数据表", "Writing the tables")
    info = {
        "version": project_version(),
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint(paths, taxonomy_folder),
        "clean": clean,
        "sources": [_source_info(source, provenance) for source, provenance, _ in jobs],
    }
    write_built(out, make_tables(sources, findings, taxonomy), info)
    measures = sum(len(read.measures) for source in sources for read in source.plans)
    return BuildReport(out, len(everything), measures, tuple(findings), clean)


def plan_jobs(
    source: Source, provenance: Provenance, taxonomy: Taxonomy, taxonomy_folder: Path
) -> list[PlanJob]:
    """A source as one job for each plan in it."""
    furniture = find_furniture(source.lines, taxonomy.regions)
    plans = split_plans(source.lines, furniture, taxonomy.areas, taxonomy.regions)
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
    jobs = []
    for plan in plans:
        year = (plan.year if plan.title else None) or usual
        if year is None:
            raise SourceError(
                "看不出这份工作要点是哪一年的；请在标题中写明年份，或在旁边的 source.toml 中写 year。",
                "The year of this plan can't be told; say it in the title, or as year in a source.toml beside it.",
                source=source.path,
                line=plan.first_line,
            )
        first, last = plan.first_line, plan.last_line
        jobs.append(
            PlanJob(
                plan_id=f"{provenance.collection}-{year}-{plan.region_id}",
                plan=plan,
                year=year,
                lines=source.lines[first - 1 : last],
                starts=source.starts[first - 1 : last],
                furniture_lines={n: fates[n] for n in range(first, last + 1) if n in fates},
                taxonomy_folder=taxonomy_folder,
            )
        )
    return jobs


def refuse_repeats(jobs: Iterable[tuple[Source, PlanJob]]) -> None:
    """Raise SourceError where two plans are one region's for one year."""
    seen: dict[str, tuple[Source, PlanJob]] = {}
    for source, job in jobs:
        if job.plan_id in seen:
            other, earlier = seen[job.plan_id]
            place = f"{other.path}:{earlier.plan.first_line}"
            raise SourceError(
                f"同一地区同一年份的工作要点（{job.plan_id}）已在 {place} 出现过；请去掉重复的一份。",
                f"The plan of this region and year ({job.plan_id}) stands at {place} already; remove one of them.",
                source=source.path,
                line=job.plan.first_line,
            )
        seen[job.plan_id] = source, job


def read_plans(jobs: Sequence[PlanJob], executor: Executor | None = None) -> list[PlanRead]:
    """Read plans side by side; the result is in the order of ``jobs``."""
    if executor is not None:
        return list(executor.map(read_plan, jobs))
    workers = min(
        len(jobs), len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    if workers < 2:
        return [read_plan(job) for job in jobs]
    load_voices()
    with ProcessPoolExecutor(workers) as processes:
        return list(processes.map(read_plan, jobs))


def _findings_of(source: Source, reads: Sequence[PlanRead], taxonomy: Taxonomy) -> list[Finding]:
    gaps = find_gaps(source, ((s.line, s.start, s.end) for read in reads for s in read.spans))
    findings = [finding for read in reads for finding in plan_findings(read, taxonomy)]
    return gap_findings(gaps, source.path.name) + findings


def _source_info(source: Source, provenance: Provenance) -> dict[str, Any]:
    path = source.path.resolve()
    return {
        "file": source.path.name,
        "path": str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path),
        "sha256": source.sha256,
        "collection": provenance.collection,
        "year": provenance.year,
        "title": provenance.title,
        "title_zh": provenance.title_zh,
        "encoding": source.encoding,
        "bytes": path.stat().st_size,
        "characters": source.characters,
    }


def write_built(out: Path, tables: Mapping[str, pa.Table], info: Mapping[str, Any]) -> None:
    """Write tables and ``build.json`` beside ``out`` and put them in its place when all are whole."""
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, table in tables.items():
            pq.write_table(table, fresh / f"{name}.parquet", compression="zstd")
        text = json.dumps(info, ensure_ascii=False, indent=2)
        (fresh / INFO_FILE).write_text(text + "\n", encoding="utf-8")
        fresh.chmod(0o755)
        last = fresh.with_name(fresh.name + "-last")
        if out.exists():
            out.rename(last)
        try:
            fresh.rename(out)
        except OSError:
            if last.exists():
                last.rename(out)
            raise
        shutil.rmtree(last, ignore_errors=True)
    except OSError as error:
        raise SourceError(
            f"无法写入（{error.strerror}）；原有的数据表未动，请检查磁盘空间与权限。",
            f"Can't be written ({error.strerror}); the last build stands as it was, check space and permissions.",
            source=out,
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def fingerprint(paths: Sequence[Path], taxonomy_folder: Path = DEFAULT_TAXONOMY) -> str:
    """What a build depends on, as one hash: the sources, the taxonomy, the learnt model, the code."""
    code = sorted((ROOT / "pipeline").rglob("*.py"))
    sources = find_sources(paths)
    beside = [s.with_name(PROVENANCE_FILE) for s in sources if s.with_name(PROVENANCE_FILE).exists()]
    files = [*sources, *beside, *sorted(taxonomy_folder.glob("*.toml")), MODEL_FILE, *code]
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_current(out: Path, paths: Sequence[Path] = (RAW,)) -> bool:
    """Whether ``out`` holds whole tables built from these very sources by this very code."""
    try:
        info = json.loads((out / INFO_FILE).read_text(encoding="utf-8"))
        whole = all((out / f"{name}.parquet").exists() for name in TABLES)
        return whole and info.get("fingerprint") == fingerprint(paths)
    except (OSError, ValueError, AttributeError):
        return False


def project_version() -> str:
    try:
        return version("plan-atlas")
    except PackageNotFoundError:
        return "0"
