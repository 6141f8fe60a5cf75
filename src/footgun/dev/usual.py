"""Which modules most checks load: measured on the examples, and written where `bundle.py` reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

import click

SHARE = (
    2 / 3
)  # of the files: to load a module in vain costs less than half of what it saves where it is needed

HEAD = '''"""What most checks load, each module after those that it needs; written by `footgun.dev usual`."""

from __future__ import annotations

USUAL = (
'''

# One process a file, for a module loads once. What a module needs is done before it is.
PROGRAM = """
import contextlib, io, json, sys
from importlib.machinery import SourceFileLoader

done, exec_module = [], SourceFileLoader.exec_module

def note(self, module):
    exec_module(self, module)
    done.append(module.__name__)

SourceFileLoader.exec_module = note
from footgun.cli import run

with contextlib.redirect_stdout(io.StringIO()):
    run(["check", sys.argv[1]])
print(json.dumps([name for name in done if name.startswith("footgun.")]))
"""


def loaded(path: str) -> list[str]:
    """The modules that the check of one file loads, each after those that it needs."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", PROGRAM, path]
    for _ in range(2):  # the first run may lack an index (`index.py`): then it loads all that is registered
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def usual(runs: Sequence[Sequence[str]]) -> list[str]:
    """The modules that most of the runs loaded."""
    count = Counter(name for run in runs for name in run)
    order = {name: place for run in runs for place, name in enumerate(run)}
    return sorted((name for name in count if count[name] >= SHARE * len(runs)), key=lambda name: order[name])


@click.command("usual")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
def command(paths: Sequence[str]) -> None:
    """Print the modules that the checks of most of PATHS load, as the text of `footgun/usual.py`."""
    names = usual([loaded(path) for path in paths])
    click.echo(HEAD + "".join(f'    "{name}",\n' for name in names) + ")")
