"""No program makes the interpreter crash, hang or eat the memory; what it leaves out it says."""

from __future__ import annotations

import time

import pytest
from tests.source.interpret.running import machine, run

from footgun.source.settings import Settings

SECONDS = 10  # the budget of one file; each of these takes well under a second on an idle machine
CASES = {
    "huge numbers": "x = 10**10**10\ny = 1 << 10**9\nz = (2**4000)**4000\nw = 1\nfor i in range(120): w *= i * 10**300",
    "long texts": 'x = "a" * 10**12\ny = "ab".ljust(10**9)\nz = f"{1:>1000000000}"\nw = "%1000000000d" % 1\n'
    's = "a"\nfor i in range(100): s = s + s\nt = "a".join(["b" * 90000] * 90000)',
    "long lists": "x = [0] * 10**10\nl = [1]\nfor i in range(100): l = l + l\nfor i in range(100): l.extend(l)",
    "huge ranges": "x = list(range(10**12))\ny = [i for i in range(10**9)]\nfor i in range(10**18): pass\n"
    "z = sum(range(10**9)), len(range(10**30)), set(range(90000)), sorted(range(10**7))",
    "many combinations": "import itertools\nx = list(itertools.product(range(60), repeat=4))\n"
    "y = list(itertools.permutations(range(60)))",
    "endless loops": "n = 0\nwhile True: n += 1\nwhile 1: l = [n] * n\nwhile True: pass\n",
    "a counter that takes long": "n = 10**9\nwhile n > 1: n = n - 1\n",
    "loops in loops": "t = 0\nfor a in range(100):\n  for b in range(100):\n    for c in range(100): t += 1\n",
    "recursion": "def f(n): return f(n + 1)\nx = f(0)\ndef g(n): return g(n - 1) + g(n - 2)\ny = g(50)\n",
    "recursion of special methods": "class A:\n  def __getattr__(self, n): return self.x\nA().y\n"
    "class B:\n  @property\n  def p(self): return self.p\nB().p\nclass C:\n  def __len__(self): return len(self)\n"
    "len(C())\nclass D:\n  def __bool__(self): return bool(self)\nif D(): pass\n",
    "things inside themselves": "import copy\nl = []\nl.append(l)\nx = str(l), l == l, l in l, sorted([l, l])\n"
    "y = copy.deepcopy(l)\nd = {}\nd['d'] = d\nz = d == {'d': d}, l == y\n",
    "shared lists": "d = [[1]]\nfor i in range(60): d = [d, d]\nimport copy\nx = d == copy.deepcopy(d), str(d)\n",
    "iterators without an end": "class A:\n  def __iter__(self): return self\n  def __next__(self): return 1\n"
    "x = list(A())\ndef g():\n  while True: yield 1\ny = list(g())\nfor q in g(): pass\n",
    "deep code": f"x = {'(' * 80}1{')' * 80}\ny = {'[' * 90}{']' * 90}\nimport a\nz = a{'.b' * 2000}\n",
    "many classes": "class A: pass\nfor i in range(120):\n  class A(A): pass\nA().x\n",
    "unknown conditions": "from s import u\nx = 1\n" + "if u: x = x + 1\n" * 300,
    "recursion under unknown conditions": "from s import u\ndef f(n):\n  if u: f(n + 1)\n  else: f(n + 2)\nf(0)\n",
    "growing sizes": "from s import a\nimport torch\nn = torch.randn(a, a).shape[0]\nfor i in range(60): n = n * n + 1\n",
    "huge tensors": "import torch\nx = torch.randn(10**6, 10**6)\nfor r in x: pass\na, *b = x\n"
    "y = torch.zeros(*[2] * 5000)\nl = [v for v in torch.randn(60, 60, 60, 60)]\n",
    "modules inside themselves": "import torch, copy\nfrom torch import nn\nclass N(nn.Module):\n"
    "  def __init__(self):\n    super().__init__()\n    self.me = self\n    self.l = [self]\n"
    "  def forward(self, x): return self.me(x)\nn = N()\nn(torch.randn(1))\nn.apply(print)\n"
    "list(n.modules()), list(n.parameters()), copy.deepcopy(n)\n",
    "arguments that double": "def f(*a): return f(*a, *a)\nf(1)\ndef g(*a): return g(*a, *a)\nfrom s import u\ng(*u)\n",
    "pieces without number": "import torch\nx = torch.zeros(10**12).chunk(10**12)\ny = torch.zeros(10**12).split(1)\n",
    "modules of modules": "from torch import nn\nimport torch\nm = nn.Linear(3, 3)\n"
    "for i in range(100): m = nn.Sequential(m, m)\nm(torch.randn(2, 3))\n",
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_every_program_ends(code):
    start = time.process_time()
    machine(code)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "code",
    [CASES["loops in loops"], CASES["recursion"], CASES["modules of modules"]],
    ids=["steps", "calls", "modules"],
)
def test_what_is_left_out_is_said(code):
    gaps = [gap.reason for gap in run(code, Settings(steps=20_000)).not_checked]
    assert any("too much to follow" in reason for reason in gaps)


@pytest.mark.parametrize(
    "code",
    [
        "def f(t):\n  for a in t:\n    if a: f(a)\n  for b in t:\n    if b: f(b)\n  return [f(c) for c in t], {f(d) for d in t}\n",
        "def f(n):\n  if n > 1: return f(n - 1) + f(n - 2) + f(n - 3)\n  return g(n)\ndef g(n):\n  return f(n) if n else f(n + 1)\n",
        "class A:\n  def __init__(self, n):\n    if n: self.l, self.m, self.r = A(n - 1), A(n - 1), A(n - 1)\n"
        "from s import n\nA(n)\n",
        "class A:\n  def f(self, t):\n    if t.l: self.f(t.l), self.f(t.m), self.f(t.r)\n    if t.a: self.f(t.b)\n",
    ],
    ids=["loops", "calls", "constructors", "methods"],
)
def test_a_recursion_that_nothing_known_ends_is_cheap(code):
    assert machine(code).steps < 5000


def test_a_recursion_that_ends_is_followed():
    made = machine(
        "def f(n): return [n] if n == 0 else [n, *f(n - 1)]\nx = f(20)\nfrom s import u\nif u: y = f(9)\n"
    )
    assert made.globals["x"] == list(range(20, -1, -1))
    assert made.globals["y"] == list(range(9, -1, -1))


def test_numbers_beyond_use_are_unknown():
    code = f"a = {'9' * 400}\nb = 2**999 * 2**999\nc = 2**900 + 1\nd = int('9' * 400)\nx = 7\nfor i in range(90): x = x * 2**900\n"
    made = machine(
        code + "import torch\ny = torch.zeros(2**900, 3)\nz = torch.nn.Linear(2**99, float('nan'))\n"
    )
    assert [repr(made.globals[name]) for name in "abdx"] == ["Unknown(a huge number)"] * 3 + [
        repr(made.globals["x"])
    ]
    assert made.globals["c"] == 2**900 + 1
    assert not isinstance(made.globals["x"], int)


def test_methods_of_a_builtin_type_on_an_object_of_a_class_derived_from_it():
    made = machine(
        "class D(dict):\n  def f(self): self.update(a=1); super().clear(); return list(self.items())\nx = D().f()\n"
    )
    assert not made.program.arguments
    assert "x" in made.globals


def test_nodes_have_a_budget():
    code = "import torch\nx = torch.randn(3)\nfor i in range(100): x = x + 1\ny = 5\n"
    program = run(code, Settings(nodes=50))
    assert len(program.nodes) == 50
    assert [gap.span.line for gap in program.not_checked] == [3]


def test_what_was_built_before_the_budget_ended_is_still_visited():
    code = """
        from torch import nn
        model = nn.Sequential(nn.Linear(4, 5), nn.Linear(6, 2))
        while model:
            for i in range(100): pass
    """
    program = run(code, Settings(steps=5000))
    assert [fault.kind for node in program.nodes for fault in node.faults] == ["features"]


def test_a_deep_recursion_gives_an_unknown_value():
    made = machine("def f(n): return f(n + 1)\nx = f(0)\ny = 3\n", Settings(depth=10))
    assert (repr(made.globals["x"]), made.globals["y"]) == ("Unknown(too deep a recursion)", 3)
