"""Python's random: what is drawn is not known, but its kind and its bounds are."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of, one_item
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

NUMBERS = (
    "random",
    "uniform",
    "gauss",
    "normalvariate",
    "betavariate",
    "expovariate",
    "triangular",
    "lognormvariate",
)
MOST = 64  # drawn items that are told apart


@bind(*(f"random.{name}" for name in NUMBERS), *(f"random.Random.{name}" for name in NUMBERS))
def number(at: At, *args: Any, **named: Any) -> Any:
    return Unknown("a drawn number")


@bind("random.Random", "random.SystemRandom")
def generator(at: At, seed: Any = None) -> Any:
    return Thing("random.Random", "random.Random", at.span)


@bind("random.seed", "random.shuffle", "random.setstate", "random.Random.seed", "random.Random.shuffle")
def nothing(at: At, *args: Any, **more: Any) -> None:
    if at.label == "shuffle":
        at.m.notes["in place"] = at.node


def between(at: At, low: Any, high: Any) -> Any:
    """A whole number, both ends among them."""
    known = isinstance(low, int) and isinstance(high, int) and low <= high
    return (
        at.m.names.fresh("i", low, high)
        if known
        else at.m.names.fresh("i", low if isinstance(low, int) else None)
    )


@bind("random.randint")
def randint(at: At, a: Any, b: Any) -> Any:
    return between(at, a, b)


@bind("random.Random.randint")
def own_randint(at: At, self: Any, a: Any, b: Any) -> Any:
    return between(at, a, b)


@bind("random.randrange")
def randrange(at: At, start: Any, stop: Any = None, step: Any = 1) -> Any:
    low, high = (0, start) if stop is None else (start, stop)
    return between(at, low, high - 1 if isinstance(high, int) else None)


@bind("random.choice", "random.Random.choice")
def choice(at: At, *args: Any, seq: Any = None) -> Any:
    args = args or (seq,)
    items = items_of(at.m, args[-1])
    if items and all(
        type(item) is type(items[0]) and isinstance(item, (int, float, str, bool)) for item in items
    ):
        return items[0] if len(set(items)) == 1 else Unknown("a drawn item")
    return one_item(at.m, args[-1])


@bind("random.sample", "random.choices", "random.Random.sample", "random.Random.choices")
def sample(at: At, *args: Any, k: Any = None, weights: Any = None, **more: Any) -> Any:
    rest = args[1:] if at.receiver is not None else args
    population = rest[0] if rest else more.get("population")
    plain = at.label == "sample"
    count = k if k is not None else rest[1] if plain and len(rest) > 1 else 1
    item = one_item(at.m, population)
    if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MOST:
        return List([item] * count)
    return List([item], True)
