"""Reads plans in parallel, in local processes or by a given executor."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext

from pipeline.build.findings import Finding, plan_findings
from pipeline.readers.limited import exit_with_parent
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.plan import ParsedPlan, load_matcher, read_plan
from pipeline.reading.plan_checks import require_plan
from pipeline.reading.plan_job import PlanJob
from pipeline.schema.errors import SourceError

Answer = tuple[ParsedPlan, tuple[Finding, ...]] | SourceError
"""A plan with its findings, or why it can't be read."""


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
