"""Reads plans in parallel, in local processes or by a given executor."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext

from pipeline.readers.limited import exit_with_parent
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.plan import ParsedPlan, PlanJob, read_plan
from pipeline.schema.errors import SourceError


def read_plans(jobs: Sequence[PlanJob], executor: Executor | None) -> list[ParsedPlan | SourceError]:
    """Read plans in parallel, in the order of the jobs; returns the error for a plan that can't be read."""
    with _workers(len(jobs), executor) as workers:
        return list((workers.map if workers else map)(_try_plan, jobs))


def _try_plan(job: PlanJob) -> ParsedPlan | SourceError:
    try:
        return read_plan(job)
    except SourceError as error:
        return error


def _workers(jobs: int, executor: Executor | None) -> AbstractContextManager[Executor | None]:
    """Return the given executor, or local processes, or None for this process."""
    if executor is not None:
        return nullcontext(executor)
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if min(jobs, processors) < 2:
        return nullcontext(None)
    load_column_models()
    return ProcessPoolExecutor(min(jobs, processors), initializer=exit_with_parent)
