"""Walking the graph: what stands before and after a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from footgun.network.node import Node
from footgun.network.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.network.network import Network

FAR = 64  # steps after a network's output in which a loss still speaks of that network


def behind(value: Value | None, through: Callable[[Node], bool]) -> Node | None:
    """The node that made `value`, going back through single-input nodes that `through` accepts."""
    seen = 0
    while value is not None and value.made_by is not None and seen < 10_000:
        node = value.made_by
        if not through(node) or not node.inputs:
            return node
        value, seen = node.inputs[0], seen + 1
    return None


def users(value: Value) -> list[Node]:
    """The nodes that take `value`, each once."""
    return list({id(n): n for n in value.users}.values())


def ahead(value: Value, through: Callable[[Node], bool]) -> Iterator[Node]:
    """The next nodes after `value` on every branch, going forward through nodes that `through` accepts."""
    stack, seen = [value], {id(value)}
    while stack:
        for node in users(stack.pop()):
            if through(node):
                for output in node.outputs:
                    if id(output) not in seen:
                        seen.add(id(output))
                        stack.append(output)
            else:
                yield node


def branches(value: Value) -> bool:
    """Whether several nodes take this value, as before a residual connection."""
    return len(users(value)) > 1


def owner(value: Value) -> Network | None:
    """The network whose output reaches this value."""
    for _ in range(FAR):
        node = value.made_by
        if node is None or node.network is not None or not node.inputs:
            return node.network if node is not None else None
        value = node.inputs[0]
    return None
