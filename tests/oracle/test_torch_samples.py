"""Each function of torch on torch's own samples: what runs is not refused, and has the shape and type we tell.

torch tests its functions with a database of samples (`torch.testing._internal`): calls that it takes, and calls that
it is to refuse. Each is written as a program and checked; so is each with one tensor changed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.agreement import LONG
from tests.oracle.tally import CASES, DISAGREED

from footgun.config import Config
from footgun.engine import Engine, source_front_end
from footgun.network import Value
from footgun.source import analysis

pytest.importorskip("torch")
pytest.importorskip("expecttest", reason="torch's own tests need it")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each function runs in a process of its own")

ROOT = Path(__file__).parents[2]
NAME = "calls as torch tests them"
FOUND = 0.6  # of the calls that torch refuses, by shape, type, number or value


def records(seed: int, count: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.oracle.torch_samples", str(seed), str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def differs(value: Any, result: Any) -> bool:
    """Whether what we tell of a result is certainly another than torch gives."""
    if isinstance(result, list):
        if not isinstance(value, tuple):
            return False
        return len(value) != len(result) or any(map(differs, value, result))
    if result is None or not isinstance(value, Value):
        return False
    if value.dtype not in (None, result["dtype"]):
        return True
    if value.shape is None:
        return False
    sizes = [size if isinstance(size, int) else None for size in value.shape]
    return len(sizes) != len(result["shape"]) or any(
        size not in (None, real) for size, real in zip(sizes, result["shape"], strict=True)
    )


def test_functions_of_torch_on_its_own_samples(monkeypatch):
    machines: list[Any] = []
    run = analysis.run_document
    monkeypatch.setattr(analysis, "run_document", lambda *a: machines.append(run(*a)) or machines[-1])
    engine, config = Engine(front_end=source_front_end), Config()
    wrong, refused, found = [], 0, 0
    for record in records(7, 8 if LONG else 2):
        result = engine.check_data("sample.py", record["text"].encode(), config)
        faults = [f for f in result.findings if f.severity.value == "error" and f.code.startswith("SHP")]
        faults = [f for f in faults if f.code != "SHP009"]  # runs, and is wrong all the same
        CASES[NAME] += 1
        if result.error or result.internal:
            wrong.append((record["text"], result.error, result.internal))
        elif "refused" in record:
            refused += 1
            found += bool(faults)
        elif faults or differs(machines[-1].globals.get("y"), record["result"]):
            wrong.append((record["text"], record["result"], [f.message for f in faults]))
        machines.clear()
    DISAGREED[NAME] += len(wrong)
    assert wrong == []
    assert refused > 500
    assert found / refused > FOUND, f"{found} of {refused}"
