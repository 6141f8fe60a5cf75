"""What code asks about its own functions, classes and objects, as libraries of networks do."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import differences, machine, value_of

PROGRAMS = {
    "the parameters of a function": """
        import inspect
        def f(a, /, b, *rest, c, d=2, **more): ...
        found = inspect.signature(f).parameters
        names = list(found)
        only = [n for n, p in found.items() if p.kind == p.KEYWORD_ONLY]
        first = next(i for i, p in enumerate(found.values()) if p.kind == inspect.Parameter.KEYWORD_ONLY)
        given = [n for n, p in found.items() if p.default is not inspect.Parameter.empty]
        """,
    "a decorator that asks what it wraps": """
        import functools, inspect
        def log(fn):
            names = tuple(inspect.signature(fn).parameters)
            @functools.wraps(fn)
            def wrapper(*args, **kwargs):
                return fn(*args, **kwargs)
            wrapper.names = names
            return wrapper
        @log
        @log
        def build(width, *, depth=2):
            return width * depth
        made, name, asked = build(3, depth=4), build.__name__, build.names
        """,
    "partial calls of partial calls": """
        from functools import partial
        def f(a, b=0, c=0): return (a, b, c)
        g = partial(partial(f, 1, b=2), b=3, c=4)
        made, inner, kept = g(), g.func is f, dict(g.keywords)
        """,
    "functions and classes told apart": """
        import collections.abc, functools, types
        from typing import Callable
        class A: ...
        def f(): ...
        p = functools.partial(f)
        kinds = [[isinstance(x, k) for k in (type, types.FunctionType, functools.partial, str,
                  collections.abc.Iterable, collections.abc.Callable)] for x in (A, f, p, "x", [1])]
        """,
    "a dataclass that runs the written constructor": """
        from dataclasses import dataclass
        @dataclass
        class Config:
            width: int
            depth: int = 2
        class Wide(Config):
            def __init__(self, width):
                super().__init__(width * 2)
        made = Wide(4)
        found = (made.width, made.depth)
        """,
    "the handler of an argument that is not there": """
        def act(inplace=True): return "in place"
        def plain(): return "plain"
        def make(kind):
            try:
                return kind(inplace=True)
            except TypeError:
                return kind()
        found = make(act)
        """,
    "texts taken apart by patterns": """
        import re
        parts = [re.split(r"(\\d.*)", op)[:2] for op in "ds_r1_k3_s1_e1_c16".split("_")[1:]]
        joined = re.sub(r"[^a-z]", "-", "a1b")
        found = re.match(r"(\\w+)\\.(\\d+)", "layer.3").groups()
        nothing = re.search("z", "abc")
        """,
    "names of classes": """
        class A: ...
        class B(A): ...
        names = [c.__name__.lower() for c in (A, B)]
        """,
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_answers_are_those_of_python(program: str) -> None:
    assert differences(PROGRAMS[program]) == {}


def test_a_library_class_refuses_an_argument_that_the_code_can_do_without() -> None:
    found = machine(
        """
        import torch.nn as nn
        def make(kind):
            try:
                return kind(inplace=True)
            except TypeError:
                return kind()
        a, b = make(nn.ReLU), make(nn.GELU)
        """
    )
    assert found.program.arguments == []
    assert found.globals["b"].layer.label == "GELU"


def test_what_every_module_has_and_what_none_has() -> None:
    text = """
        import torch.nn as nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.own = 1
        net = Net()
        asked = [hasattr(net, n) for n in ("own", "parameters", "_is_cn", "training", "zero_init")]
        default = getattr(net, "_is_cn", 7)
        """
    assert value_of(text, "asked") == [True, True, False, True, False]
    assert value_of(text, "default") == 7


def test_layers_of_torch_are_of_their_own_kinds() -> None:
    text = """
        import torch.nn as nn
        class Norm(nn.BatchNorm2d): ...
        norm, conv = Norm(4), nn.Conv2d(1, 2, 3)
        found = [isinstance(m, k) for m in (norm, conv)
                 for k in (nn.Conv2d, nn.BatchNorm2d, nn.Module, nn.modules.batchnorm._BatchNorm, (nn.Linear, nn.GELU))]
        """
    assert value_of(text, "found") == [False, True, True, True, False, True, False, True, False, False]


def test_a_pattern_that_might_run_for_ever_is_not_tried() -> None:
    found = value_of('import re\nfound = re.match("(a+)+$", "a" * 60 + "b")\n', "found")
    assert type(found).__name__ == "Unknown"


def test_a_function_that_may_have_returned_does_not_raise_for_certain() -> None:
    text = """
        import os
        def find(name):
            if name in os.environ:
                return 3
            raise RuntimeError
        found = find("X")
        after = 1
        """
    assert value_of(text, "after") == 1


def test_an_array_is_no_tensor():
    code = "import numpy as np, torch\nx = np.zeros((2, 3))\ny = torch.from_numpy(x)\n"
    asked = "[isinstance(v, k) for v in (x, y) for k in (torch.Tensor, np.ndarray)]"
    is_tensor, is_array, *_ = value_of(f"{code}kinds = {asked}", "kinds")
    assert (is_tensor, is_array) == (False, True)
    assert value_of(f"{code}kinds = {asked}", "kinds")[2] is True


def test_drawn_numbers_take_their_arguments_by_name():
    code = "import random\nx = random.gauss(mu=0, sigma=1), random.uniform(a=0, b=1), random.choice(seq=[3])"
    made = machine(code)
    assert (made.program.arguments, made.globals["x"][2]) == ([], 3)
