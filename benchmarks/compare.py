"""footgun beside other checkers, on the same files in one run: what each finds, where, and how long it takes.

A file is faulty where a line ends in `# fault`, or where a table says so; it is correct otherwise. A faulty
file is found if the tool reports an error in it, and found on the line if one of its errors is there.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import click

PEERS = (
    "pyrefly",
    "pyrefly-torch-stubs",
    "numpy",
    "torch-preflight",
    "torchfix",
    "ruff",
)  # numpy: for its types
MARK = "# fault"
AT_ONCE = 200  # files of one command line
Errors = dict[str, set[int]]  # path -> lines with an error


class Case(NamedTuple):
    """A program and, if it is faulty, the line of the fault (0: not said)."""

    path: str
    faulty: bool
    line: int


class Tool(NamedTuple):
    """A checker: how it is run on files, and how its output is read."""

    name: str
    program: str
    arguments: tuple[str, ...]
    read: Callable[[str], Iterable[tuple[str, int]]]


class Row(NamedTuple):
    """The figures of one tool."""

    tool: str
    version: str
    found: int
    on_line: int
    flagged: int
    milliseconds: float


def of_footgun(text: str) -> Iterator[tuple[str, int]]:
    """Errors of `footgun check --output-format json`."""
    return ((f["path"], f["line"]) for f in json.loads(text)["findings"] if f["severity"] == "error")


def of_pyrefly(text: str) -> Iterator[tuple[str, int]]:
    """All errors of Pyrefly."""
    return ((e["path"], e["line"]) for e in json.loads(text)["errors"] if e["severity"] == "error")


def of_pyrefly_shapes(text: str) -> Iterator[tuple[str, int]]:
    """Those errors of Pyrefly that speak of a tensor's shape."""
    errors = (e for e in json.loads(text)["errors"] if e["severity"] == "error")
    return ((e["path"], e["line"]) for e in errors if "Tensor[[" in e["description"])


def of_preflight(text: str) -> Iterator[tuple[str, int]]:
    """Errors of torch-preflight."""
    return ((d["path"], d["line"]) for d in json.loads(text)["diagnostics"] if d["severity"] == "error")


def of_lines(text: str) -> Iterator[tuple[str, int]]:
    """Lines such as `net.py:3:1: TOR101 ...`."""
    return ((m[1], int(m[2])) for m in re.finditer(r"^(.+?):(\d+):\d+: ", text, re.MULTILINE))


def tools(peers: Path | None, ignore: str = "") -> list[Tool]:
    """All tools; the peers of a virtual environment, or those on the PATH."""
    folder = None if peers is None else peers / ("Scripts" if os.name == "nt" else "bin")

    def at(name: str) -> str:
        return name if folder is None else str(folder / name)

    python = () if folder is None else ("--python-interpreter-path", at("python"))
    footgun = ("-m", "footgun", "check", "--isolated", "--output-format", "json")
    footgun += ("--ignore", ignore) if ignore else ()
    pyrefly = ("check", "--preset", "default", "--output-format", "json", *python)
    preflight = ("check", "-f", "json", "-j", "1")
    fix = ("-j", "1", "--select", "ALL")
    ruff = ("check", "--isolated", "--no-cache", "--output-format", "concise", "--select", "E9,F63,F7,F82")
    return [
        Tool("footgun", sys.executable, footgun, of_footgun),
        Tool("Pyrefly with torch stubs", at("pyrefly"), pyrefly, of_pyrefly),
        Tool("Pyrefly, shapes only", at("pyrefly"), pyrefly, of_pyrefly_shapes),
        Tool("torch-preflight", at("torch-preflight"), preflight, of_preflight),
        Tool("TorchFix, all rules", at("torchfix"), fix, of_lines),
        Tool("ruff, E9 F63 F7 F82", at("ruff"), ruff, of_lines),
    ]


def run(tool: Tool, paths: Sequence[str]) -> str:
    """What a tool says of some files; its bytecode is kept, as it is where a tool is installed."""
    command = [tool.program, *tool.arguments, *paths]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept).stdout


def errors(tool: Tool, paths: Sequence[str]) -> Errors:
    """The lines with errors by file."""
    found: Errors = {}
    for start in range(0, len(paths), AT_ONCE):
        for path, line in tool.read(run(tool, paths[start : start + AT_ONCE])):
            found.setdefault(os.path.abspath(path), set()).add(line)
    return found


def version(tool: Tool) -> str | None:
    """The version that a tool names; None where it cannot be run."""
    words = ("-m", "footgun", "--version") if tool.name == "footgun" else ("--version",)
    try:
        done = subprocess.run([tool.program, *words], capture_output=True, text=True, check=False)
    except OSError:
        return None
    number = re.search(r"\d+\.[\w.]+", done.stdout + done.stderr)
    return number[0] if number and done.returncode == 0 else None


def measure(tool: Tool, known: str, cases: Sequence[Case], timed: Sequence[Case]) -> Row:
    """One tool on all cases; the time is that of a process for one file."""
    found = errors(tool, [case.path for case in cases])
    faulty = [case for case in cases if case.faulty]
    taken = []
    for case in timed:
        start = time.perf_counter()
        run(tool, [case.path])
        taken.append(1000 * (time.perf_counter() - start))
    return Row(
        tool.name,
        known,
        sum(case.path in found for case in faulty),
        sum(case.line in found.get(case.path, ()) for case in faulty),
        sum(case.path in found for case in cases if not case.faulty),
        median(taken) if taken else 0.0,
    )


def marked(paths: Iterable[str]) -> Iterator[Case]:
    """Cases by the marks in their text."""
    for path in paths:
        lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
        line = next((n for n, text in enumerate(lines, 1) if text.rstrip().endswith(MARK)), 0)
        yield Case(os.path.abspath(path), line > 0, line)


def listed(table: Path, folder: Path, prefix: str) -> Iterator[Case]:
    """Cases of a table with tabs: `id`, `buggy_or_fixed` and `expected_line`; programs are FOLDER/ID.py."""
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            path = folder / f"{row['id']}.py"
            if row["id"].startswith(prefix) and path.is_file():
                line = row["expected_line"] or "0"
                yield Case(str(path.resolve()), row["buggy_or_fixed"] == "buggy", int(line))


def install(folder: Path) -> None:
    """A virtual environment with the peers."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PEERS], check=True)


def show(rows: Sequence[Row], faulty: int, correct: int, markdown: bool) -> Iterator[str]:
    """The table."""
    head = ["tool", "version", "found", "on the line", "false alarms", "ms a file"]
    shares = [(f"{r.found}/{faulty}", f"{r.on_line}/{faulty}", f"{r.flagged}/{correct}") for r in rows]
    body = [[r.tool, r.version, *s, f"{r.milliseconds:.0f}"] for r, s in zip(rows, shares, strict=True)]
    if markdown:
        yield f"| {' | '.join(head)} |"
        yield f"| --- | --- |{' ---: |' * 4}"
        yield from (f"| {' | '.join(cells)} |" for cells in body)
        return
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    for cells in (head, *body):
        yield "  ".join(cell.ljust(w) for cell, w in zip(cells, widths, strict=True)).rstrip()


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, type=click.Path(exists=True))
@click.option(
    "--table", type=click.Path(exists=True, path_type=Path), help="Cases, with tabs between columns."
)
@click.option(
    "--programs", type=click.Path(exists=True, path_type=Path), help="Folder of the table's programs."
)
@click.option("--prefix", default="", help="Only the table's rows whose id begins so.")
@click.option("--peers", type=click.Path(path_type=Path), help="Virtual environment of the other tools.")
@click.option("--install-peers", is_flag=True, help="Make that environment first.")
@click.option("--ignore", default="", help="Rules of footgun that the programs are not about.")
@click.option("--timed", default=20, show_default=True, help="How many files each tool is timed on.")
@click.option("--markdown", is_flag=True, help="Print the table as Markdown.")
def main(
    files: tuple[str, ...], table: Path | None, programs: Path | None, prefix: str,
    peers: Path | None, install_peers: bool, ignore: str, timed: int, markdown: bool,
) -> None:  # fmt: skip
    """Compare footgun with Pyrefly, torch-preflight, TorchFix and ruff on FILES or a table's programs."""
    if (table is None) != (programs is None):
        raise click.UsageError("`--table` and `--programs` go together")
    if install_peers:
        if peers is None:
            raise click.UsageError("`--install-peers` needs `--peers FOLDER`")
        install(peers)
    cases = [*marked(files), *(listed(table, programs, prefix) if table and programs else ())]
    if not cases:
        raise click.UsageError("no files to check")
    spread = cases[:: max(1, len(cases) // max(1, timed))][:timed]
    rows = []
    for tool in tools(peers, ignore):
        known = version(tool)
        if known is None:
            click.echo(f"{tool.name}: not installed", err=True)
            continue
        rows.append(measure(tool, known, cases, spread))
        click.echo(f"{tool.name}: {rows[-1].found} found, {rows[-1].flagged} flagged", err=True)
    faulty = sum(case.faulty for case in cases)
    for line in show(rows, faulty, len(cases) - faulty, markdown):
        click.echo(line)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    click.echo(f"\n{today}, Python {platform.python_version()}, {len(cases)} files, timed on {len(spread)}")


if __name__ == "__main__":
    main()
