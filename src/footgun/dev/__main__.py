"""The developer's commands as one click group."""

from __future__ import annotations

import sys

import click

from footgun.dev.config_schema import command as config_schema
from footgun.dev.corpus import command as corpus
from footgun.dev.usual import command as usual


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def commands() -> None:
    """Measure footgun itself."""


commands.add_command(corpus)
commands.add_command(config_schema)
commands.add_command(usual)

if __name__ == "__main__":
    sys.exit(commands(prog_name="python -m footgun.dev"))
