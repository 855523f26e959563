"""Reads plans in parallel: by this machine's processes, or by a given executor."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext

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
    return ProcessPoolExecutor(min(jobs, processors), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let this worker end when the build that started it is killed; it would wait for work for ever.

    It also holds the lock on the built folder open, which no build could then take any more.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
