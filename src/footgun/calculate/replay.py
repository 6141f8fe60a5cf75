"""A network run again on numbers: every op infers its shapes anew, and the first fault refuses the sizes.

What the ops say of numbers is compared with the frameworks by tests, so the answer is exact wherever the text
of the network is known; where it is not, the answer is None.
"""

from __future__ import annotations

from collections.abc import Mapping

from footgun.network import Network, Node, Value
from footgun.ops.activation import Activation
from footgun.ops.base import Check, Op
from footgun.ops.dropout import Dropout
from footgun.ops.elementwise import Unary
from footgun.ops.linear import Identity
from footgun.ops.reshape import Reshape
from footgun.sizes import Expr, Names, Shape, Size, name, names_in, substitute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A batch that nothing else in a network is by chance: what folds it or fixes it is seen.
BATCH = 1009
WORK = 40_000  # nodes run for one network: a second or two; what is not told by then stays open
# Ops run again in all: a second or two.
MOST_WORK = 150_000
_KEEP = (Activation, Dropout, Unary, Identity)


class Asked(Check):
    """Notes whether a question could not be answered, and between which sizes it was."""

    __slots__ = ("count", "open", "questions")

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.open = False
        self.count = 0
        self.questions: list[tuple[str, Any, Any]] = []

    def require(self, answer: bool | None, kind: str, **facts: Any) -> bool:
        """As `Check`."""
        if answer is None:
            # Channels that the caller of a constructor chooses have nothing to do with sizes.
            self.open = self.open or kind != "channels" or _lost(facts.get("got"))
            self.questions.append((kind, facts.get("expected"), facts.get("got")))
        return super().require(answer, kind, **facts)

    def fresh(self, hint: str = "s", low: int = 1, high: int | None = None) -> Size:
        """A name that the network itself has not."""
        self.count += 1
        return name(f"?{self.count}", low, high)


def _lost(size: Any) -> bool:
    """Whether a size follows from something that is not followed."""
    return not isinstance(size, Expr) or any(text.startswith("?") for text in names_in(size))


class Exhausted(Exception):
    """The answer cannot be had, or takes more work than it is worth."""


class Replay:
    """One network whose only input has sizes with names; `axes` are those that may vary, the batch aside."""

    def __init__(self, network: Network) -> None:
        self.nodes = network.nodes
        self.entrance = network.inputs[0]
        shape = self.entrance.shape or ()
        batch = shape[0] if shape else 0
        self.batch = dict.fromkeys(names_in(batch), BATCH)
        self.axes = tuple(str(size) for size in shape[1:] if isinstance(size, Expr))
        self._known: dict[tuple[int, Any], tuple[list[Any], bool, bool]] = {}
        self._names = Names()
        self._done = 0
        self._work = 0
        self._varies = [_varies(node.op) for node in self.nodes]
        self.questions: list[tuple[str, Any, Any]] = []
        for node in self.nodes:
            self._ask(node)

    def _ask(self, node: Node) -> None:
        """What an op cannot tell while sizes have names decides which sizes it accepts."""
        check = Asked(self._names)
        node.op.infer(check, *(value.shape for value in node.inputs))
        self.questions += check.questions
        if _splits_batch(node):
            have = node.inputs[0].shape or ()
            assert isinstance(node.op, Reshape)
            self.questions.append(("elements", node.op.shape[1:], have[1:]))

    def fits(self, sizes: Mapping[str, int]) -> bool | None:
        """Whether every op takes what these input sizes lead to; None where not all is known on the way."""
        env: dict[str, Size] = {**self.batch, **sizes}
        shapes: dict[int, Shape | None] = {id(self.entrance): _put(self.entrance.shape, env)}
        sure, guessed = True, False
        self._work += len(self.nodes)
        if self._work > MOST_WORK:
            raise Exhausted
        self._done += len(self.nodes)
        if self._done > WORK:
            return None
        for index, node in enumerate(self.nodes):
            given = tuple(self._shape(v, shapes, env) for v in node.inputs)
            try:
                results, failed, open_ = self._run(index, node, given, env)
            except ZeroDivisionError:  # a setting divides by what is 0 for these sizes
                return None
            if self._varies[index] and guessed:
                return None
            if failed and not node.perhaps:
                return False if None not in given else None
            sure = sure and not failed and not open_
            for value, shape in zip(node.outputs, results, strict=False):
                shapes[id(value)] = shape
                guessed = _learn(value.shape, shape, env) or guessed
        return True if sure else None

    def _shape(self, value: Value, shapes: dict[int, Shape | None], env: Mapping[str, Size]) -> Shape | None:
        return shapes[id(value)] if id(value) in shapes else _put(value.shape, env)

    def _run(
        self, index: int, node: Node, given: tuple[Shape | None, ...], env: Mapping[str, Size]
    ) -> tuple[list[Any], bool, bool]:
        """Output shapes, whether the op refuses its inputs, and whether that is open."""
        op = node.op
        if isinstance(op, _KEEP) and len(given) == 1:
            before, after = node.inputs[0].shape, node.outputs[0].shape
            return [given[0] if before == after else _put(after, env)], False, False
        varies = self._varies[index]
        known = None if varies else self._known.get((index, given))
        if known is not None:
            return known
        if varies:
            op = op.replace(**{key: _put_all(value, env) for key, value in op.settings().items()})
        check = Asked(self._names)
        found = op.infer(check, *given)
        many = isinstance(found, list) or (
            isinstance(found, tuple) and any(part is None or isinstance(part, tuple) for part in found)
        )
        results: list[Any] = list(found) if many and found is not None else [found]
        failed = bool(check.faults) or (_splits_batch(node) and results[0][:1] != given[0][:1])  # type: ignore[index]
        answer = results, failed, check.open or None in results or (None in given and bool(given))
        if not varies:
            self._known[index, given] = answer
        return answer


def _splits_batch(node: Node) -> bool:
    """Whether a reshape leaves the batch to be counted: `view(-1, 400)` takes any number of elements."""
    op = node.op
    have = node.inputs[0].shape if node.inputs else None
    return (
        isinstance(op, Reshape)
        and not op.keep_batch
        and len(op.shape) > 1
        and op.shape[0] == -1
        and bool(have)
        and have is not None
        and isinstance(have[0], Expr)
        and names_in(have[0]) != ()
        and len(op.shape) == 2
    )


def _varies(op: Op) -> bool:
    """Whether settings of an op follow from the size of the input."""
    return any(_symbolic(value) for value in op.settings().values())


def _symbolic(value: Any) -> bool:
    if isinstance(value, (tuple, list)):
        return any(map(_symbolic, value))
    return isinstance(value, Expr)


def _put_all(value: Any, env: Mapping[str, Size]) -> Any:
    if isinstance(value, Expr):
        return substitute(value, env)
    if isinstance(value, tuple):
        return tuple(_put_all(part, env) for part in value)
    return value


def _put(shape: Shape | None, env: Mapping[str, Size]) -> Shape | None:
    return None if shape is None else tuple(substitute(size, env) for size in shape)


def _learn(symbolic: Shape | None, shape: Any, env: dict[str, Size]) -> bool:
    """A size that only got a name is now a number, which settings further on may use.

    True where the names promised another number: `x[:n]` of fewer than n. Settings made of it are then wrong.
    """
    if symbolic is None or not isinstance(shape, tuple) or len(shape) != len(symbolic):
        return False
    guessed = False
    for size, number in zip(symbolic, shape, strict=True):
        if isinstance(size, Expr) and isinstance(number, int):
            names = names_in(size)
            if len(names) == 1 and names[0] not in env and size == name(names[0]):
                env[names[0]] = number
            guessed = guessed or substitute(size, env) != number
    return guessed
