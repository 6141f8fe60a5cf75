"""Short Keras programs read by the front end."""

from __future__ import annotations

from textwrap import dedent

from footgun.network import Network, Program, Value
from footgun.network.verify import verify
from footgun.sizes import Expr
from footgun.source import Settings, analyse
from footgun.source.read import read

HEADER = "import keras\nimport numpy as np\nfrom keras import layers, ops\nfrom keras.layers import *\n"


def program(text: str, header: str = HEADER) -> Program:
    """The facts of a program; every promise of the graph holds."""
    found = analyse(read("model.py", (header + dedent(text)).encode()), Settings())
    verify(found)
    return found


def network(text: str, header: str = HEADER) -> Network:
    """Its only network."""
    (found,) = program(text, header).networks
    return found


def layer(text: str, shape: str, header: str = HEADER) -> Network:
    """A model of one layer on an input."""
    return network(f"model = keras.Sequential([keras.Input({shape}), {text}])", header)


def shown(value: Value | None) -> tuple[object, ...] | None:
    """A shape with None for each name."""
    if value is None or value.shape is None:
        return None
    return tuple(None if isinstance(size, Expr) else size for size in value.shape)


def shapes(found: Network) -> list[tuple[str, tuple[object, ...] | None]]:
    """Each node's label and output."""
    return [(node.label, shown(node.output)) for node in found.nodes]


def messages(found: Program) -> list[str]:
    """What the real call would refuse."""
    return [fault.message for fault in found.arguments]
