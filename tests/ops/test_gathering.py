from __future__ import annotations

from tests.ops.applying import fault, shape

from footgun.ops.distance import Distance
from footgun.ops.gathering import Gather, IntoRows, Picked, RepeatBy, RepeatEach, Scatter, TakeAlong, Turned
from footgun.sizes import name, show

n, t = name("n"), name("t")


def test_gather_has_the_shape_of_its_places():
    assert shape(Gather(1), (n, 10), (n, 1)) == (n, 1)
    assert fault(Gather(1), (n, 10), (n,))[1].kind == "rank"
    assert fault(Gather(1), (4, 10), (5, 1))[1].kind == "broadcast"


def test_each_element_repeated():
    assert shape(RepeatEach(3, 1), (n, t, 4)) == (n, 3 * t, 4)
    assert show(shape(RepeatEach(2), (n, 3))) == "(6·n,)"


def test_a_distance_drops_its_axis():
    assert shape(Distance("cosine", 1), (n, 8, 5), (n, 8, 1)) == (n, 5)
    assert shape(Distance("norm", -1, True), (n, 8), (n, 8)) == (n, 1)
    assert fault(Distance("cosine", 1), (n, 8), (n, 7))[1].kind == "broadcast"


def test_an_empty_index_looks_at_nothing():
    assert shape(Gather(0), (5,), (2, 0)) == (2, 0)
    assert shape(Gather(0), (), (1,)) == (1,)


def test_what_is_scattered_keeps_its_shape():
    assert shape(Scatter(1), (n, 10), (n, 3), (n, 3)) == (n, 10)
    assert shape(Scatter(0), (4, 10), (9, 10), (9, 12)) == (4, 10)
    assert fault(Scatter(1), (4, 10), (4, 3), (4, 2))[1].kind == "broadcast"
    assert fault(Scatter(1), (4, 10), (4, 3), (4, 3, 1))[1].kind == "rank"
    assert fault(Scatter(1), (4, 10), (5, 3), (5, 3))[1].kind == "broadcast"


def test_rows_are_added_by_their_places():
    assert shape(IntoRows(0), (n, 8), (3,), (3, 8)) == (n, 8)
    assert shape(IntoRows(0), (n, 8), ()) == (n, 8)
    assert fault(IntoRows(0), (n, 8), (3,), (4, 8))[1].kind == "broadcast"
    assert fault(IntoRows(-1), (7, 5), (5,), (5, 5))[1].kind == "broadcast"
    assert fault(IntoRows(0), (n, 8), (3, 1))[1].kind == "rank"
    assert fault(IntoRows(0), (n, 8), (3,), (3,))[1].kind == "rank"


def test_along_an_axis_the_others_stretch():
    assert shape(TakeAlong(1), (1, 5), (6, 2)) == (6, 2)
    assert shape(TakeAlong(1), (6, 5), (1, 2)) == (6, 2)
    assert shape(TakeAlong(), (n, 3), (2, 4)) == (8,)
    assert fault(TakeAlong(1), (5, 5), (2, 2))[1].kind == "broadcast"
    assert fault(TakeAlong(1), (5, 5), (2,))[1].kind == "rank"


def test_numbers_turn_along_axes_that_there_are():
    assert shape(Turned("flip", (0, -1)), (n, 3)) == (n, 3)
    assert fault(Turned("roll", (2,)), (n, 3))[1].kind == "argument"
    assert shape(Turned("roll", (2,)), (0, 3)) == (0, 3)


def test_counts_repeat_each_element_of_an_axis():
    assert len(shape(RepeatBy(0), (n, 4), (n,))) == 2
    assert fault(RepeatBy(1), (2, 3, 4), (2,))[1].kind == "broadcast"
    assert fault(RepeatBy(0), (4, 3), (4, 1))[1].kind == "rank"
    assert len(shape(RepeatBy(0), (4, 3), (1,))) == 2


def test_a_mask_picks_where_it_stretches():
    assert len(shape(Picked(), (4, 3), (3,))) == 1
    assert fault(Picked(), (10, 11), (10,))[1].kind == "broadcast"
