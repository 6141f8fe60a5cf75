"""The drawing of a graph: boxes apart, edges downwards and through no box, the same every time."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from footgun.report.html.layout import GAP, lay_out

CHAIN = [(0, 1, 0), (1, 2, 0), (2, 3, 0)]
RESIDUAL = [*CHAIN, (0, 3, 0), (3, 4, 0)]
INCEPTION = [
    (0, 1, 0),
    (0, 2, 0),
    (2, 3, 0),
    (0, 4, 0),
    (4, 5, 0),
    (5, 6, 0),
    (1, 7, 0),
    (3, 7, 0),
    (6, 7, 0),
]


def sizes(count, seed=0):
    draw = random.Random(seed)
    return [(draw.randrange(40, 300), draw.randrange(20, 70)) for _ in range(count)]


def graph(seed):
    """A random graph in which every box but the first takes something."""
    draw = random.Random(seed)
    count = draw.randrange(1, 40)
    edges = [(draw.randrange(end), end, draw.randrange(2)) for end in range(1, count)]
    edges += [(a, b, 0) for a, b in combinations(range(count), 2) if draw.random() < 0.05]
    return count, list(dict.fromkeys(edges))


def crosses(line, place):
    """Whether an edge runs through a box; one that bends does so in a strip that no box stands in."""
    bottom, right = place.y + place.height, place.x + place.width
    straight = line.y < bottom and line.bend > place.y and place.x < line.x < right
    bent = line.bend < bottom and line.end_y > place.y
    return straight or bent


@pytest.mark.parametrize("seed", range(60))
def test_boxes_stand_apart_and_no_edge_runs_through_one(seed):
    count, edges = graph(seed)
    layout = lay_out(sizes(count, seed), edges)
    for one, other in combinations(layout.places, 2):
        beside = one.x + one.width + GAP - 1 <= other.x or other.x + other.width + GAP - 1 <= one.x
        assert beside or one.y + one.height < other.y or other.y + other.height < one.y
    for line in layout.lines:
        assert line.y <= line.bend < line.end_y
        assert not any(crosses(line, place) for i, place in enumerate(layout.places) if i != line.box)
    for place in layout.places:
        assert place.x >= 0
        assert place.x + place.width <= layout.width
        assert place.y + place.height <= layout.height


@pytest.mark.parametrize("seed", range(60))
def test_every_value_reaches_all_that_take_it(seed):
    count, edges = graph(seed)
    layout = lay_out(sizes(count, seed), edges)
    reached = [(line.box, line.target, line.port) for line in layout.lines if line.target is not None]
    assert sorted(reached) == sorted(edges)
    for line in layout.lines:
        if line.target is not None:
            place = layout.places[line.target]
            assert line.end_y == place.y
            assert place.x <= line.end_x <= place.x + place.width


def test_a_chain_is_one_column():
    layout = lay_out(sizes(4), CHAIN)
    assert len({place.x + place.width / 2 for place in layout.places}) == 1
    assert all(line.x == line.end_x for line in layout.lines)


def test_a_skip_connection_runs_straight_beside_the_chain():
    layout = lay_out(sizes(5), RESIDUAL)
    assert len({place.x + place.width / 2 for place in layout.places}) == 1
    lane = [line for line in layout.lines if line.box == 0 and line.target is None][1:]
    assert len({x for line in lane for x in (line.x, line.end_x)}) == 1
    assert lane[0].x > max(place.x + place.width for place in layout.places[1:3])


def test_branches_stand_side_by_side_in_their_order():
    layout = lay_out([(100, 30)] * 8, INCEPTION)
    first, second, third = (layout.places[i] for i in (1, 2, 4))
    assert first.y == second.y == third.y
    assert first.x < second.x < third.x
    columns = [layout.places[i].x + layout.places[i].width / 2 for i in (4, 5, 6)]
    assert len(set(columns)) == 1


def test_a_value_that_many_take_has_one_lane():
    count = 20
    edges = [(a, b, 0) for a, b in combinations(range(count), 2)]
    layout = lay_out([(100, 30)] * count, edges)
    lanes = [line for line in layout.lines if line.target is None]
    assert len(lanes) == sum(count - 2 - box for box in range(count - 2))


def test_several_values_of_one_box_leave_it_side_by_side():
    layout = lay_out([(200, 30), (60, 30), (60, 30)], [(0, 1, 0), (0, 2, 1)])
    (x, _), (other, _) = layout.ports[0, 0], layout.ports[0, 1]
    assert other - x == 100


def test_the_same_graph_is_drawn_the_same():
    for seed in range(10):
        count, edges = graph(seed)
        assert lay_out(sizes(count), edges) == lay_out(sizes(count), list(edges))


def test_a_long_chain_stays_a_column():
    layout = lay_out([(100, 30)] * 500, [(a, b, 0) for a, b in pairwise(range(500))])
    assert len({place.x for place in layout.places}) == 1


def test_nothing_is_drawn_of_nothing():
    assert lay_out([], []).places == ()
