"""`footgun check`: its options and arguments."""

from __future__ import annotations

from functools import partial

import click

from footgun.cli.checking import CACHE, Fixing, How, Known, check
from footgun.cli.options import as_option, color_option, complete_rule, input_option
from footgun.config import OUTPUT_FORMATS, Config
from footgun.selection import Layer


def _selectors(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Several options and commas between, as one list; None if the option is not there."""
    return (
        tuple(part.strip() for text in texts for part in text.split(",") if part.strip()) if texts else None
    )


def _outputs(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """`sarif=out.sarif` as a form and a file."""
    outputs = []
    for text in texts:
        form, equals, path = text.partition("=")
        if form not in OUTPUT_FORMATS or not equals or not path:
            raise click.BadParameter(
                f"`{text}` is not FORMAT=FILE with a format of {', '.join(OUTPUT_FORMATS)}"
            )
        outputs.append((form, path))
    return tuple(outputs)


_rules_option = partial(
    click.option, metavar="RULES", multiple=True, callback=_selectors, shell_complete=complete_rule
)


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@_rules_option("--select", help="Run only these rules: codes, prefixes, slugs or ALL, with commas between.")
@_rules_option("--ignore", help="Do not run these rules.")
@_rules_option("--extend-select", help="Run these rules as well.")
@click.option("--output-format", type=click.Choice(OUTPUT_FORMATS), help="By default full.")
@click.option(
    "--output",
    "outputs",
    metavar="FORMAT=FILE",
    multiple=True,
    callback=_outputs,
    help="Write the report to a file as well: sarif=out.sarif, html=report.html; may be repeated.",
)
@click.option("--statistics", is_flag=True, help="Show how often each rule speaks, not the findings.")
@click.option("--hints", is_flag=True, help="Show hints (severity info), not only their number.")
@input_option
@as_option
@click.option("--stdin-filename", type=click.Path(), help="Name of the file that `-` stands for.")
@click.option("--config", type=click.Path(), help="Use this configuration file and no other.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--fix", is_flag=True, help="Apply the fixes that change no number; tells what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix: those that change the training as well.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--fix-only", is_flag=True, help="Apply the fixes and tell nothing else; leaves with 0.")
@click.option("--explain-fix", is_flag=True, help="Say of each fix what it does; without --fix, would do.")
@click.option(
    "--add-ignores", is_flag=True, help="Put a comment that ignores it at each finding that is shown."
)
@click.option("--baseline", type=click.Path(dir_okay=False), help="Hide the findings that this file knows.")
@click.option("--write-baseline", is_flag=True, help="Write all findings into the baseline.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is no longer found.")
@click.option("--exit-zero", is_flag=True, help="Leave with 0 even if there are findings.")
@click.option("--jobs", type=click.IntRange(1), help="Processes for many files; at most one a processor.")
@click.option("--cache-dir", type=click.Path(), envvar="FOOTGUN_CACHE_DIR", default=CACHE)
@click.option("--no-cache", is_flag=True, help="Neither use nor keep results of other runs.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes.")
@click.option("--no-progress", is_flag=True, help="Show no progress bar.")
@click.option("--timing", is_flag=True, help="Say on standard error what each rule takes.")
@color_option
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    extend_select: tuple[str, ...] | None,
    output_format: str | None,
    outputs: tuple[tuple[str, str], ...],
    statistics: bool,
    hints: bool,
    input_shape: tuple[int, ...] | None,
    as_kind: str | None,
    stdin_filename: str | None,
    config: str | None,
    isolated: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fix_only: bool,
    explain_fix: bool,
    add_ignores: bool,
    baseline: str | None,
    write_baseline: bool,
    prune_baseline: bool,
    exit_zero: bool,
    jobs: int | None,
    cache_dir: str,
    no_cache: bool,
    watch: bool,
    no_progress: bool,
    timing: bool,
    color: str,
) -> int:
    """Find what is wrong with the networks in files and folders.

    PATHS are by default the current folder; `-` is standard input. Leaves with 0 if nothing is wrong, 1 if
    there are errors or warnings, 2 if something could not be checked.
    """
    layer = Layer(select, ignore or (), extend_select or ())
    top = Config((layer,) if layer != Layer() else (), input_shape, hints or None, output_format)
    fixing = Fixing(fix, unsafe_fixes, diff, fix_only, explain_fix, add_ignores)
    known = Known(baseline, write_baseline, prune_baseline)
    how = How(
        isolated,
        config,
        as_kind,
        stdin_filename,
        exit_zero,
        not no_progress,
        color,
        timing,
        fixing,
        outputs,
        statistics,
        known,
        jobs,
        None if no_cache else cache_dir,
    )
    run = partial(check, paths or (".",), top, how)
    if watch:
        from footgun.cli import watching

        return watching.watch(paths or (".",), run)
    return run()
