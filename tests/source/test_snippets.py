"""Snippets without their beginning: what a line says of the model or the data that were made above it."""

from __future__ import annotations

from tests.source.interpret.running import run

from footgun.sizes import show


def test_a_snippet_goes_on_with_a_model():
    (network,) = run(
        "model.add(Conv2D(8, 3, input_shape=(28, 28, 1)))\nmodel.add(Flatten())\nmodel.add(Dense(10))"
    ).networks
    assert [node.label for node in network.nodes] == ["Conv2D", "Flatten", "Dense"]
    assert network.complete


def test_the_first_layers_may_stand_above_the_snippet():
    (network,) = run("model.add(Dense(64))\nmodel.add(Dense(10))").networks
    assert not network.complete


def test_what_is_no_layer_starts_no_model():
    assert run("names.add('cat')\nnames.add('dog')").networks == []
    assert (
        run("import keras\nmodel.add(keras.layers.Dense(10))").networks == []
    )  # no snippet: a name is missing


def test_an_unpacked_shape_tells_how_many_axes_data_have():
    text = """
    rows, columns = images.shape[1:]
    model = Sequential()
    model.add(Conv2D(8, 3, input_shape=(rows, columns, 1)))
    model.compile("adam", "mse")
    model.fit(images, targets)
    """
    found = run(text)
    (fit,) = found.fits
    assert fit.batch.rank == 3
    assert show(fit.batch.shape[1:]) == show(found.networks[0].inputs[0].shape[1:3])


def test_a_copy_of_keras_under_another_name_is_keras():
    text = "from {0}.layers.convolutional import *\nfrom {0}.layers import *\nmodel = Sequential()\nmodel.add(Conv1D(4, 3, input_shape=(9, 1)))"
    (network,) = run(text.format("vendored")).networks
    assert network.framework == "keras"
    assert not run(text.format("vendored").replace("convolutional", "mine")).networks
