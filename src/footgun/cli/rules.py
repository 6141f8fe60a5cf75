"""`footgun rules`: all rules at a glance."""

from __future__ import annotations

import sys

import click

from footgun.cli.terminal import painter, say
from footgun.rules.base import Rule
from footgun.rules.registry import all_rules


@click.command("rules")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="By default text.")
def command(output_format: str) -> None:
    """List all rules."""
    rules = all_rules()
    if output_format == "json":
        import json

        say([json.dumps([_as_json(rule) for rule in rules], indent=2)])
    elif sys.stdout.isatty():
        _table(rules)
    else:
        slugs = max(len(rule.slug) for rule in rules)
        say(f"{rule.code}  {rule.severity.value:<7}  {rule.slug:<{slugs}}  {rule.summary}" for rule in rules)


def _as_json(rule: Rule) -> dict[str, str]:
    return {"code": rule.code, "slug": rule.slug, "severity": rule.severity.value, "summary": rule.summary}


def _table(rules: tuple[Rule, ...]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    colours = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
    table = Table("code", "severity", "slug", "summary", box=None, header_style="bold")
    for rule in rules:
        severity = Text(rule.severity.value, colours[rule.severity.value])
        table.add_row(rule.code, severity, rule.slug, Text(rule.summary))
    Console(no_color=not painter("auto").on).print(table)
