from __future__ import annotations

from tests.ops.applying import fault, shape

from footgun.ops.folding import ChannelShuffle, Fold, Sliding, Unfold
from footgun.sizes import name, show

n, h, w = name("n"), name("h"), name("w")
ONE, NONE = (1, 1), (0, 0)


def test_unfold_lays_windows_in_columns():
    assert shape(Unfold((3, 3), ONE, ONE, ONE), (n, 16, 8, 8)) == (n, 144, 64)
    assert show(shape(Unfold((2, 2), ONE, NONE, (2, 2)), (n, 3, h, w))) == "(n, 12, (h//2)·(w//2))"
    assert fault(Unfold((5, 5), ONE, NONE, ONE), (n, 3, 4, 8))[1].kind == "window"


def test_fold_undoes_unfold():
    assert shape(Fold((8, 8), (2, 2), ONE, NONE, (2, 2)), (n, 12, 16)) == (n, 3, 8, 8)
    output, found = fault(Fold((8, 8), (2, 2), ONE, NONE, (2, 2)), (n, 12, 15))
    assert (output, found.kind, found.expected, found.got) == ((n, 3, 8, 8), "features", 16, 15)


def test_a_window_along_one_axis():
    assert shape(Sliding(1, 3, 2), (n, 9, 4)) == (n, 4, 4, 3)
    assert fault(Sliding(-1, 5, 1), (n, 4))[1].kind == "window"


def test_groups_divide_the_channels():
    assert shape(ChannelShuffle(4), (n, 12, h, w)) == (n, 12, h, w)
    assert fault(ChannelShuffle(4), (n, 10, h, w))[1].kind == "channels"
