"""Large networks in parts: nothing lost, nothing twice, the repeated folded into one."""

from __future__ import annotations

import pytest

from footgun.findings import Span
from footgun.network.draw import Box, Drawing, Edge
from footgun.report.html.folding import WHOLE, Fold, Piece, folded


def drawing(paths, edges=None):
    """A chain of layers with these paths; an empty one is a function."""
    boxes = tuple(
        Box("layer" if path else "step", path.split(".")[-1] or "relu", (("n", "8"),), path) for path in paths
    )
    chain = [Edge(i, i + 1) for i in range(len(boxes) - 1)]
    return Drawing("net", "torch", Span("a.py", 1, 1, 1, 2), True, "0", "", boxes, tuple(edges or chain))


def pieces(parts):
    for part in parts:
        if isinstance(part, Piece):
            yield part
        else:
            yield from pieces(part.parts)


def ranges(parts):
    return [i for piece in pieces(parts) for i in range(piece.first, piece.end)]


STAGES = [f"layer{s}.{b}.{name}" for s in range(1, 4) for b in range(6) for name in ("conv", "norm", "act")]
NETWORKS = {
    "few": [f"{i}" for i in range(10)],
    "flat": [f"{i}" for i in range(500)],
    "functions": [""] * 100,
    "stages": ["stem", "", *STAGES, "head"],
    "wrapped": [f"model.encoder.{path}" for path in STAGES],
    "mixed": [path for pair in zip(STAGES, [""] * len(STAGES), strict=True) for path in pair],
}


@pytest.mark.parametrize("name", NETWORKS)
def test_each_box_is_in_one_picture_in_order(name):
    paths = NETWORKS[name]
    assert ranges(folded(drawing(paths))) == list(range(len(paths)))


def test_a_small_network_stays_whole():
    assert folded(drawing(NETWORKS["few"])) == (Piece(0, 10),)
    assert folded(drawing([])) == ()


def test_parts_have_the_names_of_the_code_and_those_that_repeat_are_folded_into_one():
    stem, first, more, head = folded(drawing(NETWORKS["stages"]))
    assert (stem, head) == (Piece(0, 2), Piece(56, 57))
    assert (first.title, first.times) == ("layer1", 0)
    assert (more.title, more.times) == ("layer2 to layer3", 2)
    assert [part.title for part in more.parts] == ["layer2", "layer3"]
    assert [part.within for part in pieces([more])] == ["layer2", "layer3"]


def test_what_all_paths_begin_with_names_no_part():
    titles = [
        part.title for part in folded(drawing(["model.stem", *NETWORKS["wrapped"]])) if isinstance(part, Fold)
    ]
    assert titles[0] == "model.encoder"


def test_a_chain_without_names_that_repeats_is_folded():
    repeats = ["stem", *["conv", "norm", "relu"] * 30]
    net = drawing([str(i) for i in range(len(repeats))])
    named = (box._replace(label=label) for box, label in zip(net.boxes, repeats, strict=True))
    first, more = folded(net._replace(boxes=tuple(named)))
    assert (first, more.title, more.times) == (Piece(0, 4), "4 to 90", 29)
    assert ranges([more]) == list(range(4, 91))


def test_a_skip_connection_is_not_cut():
    count = WHOLE + 20
    edges = [Edge(i, i + 1) for i in range(count - 1)] + [Edge(0, count - 1)]
    parts = folded(drawing([f"block{i // 10}.{i}" for i in range(count)], edges))
    assert [(piece.first, piece.end) for piece in pieces(parts)] == [(0, count)]


def test_a_long_run_without_parts_is_cut_into_pictures():
    parts = folded(drawing(NETWORKS["flat"]))
    assert all(piece.end - piece.first <= 60 for piece in pieces(parts))
