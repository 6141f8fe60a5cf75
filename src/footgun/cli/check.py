"""`footgun check`: check files and folders."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable

from footgun.cli.parser import Parser
from footgun.cli.terminal import UsageError, complain, is_terminal, painter, say
from footgun.config import OUTPUT_FORMATS, Config, ConfigError, Configs
from footgun.discover import Found
from footgun.engine import Engine, check_paths, check_source
from footgun.report.closing import closing, shown_findings
from footgun.results import Report
from footgun.selection import Layer, UnknownSelectorError

MANY = 20  # files; below, a progress bar would only flicker
ABOUT = """\
Find what is wrong with the networks in files and folders.

Leaves with 0 if nothing is wrong, 1 if there are errors or warnings, 2 if something could not be checked.
"""


SELECTING = {
    "--select": "run only these rules: codes, prefixes, slugs or ALL, with commas between",
    "--ignore": "do not run these rules",
    "--extend-select": "run these rules as well",
}


def parser() -> Parser:
    """The options."""
    p = Parser("check", "[PATHS]...", ABOUT)
    p.add_argument("paths", nargs="*", help="files and folders, by default `.`; `-` is standard input")
    for name, about in SELECTING.items():
        p.add_argument(name, action="extend", type=_selectors, metavar="RULES", help=about)
    p.add_argument("--output-format", choices=OUTPUT_FORMATS, help="by default full")
    p.add_argument("--hints", action="store_true", help="show hints (severity info), not only their number")
    p.add_input()
    p.add_as()
    p.add_argument("--stdin-filename", metavar="PATH", help="name of the file that `-` stands for")
    p.add_argument("--config", metavar="FILE", help="use this configuration file and no other")
    p.add_argument("--isolated", action="store_true", help="use no configuration file")
    p.add_argument("--exit-zero", action="store_true", help="leave with 0 even if there are findings")
    p.add_argument("--no-progress", action="store_true", help="show no progress bar")
    p.add_color()
    return p


def _selectors(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def run(options: Namespace) -> int:
    """Check, show, and say how it went."""
    paths = options.paths or ["."]
    if "-" in paths and len(paths) > 1:
        raise UsageError("`-` (standard input) cannot be checked together with other paths")
    if options.isolated and options.config is not None:
        raise UsageError("`--isolated` and `--config` exclude each other")
    try:
        engine = Engine()
        config = Config(_layers(options), options.input_shape, options.hints or None, options.output_format)
        engine.codes(config)
        configs = Configs(config, options.isolated, options.config)
        first = configs.for_path(paths[0] if paths != ["-"] else options.stdin_filename or ".")
        if paths == ["-"]:
            text, name = sys.stdin.buffer.read(), options.stdin_filename or "<stdin>"
            report = check_source(text, name, first, as_kind=options.as_kind, engine=engine)
        else:
            track = None if options.no_progress else _progress
            report = check_paths(paths, configs, as_kind=options.as_kind, engine=engine, track=track)
    except (ConfigError, UnknownSelectorError) as error:
        raise UsageError(str(error)) from error
    _complaints(report)
    _show(report, first.output_format or "full", bool(first.hints), options.color)
    return 0 if options.exit_zero and report.exit_code == 1 else report.exit_code


def _layers(options: Namespace) -> tuple[Layer, ...]:
    given = [
        None if rules is None else tuple(rules)
        for rules in (options.select, options.ignore, options.extend_select)
    ]
    return (
        (Layer(given[0], given[1] or (), given[2] or ()),)
        if any(rules is not None for rules in given)
        else ()
    )


def _complaints(report: Report) -> None:
    for file in report.files:
        for words in (file.error, file.note):
            if words is not None:
                complain(f"{file.path}: {words}")
        for fault in file.internal:
            complain(fault)


def _show(report: Report, output_format: str, hints: bool, color: str) -> None:
    findings = shown_findings(report.findings, hints)
    if output_format == "json":
        from footgun import __version__
        from footgun.report.json import to_json

        say([to_json(report, findings, __version__)])
        return
    paint = painter(color)
    if output_format == "concise":
        from footgun.report.concise import concise

        say(concise(findings, paint))
    elif findings:
        from footgun.report.full import full

        say(full(findings, {file.path: file.lines for file in report.files}, paint))
    say(closing(report, hints, paint))


def _progress(found: list[Found]) -> Iterable[Found]:
    """A bar on the terminal if there is much to do and nobody logs it."""
    if len(found) <= MANY or not is_terminal(sys.stderr) or os.environ.get("CI"):
        return found
    from rich.console import Console
    from rich.progress import track

    return track(found, "Checking", console=Console(stderr=True), transient=True)
