"""`case` patterns: True, False, or None where it is not known whether a value matches."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from footgun.source.interpret.assign import bind
from footgun.source.interpret.expressions import evaluate
from footgun.source.interpret.comparing import equal, identical
from footgun.source.values import Abstract, List, Unknown

if TYPE_CHECKING:
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


def matches(m: Machine, frame: Frame, pattern: ast.pattern, value: Abstract) -> bool | None:
    """Whether a value matches; names that the pattern captures are bound."""
    if isinstance(pattern, ast.MatchValue):
        return equal(evaluate(m, frame, pattern.value), value)
    if isinstance(pattern, ast.MatchSingleton):
        return identical(pattern.value, value)
    if isinstance(pattern, ast.MatchAs):
        answer = True if pattern.pattern is None else matches(m, frame, pattern.pattern, value)
        if answer is not False and pattern.name is not None:
            bind(m, frame, pattern.name, value)
        return answer
    if isinstance(pattern, ast.MatchOr):
        answers = [matches(m, frame, p, value) for p in pattern.patterns]
        return True if True in answers else None if None in answers else False
    if isinstance(pattern, ast.MatchSequence) and not any(
        isinstance(p, ast.MatchStar) for p in pattern.patterns
    ):
        return match_sequence(m, frame, pattern, value)
    capture(m, frame, pattern)
    return None


def match_sequence(m: Machine, frame: Frame, pattern: ast.MatchSequence, value: Abstract) -> bool | None:
    """`case [a, b]`."""
    if not isinstance(value, (List, tuple)) or getattr(value, "open", False):
        capture(m, frame, pattern)
        return None if isinstance(value, (Unknown, List)) else False
    if len(value) != len(pattern.patterns):
        return False
    answers = [matches(m, frame, p, v) for p, v in zip(pattern.patterns, value, strict=True)]
    return False if False in answers else None if None in answers else True


def capture(m: Machine, frame: Frame, pattern: ast.pattern) -> None:
    """Bind the names of a pattern that is not followed."""
    for node in ast.walk(pattern):
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(name, str):
            bind(m, frame, name, Unknown("a part of a matched value"))
