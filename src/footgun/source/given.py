"""Values that are not known in number or kind: arguments, layers, keywords, files; what `fit` returns."""

from __future__ import annotations

from footgun.source.values import Dict, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.values import Abstract


class Gap(Unknown):
    """Arguments or layers of unknown number, like the `samples` just before; no place after them is known."""

    __slots__ = ("samples",)

    def __init__(self, reason: str, samples: int) -> None:
        super().__init__(reason)
        self.samples = samples


class Rest(Dict):
    """The `**kwargs` of code that nobody calls: whatever it needs may be in them."""

    __slots__ = ()


class Option(Unknown):
    """A text of the command line, which the user chooses; what it is when nobody does."""

    __slots__ = ("default", "name")

    def __init__(self, name: str, default: str) -> None:
        super().__init__(f"`{name}` of the command line")
        self.default = default
        self.name = name


def usual(value: Any) -> Any:
    """A value, or what an option is when nobody gives it."""
    return value.default if isinstance(value, Option) else value


class Stored(Unknown):
    """An array as it lies in a file: nobody knows its size, but nothing was done to it."""

    __slots__ = ()


class Cell(Unknown):
    """One number or text, as a table read from a file holds it; `dtype`: of an array of it, if known."""

    __slots__ = ("dtype",)

    def __init__(self, reason: str = "a cell of a table", dtype: str | None = None) -> None:
        super().__init__(reason)
        self.dtype = dtype


class Number(Cell):
    """One of several numbers, which an unknown condition chooses; `ends`: the least and the largest."""

    __slots__ = ("ends",)

    def __init__(self, dtype: str, ends: tuple[float, float]) -> None:
        super().__init__("one of several numbers", dtype)
        self.ends = ends


def one_of(a: Abstract, b: Abstract) -> Number | None:
    """A number that is one of two; None where one of them may be something else."""
    first, second = as_number(a), as_number(b)
    if first is None or second is None:
        return None
    ends = min(first.ends[0], second.ends[0]), max(first.ends[1], second.ends[1])
    return Number("int64" if first.dtype == second.dtype == "int64" else "float32", ends)


def as_number(value: Abstract) -> Number | None:
    """What is known of a number, one of several or a certain one."""
    if isinstance(value, Number):
        return value
    kind = {int: "int64", float: "float32"}.get(type(value))
    return None if kind is None else Number(kind, (value, value))


class Logs(Unknown):
    """What Keras' `fit` gives back, and the dict in it; `metrics` are the names that `compile` was given."""

    __slots__ = ("metrics",)

    def __init__(self, metrics: list[Any]) -> None:
        super().__init__("the result of `fit`")
        self.metrics = metrics
