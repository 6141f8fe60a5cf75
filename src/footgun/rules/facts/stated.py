"""The shape that a Keras network states for its input, held against the data that it is given.

Which of the two is the mistake? The one that all data of the network disagrees with, or the one example that
lacks the axis of the batch. Data with as many numbers as are stated lacks a reshape, and is left alone.
"""

from __future__ import annotations

from footgun.changes import Around, Stated
from footgun.findings import Fix
from footgun.network import Network, Node, Program, Value
from footgun.ops.feed import Feed
from footgun.sizes import Shape, Size, product, same

MATRIX = 2


def restated(program: Program, node: Node) -> Fix | None:
    """State what the data has, or leave out the batch where it is stated too."""
    found = _stated_of(program, node)
    if found is None:
        return None
    network, value = found
    stated = (value.shape or ())[1:]
    data = {shape[1:] for shape in _data(program, network)}
    if not data and not isinstance(node.op, Feed) and len(stated) > 1:
        words = "leave the batch out of `input_shape`"
        return Fix(words, changes=(Stated(value.span, (), True),)) if value.span is not None else None
    if len(data) != 1 or value.span is None:
        return None
    (sizes,) = data
    known = sizes and all(isinstance(size, int) for size in sizes)
    if not known or sizes == stated or _reshaped(node, stated, sizes):
        return None
    texts = tuple("None" if size is None else str(size) for size in _kept(stated, sizes))
    title = f"state an input of ({', '.join(texts)}{',' if len(texts) == 1 else ''})"
    return Fix(title, changes=(Stated(value.span, texts, stated[1:] == sizes),))


def data_fix(program: Program, node: Node) -> Fix | None:
    """What to do about data that is not what the network takes."""
    if not isinstance(node.op, Feed):
        return None
    return _example_alone(program, node, node.op) or restated(program, node)


def _example_alone(program: Program, node: Node, op: Feed) -> Fix | None:
    """A batch of one for `predict`, which gets an example without that axis, or as a column."""
    value = node.inputs[0]
    taken, got = op.shape[1:], value.shape or ()
    given = next((use.arguments.get("x") for use in program.fits if use.span == node.span), None)
    if given is not value or "array" not in value.facts or not node.label.startswith("predict"):
        return None
    if got == taken:
        text, words = "[None]", "a batch of one: `x[None]`"
    elif got == (*taken, 1) and len(got) == MATRIX:
        text, words = ".T", "a row for the example: `x.T`"
    else:
        return None
    return Fix(words, changes=(Around(node.span, 0, "", text, "x"),))


def _stated_of(program: Program, node: Node) -> tuple[Network, Value] | None:
    """The network that a fault is about, and the input of it that code states."""
    if not isinstance(node.op, Feed):
        value = node.inputs[0] if node.inputs else None
        known = value is not None and value.made_by is None and value.origin == "Input"
        return (node.network, value) if known and value is not None and node.network is not None else None
    for use in program.fits:
        if use.span == node.span and use.network is not None:
            inputs = use.network.inputs
            if len(inputs) == 1 and inputs[0].origin == "Input" and inputs[0].shape == node.op.shape:
                return use.network, inputs[0]
    return None


def _data(program: Program, network: Network) -> list[Shape]:
    """The known shapes of what a network is trained on, or of all it is given where nothing trains it."""
    uses = [use for use in program.fits if use.network is network]
    trained = [use for use in uses if use.method.startswith(("fit", "train"))]
    batches = (use.batch for use in trained or uses)
    return [batch.shape for batch in batches if batch is not None and batch.shape]


def _reshaped(node: Node, stated: Shape, sizes: Shape) -> bool:
    """Whether the data has the numbers that are stated, on other axes."""
    if same(product(stated), product(sizes)) is False:
        return False
    ones = [size for size in stated if same(size, 1) is not True] == [size for size in sizes if size != 1]
    return isinstance(node.op, Feed) or not ones


def _kept(stated: Shape, sizes: Shape) -> list[Size | None]:
    """The sizes of the data, and None where the same axis is left open."""
    if len(stated) != len(sizes):
        return [*sizes]
    return [size if isinstance(old, int) else None for old, size in zip(stated, sizes, strict=True)]
