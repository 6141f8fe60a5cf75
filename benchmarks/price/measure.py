"""All runs that a set of faults needs: each sound program once for each seed, several processes at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec

from benchmarks.price.execute import Job, Outcome, execute
from benchmarks.price.programs import Fault, needs
from benchmarks.price.store import Entry

SEEDS = (0, 1, 2)
# What depends on the machine's other work as well: both programs run in turn, in one process.
TIMES = frozenset({"seconds"})


def missing(faults: Iterable[Fault]) -> set[str]:
    """The libraries that these faults need and that are not installed."""
    wanted = {library for fault in faults for library in needs(fault.sound)}
    return {library for library in wanted if find_spec(library) is None}


def jobs_of(fault: Fault, seeds: Sequence[int], epochs: int | None) -> Iterator[Job]:
    """The jobs of one fault; its sound program may be that of others, too."""
    if fault.stops:
        yield Job((fault.faulty,), seeds[0], (), 1)
        return
    seeds = [seeds[0]] * len(seeds) if fault.same_seed else seeds
    for turn, seed in enumerate(seeds):
        here = fault.measures
        if TIMES.intersection(here):
            yield Job((fault.sound, fault.faulty), seed, here, epochs)
        else:
            yield Job((fault.sound,), seed, here, epochs)
            # The same program and seed again is another run where the program draws its own seed.
            yield Job((fault.faulty + f"# run {turn}\n" * fault.same_seed,), seed, here, epochs)


def measure(
    faults: Sequence[Fault],
    seeds: Sequence[int] = SEEDS,
    epochs: int | None = None,
    processes: int | None = None,
    done: Callable[[int, int, str], object] = lambda count, whole, name: None,
) -> Iterator[Entry | str]:
    """Run everything; `done` is told after each job how many of how many are through.

    Gives a row for each fault as soon as it is there, or a sentence where its programs did not do what they
    should.
    """
    wanted = {fault: list(jobs_of(fault, seeds, epochs)) for fault in faults}
    names = {job: fault.code for fault, jobs in wanted.items() for job in jobs}
    queue = sorted(names, key=lambda job: len(job.texts))  # timed ones last, when less else runs
    results: dict[Job, list[Outcome]] = {}
    context = multiprocessing.get_context("spawn" if os.name == "nt" else "forkserver")
    if os.name != "nt":
        context.set_forkserver_preload(["benchmarks.price.warm"])
    with context.Pool(processes or os.cpu_count(), maxtasksperchild=1) as pool:
        for job, outcome in pool.imap_unordered(_numbered, queue, chunksize=1):
            results[job] = outcome
            done(len(results), len(queue), names[job])
            for fault in [fault for fault, jobs in wanted.items() if all(job in results for job in jobs)]:
                yield entry(fault, [results[job] for job in wanted.pop(fault)])


def _numbered(job: Job) -> tuple[Job, list[Outcome]]:
    from benchmarks.price import warm  # noqa: F401  where nothing is imported beforehand

    return job, execute(job)


def entry(fault: Fault, results: Sequence[Sequence[Outcome]]) -> Entry | str:
    """One row of the table from the results of a fault's jobs."""
    found: Entry = {"code": fault.code, "recipe": fault.recipe, "label": fault.label}
    if fault.stops:
        ((outcome,),) = results
        if not outcome.raised:
            return f"{' '.join(fault.key)} was to stop, and did not"
        return {**found, "stops": outcome.raised}
    flat = [outcome for outcomes in results for outcome in outcomes]
    without, with_it = flat[::2], flat[1::2]
    for outcome in flat:
        if outcome.raised:
            return f"{' '.join(fault.key)} stopped: {outcome.raised}"
    for name in fault.measures:
        found[name] = {
            "without": [outcome.values[name] for outcome in without],
            "with": [outcome.values[name] for outcome in with_it],
        }
    return found
