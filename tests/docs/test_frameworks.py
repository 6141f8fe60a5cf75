"""What the README says of the frameworks: they show one shape fault a run, and let other faults pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from footgun import check, check_source

EXAMPLES = Path(__file__).parents[2] / "examples"
# Of flowers.py, in the order in which PyTorch comes upon them: its words, ours, and a fix.
CHAIN = [
    ("expected input[16, 32, 23, 23] to have 16 channels", "SHP001", ("Conv2d(16, 64", "Conv2d(32, 64")),
    (
        "Kernel size can't be greater than actual input size",
        "SHP003",
        ("kernel_size=7", "kernel_size=7, padding=3"),
    ),
    ("mat1 and mat2 shapes cannot be multiplied", "SHP002", ("64 * 5 * 5, 64", "128 * 5 * 5, 64")),
]


def test_pytorch_shows_one_fault_a_run():
    pytest.importorskip("torch")
    text = (EXAMPLES / "flowers.py").read_text(encoding="utf-8")
    all_at_once = [finding.code for finding in check(EXAMPLES / "flowers.py", isolated=True)]
    for words, code, (wrong, right) in CHAIN:
        assert code in all_at_once
        with pytest.raises(RuntimeError) as raised:
            exec(compile(text, "flowers.py", "exec"), {})
        assert words in str(raised.value)
        text = text.replace(wrong, right)
    exec(compile(text, "flowers.py", "exec"), {})  # the rest raises nothing
    left = {finding.code for finding in check_source(text, "flowers.py")}
    assert {"ACT001", "OUT001"} < left
    assert not left & {code for _, code, _ in CHAIN}


def test_keras_trains_a_network_that_cannot_learn():
    pytest.importorskip("keras")
    text = (EXAMPLES / "house_prices.py").read_text(encoding="utf-8")
    names = {}
    exec(compile(text.replace("epochs=3", "epochs=3, verbose=0"), "house_prices.py", "exec"), names)
    weights = names["model"].layers[0].get_weights()[0]
    assert not weights.any(), "the first layer still has the weights it began with: 0"
    found = {finding.code for finding in check(EXAMPLES / "house_prices.py", isolated=True)}
    assert {"ACT001", "INI001", "OPT001", "REG002"} <= found
