"""`footgun check`: check files and folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import partial

import click

from footgun.cli.options import as_option, color_option, complete_rule, input_option
from footgun.cli.terminal import complain, is_terminal, painter, say
from footgun.config import OUTPUT_FORMATS, Config, ConfigError, Configs
from footgun.discover import Found
from footgun.engine import Engine, check_paths, check_source
from footgun.report.closing import closing, shown_findings
from footgun.results import Report
from footgun.selection import Layer, UnknownSelectorError

MANY = 20  # files; below, a progress bar would only flicker


def _selectors(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Several options and commas between, as one list; None if the option is not there."""
    return (
        tuple(part.strip() for text in texts for part in text.split(",") if part.strip()) if texts else None
    )


_rules_option = partial(
    click.option, metavar="RULES", multiple=True, callback=_selectors, shell_complete=complete_rule
)


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@_rules_option("--select", help="Run only these rules: codes, prefixes, slugs or ALL, with commas between.")
@_rules_option("--ignore", help="Do not run these rules.")
@_rules_option("--extend-select", help="Run these rules as well.")
@click.option("--output-format", type=click.Choice(OUTPUT_FORMATS), help="By default full.")
@click.option("--hints", is_flag=True, help="Show hints (severity info), not only their number.")
@input_option
@as_option
@click.option("--stdin-filename", type=click.Path(), help="Name of the file that `-` stands for.")
@click.option("--config", type=click.Path(), help="Use this configuration file and no other.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--exit-zero", is_flag=True, help="Leave with 0 even if there are findings.")
@click.option("--no-progress", is_flag=True, help="Show no progress bar.")
@color_option
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    output_format: str | None,
    hints: bool,
    input_shape: tuple[int, ...] | None,
    as_kind: str | None,
    stdin_filename: str | None,
    config: str | None,
    isolated: bool,
    exit_zero: bool,
    no_progress: bool,
    color: str,
) -> int:
    """Find what is wrong with the networks in files and folders.

    PATHS are by default the current folder; `-` is standard input. Leaves with 0 if nothing is wrong, 1 if
    there are errors or warnings, 2 if something could not be checked.
    """
    paths = paths or (".",)
    if "-" in paths and len(paths) > 1:
        raise click.ClickException("`-` (standard input) cannot be checked together with other paths")
    if isolated and config is not None:
        raise click.ClickException("`--isolated` and `--config` exclude each other")
    try:
        engine = Engine()
        layer = Layer(select, ignore or (), extend_select or ())
        top = Config((layer,) if layer != Layer() else (), input_shape, hints or None, output_format)
        engine.codes(top)
        configs = Configs(top, isolated, config)
        first = configs.for_path(stdin_filename or "." if paths == ("-",) else paths[0])
        if paths == ("-",):
            text, name = sys.stdin.buffer.read(), stdin_filename or "<stdin>"
            report = check_source(text, name, first, as_kind=as_kind, engine=engine)
        else:
            track = None if no_progress else _progress
            report = check_paths(paths, configs, as_kind=as_kind, engine=engine, track=track)
    except (ConfigError, UnknownSelectorError) as error:
        raise click.ClickException(str(error)) from error
    _complaints(report)
    _show(report, first.output_format or "full", bool(first.hints), color)
    return 0 if exit_zero and report.exit_code == 1 else report.exit_code


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
