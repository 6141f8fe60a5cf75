"""Attention: each query takes a weighted mean of values by how well their keys match.

Masks, where known, are the fourth input (queries by keys) and the fifth (which keys are padding).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating, weighted
from footgun.ops.window import alike, positive
from footgun.sizes import DType, Shape, Size, broadcast, divides, product, same, show


class MultiheadAttention(Op):
    """torch's layer over (query, key, value): the mix and the weights, averaged over the heads."""

    mixes = True
    attends = True
    own_type = True

    width: Size
    heads: Size
    kdim: Size | None = None
    vdim: Size | None = None
    batch_first: bool = False
    bias: bool = True
    bias_kv: bool = False
    zero_attention: bool = False
    average: bool = True
    gives_weights: bool = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape, ...]:
        """The mix, and the weights where they are wanted."""
        made = self.both(check, *inputs)
        return made if self.gives_weights else made[0]

    def both(self, check: Check, *inputs: Shape | None) -> tuple[Shape, Shape]:
        """Batched inputs have rank 3, single sequences rank 2."""
        query = inputs[0] if inputs else None
        if query is not None and len(query) not in (2, 3):
            check.fail("rank", expected=(2, 3), got=query)
            query = None
        rank = len(query) if query is not None else 3
        query = self._input(check, query, self.width, rank)
        n = self._batch(query)
        key = self._input(check, inputs[1] if len(inputs) > 1 else None, self._key, rank, n)
        value = self._input(check, inputs[2] if len(inputs) > 2 else None, self._value, rank, n)
        if not check.faults:
            self._agree(check, query, key, value)
        targets, sources = query[self._time(rank)], key[self._time(rank)]
        if not check.faults:
            self._masks(check, inputs[3:5], n, targets, sources)
        heads = () if self.average else (self.heads,)
        extra = int(self.bias_kv) + int(self.zero_attention)
        return (*query[:-1], self.width), (*n, *heads, targets, sources + extra)

    @property
    def _key(self) -> Size:
        return self.width if self.kdim is None else self.kdim

    @property
    def _value(self) -> Size:
        return self.width if self.vdim is None else self.vdim

    def _time(self, rank: int) -> int:
        return 1 if rank == 3 and self.batch_first else 0

    def _batch(self, shape: Shape) -> Shape:
        return () if len(shape) == 2 else (shape[0] if self.batch_first else shape[1],)

    def _input(self, check: Check, shape: Shape | None, features: Size, rank: int, n: Shape = ()) -> Shape:
        if shape is not None and len(shape) != rank:
            check.fail("rank", expected=(rank,), got=shape)
            shape = None
        if shape is None:
            t, batch = check.fresh("t"), n or (check.fresh("n"),)
            if rank == 2:
                return (t, features)
            return (*batch, t, features) if self.batch_first else (t, *batch, features)
        check.require(same(shape[-1], features), "features", expected=features, got=shape[-1], axis=rank - 1)
        return (*shape[:-1], features)

    def _agree(self, check: Check, query: Shape, key: Shape, value: Shape) -> None:
        """One batch size for all three, one length for keys and values."""
        rank, time = len(query), self._time(len(query))
        if rank == 3:
            axis = 1 - time
            if not check.require(
                same(query[axis], key[axis]), "matmul", expected=query, got=key, axis=axis, detail="batch"
            ):
                return
        for axis in range(rank - 1):
            if not check.require(
                same(key[axis], value[axis]), "matmul", expected=key, got=value, axis=axis, detail="length"
            ):
                return

    def _masks(
        self, check: Check, masks: tuple[Shape | None, ...], n: Shape, targets: Size, sources: Size
    ) -> None:
        mask, padding = (*masks, None, None)[:2]
        if mask is not None:
            full = (product(n) * self.heads, targets, sources)
            _like(check, "attn_mask", mask, full[1:] if len(mask) == 2 else full)
        if padding is not None:
            _like(check, "key_padding_mask", padding, (*n, sources))

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Query, key and value are floating; masks may be anything."""
        require_floating(check, dtypes[:3])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None

    def validate(self, check: Check) -> None:
        """The heads share the width."""
        positive(check, "embed_dim", self.width)
        positive(check, "num_heads", self.heads)
        if not check.faults and divides(self.heads, self.width) is False:
            detail = f"`num_heads` {self.heads} does not divide `embed_dim` {self.width}"
            check.fail("argument", argument="num_heads", expected=self.width, got=self.heads, detail=detail)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One packed projection where query, key and value are equally wide, else three."""
        width = self.width
        if same(self._key, width) and same(self._value, width):
            yield "in_proj_weight", (3 * width, width)
        else:
            yield "q_proj_weight", (width, width)
            yield "k_proj_weight", (width, self._key)
            yield "v_proj_weight", (width, self._value)
        if self.bias:
            yield "in_proj_bias", (3 * width,)
        yield "out_proj.weight", (width, width)
        if self.bias:
            yield "out_proj.bias", (width,)
        if self.bias_kv:
            yield "bias_k", (1, 1, width)
            yield "bias_v", (1, 1, width)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Four projections, and queries by keys twice."""
        query, key = (*inputs, None, None)[:2]
        if query is None or key is None or len(query) != len(key) or len(query) not in (2, 3):
            return 0
        rows, columns = product(query[:-1]), product(key[:-1])
        projections = self.width * (2 * rows * self.width + columns * (self._key + self._value))
        return 2 * (projections + 2 * rows * key[self._time(len(key))] * self.width)


def _like(check: Check, argument: str, got: Shape, expected: Shape) -> None:
    if not alike(got, expected):
        detail = f"`{argument}` must be {show(expected)}, got {show(got)}"
        check.fail("argument", argument=argument, expected=expected, got=got, detail=detail)


class KerasAttention(Op):
    """Keras' MultiHeadAttention over (query, value, key): heads of any size, projected to `out` or back."""

    mixes = True
    attends = True

    heads: Size
    key_dim: Size
    value_dim: Size | None = None
    out: Size | None = None
    bias: bool = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The query's shape, with `out` features if given."""
        query, value, key = (*inputs, None, None, None)[:3]
        known = [shape for shape in (query, value, key) if shape is not None]
        for shape in known:
            if len(shape) < 3:
                check.fail("rank", expected=(3,), got=shape)
        if query is None:
            query = (check.fresh("n"), check.fresh("t"), check.fresh("f"))
        if not check.faults and value is not None:
            self._agree(check, query, value, value if key is None else key)
        return query if self.out is None else (*query[:-1], self.out)

    def _agree(self, check: Check, query: Shape, value: Shape, key: Shape) -> None:
        if len(key) == len(value):
            for axis in range(1, len(key) - 1):
                right = same(key[axis], value[axis])
                if not check.require(right, "matmul", expected=key, got=value, axis=axis, detail="length"):
                    return
        if broadcast(query[:1], key[:1], check.names)[1] is not None:
            check.fail("matmul", expected=query, got=key, axis=0, detail="batch")

    @property
    def _value(self) -> Size:
        return self.key_dim if self.value_dim is None else self.value_dim

    def validate(self, check: Check) -> None:
        """All sizes at least 1."""
        positive(check, "num_heads", self.heads)
        positive(check, "key_dim", self.key_dim)
        if self.value_dim is not None:
            positive(check, "value_dim", self.value_dim)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Projections of query, key and value to all heads, and of the heads to the output."""
        query, value, key = (*inputs, None, None, None)[:3]
        if not query or not value:
            return
        width, values = self.heads * self.key_dim, self.heads * self._value
        out = query[-1] if self.out is None else self.out
        sizes = (
            ("query", width, query[-1]),
            ("key", width, (key or value)[-1]),
            ("value", values, value[-1]),
            ("output", out, values),
        )
        for name, rows, columns in sizes:
            yield f"{name}.weight", (rows, columns)
            if self.bias:
                yield f"{name}.bias", (rows,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Four projections, and queries by keys twice."""
        query, value, key = (*inputs, None, None, None)[:3]
        if not query or not value or output is None or len(value) < 2:
            return 0
        width, values = self.heads * self.key_dim, self.heads * self._value
        rows, columns = product(query[:-1]), product(value[:-1])
        projections = rows * (query[-1] * width + output[-1] * values)
        projections = projections + columns * ((key or value)[-1] * width + value[-1] * values)
        return 2 * (projections + rows * product(value[1:-1]) * (width + values))


class DotProductAttention(Op):
    """Attention without weights of its own: torch's scaled_dot_product_attention, Keras' Attention.

    Keras gives (query, value[, key]); the binding puts them in torch's order.
    """

    attends = True

    grouped: bool = False  # torch's enable_gqa: fewer heads for keys and values

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The queries' rows with the values' features."""
        query, key, value = (*inputs, None, None, None)[:3]
        for shape in (query, key, value):
            if shape is not None and len(shape) < 2:
                check.fail("rank", expected=(2,), got=shape)
                return query
        if query is None or value is None:
            return None
        if key is not None:
            check.require(same(query[-1], key[-1]), "matmul", expected=query, got=key, axis=len(query) - 1)
            check.require(same(key[-2], value[-2]), "matmul", expected=key, got=value, axis=len(key) - 2)
        lead = query[:-2]
        if self.grouped and key is not None and len(query) > 2 and len(key) > 2:
            right = divides(key[-3], query[-3])
            check.require(right, "matmul", expected=query, got=key, axis=len(query) - 3, detail="heads")
        for other in (key, value):
            if other is not None and not self.grouped:
                lead, conflict = broadcast(lead, other[:-2], check.names)
                if conflict is not None:
                    check.fail("matmul", expected=query, got=other, axis=0, detail="batch")
                    return (*query[:-1], value[-1])
        return (*lead, query[-2], value[-1])

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Queries by keys, then weights by values."""
        query, key = (*inputs, None, None)[:2]
        if query is None or key is None or output is None or len(query) < 2 or len(key) < 2:
            return 0
        return 2 * product(output[:-1]) * key[-2] * (query[-1] + output[-1])
