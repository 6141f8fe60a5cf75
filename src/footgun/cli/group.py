"""The commands as one click group; each has a file of its own, which is imported when it is needed."""

from __future__ import annotations

import os
from importlib import import_module

import click

from footgun import __version__
from footgun.cli.terminal import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMMANDS = ("check", "explain", "rules", "shapes")


class Commands(click.Group):
    """The group; a command `name` is `footgun.cli.<name>.command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, for help and shell completion."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the file of a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"footgun.cli.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a command, show the help: something is missing."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what could have been meant by a word that is no command."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.ClickException(f"`{args[0]}` is no command; {_way_out(args[0])}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        return written(lambda: super(Commands, self).invoke(ctx))


def _way_out(name: str) -> str:
    from difflib import get_close_matches

    if os.path.exists(name):
        return f"to check it: footgun check {name}"
    close = get_close_matches(name, COMMANDS)
    return f"close to it: {', '.join(close)}" if close else f"there are {', '.join(COMMANDS)}"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="footgun %(version)s")
def commands() -> None:
    """Find what is wrong with a PyTorch or Keras network, running none of it."""
