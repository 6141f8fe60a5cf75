"""Attention whose query heads share fewer heads of keys and values."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, divides, same


class GroupedAttention(Op):
    """(n, t, f), (n, s, f) -> (n, t, f), through `heads` of `width` numbers for the queries."""

    mixes = True
    attends = True
    heads: Size
    groups: Size
    width: Size
    bias: bool = True
    gate: bool = False

    def validate(self, check: Check) -> None:
        """Every group serves as many heads."""
        if divides(self.groups, self.heads) is False:
            detail = f"{self.heads} query heads cannot share {self.groups} heads of keys and values"
            check.fail("argument", argument="num_query_heads", detail=detail)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As the queries are."""
        x = inputs[0] if inputs else None
        for shape in inputs:
            if shape is not None and len(shape) != 3:
                check.fail("rank", expected=(3,), got=shape)
                return x if x is not None and len(x) == 3 else None
        if len(inputs) > 1 and x is not None and inputs[1] is not None:
            check.require(same(x[0], inputs[1][0]), "broadcast", expected=x, got=inputs[1], detail="batch")
            check.require(same(x[2], inputs[1][2]), "features", expected=x[2], got=inputs[1][2], axis=2)
        return x

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Query, key, value, gate and output projections."""
        if not inputs or inputs[0] is None:
            return
        query = inputs[0][-1]
        value = (inputs[1] if len(inputs) > 1 else None) or inputs[0]
        key = (inputs[2] if len(inputs) > 2 else None) or value
        rows = [
            ("query", query, self.heads),
            ("key", key[-1], self.groups),
            ("value", value[-1], self.groups),
        ]
        if self.gate:
            rows.append(("gate", query, self.heads))
        for name, features, heads in rows:
            yield f"{name}.kernel", (features, heads, self.width)
            if self.bias:
                yield f"{name}.bias", (heads, self.width)
        yield "output.kernel", (self.heads, self.width, query)
        if self.bias:
            yield "output.bias", (query,)
