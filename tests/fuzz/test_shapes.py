"""`footgun shapes` shows what any program holds, or says why not; sizes from the command line may be any."""

from __future__ import annotations

import json
import os
from random import Random

import pytest
from tests.fuzz.command import footgun, is_clear
from tests.fuzz.mutate import mutated
from tests.fuzz.programs import made, own
from tests.fuzz.target import Target
from tests.fuzz.watched import SEED

INPUTS = ("3,32,32", "1", "7,4", "3,0,0", "99999999,99999999", "2,3,4,5,6,7", "10")


def shapes(watch, start, end):
    for number in range(start, end):
        rng = Random(f"shapes-{SEED}-{number}")
        suffix, text = rng.choice(own()) if rng.random() < 0.6 else made(rng)
        path = f"p{number}{suffix}"
        with open(path, "wb") as file:
            file.write(mutated(rng, text) if rng.random() < 0.7 else text.encode("utf-8", "replace"))
        options = ["--input", rng.choice(INPUTS)] if rng.random() < 0.4 else []
        options += ["--output-format", "json"] if rng.random() < 0.4 else []
        watch.attempt(path, lambda path=path, options=options: shown(path, options))
        os.unlink(path)


def shown(path, options):
    done = footgun("shapes", path, *options)
    assert is_clear(done, path, "'--input'")
    if done.code == 0 and "json" in options:
        assert json.loads(done.out)["path"] == path


SHAPES = Target("shapes", shapes, short=60, long=5_000)


@pytest.mark.parametrize("start", SHAPES.starts)
def test_every_program_is_shown_or_refused(start, tmp_path):
    SHAPES.run(start, tmp_path)
