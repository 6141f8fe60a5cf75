"""Methods of text: Python's own do the work where all is known."""

from __future__ import annotations

import re

from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.interpret.texts import LIMIT_TEXT, long_form, python_value
from footgun.source.values import CONSTANTS, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

METHODS = (
    "lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "replace", "split", "join",
    "startswith", "endswith", "format", "isdigit", "find", "rfind", "index", "count", "rsplit",
    "splitlines", "partition", "rpartition", "isalpha", "zfill", "removesuffix", "removeprefix", "isupper",
    "islower", "isalnum", "isnumeric", "isidentifier", "isspace", "isdecimal", "swapcase", "casefold",
    "center", "ljust", "rjust", "encode", "expandtabs", "format_map", "isascii", "istitle",
)  # fmt: skip
DEEP = re.compile(r"\{\w*[.\[]")  # looks into what it formats
NESTED = re.compile(r":[^{}]*\{")  # a width that is an argument: of any type whose text is a number
WIDE = re.compile(r"\d{4}")
PLAIN = (*CONSTANTS, tuple)


@bind(*(f"builtins.str.{name}" for name in METHODS))
def text(at: At, self: Any, /, *args: Any, **kwargs: Any) -> Any:
    if at.label == "join" and args:
        args = (items_of(at.m, args[0]),)
        if args[0] is None or not all(isinstance(v, str) for v in args[0]):
            return Unknown("text")
        if sum(len(self) + len(v) for v in args[0]) > LIMIT_TEXT:
            return Unknown("a long text")
    else:
        try:
            args = tuple(python_value(at.m, a) for a in args)
            kwargs = {k: python_value(at.m, v) for k, v in kwargs.items()}
        except ValueError:
            return Unknown("text")
    widths = [a for a in (*args, *kwargs.values()) if isinstance(a, int) and abs(a) > 1000]
    if at.label == "replace" and len(self) * max(1, *map(length_of, args)) > 100 * LIMIT_TEXT:
        return Unknown("a long text")
    if widths or (at.label.startswith("format") and (long_form(self) or DEEP.search(self))):
        return Unknown("a long text")
    wide = any(WIDE.search(str(value)) for value in (*args, *kwargs.values()))
    if wide and at.label.startswith("format") and NESTED.search(self):
        return Unknown("a long text")
    try:
        result = getattr(self, at.label)(*args, **kwargs)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError):
        return Unknown("text")
    if isinstance(result, str) and len(result) > LIMIT_TEXT:
        return Unknown("a long text")
    return (
        List(result) if isinstance(result, list) else result if isinstance(result, PLAIN) else Unknown("text")
    )


def length_of(value: Any) -> int:
    """The length of a text, 1 for anything else."""
    return len(value) if isinstance(value, str) else 1


@bind("builtins.bytes.decode")
def decode(at: At, self: Any, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    try:
        return self.decode("utf-8")
    except UnicodeDecodeError:
        return Unknown("text")


@bind("builtins.int.bit_length")
def bit_length(at: At, self: Any) -> Any:
    return self.bit_length() if isinstance(self, int) else Unknown("a number")


@bind("builtins.float.is_integer")
def is_integer(at: At, self: Any) -> Any:
    return self.is_integer()
