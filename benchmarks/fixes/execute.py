"""The process that runs programs, as one object: what a program came to, and whether that says anything."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
STOPPED = {"Timeout": "too slow", "Killed": "killed", "MemoryError": "too large"}
NOT_THERE = ("FileNotFoundError", "NotADirectoryError", "URLError", "EOFError", "ConnectionError")


class Outcome(NamedTuple):
    """What a run raised, nothing if it went through, and on which line of the script."""

    kind: str = ""
    words: str = ""
    line: int = 0

    @property
    def ran(self) -> bool:
        """It came to its end."""
        return not self.kind

    @property
    def lacking(self) -> str:
        """What is not there on this machine, if that is why the program failed; "" otherwise."""
        if self.kind in STOPPED:
            return STOPPED[self.kind]
        if self.kind in NOT_THERE or "no network" in self.words:
            return "data"
        if self.words.startswith("module 'tensorflow"):
            return "tensorflow"
        name = self.words.removeprefix("No module named ").strip("'") if self.kind.endswith("Error") else ""
        if self.kind == "ModuleNotFoundError" and ("." not in name or name.startswith("tensorflow")):
            return name.partition(".")[0]
        return ""

    def __str__(self) -> str:
        """In one line of a table."""
        return f"{self.line}: {self.kind}: {self.words[:90]}" if self.kind else "runs"


class Executor:
    """A process of another Python; use it in a `with`."""

    def __init__(self, python: str, seconds: float, megabytes: int) -> None:
        self.limits = {"seconds": seconds, "megabytes": megabytes}
        one = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        self.process = subprocess.Popen(
            [python, "-m", "benchmarks.fixes.runner"],
            cwd=ROOT,
            env={**os.environ, **one, "MPLBACKEND": "Agg", "CUDA_VISIBLE_DEVICES": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Executor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait()

    def run(self, path: Path) -> Outcome:
        """What becomes of a program."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"path": str(path), **self.limits}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the process that runs the programs has ended")
        return Outcome(**json.loads(answer))
