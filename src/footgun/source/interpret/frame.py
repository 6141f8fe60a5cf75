"""A frame: the names of one running function, class body or module, and where its code stands."""

from __future__ import annotations

from footgun.source.values import Class, Function, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Frame:
    """Names are looked up here, then in the enclosing functions, then in the module."""

    __slots__ = (
        "cell",
        "comprehension",
        "declared_global",
        "declared_nonlocal",
        "function",
        "globals",
        "locals",
        "outer",
        "owner",
        "receiver",
        "returns",
        "yields",
    )

    def __init__(
        self,
        globals: dict[str, Any],
        locals: dict[str, Any] | None = None,
        outer: Frame | None = None,
        function: Function | None = None,
        cell: int | None = None,
    ) -> None:
        self.globals = globals
        self.locals = globals if locals is None else locals
        self.outer = outer  # the enclosing function's frame, never a class body
        self.function = function
        self.cell = cell
        self.owner: Class | None = None
        self.receiver: Any = None
        self.returns: list[Any] = []
        self.yields: List | None = None  # what a generator gave so far
        self.comprehension = False  # the scope of a comprehension: `:=` binds outside of it
        self.declared_global: set[str] = set()
        self.declared_nonlocal: set[str] = set()

    @property
    def is_module(self) -> bool:
        """Whether this is the module's own frame."""
        return self.locals is self.globals
