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
    """One number or text of a table that was read from a file."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("a cell of a table")


class Number(Cell):
    """One of several numbers, as a condition that is not known chooses it."""

    __slots__ = ("ends",)

    def __init__(self, *ends: float) -> None:
        super().__init__()
        self.reason = "one of several numbers"
        self.ends = min(ends), max(ends)

    @property
    def whole(self) -> bool:
        """Whether all of them are whole numbers; if some are, they become floating-point ones in an array."""
        return all(isinstance(end, int) for end in self.ends)


def one_of(a: Abstract, b: Abstract) -> Number | None:
    """A number that is one of two, or of those that they may be."""
    ends = [end for value in (a, b) for end in ends_of(value)]
    return Number(*ends) if len(ends) == 4 else None


def ends_of(value: Abstract) -> tuple[float, ...]:
    """The least and the largest it may be; nothing where it may be no number."""
    if isinstance(value, Number):
        return value.ends
    return (value, value) if type(value) in (int, float) else ()


class Logs(Unknown):
    """What Keras' `fit` gives back, and the dict in it; `metrics` are the names that `compile` was given."""

    __slots__ = ("metrics",)

    def __init__(self, metrics: list[Any]) -> None:
        super().__init__("the result of `fit`")
        self.metrics = metrics
