"""numpy.random: generators with a seed of their own, and draws from a sequence."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import length, one_item
from footgun.source.numpy.arrays import dtype_of, made, shape_of, whole_number
from footgun.source.torch.create import keep_range
from footgun.source.values import List, Thing, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

GENERATOR = "numpy.random.Generator"
# Draws of floating numbers with so many settings before the size.
SETTINGS = {
    "random": 0, "random_sample": 0, "standard_normal": 0, "normal": 2, "uniform": 2, "beta": 2, "gamma": 2,
    "exponential": 1, "laplace": 2, "lognormal": 2, "standard_exponential": 0, "triangular": 3, "gumbel": 2,
}  # fmt: skip
WHOLE = {"binomial": 2, "poisson": 1, "geometric": 1}


@bind("numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.Generator")
def generator(at: At, seed: Any = None) -> Any:
    return Thing(GENERATOR, GENERATOR, at.span, drawn=[seed if isinstance(seed, int) else object(), 0])


@bind("numpy.random.seed", "numpy.random.set_state", f"{GENERATOR}.seed")
def seed(at: At, *args: Any, **kwargs: Any) -> None:
    """After the same seed come the same draws; a state may be one that was before."""
    given = args[0] if args else kwargs.get("seed")
    known = at.label == "seed" and at.receiver is None and isinstance(given, int)
    at.m.notes["drawn"] = [given if known else None, 0]


def order_of(at: At, source: Any) -> object:
    """What tells one random order from another; None where two may be the same."""
    own = source.facts.get("drawn") if isinstance(source, Thing) else None
    drawn = at.m.notes.setdefault("drawn", ["", 0]) if source is None else own
    at.m.event("order")
    if drawn is None or drawn[0] is None or at.m.maybe:
        return None
    drawn[1] += 1
    return drawn[0], drawn[1]


def drawn(at: At, size: Any, dtype: str | None) -> Any:
    """One number, or an array of them."""
    if size is None:
        return Unknown("a drawn number")
    return made(at, shape_of(at, size), dtype)


@bind(*(f"{GENERATOR}.{name}" for name in (*SETTINGS, *WHOLE)))
def method(at: At, self: Any, *args: Any, size: Any = None, **more: Any) -> Any:
    return sample(at, args, size, more)


@bind(
    *(
        f"numpy.random.{n}"
        for n in (*SETTINGS, *WHOLE)
        if n not in ("random", "random_sample", "normal", "uniform")
    )
)
def function(at: At, *args: Any, size: Any = None, **more: Any) -> Any:
    return sample(at, args, size, more)


def sample(at: At, args: tuple[Any, ...], size: Any, more: dict[str, Any]) -> Any:
    """Numbers of a distribution."""
    place = {**SETTINGS, **WHOLE}[at.label]
    kind = "float64" if at.label in SETTINGS else "int64"
    if "dtype" in more:
        kind = dtype_of(more["dtype"]) or kind
    return drawn(at, size if size is not None or len(args) <= place else args[place], kind)


@bind(f"{GENERATOR}.rand", f"{GENERATOR}.randn")
def rand(at: At, self: Any, *shape: Any) -> Any:
    return drawn(at, shape or None, "float64")


@bind(f"{GENERATOR}.integers", f"{GENERATOR}.randint")
def integers(
    at: At,
    self: Any,
    low: Any,
    high: Any = None,
    size: Any = None,
    dtype: Any = None,
    endpoint: Any = False,
) -> Any:
    value = drawn(at, size, "int64" if dtype is None else dtype_of(dtype))
    if isinstance(value, Value) and endpoint is False:
        keep_range(value, [0, low] if high is None else [low, high])
        value.facts["drawn"] = True
    if size is None:
        return whole_number(at, [low] if high is None else [low, high]) if endpoint is False else value
    return value


@bind(f"{GENERATOR}.permutation", "numpy.random.permutation")
def permutation(at: At, *args: Any) -> Any:
    source = args[-1] if args else Unknown("a sequence")
    order = order_of(at, at.receiver)
    if isinstance(source, Value):
        found = made(at, source.shape, source.dtype)
        source.facts["copied"] = True
        found.facts.update({"from": source, "shuffled": [(order, at.span, 0)]})
        return found
    count = source if is_size(source) else length(at.m, source)
    value = made(at, (count,), "int64")
    value.facts["order"] = order, at.span
    if isinstance(count, int) and count > 0:
        value.facts["range"] = (0, count - 1)
    return value


@bind("numpy.random.choice")
def choice(at: At, a: Any, size: Any = None, replace: Any = True, p: Any = None) -> Any:
    return chosen(at, a, size)


@bind(f"{GENERATOR}.choice")
def choose(
    at: At, self: Any, a: Any, size: Any = None, replace: Any = True, p: Any = None, **more: Any
) -> Any:
    return chosen(at, a, size)


def chosen(at: At, source: Any, size: Any) -> Any:
    """Some of the items of a sequence, or of the numbers up to one."""
    if size is None:
        if is_size(source):
            return at.m.names.fresh("i", 0, source - 1 if isinstance(source, int) else None)
        return one_item(at.m, source)
    shape = shape_of(at, size)
    if is_size(source):
        value = made(at, shape, "int64")
        keep_range(value, [0, source])
        return value
    if isinstance(source, Value):
        rest = () if source.shape is None else source.shape[1:]
        known = shape is not None and source.shape is not None
        return made(at, (*(shape or ()), *rest) if known else None, source.dtype)
    if isinstance(source, (List, tuple)) and source and all(is_size(item) for item in source):
        return made(at, shape, "int64")
    return made(at, shape, None)


@bind("numpy.random.shuffle", f"{GENERATOR}.shuffle")
def shuffle(at: At, *args: Any, **more: Any) -> None:
    """In place; what was made of the array before may be a view of it or a copy."""
    array = args[-1] if args else None
    at.m.notes["in place"] = at.node
    order = order_of(at, at.receiver)
    if isinstance(array, Value):
        when = len(at.m.program.events)
        mark = None if array.users or "copied" in array.facts else order
        array.facts.setdefault("shuffled", []).append((mark, at.span, when))
