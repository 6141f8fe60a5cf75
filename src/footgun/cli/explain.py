"""`footgun explain`: the page of a rule, from the installed package."""

from __future__ import annotations

import sys

import click

from footgun.cli.options import color_option, complete_rule
from footgun.cli.terminal import painter, say
from footgun.rules.registry import all_rules
from footgun.selection import UnknownSelectorError, find


@click.command("explain")
@click.argument("rule", shell_complete=complete_rule)
@color_option
def command(rule: str, color: str) -> None:
    """Explain a rule.

    RULE is its code, such as SHP001, or its slug, such as channels-mismatch.
    """
    rules = all_rules()
    code = find(rule, rules)
    if code is None:
        raise click.ClickException(str(UnknownSelectorError.of(rule, rules)))
    page = next(rule for rule in rules if rule.code == code).page()
    if not sys.stdout.isatty() and color != "always":
        say([page.rstrip()])
        return
    from rich.console import Console
    from rich.markdown import Markdown

    on = painter(color).on
    Console(force_terminal=on or None, no_color=not on).print(Markdown(page))
