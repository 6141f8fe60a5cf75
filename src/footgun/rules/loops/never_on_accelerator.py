"""A training script that never leaves the CPU."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Program
from footgun.ops.convolution import Conv
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import head, learning, updates

DEVICE = re.compile(r"cuda|device|\bmps\b|\bxla|\bxpu\b|accelerat|Trainer|Fabric", re.IGNORECASE)


@rule("LOP017", "never-on-accelerator", Severity.INFO, "training stays on the CPU", needs=("backward",))
def never_on_accelerator(self: Rule, program: Program) -> Iterator[Finding]:
    """Once a file, for convolutional networks: small dense ones are no faster elsewhere."""
    if not updates(program) or any(DEVICE.search(source) for source in program.sources):
        return
    for event in learning(program):
        nodes = event.subject.nodes if isinstance(event.subject, Network) else ()
        if event.loops and any(isinstance(node.op, Conv) for node in nodes):
            yield self.report(
                head(event.loops[0]),
                "model and batches stay on the CPU: convolutions train many times faster on a GPU",
                help='`device = "cuda" if torch.cuda.is_available() else "cpu"`, then `.to(device)` for both',
            )
            return
