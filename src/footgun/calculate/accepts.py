"""Which input sizes a network accepts, told by its own numbers.

A dense layer after a flatten fixes the map, and so the image; skip connections want sizes that halve evenly;
windows want enough to slide over. Where an equation says it, the answer is exact; elsewhere sizes are tried
one by one, and what repeats over whole periods of the strides is taken to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import lcm

from footgun.calculate.replay import Exhausted, Replay
from footgun.calculate.sizesets import Sizes, collected, continued
from footgun.network import Network, Node
from footgun.ops.activation import Activation, PReLU, Softmax
from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.ops.dropout import Dropout
from footgun.ops.elementwise import Binary, Merge, Unary
from footgun.ops.join import Concat
from footgun.ops.linear import Identity, Linear
from footgun.ops.normalisation import BatchNorm, GroupNorm, InstanceNorm
from footgun.ops.pooling import AdaptivePool, GlobalPool, Pool
from footgun.ops.reduction import Reduce
from footgun.ops.reshape import Flatten, KerasFlatten
from footgun.records import NamedTuple
from footgun.sizes import Expr, Shape, Size, name, names_in, product, same, solve, substitute
from footgun.sizes.terms import Floor, Terms

# Sizes tried one by one where no equation gives them.
BOUND = 256
# The first accepted size is looked for so far: beyond are no usual images.
FAR = 1024
# A pattern of sizes that repeats more slowly is not looked for.
MAX_PERIOD = 256
SOME_CHANNELS = 3
# Signals have thousands of samples; a rectangle's side is looked for so far.
SIDES = 512


# What takes every map that is larger than one it takes, and gives no smaller one for it. A dense layer asks
# for one number of features, but then there is an equation.
_GROWING = (
    Activation, AdaptivePool, BatchNorm, Conv, ConvTranspose, Dropout, Flatten, GlobalPool, GroupNorm,
    Identity, InstanceNorm, KerasFlatten, Linear, Pool, PReLU, Reduce, SeparableConv, Softmax, Unary,
)  # fmt: skip
_MEETINGS = (Binary, Concat, Merge)
# A size and the numbers that it may be.
Equation = tuple[Size, tuple[int, ...]]


class Accepted(NamedTuple):
    """The accepted sizes of the free axes.

    `each`: one set for each axis, where every combination is accepted. Otherwise `square` are those with all
    sides alike, and `blocks`, where asked for, all that solve one equation: pairs of sets that go together.
    """

    axes: tuple[str, ...]
    each: tuple[Sizes, ...] | None
    square: Sizes
    blocks: tuple[tuple[Sizes, ...], ...]
    bound: int | None  # sizes were tried so far; None where an equation gave them all
    guarded: bool  # the code itself may refuse some of them
    fits: Callable[..., bool | None]  # the question itself: one size for each axis
    shape: Shape  # of the input, with the names of the axes in it

    @property
    def empty(self) -> bool:
        """Whether no size is accepted, of those that were looked for."""
        return self.square.empty and not self.blocks


def free(network: Network) -> Network | None:
    """The network on an input of no fixed size: itself where its input has names, else traced once more."""
    if len(network.inputs) == 1:
        shape = network.inputs[0].shape
        if network.framework == "keras" and shape and any(isinstance(size, Expr) for size in shape[1:]):
            return network
    return network.free() if network.free is not None else None


def unsized(network: Network) -> bool:
    """Whether nothing in the text gives the size of a network's only input."""
    if len(network.inputs) != 1 or not network.nodes:
        return False
    shape = network.inputs[0].shape
    return shape is None or any(isinstance(size, Expr) for size in shape[1:])


def accepted(network: Network, rectangles: bool = False) -> Accepted | None:
    """The accepted sizes of a network, None where they cannot be told; `rectangles` looks for all of them."""
    found = free(network)
    if found is None or len(found.inputs) != 1 or not found.nodes:
        return None
    try:
        return accepted_by(found, rectangles)
    except Exhausted:
        return None


def accepted_by(network: Network, rectangles: bool = False) -> Accepted | None:
    """The same for a network whose only input has names for sizes."""
    posed = _posed(network)
    if posed is None:
        return None
    replay, axes, fixed = posed

    def fits(*sizes: int) -> bool | None:
        return replay.fits({**fixed, **dict(zip(axes, sizes, strict=True))})

    wrong = next((node for node in network.nodes if node.faults and not node.perhaps), None)
    if wrong is not None:  # for every size, if all is known that leads to it
        before = network.nodes[: network.nodes.index(wrong) + 1]
        if any(value.shape is None for node in before for value in node.inputs):
            return None
        return Accepted(axes, None, Sizes(), (), None, network.guarded, fits, network.inputs[0].shape or ())

    return _solved(network, replay, axes, fixed, fits, rectangles)


def takes(network: Network, shape: Shape) -> bool | None:
    """Whether a network takes an input of this shape: one run of it, where `accepted` needs hundreds."""
    found = free(network)
    posed = _posed(found) if found is not None and len(found.inputs) == 1 and found.nodes else None
    if found is None or posed is None:
        return None
    replay, axes, fixed = posed
    own = found.inputs[0].shape or ()
    sizes = {
        str(s): size for s, size in zip(own, shape, strict=False) if str(s) in axes and isinstance(size, int)
    }
    if len(own) != len(shape) or len(sizes) < len(axes):
        return None
    try:
        return replay.fits({**fixed, **sizes})
    except Exhausted:
        return None


def _posed(network: Network) -> tuple[Replay, tuple[str, ...], dict[str, int]] | None:
    """A network to be run over sizes: the axes whose sizes are asked for, and what its channels must be."""
    shape = network.inputs[0].shape
    if not shape or not all(isinstance(s, int) or s == name(str(s)) for s in shape):
        return None
    replay = Replay(network)
    axes = replay.axes
    if not axes or len(set(axes)) < len(axes) or len(axes) > 3:
        return None
    fixed = _fixed_channels(network, replay)
    axes = tuple(axis for axis in axes if axis not in fixed)
    return (replay, axes, fixed) if axes else None


def _fixed_channels(network: Network, replay: Replay) -> dict[str, int]:
    """Channels that a layer further on asks for; some number where none does."""
    shape = network.inputs[0].shape or ()
    channels = shape[-1 if network.framework == "keras" else 1] if len(shape) > 3 else None
    if not isinstance(channels, Expr):
        return {}
    text = str(channels)
    for _, expected, got in replay.questions:
        left, right = _whole(got), _whole(expected)
        if isinstance(left, Expr) and isinstance(right, int) and names_in(left) == (text,):
            found = solve(left, right)
            if found:
                return {text: found[0]}
    return {text: SOME_CHANNELS}


def _solved(
    network: Network,
    replay: Replay,
    axes: tuple[str, ...],
    fixed: dict[str, int],
    fits: Callable[..., bool | None],
    rectangles: bool,
) -> Accepted | None:
    count = len(axes)
    equations = list(_equations(network, replay, axes, fixed))
    answers: dict[int, bool | None] = {}

    def square_fits(size: int) -> bool:
        if size not in answers:
            answers[size] = fits(*(size,) * count)
            if answers[size] is None:
                raise Exhausted
        return answers[size] is True

    square, bound = _alike(network, equations, axes, square_fits)
    solved = bound is None and any(_names(left, axes) > 1 for left, _ in equations)
    each: tuple[Sizes, ...] | None = None if solved else (square,) * count
    if each is not None and not _independent(square, each, fits):
        each = _each(network, equations, axes, square, fits)
    blocks = tuple(_rectangles(equations, axes, fits)) if rectangles and solved and count == 2 else ()
    return Accepted(axes, each, square, blocks, bound, network.guarded, fits, network.inputs[0].shape or ())


def _alike(
    network: Network, equations: list[Equation], axes: tuple[str, ...], fits: Callable[[int], bool]
) -> tuple[Sizes, int | None]:
    """The accepted sizes where these axes are alike, and how far they were tried."""
    side = name("side")
    for left, numbers in equations:
        if set(names_in(left)) <= set(axes):
            whole = substitute(left, dict.fromkeys(axes, side))
            found = [solve(whole, number) for number in numbers]
            if all(sizes is not None and len(sizes) <= FAR for sizes in found):
                return collected(size for sizes in found for size in sizes or () if fits(size)), None
    if not equations and _only_windows(network):
        least = _least(fits)
        return (Sizes(), FAR) if least is None else (Sizes((), least, 1, (0,)), None)
    period = _period(network)
    first = next((size for size in range(1, FAR + 1) if fits(size)), None)
    if first is None:
        return Sizes(), FAR
    bound = max(BOUND, 2 * first, first + 3 * period)
    return continued(fits, period, bound), bound


def _only_windows(network: Network) -> bool:
    """Whether all that a network asks of its input is to be large enough."""
    for node in network.nodes:
        shapes = {value.shape for value in node.inputs}
        if None in shapes or (len(shapes) > 1 and not _alike_but_for_channels(node)):
            return False
        if len(shapes) == 1 and not isinstance(node.op, _GROWING) and not isinstance(node.op, _MEETINGS):
            return False
    return True


def _alike_but_for_channels(node: Node) -> bool:
    """Whether tensors of one size are joined along another axis."""
    shapes = [value.shape or () for value in node.inputs]
    axis = node.op.axis if isinstance(node.op, Concat) else None
    if axis is None or len(set(map(len, shapes))) > 1:
        return False
    return len({(*shape[: axis % len(shape)], *shape[axis % len(shape) + 1 :]) for shape in shapes}) == 1


def _least(fits: Callable[[int], bool]) -> int | None:
    """The smallest size of a network that takes all larger ones."""
    high = next((size for power in range(11) if fits(size := 1 << power)), None)
    if high is None:
        return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


def _each(
    network: Network,
    equations: list[Equation],
    axes: tuple[str, ...],
    square: Sizes,
    fits: Callable[..., bool | None],
) -> tuple[Sizes, ...] | None:
    """The set of each axis, the others being kept at a size that is accepted."""
    some = _samples(square)
    if not some:
        return None
    found: list[Sizes] = []
    for place, axis in enumerate(axes):
        sizes = [some[0]] * len(axes)

        def fits_here(size: int, place: int = place, sizes: list[int] = sizes) -> bool:
            return fits(*sizes[:place], size, *sizes[place + 1 :]) is True

        found.append(_alike(network, equations, (axis,), fits_here)[0])
    return tuple(found) if _independent(square, tuple(found), fits) else None


def _independent(square: Sizes, each: tuple[Sizes, ...], fits: Callable[..., bool | None]) -> bool:
    """Whether every combination of the axes' own sizes is accepted, and no other: tried on some."""
    if len(each) < 2:
        return True
    some = _samples(square)
    if not some:
        return False
    for place, sizes in enumerate(each):
        inside = _samples(sizes)
        tried = {*inside, *(size + step for size in inside for step in (-1, 1)), *_samples(each[place - 1])}
        for a in some:
            for b in sorted(tried):
                whole = [a] * len(each)
                whole[place] = b
                if b > 0 and fits(*whole) is not (b in sizes):
                    return False
    return True


def _samples(sizes: Sizes) -> list[int]:
    """So few that all their combinations can be tried."""
    found = sizes.some()
    return found[:2] + found[2:][-3:]


def _names(size: Size | None, axes: tuple[str, ...]) -> int:
    """How many of the axes a size depends on."""
    return len(set(names_in(size)) & set(axes)) if isinstance(size, Expr) else 0


def _equations(
    network: Network, replay: Replay, axes: tuple[str, ...], fixed: dict[str, int]
) -> Iterator[Equation]:
    """What must be equal, in the names of the axes alone."""
    env = {**replay.batch, **fixed}
    pairs: list[tuple[object, object, bool]] = [
        (got, expected, False) for kind, expected, got in replay.questions if kind in ("features", "elements")
    ]
    pairs += [pair for node in network.nodes if len(node.inputs) == 2 for pair in _joined(node)]
    for got, expected, stretches in pairs:
        left, right = _whole(got), _whole(expected)
        if left is None or right is None:
            continue
        left, right = substitute(left, env), substitute(right, env)
        gap = left - right
        if isinstance(gap, Expr) and set(names_in(gap)) <= set(axes) and same(gap, 0) is None:
            yield (left, (right, 1)) if stretches and isinstance(right, int) else (gap, (0,))


def _joined(node: Node) -> Iterator[tuple[object, object, bool]]:
    """The axes of two tensors that are combined, of which only one is a number: positions of an embedding."""
    first, second = (value.shape or () for value in node.inputs)
    if isinstance(node.op, (Binary, Merge)) and len(first) == len(second):
        for a, b in zip(first, second, strict=True):
            if isinstance(a, int) != isinstance(b, int) and 1 not in (a, b):
                yield (b, a, True) if isinstance(a, int) else (a, b, True)


def _whole(fact: object) -> Size | None:
    """A size, or the elements of a shape without holes."""
    if isinstance(fact, tuple):
        return None if any(size == -1 for size in fact) else product(fact)
    return fact if isinstance(fact, (int, Expr)) else None


def _rectangles(
    equations: list[Equation], axes: tuple[str, ...], fits: Callable[..., bool | None]
) -> Iterator[tuple[Sizes, Sizes]]:
    """Pairs of unequal sides that solve the equation, as blocks: heights that go with the same widths."""
    if not equations:
        return
    left, (right, *_) = equations[0]
    blocks: dict[Sizes, list[int]] = {}
    for height in range(1, SIDES + 1):
        rest = substitute(left, {axes[0]: height})
        found = solve(rest, right) if isinstance(rest, Expr) else None
        if found is None or not 0 < len(found) <= FAR:
            continue
        widths = collected(found)
        blocks.setdefault(widths, []).append(height)
    for widths, heights in blocks.items():
        held = [h for h in heights if fits(h, widths.ranges[0][0])]
        if held:
            yield collected(held), widths


def _period(network: Network) -> int:
    """After how many sizes the remainders of all divisions repeat."""
    found = 1
    for node in network.nodes:
        for value in node.outputs:
            for size in value.shape or ():
                if isinstance(size, Expr):
                    found = lcm(found, _divisors(size.terms))
                    if found > MAX_PERIOD:
                        return MAX_PERIOD
    return found


def _divisors(terms: Terms) -> int:
    found = 1
    for mono in terms:
        for atom in mono:
            if isinstance(atom, Floor):
                den = atom.den.get((), 1) if len(atom.den) == 1 else 1
                found = lcm(found, den * _divisors(atom.num))
    return found
