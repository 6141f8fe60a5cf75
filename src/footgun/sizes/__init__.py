"""Symbolic sizes: what is known about a dimension, in exact integer arithmetic.

A size is a Python int where known, else an `Expr` over named sizes; questions about sizes have three answers.
"""

from __future__ import annotations

from footgun.sizes.broadcast import Conflict, broadcast
from footgun.sizes.dtype import DType, is_floating, is_integer, promote
from footgun.sizes.expr import Expr, Shape, Size, name, product
from footgun.sizes.names import Names
from footgun.sizes.relate import at_least, bounds, divides, same
from footgun.sizes.show import show
from footgun.sizes.solve import least, solve
from footgun.sizes.substitute import names_in, substitute, substitute_shape

__all__ = [
    "Conflict",
    "DType",
    "Expr",
    "Names",
    "Shape",
    "Size",
    "at_least",
    "bounds",
    "broadcast",
    "divides",
    "is_floating",
    "is_integer",
    "least",
    "name",
    "names_in",
    "product",
    "promote",
    "same",
    "show",
    "solve",
    "substitute",
    "substitute_shape",
]
