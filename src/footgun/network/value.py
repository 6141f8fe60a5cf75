"""Values flow between nodes: a tensor's shape and dtype, who made it, who uses it."""

from __future__ import annotations

from footgun.findings import Span
from footgun.ops.base import Fault
from footgun.sizes import DType, Shape, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.network.node import Node


class Value:
    """One tensor. `shape` is None where even the rank is unknown."""

    __slots__ = ("assumed", "dtype", "facts", "made_by", "name", "origin", "shape", "span", "users")

    def __init__(
        self,
        shape: Shape | None,
        dtype: DType | None = None,
        made_by: Node | None = None,
        span: Span | None = None,
        origin: str = "",
        assumed: Fault | None = None,
        name: str = "",
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.made_by = made_by
        self.span = span
        # Where an input's shape comes from: "call", "Input", "comment", "--input", "dataset", ... or "".
        self.origin = origin
        # The fault after which this shape was repaired: faults further on may be echoes of it.
        self.assumed = assumed
        self.name = name
        self.users: list[Node] = []
        # Further facts by name: "range", "classes", "labels" ("index" | "one-hot"), "parameter", ...
        self.facts: dict[str, Any] = {}

    @property
    def rank(self) -> int | None:
        """Number of dimensions, None if unknown."""
        return None if self.shape is None else len(self.shape)

    def __repr__(self) -> str:
        return f"Value({'?' if self.shape is None else show(self.shape)}, {self.dtype or '?'})"
