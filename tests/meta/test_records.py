"""Our quick `NamedTuple` does what the one of `typing` does."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from footgun import records


def place(base):
    class Place(base):
        """Where."""

        path: str
        line: int
        cell: int | None = None
        names: tuple[str, ...] = ()

        @property
        def next(self):
            return self.line + 1

    return Place


OURS, THEIRS = place(records.NamedTuple), place(typing.NamedTuple)


@pytest.mark.parametrize(
    "make",
    [
        lambda p: p("a", 1),
        lambda p: p("a", line=1, names=("x",)),
        lambda p: p("a", 1, 2, ("x",)),
        lambda p: p("a", 1)._replace(line=3, cell=2),
        lambda p: p("a", 1)._asdict(),
        lambda p: p("a", 1).next,
        lambda p: (p._fields, p.__match_args__, p._field_defaults, p.__doc__),
        lambda p: {p("a", 1): 1, p("a", 1): 2},
        lambda p: sorted([p("b", 1), p("a", 2), p("a", 1)]),
        lambda p: copy.copy(p("a", 1)),
        lambda p: p._make(["a", 1, None, ()]),
    ],
)
def test_both_give_the_same(make):
    ours, theirs = make(OURS), make(THEIRS)
    assert ours == theirs
    assert repr(ours) == repr(theirs)


@pytest.mark.parametrize(
    "make",
    [
        lambda p: p("a"),
        lambda p: p("a", 1, None, (), 5),
        lambda p: p("a", 1, path="b"),
        lambda p: p("a", 1, colour="red"),
        lambda p: p("a", 1)._replace(colour="red"),
    ],
)
def test_both_refuse_the_same(make):
    for kind in (OURS, THEIRS):
        with pytest.raises((TypeError, ValueError)):
            make(kind)


def test_fields_are_fixed():
    with pytest.raises(AttributeError):
        OURS("a", 1).line = 2
    with pytest.raises(AttributeError):
        OURS("a", 1).other = 2


def test_patterns_and_pickles():
    from footgun.findings import Span

    span = Span("a", 1, 2, 3, 4)
    match span:
        case Span(path, line, end_line=end):
            assert (path, line, end) == ("a", 1, 3)
    assert pickle.loads(pickle.dumps(span)) == span
    assert type(pickle.loads(pickle.dumps(span))) is Span
