"""The faults that are put into the sound programs, one file a topic, and what is not put in, with the reason."""

from __future__ import annotations

from tests.mutation.faults import (
    activations,
    architecture,
    calls,
    data,
    initialisation,
    loops,
    numerics,
    optimisers,
    other,
    outputs,
    regularisation,
    shapes,
)

TOPICS = (
    shapes,
    activations,
    architecture,
    regularisation,
    initialisation,
    outputs,
    numerics,
    optimisers,
    loops,
    data,
    calls,
    other,
)
ALL = tuple(fault for topic in TOPICS for fault in topic.FAULTS)

# Rules that no edit of these programs brings about, and why.
WITHOUT = {
    "LOP013": "no program keeps thousands of large images in one tensor",
    "LOP019": "all programs take their batches from loaders or from `fit`",
    "SUP002": "a comment, not a fault: its page shows every form",
}

# Rules whose pages show both frameworks, and whose fault is put into programs of one alone.
ONE_LANGUAGE: dict[str, str] = {}

# Hints that rightly come with the hint of a rule.
ECHOES: dict[tuple[str, str], str] = {}
