"""What a run spends its time on: reading and following the code, and each rule."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Result = TypeVar("Result")

FOLLOWING = "following the code"


class Timing:
    """Seconds and calls by part of a run."""

    def __init__(self) -> None:
        self.spent: dict[str, tuple[float, int]] = {}

    def of(self, part: str, run: Callable[[], Result]) -> Result:
        """What `run` gives, its time noted under `part`."""
        started = perf_counter()
        try:
            return run()
        finally:
            seconds, calls = self.spent.get(part, (0.0, 0))
            self.spent[part] = (seconds + perf_counter() - started, calls + 1)

    def table(self) -> list[str]:
        """The parts as lines, the dearest first; a rule's first call includes loading it."""
        whole = sum(seconds for seconds, _ in self.spent.values())
        rows = sorted(self.spent.items(), key=lambda row: (-row[1][0], row[0]))
        width = max((len(part) for part, _ in rows), default=0)
        lines = []
        for part, (seconds, calls) in rows:
            share, files = 100 * seconds / (whole or 1), "1 file" if calls == 1 else f"{calls} files"
            lines.append(f"{part:<{width}}  {1000 * seconds:9.1f} ms  {share:5.1f} %  {files}")
        return [*lines, f"{'in all':<{width}}  {1000 * whole:9.1f} ms"]
