"""Running one program in a process of its own, and reading off what it measured.

Each process is a fork of one that has imported the frameworks already (`warm.py`), so that a run costs what
its training costs, and its memory starts at the same place.
"""

from __future__ import annotations

import contextlib
import math
import os
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from benchmarks.price.programs import seeded


class Job(NamedTuple):
    """Programs to be run one after the other in one process."""

    texts: tuple[str, ...]
    seed: int
    measures: tuple[str, ...]
    epochs: int | None = None


class Outcome(NamedTuple):
    """What one program measured, or the error that stopped it."""

    values: dict[str, float]
    raised: str = ""


def execute(job: Job) -> list[Outcome]:
    """All programs of a job; where time is measured, the first runs once for nothing, to warm up."""
    with tempfile.TemporaryDirectory() as folder, _inside(folder):
        if len(job.texts) > 1:
            _run(seeded(job.texts[0], job.seed, 1), ())
        return [_run(seeded(text, job.seed, job.epochs), job.measures) for text in job.texts]


@contextlib.contextmanager
def _inside(folder: str) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _run(text: str, measures: tuple[str, ...]) -> Outcome:
    """Execute a program, quietly."""
    names: dict[str, Any] = {"__name__": "__main__"}
    _unseeded()
    before, start = peak(), time.process_time()
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(text, "program.py", "exec", dont_inherit=True), names)
        except Exception as error:
            return Outcome({}, type(error).__name__)
    taken = {
        "seconds": time.process_time() - start,
        "megabytes": peak() - before,
    }
    values = {name: taken[name] if name in taken else float(names[name]) for name in measures}
    return Outcome(
        {name: round(value, 4) if math.isfinite(value) else value for name, value in values.items()}
    )


def _unseeded() -> None:
    """Random numbers as in a process that nobody has seeded: a fork has those of the process behind it."""
    random.seed()
    for name in ("numpy", "torch"):
        if name in sys.modules:
            generator = sys.modules[name].random
            generator.seed()


def peak() -> float:
    """The most memory that this process has had, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3
