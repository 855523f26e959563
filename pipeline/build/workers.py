"""Reads plans in parallel: by this machine's processes, or by a given executor."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext

from pipeline.readers.limited import end_with_parent
from pipeline.reading.columns.column_models import load_column_models
from pipeline.reading.plan import PlanJob, PlanRead, read_plan
from pipeline.schema.errors import SourceError


def read_plans(jobs: Sequence[PlanJob], executor: Executor | None) -> list[PlanRead | SourceError]:
    """The plans, read side by side, in the order of the jobs."""
    with _workers(len(jobs), executor) as workers:
        return list((workers.map if workers else map)(_try_plan, jobs))


def _try_plan(job: PlanJob) -> PlanRead | SourceError:
    """The plan, or why it can't be read: one that can't must not cost the others."""
    try:
        return read_plan(job)
    except SourceError as error:
        return error


def _workers(jobs: int, executor: Executor | None) -> AbstractContextManager[Executor | None]:
    """The executor for reading plans: the given one, this machine's processes, or None for this process."""
    if executor is not None:
        return nullcontext(executor)
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if min(jobs, processors) < 2:
        return nullcontext(None)
    load_column_models()
    return ProcessPoolExecutor(min(jobs, processors), initializer=end_with_parent)
