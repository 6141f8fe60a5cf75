"""Between which numbers the arrays of a file lie, from where they are made to what is fitted."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

from footgun.rules.facts.extent import extent

FIT = """
import keras, numpy as np
from keras import layers
{made}
model = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, x)
"""


def ends(made):
    """What holds for nearly all numbers of `x`, and what some of them come to."""
    found = extent(run(FIT.format(made=made)).fits[0].arguments["x"])
    return found and ((found.low, found.high), (found.least, found.most))


@pytest.mark.parametrize(
    ("made", "low", "high"),
    [
        ("x = np.array([[3], [-1], [2]])", -1, 3),
        ("x = np.arange(4, 10, 2).reshape(-1, 1)", 4, 8),
        ("x = np.linspace(5, -5, 21)", -5, 5),
        ("x = 10 - 2 * np.array([[0.5], [4]])", 2, 9),
        ("x = np.array([[2.0], [4.0]]) / -4", -1, -0.5),
        ("x = np.multiply(np.arange(5), 3)[:, None].astype('float32')", 0, 12),
        ("x = np.concatenate([np.zeros((4, 1)), np.ones((4, 1))])", 0, 1),
    ],
)
def test_numbers_of_the_text_have_their_ends(made, low, high):
    assert ends(made) == ((low, high), (low, high))


def test_an_even_power_has_its_least_number_at_zero():
    assert ends("x = np.arange(-3, 3) ** 2")[0] == (0, 9)
    assert ends("x = np.power(np.arange(2, 5), 2)")[0] == (4, 16)
    assert ends("x = np.arange(-3, 3) ** 3")[0] == (-27, 8)


def test_of_a_sum_with_noise_only_what_is_sure_is_said():
    around, reached = ends("x = np.arange(0, 101, 4) + np.random.randn(26)")
    assert around == (-3, 103)
    assert reached[1] == 97


@pytest.mark.parametrize(
    "made",
    [
        "x = np.arange(5)\nx[2] = 900",
        "x = np.arange(500)[:20]",
        "x = np.array([[1.0, 2000.0], [0.5, 1500.0]])[:, 0]",
        "x = np.exp(np.arange(5))",
        "x = np.arange(5) * np.arange(5)",
    ],
)
def test_what_is_not_sure_has_none(made):
    assert ends(made) is None


def test_a_large_random_part_has_about_the_ends_of_the_whole():
    split = "from sklearn.model_selection import train_test_split\nx, _ = train_test_split(np.arange({}).reshape(-1, 1))"
    assert ends(split.format(200))[0] == (0, 199)
    assert ends(split.format(12)) is None
