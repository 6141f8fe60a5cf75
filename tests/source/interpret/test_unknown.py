"""What is not known stays unknown: both ways of a condition are taken and joined, loops stand for any number."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine, plain

from footgun.sizes import Expr
from footgun.source.values import Unknown

ANY = object()  # not known
START = "from somewhere import u, items\nimport torch\nfrom torch import nn\n"
CASES = {
    "the same on both ways": (
        "if u: x = 1\nelse: x = 1\ny = 2 if u else 2\nif u:\n    if items: z = 1\n    else: z = 1\nelse: z = 1\n",
        {"x": 1, "y": 2, "z": 1},
    ),
    "different on two ways": ("x = 1\nif u: x = 2\ny = 3 if u else 4\n", {"x": ANY, "y": ANY}),
    "a part that cannot hold": (
        "x, y, z = u and False, u or False, u and 0\n",
        {"x": False, "y": ANY, "z": ANY},
    ),
    "set on one way only": ("if u: x = 1\n", {"x": 1}),
    "an early return": (
        """
def f():
    if u: return 1
    return 1
def g():
    if u: return 1
    return 2
def h():
    if u: raise ValueError
    return 5
x, y, z = f(), g(), h()
""",
        {"x": 1, "y": ANY, "z": 5},
    ),
    "what a branch does is undone": (
        "class A: pass\na = A()\na.v = 1\nl = [1]\nif u: a.v = 2\nelse: l[0] = 5\nx, y = a.v, l[0]\n",
        {"x": ANY, "y": ANY},
    ),
    "lists of different lengths": (
        "l = [1]\nif u: l.append(2)\nn = len(l)\nk = []\nif u: k.append(1)\nelse: k.append(1)\n",
        {"l": ANY, "n": ANY, "k": [1]},
    ),
    "dicts": (
        "d = {'x': 1, 'y': 2}\nif u: d['x'] = 1\nelse: d.update(x=1)\ne = {'a': 1}\nif u: del e['a']\nn = len(e)\n",
        {"d": {"x": 1, "y": 2}, "n": ANY},
    ),
    "a loop over something unknown": (
        """
n, l, s, flag, last = 0, [], 'a', False, None
for i in items:
    n += 1
    l.append(7)
    s = s + 'b'
    flag = True
    last = 7
    fixed = 4
m = len(l)
""",
        {"n": ANY, "l": ANY, "s": ANY, "flag": ANY, "last": 7, "fixed": 4, "m": ANY},
    ),
    "a loop over something unknown may run no time": (
        """
def f():
    for i in items: return 1
    return 1
def g():
    for i in items: raise ValueError
    return 3
def h():
    while u: return 4
    return 5
x, y, z = f(), g(), h()
""",
        {"x": 1, "y": 3, "z": ANY},
    ),
    "counters of unknown loops": (
        "n = k = 0\nwhile u:\n    n += 1\nwhile True:\n    k += 1\n    if u: break\n",
        {"n": ANY, "k": ANY},
    ),
    "a handler is not taken without a reason": (
        "try:\n    import fast\n    x = True\nexcept ImportError:\n    x = False\n",
        {"x": True},
    ),
    "unpacking": ("a, b = u\n(c, d), e = items, 3\nf, *g = u\n", {"a": ANY, "d": ANY, "e": 3, "g": ANY}),
    "arguments of unknown number": (
        "def f(a, b=2, *r, c=3): return a, b, c\nx = f(1, *items)\ny = f(1, **u)\n",
        {"x": (1, ANY, ANY), "y": (1, ANY, ANY)},
    ),
    "one of two classes or functions": (
        """
class A:
    def g(self): return 1
class B:
    def g(self): return 1
    def h(self): return 2
o = (A if u else B)()
x = o.g()
f = (lambda: 3) if u else (lambda: 3)
y = f()
p = A() if u else None
z = 5 if p is None else 6
w = p.g()
""",
        {"x": 1, "y": 3, "z": ANY, "w": 1},
    ),
    "conditions": (
        "x, y, z = u and 3, False and u, True or u\na, b = u == 1, not u\nc, d = 1 in [u, 1], 2 in [u]\n",
        {"x": ANY, "y": False, "z": True, "a": ANY, "b": ANY, "c": True, "d": ANY},
    ),
    "match": (
        "match u:\n    case 1: x, y = 1, 2\n    case 2: x, y = 1, 3\n    case _: x, y = 1, 2\n",
        {"x": 1, "y": ANY},
    ),
    "shapes": (
        "t = torch.randn(4, 3)\nb, c = t.shape\ns = torch.zeros(u, 3)\nm, k = s.shape\nx, y = m == m, m + 1 > m\n",
        {"b": 4, "c": 3, "m": ANY, "k": 3, "x": True, "y": True},
    ),
}


def known(ours, expected):
    """Whether our value is what is expected, and unknown exactly where that is."""
    if expected is ANY:
        return isinstance(ours, (Unknown, Expr, str))
    if isinstance(expected, tuple):
        return len(ours) == len(expected) and all(map(known, ours, expected))
    return ours == expected and type(ours) is type(expected)


@pytest.mark.parametrize(("code", "values"), CASES.values(), ids=CASES)
def test_what_is_known_of_values(code, values):
    names = machine(START + code).globals
    ours = {name: plain(names[name]) for name in values}
    assert {name: v for name, v in ours.items() if not known(v, values[name])} == {}


def test_a_while_loop_that_is_followed_says_which_pass_made_a_layer():
    code = """
        from torch import nn
        layers, width = [], 64
        while width > 16:
            layers.append(nn.Linear(width, width // 2))
            width //= 2
        for size in (16, 8):
            layers.append(nn.Linear(size, size // 2))
        more = [nn.ReLU() for _ in range(2)]
        tables = {name: nn.Linear(4, n) for name, n in [('a', 1), ('b', 2)]}
    """
    turns = [layer.turn for layer in machine(code).program.layers]
    assert turns[:2] == ["1st pass", "2nd pass"]
    assert turns[2:4] == ["1st pass, size=16", "2nd pass, size=8"]
    assert turns[4:6] == ["1st pass", "2nd pass"]
    assert turns[6:] == ["1st pass, name='a', n=1", "2nd pass, name='b', n=2"]


def test_a_call_that_is_not_followed_is_said():
    code = """
        import torch
        from torch import nn
        from elsewhere import mystery
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = nn.Linear(4, 4)
            def forward(self, x):
                return self.fc(mystery(x))
        Net()(torch.randn(2, 4))
    """
    program = machine(code).program
    assert [gap.span.line for gap in program.not_checked] == [10]
    assert [network.complete for network in program.networks] == [False]
