"""footgun as its users run it, on copies: which fixes it applied to which."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.fixes.programs import Program

TOLD = re.compile(r"^(?P<path>.*\.py):(?P<line>\d+):\d+: (?P<what>[A-Z]+\d+ .*) \((?:un)?safe\)$")


class Copy(NamedTuple):
    """A program as it was, and after its fixes."""

    program: Program
    before: Path
    after: Path
    fixes: tuple[str, ...] = ()
    only: str = ""  # the one rule whose fixes were applied

    @property
    def codes(self) -> set[str]:
        """The rules whose fixes were applied."""
        return {fix.split()[2] for fix in self.fixes}

    @property
    def changed(self) -> bool:
        """Whether anything was mended."""
        return self.before.read_bytes() != self.after.read_bytes()


def apart(copies: Iterable[Copy], folder: Path, options: Sequence[str]) -> Iterator[Copy]:
    """Each program once more for each rule that mended it among others, with the fixes of that rule alone."""
    several = [copy for copy in copies if len(copy.codes) > 1]
    for code in sorted(set[str]().union(*(copy.codes for copy in several))):
        programs = [copy.program for copy in several if code in copy.codes]
        for copy in mended(programs, folder / code, (*options, "--select", code)):
            yield copy._replace(only=code)


def mended(programs: Iterable[Program], folder: Path, options: Sequence[str]) -> list[Copy]:
    """Each program twice in folders of its own, the second mended."""
    copies = [_written(program, folder) for program in programs]
    command = [sys.executable, "-m", "footgun", "check", "--isolated", "--no-cache", "--no-progress"]
    done = subprocess.run(
        [*command, "--explain-fix", "--fix-only", "--fix", *options, str(folder / "after")],
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    fixes: dict[Path, list[str]] = {}
    for found in map(TOLD.match, done.stdout.splitlines()):
        if found is not None:
            told = f"line {found['line']}: {found['what']}"
            fixes.setdefault(Path(found["path"]).resolve(), []).append(told)
    return [copy._replace(fixes=tuple(fixes.get(copy.after.resolve(), ()))) for copy in copies]


def _written(program: Program, folder: Path) -> Copy:
    before, after = (folder / moment / program.name / f"{program.name}.py" for moment in ("before", "after"))
    for place in (before, after):
        place.parent.mkdir(parents=True)
        place.write_bytes(program.text.encode("utf-8", "surrogateescape"))
    return Copy(program, before, after)
