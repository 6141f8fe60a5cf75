"""Runs programs in the Python that has the frameworks: each in a fork, with a limit of time and memory.

Reads a line of JSON for each program and answers with one: what it raised, on which line. The process has
the frameworks loaded already, so that a run costs what the program costs.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import resource
import runpy
import select
import signal
import sys
import traceback
import warnings
from importlib.util import find_spec
from typing import Any, NoReturn

from benchmarks.fixes import stand_ins

LOADED = ("numpy", "torch", "keras", "tensorflow", "sklearn", "pandas", "matplotlib.pyplot")
LENGTH = 160  # of what an error says
AT_LEAST = 1  # seconds that a program has


def main() -> None:
    """Answer until there is no more to run."""
    answers = os.fdopen(os.dup(1), "w")
    _silence()
    os.environ.setdefault("KERAS_BACKEND", "tensorflow" if find_spec("tensorflow") else "torch")
    for name in LOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    stand_ins.install()
    for line in sys.stdin:
        job = json.loads(line)
        answers.write(json.dumps(run(job["path"], job["seconds"], job["megabytes"])) + "\n")
        answers.flush()


def run(path: str, seconds: float, megabytes: int) -> dict[str, Any]:
    """One program; of what it raised the kind, the first line and the line of the program."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _inside(path, writing, megabytes)
    os.close(writing)
    said = b""
    with contextlib.closing(os.fdopen(reading, "rb")) as pipe:
        if select.select([pipe], [], [], max(seconds, AT_LEAST))[0]:
            said = pipe.read()
            why = "Killed"
        else:
            why = "Timeout"
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return json.loads(said) if said else {"kind": why, "words": "", "line": 0}


def _inside(path: str, writing: int, megabytes: int) -> NoReturn:
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(os.path.dirname(path))
    sys.path[0] = os.path.dirname(path)
    sys.argv[:] = [path]
    warnings.simplefilter("ignore")
    _seeded()
    answer: dict[str, Any] = {"kind": "", "words": "", "line": 0}
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as error:
        if error.code not in (None, 0, 1):  # some programs end so
            answer = {"kind": "SystemExit", "words": str(error.code), "line": 0}
    except BaseException as error:
        # Keras says what is wrong at the end of a first line of its own.
        words = " ".join(str(error).split())[:LENGTH]
        answer = {"kind": type(error).__name__, "words": words, "line": _line(error, path)}
    os.write(writing, json.dumps(answer).encode())
    os._exit(0)


def _line(error: BaseException, path: str) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == path]
    if not lines and isinstance(error, SyntaxError):
        return error.lineno or 0
    return lines[0] if lines else 0  # the statement of the script itself


def _seeded() -> None:
    random.seed(0)
    for name in ("numpy", "torch"):
        if name in sys.modules:
            generator = sys.modules[name].random
            generator.seed(0) if name == "numpy" else generator.manual_seed(0)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


if __name__ == "__main__":
    main()
