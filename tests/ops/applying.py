"""Applying an op once, for tests."""

from __future__ import annotations

from footgun.ops.base import Check
from footgun.sizes import Names


def outcome(op, *shapes):
    """(output, faults) of one application."""
    check = Check(Names())
    return op.infer(check, *shapes), check.faults


def shape(op, *shapes):
    """The output of an application without faults."""
    output, faults = outcome(op, *shapes)
    assert not faults
    return output


def fault(op, *shapes):
    """(output, the only fault)."""
    output, faults = outcome(op, *shapes)
    (only,) = faults
    return output, only


def refusals(op):
    """What is wrong with the settings, for the constructor or for the first call."""
    check = Check(Names())
    op.validate(check)
    if not check.faults:
        op.infer(check, None)
    assert all(f.kind == "argument" for f in check.faults)
    return [f.detail for f in check.faults]


def count(op, *shapes):
    """How many numbers the weights hold."""
    from footgun.sizes import product

    total = 0
    for _, size in op.weights(*shapes):
        total = total + product(size)
    return total
