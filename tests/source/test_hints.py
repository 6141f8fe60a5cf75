"""Sizes in prose: what is an input, what is a kernel, and what is no size at all."""

import time

import pytest

from footgun.source.hints import shape_hints


@pytest.mark.parametrize(
    ("text", "sizes", "layout"),
    [
        ("classification of 28 x 28 images", (28, 28), "hw"),
        ("Pictures are 28x28.", (28, 28), "hw"),
        ("картинки размера $28 \\times 28$ на $10$ классов", (28, 28), "hw"),
        ("картинки 28 на 28", (28, 28), "hw"),
        ("images of 28 by 28", (28, 28), "hw"),
        ("Images are 28*28", (28, 28), "hw"),
        ("изображение 100х100", (100, 100), "hw"),
        ("a 640×480 photo", (640, 480), "hw"),
        ("картинок 28 x 28 на 10 классов", (28, 28), "hw"),
        ("images 28 x 28 x 10 classes", (28, 28), "hw"),
        ("batch of 64 28x28 images", (28, 28), "hw"),
        ("вход 3x64x64", (3, 64, 64), "chw"),
        ("input 224x224x3", (224, 224, 3), "hwc"),
        ("# assuming input shape [batch, 3, 64, 64]", (None, 3, 64, 64), "nchw"),
        ("input: (N, 3, 32, 32)", (None, 3, 32, 32), "nchw"),
        ("input Bx3x32x32", (None, 3, 32, 32), "nchw"),
        ("input (None, 28, 28, 1)", (None, 28, 28, 1), "nhwc"),
        ("60 000 на 1 на 28 на 28 картинок", (60_000, 1, 28, 28), "nchw"),
        ("На вход подаётся $39$ регрессоров.", (39,), "features"),
    ],
)
def test_inputs(text, sizes, layout):
    (hint,) = shape_hints(text)
    assert (hint.sizes, hint.layout, hint.about) == (sizes, layout, "input")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("large filters (10x10 is a bad practice)", "other"),
        ("2x2 max pooling", "other"),
        ("Пулинг 10x10 -- огромный размер", "other"),
        ("первая свёртка 5 на 5", "other"),
        ("a grid of 7x7 cells", "other"),
        ("the 8x6x6 image that the second convolution gets", "unknown"),
        ("5 x 5 of them", "unknown"),
        ("16x16 words: a transformer for image recognition", "other"),
        ("images as 14 x 14 visual tokens", "other"),
        ("an image of 2 x 2 patches", "unknown"),
        ("# torch.Size([4, 10])", "unknown"),
        ("the dataset has 13 features", "unknown"),
    ],
)
def test_what_is_not_said_to_be_an_input(text, about):
    assert [hint.about for hint in shape_hints(text)] == [about]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4x faster",
        "on 2019-10x3",
        "f(3, 4)",
        "0x10",
        "5 * 5 * 16",
        "x 3",
        "H x W x C input",
        "version 1.2x3",
        "lr 1e-3 x 4",
        "0 x 0 image",
        "100000 x 100000 pixels",
    ],
)
def test_no_size(text):
    assert shape_hints(text) == []


def test_colour_and_grey():
    (colour,) = shape_hints("цветные картинки, размер картинки $100 \\times 100$ пикселей")
    (grey,) = shape_hints("28x28 grayscale images")
    (neither,) = shape_hints("28x28 images")
    assert (colour.channels, grey.channels, neither.channels) == (3, 1, None)


def test_a_sentence_about_a_layer_does_not_spoil_the_next():
    first, second = shape_hints("The kernel is 3 x 3. The images are 32 x 32.")
    assert (first.about, second.about) == ("other", "input")


def test_places():
    text = "# Title\n\nwords\nимages of 28 x 28, then\n- images of 32 x 32"
    for hint in shape_hints(text):
        assert text.split("\n")[hint.line - 1][hint.column :].startswith(hint.text)


@pytest.mark.parametrize(
    "text", ["1 x " * 50_000, "(1, " * 50_000, "1 000 " * 50_000, "28 x 28 images " * 5_000]
)
def test_time_grows_with_the_length(text):
    started = time.process_time()
    shape_hints(text)
    assert time.process_time() - started < 5
