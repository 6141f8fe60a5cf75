"""The JSON schema of the configuration, for editors: written from the keys that are read."""

from __future__ import annotations

import json
from importlib.resources import files

import click

from footgun.config import OUTPUT_FORMATS, SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RULES = {"type": "array", "items": {"type": "string"}}
SELECTORS = "Codes, prefixes of codes, slugs, or ALL."
KEYS: dict[str, dict[str, Any]] = {
    "select": {**RULES, "description": f"Run only these rules. {SELECTORS}"},
    "ignore": {**RULES, "description": f"Do not run these rules. {SELECTORS}"},
    "extend-select": {**RULES, "description": f"Run these rules as well. {SELECTORS}"},
    "input": {
        "description": "The shape of one input without the batch: [3, 64, 64].",
        "anyOf": [
            {
                "type": "array",
                "minItems": 1,
                "items": {"type": "integer", "minimum": 1, "maximum": 10**9 - 1},
            },
            {"type": "string", "pattern": r"^\s*0*[1-9]\d*\s*(,\s*0*[1-9]\d*\s*)*$"},
        ],
    },
    "hints": {"type": "boolean", "description": "Show hints (severity info)."},
    "exclude": {**RULES, "description": "Files and folders left out, relative to this file: names or globs."},
    "per-file-ignores": {
        "type": "object",
        "additionalProperties": RULES,
        "description": f"Rules that do not run on the files of a pattern. {SELECTORS}",
    },
    "severity": {
        "type": "object",
        "additionalProperties": {"enum": list(SEVERITIES)},
        "description": "How severe a rule, or all rules of a prefix, are told; the most exact name decides.",
    },
    "baseline": {
        "type": "string",
        "minLength": 1,
        "description": "The file of known findings, beside this one.",
    },
    "output-format": {"enum": list(OUTPUT_FORMATS), "description": "The form of the report."},
}


def text() -> str:
    """The schema as JSON."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "footgun.toml, and [tool.footgun] of pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": KEYS,
    }
    return json.dumps(schema, indent=2) + "\n"


def shipped() -> str:
    """The schema that the package holds."""
    return (files("footgun") / "config.schema.json").read_text(encoding="utf-8")


@click.command("config-schema")
def command() -> None:
    """Print the JSON schema of the configuration, the text of `footgun/config.schema.json`."""
    click.echo(text(), nl=False)
