"""No program makes footgun fail, hang or eat the memory, whatever is wrong with it.

`--long` tries 20,000 programs, and any number with FOOTGUN_FUZZ; FOOTGUN_SEED gives others.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from tests.fuzz.mutate import mutated
from tests.fuzz.programs import TRAPS, made, own

from footgun.dev.measure import measure_all

LONG = os.environ.get("FOOTGUN_LONG") == "1"
PROGRAMS = int(os.environ.get("FOOTGUN_FUZZ", 20_000 if LONG else 300))
SEED = int(os.environ.get("FOOTGUN_SEED", 0))
ROUND = 500  # programs at a time


def failures(folder, programs):
    """What went wrong with any of the programs, each with its first line of blame."""
    texts = {}
    for number, (suffix, data) in programs:
        path = folder / f"p{number}{suffix}"
        path.write_bytes(data)
        texts[str(path)] = data
    found = []
    for file in measure_all(sorted(texts), os.cpu_count() if LONG else 1, lambda: None, apart=True):
        if file.internal:
            found.append(f"{file.path}: {file.internal[0]}")
        elif file.over_budget:
            found.append(f"{file.path}: {file.seconds:.1f} s, {file.megabytes} MB")
        else:
            os.unlink(file.path)
    return found


@pytest.mark.parametrize("start", range(0, PROGRAMS, ROUND))
def test_mutated_programs(start, tmp_path):
    programs = []
    for number in range(start, min(start + ROUND, PROGRAMS)):
        rng = Random(f"{SEED}-{number}")
        suffix, text = rng.choice(own()) if rng.random() < 0.6 else made(rng)
        programs.append((number, (suffix, mutated(rng, text))))
    assert failures(tmp_path, programs) == []


def test_traps(tmp_path):
    programs = [(number, (".py", trap.encode())) for number, trap in enumerate(TRAPS)]
    assert failures(tmp_path, programs) == []


def test_programs_of_the_repository_are_found():
    kinds = [suffix for suffix, _ in own()]
    assert kinds.count(".py") > 100
    assert ".ipynb" in kinds
    assert ".md" in kinds
