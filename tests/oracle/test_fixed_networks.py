"""Networks with faults put in, mended: the text parses, less is found, nothing new, and torch runs it as traced."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Sequence

import pytest
from tests.oracle.faulty_networks import made
from tests.oracle.test_torch_models import in_torch, of_text, ours

from footgun.config import Config
from footgun.engine import Engine
from footgun.findings import Edit, Finding, Severity
from footgun.fix.apply import applied
from footgun.fix.mend import Mended, applicable, mend

torch = pytest.importorskip("torch")

NETWORKS = 500 if os.environ.get("FOOTGUN_LONG") == "1" else 100
ENGINE = Engine()
ENGINE.fixes = True


def findings(data: bytes) -> Sequence[Finding] | None:
    result = ENGINE.check_data("net.py", data, Config())
    assert not result.internal
    return None if result.error else result.findings


def mended(text: str) -> Mended:
    def write(data: bytes, edits: Sequence[Edit]) -> bytes:
        return applied(data, "utf-8", edits)

    def wanted(finding: Finding) -> bool:
        return finding.severity is not Severity.INFO and any(applicable([finding], True))

    return mend(text.encode(), findings, write, wanted)


def grave(found: Sequence[Finding] | None) -> list[str]:
    return [f.code for f in found or () if f.severity is not Severity.INFO]


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_a_mended_network_runs_as_it_is_traced(seed: int) -> None:
    text, faults = made(seed)
    before = findings(text.encode())
    result = mended(text)
    after = findings(result.data)
    assert before is not None
    assert after is not None
    new = result.data.decode()
    ast.parse(new)
    old, left = Counter(grave(before)), Counter(grave(after))  # a ReLU before a pool may earn a hint
    assert not left - old, f"{faults}\n{text}\n{new}"
    if result.applied:
        assert sum(left.values()) < sum(old.values())
        assert mended(new).data == result.data, "not idempotent"
    assert grave(after) == [], f"{faults}\n{text}\n{new}"
    torch.manual_seed(0)
    model, calls = in_torch(new)
    network = of_text(new)
    assert [(path, shapes[0]) for path, shapes in ours(network)] == [(p, s[0]) for p, s in calls]
    assert network.parameter_count() == sum(p.numel() for p in model.parameters())
