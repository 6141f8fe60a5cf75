"""Recurrent layers: one cell applied along time.

torch's layer may stack several cells and gives the sequence and the last states; Keras' has one cell and
gives what it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating, weighted
from footgun.ops.window import alike, positive
from footgun.sizes import DType, Shape, Size, at_least, name, product, same, show

GATES = {"rnn": 1, "lstm": 4, "gru": 3}

# More layers than this are listed as one block of weights.
MAX_LAYERS = 64


class Recurrent(Op):
    """torch's RNN, LSTM and GRU: sequence, last hidden state and, for an LSTM, last cell state."""

    mixes = True
    own_type = True

    cell: str  # "rnn" | "lstm" | "gru"
    inp: Size
    hidden: Size
    layers: Size = 1
    bias: bool = True
    batch_first: bool = False
    bidirectional: bool = False
    proj: Size = 0

    @property
    def directions(self) -> int:
        """2 when the sequence is also read from its end."""
        return 2 if self.bidirectional else 1

    @property
    def width(self) -> Size:
        """Features that one direction gives: the projection's if there is one."""
        plain = same(self.proj, 0)
        return name("width") if plain is None else self.hidden if plain else self.proj

    def infer(self, check: Check, *inputs: Shape | None) -> tuple[Shape, ...]:
        """Time and batch stay; without a batch axis the input has rank 2."""
        shape = inputs[0] if inputs else None
        if shape is None:
            t, n = check.fresh("t"), check.fresh("n")
            shape = (n, t, self.inp) if self.batch_first else (t, n, self.inp)
        elif len(shape) not in (2, 3):
            check.fail("rank", expected=(2, 3), got=shape)
            t, n = check.fresh("t"), check.fresh("n")
            if shape and self.batch_first:
                n = shape[0]
            shape = (n, t, self.inp) if self.batch_first else (t, n, self.inp)
        else:
            right = same(shape[-1], self.inp)
            check.require(right, "features", expected=self.inp, got=shape[-1], axis=len(shape) - 1)
        batch = () if len(shape) == 2 else (shape[0] if self.batch_first else shape[1],)
        stack = self.directions * self.layers
        hidden: Shape = (stack, *batch, self.width)
        cell: Shape = (stack, *batch, self.hidden)
        _states(check, inputs[1:], ("hidden state", hidden), ("cell state", cell))
        output = (*shape[:-1], self.directions * self.width)
        return (output, hidden, cell) if self.cell == "lstm" else (output, hidden)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """The sequence is floating."""
        require_floating(check, dtypes[:1])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None

    def validate(self, check: Check) -> None:
        """A projection is for LSTMs only and must be smaller than the state."""
        positive(check, "input_size", self.inp, 0)
        positive(check, "hidden_size", self.hidden)
        positive(check, "num_layers", self.layers)
        positive(check, "proj_size", self.proj, 0)
        if same(self.proj, 0) is not False:
            return
        if self.cell != "lstm":
            detail = f"`proj_size` is for LSTMs, got {self.proj} for {self.cell.upper()}"
            check.fail("argument", argument="proj_size", got=self.proj, detail=detail)
        elif at_least(self.proj, self.hidden):
            detail = f"`proj_size` {self.proj} must be smaller than `hidden_size` {self.hidden}"
            check.fail("argument", argument="proj_size", expected=self.hidden, got=self.proj, detail=detail)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """For each layer and direction: from the input, from the state, two biases, the projection."""
        above = self.directions * self.width
        exact = isinstance(self.layers, int) and self.layers <= MAX_LAYERS
        for layer in range(self.layers if exact and isinstance(self.layers, int) else 1):
            yield from self._layer(f"l{layer}", above if layer else self.inp)
        if not exact:
            for label, shape in self._layer("l1+", above):
                yield label, (self.layers - 1, *shape)

    def _layer(self, label: str, inp: Size) -> Iterator[tuple[str, Shape]]:
        rows = GATES[self.cell] * self.hidden
        for suffix in ("", "_reverse")[: self.directions]:
            yield f"weight_ih_{label}{suffix}", (rows, inp)
            yield f"weight_hh_{label}{suffix}", (rows, self.width)
            if self.bias:
                yield f"bias_ih_{label}{suffix}", (rows,)
                yield f"bias_hh_{label}{suffix}", (rows,)
            if same(self.proj, 0) is not True:
                yield f"weight_hr_{label}{suffix}", (self.proj, self.hidden)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Every matrix once for each step of each example."""
        shape = inputs[0] if inputs else None
        return 0 if shape is None else _matrix_flops(self.weights(), shape[:-1])


def _matrix_flops(weights: Iterator[tuple[str, Shape]], steps: Shape) -> Size:
    matrices: Size = 0
    for label, shape in weights:
        if label.startswith("weight"):
            matrices = matrices + product(shape)
    return 2 * product(steps) * matrices


def _states(check: Check, given: tuple[Shape | None, ...], *wanted: tuple[str, Shape]) -> None:
    """Initial states must have exactly the shape of the last ones."""
    for got, (what, expected) in zip(given, wanted, strict=False):
        if got is None:
            continue
        if not alike(got, expected):
            detail = f"the {what} must be {show(expected)}, got {show(got)}"
            check.fail("argument", argument="hx", expected=expected, got=got, detail=detail)


class RecurrentCell(Op):
    """torch's RNNCell, LSTMCell and GRUCell: one step, giving the next state (and the next cell state)."""

    mixes = True
    own_type = True

    cell: str
    inp: Size
    hidden: Size
    bias: bool = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape, ...]:
        """A batch or a single example."""
        shape = inputs[0] if inputs else None
        if shape is None:
            shape = (check.fresh("n"), self.inp)
        elif len(shape) not in (1, 2):
            check.fail("rank", expected=(1, 2), got=shape)
            shape = (*(shape[:1] or (check.fresh("n"),)), self.inp)
        else:
            right = same(shape[-1], self.inp)
            check.require(right, "features", expected=self.inp, got=shape[-1], axis=len(shape) - 1)
        state = (*shape[:-1], self.hidden)
        _states(check, inputs[1:], ("hidden state", state), ("cell state", state))
        return (state, state) if self.cell == "lstm" else state

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """The sequence is floating."""
        require_floating(check, dtypes[:1])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None

    def validate(self, check: Check) -> None:
        """Negative sizes."""
        positive(check, "input_size", self.inp, 0)
        positive(check, "hidden_size", self.hidden, 0)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """From the input, from the state, two biases."""
        rows = GATES[self.cell] * self.hidden
        yield "weight_ih", (rows, self.inp)
        yield "weight_hh", (rows, self.hidden)
        if self.bias:
            yield "bias_ih", (rows,)
            yield "bias_hh", (rows,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Every matrix once for each example."""
        shape = inputs[0] if inputs else None
        return 0 if shape is None else _matrix_flops(self.weights(), shape[:-1])


class KerasRecurrent(Op):
    """Keras' SimpleRNN, LSTM and GRU over (batch, time, features)."""

    mixes = True

    cell: str
    units: Size
    sequences: bool = False
    state: bool = False
    bias: bool = True
    reset_after: bool = True  # a GRU with separate biases for input and state

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape, ...]:
        """The last output or all of them, then the states if asked for."""
        shape = inputs[0] if inputs else None
        if shape is None:
            shape = (check.fresh("n"), check.fresh("t"), check.fresh("f"))
        elif len(shape) != 3:
            check.fail("rank", expected=(3,), got=shape)
            shape = (shape[0] if shape else check.fresh("n"), check.fresh("t"), check.fresh("f"))
        last = (shape[0], self.units)
        output = (*shape[:2], self.units) if self.sequences else last
        if not self.state:
            return output
        return (output, last, last) if self.cell == "lstm" else (output, last)

    def validate(self, check: Check) -> None:
        """Keras wants at least one unit."""
        positive(check, "units", self.units)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """From the input, from the state, one bias (two for a GRU that resets after the product)."""
        shape = inputs[0] if inputs else None
        if not shape:
            return
        rows = GATES[self.cell] * self.units
        yield "weight_ih", (rows, shape[-1])
        yield "weight_hh", (rows, self.units)
        if self.bias:
            yield "bias", (2, rows) if self.cell == "gru" and self.reset_after else (rows,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Every matrix once for each step of each example."""
        shape = inputs[0] if inputs else None
        return 0 if shape is None else _matrix_flops(self.weights(*inputs), shape[:-1])
