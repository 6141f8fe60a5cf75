"""All rules, found by walking the package: each is a `Rule` in `rules/<topic>/<name>.py`."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module

import footgun.rules
from footgun.findings import Severity
from footgun.index import keep, recall
from footgun.plugins import RULES, Entry, PluginError, entries, load
from footgun.rules.base import Rule

HERE = os.path.dirname(__file__)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by code; those of plugins too.

    Raises:
        PluginError: if a plugin cannot be loaded, or uses a code that is taken.
    """
    own = _own()
    offered = entries(RULES)
    return own if not offered else tuple(sorted((*own, *_of_plugins(own, offered)), key=lambda r: r.code))


def _own() -> tuple[Rule, ...]:
    index = recall(footgun.rules)
    if index is not None:
        return tuple(
            Rule(code, slug, Severity(severity), summary, None, os.path.join(HERE, *page), needs)
            for code, slug, severity, summary, page, needs in index
        )
    rules = walk()
    keep(footgun.rules, [_row(rule) for rule in rules])
    return rules


def walk() -> tuple[Rule, ...]:
    """Import every file of every topic. Two rules with one code are a programming error."""
    found: dict[str, Rule] = {}
    for topic in sorted(e.name for e in os.scandir(HERE) if e.is_dir() and not e.name.startswith("_")):
        for name in sorted(os.listdir(os.path.join(HERE, topic))):
            if not name.endswith(".py") or name.startswith("_"):
                continue
            module = import_module(f"footgun.rules.{topic}.{name[:-3]}")
            for value in vars(module).values():
                if isinstance(value, Rule):
                    if value.code in found and found[value.code] is not value:
                        raise ValueError(f"two rules with the code {value.code}")
                    found[value.code] = value
    return tuple(found[code] for code in sorted(found))


def _of_plugins(own: tuple[Rule, ...], offered: tuple[Entry, ...]) -> list[Rule]:
    taken = {rule.code: "footgun" for rule in own} | {rule.slug: "footgun" for rule in own}
    found = []
    for entry in offered:
        for rule in (value for value in vars(load(entry)).values() if isinstance(value, Rule)):
            for name in (rule.code, rule.slug):
                if name in taken:
                    raise PluginError(
                        f"plugin `{entry.package}`: `{name}` is the name of a rule of {taken[name]}"
                    )
                taken[name] = f"`{entry.package}`"
            found.append(rule)
    return found


def _row(rule: Rule) -> tuple[str, str, str, str, tuple[str, ...], tuple[str, ...]]:
    page = tuple(os.path.relpath(rule.page_path, HERE).split(os.sep))
    return rule.code, rule.slug, rule.severity.value, rule.summary, page, rule.needs
