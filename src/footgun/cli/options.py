"""Options that several commands have."""

from __future__ import annotations

import click

from footgun.config import parse_shape

KINDS = ("python", "notebook", "markdown", "transcript")


def _shape(_ctx: click.Context, _param: click.Parameter, text: str | None) -> tuple[int, ...] | None:
    shape = None if text is None else parse_shape(text)
    if text is not None and shape is None:
        raise click.BadParameter(f"`{text}` is no shape; write whole numbers such as 3,64,64")
    return shape


def complete_rule(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    """Codes and slugs for the shell; after a comma the next one."""
    from footgun.rules.registry import all_rules

    before, comma, word = begun.rpartition(",")
    names = [name for rule in all_rules() for name in (rule.code, rule.slug)]
    return [f"{before}{comma}{name}" for name in names if name.lower().startswith(word.lower())]


input_option = click.option(
    "--input",
    "input_shape",
    metavar="SIZES",
    callback=_shape,
    help="Shape of one input without the batch, such as 3,64,64; used where the file does not say.",
)
as_option = click.option(
    "--as",
    "as_kind",
    type=click.Choice(KINDS),
    help="What the text is; by default its name and content tell.",
)
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colours; `auto` heeds NO_COLOR and FORCE_COLOR.",
)
