"""`footgun explain`: the page of a rule, from the installed package."""

from __future__ import annotations

import sys
from argparse import Namespace

from footgun.cli.parser import Parser
from footgun.cli.terminal import UsageError, painter, say
from footgun.rules.registry import all_rules
from footgun.selection import UnknownSelectorError, find


def parser() -> Parser:
    """The options."""
    p = Parser("explain", "RULE", "Explain a rule.")
    p.add_argument("rule", help="a code such as SHP001, or a slug such as channels-mismatch")
    p.add_color()
    return p


def run(options: Namespace) -> int:
    """Print the page, rendered on a terminal."""
    rules = all_rules()
    code = find(options.rule, rules)
    if code is None:
        raise UsageError(str(UnknownSelectorError(options.rule, rules)))
    page = next(rule for rule in rules if rule.code == code).page()
    if not sys.stdout.isatty() and options.color != "always":
        say([page.rstrip()])
        return 0
    from rich.console import Console
    from rich.markdown import Markdown

    on = painter(options.color).on
    Console(force_terminal=on or None, no_color=not on).print(Markdown(page))
    return 0
