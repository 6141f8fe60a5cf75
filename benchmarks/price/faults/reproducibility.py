"""Runs that cannot be repeated."""

from __future__ import annotations

from benchmarks.price.programs import Fault

FAULTS = (Fault("REP001", "digits_cnn", (("torch.manual_seed(SEED)\n", ""),), same_seed=True),)
REMARKS = {
    "REP001": "Both programs ran three times, the sound one with one seed. The spread is the price: a change that gains less cannot be told "
    "from chance.",
}
