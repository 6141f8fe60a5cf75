from __future__ import annotations

from tests.ops.applying import fault, shape

from footgun.ops.distance import Distance
from footgun.ops.gathering import Gather, RepeatEach
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
