"""One file measured: what was found, what was not followed, and what it cost.

Time is CPU time, so that a busy machine does not make a file look slow; past the limit the file is cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

from footgun.config import Config
from footgun.cutoff import SECONDS, TookTooLong, at_most
from footgun.discover import Found
from footgun.engine import Engine, few_collections, put_away, source_front_end
from footgun.network import Network, Program
from footgun.records import NamedTuple

MEGABYTES = 300  # the budget of the process
CUT_SHORT = "too much to follow"  # how the interpreter says that its steps are spent

WARM_UP = (
    b"import torch\nfrom torch import nn\nm = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())\n"
    b"m(torch.randn(1, 3, 8, 8))\n",
    b"import keras\nm = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(8, 3)])\n",
)


class Measured(NamedTuple):
    """The figures of one file, in plain types: they travel between processes."""

    path: str
    seconds: float
    megabytes: int  # peak of the process so far
    rose: bool  # whether this file made the peak
    networks: int
    followed: int  # to their output
    ranked: int  # with the number of dimensions of their output known
    gaps: tuple[tuple[str, int], ...]  # (reason, line)
    findings: tuple[tuple[str, str, str, int, str], ...]  # (code, slug, severity, line, message)
    internal: tuple[str, ...]
    error: str | None
    timed_out: bool
    lines: int = 0

    @property
    def over_budget(self) -> bool:
        """Whether the file took more time or memory than any file may."""
        return self.timed_out or self.seconds > SECONDS or (self.rose and self.megabytes > MEGABYTES)

    @property
    def cut_short(self) -> bool:
        """Whether the interpreter gave up within its budget of steps."""
        return any(reason.startswith(CUT_SHORT) for reason, _ in self.gaps)


class Meter:
    """Checks files with all rules, and keeps the program that the front end made of each."""

    def __init__(self) -> None:
        self.engine = Engine(front_end=self._front_end)
        self.config = Config()
        self.program: Program | None = None
        for text in WARM_UP:
            self.engine.check_data("warm_up.py", text, self.config)

    def _front_end(self, *arguments: Any) -> Any:
        self.program, lines = source_front_end(*arguments)
        return self.program, lines

    def measure(self, path: str) -> Measured:
        """Check one file and take its figures."""
        self.program = None
        peak, start, timed_out, result = peak_megabytes(), process_time(), False, None
        try:
            with at_most(SECONDS):
                put_away()  # the garbage of a file counts too, with the next one
                result = self.engine.check_file(Found(path), self.config)
        except TookTooLong:
            timed_out = True
        seconds, after = process_time() - start, peak_megabytes()
        networks: list[Network] = self.program.networks if self.program is not None else []
        if result is None:
            return Measured(
                path, seconds, after, after > peak, 0, 0, 0, (), (), (), None, True, lines_of(path)
            )
        fault = result.error is not None and result.error.startswith("internal fault")
        return Measured(
            path,
            seconds,
            after,
            after > peak,
            len(networks),
            sum(map(is_followed, networks)),
            sum(map(is_ranked, networks)),
            tuple((gap.reason, gap.span.line) for gap in result.not_checked),
            tuple((f.code, f.slug, f.severity.value, f.span.line, f.message) for f in result.findings),
            (*result.internal, *([result.error or ""] if fault else [])),
            None if fault else result.error,
            timed_out,
            lines_of(path),
        )


def lines_of(path: str) -> int:
    """How many lines a file has, 0 if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return sum(1 for _ in file)
    except OSError:
        return 0


def is_followed(network: Network) -> bool:
    """Whether every step from the input to the output is known."""
    return network.complete and any(value.made_by is not None for value in network.outputs)


def is_ranked(network: Network) -> bool:
    """Whether it is followed, and how many dimensions each output has is known."""
    return is_followed(network) and all(value.shape is not None for value in network.outputs)


def peak_megabytes() -> int:
    """The most memory that this process ever had; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    import sys

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1 << 20 if sys.platform == "darwin" else 1 << 10)


_meters: list[Meter] = []
_contexts: list[Any] = []


def measure_one(path: str) -> Measured:
    """Measure in this process; its meter is made once."""
    if not _meters:
        _meters.append(Meter())
    return _meters[0].measure(path)


def _begin() -> None:
    """A process that only measures: it collects as rarely as a run of the command."""
    context = few_collections()
    context.__enter__()
    _contexts.append(context)  # what nobody holds ends at once


def measure_all(
    paths: list[str], jobs: int, each: Callable[[], object], apart: bool = False
) -> list[Measured]:
    """Measure many files in `jobs` processes; `each` is called after every one. Sorted by path.

    One job runs in this process, unless it is to be kept `apart`: what this one holds is then not counted.
    """
    found: list[Measured] = []
    if jobs <= 1 and not apart:
        with few_collections():
            for path in paths:
                found.append(measure_one(path))
                each()
        return sorted(found)
    from multiprocessing import get_context

    with get_context("spawn").Pool(jobs, _begin) as pool:
        for one in pool.imap_unordered(measure_one, paths, chunksize=4):
            found.append(one)
            each()
    return sorted(found)
