"""A kind of hostile input: how many cases of it are tried, in rounds that each have a process of their own.

`--long` tries 117,000: 60,000 programs, and 5,000 as `footgun shapes` shows them; 10,000 notebooks, texts and
configurations each; 5,000 caches, baselines, fixes and reports each; 2,000 names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.fuzz import tally
from tests.fuzz.watched import PACKAGE, ROOT

LONG = os.environ.get("FOOTGUN_LONG") == "1"
PATIENCE = 3600  # seconds for a round; a single case that hangs is found by the watch long before


class Target:
    """`function(watch, start, end)` tries the cases with these numbers; `--long` tries many more."""

    def __init__(self, name, function, short, long, a_round=500):
        self.name, self.function = name, function
        self.cases = int(os.environ.get("FOOTGUN_FUZZ") or (long if LONG else short))
        self.round = a_round

    @property
    def starts(self):
        """Of the rounds."""
        return range(0, self.cases, self.round)

    def run(self, start, folder):
        """Try one round in an empty folder; nothing may fail, and the process may not die."""
        end = min(start + self.round, self.cases)
        (folder / "footgun.toml").touch()  # the project ends here, whatever lies above
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.watched",
            self.function.__module__,
            self.function.__name__,
        ]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([PACKAGE, ROOT]),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [*command, str(start), str(end)], cwd=folder, env=environment, capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        told = done.stderr.decode("utf-8", "replace")
        if done.returncode:
            tally.add({self.name: [0, 1, 0.0, "", 0]})
        assert done.returncode == 0, f"the process ended with {done.returncode}: {told[-5000:]}"
        cases, slowest, where, megabytes, failures = json.loads(done.stdout.splitlines()[-1])
        tally.add({self.name: [cases, len(failures), slowest, where, megabytes]})
        assert failures == [], "\n".join(failures)[:20_000]
        assert cases >= end - start or self.cases < self.round, f"only {cases} cases"
