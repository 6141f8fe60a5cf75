"""The faults that are measured, one file a topic; a new rule's faults go into the file of its topic."""

from __future__ import annotations

from benchmarks.price.faults import (
    activations,
    architecture,
    calls,
    data,
    initialisation,
    loops,
    numerics,
    optimisers,
    outputs,
    regularisation,
    reproducibility,
    shapes,
    suppressions,
)

TOPICS = (
    activations,
    architecture,
    calls,
    data,
    initialisation,
    loops,
    numerics,
    optimisers,
    outputs,
    regularisation,
    reproducibility,
    shapes,
    suppressions,
)
ALL = tuple(fault for topic in TOPICS for fault in topic.FAULTS)
# What is said besides the figures: why there are none, or why the severity is another than they suggest.
REMARKS = {code: remark for topic in TOPICS for code, remark in topic.REMARKS.items()}
