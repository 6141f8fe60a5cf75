"""A front end of a few lines, so that the engine is tested without any analysis.

Its Program holds the comments of the text; rule `BAD001` flags each `bad`, `HNT001` (a hint) each `meh`, and
the rule `BUG001` fails on `crash`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from footgun.config import Config
from footgun.engine import Engine, UnreadableError, check_source
from footgun.findings import NotChecked, Severity, Span
from footgun.network import Network, Program
from footgun.rules.base import Rule
from footgun.rules.registry import all_rules


class Comment(NamedTuple):
    text: str
    line: int
    column: int
    cell: int | None = None


def front_end(path, data, as_kind, input_shape, roots=()):
    text = data.decode()
    if "\0" in text:
        raise UnreadableError("looks binary; check its source instead")
    program = Program(path)
    program.text = text.split("\n")
    program.comments = tuple(
        Comment(line[line.index("#") :], number, line.index("#") + 1)
        for number, line in enumerate(program.text, 1)
        if "#" in line
    )
    program.blocks = [
        (number, len(program.text), None)
        for number, line in enumerate(program.text, 1)
        if line.startswith("def")
    ]
    if "network" in text:
        program.networks.append(Network("Net", "torch", Span(path, 1, 1, 1, 2)))
    if "gap" in text:
        program.not_checked.append(NotChecked("a gap", Span(path, 1, 1, 1, 2)))
    if "explode" in text:
        raise RecursionError("too deep")
    return program, {None: program.text}


def flags(word, code, slug, severity=Severity.ERROR):
    def check(rule, program):
        for number, line in enumerate(program.text, 1):
            for match in re.finditer(word, line.split("#")[0]):
                span = Span(program.path, number, match.start() + 1, number, match.end() + 1)
                yield rule.report(span, f"`{word}` is here")
                yield rule.report(span, "said twice")

    return Rule(code, slug, severity, f"finds {word}", check, "")


def crashes(rule, program):
    if any("crash" in line for line in program.text):
        raise ZeroDivisionError("division by zero")
    return iter(())


RULES = (
    flags("bad", "BAD001", "is-bad"),
    flags("poor", "BAD002", "is-poor", Severity.WARNING),
    Rule("BUG001", "has-a-bug", Severity.ERROR, "fails", crashes, ""),
    flags("meh", "HNT001", "is-meh", Severity.INFO),
    *(rule for rule in all_rules() if rule.code.startswith("SUP")),
)


@pytest.fixture
def engine():
    return Engine(RULES, front_end)


@pytest.fixture
def check(engine):
    def check(text, *layers):
        return check_source(text, "net.py", Config(layers), engine=engine)

    return check


@pytest.fixture
def codes(check):
    """The codes found in a text, in order."""
    return lambda text, *layers: [finding.code for finding in check(text, *layers).findings]
