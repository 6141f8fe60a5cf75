"""No program makes footgun fail, hang or eat the memory, whatever is wrong with it.

`--long` tries 60,000 programs, and any number with FOOTGUN_FUZZ; FOOTGUN_SEED gives others.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from tests.fuzz.mutate import mutated
from tests.fuzz.programs import TRAPS, made, own
from tests.fuzz.target import Target
from tests.fuzz.watched import SEED

from footgun.config import Config
from footgun.discover import Found
from footgun.engine import Engine, few_collections, put_away

LARGEST = 2_000_000  # bytes; more is refused before it is read (`test_largest.py`)


def check(watch, programs):
    """Each as the command would: from a file, garbage being collected between files."""
    engine, config = Engine(), Config()

    def checked(path):
        put_away()
        result = engine.check_file(Found(path), config)
        assert not result.internal
        assert "internal fault" not in (result.error or "")

    with few_collections():
        for number, (suffix, data) in programs:
            path = f"p{number}{suffix}"
            with open(path, "wb") as file:
                file.write(data)
            watch.attempt(path, lambda path=path: checked(path))
            os.unlink(path)


def programs(watch, start, end):
    """Programs of the repository and of none, made worse."""

    def drawn():
        for number in range(start, end):
            rng = Random(f"{SEED}-{number}")
            suffix, text = rng.choice(own()) if rng.random() < 0.6 else made(rng)
            yield number, (suffix, mutated(rng, text)[:LARGEST])

    check(watch, drawn())


def traps(watch, start, end):
    """The statements that cost nothing to write, as they are."""
    check(watch, ((number, (".py", TRAPS[number].encode())) for number in range(start, end)))


PROGRAMS = Target("programs", programs, short=200, long=60_000)


@pytest.mark.parametrize("start", PROGRAMS.starts)
def test_mutated_programs(start, tmp_path):
    PROGRAMS.run(start, tmp_path)


def test_traps(tmp_path):
    Target("traps", traps, len(TRAPS), len(TRAPS)).run(0, tmp_path)


def test_programs_of_the_repository_are_found():
    kinds = [suffix for suffix, _ in own()]
    assert kinds.count(".py") > 100
    assert ".ipynb" in kinds
    assert ".md" in kinds
