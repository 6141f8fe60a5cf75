"""Exceptions: what the checked code raises, what Python itself would raise, and which handler takes it.

An error that nobody catches does not end the analysis: the value is then unknown and the rest is still seen.
"""

from __future__ import annotations

import ast
import builtins

from footgun.source.interpret.machine import UserRaise
from footgun.source.values import Abstract, Class, Instance, Library, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


def exception_class(name: str) -> type[BaseException] | None:
    """Python's own exception of a canonical name."""
    found = getattr(builtins, name.removeprefix("builtins."), None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def failure(m: Machine, name: str, reason: str, chosen: bool = False) -> Unknown:
    """Python raises `name` here: so do we where the checked code catches it.

    `chosen`: the arguments may be those that we call unused code with, such as a default that only stands for
    a missing one; then that code is left.
    """
    error = Thing("exception", f"builtins.{name}")
    for frame, handlers in reversed(m.trying):
        if any(takes(m, frame, handler, error) for handler in handlers):
            raise UserRaise(error)
    if chosen and m.visiting:
        raise UserRaise(error)
    return Unknown(reason)


def takes(m: Machine, frame: Frame, handler: ast.ExceptHandler, error: Abstract) -> bool | None:
    """Whether a handler catches an exception; None when not known."""
    from footgun.source.interpret.expressions import evaluate

    return True if handler.type is None else catches(evaluate(m, frame, handler.type), error)


def catches(kind: Abstract, error: Abstract) -> bool | None:
    """Whether `except kind` takes an exception."""
    if isinstance(kind, (tuple, List)):
        answers = [catches(k, error) for k in kind]
        return True if True in answers else None if None in answers else False
    if isinstance(error, Unknown) or not isinstance(kind, (Library, Class)):
        return None
    answers = [is_under(one, kind) for one in lineage(error)]
    return True if True in answers else None if None in answers else False


def lineage(error: Abstract) -> list[Any]:
    """The classes of a raised value."""
    if isinstance(error, Thing):
        return [Library(error.name)]
    cls = error.cls if isinstance(error, Instance) else error
    return cls.ancestors() if isinstance(cls, Class) else [cls]


def is_under(one: Any, kind: Library | Class) -> bool | None:
    """Whether one class of an exception is `kind` or derives from it."""
    if one is kind or (isinstance(one, Library) and one == kind):
        return True
    if isinstance(one, Class) or isinstance(kind, Class):
        return False
    if not isinstance(one, Library):
        return None
    theirs, ours = exception_class(kind.name), exception_class(one.name)
    if theirs is not None and ours is not None:
        return issubclass(ours, theirs)
    return True if theirs in (Exception, BaseException) else None
