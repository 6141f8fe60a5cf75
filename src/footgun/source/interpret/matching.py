"""`case` patterns: True, False, or None where it is not known whether a value matches."""

from __future__ import annotations

import ast

from footgun.source.interpret.assign import bind
from footgun.source.interpret.comparing import equal, identical
from footgun.source.interpret.expressions import evaluate
from footgun.source.special import fields_of
from footgun.source.values import Abstract, Class, Dict, Instance, Library, List, Set, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

Answer = bool | None


def matches(m: Machine, frame: Frame, pattern: ast.pattern, value: Abstract) -> Answer:
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
        return match_one(m, frame, pattern.patterns, value)
    if isinstance(pattern, ast.MatchSequence):
        return match_sequence(m, frame, pattern, value)
    if isinstance(pattern, ast.MatchMapping):
        return match_mapping(m, frame, pattern, value)
    if isinstance(pattern, ast.MatchClass):
        return match_class(m, frame, pattern, value)
    return capture(m, frame, pattern)


def match_one(m: Machine, frame: Frame, patterns: list[ast.pattern], value: Abstract) -> Answer:
    """`case a | b`: the first that matches."""
    unsure = False
    for pattern in patterns:
        answer = matches(m, frame, pattern, value)
        if answer is True:
            return None if unsure else True
        unsure = unsure or answer is None
    return None if unsure else False


def match_all(m: Machine, frame: Frame, pairs: list[tuple[ast.pattern, Abstract]]) -> Answer:
    """Whether every part matches its pattern."""
    answers: list[Answer] = []
    for pattern, value in pairs:
        answers.append(matches(m, frame, pattern, value))
        if answers[-1] is False:
            return False
    return None if None in answers else True


def match_sequence(m: Machine, frame: Frame, pattern: ast.MatchSequence, value: Abstract) -> Answer:
    """`case [a, *rest]`."""
    fields = fields_of(value)
    items = value if fields is None else tuple(fields)
    if not isinstance(items, (List, tuple)) or getattr(items, "open", False):
        unsure = isinstance(items, (Unknown, List))
        return capture(m, frame, pattern) if unsure else False
    if isinstance(items, Set):
        return False
    parts = pattern.patterns
    star = next((i for i, p in enumerate(parts) if isinstance(p, ast.MatchStar)), None)
    if len(items) < len(parts) - 1 if star is not None else len(items) != len(parts):
        return False
    if star is None:
        return match_all(m, frame, list(zip(parts, items, strict=True)))
    stop = len(items) - (len(parts) - star - 1)
    name = getattr(parts[star], "name", None)
    if name is not None:
        bind(m, frame, name, List(items[star:stop]))
    others = [*zip(parts[:star], items[:star], strict=True)]
    others += zip(parts[star + 1 :], items[stop:], strict=True)
    return match_all(m, frame, others)


def match_mapping(m: Machine, frame: Frame, pattern: ast.MatchMapping, value: Abstract) -> Answer:
    """`case {"k": x, **rest}`."""
    if not isinstance(value, Dict):
        return capture(m, frame, pattern) if isinstance(value, Unknown) else False
    keys = [evaluate(m, frame, key) for key in pattern.keys]
    if any(key not in value for key in keys):
        return capture(m, frame, pattern) if value.open else False
    if pattern.rest is not None:
        bind(m, frame, pattern.rest, Dict({k: v for k, v in value.items() if k not in keys}, value.open))
    return match_all(m, frame, [(p, value[k]) for p, k in zip(pattern.patterns, keys, strict=True)])


def match_class(m: Machine, frame: Frame, pattern: ast.MatchClass, value: Abstract) -> Answer:
    """`case Point(0, y=y)` and `case int(n)`."""
    from footgun.source.interpret.attributes import class_attribute, get_attribute
    from footgun.source.python.objects import is_a

    cls = evaluate(m, frame, pattern.cls)
    answer = is_a(value, cls)
    if answer is not True:
        return answer if answer is False else capture(m, frame, pattern)
    names = list(pattern.kwd_attrs)
    if pattern.patterns and isinstance(cls, Library):
        return matches(m, frame, pattern.patterns[0], value)
    if pattern.patterns and isinstance(cls, Class):
        order = class_attribute(cls, "__match_args__") or tuple(cls.fields)
        if not isinstance(order, tuple) or len(order) < len(pattern.patterns):
            return capture(m, frame, pattern)
        names = [*order[: len(pattern.patterns)], *names]
    patterns = [*pattern.patterns, *pattern.kwd_patterns]
    if not isinstance(value, Instance) and names:
        return capture(m, frame, pattern)
    return match_all(
        m, frame, [(p, get_attribute(m, value, n)) for p, n in zip(patterns, names, strict=False)]
    )


def capture(m: Machine, frame: Frame, pattern: ast.pattern) -> bool | None:
    """Bind the names of a pattern that is not followed: whether it matches is not known."""
    for node in ast.walk(pattern):
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(name, str):
            bind(m, frame, name, Unknown("a part of a matched value"))
    return None
