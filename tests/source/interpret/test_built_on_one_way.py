"""A model that is built in a branch: it has all its layers, for without the branch there is no model."""

from __future__ import annotations

from tests.source.interpret.running import run

TWO_WAYS = """
import keras, sys
def build(width):
    model = keras.Sequential()
    model.add(keras.Input((7,)))
    model.add(keras.layers.Dense(width))
    model.add(keras.layers.Dense(1))
    return model
if sys.argv[1] == "wide":
    model = build(64)
    {more}
else:
    model = build(8)
model.compile("adam", "mse")
"""


def layers(more="pass"):
    return sorted(
        [node.label for node in network.nodes] for network in run(TWO_WAYS.format(more=more)).networks
    )


def test_its_layers_are_sure():
    assert layers() == [["Dense", "Dense"]] * 2


def test_so_are_those_of_a_branch_in_the_branch():
    assert layers("if len(sys.argv) > 2:\n        model = build(128)") == [["Dense", "Dense"]] * 3


def test_a_layer_that_is_added_to_a_model_of_before_is_not():
    text = """
    import keras, sys
    model = keras.Sequential([keras.Input((7,)), keras.layers.Dense(4)])
    if len(sys.argv) > 1:
        model.add(keras.layers.Dense(9))
    """
    (network,) = run(text).networks
    assert [node.label for node in network.nodes] == ["Dense", "Dense", "if"]
