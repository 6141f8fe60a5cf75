"""Many files, several processes: the same results in the same order as one process gives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context

from footgun.discover import Found
from footgun.results import FileResult

CHUNK = 4  # files that a process takes at a time

Work = Callable[[Found], FileResult]
_work: Work | None = None  # of a worker process, set as it starts


def check_all(found: Sequence[Found], work: Work, jobs: int) -> Iterator[FileResult]:
    """The result of each file, in the order of `found`.

    More processes than processors would be slower: each parses what its files import for itself.
    A process that dies (out of memory, killed) costs the results of its files alone: each is checked again in
    a process of its own, and the one that ends that too is told as an internal fault.
    """
    # A fork starts with all that is loaded; where there is none, each process imports anew.
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    chunks = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)]
    executor = ProcessPoolExecutor(min(jobs, usual_jobs()), get_context(method), _start, (work,))
    try:
        # The largest first, so that none of them is begun when all others are done
        order = sorted(range(len(chunks)), key=lambda place: -sum(map(_size, chunks[place])))
        futures = {place: executor.submit(_check, chunks[place]) for place in order}
        for place, chunk in enumerate(chunks):
            try:
                yield from futures.pop(place).result()
            except BrokenProcessPool:
                for item in chunk:
                    yield _alone(item, work, method)
    finally:
        executor.shutdown(cancel_futures=True)  # a process that is not waited for outlives this one


def _size(item: Found) -> int:
    try:
        return os.path.getsize(item.path)
    except OSError:
        return 0


def _alone(item: Found, work: Work, method: str) -> FileResult:
    with ProcessPoolExecutor(1, get_context(method), _start, (work,)) as executor:
        try:
            return executor.submit(_check, [item]).result()[0]
        except BrokenProcessPool:
            return FileResult(item.path, error="internal fault: the process that checked it was killed")


def _start(work: Work) -> None:
    global _work  # a process has one work, as long as it lives
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others
    _work = work


def _check(chunk: Sequence[Found]) -> list[FileResult]:
    assert _work is not None
    return [_work(item) for item in chunk]


def usual_jobs() -> int:
    """As many as there are processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
