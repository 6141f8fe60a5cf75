"""Seeds, and comments that suppress findings."""

from __future__ import annotations

from tests.mutation.edits import Fault, drop, swap

FAULTS = (
    Fault("REP001", "training without a seed", torch=drop(r"torch\.manual_seed\(\d+\)", where=r"\A(?![\s\S]*Generator)", at=r"for .* in |random_split\(")),
    Fault("SUP001", "a suppression of nothing",
        torch=swap(r"(optimizer = .*\))$", r"\1  # footgun: ignore[OPT001]"),
        keras=swap(r"(.*layers\.Flatten\(\),|model\.add\(Flatten\(\)\))$", r"\1  # footgun: ignore[SHP002]"),
    ),
)  # fmt: skip
