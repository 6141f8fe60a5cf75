"""All rules, found by walking the package: each is a `Rule` in `rules/<topic>/<name>.py`."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module

from footgun.rules.base import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by code. Two rules with one code are a programming error."""
    found: dict[str, Rule] = {}
    here = os.path.dirname(__file__)
    for topic in sorted(e.name for e in os.scandir(here) if e.is_dir() and not e.name.startswith("_")):
        for name in sorted(os.listdir(os.path.join(here, topic))):
            if not name.endswith(".py") or name.startswith("_"):
                continue
            module = import_module(f"footgun.rules.{topic}.{name[:-3]}")
            for value in vars(module).values():
                if isinstance(value, Rule):
                    if value.code in found and found[value.code] is not value:
                        raise ValueError(f"two rules with the code {value.code}")
                    found[value.code] = value
    return tuple(found[code] for code in sorted(found))
