"""keras.layers: one recurrent cell along time, and cells on their own."""

from __future__ import annotations

from footgun.ops.linear import Identity
from footgun.ops.recurrent import KerasRecurrent
from footgun.source.bindings import SIGNATURES, Handler, bind, bind_texts
from footgun.source.interpret.iteration import items_of
from footgun.source.keras._common import call_keras, call_lost, finish, keras_layer, tensors_of
from footgun.source.keras._legacy import RECURRENT, renamed
from footgun.source.values import LayerObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def recurrent(at: At, cell: str, given: dict[str, Any]) -> LayerObject:
    """A layer over (batch, time, features); its activations are inside the cell."""
    op = KerasRecurrent(
        cell,
        at.size(given["units"], "f", "units"),
        at.flag(given["return_sequences"], False),
        at.flag(given["return_state"], False),
        at.flag(given.get("use_bias", True), True),
        at.flag(given.get("reset_after", True), True),
    )
    known = {k: v for k, v in given.items() if k != "activation"}
    return keras_layer(at, op, known, call_recurrent, natural="sequence")


def call_recurrent(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """Initial states, a second argument or the rest of a list, leave the shape as it is."""
    return call_keras(at, holder, tensors_of(inputs, kwargs)[0])


@bind("keras.layers.SimpleRNN")
@renamed(RECURRENT)
def simple_rnn(
    at: At,
    units: Any,
    activation: Any = "tanh",
    use_bias: Any = True,
    kernel_initializer: Any = "glorot_uniform",
    recurrent_initializer: Any = "orthogonal",
    bias_initializer: Any = "zeros",
    kernel_regularizer: Any = None,
    recurrent_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    recurrent_constraint: Any = None,
    bias_constraint: Any = None,
    dropout: Any = 0.0,
    recurrent_dropout: Any = 0.0,
    return_sequences: Any = False,
    return_state: Any = False,
    go_backwards: Any = False,
    stateful: Any = False,
    unroll: Any = False,
    seed: Any = None,
    **kwargs: Any,
) -> Any:
    return recurrent(at, "rnn", locals())


@bind("keras.layers.LSTM", "keras.layers.CuDNNLSTM")
@renamed(RECURRENT)
def lstm(
    at: At,
    units: Any,
    activation: Any = "tanh",
    recurrent_activation: Any = "sigmoid",
    use_bias: Any = True,
    kernel_initializer: Any = "glorot_uniform",
    recurrent_initializer: Any = "orthogonal",
    bias_initializer: Any = "zeros",
    unit_forget_bias: Any = True,
    kernel_regularizer: Any = None,
    recurrent_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    recurrent_constraint: Any = None,
    bias_constraint: Any = None,
    dropout: Any = 0.0,
    recurrent_dropout: Any = 0.0,
    seed: Any = None,
    return_sequences: Any = False,
    return_state: Any = False,
    go_backwards: Any = False,
    stateful: Any = False,
    unroll: Any = False,
    use_cudnn: Any = "auto",
    **kwargs: Any,
) -> Any:
    return recurrent(at, "lstm", locals())


@bind("keras.layers.GRU", "keras.layers.CuDNNGRU")
@renamed(RECURRENT)
def gru(
    at: At,
    units: Any,
    activation: Any = "tanh",
    recurrent_activation: Any = "sigmoid",
    use_bias: Any = True,
    kernel_initializer: Any = "glorot_uniform",
    recurrent_initializer: Any = "orthogonal",
    bias_initializer: Any = "zeros",
    kernel_regularizer: Any = None,
    recurrent_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    recurrent_constraint: Any = None,
    bias_constraint: Any = None,
    dropout: Any = 0.0,
    recurrent_dropout: Any = 0.0,
    seed: Any = None,
    return_sequences: Any = False,
    return_state: Any = False,
    go_backwards: Any = False,
    stateful: Any = False,
    unroll: Any = False,
    reset_after: Any = True,
    use_cudnn: Any = "auto",
    **kwargs: Any,
) -> Any:
    return recurrent(at, "gru", locals())


CELLS = {"SimpleRNNCell": "rnn", "LSTMCell": "lstm", "GRUCell": "gru"}


SHARED_BY_CELLS = (
    "use_bias= kernel_initializer= recurrent_initializer= bias_initializer= + kernel_regularizer= "
    "recurrent_regularizer= bias_regularizer= kernel_constraint= recurrent_constraint= bias_constraint= "
    "dropout= recurrent_dropout= "
)
CELL_TEXTS = {
    "SimpleRNNCell": "units activation= " + SHARED_BY_CELLS.replace("+ ", "") + "seed= **",
    "LSTMCell": "units activation= recurrent_activation= "
    + SHARED_BY_CELLS.replace("+", "unit_forget_bias=")
    + "seed= **",
    "GRUCell": "units activation= recurrent_activation= "
    + SHARED_BY_CELLS.replace("+ ", "")
    + "reset_after= seed= **",
}


def cell(name: str) -> Handler:
    """One step of a recurrent layer; mostly given to `RNN`."""

    def handler(at: At, *args: Any, **kwargs: Any) -> Any:
        given = {**dict(zip(SIGNATURES[handler].positional, args, strict=False)), **kwargs}
        op = KerasRecurrent(
            CELLS[name],
            at.size(given["units"], "f", "units"),
            bias=at.flag(given.get("use_bias", True), True),
            reset_after=at.flag(given.get("reset_after", True), True),
        )
        extra = {n: v for n, v in kwargs.items() if n not in SIGNATURES[handler].positional}
        return keras_layer(at, op, {"kwargs": extra}, call_lost)

    return handler


bind_texts(CELL_TEXTS, cell, "keras.layers")


@bind("keras.layers.StackedRNNCells")
def stacked_cells(at: At, cells: Any, **kwargs: Any) -> Any:
    holder = keras_layer(at, Identity(), {}, call_lost)
    holder.attributes["__cells__"] = items_of(at.m, cells)
    return holder


@bind("keras.layers.RNN")
def rnn(
    at: At,
    cell: Any,
    return_sequences: Any = False,
    return_state: Any = False,
    go_backwards: Any = False,
    stateful: Any = False,
    unroll: Any = False,
    zero_output_for_mask: Any = False,
    **kwargs: Any,
) -> Any:
    """Several cells are as many layers, of which only the last may give its last output alone."""
    held = cell.attributes.get("__cells__") if isinstance(cell, LayerObject) else None
    cells = held or items_of(at.m, cell) or [cell]
    holder = keras_layer(at, Identity(), {"kwargs": kwargs}, call_rnn, natural="sequence")
    ops = [c.layer.op if isinstance(c, LayerObject) else None for c in cells]
    last = (at.flag(return_sequences, False), at.flag(return_state, False))
    if all(isinstance(op, KerasRecurrent) for op in ops):
        for i, one in enumerate(cells):
            sequences, state = last if i == len(cells) - 1 else (True, False)
            one.layer.op = one.layer.op.replace(sequences=sequences, state=state)
        holder.attributes["__cells__"] = cells
    return holder


def call_rnn(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """Run the cells one after the other; a cell of the checked code is not followed."""
    cells = holder.attributes.get("__cells__")
    value = tensors_of(inputs, kwargs)[0]
    if cells is None:
        at.unknown("a recurrent cell of one's own")
        return call_lost(at, holder, value)
    for one in cells:
        value = at.apply(one.layer.op, value, label=one.layer.label, layer=one.layer, dtype="float32")
    return finish(at, holder, value)
