"""The calls that a test says are refused or taken are so by torch itself, with these shapes and types."""

from __future__ import annotations

import pytest
from tests.source.torch.test_functions import HEAD, REFUSED, TAKEN

torch = pytest.importorskip("torch")


def made(call):
    names = {}
    exec(f"{HEAD}y = {call}\n", names)
    return names["y"]


@pytest.mark.parametrize("call", REFUSED)
def test_refused(call):
    with pytest.raises((RuntimeError, ValueError, NotImplementedError)):
        made(call)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("call", TAKEN)
def test_taken(call):
    result = made(call)
    sizes = str(tuple(result.shape))
    assert f"{sizes}, {str(result.dtype)[6:]}" == TAKEN[call]
