"""Comments that are nothing but a shape."""

import pytest

from footgun.source.hints import comment_shape


@pytest.mark.parametrize(
    ("text", "subject", "sizes"),
    [
        ("# 14 x 14", None, (14, 14)),
        ("# 28x28", None, (28, 28)),
        ("# B x 392", None, ("B", 392)),
        ("#(b,c,h,w)", None, ("b", "c", "h", "w")),
        ("# (n, 64, 7, 7)", None, ("n", 64, 7, 7)),
        ("# torch.Size([4, 10, 8, 16])", None, (4, 10, 8, 16)),
        ("# (10,)", None, (10,)),
        ("# x: B x 1 x 28 x 28", "x", ("B", 1, 28, 28)),
        ("# out: B x 128", "out", ("B", 128)),
        ("# out -> B x 10", "out", ("B", 10)),
        ("# x.shape = (1, 2)", "x", (1, 2)),
        ("# input (3, 32, 32)", "input", (3, 32, 32)),
        ("# -> [B, T, C].", None, ("B", "T", "C")),
        ("# (B, T, C) -> (B, C, T)", None, ("B", "C", "T")),
        ("# output shape: [1, 2, 3]", None, (1, 2, 3)),
        ("# shape (B*H, W//2, C)", None, ("B*H", "W//2", "C")),
        ("# (n, 512*7*7)", None, ("n", 25_088)),
        ("# BxCxHxW", None, ("B", "C", "H", "W")),
        ("# 7 × 7 × 64", None, (7, 7, 64)),
    ],
)
def test_shape(text, subject, sizes):
    assert comment_shape(text) == (subject, sizes)


@pytest.mark.parametrize(
    "text",
    [
        "# 3 x 3 conv",
        "# not done yet",
        "# see (1)",
        "# [1]",
        "# x = y",
        "# lr = (0.9, 0.999)",
        "# B, T, C = x.shape",
        "#",
        "# h: (2, 3) w: (3, 4)",
        "# kernel 3 x 3 here",
        "# " + "(" * 500,
        "# x: " + "1 x " * 100,
    ],
)
def test_anything_else(text):
    assert comment_shape(text) is None
