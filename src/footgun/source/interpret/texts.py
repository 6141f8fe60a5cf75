"""Text made of values: `str`, `repr`, f-strings and `format`, where all that goes in is known."""

from __future__ import annotations

import re
from functools import partial

from footgun.source.values import (
    CONSTANTS,
    Abstract,
    Class,
    Dict,
    Function,
    Instance,
    Library,
    List,
    Set,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

LIMIT_TEXT = 100_000
MOST_ITEMS = 100  # of a list that is shown
DEEPEST = 3


def python_value(m: Machine, value: Abstract, depth: int = 0) -> Any:
    """Python's own value for one that is known through and through; raises `ValueError` for any other."""
    if isinstance(value, CONSTANTS):
        return value
    again = partial(python_value, m, depth=depth + 1)
    if depth < DEEPEST:
        if isinstance(value, tuple) and len(value) <= MOST_ITEMS:
            return tuple(map(again, value))
        if isinstance(value, (List, Dict)) and (value.open or len(value) > MOST_ITEMS):
            raise ValueError
        if isinstance(value, List) and not isinstance(value, Set):
            return list(map(again, value))
        if isinstance(value, Dict):
            return {again(k): again(v) for k, v in value.items()}
        if isinstance(value, Instance):
            return Shown(shown_object(m, value, "__str__"), shown_object(m, value, "__repr__"))
    raise ValueError


class Shown:
    """Stands in Python's own formatting for an object of the checked code."""

    def __init__(self, text: str, code: str) -> None:
        self.text = text
        self.code = code

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.code

    def __format__(self, form: str) -> str:
        return format(self.text, form)


def shown_object(m: Machine, value: Instance, name: str) -> str:
    """What the object's own `__str__` or `__repr__` gives."""
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    method = find_method(m, value, name) or find_method(m, value, "__repr__")
    found = None if method is None else call_value(m, method, [], {}, m.here)
    if not isinstance(found, str):
        raise ValueError
    return found


def text_of(m: Machine, value: Abstract, code: bool = False) -> Abstract:
    """`str(value)`, or `repr(value)`."""
    try:
        found = python_value(m, value)
        text = repr(found) if code else str(found)
    except (ValueError, TypeError):
        return Unknown("text")
    return text if len(text) <= LIMIT_TEXT else Unknown("a long text")


def formatted_text(m: Machine, value: Abstract, form: Abstract, conversion: str) -> Abstract:
    """`f"{value!r:>10}"`."""
    if not isinstance(form, str) or long_form(form):
        return Unknown("formatted text")
    try:
        found = python_value(m, value)
        if conversion:
            convert: Any = {"s": str, "r": repr, "a": ascii}[conversion]
            found = convert(found)
        text = format(found, form)
    except (ValueError, TypeError, OverflowError):
        return Unknown("formatted text")
    return text if len(text) <= LIMIT_TEXT else Unknown("a long text")


def long_form(form: str) -> bool:
    """Whether a format asks for a text of unreasonable length."""
    return any(len(n) > 3 for n in re.findall(r"\d+", form))


def name_of(value: Abstract) -> str | None:
    """`__name__` of a function or class."""
    if isinstance(value, (Class, Function)):
        return value.name
    return value.name.rsplit(".", 1)[-1] if isinstance(value, Library) else None
